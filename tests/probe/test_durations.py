"""Files that say no duration or a wrong one are told; where that misleads browsers, an encode is offered."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from soundbank import (
    RATE,
    adts,
    by_ffmpeg,
    chunk,
    encoded,
    m4a,
    mp3,
    mp3_without_info,
    noise,
    pcm16,
    sine,
    wave,
)

from soundcase.audio.encode.recipe import Sounding, recipe_for
from soundcase.audio.media.choice import foreseen, known
from soundcase.audio.probe import Probed, probe_file
from soundcase.audio.probe.structure import Structure

FLAC = encoded("FLAC", samples=noise(2.0))


def flac_of_a_pipe(content: bytes) -> bytes:
    return content[:21] + bytes((content[21] & 0xF0,)) + bytes(4) + content[26:]


def m4a_without_duration(*names: bytes) -> bytes:
    """An MP4 file whose boxes of these names give the duration 0, and which has no edit list."""
    content = bytearray(by_ffmpeg("ipod", "aac", samples=sine(2.0)))
    for name in names:
        place = content.index(name) + (24 if name == b"tkhd" else 20)
        content[place : place + 4] = bytes(4)
    return bytes(content)


def counted(content: bytes, count: int) -> bytes:
    """An MP3 whose Info frame counts so many frames of sound."""
    place = max(content.find(b"Info"), content.find(b"Xing")) + 8
    return content[:place] + struct.pack(">I", count) + content[place + 4 :]


def webm_of_a_stream() -> bytes:
    """WebM without a duration: its element is renamed to one that says nothing."""
    return by_ffmpeg("webm", "libopus", samples=sine(2.0)).replace(b"\x44\x89", b"\x53\xac", 1)


UNSAID: tuple[tuple[str, bytes, float, bool], ...] = (
    ("total 0.flac", flac_of_a_pipe(FLAC), 2.0, False),
    ("total 0, ID3v1.flac", flac_of_a_pipe(FLAC) + b"TAG" + bytes(125), 2.0, False),
    ("size of a pipe.wav", wave(pcm16(2.0), size=0xFFFFFFFF), 2.0, True),
    ("size of 2 GB.wav", wave(pcm16(2.0), size=0x7FFFFFFF), 2.0, True),
    ("size of sox.wav", wave(pcm16(2.0), size=0x7FFFF000), 2.0, True),
    ("size 0.wav", wave(pcm16(2.0), size=0), 2.0, False),
    ("variable, no Xing.mp3", mp3_without_info(mp3(mode="VARIABLE")), 4.02, False),
    ("variable, count 0.mp3", counted(mp3(mode="VARIABLE"), 0), 4.02, False),
    ("a.aac", adts(40), 2.56, False),
    ("all 0.m4a", m4a_without_duration(b"mvhd", b"tkhd", b"mdhd"), 2.0, False),
    ("mdhd 0.m4a", m4a_without_duration(b"mdhd"), 2.0, False),
    ("a.webm", webm_of_a_stream(), 2.0, False),
)


def probed(folder: Path, name: str, content: bytes) -> Probed:
    (folder / name).write_bytes(content)
    return probe_file(folder / name, name)


@pytest.mark.parametrize(("name", "content", "seconds", "playable"), UNSAID, ids=[case[0] for case in UNSAID])
def test_a_file_that_does_not_say_its_duration_is_told(
    name: str, content: bytes, seconds: float, playable: bool, tmp_path: Path
) -> None:
    found = probed(tmp_path, name, content)
    assert [fault.code for fault in found.faults if fault.code != "not-web-playable"] == ["no-duration"]
    assert "ffmpeg -i" in found.faults[0].hint
    assert found.facts is not None
    assert found.facts.seconds == pytest.approx(seconds, abs=0.03)
    assert found.facts.web_playable == playable


@pytest.mark.parametrize("case", [case for case in UNSAID if not case[3]], ids=lambda case: case[0])
def test_where_browsers_guess_an_encode_is_offered(
    case: tuple[str, bytes, float, bool], tmp_path: Path
) -> None:
    facts = probed(tmp_path, case[0], case[1]).facts
    assert facts is not None
    ahead: list[Sounding | None] = []

    def look(found: Structure, size: int) -> str:
        ahead.append(foreseen(found, size))
        return ""

    probe_file(tmp_path / case[0], unless=look)
    for sounding in filter(None, (known(facts), *ahead)):
        assert recipe_for(sounding, "auto", keep_lossless=False)
        assert recipe_for(sounding, "original", keep_lossless=False)
        (lossless,) = recipe_for(sounding, "auto", keep_lossless=True)
        assert lossless.format in ("flac", "wav")


def test_a_small_flac_of_a_pipe_stays_lossless(tmp_path: Path) -> None:
    quiet = flac_of_a_pipe(encoded("FLAC", samples=sine(20.0, rate=8000), rate=8000))
    facts = probed(tmp_path, "a.flac", quiet).facts
    assert facts is not None
    assert [made.format for made in recipe_for(known(facts), "auto", keep_lossless=False)] == ["flac"]


LIES = (
    ("short.flac", FLAC[:22] + struct.pack(">I", 9000) + FLAC[26:]),
    ("half.mp3", counted(mp3(), 70)),
    ("double.mp3", counted(mp3(), 308)),
    ("2612 s.mp3", counted(mp3(), 100_000)),
)


@pytest.mark.parametrize(("name", "content"), LIES, ids=[case[0] for case in LIES])
def test_what_browsers_believe_of_a_lying_header_is_not_published_as_it_is(
    name: str, content: bytes, tmp_path: Path
) -> None:
    """A Xing header counts bytes too: where all of them are there, its count of frames is wrong."""
    found = probed(tmp_path, name, content)
    assert [fault.code for fault in found.faults] == ["wrong-duration"]
    assert found.facts is not None
    assert not found.facts.web_playable


def test_an_mp3_that_lost_its_end_is_still_told_as_cut(tmp_path: Path) -> None:
    content = mp3()
    assert [fault.code for fault in probed(tmp_path, "a.mp3", content[: len(content) // 2]).faults] == [
        "truncated"
    ]


def test_a_wav_that_is_as_long_as_its_first_size_says_is_not_cut(tmp_path: Path) -> None:
    """Browsers go by the bytes: the file plays as it is."""
    found = probed(tmp_path, "a.wav", wave(pcm16(3.0), size=2612 * 32000))
    assert [fault.code for fault in found.faults] == ["wrong-duration"]
    assert found.facts is not None
    assert (found.facts.seconds, found.facts.declared_seconds) == (3.0, 2612.0)
    assert found.facts.web_playable


COPIED = {
    "a.wav": wave(noise(2.0)[:, 0].__mul__(32767).astype("<i2").tobytes()),
    "a.aiff": encoded("AIFF", samples=noise(2.0)),
    "a.au": encoded("AU", samples=noise(2.0)),
    "a.caf": encoded("CAF", "PCM_16", samples=noise(2.0)),
}


@pytest.mark.parametrize("name", COPIED)
def test_a_file_that_was_copied_as_text_is_told(name: str, tmp_path: Path) -> None:
    whole = [fault.code for fault in probed(tmp_path, name, COPIED[name]).faults]
    damaged = [fault.code for fault in probed(tmp_path, name, COPIED[name].replace(b"\n", b"\r\n")).faults]
    assert "line-endings" not in whole
    assert "line-endings" in damaged


def test_aiff_and_au_without_a_size_reach_to_the_end_of_the_file(tmp_path: Path) -> None:
    aiff = encoded("AIFF", samples=noise(2.0))
    place = aiff.index(b"SSND") + 4
    for name, content in (
        ("a.aiff", aiff[:place] + bytes(4) + aiff[place + 4 :]),
        ("b.aiff", aiff[:place] + b"\xff" * 4 + aiff[place + 4 :]),
        ("a.au", b".snd" + struct.pack(">5I", 24, 0, 3, RATE, 1) + pcm16(2.0)),
    ):
        facts = probed(tmp_path, name, content).facts
        assert facts is not None
        assert facts.seconds == 2.0


def test_where_nothing_decodes_the_structure_tells_rate_and_channels(tmp_path: Path) -> None:
    cases = {
        "pcm64.wav": wave(pcm16(), fmt=struct.pack("<HHIIHH", 1, 2, RATE, RATE * 16, 16, 64)),
        "odd.wav": wave(pcm16(), fmt=struct.pack("<HHIIHH", 0xABCD, 2, RATE, 8000, 1, 0)),
        "no-data.wav": b"RIFF"
        + struct.pack("<I", 100)
        + b"WAVE"
        + chunk(b"fmt ", struct.pack("<HHIIHH", 1, 2, RATE, 64000, 4, 16)),
        "empty.wav": wave(b"", fmt=struct.pack("<HHIIHH", 1, 2, RATE, 64000, 4, 16)),
        "usac.m4a": m4a(config=b"\xf9\x50\x20"),
    }
    for name, content in cases.items():
        found = probed(tmp_path, name, content)
        channels = 1 if name == "usac.m4a" else 2
        assert (found.facts, found.rate, found.channels) == (None, RATE, channels), name
