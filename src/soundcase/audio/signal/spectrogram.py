"""A picture of what is in a clip: time to the right, frequency on the mel scale upwards, level as colour.

Rule 1: all pictures have one range of levels, so that colours compare across clips, rows and pages; those of a
        row share a canvas and its top frequency. What lies above half of a clip's own rate is shown as silence.
Rule 2: the time axis spans what came, whatever was expected; the expectation only sets how finely to look.
Rule 3: memory is bounded: at most eight columns are kept per pixel, and each two become one when they are more.
Rule 4: a level is that of a band: a sine of full scale has 0 dB wherever it stands.

Colours run from dark violet by blue and green to yellow, readable without colour vision: published values of
viridis (S. van der Walt and N. Smith, 2015, dedicated to the public domain), which rises evenly in lightness.
The darkest is no black and the brightest no white, so a picture has an edge on dark and on light pages.

Mel bands: triangles with peak 1 whose corners lie evenly on the mel scale (Davis and Mermelstein 1980), but
none narrower than two bins of the spectrum. Channels give the mean of their powers: nothing cancels.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image

from soundcase.audio.signal.analyzer import Block, Chunk, Chunks, power_spectra, window_frames
from soundcase.audio.signal.axis import Canvas, hz, mel

_WINDOW_SECONDS = 0.05
_WINDOWS = 64
"""Windows per chunk."""
_OVERLAPS = (2, 4, 8)
"""Windows that hear each frame; the more, the shorter the clip."""
_STRETCH = 1.5
"""Pixels that windows may be apart; between them, levels are interpolated."""
_COLUMNS_PER_PIXEL = 4
_QUIETEST_DB, _LOUDEST_DB = -110.0, -10.0
_FLOOR = 1e-12
_ENERGY_OF_HANN = 1.5
"""Bins over which the Hann window spreads the power of a sine."""
_QUALITY, _METHOD = 60, 2
_ANCHORS = (
    (68, 1, 84),
    (71, 44, 122),
    (59, 81, 139),
    (44, 113, 142),
    (33, 144, 141),
    (39, 173, 129),
    (92, 200, 99),
    (170, 220, 50),
    (253, 231, 37),
)
"""Colours from the quietest to the loudest; between them it is linear."""

Bands = np.ndarray[tuple[int, int], np.dtype[Any]]
Palette = np.ndarray[tuple[int, int], np.dtype[np.uint8]]
Places = np.ndarray[tuple[int], np.dtype[np.float64]]


class Mel:
    """Finds the log-mel spectrogram of a stream; `frames` is the length that is expected, if one is."""

    def __init__(self, rate: int, channels: int, frames: int | None, canvas: Canvas) -> None:
        self._width, height = canvas.width, canvas.height
        self._window = window_frames(rate, seconds=_WINDOW_SECONDS)
        self._hop = _hop(self._window, None if frames is None else frames / self._width)
        self._chunks = Chunks(channels, _WINDOWS * self._hop, overlap=self._window - self._hop)
        self._filters = mel_filters(rate, self._window, canvas)
        self._columns = np.zeros((2 * _COLUMNS_PER_PIXEL * max(self._width, _WINDOWS), height), np.float32)
        self._span = 1
        """Windows per column: a power of two."""
        self._windows = self._frames = 0

    def feed(self, block: Block) -> None:
        """Take in the next samples, of shape (frames, channels)."""
        for chunk in self._chunks.push(block):
            self._draw(chunk)
        self._frames += len(block)

    def result(self) -> bytes:
        """The picture as WebP, `width` × `height`, the same bytes for the same sound."""
        self._draw(self._chunks.rest(silence=self._window // 2 + self._hop))
        share = (self._levels() - _QUIETEST_DB) / (_LOUDEST_DB - _QUIETEST_DB)
        pixels = palette()[(share.clip(0, 1) * 255).round().astype(np.uint8)]
        written = BytesIO()
        upright = np.ascontiguousarray(pixels.transpose(1, 0, 2)[::-1])
        Image.fromarray(upright).save(written, "WEBP", quality=_QUALITY, method=_METHOD)
        return written.getvalue()

    def _draw(self, chunk: Chunk) -> None:
        """Enter the windows of a chunk into the columns."""
        bands = power_spectra(chunk, self._window, self._hop) @ self._filters
        while self._windows + len(bands) > len(self._columns) * self._span:
            half = len(self._columns) // 2
            self._columns[:half] = self._columns[::2] + self._columns[1::2]
            self._columns[half:] = 0.0
            self._span *= 2
        places = (self._windows + np.arange(len(bands))) // self._span
        if len(places):
            firsts = np.flatnonzero(np.diff(places, prepend=-1))
            self._columns[places[firsts]] += np.add.reduceat(bands, firsts, axis=0)
        self._windows += len(bands)

    def _levels(self) -> Bands:
        """Levels in dB of shape (width, height)."""
        counts = np.minimum(self._span, self._windows - np.arange(len(self._columns)) * self._span)
        used = int((counts > 0).sum())
        means = self._columns[:used] / counts[:used, np.newaxis]
        # Window k is centred at (k + 1) hop − window / 2; column c at the middle of its windows.
        edges = np.linspace(0, self._frames, self._width + 1)
        places = (edges + self._window / 2) / self._hop / self._span - 0.5 / self._span
        if self._frames > self._width * self._hop * self._span:
            return np.log10(_averages(means, places) + _FLOOR) * 10.0
        return _interpolated(np.log10(means + _FLOOR) * 10.0, (places[:-1] + places[1:]) / 2 - 0.5)


def palette() -> Palette:
    """256 colours of shape (256, 3), sRGB, from the quietest to the loudest."""
    places = np.linspace(0, len(_ANCHORS) - 1, 256)
    channels = [np.interp(places, range(len(_ANCHORS)), values) for values in zip(*_ANCHORS, strict=True)]
    return np.stack(channels, axis=1).round().astype(np.uint8)


def _hop(window: int, wanted: float | None) -> int:
    """Frames from window to window, by how many frames a pixel spans."""
    if wanted is None:
        return window // _OVERLAPS[1]
    return next((window // n for n in _OVERLAPS if window // n <= _STRETCH * wanted), window // _OVERLAPS[-1])


@cache
def mel_filters(rate: int, window: int, canvas: Canvas) -> Bands:
    """The weights of bins in bands, of shape (window / 2 + 1, height), lowest first; one band per pixel."""
    top, height = mel(canvas.top_hz), canvas.height
    corners = np.array([hz(top * place / height) for place in np.arange(height + 2) - 0.5])
    bins = np.arange(window // 2 + 1)[:, np.newaxis] * (rate / window)
    centres = corners[1:-1]
    lower = np.minimum(corners[:-2], centres - rate / window)
    upper = np.maximum(corners[2:], centres + rate / window)
    rising, falling = (bins - lower) / (centres - lower), (upper - bins) / (upper - centres)
    weights = np.minimum(rising, falling).clip(0) / _ENERGY_OF_HANN
    weights[:, centres > rate / 2] = 0.0
    filters: Bands = weights.astype(np.float32)
    return filters


def _averages(columns: Bands, edges: Places) -> Bands:
    """Means of columns between edges, which may lie within columns."""
    sums = np.concatenate((np.zeros((1, columns.shape[1])), np.cumsum(columns, axis=0, dtype=np.float64)))
    at = _interpolated(sums, edges)
    means: Bands = np.diff(at, axis=0) / np.diff(edges)[:, np.newaxis]
    return means


def _interpolated(rows: Bands, places: Places) -> Bands:
    """Rows at places between them; the first and last hold beyond."""
    inside = places.clip(0, len(rows) - 1)
    before = np.minimum(inside.astype(np.intp), max(0, len(rows) - 2))
    share = (inside - before)[:, np.newaxis]
    after = np.minimum(before + 1, len(rows) - 1)
    blend: Bands = rows[before] * (1 - share) + rows[after] * share
    return blend
