"""Sounds that are whole, whatever stands before, between or behind: no fault, and every frame counts."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from soundbank import RATE, adts, by_ffmpeg, encoded, id3, mp3, mp3_without_info, noise, pcm16, sine, wave

from soundcase.audio.probe import Probed, probe_file
from soundcase.audio.probe.mpeg_frames import header
from soundcase.audio.probe.ogg import page_crc

ID3V1 = b"TAG" + bytes(125)
_ITEM = struct.pack("<II", 4, 0) + b"Title\0some"


def ape(*, headed: bool = True) -> bytes:
    """An APEv2 tag of one item."""
    fields = b"APETAGEX" + struct.pack("<III", 2000, len(_ITEM) + 32, 1)
    head = fields + struct.pack("<I", 0xA0000000) + bytes(8) if headed else b""
    return head + _ITEM + fields + struct.pack("<I", 0x80000000 * headed) + bytes(8)


LYRICS = b"LYRICSBEGIN" + b"IND0000200" + b"000021" + b"LYRICS200"
FOOTED = b"ID3\4\0\x10\0\0\0\x14" + bytes(20) + b"3DI\4\0\x10\0\0\0\x14"
BEHIND = {
    "ID3v1": ID3V1,
    "APEv2": ape(),
    "APEv2 without header": ape(headed=False),
    "APEv2 and ID3v1": ape() + ID3V1,
    "Lyrics3 and ID3v1": LYRICS + ID3V1,
    "ID3v2.4 with footer": FOOTED,
    "zeros": bytes(700),
    "a line end": b"\n",
    "words": b"uploaded by nobody in particular " * 5,
}
SOUNDS: dict[str, tuple[bytes, float]] = {
    "a.flac": (encoded("FLAC", samples=noise(2.0)), 2.0),
    "b.flac": (encoded("FLAC", "PCM_24", samples=sine(1.3)), 1.3),
    "a.mp3": (mp3(), 4.0),
    "a.opus": (encoded("OGG", "OPUS", samples=noise(2.0)), 2.0),
    "a.ogg": (encoded("OGG", "VORBIS", samples=noise(2.0)), 2.0),
    "a.wav": (wave(pcm16(2.0)), 2.0),
    "a.m4a": (by_ffmpeg("ipod", "aac", samples=sine(2.0)), 2.0),
}
_MISSED = ("no-duration", "not-web-playable", "silent")


def probed(folder: Path, name: str, content: bytes) -> Probed:
    (folder / name).write_bytes(content)
    return probe_file(folder / name, name)


def whole(folder: Path, name: str, content: bytes, seconds: float) -> Probed:
    found = probed(folder, name, content)
    assert [fault.message for fault in found.faults if fault.code not in _MISSED] == []
    assert found.facts is not None
    assert found.facts.seconds == pytest.approx(seconds, abs=0.001)
    return found


@pytest.mark.parametrize("behind", BEHIND)
@pytest.mark.parametrize("name", SOUNDS)
def test_what_stands_behind_the_sound_takes_nothing_from_it(name: str, behind: str, tmp_path: Path) -> None:
    content, seconds = SOUNDS[name]
    whole(tmp_path, name, content + BEHIND[behind], seconds)


@pytest.mark.parametrize("behind", BEHIND)
def test_a_flac_between_two_tags_is_whole(behind: str, tmp_path: Path) -> None:
    whole(tmp_path, "a.flac", id3(bytes(90)) + SOUNDS["a.flac"][0] + BEHIND[behind], 2.0)


@pytest.mark.parametrize("name", ["a.flac", "a.opus", "a.ogg", "a.wav", "a.m4a"])
def test_behind_an_id3v2_tag_a_sound_is_whole_but_does_not_play_everywhere(name: str, tmp_path: Path) -> None:
    """Firefox and Chromium were seen to refuse WAV and MP4 behind one, Firefox FLAC."""
    content, seconds = SOUNDS[name]
    found = whole(tmp_path, name, id3(bytes(90)) + content, seconds)
    assert found.facts is not None
    assert not found.facts.web_playable


@pytest.mark.parametrize("cut", [1, 40, 300])
@pytest.mark.parametrize("behind", ["ID3v1", "APEv2", "zeros", "words"])
def test_a_flac_that_was_cut_before_its_tag_is_told(cut: int, behind: str, tmp_path: Path) -> None:
    found = probed(tmp_path, "a.flac", SOUNDS["a.flac"][0][:-cut] + BEHIND[behind])
    assert {fault.code for fault in found.faults} & {"truncated", "corrupt"}


def pages_of(content: bytes) -> list[bytes]:
    found, place = [], 0
    while place < len(content):
        count = content[place + 26]
        end = place + 27 + count + sum(content[place + 27 : place + 27 + count])
        found.append(content[place:end])
        place = end
    return found


def marked(one: bytes, flags: int) -> bytes:
    """A page with other flags, and the checksum that belongs to them."""
    changed = one[:5] + bytes((flags,)) + one[6:]
    return changed[:22] + struct.pack("<I", page_crc(changed)) + changed[26:]


@pytest.mark.parametrize("name", ["a.opus", "a.ogg"])
def test_an_ogg_stream_without_its_last_mark_is_no_error(name: str, tmp_path: Path) -> None:
    """Of Opus, the samples that the last granule leaves out show that nothing is missing."""
    *pages, last = pages_of(SOUNDS[name][0])
    content = b"".join((*pages, marked(last, last[5] & ~4)))
    found = whole(tmp_path, name, content, 2.0)
    unsaid = [fault.code for fault in found.faults if fault.code == "no-duration"]
    assert unsaid == ([] if name == "a.opus" else ["no-duration"])


@pytest.mark.parametrize("name", ["a.opus", "a.ogg"])
def test_an_ogg_stream_that_lost_a_part_of_its_last_page_is_cut(name: str, tmp_path: Path) -> None:
    content = SOUNDS[name][0][:-20]
    assert "truncated" in [fault.code for fault in probed(tmp_path, name, content).faults]


@pytest.mark.parametrize("name", ["a.opus", "a.ogg"])
def test_junk_between_pages_does_no_harm_where_no_page_is_missing(name: str, tmp_path: Path) -> None:
    pages = pages_of(SOUNDS[name][0])
    whole(tmp_path, name, b"".join((*pages[:-1], b"junk" * 40, pages[-1])), 2.0)
    if len(pages) > 4:
        missing = b"".join((*pages[:-2], b"junk" * 40, pages[-1]))
        assert "corrupt" in [fault.code for fault in probed(tmp_path, name, missing).faults]


def test_vorbis_whose_last_page_has_no_granule_is_decoded(tmp_path: Path) -> None:
    *pages, last = pages_of(encoded("OGG", "VORBIS", samples=noise(0.5)))
    timeless = last[:6] + bytes(8) + last[14:]
    timeless = timeless[:22] + struct.pack("<I", page_crc(timeless)) + timeless[26:]
    facts = probed(tmp_path, "a.ogg", b"".join((*pages, timeless))).facts
    assert facts is not None
    assert facts.seconds == pytest.approx(0.5, abs=0.1)


ALAC = [("ALAC_16", 16000, 3.0), ("ALAC_16", 44100, 1.0), ("ALAC_24", 16000, 3.0), ("ALAC_32", 16000, 0.3)]


@pytest.mark.parametrize(("subtype", "rate", "seconds"), ALAC)
def test_alac_in_caf_keeps_its_last_packet(subtype: str, rate: int, seconds: float, tmp_path: Path) -> None:
    """libsndfile's last packet is short by itself, FFmpeg's is full: what a CAF leaves out is left out once."""
    content = encoded("CAF", subtype, samples=sine(seconds, rate=rate), rate=rate)
    facts = whole(tmp_path, "a.caf", content, seconds).facts
    assert facts is not None
    assert facts.peak == pytest.approx(0.5, abs=0.01)
    whole(tmp_path, "b.caf", by_ffmpeg("caf", "alac", samples=sine(seconds, rate=rate), rate=rate), seconds)


def freed(content: bytes) -> bytes:
    """An MP3 of constant rate without padding as one of free format."""
    changed = bytearray(content)
    head = header(content[:4])
    assert head is not None
    for place in range(0, len(changed) - 3, head.length):
        changed[place + 2] &= 0x0F
    return bytes(changed)


def test_free_format_with_an_info_frame_has_the_frames_of_its_source(tmp_path: Path) -> None:
    found = whole(tmp_path, "a.mp3", freed(mp3(rate=48000)), 4.0)
    assert "free format" in found.faults[0].message


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("rate", [16000, 44100])
def test_an_mp3_of_few_frames_has_their_length(count: int, rate: int, tmp_path: Path) -> None:
    content = mp3_without_info(mp3(1.0, rate=rate))
    end = frames = 0
    for _ in range(count):
        head = header(content[end : end + 4])
        assert head is not None
        end, frames = end + head.length, frames + head.frames
    found = whole(tmp_path, "a.mp3", content[:end], frames / rate)
    assert found.facts is not None
    assert found.facts.web_playable == (count > 1)


def test_adts_behind_and_before_tags_is_whole(tmp_path: Path) -> None:
    whole(tmp_path, "a.aac", id3(bytes(40)) + adts(40) + ape() + ID3V1, 2.56)


def test_rates_are_those_of_the_sound(tmp_path: Path) -> None:
    facts = probed(tmp_path, "a.mp3", mp3(rate=RATE)).facts
    assert facts is not None
    assert facts.rate == RATE


LEADS = {
    "zeros": bytes(512),
    "a byte order mark": b"\xef\xbb\xbf",
    "a line end": b"\r\n",
    "a server's head": b"HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\n\r\n",
    "ID3v2 and zeros": id3(bytes(200)) + bytes(100),
    "an odd head": bytes(range(97, 123)) * 50,
}
LED = {
    **{name: SOUNDS[name] for name in ("a.flac", "a.opus", "a.ogg", "a.wav", "a.m4a")},
    "a.aiff": (encoded("AIFF", samples=noise(2.0)), 2.0),
    "a.caf": (encoded("CAF", "PCM_16", samples=noise(2.0)), 2.0),
    "a.aac": (adts(30), 30 * 1024 / RATE),
}


@pytest.mark.parametrize("name", LED)
@pytest.mark.parametrize("lead", LEADS)
def test_what_stands_before_a_container_does_not_hide_it(name: str, lead: str, tmp_path: Path) -> None:
    content, seconds = LED[name]
    facts = whole(tmp_path, name, LEADS[lead] + content, seconds).facts
    assert facts
    assert not facts.web_playable


@pytest.mark.parametrize("head", [b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"RIFF\4\0\0\0WEBP", b"%PDF-1.7\n"])
def test_what_is_something_else_is_not_searched(head: bytes, tmp_path: Path) -> None:
    found = probed(tmp_path, "a.wav", head + SOUNDS["a.wav"][0])
    assert [fault.code for fault in found.faults] == ["not-audio"]


@pytest.mark.parametrize(("fmt", "data"), [(b"fmt ", b"DATA"), (b"FMT ", b"data"), (b"fmt\0", b"Data")])
def test_chunks_in_other_letters_are_read_though_browsers_do_not(
    fmt: bytes, data: bytes, tmp_path: Path
) -> None:
    content = wave(pcm16(2.0)).replace(b"fmt ", fmt, 1).replace(b"data", data, 1)
    facts = whole(tmp_path, "a.wav", content, 2.0).facts
    assert facts
    assert not facts.web_playable


GUID = b"\1" * 16


@pytest.mark.parametrize(
    ("fmt", "width"),
    [
        (struct.pack("<HHIIHH", 1, 1, RATE, RATE * 8, 8, 64), 8),
        (struct.pack("<HHIIHH", 3, 1, RATE, RATE * 2, 2, 16), 2),
        (struct.pack("<HHIIHH", 3, 1, RATE, RATE * 3, 3, 24), 3),
        (struct.pack("<HHIIHHHHI", 0xFFFE, 1, RATE, RATE * 2, 2, 16, 22, 16, 4) + GUID, 2),
        (struct.pack("<HHIIHHH", 0x7A21, 1, RATE, 2000, 1, 0, 0), 1),
    ],
    ids=["PCM of 64 bits", "float of 16", "float of 24", "unknown GUID", "unknown codec"],
)
def test_what_nothing_decodes_is_told_by_its_structure(fmt: bytes, width: int, tmp_path: Path) -> None:
    found = probed(tmp_path, "a.wav", wave(bytes(2000 if width == 1 else RATE * width), fmt=fmt))
    assert [fault.code for fault in found.faults] == ["undecodable"]
    assert (found.rate, found.channels, found.seconds) == (RATE, 1, 1.0)


def test_an_edit_list_that_plays_nothing_hides_no_sound(tmp_path: Path) -> None:
    content = by_ffmpeg("ipod", "aac", samples=sine(2.0))
    place = content.index(b"elst") + 12
    found = probed(tmp_path, "a.m4a", content[:place] + bytes(4) + content[place + 4 :])
    assert [fault.code for fault in found.faults] == ["no-duration"]
    assert found.facts
    assert found.facts.seconds == pytest.approx(2.0, abs=0.1)
    assert not found.facts.web_playable


def test_aac_in_loas_is_named_and_read(tmp_path: Path) -> None:
    facts = whole(tmp_path, "a.loas", by_ffmpeg("latm", "aac", samples=sine(2.0)), 33 * 1024 / RATE).facts
    assert facts
    assert facts.format == "AAC (LOAS)"
