"""The true peak of a stream: the highest point of the curve that its samples describe.

As BS.1770-4 (annex 2) has it, samples are put between the samples: three between each two, by a windowed sinc
of 32 points, and a parabola through the highest of these points says where its top is. The peak found is so
within 0.1 dB of the curve's up to 0.9 of the highest frequency; above that the curve itself is uncertain.

Rule 1: a stretch is only computed where it can matter: no interpolated point exceeds the largest sample that
        it is made of by more than the filter's absolute sum. That leaves the result as it is.
"""

from __future__ import annotations

import numpy as np

from soundcase.audio.signal.analyzer import Chunk

FACTOR = 4
REACH = 16
"""Samples on either side that an interpolated point is made of."""
STRETCH = 2 * REACH
"""Samples that are put up for interpolation together; as many again are their context."""
_KAISER = 9.0
_NEARLY = 0.92
"""cos(π / 8): no parabola through a lower point gets as high as the highest point."""

Filter = np.ndarray[tuple[int, int], np.dtype[np.float32]]


def _interpolation() -> tuple[Filter, float]:
    """The matrix from 2 REACH + STRETCH samples to FACTOR · STRETCH + 2 points, and its absolute sum."""
    taps = np.arange(2 * REACH) - (REACH - 1)
    points = FACTOR * STRETCH + 2
    matrix = np.zeros((2 * REACH + STRETCH, points))
    for point in range(points):
        first, phase = divmod(point, FACTOR)
        distance = taps - phase / FACTOR
        window = np.i0(_KAISER * np.sqrt(np.clip(1 - (distance / REACH) ** 2, 0, None))) / np.i0(_KAISER)
        row = np.sinc(distance) * window
        matrix[first : first + 2 * REACH, point] = row / row.sum()
    return matrix.astype(np.float32), float(abs(matrix).sum(axis=0).max())


_MATRIX, _GAIN = _interpolation()


def true_peak(chunk: Chunk, floor: float) -> float:
    """The highest point between the samples of a chunk, linear, if it is above `floor`; else `floor`.

    The first and last `REACH` samples of each channel are only context; the rest is a multiple of `STRETCH`.
    """
    stretches = np.lib.stride_tricks.sliding_window_view(chunk, 2 * REACH + STRETCH, axis=1)[:, ::STRETCH]
    flat = abs(chunk[:, : stretches.shape[1] * STRETCH]).reshape(len(chunk), -1, STRETCH).max(axis=2)
    tail = abs(chunk[:, stretches.shape[1] * STRETCH :]).max(axis=1)
    blocks = np.concatenate((flat, tail[:, np.newaxis]), axis=1)
    bound = np.maximum(blocks[:, :-1], blocks[:, 1:])
    able = np.flatnonzero(bound * _GAIN > floor)
    if not len(able):
        return floor
    channel, stretch = np.divmod(able, bound.shape[1])
    return max(floor, _top(abs(stretches[channel, stretch] @ _MATRIX)))


def _top(points: Chunk) -> float:
    """The highest of the parabolas through points and their neighbours."""
    tops = points.max(axis=1)
    high = float(tops.max())
    points = points[tops >= high * _NEARLY]
    rows, places = np.nonzero(points[:, 1:-1] >= high * _NEARLY)
    centre = points[rows, places + 1].astype(np.float64)
    before, after = points[rows, places].astype(np.float64), points[rows, places + 2].astype(np.float64)
    bend = 2 * centre - before - after
    inside = (centre >= before) & (centre >= after) & (bend > 0)
    if not inside.any():
        return high
    slope = (after - before)[inside]
    return max(high, float((centre[inside] + slope * slope / (8 * bend[inside])).max()))
