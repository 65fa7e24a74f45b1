"""Power spectra of windows of a stream, on a scale where a sine of full scale has the power 1.0 (0 dB)."""

from __future__ import annotations

from math import log2

import numpy as np

from soundcase.audio.signal.analyzer import Chunk

Spectra = np.ndarray[tuple[int, int], np.dtype[np.float32]]
"""Powers of shape (windows, window / 2 + 1)."""


def window_frames(rate: int, *, seconds: float) -> int:
    """The power of two (at least 16) that is nearest to a duration at a rate in Hz."""
    return int(2 ** max(4, round(log2(rate * seconds))))


def power_spectra(chunk: Chunk, window: int, hop: int) -> Spectra:
    """Powers of all Hann windows that fit into a chunk, one every `hop` frames, meaned over the channels."""
    hann = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)).astype(np.float32)
    hann *= np.float32(2 / hann.sum())
    total = np.zeros((max(0, (chunk.shape[1] - window) // hop + 1), window // 2 + 1), np.float32)
    if not len(total):
        return total
    for samples in chunk:
        windows = np.lib.stride_tricks.sliding_window_view(samples, window)[::hop]
        spectra = np.fft.rfft(windows * hann, axis=1)
        total += (spectra.real**2 + spectra.imag**2).astype(np.float32, copy=False)
    total /= np.float32(len(chunk))
    return total
