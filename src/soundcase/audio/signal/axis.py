"""The frequency axis that the pictures of a row share.

Mel scale: mel(f) = 2595 log10(1 + f / 700), f in Hz (O'Shaughnessy 1987, as in HTK).
"""

from __future__ import annotations

from collections.abc import Iterable
from math import log10

from soundcase.values import dataclass

_HIGHEST_HZ = 24_000
"""Nothing above is heard; clips at 96 kHz would waste half their picture on it."""
_LABELS_HZ = (100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)
_APART = 14.0
"""Pixels between two labels, for a line of small type."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One label of the frequency axis."""

    hz: int
    y: float
    """Pixels from the upper edge of the picture."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """The size and scale that the pictures of a row share."""

    top_hz: float
    """The frequency at the upper edge; the lower edge is 0 Hz."""
    width: int = 640
    """Pixels."""
    height: int = 96
    """Pixels."""


def mel(hz: float) -> float:
    """Mel of a frequency in Hz."""
    return 2595.0 * log10(1.0 + hz / 700.0)


def hz(mels: float) -> float:
    """Frequency in Hz of a mel value."""
    return float(700.0 * (10.0 ** (mels / 2595.0) - 1.0))


def row_top_hz(rates: Iterable[int]) -> float:
    """The highest frequency in Hz that pictures of clips at these rates show: the same for all of them."""
    return min(_HIGHEST_HZ, max(rates, default=2 * _HIGHEST_HZ) / 2)


def tick_positions(canvas: Canvas) -> tuple[Tick, ...]:
    """Labels for a canvas, from low to high; none lies over another or is cut at an edge."""
    top_hz, height = canvas.top_hz, canvas.height
    ticks: list[Tick] = []
    lowest = height - _APART / 2
    for label in _LABELS_HZ:
        y = height * (1.0 - mel(label) / mel(top_hz))
        if _APART / 2 <= y <= lowest:
            ticks.append(Tick(label, round(y, 1)))
            lowest = y - _APART
    return tuple(ticks)
