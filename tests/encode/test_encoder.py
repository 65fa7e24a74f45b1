"""Encodes are the clip: as long, in the same place, without tags, the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from pathlib import Path

import av
import mutagen
import numpy as np
import pytest
import soundfile

from memory import PEAK
from soundcase.audio.encode.encoder import Encoded, Encoder, EncodingError, checksum, tool_version
from soundcase.audio.encode.recipe import EncodeRecipe, Format, Sounding, recipe
from soundcase.audio.probe import probe_file

Sound = np.ndarray[tuple[int, int], np.dtype[np.float32]]
LOSSLESS_FORMATS: tuple[Format, ...] = ("flac", "wav")
FORMATS: tuple[Format, ...] = ("mp3", "opus", "aac", "flac", "wav")


def clicks(rate: int, channels: int, frames: int) -> Sound:
    """A sine with bursts of noise, of full-scale 0.7."""
    wave = 0.2 * np.sin(2 * np.pi * 440 * np.arange(frames) / rate)
    chance = np.random.default_rng(3)
    for place in (frames // 10, frames // 2, frames * 6 // 7):
        burst = wave[place : place + max(8, rate // 250)]
        burst += chance.uniform(-0.5, 0.5, len(burst))
    return np.repeat(wave[:, None], channels, axis=1).astype(np.float32)


def made(form: Format, rate: int, channels: int, bits: int = 16, mix: str = "") -> EncodeRecipe:
    return recipe(form, Sounding("wav-pcm", False, rate, channels, bits, 1, 1.0, True, mix))


def encode(wanted: EncodeRecipe, sound: Sound, path: Path, rate: int = 0, cut: int = 5000) -> Encoded:
    encoder = Encoder(wanted, path, rate or wanted.rate, sound.shape[1])
    for start in range(0, len(sound), cut):
        encoder.feed(sound[start : start + cut])
    return encoder.finish()


def decoded(path: Path) -> Sound:
    """What FFmpeg decodes, an encoder's delay and padding removed as the file says."""
    parts = []
    with av.open(str(path), "r") as opened:
        for frame in opened.decode(audio=0):
            block = frame.to_ndarray()
            shaped = block.T if frame.format.is_planar else block.reshape(-1, frame.layout.nb_channels)
            unit = 2.0 ** (8 * shaped.dtype.itemsize - 1) if shaped.dtype.kind == "i" else 1.0
            parts.append((shaped / unit).astype(np.float32))
    return np.concatenate(parts)


