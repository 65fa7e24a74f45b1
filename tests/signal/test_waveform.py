from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soundcase.audio.signal import row_scale, view_box, waveform_path

unit = st.floats(0, 1)


def drawn(path: str) -> list[tuple[int, int, int]]:
    """Each stroke of a path: x, upper end, lower end."""
    strokes, x, y = [], 0, 0
    for command, first, second in re.findall(r"([Mmv])(-?\d+) ?(-?\d+)?", path):
        if command == "M":
            x, y = int(first), int(second)
        elif command == "m":
            x, y = x + int(first), y + int(second)
        else:
            strokes.append((x, y, y + int(first)))
            y += int(first)
    return strokes


@given(st.lists(unit, min_size=1, max_size=96), st.floats(1, 1000))
def test_strokes_are_symmetric_and_inside_the_view_box(bars: list[float], scale: float) -> None:
    path = waveform_path(bars, scale=scale)
    width = int(view_box(len(bars)).split()[2])
    strokes = drawn(path)
    assert len(strokes) == len(bars)
    assert [x for x, _, _ in strokes] == [1 + 3 * number for number in range(len(bars))]
    assert all(0 < x < width and 0 < top < 50 < low < 100 and top + low == 100 for x, top, low in strokes)


@given(st.lists(unit, min_size=96, max_size=96), st.floats(1, 1000))
def test_a_path_of_96_bars_is_below_800_bytes(bars: list[float], scale: float) -> None:
    assert len(waveform_path(bars, scale=scale)) < 800


def test_the_path_is_as_documented() -> None:
    assert waveform_path([0.0, 0.5, 1.0], scale=1.0) == "M1 49v2m3-25v48m3-73v98"
    assert view_box(3) == "0 0 9 100"


def test_silence_is_a_flat_line() -> None:
    assert drawn(waveform_path([0.0] * 4, scale=row_scale([0.0]))) == [(x, 49, 51) for x in (1, 4, 7, 10)]


def test_the_loudest_clip_of_a_row_fills_the_height_and_the_others_keep_their_proportion() -> None:
    scale = row_scale([0.1, 0.2, 0.05])
    assert drawn(waveform_path([0.2, 0.1], scale=scale)) == [(1, 1, 99), (4, 26, 74)]


@pytest.mark.parametrize("peaks", [[], [0.0], [0.0, 1e-9]])
def test_a_silent_row_is_not_blown_up(peaks: list[float]) -> None:
    assert drawn(waveform_path([1e-9], scale=row_scale(peaks))) == [(1, 49, 51)]
