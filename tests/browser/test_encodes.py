"""Encodes in Chromium: each begins and ends with its source, to a sample frame."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any, TypedDict

import numpy as np
import pytest
from playwright.sync_api import Page

from soundcase.audio.encode.encoder import Encoded, Encoder
from soundcase.audio.encode.recipe import EncodeRecipe, Format, Sounding, recipe

pytestmark = pytest.mark.browser
Samples = np.ndarray[Any, np.dtype[np.float32]]

DECODE = """async ([content, type, rate]) => {
  const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
  const sound = await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes.slice().buffer);
  const first = sound.getChannelData(0);
  const raw = new Uint8Array(first.buffer, first.byteOffset, first.byteLength);
  const audio = new Audio();
  audio.preload = 'metadata';
  const seconds = new Promise((loaded, failed) => {
    audio.onloadedmetadata = () => loaded(audio.duration);
    audio.onerror = () => failed(new Error(audio.error.message));
  });
  audio.src = URL.createObjectURL(new Blob([bytes], {type}));
  return {
    channels: sound.numberOfChannels,
    seconds: await seconds,
    samples: await new Promise(done => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result.split(',')[1]);
      reader.readAsDataURL(new Blob([raw]));
    }),
  };
}"""


class Heard(TypedDict):
    """What Chromium makes of an encode."""

    channels: int
    seconds: float
    samples: str


def clicks(rate: int, channels: int, frames: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    """A sine with three bursts of noise."""
    wave = 0.2 * np.sin(2 * np.pi * 440 * np.arange(frames) / rate)
    chance = np.random.default_rng(3)
    for place in (frames // 10, frames // 2, frames * 6 // 7):
        burst = wave[place : place + max(8, rate // 250)]
        burst += chance.uniform(-0.5, 0.5, len(burst))
    return np.repeat(wave[:, None], channels, axis=1).astype(np.float32)


def encode(wanted: EncodeRecipe, sound: Samples, path: Path) -> Encoded:
    encoder = Encoder(wanted, path, wanted.rate, sound.shape[1])
    encoder.feed(sound)
    return encoder.finish()


def hear(page: Page, made: Encoded, rate: int) -> Heard:
    """What Chromium makes of an encode."""
    content = base64.b64encode(made.path.read_bytes()).decode()
    heard: Heard = page.evaluate(DECODE, [content, made.mime, rate])
    return heard


def lag(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> int:
    """Frames by which `other` comes later."""
    size = 1 << (len(one) + len(other)).bit_length()
    spectrum = np.fft.rfft(other, size) * np.conj(np.fft.rfft(one, size))
    best = int(np.argmax(np.fft.irfft(spectrum, size)))
    return best - size if best > size // 2 else best


def ends(sound: Samples, frames: int, count: int) -> tuple[Samples, Samples]:
    """The first and the last `count` frames of so many."""
    return sound[:count], sound[frames - count : frames]


@pytest.mark.parametrize("form", ["mp3", "flac"])
def test_a_minute_begins_and_ends_with_its_source(page: Page, form: Format, tmp_path: Path) -> None:
    """Delays of decoders, and what players guess of lengths, show in long clips; issue 3."""
    rate, frames = 8000, 60 * 8000 + 333
    chance = np.random.default_rng(7)
    sound = (0.1 * chance.standard_normal((frames, 1))).astype(np.float32)
    made = encode(recipe(form, Sounding("wav-pcm", False, rate, 1, 16, 1, 60.0, True)), sound, tmp_path / "a")
    heard = hear(page, made, rate)
    samples = np.frombuffer(base64.b64decode(heard["samples"]), np.float32)
    assert len(samples) == frames
    assert abs(heard["seconds"] * rate - frames) <= 1
    for before, after in zip(ends(sound[:, 0], frames, rate), ends(samples, frames, rate), strict=True):
        assert lag(before, after) == 0
        assert np.corrcoef(before, after)[0, 1] > (0.9 if form == "mp3" else 0.999)


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000])
@pytest.mark.parametrize("form", ["mp3", "flac", "aac"])
def test_chromium_hears_the_source_from_its_first_frame_to_its_last(
    page: Page, form: Format, rate: int, channels: int, tmp_path: Path
) -> None:
    """Lengths whose last MP3 frame holds next to nothing are among them; issue 3."""
    wanted = recipe(form, Sounding("wav-pcm", False, rate, channels, 16, 1, 1.0, True))
    for frames in (rate // 20, 8 * 1152 + 14, 2 * rate + 5):
        sound = clicks(rate, channels, frames)
        heard = hear(page, encode(wanted, sound, tmp_path / "a"), rate)
        samples = np.frombuffer(base64.b64decode(heard["samples"]), np.float32)
        slack = rate // 1000 if form == "aac" else 0  # FFmpeg's edit lists count milliseconds
        assert heard["channels"] == channels
        assert abs(len(samples) - frames) <= slack
        assert abs(heard["seconds"] * rate - frames) <= max(slack, 1)
        assert lag(sound[:, 0], samples) == 0
