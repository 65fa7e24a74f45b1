"""Two sentences on the telephone, in noise at three levels, and what three ways of removing it leave.

The gate and the Wiener filter know nothing but the noisy clip; the ratio mask is computed with the clean one at
hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from types import MappingProxyType

import numpy as np

from demo_clips.measures import log_spectral_distance, si_sdr
from demo_clips.spectra import Mask, masked, ratio_masks, spectrum
from stand_ins.signals import Signal, unit
from stand_ins.speech import EDGE_SECONDS, Spoken, said

HZ = 8_000
FRAME = 256
"""32 ms."""
LEAD_SECONDS = 0.08
"""Silence before the sentence; with that of the recording itself, what the gate and the filter learn from."""
SNRS = (10, 5, 0)

SENTENCES: Mapping[str, tuple[Spoken, str]] = MappingProxyType(
    {
        "platform": (Spoken("en-gb+f3", "It leaves from platform nine.", rate=202, pitch=58), "babble"),
        "parcel": (Spoken("en-us+m3", "Your parcel has arrived.", rate=165, pitch=42), "rain"),
    }
)
"""Name → what is said, and in which noise."""

_CROWD = (
    Spoken("en-us+m7", "We could meet at the corner and walk up the hill together.", rate=175),
    Spoken("en-gb+f5", "Nobody told me that the shop had moved across the street.", rate=180),
    Spoken("en-us+f2", "First the flour, then the eggs, and a little milk at the end.", rate=170),
    Spoken("en-gb+m5", "He was late again, and of course he had no umbrella with him.", rate=185),
    Spoken("en-us+m1", "Three of them were red, and the others were a kind of green.", rate=165),
)


@cache
def clean(name: str) -> Signal:
    """The sentence with a moment of silence before it, and next to none after it."""
    return np.pad(said(SENTENCES[name][0], HZ)[: -HZ // 12], (round(LEAD_SECONDS * HZ), 0))


@cache
def noise(name: str) -> Signal:
    """The noise around the sentence, as loud as the sentence itself."""
    samples = clean(name).size
    made = _babble(samples) if SENTENCES[name][1] == "babble" else _rain(samples)
    return made * float(np.sqrt(np.mean(clean(name) ** 2) / np.mean(made**2)))


@cache
def noisy(name: str, snr: int) -> Signal:
    """Both together."""
    return clean(name) + noise(name) * 10 ** (-snr / 20)


def _babble(samples: int) -> Signal:
    """Five people who speak at the same time."""
    voices = [unit(said(spoken, HZ)) for spoken in _CROWD]
    return np.asarray(sum(np.roll(np.resize(voice, samples), 1500 * n) for n, voice in enumerate(voices)))


def _rain(samples: int) -> Signal:
    """A steady hiss of many drops, with lows and highs of a roof."""
    hiss = np.random.RandomState(71).standard_normal(samples)
    f = np.fft.rfftfreq(samples, 1 / HZ)
    return np.fft.irfft(np.fft.rfft(hiss) / np.sqrt(1 + (f / 900) ** 2), samples)


def gated(x: Signal) -> Signal:
    """Spectral gating: what is less than twice as strong as the noise's mean is turned down by 20 dB."""
    magnitude = np.abs(spectrum(x, FRAME))
    return masked(x, np.where(magnitude > 2 * _floor(magnitude)[:, None], 1.0, 0.1), FRAME)


def wiener(x: Signal) -> Signal:
    """A Wiener filter whose a-priori SNR follows its own decisions (Ephraim and Malah 1984), down to −20 dB."""
    magnitude = np.abs(spectrum(x, FRAME))
    floor = _floor(magnitude) ** 2
    mask: Mask = np.zeros_like(magnitude)
    before = np.zeros(len(floor))
    for frame, power in enumerate((magnitude**2).T):
        prior = 0.94 * before / floor + 0.06 * np.maximum(power / floor - 1, 0)
        mask[:, frame] = np.maximum(prior / (1 + prior), 0.1)
        before = mask[:, frame] ** 2 * power
    return masked(x, mask, FRAME)


def ratio_masked(name: str, snr: int) -> Signal:
    """What the ideal ratio mask leaves: the best that a mask on magnitudes can hope for."""
    mask, _ = ratio_masks([clean(name), noise(name) * 10 ** (-snr / 20)], FRAME)
    return masked(noisy(name, snr), np.maximum(mask, 0.05), FRAME)


def _floor(magnitude: Mask) -> Signal:
    """The mean magnitude of the noise in the lead; the first frames lie before the clip."""
    last = 4 + int((LEAD_SECONDS + EDGE_SECONDS) * HZ / (FRAME // 4)) - 4
    return np.asarray(np.maximum(np.mean(magnitude[:, 4:last], axis=1), 1e-6), dtype=np.float64)


def _clips() -> dict[str, Callable[[], Signal]]:
    made: dict[str, Callable[[], Signal]] = {}
    for name in SENTENCES:
        made[f"{name}-clean.flac"] = partial(clean, name)
        for snr in SNRS:
            made |= _of(name, snr)
    return made


def _of(name: str, snr: int) -> dict[str, Callable[[], Signal]]:
    stem = f"{name}-{snr}db"
    return {
        f"{stem}-noisy.flac": lambda: noisy(name, snr),
        f"{stem}-gate.flac": lambda: gated(noisy(name, snr)),
        f"{stem}-wiener.flac": lambda: wiener(noisy(name, snr)),
        f"{stem}-mask.flac": lambda: ratio_masked(name, snr),
    }


CLIPS: Mapping[str, Callable[[], Signal]] = MappingProxyType(_clips())
"""File → its samples, before the level is set."""


def scores(read: Callable[[str], Signal]) -> dict[str, dict[str, float]]:
    """File → what is measured on it, against its sentence's clean clip."""
    measured = {}
    for file in CLIPS:
        name, *rest = file.removesuffix(".flac").split("-")
        if rest != ["clean"]:
            heard, wanted = read(file), read(f"{name}-clean.flac")
            measured[file] = {"SI-SDR": si_sdr(heard, wanted), "LSD": log_spectral_distance(heard, wanted)}
    return measured
