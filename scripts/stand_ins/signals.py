"""The words that instruments and noises are described in: tones, noise, envelopes, filters, rooms.

Conventions: a signal is a one-dimensional float64 array at `HZ`; full scale is ±1 but only `level` cares; times
are in seconds, frequencies in Hz. Nothing here knows a clock or a global random state: the same call gives the
same samples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Signal = NDArray[np.float64]
Curve = float | Signal
"""A constant or one value per sample."""

HZ = 16_000
"""Sampling rate of everything that is synthesised, as in the data sets that the originals come from."""


def times(seconds: float) -> Signal:
    """The time of each sample of a signal of this length."""
    return np.arange(round(seconds * HZ)) / HZ


def phase(hz: Curve, t: Signal) -> Signal:
    """The running phase in radians of an oscillator whose frequency may change over time."""
    return 2 * np.pi * np.cumsum(np.broadcast_to(hz, t.shape)) / HZ


def noise(seconds: float, seed: int) -> Signal:
    """White Gaussian noise of unit variance.

    RandomState is the one generator whose numbers NumPy promises never to change.
    """
    return np.asarray(np.random.RandomState(seed).standard_normal(round(seconds * HZ)), dtype=np.float64)


def wander(seconds: float, *, rate: float, seed: int) -> Signal:
    """A slow random curve in −1…1 that changes direction about `rate` times a second."""
    knots = np.random.RandomState(seed).uniform(-1, 1, int(seconds * rate) + 3)
    t = times(seconds) * rate
    left = t.astype(int)
    ease = (1 - np.cos(np.pi * (t - left))) / 2
    curve: Signal = knots[left] * (1 - ease) + knots[left + 1] * ease
    return curve


def path(t: Signal, points: Sequence[tuple[float, float]]) -> Signal:
    """A curve through (seconds, value) points, straight between them."""
    at, values = zip(*points, strict=True)
    return np.asarray(np.interp(t, at, values), dtype=np.float64)


def decay(t: Signal, t60: Curve) -> Signal:
    """An envelope that falls by 60 dB in `t60` seconds."""
    return np.asarray(np.exp(-6.9078 * t / t60))


def attack(t: Signal, seconds: float) -> Signal:
    """An envelope that rises smoothly from 0 to 1."""
    rise = np.clip(t / seconds, 0, 1)
    return np.asarray(np.sin(rise * np.pi / 2) ** 2)


def hold(t: Signal, seconds: float, *, release: float) -> Signal:
    """An envelope that stays at 1 and then falls by 60 dB in `release` seconds."""
    return np.asarray(np.exp(-6.9078 * np.maximum(t - seconds, 0) / release))


def shaped(x: Signal, response: Callable[[Signal], Signal]) -> Signal:
    """The signal through a filter given as gain over frequency (zero phase)."""
    padded = 2 * x.size
    spectrum = np.fft.rfft(x, padded) * response(np.asarray(np.fft.rfftfreq(padded, 1 / HZ), dtype=np.float64))
    return np.fft.irfft(spectrum, padded)[: x.size]


def lowpass(x: Signal, hz: float, *, order: int = 2) -> Signal:
    """Butterworth magnitude: −3 dB at `hz`, falling by 6 dB per octave and order."""
    return shaped(x, lambda f: 1 / np.sqrt(1 + (f / hz) ** (2 * order)))


def highpass(x: Signal, hz: float, *, order: int = 2) -> Signal:
    """Butterworth magnitude: −3 dB at `hz`, rising by 6 dB per octave and order up to there."""
    return shaped(x, lambda f: 1 / np.sqrt(1 + (hz / np.maximum(f, 1e-9)) ** (2 * order)))


def bandpass(x: Signal, low: float, high: float, *, order: int = 2) -> Signal:
    """What lies between two frequencies."""
    return lowpass(highpass(x, low, order=order), high, order=order)


def peak(f: Signal, hz: Curve, width: float) -> Signal:
    """The gain of one resonance: 1 at its centre, 1/√2 half of `width` away from it."""
    return np.asarray(1 / np.sqrt(1 + ((f - hz) / (width / 2)) ** 2))


def add(canvas: Signal, sound: Signal, at: float, gain: float = 1.0) -> None:
    """Mix a sound into a longer one from a time on; what does not fit is cut."""
    start = round(at * HZ)
    end = min(start + sound.size, canvas.size)
    canvas[start:end] += gain * sound[: max(end - start, 0)]


def in_room(x: Signal, *, t60: float, wet: float, seed: int, dark: float = 3000.0) -> Signal:
    """The sound with the diffuse tail of a room; `wet` is the tail's gain against the direct sound."""
    t = times(t60)
    tail = lowpass(noise(t60, seed), dark, order=1) * decay(t, t60) * attack(t, 0.012)
    tail /= np.sqrt(np.sum(tail**2))
    size = x.size + tail.size
    echo = np.fft.irfft(np.fft.rfft(x, size) * np.fft.rfft(tail, size), size)[: x.size]
    return x + wet * echo


def unit(x: Signal) -> Signal:
    """The signal with its largest sample at 1."""
    return np.asarray(x / np.max(np.abs(x)))


def silence(seconds: float) -> Signal:
    """An empty canvas to mix sounds into."""
    return np.zeros(round(seconds * HZ))


def modes(seconds: float, bank: Sequence[tuple[float, float, float]]) -> Signal:
    """A struck object: the sum of its (hz, gain, t60) modes."""
    t = times(seconds)
    total = np.zeros_like(t)
    for hz, gain, t60 in bank:
        total += gain * np.sin(2 * np.pi * hz * t) * decay(t, t60)
    return total


def voiced(t: Signal, hz: Curve, vowel: Sequence[tuple[Curve, float, float]], *, tilt: float) -> Signal:
    """Harmonics of a gliding pitch, weighted by formants (centre, width, gain) that may glide as well."""
    track = np.broadcast_to(hz, t.shape)
    running = phase(track, t)
    total = np.zeros_like(t)
    for n in range(1, int(7_600 / float(np.min(track))) + 1):
        at = n * track
        gain = sum((g * peak(at, centre, width) for centre, width, g in vowel), np.full_like(t, 0.02))
        total += np.where(at < 7_600, gain, 0.0) / n**tilt * np.sin(n * running)
    return total
