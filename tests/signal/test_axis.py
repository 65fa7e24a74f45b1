from __future__ import annotations

from itertools import pairwise

import pytest

from soundcase.audio.signal import Canvas, row_top_hz, tick_positions
from soundcase.audio.signal.axis import hz, mel


def test_the_mel_scale_is_the_published_one() -> None:
    assert mel(1000) == pytest.approx(1000, abs=0.1)
    assert [hz(mel(value)) for value in (0.0, 440.0, 8000.0)] == pytest.approx([0, 440, 8000])


@pytest.mark.parametrize(
    ("rates", "top"),
    [([16000], 8000), ([16000, 48000], 24000), ([96000, 8000], 24000), ([], 24000), ([44100], 22050)],
)
def test_a_row_shows_what_its_widest_clip_has_and_nobody_misses(rates: list[int], top: float) -> None:
    assert row_top_hz(rates) == top


@pytest.mark.parametrize("top", [2000, 4000, 8000, 11025, 22050, 24000])
@pytest.mark.parametrize("height", [48, 96, 200])
def test_labels_stand_where_their_frequency_is_and_apart(top: float, height: int) -> None:
    ticks = tick_positions(Canvas(top, height=height))
    assert ticks
    for tick in ticks:
        assert hz((1 - tick.y / height) * mel(top)) == pytest.approx(tick.hz, rel=0.02)
        assert 7 <= tick.y <= height - 7
    assert all(lower.y - upper.y >= 13.9 for lower, upper in pairwise(ticks))
