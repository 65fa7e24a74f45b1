from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from signals import heard, noise, sine

from soundcase.audio.signal import Block, Canvas, Mel
from soundcase.audio.signal.axis import mel
from soundcase.audio.signal.spectrogram import mel_filters, palette

Picture = np.ndarray[tuple[int, int], np.dtype[np.float64]]


def picture(sound: Block, rate: int = 16000, *, frames: int | None = None, top_hz: float = 8000) -> Picture:
    """Shares of the range of levels, of shape (height, width), lowest band first: read from the green."""
    written = heard(Mel(rate, sound.shape[1], frames or len(sound), Canvas(top_hz)), sound)
    with Image.open(BytesIO(written)) as image:
        assert image.format == "WEBP"
        assert image.size == (640, 96)
        shown = np.asarray(image.convert("RGB"), dtype=np.float64)[::-1]
    shares: Picture = np.interp(shown[:, :, 1], palette()[:, 1], np.linspace(0, 1, 256))
    return shares


@pytest.mark.parametrize("hz", [300, 1000, 3000, 7000])
@pytest.mark.parametrize("rate", [16000, 44100])
def test_a_tone_is_a_line_where_the_axis_says(hz: float, rate: int) -> None:
    shown = picture(sine(hz, 3, rate=rate, dbfs=-20), rate)
    row = shown[:, 100:540].mean(axis=1)
    assert row.argmax() == pytest.approx(96 * mel(hz) / mel(8000) - 0.5, abs=1.5)


@pytest.mark.parametrize("hz", [200, 1000, 7000])
def test_a_sine_has_the_same_level_in_every_band(hz: float) -> None:
    """−20 dBFS in a range from −110 to −10 dB."""
    shown = picture(sine(hz, 3, rate=16000, dbfs=-20))
    assert shown[:, 100:540].max(axis=0).mean() == pytest.approx(0.9, abs=0.1)


@pytest.mark.parametrize("expected", [None, 1, 16_000, 160_000, 16_000_000])
@pytest.mark.parametrize("seconds", [0.5, 3, 40])
def test_the_time_axis_spans_what_came_whatever_was_expected(seconds: float, expected: int | None) -> None:
    frames = round(16000 * seconds)
    sound = noise(seconds, rate=16000, rms=1e-6)
    sound[frames // 2 : frames * 3 // 4] = noise(seconds, rate=16000)[: frames * 3 // 4 - frames // 2]
    loud = picture(sound, frames=expected).mean(axis=0) > 0.3
    blur = 640 * 0.07 / seconds + 6
    lit = np.flatnonzero(loud)
    assert lit[0] == pytest.approx(320, abs=blur)
    assert lit[-1] == pytest.approx(480, abs=blur)
    assert len(lit) == lit[-1] - lit[0] + 1


@pytest.mark.parametrize("frames", [0, 1, 100, 640])
def test_very_short_streams_have_a_picture(frames: int) -> None:
    assert picture(np.full((frames, 1), 0.5)).shape == (96, 640)


def test_silence_is_one_dark_colour() -> None:
    assert picture(np.zeros((32000, 1))).max() < 0.03


def test_bands_above_half_of_the_rate_are_silence() -> None:
    shown = picture(noise(3, rate=16000), 16000, top_hz=24000)
    edge = int(96 * mel(8000) / mel(24000))
    assert shown[edge + 3 :].max() < 0.1
    assert shown[: edge - 3].min() > 0.3


def test_channels_that_cancel_are_still_shown() -> None:
    one = noise(2, rate=16000)
    np.testing.assert_array_equal(picture(np.concatenate((one, -one), axis=1)), picture(one))


def test_the_same_sound_gives_the_same_bytes_and_ten_seconds_of_it_little() -> None:
    sound = noise(10, rate=16000) * np.abs(sine(1.5, 10, rate=16000))
    canvas = Canvas(8000)
    first, second = (heard(Mel(16000, 1, len(sound), canvas), sound, 5000) for _ in range(2))
    assert first == second
    assert len(first) < 16_000


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 48000, 96000])
def test_no_band_below_half_of_the_rate_is_deaf(rate: int) -> None:
    filters = mel_filters(rate, 1024, Canvas(24000))
    heard_bands = filters.sum(axis=0) > 0
    below = [96 * mel(rate / 2) / mel(24000) > band + 0.5 for band in range(96)]
    assert heard_bands.tolist() == below


def test_colours_rise_evenly_in_lightness() -> None:
    linear = (palette() / 255.0) ** 2.2
    lightness = 116 * np.cbrt(linear @ np.array([0.2126, 0.7152, 0.0722])) - 16
    steps = np.diff(lightness)
    assert steps.min() >= 0
    assert np.abs(lightness - np.linspace(lightness[0], lightness[-1], 256)).max() < 3
