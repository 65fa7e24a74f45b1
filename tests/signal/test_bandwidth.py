from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from signals import heard, noise, read, sine, tool, written

from soundcase.audio.signal import Bandwidth, Block


def bandwidth(sound: Block, rate: int) -> float | None:
    return heard(Bandwidth(rate, sound.shape[1]), sound)


def sloped(seconds: float, rate: int, *, octave_db: float, from_hz: float = 500) -> Block:
    """Noise that falls by so many decibels per octave from a frequency on, over a floor of 16 bits."""
    random = np.random.default_rng(3)
    frames = round(seconds * rate)
    spectrum = np.fft.rfft(random.standard_normal(frames))
    hz = np.maximum(np.fft.rfftfreq(frames, 1 / rate), from_hz)
    shaped = np.fft.irfft(spectrum * (hz / from_hz) ** (-octave_db / 6.0206), frames)
    rounded: Block = np.round(0.2 * shaped / np.abs(shaped).max() * 32768 + random.random(frames) - 0.5) / 32768
    return rounded[:, np.newaxis]


def limited(seconds: float, rate: int, hz: float) -> Block:
    """Noise without anything above a frequency, over a floor of 16 bits."""
    frames = round(seconds * rate)
    spectrum = np.fft.rfft(np.random.default_rng(4).standard_normal(frames))
    spectrum[np.fft.rfftfreq(frames, 1 / rate) > hz] = 0
    rounded: Block = np.round(0.1 * np.fft.irfft(spectrum, frames) * 32768) / 32768
    return rounded[:, np.newaxis]


@pytest.mark.parametrize(
    ("rate", "hz"),
    [
        (48000, 8000),
        (48000, 4000),
        (48000, 16000),
        (44100, 16000),
        (44100, 11025),
        (16000, 4000),
        (96000, 24000),
    ],
)
def test_the_end_of_a_spectrum_is_found(rate: int, hz: float) -> None:
    assert bandwidth(limited(4, rate, hz), rate) == pytest.approx(hz, rel=0.02)


@pytest.mark.parametrize("rate", [8000, 16000, 44100, 48000, 96000])
def test_white_noise_is_full_band(rate: int) -> None:
    assert bandwidth(noise(4, rate=rate), rate) == rate / 2


@pytest.mark.parametrize("octave_db", [3, 6, 12, 24, 36])
def test_a_natural_slope_is_full_band(octave_db: float) -> None:
    assert bandwidth(sloped(5, 48000, octave_db=octave_db), 48000) == 24000


def test_a_tone_and_its_harmonics_are_full_band() -> None:
    tones = sum(sine(220 * k, 4, dbfs=-10 - 3 * k) for k in range(1, 30)) / 4 + noise(4, rms=1e-5)
    assert bandwidth(tones, 48000) == 24000


def test_a_line_above_the_edge_does_not_hide_it() -> None:
    sound = limited(4, 48000, 8000) + sine(15734, 4, dbfs=-60)
    assert bandwidth(sound, 48000) == pytest.approx(8000, rel=0.02)


@pytest.mark.parametrize("channels", [1, 2])
def test_all_channels_together_are_judged(channels: int) -> None:
    sound = np.concatenate([limited(4, 48000, 8000), noise(4, rms=0.1)], axis=1)[:, :channels]
    assert bandwidth(sound, 48000) == (24000 if channels == 2 else pytest.approx(8000, rel=0.02))


@pytest.mark.parametrize("sound", [np.zeros((96000, 1)), noise(2, rms=5e-6), noise(0.2)])
def test_of_silence_and_very_short_sounds_nothing_is_said(sound: Block) -> None:
    assert bandwidth(sound, 48000) is None


def test_the_level_does_not_matter() -> None:
    found = bandwidth(limited(4, 48000, 8000) * 0.3, 48000)
    assert found == pytest.approx(8000, rel=0.02)


@pytest.mark.parametrize(("low", "high"), [(16000, 48000), (16000, 44100), (22050, 48000), (8000, 16000)])
@pytest.mark.parametrize("subtype", ["PCM_16", "FLOAT"])
def test_what_sox_upsampled_is_found(low: int, high: int, subtype: str, tmp_path: Path) -> None:
    path = written(noise(4, rate=low), low, tmp_path / "low.wav", subtype)
    tool("sox", path, "-r", str(high), tmp_path / "high.wav")
    sound, rate = read(tmp_path / "high.wav")
    assert bandwidth(sound, rate) == pytest.approx(low / 2, rel=0.06)


@pytest.mark.parametrize(("low", "high"), [(16000, 48000), (16000, 44100), (22050, 48000)])
def test_what_ffmpeg_upsampled_is_found(low: int, high: int, tmp_path: Path) -> None:
    path = written(noise(4, rate=low), low, tmp_path / "low.wav")
    tool("ffmpeg", "-v", "error", "-i", path, "-ar", str(high), tmp_path / "high.wav")
    sound, rate = read(tmp_path / "high.wav")
    assert bandwidth(sound, rate) == pytest.approx(low / 2, rel=0.15)


def test_the_low_pass_of_an_mp3_is_found(tmp_path: Path) -> None:
    path = written(noise(5, rate=44100), 44100, tmp_path / "a.wav")
    tool("ffmpeg", "-v", "error", "-i", path, "-b:a", "96k", "-cutoff", "16000", tmp_path / "a.mp3")
    sound, rate = read(tmp_path / "a.mp3")
    assert bandwidth(sound, rate) == pytest.approx(16000, rel=0.05)


def test_what_was_only_downsampled_is_full_band(tmp_path: Path) -> None:
    path = written(sloped(4, 48000, octave_db=6), 48000, tmp_path / "a.wav")
    tool("sox", path, "-r", "16000", tmp_path / "b.wav")
    sound, rate = read(tmp_path / "b.wav")
    assert bandwidth(sound, rate) == 8000
