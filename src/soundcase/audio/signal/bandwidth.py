"""The effective bandwidth of a stream: where its long-term spectrum ends.

A clip that was resampled from a lower rate, or came through a codec with a low-pass, has a cliff in its
long-term spectrum: dense sound below, nothing but a floor above. Nature has slopes, and single tones have gaps.

Method: mean power of Hann windows of about 40 ms; 128 cells of equal width up to half of the rate, each with
the median of its bins in dB, so that single lines, of hum or of harmonics, do not count. A cliff is a place
where the quietest cell of the tenth below lies at least 12 dB above the loudest cell of everything above it,
apart from a gap of a twentieth for the flank: some 75 dB per octave, and more than microphones, rooms,
voices or instruments do. The deepest such place counts; the edge is where its flank has fallen by half,
or by 20 dB.

Limits: what ends below a sixth of half the rate is not looked for, since there slopes and cliffs are alike. A
cliff above 0.9 of half the rate is every converter's own filter and no news. A lax filter shows as it is:
what its images reach, up to a seventh above the old limit, counts as sound. Resampling without a filter
leaves mirror images instead of a cliff, a signal that fades into the floor before its old limit leaves none,
and clicks or clipping after resampling fill the upper bands: all of these come out as the full band.
"""

from __future__ import annotations

import numpy as np

from soundcase.audio.signal.analyzer import Block, Chunks, Spectra, power_spectra, window_frames

_WINDOW_SECONDS = 0.04
_WINDOWS = 32
"""Windows per chunk."""
_FEWEST = 8
"""Windows, about a third of a second, below which a mean says too little."""
_QUIETEST = 1e-8
"""Mean square, −80 dBFS: nothing can be said of what is quieter."""
_FLOOR = 1e-16
_CELLS = 128
_LOWEST_CELL, _HIGHEST_CELL = 20, 115
_CLIFF_DB = 12.0
_FOOT_DB = 20.0
"""How far down a high cliff its edge is taken to be."""

Levels = np.ndarray[tuple[int], np.dtype[np.float64]]


class Bandwidth:
    """Finds the effective bandwidth of a stream."""

    def __init__(self, rate: int, channels: int) -> None:
        self._rate = rate
        self._window = max(4 * _CELLS, window_frames(rate, seconds=_WINDOW_SECONDS))
        self._chunks = Chunks(channels, _WINDOWS * self._window)
        self._power = np.zeros(self._window // 2 + 1)
        self._windows = 0

    def feed(self, block: Block) -> None:
        """Take in the next samples, of shape (frames, channels)."""
        for chunk in self._chunks.push(block):
            self._add(power_spectra(chunk, self._window, self._window))

    def result(self) -> float | None:
        """Hz: half the rate unless the spectrum ends below it; None for silence and for very short streams."""
        self._add(power_spectra(self._chunks.rest(), self._window, self._window))
        mean = self._power / max(1, self._windows)
        if self._windows < _FEWEST or float(mean.sum()) < _QUIETEST:
            return None
        edge = _edge(10 * np.log10(mean + _FLOOR))
        return self._rate / 2 if edge is None else edge * self._rate / self._window

    def _add(self, spectra: Spectra) -> None:
        self._power += spectra.sum(axis=0, dtype=np.float64)
        self._windows += len(spectra)


_FEET = np.arange(_LOWEST_CELL, _HIGHEST_CELL + 1)
"""The cells that may be the first of a flank."""
_BELOW = _FEET - np.maximum(3, _FEET // 10)
"""For each, the first cell of the tenth below it."""
_ABOVE = _FEET + 1 + (_FEET / 20).round().astype(int)
"""For each, the first cell behind its flank."""
_SPANS = np.stack((_BELOW, _FEET), axis=1).ravel()


def _edge(bins: Levels) -> float | None:
    """The bin where a spectrum in dB falls off its cliff; None if it has none."""
    width = (len(bins) - 1) // _CELLS  # a power of two from 2 on
    ranked = np.sort(bins[: _CELLS * width].reshape(_CELLS, width), axis=1)
    cells = (ranked[:, width // 2 - 1] + ranked[:, width // 2]) / 2
    loudest_above = np.maximum.accumulate(cells[::-1])[::-1]
    quietest_below = np.minimum.reduceat(cells, _SPANS)[::2]
    drops = quietest_below - loudest_above[_ABOVE]
    foot = int(drops.argmax())
    if drops[foot] < _CLIFF_DB:
        return None
    edge = float(quietest_below[foot]) - min(_FOOT_DB, drops[foot] / 2)
    first = (int(_FEET[foot]) - 1) * width
    flank = bins[first : int(_ABOVE[foot]) * width]
    return first + float(np.flatnonzero(flank > edge)[-1]) + 0.5