def lag(one: Sound, other: Sound) -> int:
    """Frames by which `other` comes later."""
    size = 1 << (len(one) + len(other)).bit_length()
    spectrum = np.fft.rfft(other[:, 0], size) * np.conj(np.fft.rfft(one[:, 0], size))
    best = int(np.argmax(np.fft.irfft(spectrum, size)))
    return best - size if best > size // 2 else best


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000])
@pytest.mark.parametrize("form", ["mp3", "flac"])
def test_an_encode_begins_and_ends_with_its_source(
    form: Format, rate: int, channels: int, tmp_path: Path
) -> None:
    for frames in (rate // 20, rate + 14, 5 * 1152 + 20):
        sound = clicks(rate, channels, frames)
        found = encode(made(form, rate, channels), sound, tmp_path / "a")
        heard = decoded(found.path)
        assert (found.frames, len(heard), heard.shape[1]) == (frames, frames, channels)
        assert lag(sound, heard) == 0


def test_an_mp3_ends_with_its_source_whatever_its_last_frame_holds(tmp_path: Path) -> None:
    for rest in (0, 1, 2, 14, 37, 46, 47, 48, 49, 60, 300, 575):
        frames = 10 * 576 + rest
        found = encode(made("mp3", 16000, 1), clicks(16000, 1, frames), tmp_path / "a.mp3")
        assert (rest, len(decoded(found.path))) == (rest, frames)
        head = found.path.read_bytes()[:400]
        assert b"Info" in head
        facts = probe_file(found.path).facts
        assert facts is not None
        assert (facts.frames, facts.declared_seconds) == (frames, frames / 16000)


@pytest.mark.parametrize(("form", "rate"), [("opus", 16000), ("opus", 44100), ("aac", 44100), ("mp3", 96000)])
def test_other_formats_begin_with_their_source_and_count_its_frames(
    form: Format, rate: int, tmp_path: Path
) -> None:
    sound = clicks(rate, 2, rate * 2 + 7)
    found = encode(made(form, rate, 2), sound, tmp_path / "a", rate)
    facts = probe_file(found.path).facts
    assert facts is not None
    assert found.frames == round(len(sound) * found.rate / rate)
    tolerance = 1 / 1000 if form == "aac" else 1 / facts.rate  # edit lists of FFmpeg count milliseconds
    assert abs(facts.seconds - len(sound) / rate) <= tolerance


@pytest.mark.parametrize("form", LOSSLESS_FORMATS)
@pytest.mark.parametrize("bits", [16, 24])
def test_lossless_encodes_keep_every_sample(form: Format, bits: int, tmp_path: Path) -> None:
    scale = 2 ** (bits - 1)
    whole = np.random.default_rng(5).integers(-scale, scale, (20_011, 2))
    found = encode(made(form, 44100, 2, bits), (whole / scale).astype(np.float32), tmp_path / "a")
    again, rate = soundfile.read(found.path, dtype="int32")
    assert rate == 44100
    assert np.array_equal(again >> 32 - bits, whole)


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_sound_gives_the_same_bytes_however_it_is_cut(form: Format, tmp_path: Path) -> None:
    sound = clicks(44100, 2, 50_000)
    one = encode(made(form, 44100, 2), sound, tmp_path / "a", 44100, cut=777)
    other = encode(made(form, 44100, 2), sound, tmp_path / "b", 44100, cut=50_000)
    assert one.path.read_bytes() == other.path.read_bytes()
    assert one.sha256 == hashlib.sha256(other.path.read_bytes()).hexdigest()
    assert one.size == other.path.stat().st_size


@pytest.mark.parametrize("form", FORMATS)
def test_an_encode_is_what_it_is_called_and_has_no_tags(form: Format, tmp_path: Path) -> None:
    found = encode(made(form, 48000, 1), clicks(48000, 1, 48000), tmp_path / "a")
    named = found.path.rename(tmp_path / f"a{found.suffix}")
    probed = probe_file(named)
    assert probed.facts is not None
    assert (probed.facts.mime, probed.facts.suffix) == (found.mime, found.suffix)
    assert [fault.code for fault in probed.faults if fault.code != "not-web-playable"] == []
    assert probed.facts.web_playable == (form != "opus")
    assert {name for name, _ in probed.facts.tags} <= {"encoder"}
    opened = mutagen.File(io.BytesIO(named.read_bytes()))
    assert {name.lower() for name in (opened.tags or {}).keys()} <= {"encoder"}  # noqa: SIM118 - lists of pairs


@pytest.mark.parametrize(
    ("mix", "left", "right"),
    [
        ("FL FR FC LFE BL BR", 0.1 + 0.05 * 0.7071 + 0.03 * 0.7071, 0.2 + 0.05 * 0.7071 + 0.02 * 0.7071),
        ("FL FC FR BL BR LFE", 0.1 + 0.2 * 0.7071 + 0.07 * 0.7071, 0.05 + 0.2 * 0.7071 + 0.03 * 0.7071),
        ("2 1", 0.2, 0.1),
    ],
)
def test_more_than_two_channels_are_mixed_by_their_speakers(
    mix: str, left: float, right: float, tmp_path: Path
) -> None:
    """Centre and surrounds 3 dB less, no low-frequency channel, nothing divided."""
    sound = np.tile(np.array([0.1, 0.2, 0.05, 0.07, 0.03, 0.02], np.float32), (4800, 1))
    found = encode(made("wav", 48000, 6, mix=mix), sound, tmp_path / "a.wav")
    again, _ = soundfile.read(found.path)
    assert again[100] == pytest.approx((left, right), abs=1e-4)


def test_one_channel_of_several_is_mono(tmp_path: Path) -> None:
    sound = np.tile(np.array([0.1, 0.2, 0.3], np.float32), (4800, 1))
    again, _ = soundfile.read(encode(made("wav", 48000, 3, mix="3"), sound, tmp_path / "a.wav").path)
    assert again.shape == (4800,)
    assert again[100] == pytest.approx(0.3, abs=1e-4)


@pytest.mark.parametrize(("mix", "channels"), [("ambisonics", 2), ("4", 3), ("FL FR FC", 4)])
def test_a_mix_of_channels_that_are_not_there_is_an_error(mix: str, channels: int, tmp_path: Path) -> None:
    with pytest.raises(EncodingError, match=r"channel|speakers"):
        Encoder(made("wav", 48000, 8, mix=mix), tmp_path / "a.wav", 48000, channels)
    assert list(tmp_path.iterdir()) == []


def test_samples_beyond_full_scale_are_told_and_no_numbers_tamed(tmp_path: Path) -> None:
    sound = np.array([[3.0], [-3.0], [np.nan], [np.inf]], np.float32)
    found = encode(made("wav", 8000, 1), sound, tmp_path / "a.wav")
    again, _ = soundfile.read(found.path, dtype="int16")
    assert again.tolist() == [32767, -32768, 0, 32767]
    assert found.peak == 3.0


def test_a_gain_keeps_the_shape_of_what_goes_beyond_full_scale(tmp_path: Path) -> None:
    sound = np.array([[4.0], [-2.0], [1.0]], np.float32)
    encoder = Encoder(made("wav", 8000, 1), tmp_path / "a.wav", 8000, 1, gain=-12.1)
    encoder.feed(sound)
    found = encoder.finish()
    again, _ = soundfile.read(found.path)
    assert again == pytest.approx(np.array([4.0, -2.0, 1.0]) * 10 ** (-12.1 / 20), abs=1e-4)
    assert found.peak < 1


def test_a_resampled_encode_has_exactly_as_many_frames_as_its_length_asks(tmp_path: Path) -> None:
    for frames in (1, 100, 9_999, 96_001):
        wanted = EncodeRecipe("flac", None, 48000, 1, 16)
        found = encode(wanted, clicks(44100, 1, frames), tmp_path / "a.flac", 44100)
        assert found.frames == len(decoded(found.path)) == round(frames * 48000 / 44100)


def test_no_sound_gives_no_encode(tmp_path: Path) -> None:
    encoder = Encoder(made("flac", 16000, 1), tmp_path / "a.flac", 16000, 1)
    with pytest.raises(EncodingError, match="no sound"):
        encoder.finish()
    assert list(tmp_path.iterdir()) == []


def test_a_discarded_encode_leaves_nothing(tmp_path: Path) -> None:
    encoder = Encoder(made("mp3", 16000, 1), tmp_path / "a.mp3", 16000, 1)
    encoder.feed(clicks(16000, 1, 16000))
    encoder.discard()
    assert list(tmp_path.iterdir()) == []


def test_a_path_that_cannot_be_written_is_an_encoding_error(tmp_path: Path) -> None:
    with pytest.raises(EncodingError):
        Encoder(made("mp3", 16000, 1), tmp_path / "none" / "a.mp3", 16000, 1)


def test_the_version_names_every_library_that_decides_bytes() -> None:
    named = tool_version()
    assert named == tool_version()
    assert [
        word for word in ("encode-", "libavcodec-62", f"av-{av.__version__}", "soxr-") if word not in named
    ] == []


def test_the_checksum_is_crc_16() -> None:
    assert checksum(b"123456789") == 0xBB3D


MEMORY = f"""{PEAK}
import numpy as np
from soundcase.audio.encode.encoder import Encoder
from soundcase.audio.encode.recipe import EncodeRecipe
block = np.random.default_rng(1).uniform(-0.3, 0.3, (96000, 2)).astype(np.float32)
def run(seconds):
    encoder = Encoder(EncodeRecipe(sys.argv[2], None, 96000, 2, 16), Path(sys.argv[1]), 96000, 2)
    for _ in range(seconds):
        encoder.feed(block)
    return encoder.finish().frames
run(10)
before = peak_mb()
assert run(600) == 600 * 96000
print(peak_mb() - before, before)
"""


def test_ten_minutes_at_96_khz_take_no_more_memory_than_ten_seconds(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MEMORY, str(tmp_path / "a"), "flac"]
    grown, before = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert int(grown) < 20
    assert int(before) < 300
