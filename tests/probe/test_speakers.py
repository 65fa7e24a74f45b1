"""Which speaker each channel is for, from masks, tags and the codecs' own orders."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from soundbank import by_ffmpeg, chunk, encoded, sine, wave

from soundcase.audio.probe import probe_file

SIX = ("FL", "FR", "FC", "LFE", "BL", "BR")
SIDES = ("FL", "FR", "FC", "LFE", "SL", "SR")
_GUID = bytes.fromhex("0000001000800000aa00389b71")


def extensible(channels: int, mask: int) -> bytes:
    fmt = struct.pack("<HHIIHH", 0xFFFE, channels, 16000, 16000 * channels * 2, channels * 2, 16)
    fmt += struct.pack("<HHIH", 22, 16, mask, 1) + b"\0" + _GUID
    return wave(bytes(range(1, 241)) * channels, fmt=fmt)


def caf(channels: int, tag: int, mask: int = 0) -> bytes:
    content = encoded("CAF", "PCM_16", samples=sine(0.1, channels=channels))
    place = content.index(b"data", 48)
    layout = chunk(b"chan", struct.pack(">III", tag, mask, 0))
    return content[:place] + b"chan" + struct.pack(">q", 12) + layout[8:] + content[place:]


CASES = (
    ("a mask of 5.1", extensible(6, 0x3F), SIX),
    ("a mask of sides", extensible(6, 0x60F), SIDES),
    ("a mask of one speaker too few", extensible(6, 0x1F), ()),
    ("no mask", extensible(6, 0), ()),
    ("no mask, stereo", extensible(2, 0), ("FL", "FR")),
    ("a plain WAV of six", encoded("WAV", samples=sine(0.1, channels=6)), ()),
    ("mono", encoded("WAV", samples=sine(0.1)), ("FC",)),
    ("FLAC of six", encoded("FLAC", samples=sine(0.1, channels=6)), SIX),
    (
        "Vorbis of six",
        encoded("OGG", "VORBIS", samples=sine(0.1, channels=6)),
        ["FL", "FC", "FR", "BL", "BR", "LFE"],
    ),
    ("AAC of two", by_ffmpeg("adts", "aac", samples=sine(0.5, channels=2), rate=48000), ("FL", "FR")),
    ("CAF by its tag", caf(6, 121 << 16 | 6), SIDES),
    ("CAF by its mask", caf(6, 1 << 16, 0x3F), SIX),
    ("AIFF of four", encoded("AIFF", samples=sine(0.1, channels=4)), ()),
)


@pytest.mark.parametrize(("content", "layout"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_speakers_are_those_that_the_file_names(
    content: bytes, layout: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "a").write_bytes(content)
    facts = probe_file(tmp_path / "a").facts
    assert facts is not None
    assert facts.layout == tuple(layout)
