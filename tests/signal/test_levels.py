from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from signals import REFERENCE, heard, noise, read, sine, tool, written

from bench import needs_reference
from soundcase.audio.signal import LevelMeter, Levels


def levels(sound: np.ndarray[tuple[int, int], np.dtype[np.float64]], rate: int = 48000) -> Levels:
    return heard(LevelMeter(rate, sound.shape[1]), sound)


@pytest.mark.parametrize("phase", [0.0, 0.1, 0.25, 0.4, 0.7])
@pytest.mark.parametrize("share", [0.01, 0.1, 0.25, 0.5, 2 / 3])
def test_the_curve_between_samples_is_found(share: float, phase: float) -> None:
    """Up to two thirds of the highest frequency, wherever the samples fall; sampled peaks miss up to 6 dB."""
    swell = np.hanning(48000)
    sound = (0.5 * swell * np.cos(np.pi * (share * (np.arange(48000) - 24000) + 2 * phase)))[:, np.newaxis]
    assert levels(sound).true_peak_dbtp == pytest.approx(20 * np.log10(0.5), abs=0.1)


def test_a_sine_at_a_quarter_of_the_rate_peaks_three_decibels_above_its_samples() -> None:
    sound = (0.5 * np.hanning(9600) * np.cos(np.pi / 2 * np.arange(9600) + np.pi / 4))[:, np.newaxis]
    found = levels(sound)
    assert found.sample_peak_dbfs == pytest.approx(-9.03, abs=0.01)
    assert found.true_peak_dbtp == pytest.approx(-6.02, abs=0.05)


def test_the_true_peak_is_never_below_the_sample_peak() -> None:
    for seed in range(5):
        found = levels(noise(0.3, channels=2, seed=seed))
        assert found.true_peak_dbtp is not None
        assert found.sample_peak_dbfs is not None
        assert found.true_peak_dbtp >= found.sample_peak_dbfs


@pytest.mark.parametrize("place", [0, 1, 15, 31, 65535, 65536, 65537, 70000, 99999])
def test_a_pair_of_samples_is_seen_wherever_it_stands(place: int) -> None:
    """Two equal samples have a higher point between them: the interpolation skips no border."""
    sound = np.zeros((100_001, 1))
    sound[place : place + 2] = 0.5
    peak = levels(sound).true_peak_dbtp
    assert peak == pytest.approx(20 * np.log10(0.5 * 4 / np.pi), abs=0.2)


def test_every_channel_is_heard() -> None:
    sound = np.zeros((20_000, 3))
    sound[700, 2], sound[:, 1] = -0.9, 0.01
    found = levels(sound)
    assert found.sample_peak_dbfs == pytest.approx(20 * np.log10(0.9), abs=1e-6)
    assert found.dc_offset == pytest.approx(0.01, abs=1e-8)


def test_the_offset_has_its_sign() -> None:
    assert levels(sine(100, 1) * 0.1 - 0.25).dc_offset == pytest.approx(-0.25, abs=1e-6)


def test_silence_at_the_ends_is_measured_in_seconds() -> None:
    sound = np.zeros((200_000, 2))
    sound[48_000, 1], sound[103_999, 0], sound[150_000, 0] = 0.002, 0.5, 0.0009
    found = levels(sound)
    assert found.leading_silence == 1.0
    assert found.trailing_silence == pytest.approx((200_000 - 104_000) / 48_000)


def test_sound_from_end_to_end_has_no_silence() -> None:
    found = levels(np.full((1000, 1), 0.5))
    assert (found.leading_silence, found.trailing_silence) == (0.0, 0.0)


def test_digital_silence_has_no_level_and_is_silent_throughout() -> None:
    assert levels(np.zeros((24_000, 2))) == Levels(None, None, 0.0, 0.5, 0.5, (0.0, 0.0))


def test_no_frames_have_no_level() -> None:
    assert LevelMeter(48000, 1).result() == Levels(None, None, 0.0, 0.0, 0.0, (0.0,))


def test_one_frame_has_levels() -> None:
    found = levels(np.array([[0.5]]))
    assert found.sample_peak_dbfs == found.true_peak_dbtp == pytest.approx(-6.0206, abs=1e-4)


def ffmpeg_peak(path: Path) -> float:
    said = tool("ffmpeg", "-hide_banner", "-nostats", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-")
    return float(re.findall(r"Peak:\s+(\S+) dBFS", said)[-1])


@pytest.mark.parametrize("rate", [16000, 44100, 48000])
def test_an_independent_meter_agrees(rate: int, tmp_path: Path) -> None:
    path = written(
        sine(rate / 5.3, 2, rate=rate, dbfs=-1) * np.hanning(2 * rate)[:, np.newaxis], rate, tmp_path / "a.wav"
    )
    sound, _ = read(path)
    assert levels(sound, rate).true_peak_dbtp == pytest.approx(ffmpeg_peak(path), abs=0.15)


@needs_reference(REFERENCE.is_dir())
def test_an_independent_meter_agrees_on_recordings() -> None:
    apart = {}
    for path in sorted((REFERENCE / "audio").iterdir()):
        if not path.name.startswith("HDlbAuqr10A"):
            sound, rate = read(path)
            peak = levels(sound, rate).true_peak_dbtp
            assert peak is not None
            apart[path.name] = abs(peak - ffmpeg_peak(path))
    assert len(apart) == 35
    assert max(apart.values()) < 0.3, apart
