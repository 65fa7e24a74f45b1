"""Levels of a stream: true and sample peak, offset, silence at its ends.

Rule 1: silence is what stays below −60 dBFS on every channel.
Rule 2: a level of nothing is None, never minus infinity.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log10

import numpy as np

from soundcase.audio.signal.analyzer import Block, Chunk, Chunks
from soundcase.audio.signal.peaks import REACH, STRETCH, true_peak

_SILENT = np.float32(0.001)
_CHUNK = 2048 * STRETCH


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
        self._chunks = Chunks(channels, _CHUNK, overlap=2 * REACH)
        self._sums = np.zeros(channels)
        self._frames = 0
        self._peaks = np.zeros(channels, np.float32)
        self._true_peak = 0.0
        self._first: int | None = None
        self._last = -1

    def feed(self, block: Block) -> None:
        """Take in the next samples, of shape (frames, channels)."""
        for chunk in self._chunks.push(block):
            self._measure(chunk, chunk.shape[1] - 2 * REACH)

    def result(self) -> Levels:
        """The levels; for a stream of silence its whole length is both leading and trailing silence."""
        fresh = self._chunks.rest().shape[1] - 2 * REACH
        self._measure(self._chunks.rest(silence=STRETCH + -(fresh + STRETCH) % STRETCH), fresh)
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
        fresh = chunk[:, 2 * REACH : 2 * REACH + frames]
        peaks = np.maximum(fresh.max(axis=1, initial=0.0), -fresh.min(axis=1, initial=0.0))
        self._peaks = np.maximum(self._peaks, peaks)
        loudest = float(peaks.max())
        self._sums += fresh.sum(axis=1, dtype=np.float64)
        if loudest >= _SILENT:
            self._find_ends(fresh)
        self._true_peak = true_peak(chunk, max(self._true_peak, float(self._peaks.max())))
        self._frames += frames

    def _find_ends(self, fresh: Chunk) -> None:
        sounding = abs(fresh).max(axis=0) >= _SILENT
        if self._first is None:
            self._first = self._frames + int(sounding.argmax())
        self._last = self._frames + fresh.shape[1] - 1 - int(sounding[::-1].argmax())


def _decibels(level: float) -> float | None:
    return 20 * log10(level) if level > 0 else None
