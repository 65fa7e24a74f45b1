from __future__ import annotations

import numpy as np
import pytest
from signals import heard, noise

from soundcase.audio.signal import Bars


def test_each_bar_is_the_peak_of_its_part() -> None:
    sound = noise(0.2, rate=48000, channels=2).clip(-1, 1)
    parts = np.array_split(sound, 96)
    assert heard(Bars(2), sound) == pytest.approx([float(abs(part).max()) for part in parts], abs=1e-6)


@pytest.mark.parametrize("frames", [12_288, 12_289, 24_576, 24_577, 100_003, 1_000_000, 4_000_000])
def test_a_ramp_stays_a_ramp_at_any_length(frames: int) -> None:
    ramp = np.linspace(0, 1, frames, dtype=np.float32)[:, np.newaxis]
    bars = heard(Bars(1), ramp)
    assert len(bars) == 96
    assert bars == pytest.approx([(bar + 1) / 96 for bar in range(96)], abs=1 / 96 / 32)


@pytest.mark.parametrize("place", [0.0, 0.13, 0.5, 0.77, 1.0])
@pytest.mark.parametrize("frames", [1000, 50_000, 3_000_000])
def test_a_click_is_in_one_bar_and_the_right_one(frames: int, place: float) -> None:
    sound = np.zeros((frames, 1), np.float32)
    at = round(place * (frames - 1))
    sound[at] = -0.7
    bars = heard(Bars(1), sound)
    lit = [number for number, bar in enumerate(bars) if bar]
    assert len(lit) == 1
    assert lit[0] == pytest.approx(at * 96 / frames - 0.5, abs=0.55)
    assert bars[lit[0]] == pytest.approx(0.7, abs=1e-6)


@pytest.mark.parametrize("frames", [1, 2, 5, 95, 96, 97])
def test_fewer_frames_than_bars_fill_all_bars(frames: int) -> None:
    assert heard(Bars(1), np.full((frames, 1), 0.5)) == (0.5,) * 96


def test_no_frames_are_flat() -> None:
    assert Bars(1).result() == (0.0,) * 96


def test_bars_end_at_full_scale() -> None:
    assert max(heard(Bars(1), np.full((500, 1), 3.0))) == 1.0


def test_the_number_of_bars_can_be_chosen() -> None:
    assert heard(Bars(1, bars=2), np.array([[0.1], [0.2], [0.3], [0.25]])) == pytest.approx(
        (0.2, 0.3), abs=1e-6
    )
