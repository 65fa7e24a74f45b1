"""Formats without a reader of their own: called by their names, and decoded where FFmpeg does."""

from __future__ import annotations

from pathlib import Path

import pytest
from soundbank import by_ffmpeg, m4a, noise, sine

from soundcase.audio.probe import probe_file

NAMED = (
    (b"tBaK", "TAK"),
    (b"OFR ", "OptimFROG"),
    (b"ajkg", "Shorten"),
    (b"LA04", "Lossless Audio"),
    (b".RMF", "RealMedia"),
    (b".ra\xfd", "RealAudio"),
    (b"MAC ", "Monkey's Audio"),
    (b"MPCK", "Musepack"),
    (b"MP+\7", "Musepack"),
    (b"wvpk", "WavPack"),
    (b"TTA1", "True Audio"),
    (b"DSD ", "DSD"),
    (b"FRM8", "DSD"),
    (b"\x0b\x77", "AC-3"),
    (b"\x7f\xfe\x80\x01", "DTS"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "Windows Media"),
    (b"\0\0\1\xba", "MPEG program stream"),
    (b"\x47\x40\0\x10" + bytes(184), "MPEG-TS"),
    (bytes(4) + b"\x47\x40\0\x10" + bytes(184), "MPEG-TS"),
    (b"RIFF\0\1\0\0QLCMfmt ", "QCELP"),
    (b"#!EVRC\n", "EVRC"),
    (b"Extended Module: a tune", "tracker module"),
    (b"IMPM", "tracker module"),
    (b"MThd\0\0\0\6", "MIDI"),
)


@pytest.mark.parametrize(("magic", "name"), NAMED, ids=[f"{name} {magic[:4]!r}" for magic, name in NAMED])
def test_a_format_that_cannot_be_read_is_called_by_its_name(magic: bytes, name: str, tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes((magic * 8 if b"\x47\x40" in magic else magic) + bytes(200))
    found = probe_file(tmp_path / "a.wav", "a.wav")
    assert found.facts is None
    assert [fault.code in ("undecodable", "not-audio") for fault in found.faults] == [True]
    assert name in found.faults[0].message
    assert "unknown" not in found.faults[0].message


DECODED = (
    ("mpegts", "mp2", 48000, "MPEG-TS"),
    ("mpegts", "aac", 48000, "MPEG-TS"),
    ("rm", "ac3", 48000, "RealMedia"),
    ("nut", "pcm_s16le", 16000, "NUT"),
    ("sox", "pcm_s32le", 16000, "the SoX format"),
    ("avi", "mp3", 24000, "an AVI video"),
    ("flv", "mp3", 44100, "a Flash video"),
)


@pytest.mark.parametrize(("container", "codec", "rate", "name"), DECODED)
def test_what_ffmpeg_decodes_has_facts(
    container: str, codec: str, rate: int, name: str, tmp_path: Path
) -> None:
    content = by_ffmpeg(container, codec, samples=sine(2.0, rate=rate), rate=rate)
    (tmp_path / "a.bin").write_bytes(content)
    facts = probe_file(tmp_path / "a.bin").facts
    assert facts is not None
    assert (facts.format, facts.rate, facts.channels, facts.web_playable) == (name, rate, 1, False)
    assert facts.seconds == pytest.approx(2.0, abs=0.15)


@pytest.mark.parametrize(
    ("container", "codec"), [("wv", "wavpack"), ("tta", "tta"), ("ac3", "ac3"), ("mp2", "mp2")]
)
def test_tags_behind_what_ffmpeg_decodes_are_no_damage(container: str, codec: str, tmp_path: Path) -> None:
    content = by_ffmpeg(container, codec, samples=sine(2.0, rate=48000), rate=48000)
    (tmp_path / "a.bin").write_bytes(content)
    plain = probe_file(tmp_path / "a.bin")
    (tmp_path / "a.bin").write_bytes(content + b"TAG" + bytes(125))
    tagged = probe_file(tmp_path / "a.bin")
    assert plain.facts is not None
    assert tagged.facts is not None
    assert tagged.facts.seconds == plain.facts.seconds
    assert [fault.code for fault in tagged.faults] == [fault.code for fault in plain.faults]


@pytest.mark.parametrize(("codec", "rate"), [("aac", 24000), ("aac", 44100)])
def test_a_codec_whose_packets_wav_does_not_part_is_not_called_damaged(
    codec: str, rate: int, tmp_path: Path
) -> None:
    """What the header says of rate, channels and length is told all the same."""
    content = by_ffmpeg("wav", codec, samples=noise(2.0, rate=rate), rate=rate)
    (tmp_path / "a.wav").write_bytes(content)
    found = probe_file(tmp_path / "a.wav")
    assert [fault.code for fault in found.faults] == ["undecodable"]
    assert (found.rate, found.channels) == (rate, 1)
    assert found.seconds == pytest.approx(2.0, abs=0.15)


CODECS_IN_WAV = ("adpcm_yamaha", "adpcm_swf", "mp2", "ac3", "eac3")


@pytest.mark.parametrize("codec", CODECS_IN_WAV)
def test_a_rare_codec_in_wav_is_decoded_and_never_called_playable(codec: str, tmp_path: Path) -> None:
    content = by_ffmpeg("wav", codec, samples=sine(2.0, rate=44100), rate=44100)
    (tmp_path / "a.wav").write_bytes(content)
    facts = probe_file(tmp_path / "a.wav").facts
    assert facts is not None
    assert (facts.kind, facts.rate, facts.channels, facts.web_playable) == ("wav-other", 44100, 1, False)
    assert facts.seconds == pytest.approx(2.0, abs=0.1)


def description(object_type: int) -> bytes:
    """An AudioSpecificConfig of 16 kHz, mono."""
    bits = f"{object_type:05b}" if object_type < 31 else f"11111{object_type - 32:06b}"
    bits = f"{bits}10000001".ljust(40, "0")
    return int(bits, 2).to_bytes(5, "big")


OBJECTS = ((17, "error resilience"), (23, "AAC-LD"), (36, "MPEG-4 ALS"), (39, "AAC-ELD"), (42, "xHE-AAC"))


@pytest.mark.parametrize(("object_type", "name"), OBJECTS)
def test_mpeg4_objects_beside_plain_aac_are_not_called_aac(object_type: int, name: str, tmp_path: Path) -> None:
    """What comes out of packets that are no such objects does not matter here."""
    (tmp_path / "a.m4a").write_bytes(m4a(config=description(object_type)))
    found = probe_file(tmp_path / "a.m4a")
    if found.facts is None:
        assert name in found.faults[0].message
        assert (found.rate, found.channels) == (16000, 1)
    else:
        assert name in found.facts.format
        assert not found.facts.web_playable
