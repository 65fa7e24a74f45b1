"""Listeners hear, from the one decoding that probing does, the clip exactly."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from soundbank import RATE, Samples, by_ffmpeg, encoded, m4a, mp3, mp3_without_info, noise, pcm16, sine, wave

from soundcase.audio.probe import Probed, probe_file
from soundcase.audio.probe.fanout import ListenerError, Stream


class Ear:
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.blocks: list[Samples] = []

    def feed(self, block: Any) -> None:
        assert block.dtype == np.float32
        assert block.ndim == 2
        self.blocks.append(block.copy())

    @property
    def sound(self) -> Samples:
        return np.concatenate(self.blocks) if self.blocks else np.zeros((0, 1))


def heard(folder: Path, content: bytes) -> tuple[Probed, list[Stream], Ear]:
    path = folder / "clip.bin"
    path.write_bytes(content)
    streams: list[Stream] = []
    ear = Ear()

    def listeners(stream: Stream) -> Sequence[Ear]:
        streams.append(stream)
        return (ear,)

    return probe_file(path, listeners=listeners), streams, ear


CLIP = noise(2.0)
LOSSLESS = {
    "wav": encoded("WAV", "PCM_16", samples=CLIP),
    "wav 8": encoded("WAV", "PCM_U8", samples=CLIP),
    "wav 24": encoded("WAV", "PCM_24", samples=CLIP),
    "wav 32": encoded("WAV", "PCM_32", samples=CLIP),
    "wav float": encoded("WAV", "FLOAT", samples=CLIP),
    "wav double": encoded("WAV", "DOUBLE", samples=CLIP),
    "flac": encoded("FLAC", samples=CLIP),
    "flac 24": encoded("FLAC", "PCM_24", samples=CLIP),
    "alac": by_ffmpeg("ipod", "alac", samples=CLIP),
    "wavpack": by_ffmpeg("wv", "wavpack", samples=CLIP, numbers="s16p"),
    "tta": by_ffmpeg("tta", "tta", samples=CLIP, numbers="s16"),
    "matroska": by_ffmpeg("matroska", "flac", samples=CLIP),
    "mp4 flac": by_ffmpeg("mp4", "flac", samples=CLIP),
}


@pytest.mark.parametrize("name", LOSSLESS)
def test_what_is_heard_is_what_was_written_at_full_scale_one(name: str, tmp_path: Path) -> None:
    found, streams, ear = heard(tmp_path, LOSSLESS[name])
    assert found.facts is not None
    assert [(stream.rate, stream.channels) for stream in streams] == [(RATE, 1)]
    assert len(ear.sound) == found.facts.frames == len(CLIP)
    assert float(np.abs(ear.sound - CLIP).max()) < (0.01 if name == "wav 8" else 1e-4)
    assert found.facts.peak == pytest.approx(float(np.abs(ear.sound).max()), abs=1e-6)


CODED = {
    "mp3": mp3(),
    "mp3 without promise": mp3_without_info(mp3()),
    "aac": m4a(edit=3136),
    "aac behind an edit list": by_ffmpeg("ipod", "aac", samples=sine(2.35, rate=44100), rate=44100),
    "aac with most of a packet of padding": by_ffmpeg("ipod", "aac", samples=sine(40011 / RATE)),
    "aac in fragments": by_ffmpeg("ipod", "aac", samples=sine(40011 / RATE), flags="frag_keyframe+delay_moov"),
    "opus": by_ffmpeg("ogg", "libopus", samples=sine(2.35)),
    "opus stereo": by_ffmpeg("ogg", "libopus", samples=sine(2.35, rate=48000, channels=2), rate=48000),
    "webm": by_ffmpeg("webm", "libopus", samples=sine(2.35)),
    "opus in mp4": by_ffmpeg("mp4", "libopus", samples=sine(2.35, rate=48000), rate=48000),
    "vorbis": encoded("OGG", "VORBIS"),
    "wma": by_ffmpeg("asf", "wmav2", rate=44100, options={"b": "64000"}),
    "chained opus": by_ffmpeg("ogg", "libopus") + by_ffmpeg("ogg", "libopus"),
    "cut wav": wave(pcm16(2.0))[:32044],
    "cut flac": encoded("FLAC", samples=CLIP)[:40000],
    "cut mp3": mp3()[:20000],
    "cut opus": by_ffmpeg("ogg", "libopus", samples=sine(4.0))[:-5000],
    "flipped flac": (lambda c: c[:30000] + bytes((c[30000] ^ 255,)) + c[30001:])(encoded("FLAC", samples=CLIP)),
}


@pytest.mark.parametrize("name", CODED)
def test_as_many_frames_are_heard_as_the_facts_count(name: str, tmp_path: Path) -> None:
    found, streams, ear = heard(tmp_path, CODED[name])
    assert found.facts is not None
    assert len(streams) == 1
    assert (streams[0].rate, streams[0].channels) == (found.facts.rate, found.facts.channels)
    assert ear.sound.shape == (found.facts.frames, found.facts.channels)


APART = {"mapping_family": "255"}  # channels that have nothing to do with each other


@pytest.mark.parametrize(
    ("container", "codec", "channels", "options"),
    [
        ("ipod", "aac", 7, {}),
        ("ipod", "aac", 8, {}),
        ("ogg", "libopus", 8, APART),
        ("ogg", "libopus", 16, APART),
        ("matroska", "flac", 8, {}),
    ],
)
def test_many_channels_are_heard_each_as_itself(
    container: str, codec: str, channels: int, options: dict[str, str], tmp_path: Path
) -> None:
    loud = np.linspace(0.2, 0.8, channels)
    clip = sine(0.5, rate=48000, channels=channels, peak=1.0) * loud
    content = by_ffmpeg(container, codec, samples=clip, rate=48000, options={"b": "1M", **options})
    found, streams, ear = heard(tmp_path, content)
    assert found.facts is not None
    assert (found.facts.channels, streams[0].channels) == (channels, channels)
    assert ear.sound.shape == (found.facts.frames, channels)
    sounding = [
        one for one in range(channels) if codec != "aac" or one != 3
    ]  # for the bass, AAC keeps bass only
    peaks = np.abs(ear.sound[4800:-4800]).max(axis=0)
    assert peaks[sounding] == pytest.approx(loud[sounding], rel=0.1)


@pytest.mark.parametrize("name", ["opus", "webm", "opus in mp4"])
def test_opus_begins_where_it_was_begun(name: str, tmp_path: Path) -> None:
    """Its pre-skip is no part of it; issue 3."""
    _, _, ear = heard(tmp_path, CODED[name])
    wave = sine(2.35, rate=48000)[:, 0]
    size = 1 << 19
    spectrum = np.fft.rfft(ear.sound[:, 0], size) * np.conj(np.fft.rfft(wave, size))
    assert abs(int(np.argmax(np.fft.irfft(spectrum, size)))) <= 3
    assert abs(len(ear.sound) - len(wave)) <= 1


@pytest.mark.parametrize("bare", [False, True], ids=["LAME tag", "no tag"])
@pytest.mark.parametrize("mode", ["CONSTANT", "VARIABLE"])
def test_mp3_is_heard_from_the_frame_on_that_ffmpeg_begins_with(bare: bool, mode: str, tmp_path: Path) -> None:
    """Without a tag nobody leaves out the decoder's own delay, and browsers play it; issue 3."""
    content = mp3_without_info(mp3(mode=mode)) if bare else mp3(mode=mode)
    _, _, ear = heard(tmp_path, content)
    with av.open(io.BytesIO(content), "r", format="mp3") as opened:
        other = np.concatenate([frame.to_ndarray()[0] for frame in opened.decode(opened.streams.audio[0])])
    assert len(ear.sound) == len(other)
    assert float(np.abs(ear.sound[:, 0] - other).max()) < 1e-3


