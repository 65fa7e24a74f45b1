"""Loudness and true peak after ITU-R BS.1770-4, and bringing a clip to a common level.

Conventions: mono signals at any rate; loudness in LUFS, peaks in dBTP (full scale is 0).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stand_ins.signals import Signal

TARGET = -23.0
"""Loudness in LUFS that each clip gets (EBU R 128), as far as `CEILING` allows."""
CEILING = -2.0
"""Highest true peak in dBTP; leaves room for what MP3 adds."""
FADE_SECONDS = 0.02
OVERSAMPLING = 4
BLOCK_SECONDS, STEP_SECONDS = 0.4, 0.1
ABSOLUTE_GATE, RELATIVE_GATE = -70.0, -10.0

_SHELF = (1681.974450955533, 3.999843853973347, 0.7071752369554196)
"""The K-weighting's high shelf: corner in Hz, gain in dB, Q."""
_HIGHPASS = (38.13547087602444, 0.5003270373238773)
"""The K-weighting's high-pass: corner in Hz, Q."""


def k_weighted(x: Signal, hz: int) -> Signal:
    """The signal as loudness hears it: lows cut, highs raised by 4 dB."""
    size = x.size + hz // 2
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    weighted = np.fft.irfft(np.fft.rfft(x, size) * _shelf(z, hz) * _highpass(z, hz), size)[: x.size]
    return np.asarray(weighted, dtype=np.float64)


def _shelf(z: NDArray[np.complex128], hz: int) -> NDArray[np.complex128]:
    corner, gain, q = _SHELF
    k = np.tan(np.pi * corner / hz)
    high = 10 ** (gain / 20)
    band = high**0.4996667741545416
    top = (high + band * k / q + k * k) + 2 * (k * k - high) * z + (high - band * k / q + k * k) * z**2
    bottom = (1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z**2
    return np.asarray(top / bottom)


def _highpass(z: NDArray[np.complex128], hz: int) -> NDArray[np.complex128]:
    corner, q = _HIGHPASS
    k = np.tan(np.pi * corner / hz)
    scale = 1 + k / q + k * k
    return np.asarray((1 - z) ** 2 * scale / (scale + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z**2))


def loudness(x: Signal, hz: int) -> float:
    """Integrated loudness in LUFS, gated; −inf for silence and for clips shorter than a block (0.4 s)."""
    weighted = k_weighted(x, hz)
    block, step = round(BLOCK_SECONDS * hz), round(STEP_SECONDS * hz)
    sums = np.concatenate([[0.0], np.cumsum(weighted**2)])
    starts = np.arange(0, weighted.size - block + 1, step)
    power = (sums[starts + block] - sums[starts]) / block
    audible = power[_lufs(power) > ABSOLUTE_GATE]
    if audible.size == 0:
        return -np.inf
    gate = float(_lufs(np.mean(audible))) + RELATIVE_GATE
    return float(_lufs(np.mean(audible[_lufs(audible) > gate])))


def _lufs(power: NDArray[np.float64] | np.floating) -> NDArray[np.float64]:
    return np.asarray(-0.691 + 10 * np.log10(np.maximum(power, 1e-12)))


def true_peak(x: Signal) -> float:
    """The highest point of the curve between the samples, in dBTP."""
    size = x.size * OVERSAMPLING
    curve = np.fft.irfft(np.pad(np.fft.rfft(x), (0, size // 2 + 1 - (x.size // 2 + 1))), size) * OVERSAMPLING
    return float(20 * np.log10(max(np.max(np.abs(curve)), 1e-9)))


def levelled(x: Signal, hz: int) -> Signal:
    """The clip with faded ends at `TARGET`, or as close as `CEILING` lets it come."""
    ramp = np.sin(np.linspace(0, np.pi / 2, round(FADE_SECONDS * hz))) ** 2
    faded = x - np.mean(x)
    faded[: ramp.size] *= ramp
    faded[-ramp.size :] *= ramp[::-1]
    gain = min(TARGET - loudness(faded, hz), CEILING - true_peak(faded))
    return np.asarray(faded * 10 ** (gain / 20))
