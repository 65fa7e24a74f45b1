"""The waveform of a clip as the path of a picture: one upright stroke per bar, around a middle line.

Rule 1: the path is drawn into the view box `0 0 3n 100` for n bars, with a stroke of width 2 and butt caps;
        stretched to any size with `preserveAspectRatio="none"`.
Rule 2: all numbers are integers and a bar takes at most eight bytes: below 800 for 96 bars.
Rule 3: a bar is never lower than 2, so that silence is a line and not a hole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

_STEP = 3
_HALF = 49
"""Height of half a bar at full scale: both halves have two digits."""
_MOVES = tuple(f"m{_STEP}-{height}" for height in range(2 * _HALF + 1))
_STROKES = tuple(f"v{2 * half}" for half in range(_HALF + 1))
_FAINTEST = 0.001
"""−60 dBFS: a row that is quieter throughout is silence, and is not blown up."""


def row_scale(peaks: Iterable[float]) -> float:
    """The factor that lets the loudest of a row's clips fill the height, from their peaks (1.0: full scale)."""
    return 1.0 / max(_FAINTEST, *peaks, 0.0)


def view_box(bars: int) -> str:
    """The `viewBox` for a path of so many bars."""
    return f"0 0 {_STEP * bars} {2 * _HALF + 2}"


def waveform_path(bars: Sequence[float], *, scale: float) -> str:
    """The `d` of an SVG path of bars (peaks, 1.0: full scale), each multiplied by the scale of its row."""
    heights = (round(bar * scale * _HALF) for bar in bars)
    halves = [1 if half < 1 else _HALF if half > _HALF else half for half in heights]
    if not halves:
        return ""
    pieces = [f"M1 {_HALF + 1 - halves[0]}", _STROKES[halves[0]]]
    for before, half in pairwise(halves):
        pieces += _MOVES[before + half], _STROKES[half]
    return "".join(pieces)