def test_facts_and_faults_are_the_same_with_and_without_listeners(tmp_path: Path) -> None:
    for content in (*LOSSLESS.values(), *CODED.values()):
        found, _, _ = heard(tmp_path, content)
        assert probe_file(tmp_path / "clip.bin") == found


def test_what_is_no_audio_calls_nobody(tmp_path: Path) -> None:
    found, streams, ear = heard(tmp_path, b"<html>")
    assert (found.facts, streams, ear.blocks) == (None, [], [])


class Failing:
    """Fails at the first block."""

    def feed(self, block: Any) -> None:
        raise OSError(f"the disk is full after {len(block)} frames")


@pytest.mark.parametrize("content", [LOSSLESS["wav"], LOSSLESS["alac"]], ids=["libsndfile", "FFmpeg"])
def test_a_listener_that_fails_is_no_fault_of_the_clip(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(ListenerError) as caught:
        probe_file(tmp_path / "a", listeners=lambda _: (Failing(),))
    assert "disk is full" in str(caught.value.__cause__)


def test_a_playlist_inside_of_a_container_is_never_followed(tmp_path: Path) -> None:
    """FFmpeg is told what to expect; left alone, it would open what a playlist names."""
    (tmp_path / "secret.wav").write_bytes(LOSSLESS["wav"])
    listing = f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{tmp_path / 'secret.wav'}\n#EXT-X-ENDLIST\n"
    for head in (b"", b"#!AMR", b"TTA1", b"wvpk"):
        found, streams, _ = heard(tmp_path, head + listing.encode())
        assert (found.facts, streams) == (None, [])
