"""Levels of a stream: true and sample peak, offset, silence at its ends.

As BS.1770-4 (annex 2) has it, samples are put between the samples: three between each two, by a windowed sinc
of 32 points, and a parabola through the highest of these points says where its top is. The true peak found is
so within 0.1 dB of the curve's up to 0.9 of the highest frequency; above that the curve itself is uncertain.

Rule 1: silence is what stays below −60 dBFS on every channel.
Rule 2: a level of nothing is None, never minus infinity.
Rule 3: a stretch is only interpolated where it can matter: no point between exceeds the largest sample that it
        is made of by more than the filter's absolute sum. That leaves the result as it is.
"""

from __future__ import annotations

from math import log10

import numpy as np

from soundcase.audio.signal.analyzer import Block, Chunk, Chunks
from soundcase.values import dataclass

_SILENT = np.float32(0.001)
_FACTOR = 4
_REACH = 16
"""Samples on either side that an interpolated point is made of."""
_STRETCH = 2 * _REACH
"""Samples that are put up for interpolation together; as many again are their context."""
_CHUNK = 2048 * _STRETCH
_KAISER = 9.0
_NEARLY = 0.92
"""cos(π / 8): no parabola through a lower point gets as high as the highest point."""

Filter = np.ndarray[tuple[int, int], np.dtype[np.float32]]


def _interpolation() -> tuple[Filter, float]:
    """The matrix from 2 _REACH + _STRETCH samples to _FACTOR · _STRETCH + 2 points, and its absolute sum."""
    taps = np.arange(2 * _REACH) - (_REACH - 1)
    points = _FACTOR * _STRETCH + 2
    matrix = np.zeros((2 * _REACH + _STRETCH, points))
    for point in range(points):
        first, phase = divmod(point, _FACTOR)
        distance = taps - phase / _FACTOR
        window = np.i0(_KAISER * np.sqrt(np.clip(1 - (distance / _REACH) ** 2, 0, None))) / np.i0(_KAISER)
        row = np.sinc(distance) * window
        matrix[first : first + 2 * _REACH, point] = row / row.sum()
    return matrix.astype(np.float32), float(abs(matrix).sum(axis=0).max())


_MATRIX, _GAIN = _interpolation()


@dataclass(frozen=True, slots=True)
class Levels:
    """The reading of a level meter for one clip."""

    true_peak_dbtp: float | None
    """Highest point of the curve through the samples (BS.1770-4), dB of full scale; None if all are 0."""
    sample_peak_dbfs: float | None
    """Highest sample; None if all are 0."""
    dc_offset: float
    """Mean of the channel that is farthest from 0, of full scale 1.0, with its sign."""
    leading_silence: float
    """Seconds before the first sample at or above −60 dBFS; the whole length if there is none."""
    trailing_silence: float
    """Seconds after the last such sample; the whole length if there is none."""
    channel_peaks: tuple[float, ...]
    """Largest sample of each channel, 1.0 being full scale."""


class LevelMeter:
    """Finds the levels of a stream."""

    def __init__(self, rate: int, channels: int) -> None:
        self._rate = rate
        self._chunks = Chunks(channels, _CHUNK, overlap=_STRETCH)
        self._sums = np.zeros(channels)
        self._frames = 0
        self._peaks = np.zeros(channels, np.float32)
        self._true_peak = 0.0
        self._first: int | None = None
        self._last = -1

    def feed(self, block: Block) -> None:
        """Take in the next samples, of shape (frames, channels)."""
        for chunk in self._chunks.push(block):
            self._measure(chunk, chunk.shape[1] - _STRETCH)

    def result(self) -> Levels:
        """The levels; for a stream of silence its whole length is both leading and trailing silence."""
        rest = self._chunks.rest(silence=2 * _STRETCH - 1)
        fresh = rest.shape[1] - 3 * _STRETCH + 1
        self._measure(rest[:, : -(-fresh // _STRETCH) * _STRETCH + 2 * _STRETCH], fresh)
        seconds = self._frames / self._rate
        return Levels(
            true_peak_dbtp=_decibels(self._true_peak),
            sample_peak_dbfs=_decibels(float(self._peaks.max())),
            dc_offset=max((float(total) / max(1, self._frames) for total in self._sums), key=abs),
            leading_silence=seconds if self._first is None else self._first / self._rate,
            trailing_silence=seconds if self._first is None else (self._frames - 1 - self._last) / self._rate,
            channel_peaks=tuple(self._peaks.tolist()),
        )

    def _measure(self, chunk: Chunk, frames: int) -> None:
        """Take in the frames that follow a chunk's overlap; and the curve, from half an overlap earlier on."""
        fresh = chunk[:, _STRETCH : _STRETCH + frames]
        sizes = abs(chunk)
        self._peaks = np.maximum(self._peaks, sizes.max(axis=1))
        self._sums += fresh.sum(axis=1, dtype=np.float64)
        if float(self._peaks.max()) >= _SILENT:
            sounding = sizes[:, _STRETCH : _STRETCH + frames].max(axis=0, initial=0.0) >= _SILENT
            if sounding.any():
                if self._first is None:
                    self._first = self._frames + int(sounding.argmax())
                self._last = self._frames + frames - 1 - int(sounding[::-1].argmax())
        self._true_peak = _true_peak(chunk, sizes, max(self._true_peak, float(self._peaks.max())))
        self._frames += frames


def _decibels(level: float) -> float | None:
    return 20 * log10(level) if level > 0 else None


def _true_peak(chunk: Chunk, sizes: Chunk, floor: float) -> float:
    """The highest point between the samples of a chunk, linear, if it is above `floor`; else `floor`.

    The first and last `_REACH` samples of each channel are only context; the rest is a multiple of `_STRETCH`.
    `sizes` are the samples without their signs.
    """
    shape = (len(chunk), -1, _STRETCH)
    blocks, highest = chunk.reshape(shape), sizes.reshape(shape).max(axis=2)
    bound = np.maximum(highest[:, :-1], highest[:, 1:])
    channel, place = np.nonzero(bound * _GAIN > floor)
    if not len(place):
        return floor
    points = abs(np.concatenate((blocks[channel, place], blocks[channel, place + 1]), axis=1) @ _MATRIX)
    flat, width = points.ravel(), points.shape[1]
    high = float(flat.max())
    tops = np.flatnonzero(flat >= high * _NEARLY)
    tops = tops[(tops % width > 0) & (tops % width < width - 1)]
    before, centre, after = (flat[tops + step].astype(np.float64) for step in (-1, 0, 1))
    bend = 2 * centre - before - after
    inside = (centre >= before) & (centre >= after) & (bend > 0)
    slope = after - before
    rise = slope[inside] ** 2 / (8 * bend[inside])
    return max(floor, high, float((centre[inside] + rise).max(initial=0.0)))
