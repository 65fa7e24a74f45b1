"""Short-time spectra there and back, and the masks between: the common ground of enhancing and separating.

Conventions: a spectrum has the shape (frequencies, frames); frames of `size` samples under a Hann window
overlap by three quarters. A mask is real, in 0…1, and shaped like the spectrum it multiplies.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stand_ins.signals import Signal

Spectrum = NDArray[np.complex128]
Mask = NDArray[np.float64]

_TINY = 1e-12


def spectrum(x: Signal, size: int) -> Spectrum:
    """The short-time spectrum of a signal that is padded by a frame at either end."""
    hop = size // 4
    padded = np.pad(x, (size, size + -x.size % hop))
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
    return np.fft.rfft(frames * _window(size), axis=1).T


def signal(spectra: Spectrum, size: int, samples: int) -> Signal:
    """The signal of so many samples whose spectrum this is nearest to (Griffin and Lim 1984, equation 6)."""
    hop, window = size // 4, _window(size)
    frames = np.fft.irfft(spectra.T, size, axis=1) * window
    total = np.zeros((len(frames) - 1) * hop + size)
    weight = np.zeros_like(total)
    for index, frame in enumerate(frames):
        total[index * hop : index * hop + size] += frame
        weight[index * hop : index * hop + size] += window**2
    return (total / np.maximum(weight, _TINY))[size : size + samples]


def masked(x: Signal, mask: Mask, size: int) -> Signal:
    """The signal through a mask."""
    return signal(spectrum(x, size) * mask, size, x.size)


def ratio_masks(parts: list[Signal], size: int) -> list[Mask]:
    """For each part its share of the sum's magnitude at each point: the ideal ratio mask."""
    magnitudes = [np.abs(spectrum(part, size)) for part in parts]
    total = np.maximum(sum(magnitudes), _TINY)
    return [magnitude / total for magnitude in magnitudes]


def median(x: Mask, length: int, axis: int) -> Mask:
    """The running median over an odd number of neighbours along one axis."""
    around = [(length // 2, length // 2) if at == axis else (0, 0) for at in range(2)]
    wide = np.lib.stride_tricks.sliding_window_view(np.pad(x, around, mode="edge"), length, axis=axis)
    return np.asarray(np.median(wide, axis=-1), dtype=np.float64)


def mel_bands(lines: int, *, bands: int = 40, hz: int = 16_000) -> NDArray[np.int64]:
    """For each line of a spectrum the band of the mel scale that it belongs to, from 0 on, none left out."""
    top = 2595 * np.log10(1 + hz / 2 / 700)
    edges = 700 * (10 ** (np.linspace(0, top, bands + 1) / 2595) - 1) / (hz / 2) * (lines - 1)
    below = np.unique(np.round(edges).astype(np.int64))[:-1]
    return np.searchsorted(below, np.arange(lines), side="right") - 1


def _window(size: int) -> Signal:
    return np.asarray(np.hanning(size + 1)[:-1], dtype=np.float64)
