"""Two short pieces for melody, drums and bass, and how three ways of taking them apart again do it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import MappingProxyType

import numpy as np

from demo_clips.measures import si_sdr
from demo_clips.spectra import Mask, masked, median, ratio_masks, spectrum
from stand_ins.level import TARGET, loudness
from stand_ins.signals import (
    HZ,
    Signal,
    add,
    attack,
    bandpass,
    decay,
    highpass,
    modes,
    noise,
    path,
    phase,
    silence,
    times,
)

STEMS = ("melody", "drums", "bass")
FRAME = 1024
"""64 ms."""
SECONDS = 1.9
"""How long a piece is."""

Notes = Sequence[tuple[float, float, int]]
"""(beat, length in beats, MIDI number) of each note."""

_MARCH: Notes = (
    (0, 1, 67),
    (1, 0.5, 71),
    (1.5, 0.5, 74),
    (2, 1, 76),
    (3, 0.5, 74),
    (3.5, 0.5, 71),
    (4, 1.4, 69),
)
_MARCH_BASS: Notes = ((0, 0.9, 43), (1, 0.9, 43), (2, 0.9, 48), (3, 0.9, 47), (4, 1.3, 45))
_NOCTURNE: Notes = ((0, 1.5, 72), (1.5, 0.5, 75), (2, 1.3, 74), (3.4, 0.5, 70), (4, 1.2, 67))
_NOCTURNE_BASS: Notes = ((0, 1.9, 36), (2, 1.4, 43), (3.5, 0.4, 41), (4, 1.2, 39))
_BEAT = 0.35


def _hz(midi: int) -> float:
    return float(440 * 2 ** ((midi - 69) / 12))


def _sung(notes: Notes, voice: Callable[[float, float], Signal]) -> Signal:
    canvas = silence(SECONDS)
    for beat, length, midi in notes:
        add(canvas, voice(_hz(midi), length * _BEAT), beat * _BEAT)
    return canvas


def _plucked(hz: float, seconds: float) -> Signal:
    """A bright string that dies away."""
    long = seconds + 0.25
    string = modes(long, [(n * hz, 1 / n**1.3, 1.6 / n**0.5) for n in range(1, 10) if n * hz < 7000])
    return string * attack(times(long), 0.004) * attack(long - times(long), 0.2)


def _flute(hz: float, seconds: float) -> Signal:
    """A blown tone with some breath and a vibrato that comes late."""
    t = times(seconds)
    running = phase(hz * (1 + 0.007 * attack(t, 0.4) * np.sin(2 * np.pi * 5.5 * t)), t)
    tone = sum(
        (g * np.sin(n * running) for n, g in ((1, 1.0), (2, 0.35), (3, 0.12), (4, 0.05))), np.zeros_like(t)
    )
    return (
        (tone + 0.012 * bandpass(noise(seconds, 5), hz, 4 * hz)) * attack(t, 0.05) * attack(seconds - t, 0.08)
    )


def _low(hz: float, seconds: float) -> Signal:
    """A round bass with a few overtones."""
    t = times(seconds)
    body = sum((np.sin(2 * np.pi * n * hz * t) / n**1.6 for n in range(1, 6)), np.zeros_like(t))
    return body * attack(t, 0.012) * attack(seconds - t, 0.05)


def _kick() -> Signal:
    t = times(0.22)
    return np.sin(phase(path(t, ((0, 160), (0.05, 65), (0.22, 48))), t)) * decay(t, 0.3) * attack(t, 0.002)


def _snare() -> Signal:
    t = times(0.2)
    return (0.7 * bandpass(noise(0.2, 31), 900, 6000) + 0.5 * np.sin(2 * np.pi * 190 * t)) * decay(t, 0.22)


def _hat(seed: int) -> Signal:
    return 0.25 * highpass(noise(0.07, seed), 5000) * decay(times(0.07), 0.08)


def _beaten(kicks: Sequence[float], snares: Sequence[float], hats: Sequence[float]) -> Signal:
    canvas = silence(SECONDS)
    for beats, sound in ((kicks, _kick()), (snares, 0.55 * _snare())):
        for beat in beats:
            add(canvas, sound, beat * _BEAT + 0.01)
    for index, beat in enumerate(hats):
        add(canvas, _hat(40 + index), beat * _BEAT + 0.01)
    return canvas


def _composed(name: str) -> dict[str, Signal]:
    if name == "march":
        return {
            "melody": 0.5 * _sung(_MARCH, _plucked),
            "drums": 1.3 * _beaten((0, 2, 2.5, 4), (1, 3), [n / 2 for n in range(10)]),
            "bass": 0.3 * _sung(_MARCH_BASS, _low),
        }
    return {
        "melody": 0.45 * _sung(_NOCTURNE, _flute),
        "drums": 1.5 * _beaten((0, 2.5), (2, 4), (0.5, 1, 1.5, 3, 3.5, 4.5)),
        "bass": 0.3 * _sung(_NOCTURNE_BASS, _low),
    }


@cache
def stems(name: str) -> Mapping[str, Signal]:
    """The parts of a piece, at the levels that they have in the mixture."""
    parts = _composed(name)
    ramp = attack(times(SECONDS), 0.01) * attack(SECONDS - times(SECONDS), 0.15)
    parts = {stem: (part - np.mean(part)) * ramp for stem, part in parts.items()}
    gain = 10 ** ((TARGET - loudness(np.asarray(sum(parts.values())), HZ)) / 20)
    return {stem: gain * part for stem, part in parts.items()}


@cache
def mixture(name: str) -> Signal:
    """All parts together."""
    return np.asarray(sum(stems(name).values()))


@cache
def by_bands(name: str) -> Mapping[str, Signal]:
    """Fixed bands: what is low is bass, what is high is drums, and the melody has the rest."""
    f = np.fft.rfftfreq(FRAME, 1 / HZ)
    low, high = 1 / (1 + (f / 180) ** 8), 1 / (1 + (2200 / np.maximum(f, 1)) ** 8)
    frames = spectrum(mixture(name), FRAME).shape[1]
    masks = {"melody": 1 - low - high, "drums": high, "bass": low}
    return {
        stem: masked(mixture(name), np.repeat(mask[:, None], frames, 1), FRAME) for stem, mask in masks.items()
    }


@cache
def by_medians(name: str) -> Mapping[str, Signal]:
    """Drums by medians over time and frequency (Fitzgerald 2010); of the rest, bass is what is low."""
    magnitude = np.abs(spectrum(mixture(name), FRAME))
    lasting, struck = median(magnitude, 17, axis=1) ** 2, median(magnitude, 17, axis=0) ** 2
    harmonic: Mask = lasting / np.maximum(lasting + struck, 1e-12)
    low = (1 / (1 + (np.fft.rfftfreq(FRAME, 1 / HZ) / 180) ** 8))[:, None]
    masks = {"melody": harmonic * (1 - low), "drums": 1 - harmonic, "bass": harmonic * low}
    return {stem: masked(mixture(name), mask, FRAME) for stem, mask in masks.items()}


@cache
def by_ratios(name: str) -> Mapping[str, Signal]:
    """Ideal ratio masks, computed with the stems at hand."""
    masks = ratio_masks([stems(name)[stem] for stem in STEMS], FRAME)
    return {stem: masked(mixture(name), mask, FRAME) for stem, mask in zip(STEMS, masks, strict=True)}


WAYS: Mapping[str, Callable[[str], Mapping[str, Signal]]] = MappingProxyType(
    {"reference": stems, "bands": by_bands, "medians": by_medians, "ratios": by_ratios}
)
"""How stems come about: as they were played, and by each system."""


def _stem(way: str, name: str, stem: str) -> Callable[[], Signal]:
    return lambda: WAYS[way](name)[stem]


def _mixed(name: str) -> Callable[[], Signal]:
    return lambda: mixture(name)


PIECES = ("march", "nocturne")

CLIPS: Mapping[str, Callable[[], Signal]] = MappingProxyType(
    {f"{name}-mixture.flac": _mixed(name) for name in PIECES}
    | {f"{name}-{way}-{stem}.flac": _stem(way, name, stem) for name in PIECES for way in WAYS for stem in STEMS}
)
"""File → its samples, at their final level."""


def scores(read: Callable[[str], Signal]) -> dict[str, dict[str, float]]:
    """File → what is measured on it, against its reference stem."""
    return {
        f"{name}-{way}-{stem}.flac": {
            "SI-SDR": si_sdr(read(f"{name}-{way}-{stem}.flac"), read(f"{name}-reference-{stem}.flac"))
        }
        for name in PIECES
        for way in WAYS
        if way != "reference"
        for stem in STEMS
    }
