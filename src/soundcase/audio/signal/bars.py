"""The peaks of a clip in a fixed number of bars, whatever its length, which need not be known.

Rule 1: peaks are kept in fine bins, at first of one frame; when there are too many, each two become one.
        So a bar begins within 1/64 of its own length of where it should, and exactly there in short clips.
Rule 2: the bins depend on the frames that came alone: not on blocks, nor on what a header promised.
"""

from __future__ import annotations

import numpy as np

from soundcase.audio.signal.analyzer import Block, Chunk, Chunks

_FINENESS = 64
"""Bins per bar, at least, once there are enough frames."""
_CHUNK = 1 << 14

Row = np.ndarray[tuple[int], np.dtype[np.float32]]


class Bars:
    """Finds the peak of each of `bars` equal parts of a stream, over all of its channels."""

    def __init__(self, channels: int, *, bars: int = 96) -> None:
        self._bars = bars
        self._chunks = Chunks(channels, _CHUNK)
        self._bins = np.zeros(0, np.float32)
        self._width = 1
        """Frames per bin: a power of two."""
        self._frames = 0

    def feed(self, block: Block) -> None:
        """Take in the next samples, of shape (frames, channels)."""
        for chunk in self._chunks.push(block):
            self._enter(chunk)

    def result(self) -> tuple[float, ...]:
        """The peak of each bar, from 0.0 to 1.0 (full scale); all 0.0 for a stream without frames."""
        rest = self._chunks.rest()
        if self._frames:
            self._enter(rest)
        else:
            self._bins, self._frames = abs(rest).max(axis=0), rest.shape[1]
        if not self._frames:
            return (0.0,) * self._bars
        edges = np.arange(self._bars + 1) * self._frames // (self._bars * self._width)
        edges[-1] = -(-self._frames // self._width)
        pairs = np.stack((edges[:-1], np.maximum(edges[1:], edges[:-1] + 1)), axis=1).ravel()
        highest = np.maximum.reduceat(np.append(self._bins, np.float32(0)), pairs)[::2]
        return tuple(np.minimum(highest.astype(np.float64).round(6), 1.0).tolist())

    def _enter(self, chunk: Chunk) -> None:
        """Take a chunk into the bins; the frames before it are a whole number of chunks."""
        if not self._frames:
            self._bins = np.zeros(max(2 * _FINENESS * self._bars, _CHUNK), np.float32)
        peaks = abs(chunk).max(axis=0)
        while self._frames + len(peaks) > len(self._bins) * self._width:
            self._bins[: len(self._bins) // 2] = _halved(self._bins)
            self._bins[len(self._bins) // 2 :] = 0.0
            self._width *= 2
        width = 1
        while width < min(self._width, _CHUNK):
            peaks, width = _halved(peaks), 2 * width
        begin = self._frames // self._width
        target = self._bins[begin : begin + len(peaks)]
        np.maximum(target, peaks, out=target)
        self._frames += chunk.shape[1]


def _halved(peaks: Row) -> Row:
    """The larger of each two; the last one stays alone if their number is odd."""
    paired: Row = np.maximum(peaks[0 : len(peaks) // 2 * 2 : 2], peaks[1::2])
    return np.append(paired, peaks[-1]) if len(peaks) % 2 else paired
