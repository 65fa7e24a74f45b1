"""What scores are made of: how near a clip comes to its reference.

Conventions: both signals are mono, at one rate, aligned, and cut to the shorter one's length.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from demo_clips.spectra import mel_bands, spectrum
from stand_ins.signals import Signal

_FLOOR = 1e-3
"""Share of the largest magnitude below which a spectrum counts as silent."""


class Interval(NamedTuple):
    """A mean, half the width of its 95 % interval, and over how many values it is."""

    value: float
    ci: float
    n: int


def si_sdr(estimate: Signal, reference: Signal) -> float:
    """Scale-invariant signal-to-distortion ratio in dB (Le Roux et al. 2019, arXiv 1811.02508)."""
    size = min(estimate.size, reference.size)
    heard, wanted = estimate[:size] - np.mean(estimate[:size]), reference[:size] - np.mean(reference[:size])
    target = np.dot(heard, wanted) / np.dot(wanted, wanted) * wanted
    return float(10 * np.log10(np.sum(target**2) / np.sum((heard - target) ** 2)))


def log_spectral_distance(estimate: Signal, reference: Signal, size: int = 256) -> float:
    """The mean over frames of the root mean square difference of the log spectra, in dB."""
    return float(np.mean(_frame_distances(estimate, reference, size)))


def log_spectral_interval(estimate: Signal, reference: Signal, size: int = 512) -> Interval:
    """The same, and how sure it is if frames that do not overlap are taken for independent."""
    distances = _frame_distances(estimate, reference, size)[::4]
    half = 1.96 * float(np.std(distances, ddof=1)) / distances.size**0.5
    return Interval(float(np.mean(distances)), half, distances.size)


def _frame_distances(estimate: Signal, reference: Signal, size: int) -> Signal:
    samples = min(estimate.size, reference.size)
    heard, wanted = (_decibels(x[:samples], size) for x in (estimate, reference))
    return np.asarray(np.sqrt(np.mean((heard - wanted) ** 2, axis=0)), dtype=np.float64)


def timbre_distance(one: Signal, other: Signal, size: int = 512) -> float:
    """The RMS difference of two mean spectra in 40 mel bands, each without its own level, in dB."""
    return float(np.sqrt(np.mean((_timbre(one, size) - _timbre(other, size)) ** 2)))


def _timbre(x: Signal, size: int) -> Signal:
    power = np.mean(np.abs(spectrum(x, size)) ** 2, axis=1)
    levels = 10 * np.log10(np.maximum(power, _FLOOR**2 * np.max(power)))
    bands = mel_bands(levels.size)
    means = np.array([np.mean(levels[bands == band]) for band in range(bands[-1] + 1)])
    return np.asarray(means - np.mean(means), dtype=np.float64)


def _decibels(x: Signal, size: int) -> Signal:
    magnitude = np.abs(spectrum(x, size))
    return np.asarray(20 * np.log10(np.maximum(magnitude, _FLOOR * np.max(magnitude))), dtype=np.float64)
