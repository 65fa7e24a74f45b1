"""The base of all analyzers: the shape of a block, and cutting a stream into chunks of one size.

Rule 1: full scale is 1.0; a sample that is no number is silence, and none counts for more than +60 dBFS.
Rule 2: analyzers compute on chunks only, never on blocks: so the cut of a stream cannot matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol, TypeVar

import numpy as np

Block = np.ndarray[tuple[int, int], np.dtype[Any]]
"""Samples of shape (frames, channels), float32 or float64."""
Chunk = np.ndarray[tuple[int, int], np.dtype[np.float32]]
"""Samples of shape (channels, frames)."""

_LARGEST = 1000.0

Result = TypeVar("Result", covariant=True)


class Analyzer(Protocol[Result]):
    """Hears one stream, block by block."""

    def feed(self, block: Block) -> None:
        """Take in the next samples, of shape (frames, channels)."""

    def result(self) -> Result:
        """The result, once the stream has ended: it is asked for once."""


class Chunks:
    """Cuts a stream into chunks of `size` new frames, each led by the last `overlap` frames before them.

    The frames before the first are silence.
    """

    def __init__(self, channels: int, size: int, *, overlap: int = 0) -> None:
        self._buffer = np.zeros((channels, overlap + size), np.float32)
        self._overlap = overlap
        self._filled = overlap

    def push(self, block: Block) -> Iterator[Chunk]:
        """The chunks that this block completes; each is valid only until the next one is asked for."""
        block = sound(block)
        begin, size = 0, self._buffer.shape[1]
        while begin < len(block):
            end = min(len(block), begin + size - self._filled)
            self._buffer[:, self._filled : self._filled + end - begin] = block[begin:end].T
            self._filled += end - begin
            begin = end
            if self._filled == size:
                yield self._buffer
                self._buffer[:, : self._overlap] = self._buffer[:, size - self._overlap :].copy()
                self._filled = self._overlap

    def rest(self, *, silence: int = 0) -> Chunk:
        """The samples that no chunk has held yet, led by its overlap, with frames of silence behind it."""
        left = self._buffer[:, : self._filled]
        return np.concatenate((left, np.zeros((len(left), silence), np.float32)), axis=1)


def sound(block: Block) -> Block:
    """The block itself, or, if it holds what is no sound (NaN, infinity, absurd values), one that does not."""
    if len(block) and not (float(block.max()) <= _LARGEST and float(block.min()) >= -_LARGEST):
        cleaned: Block = np.nan_to_num(block, nan=0.0, posinf=_LARGEST, neginf=-_LARGEST)
        return cleaned.clip(-_LARGEST, _LARGEST)
    return block
