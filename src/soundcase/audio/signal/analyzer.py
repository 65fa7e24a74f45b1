"""The base of all analyzers: the shape of a block, cutting a stream into chunks of one size, and their spectra.

Rule 1: full scale is 1.0; a sample that is no number is silence, and none counts for more than +60 dBFS.
Rule 2: analyzers compute on chunks only, never on blocks: so the cut of a stream cannot matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import log2
from typing import Any, Protocol, TypeVar

import numpy as np

Block = np.ndarray[tuple[int, int], np.dtype[Any]]
"""Samples of shape (frames, channels), float32 or float64."""
Chunk = np.ndarray[tuple[int, int], np.dtype[np.float32]]
"""Samples of shape (channels, frames)."""
Taper = np.ndarray[tuple[int], np.dtype[np.float32]]
Spectra = np.ndarray[tuple[int, int], np.dtype[np.float32]]
"""Powers of shape (windows, window / 2 + 1)."""

_LARGEST = 1000.0

Result = TypeVar("Result", covariant=True)

# glibc keeps for new arrays as much memory as was ever given back at once. Else those of every clip are fresh
# pages, and to fill them with zeros takes a fifth of the time of a brief clip.
np.empty(1 << 22, np.uint8)


class Analyzer(Protocol[Result]):
    """Hears one stream, block by block."""

    def feed(self, block: Block) -> None:
        """Take in the next samples, of shape (frames, channels)."""

    def result(self) -> Result:
        """The result, once the stream has ended: it is asked for once."""


class Chunks:
    """Cuts a stream into chunks of `size` new frames, each led by the last `overlap` frames before them.

    The frames before the first are silence. Blocks are held, not copied, until a chunk is made of them.
    """

    def __init__(self, channels: int, size: int, *, overlap: int = 0) -> None:
        self._size, self._held = size, 0
        self._parts = [np.zeros((channels, overlap), np.float32)]

    def push(self, block: Block) -> Iterator[Chunk]:
        """The chunks that this block completes, contiguous."""
        self._parts.append(sound(block).T)
        self._held += len(block)
        while self._held >= self._size:
            last = self._parts[-1]
            split = last.shape[1] - self._held + self._size
            self._parts[-1] = last[:, :split]
            chunk = self._joined()
            self._held -= self._size
            self._parts = [chunk[:, self._size :].copy(), last[:, split:]]
            yield chunk

    def rest(self, *, silence: int = 0) -> Chunk:
        """The samples that no chunk has held yet, led by its overlap, with frames of silence behind it."""
        return self._joined(np.zeros((len(self._parts[0]), silence), np.float32))

    def _joined(self, *more: Chunk) -> Chunk:
        parts = [part for part in (*self._parts, *more) if part.shape[1]] or self._parts
        if len(parts) == 1:
            return np.ascontiguousarray(parts[0], np.float32)
        joined = np.empty((len(parts[0]), sum(part.shape[1] for part in parts)), np.float32)
        return np.concatenate(parts, axis=1, out=joined)


def sound(block: Block) -> Block:
    """The block itself, or, if it holds what is no sound (NaN, infinity, absurd values), one that does not."""
    energy = float(np.vdot(block, block))  # one pass, where two are seldom needed
    if energy <= _LARGEST**2 or (float(block.max()) <= _LARGEST and float(block.min()) >= -_LARGEST):
        return block
    cleaned: Block = np.nan_to_num(block, nan=0.0, posinf=_LARGEST, neginf=-_LARGEST)
    return cleaned.clip(-_LARGEST, _LARGEST)


@cache
def hann(window: int) -> Taper:
    """The Hann window of so many frames, as which a sine of full scale has the power 1.0 (0 dB) in its bin."""
    weights = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)).astype(np.float32)
    weights *= np.float32(2 / weights.sum())
    return weights


def window_frames(rate: int, *, seconds: float) -> int:
    """The power of two (at least 16) that is nearest to a duration at a rate in Hz."""
    return int(2 ** max(4, round(log2(rate * seconds))))


def power_spectra(chunk: Chunk, window: int, hop: int) -> Spectra:
    """Powers of all Hann windows that fit into a chunk, one every `hop` frames, meaned over the channels."""
    total = np.zeros((max(0, (chunk.shape[1] - window) // hop + 1), window // 2 + 1), np.float32)
    if not len(total):
        return total
    for samples in chunk:
        step = samples.itemsize
        windows = np.ndarray((len(total), window), samples.dtype, samples, strides=(hop * step, step))
        spectra = np.fft.rfft(windows * hann(window), axis=1)
        total += spectra.real**2 + spectra.imag**2
    total /= np.float32(len(chunk))
    return total
