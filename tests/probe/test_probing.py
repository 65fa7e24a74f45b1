"""One file, probed: which fault each broken file has, and what facts a whole one has."""

from __future__ import annotations

import errno
import hashlib
import os
import socket
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from soundbank import (
    RATE,
    adts,
    by_ffmpeg,
    chunk,
    encoded,
    id3,
    m4a,
    mp3,
    mp3_without_info,
    noise,
    packet,
    pcm16,
    sine,
    vorbis_in_webm,
    wave,
    wave_fmt,
    webm,
)

from soundcase.audio.probe import Probed, probe_file, source


def spoken(frames: int, *, rate: int = RATE, flags: str = "") -> bytes:
    """So many frames as AAC, with the edit list that FFmpeg writes, in milliseconds."""
    options = {"flags": flags} if flags else {}
    return by_ffmpeg("ipod", "aac", samples=sine(frames / rate, rate=rate), rate=rate, **options)


FLAC = encoded("FLAC", samples=noise(2.0))
OPUS = encoded("OGG", "OPUS", samples=noise(4.0))
LONG_WAV = wave(pcm16(2.0))
FLAC_FLIP = FLAC[: len(FLAC) // 2] + bytes((FLAC[len(FLAC) // 2] ^ 255,)) + FLAC[len(FLAC) // 2 + 1 :]
OPUS_FLIP = OPUS[: len(OPUS) // 2] + bytes((OPUS[len(OPUS) // 2] ^ 255,)) + OPUS[len(OPUS) // 2 + 1 :]
SHORT_TOTAL = FLAC[:22] + (9000).to_bytes(4, "big") + FLAC[26:]
MAD_AU = b".snd" + struct.pack(">5I", 24, 64, 3, RATE, 1 << 31) + bytes(64)
_COUNT = m4a().index(b"stsz") + 12
COUNTLESS = m4a()[:_COUNT] + struct.pack(">I", 60_000_000) + m4a()[_COUNT + 4 :]
FRAGMENTS = spoken(40011, flags="frag_keyframe+empty_moov")
_RUN = FRAGMENTS.rindex(b"trun") + 8
COUNTLESS_RUN = FRAGMENTS[:_RUN] + struct.pack(">I", 60_000_000) + FRAGMENTS[_RUN + 4 :]
UNKNOWABLE = ("empty-audio", "lfs-pointer", "not-audio", "undecodable")
LOUD = np.clip(sine(peak=3.0), -1, 1)

CASES: tuple[tuple[str, bytes, str, tuple[str, ...]], ...] = (
    ("zero.wav", b"", "empty-audio", ("0 bytes",)),
    ("no-frames.wav", wave(b""), "empty-audio", ("WAV", "no sound")),
    ("only-header.wav", wave(b"", size=64000), "empty-audio", ("2.000 s",)),
    ("lfs.wav", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "lfs-pointer", ("LFS",)),
    ("page.wav", b"<!DOCTYPE html>\n<html><head><title>404 Not Found</title>", "not-audio", ("HTML", "404")),
    ("answer.mp3", b'{"error": "no such clip"}', "not-audio", ("JSON", "no such clip")),
    ("words.flac", b"please export again\n", "not-audio", ("text", "please export again")),
    ("utf16.wav", "some words\n".encode("utf-16"), "not-audio", ("text", "some words")),
    ("s3.wav", b'<?xml version="1.0"?><Error><Code>NoSuchKey</Code>', "not-audio", ("XML",)),
    ("svg.wav", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not-audio", ("SVG",)),
    ("zeros.wav", bytes(5000), "not-audio", ("zero bytes",)),
    ("blank.wav", b" \n\t \n", "not-audio", ("white space",)),
    ("picture.wav", b"\x89PNG\r\n\x1a\n" + bytes(40), "not-audio", ("PNG",)),
    ("photo.mp3", b"\xff\xd8\xff\xe0" + bytes(40), "not-audio", ("JPEG",)),
    ("webp.wav", b"RIFF\x24\0\0\0WEBPVP8 " + bytes(20), "not-audio", ("WebP",)),
    ("bundle.wav", b"PK\x03\x04" + bytes(40), "not-audio", ("ZIP",)),
    ("notes.wav", b"MThd\0\0\0\6" + bytes(40), "not-audio", ("MIDI",)),
    ("chance.mp3", np.random.default_rng(1).bytes(65536), "not-audio", ("unknown content",)),
    ("film.mp4", m4a(handler=b"vide"), "not-audio", ("MP4", "without a sound track")),
    ("film.webm", webm(track_type=1), "not-audio", ("WebM", "without a sound track")),
    ("speech.amr", b"#!AMR\n", "undecodable", ("AMR",)),
    ("speech.silk", b"#!SILK_V3" + bytes(40), "undecodable", ("SILK",)),
    ("no-aac.m4a", m4a().replace(packet("aac", "matroska"), b"\xff" * 20), "undecodable", ("AAC", "FFmpeg")),
    ("cut-header.wav", LONG_WAV[:30], "undecodable", ("format chunk",)),
    ("four-bytes.wav", b"RIFF", "undecodable", ("WAV",)),
    ("four-bytes.flac", b"fLaC", "undecodable", ("FLAC",)),
    ("metadata-only.flac", FLAC[:42], "undecodable", ("FLAC",)),
    ("no-channels.wav", wave(pcm16(), fmt=wave_fmt(channels=0)), "undecodable", ("no channel",)),
    ("mad-channels.au", MAD_AU, "undecodable", ("2147483648",)),
    ("no-rate.wav", wave(pcm16(), fmt=wave_fmt(rate=0)), "undecodable", ("0 Hz",)),
    ("mad-rate.wav", wave(pcm16(), fmt=wave_fmt(rate=4_000_000_000)), "undecodable", ("4000000000 Hz",)),
    ("no-bits.wav", wave(pcm16(), fmt=wave_fmt(bits=0)), "undecodable", ("0 bits",)),
    ("odd-codec.wav", wave(pcm16(), fmt=wave_fmt(tag=0xABCD)), "undecodable", ("WAV", "no decoder")),
    ("cut.m4a", m4a(moov_last=True)[:4000], "undecodable", ("table of contents", "moov")),
    ("countless.m4a", COUNTLESS, "undecodable", ("60000000 samples",)),
    ("planes.webm", vorbis_in_webm(255), "undecodable", ("WebM Vorbis", "FFmpeg")),
    ("countless-run.m4a", COUNTLESS_RUN, "undecodable", ("count 600000",)),
    ("cut.wav", LONG_WAV[:32044], "truncated", ("1.000 s of the 2.000 s", "1.000 s are missing")),
    ("cut.flac", FLAC[: len(FLAC) // 2], "truncated", ("of the 2.000 s", "missing")),
    ("cut-a-little.flac", FLAC[:-10], "truncated", ("of the 2.000 s",)),
    ("cut.opus", OPUS[: len(OPUS) // 2], "truncated", ("cut off after", "last page")),
    ("cut.mp3", mp3()[:20000], "truncated", ("of the 4.000 s",)),
    ("cut-no-info.mp3", mp3_without_info(mp3())[:20000], "truncated", ("last frame",)),
    ("cut.aac", adts()[:-5], "truncated", ("last frame has 95 of 100 bytes",)),
    ("cut-late.m4a", m4a()[:-2500], "truncated", ("1.600 s of the 3.200 s",)),
    ("cut.webm", webm()[:-900], "truncated", ("of the 2.000 s",)),
    ("cut.aiff", encoded("AIFF")[:-16000], "truncated", ("0.500 s are missing",)),
    ("cut.au", encoded("AU")[:-16000], "truncated", ("0.500 s are missing",)),
    ("cut.caf", encoded("CAF", "PCM_16")[:16384], "truncated", ("of the 1.000 s",)),
    ("cut.w64", encoded("W64")[:16104], "truncated", ("0.500 s of the 1.000 s",)),
    ("flip.flac", FLAC_FLIP, "corrupt", ("damaged inside at", "of 2.000 s")),
    ("sum.flac", FLAC[:26] + bytes(b ^ 1 for b in FLAC[26:42]) + FLAC[42:], "corrupt", ("MD5",)),
    ("flip.opus", OPUS_FLIP, "corrupt", ("checksum",)),
    ("hole.mp3", mp3()[:9000] + b"x" * 700 + mp3()[9000:], "corrupt", ("no MPEG frames",)),
    ("hole.aac", adts() + b"x" * 700 + adts(), "corrupt", ("byte 2000",)),
    (
        "short-total.flac",
        SHORT_TOTAL,
        "wrong-duration",
        ("2.000 s",),
    ),
    ("twice.mp3", mp3() + mp3(), "wrong-duration", ("declares 4.000 s",)),
    ("long-edit.m4a", m4a(edit=4000), "wrong-duration", ("declares 4.000 s but holds 3.136 s",)),
    ("clip.mp3", LONG_WAV, "wrong-suffix", ("WAV", "'.mp3'")),
    ("clip.wav", mp3(), "wrong-suffix", ("MP3", "'.wav'")),
    ("quiet.wav", wave(bytes(32000)), "silent", ("nothing but zeros",)),
    ("faint.wav", wave(pcm16(peak=0.0005)), "silent", ("−60 dBFS",)),
    ("loud.wav", encoded("WAV", samples=LOUD), "clipped", ("full scale",)),
)


@pytest.mark.parametrize("whole", [source.WHOLE, 0], ids=["in memory", "from disk"])
@pytest.mark.parametrize(("name", "content", "code", "words"), CASES, ids=[case[0] for case in CASES])
def test_a_broken_file_has_the_one_fault_that_it_has(
    name: str,
    content: bytes,
    code: str,
    words: tuple[str, ...],
    whole: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(source, "WHOLE", whole)
    found = probed(tmp_path, name, content)
    assert [fault.code for fault in found.faults if fault.code != "not-web-playable"] == [code]
    message = next(fault.message for fault in found.faults if fault.code == code)
    assert f"'{name}'" in message
    assert [word for word in words if word not in message] == []
    assert (found.facts is None) == (code in UNKNOWABLE)


def probed(folder: Path, name: str, content: bytes) -> Probed:
    path = folder / name
    path.write_bytes(content)
    return probe_file(path, name)


WHOLE_FILES = (
    ("a.wav", LONG_WAV, "wav-pcm", "audio/wav", 2.0, 16),
    ("a.flac", encoded("FLAC", samples=noise(3.0)), "flac", "audio/flac", 3.0, 16),
    ("b.flac", encoded("FLAC", "PCM_24", samples=noise(3.0)), "flac", "audio/flac", 3.0, 24),
    ("c.flac", encoded("FLAC", "PCM_S8", samples=noise(3.0)), "flac", "audio/flac", 3.0, 8),
    ("a.mp3", mp3(), "mp3", "audio/mpeg", 4.0, None),
    ("b.mp3", mp3(mode="VARIABLE"), "mp3", "audio/mpeg", 4.0, None),
    ("a.m4a", m4a(edit=3136), "mp4-aac", 'audio/mp4; codecs="mp4a.40.2"', 3.136, None),
)


@pytest.mark.parametrize(
    ("name", "content", "kind", "mime", "seconds", "bits"), WHOLE_FILES, ids=[case[0] for case in WHOLE_FILES]
)
def test_a_whole_file_of_the_web_has_facts_and_no_fault(
    name: str, content: bytes, kind: str, mime: str, seconds: float, bits: int | None, tmp_path: Path
) -> None:
    found = probed(tmp_path, name, content)
    facts = found.facts
    assert found.faults == ()
    assert facts is not None
    assert (facts.kind, facts.mime, facts.bits, facts.web_playable) == (kind, mime, bits, True)
    assert facts.seconds == pytest.approx(seconds, abs=1e-6)
    assert facts.frames == round(seconds * facts.rate)
    assert (facts.size, facts.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (facts.bit_rate is None) == (bits is not None)
    assert facts.suffix == Path(name).suffix


EDITED = (
    ("ends in the middle of a packet", m4a(edit=3100), 49600),
    ("is rounded up by the edit list", m4a(edit=3138), 50176),
    ("has most of a packet of padding", spoken(40011), 40011),
    ("is rounded up, at 44.1 kHz", spoken(103670, rate=44100), 103670),
    ("is rounded down", spoken(103657, rate=44100), 103635),
    ("is fragmented", FRAGMENTS, 40011 + 1024),
    ("is fragmented behind its beginning", spoken(40011, flags="frag_keyframe"), 40011 + 1024),
    ("is fragmented and edited", spoken(40011, flags="frag_keyframe+delay_moov"), 40011),
)


@pytest.mark.parametrize(("content", "frames"), [case[1:] for case in EDITED], ids=[case[0] for case in EDITED])
def test_aac_has_the_frames_that_browsers_decode(content: bytes, frames: int, tmp_path: Path) -> None:
    """The counts are those of `decodeAudioData` in Chromium, at the clip's rate."""
    found = probed(tmp_path, "a.m4a", content)
    assert {fault.code for fault in found.faults} <= {"not-web-playable"}
    assert found.facts is not None
    assert found.facts.frames == frames


UNPLAYABLE = (
    ("double.wav", encoded("WAV", "DOUBLE"), "wav-float64", "64-bit float"),
    ("ima.wav", encoded("WAV", "IMA_ADPCM"), "wav-ima-adpcm", "ADPCM"),
    ("ms.wav", encoded("WAV", "MS_ADPCM"), "wav-ms-adpcm", "ADPCM"),
    ("gsm.wav", encoded("WAV", "GSM610", rate=8000), "wav-gsm", "telephone"),
    ("big.wav", encoded("WAV", endian="BIG"), "rifx-pcm", "Firefox"),
    ("large.wav", encoded("RF64"), "rf64-pcm", "Firefox"),
    ("a.w64", encoded("W64"), "w64-pcm", "Wave64"),
    ("a.aiff", encoded("AIFF"), "aiff-pcm", "Safari"),
    ("f.aiff", encoded("AIFF", "FLOAT"), "aiff-float", "Safari"),
    ("a.au", encoded("AU"), "au-pcm", "AU"),
    ("a.caf", encoded("CAF", "PCM_16"), "caf-pcm", "Safari"),
    ("a.opus", OPUS, "ogg-opus", "18.4"),
    ("a.ogg", encoded("OGG", "VORBIS"), "ogg-vorbis", "18.4"),
    ("a.webm", webm(), "webm-opus", "17.4"),
    ("slow.wav", wave(pcm16(), fmt=wave_fmt(rate=2000)), "wav-pcm", "2000 Hz"),
    ("fast.wav", encoded("WAV", rate=400000), "wav-pcm", "400000 Hz"),
    ("many.wav", encoded("WAV", samples=sine(channels=9)), "wav-pcm", "has 9"),
    ("tagged.flac", id3() + FLAC, "flac", "ID3v2"),
    ("unpadded.wav", LONG_WAV[:12] + b"JUNK\3\0\0\0abc" + LONG_WAV[12:], "wav-pcm", "padding"),
    ("alac.m4a", by_ffmpeg("ipod", "alac"), "mp4-alac", "Safari"),
    ("dolby.m4a", by_ffmpeg("mp4", "ac3", rate=48000), "mp4-other", "only AAC"),
    ("a.wma", by_ffmpeg("asf", "wmav2", rate=44100, options={"b": "64000"}), "wma", "no browser"),
    ("a.wv", by_ffmpeg("wv", "wavpack"), "wavpack", "no browser"),
    ("a.tta", by_ffmpeg("tta", "tta"), "tta", "no browser"),
    ("a.ac3", by_ffmpeg("ac3", "ac3", rate=48000), "ac3", "Dolby"),
    ("a.eac3", by_ffmpeg("eac3", "eac3", rate=48000), "eac3", "Dolby"),
    ("a.mka", by_ffmpeg("matroska", "flac"), "matroska-lossless", "Matroska"),
    ("v.webm", by_ffmpeg("webm", "libopus"), "webm-opus", "17.4"),
    ("g722.wav", by_ffmpeg("wav", "g722"), "wav-g722", "telephone"),
    ("g726.wav", by_ffmpeg("wav", "g726", rate=8000), "wav-g726", "telephone"),
    ("a.sph", encoded("NIST", "PCM_16"), "other", "no browser plays"),
)


@pytest.mark.parametrize(("name", "content", "kind", "word"), UNPLAYABLE, ids=[case[0] for case in UNPLAYABLE])
def test_a_format_that_some_browser_refuses_says_why(
    name: str, content: bytes, kind: str, word: str, tmp_path: Path
) -> None:
    found = probed(tmp_path, name, content)
    assert [fault.code for fault in found.faults] == ["not-web-playable"]
    assert word in found.faults[0].message
    assert "ffmpeg -i" in found.faults[0].hint
    assert found.facts is not None
    assert (found.facts.kind, found.facts.web_playable) == (kind, False)
    assert found.facts.peak is not None


@pytest.mark.parametrize("bits", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "ALAW", "ULAW"])
@pytest.mark.parametrize("form", ["WAV", "WAVEX"])
def test_wav_variants_that_browsers_play_have_no_fault(form: str, bits: str, tmp_path: Path) -> None:
    found = probed(tmp_path, "a.wav", encoded(form, bits))
    assert found.faults == ()
    assert found.facts is not None
    assert found.facts.seconds == 1.0
    assert found.facts.peak == pytest.approx(0.5, rel=0.05)
    expected = {"PCM_U8": 8, "PCM_16": 16, "PCM_24": 24, "PCM_32": 32, "FLOAT": 32}.get(bits)
    assert found.facts.bits == expected


def test_no_header_makes_a_flac_longer_than_it_is(tmp_path: Path) -> None:
    endless = FLAC[:21] + bytes((FLAC[21] & 0xF0,)) + bytes(4) + FLAC[26:]
    lying = FLAC[:21] + bytes((FLAC[21] | 15,)) + b"\xff" * 4 + FLAC[26:]
    facts = [probed(tmp_path, "a.flac", content).facts for content in (endless, lying)]
    assert [one and one.seconds for one in facts] == [2.0, 2.0]
    assert [one and one.declared_seconds for one in facts] == [None, (2**36 - 1) / RATE]


def test_a_folder_a_pipe_a_socket_and_a_device_are_refused_without_waiting(tmp_path: Path) -> None:
    (tmp_path / "folder.wav").mkdir()
    os.mkfifo(tmp_path / "pipe.wav")
    (tmp_path / "circle.wav").symlink_to("circle.wav")
    (tmp_path / "broken.wav").symlink_to("gone.wav")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.fspath(tmp_path / "s.wav"))
        words = {
            "folder.wav": "a folder",
            "pipe.wav": "a named pipe",
            "circle.wav": "circle",
            "broken.wav": "'gone.wav', which does not exist",
            "s.wav": "a socket",
            "/dev/zero": "a device",
        }
        for name, word in words.items():
            found = probe_file(tmp_path / name, name)
            assert (found.facts, [fault.code for fault in found.faults]) == (None, ["unreadable-file"])
            assert word in found.faults[0].message


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    assert [fault.code for fault in probe_file(tmp_path / "gone.wav").faults] == ["missing-file"]
    assert [fault.code for fault in probe_file(tmp_path / "gone\0.wav").faults] == ["unreadable-file"]


def test_a_file_without_read_permission_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    found = probed(tmp_path, "a.wav", LONG_WAV)
    assert [fault.code for fault in found.faults] == ["unreadable-file"]
    assert "may not be read by this user" in found.faults[0].message


def test_a_name_that_is_not_utf8_is_read_and_shown_with_escapes(tmp_path: Path) -> None:
    name = os.fsdecode(b"bad\xff.mp3")
    found = probed(tmp_path, name, LONG_WAV)
    assert found.path == name
    assert found.facts is not None
    assert r"'bad\xff.mp3'" in found.faults[0].message
    assert r"bad\xff.wav" in found.faults[0].hint


def test_damaged_mp3_leaves_standard_error_clean(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    broken = bytearray(mp3())
    for place in range(3000, len(broken), 977):
        broken[place] ^= 0xFF
    found = probed(tmp_path, "a.mp3", bytes(broken))
    assert found.facts is not None
    assert capfd.readouterr().err == ""


def test_importing_the_package_brings_no_heavy_library() -> None:
    program = (
        "import sys, soundcase.audio.probe;"
        "print({'av', 'numpy', 'soundfile', 'mutagen', 'PIL'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_tags_of_a_wav_come_from_its_info_list(tmp_path: Path) -> None:
    tags = chunk(b"LIST", b"INFO" + chunk(b"INAM", b"A title\0") + chunk(b"ISFT", b"Lavf\x1b[31m\0"))
    facts = probed(tmp_path, "a.wav", wave(pcm16(), before=tags)).facts
    assert facts is not None
    assert facts.tags == (("title", "A title"), ("encoder", "Lavf [31m"))
