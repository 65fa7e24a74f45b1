"""Against signals whose loudness EBU Tech 3341 states, and against an independent implementation."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from signals import REFERENCE, heard, noise, read, sine, tool, written

from bench import needs_reference
from soundcase.audio.signal import Loudness
from soundcase.audio.signal.loudness import Weighting, _biquads


def stairs(*steps: tuple[float, float], rate: int = 48000) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """A 1 kHz sine on two channels, (dBFS, seconds) after each other."""
    return np.concatenate([sine(1000, seconds, rate=rate, dbfs=dbfs, channels=2) for dbfs, seconds in steps])


CASES = {
    "1": (stairs((-23, 20)), -23.0),
    "2": (stairs((-33, 20)), -33.0),
    "3": (stairs((-36, 10), (-23, 60), (-36, 10)), -23.0),
    "4": (stairs((-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)), -23.0),
    "5": (stairs((-26, 20), (-20, 20.1), (-26, 20)), -23.0),
    "6": (
        np.concatenate(
            [
                sine(1000, 20, dbfs=level) if level > -100 else np.zeros((20 * 48000, 1))
                for level in (-28, -28, -24, -200, -30, -30)
            ],
            axis=1,
        ),
        -23.0,
    ),
}


@pytest.mark.parametrize(("sound", "lufs"), CASES.values(), ids=CASES)
def test_the_signals_of_ebu_tech_3341_have_their_loudness(
    sound: np.ndarray[tuple[int, int], np.dtype[np.float64]], lufs: float
) -> None:
    assert heard(Loudness(48000, sound.shape[1]), sound, 40_000) == pytest.approx(lufs, abs=0.05)


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 32000, 37800, 44100, 48000, 96000, 192000])
def test_the_rate_does_not_matter(rate: int) -> None:
    assert heard(Loudness(rate, 2), sine(997, 5, rate=rate, dbfs=-23, channels=2)) == pytest.approx(
        -23, abs=0.1
    )


def test_at_the_lowest_rate_the_bilinear_transform_costs_little() -> None:
    assert heard(Loudness(4000, 2), sine(997, 5, rate=4000, dbfs=-23, channels=2)) == pytest.approx(
        -23, abs=0.2
    )


def test_coefficients_at_48_khz_are_those_of_the_recommendation() -> None:
    shelf, high = _biquads(48000)
    table = (1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585)
    assert shelf == pytest.approx(table, abs=1e-10)
    assert high == pytest.approx((1, -2, 1, -1.99004745483398, 0.99007225036621), abs=1e-10)


def test_matrix_products_filter_as_the_recursion_does() -> None:
    samples = noise(0.2, rate=44100)[: 42 * 200, 0].astype(np.float64)
    wanted = samples
    for b0, b1, b2, a1, a2 in _biquads(44100):
        first = second = 0.0
        given = []
        for sample in wanted:
            out = b0 * sample + first
            first, second = b1 * sample - a1 * out + second, b2 * sample - a2 * out
            given.append(out)
        wanted = np.array(given)
    weighting = Weighting(44100, 42)
    found = np.concatenate([weighting(samples[: 42 * 7]), weighting(samples[42 * 7 :])])
    np.testing.assert_allclose(found, wanted, atol=1e-12)


def test_one_channel_is_three_units_quieter_than_two() -> None:
    mono, dual = noise(3), np.repeat(noise(3), 2, axis=1)
    one, two = heard(Loudness(48000, 1), mono), heard(Loudness(48000, 2), dual)
    assert one is not None
    assert two == pytest.approx(one + 10 * np.log10(2), abs=1e-6)


@pytest.mark.parametrize(("channel", "gain"), [(0, 1.0), (2, 1.0), (4, 1.41), (5, 1.41)])
def test_surround_channels_count_more(channel: int, gain: float) -> None:
    one = np.zeros((48000 * 3, 6))
    one[:, channel] = sine(1000, 3, dbfs=-20)[:, 0]
    alone = heard(Loudness(48000, 1), sine(1000, 3, dbfs=-20))
    assert alone is not None
    assert heard(Loudness(48000, 6), one) == pytest.approx(alone + 10 * np.log10(gain), abs=1e-9)


def test_the_low_frequency_channel_does_not_count() -> None:
    sound = np.zeros((48000, 6))
    sound[:, 3] = 0.5
    assert heard(Loudness(48000, 6), sound) is None


@pytest.mark.parametrize(
    "sound", [np.zeros((48000, 1)), sine(1000, 5, dbfs=-75), sine(1000, 0.39), np.zeros((0, 1))]
)
def test_silence_and_less_than_a_block_have_none(
    sound: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> None:
    assert heard(Loudness(48000, 1), sound) is None


def test_a_block_of_400_ms_is_enough() -> None:
    assert heard(Loudness(48000, 2), sine(1000, 0.4, dbfs=-23, channels=2)) == pytest.approx(-23, abs=0.2)


def test_rates_below_4_khz_are_refused() -> None:
    with pytest.raises(ValueError, match="not at 3999 Hz"):
        Loudness(3999, 1)


def ffmpeg_lufs(path: Path) -> float:
    said = tool("ffmpeg", "-hide_banner", "-nostats", "-i", path, "-af", "ebur128", "-f", "null", "-")
    return float(re.findall(r"I:\s+(\S+) LUFS", said)[-1])


@pytest.mark.parametrize(
    ("rate", "channels"), [(8000, 1), (16000, 1), (22050, 2), (44100, 2), (96000, 1), (48000, 6)]
)
def test_an_independent_meter_agrees(rate: int, channels: int, tmp_path: Path) -> None:
    swell = np.abs(np.sin(np.arange(6 * rate) / rate))[:, np.newaxis]
    path = written(noise(6, rate=rate, channels=channels, rms=0.2) * swell, rate, tmp_path / "noise.wav")
    sound, _ = read(path)
    assert heard(Loudness(rate, channels), sound) == pytest.approx(ffmpeg_lufs(path), abs=0.1)


@needs_reference(REFERENCE.is_dir())
def test_an_independent_meter_agrees_on_recordings() -> None:
    paths = sorted(path for path in (REFERENCE / "audio").iterdir() if not path.name.startswith("HDlbAuqr10A"))
    assert len(paths) == 35
    apart = {}
    for path in paths:
        sound, rate = read(path)
        lufs = heard(Loudness(rate, sound.shape[1]), sound)
        assert lufs is not None
        apart[path.name] = abs(lufs - ffmpeg_lufs(path))
    assert max(apart.values()) < 0.1, apart
