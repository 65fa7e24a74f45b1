"""Ogg pages: checksums, granules, chained files, Ogg FLAC."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from soundbank import encoded, noise

from soundcase.audio.probe import probe_file
from soundcase.audio.probe.ogg import OggPage, page_crc, pages
from soundcase.audio.probe.source import open_source
from soundcase.problems.problem import Fault

VORBIS = encoded("OGG", "VORBIS", samples=noise(2.0))
OPUS = encoded("OGG", "OPUS", samples=noise(3.0))


def page(body: bytes, *, flags: int = 0, granule: int = 0, sequence: int = 0, serial: int = 7) -> bytes:
    lacing = bytes([255] * (len(body) // 255) + [len(body) % 255])
    head = (
        b"OggS\0" + struct.pack("<BqIII", flags, granule, serial, sequence, 0) + bytes((len(lacing),)) + lacing
    )
    whole = head + body
    return whole[:22] + struct.pack("<I", page_crc(whole)) + whole[26:]


@pytest.mark.parametrize("content", [VORBIS, OPUS], ids=["Vorbis", "Opus"])
def test_every_page_of_a_foreign_encoder_has_the_checksum_we_compute(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.ogg").write_bytes(content)
    source = open_source(tmp_path / "a.ogg", "a.ogg")
    assert not isinstance(source, Fault)
    with source:
        found = list(pages(source, 0))
    assert len(found) > 3
    assert all(isinstance(one, OggPage) and one.sound for one in found)


@pytest.mark.parametrize(("content", "seconds"), [(VORBIS, 2.0), (OPUS, 3.0)], ids=["Vorbis", "Opus"])
def test_the_last_granule_gives_the_exact_duration(content: bytes, seconds: float, tmp_path: Path) -> None:
    (tmp_path / "a.ogg").write_bytes(content)
    facts = probe_file(tmp_path / "a.ogg").facts
    assert facts is not None
    assert facts.seconds == pytest.approx(seconds, abs=1e-4)


def test_links_of_a_chained_file_are_added_up(tmp_path: Path) -> None:
    (tmp_path / "a.ogg").write_bytes(VORBIS + encoded("OGG", "VORBIS", samples=noise(1.0)))
    facts = probe_file(tmp_path / "a.ogg").facts
    assert facts is not None
    assert facts.seconds == pytest.approx(3.0, abs=0.01)


def test_an_opus_stream_that_starts_late_lasts_as_long_as_its_sound(tmp_path: Path) -> None:
    late = bytearray(OPUS)
    place = 0
    while (place := late.find(b"OggS", place)) >= 0:
        granule = int.from_bytes(late[place + 6 : place + 14], "little")
        segments = late[place + 26]
        end = place + 27 + segments + sum(late[place + 27 : place + 27 + segments])
        if granule:
            late[place + 6 : place + 14] = (granule + 480000).to_bytes(8, "little")
            late[place + 22 : place + 26] = page_crc(bytes(late[place:end])).to_bytes(4, "little")
        place = end
    (tmp_path / "a.opus").write_bytes(bytes(late))
    found = probe_file(tmp_path / "a.opus")
    assert [fault.code for fault in found.faults] == ["not-web-playable"]
    assert found.facts is not None
    assert found.facts.seconds == pytest.approx(3.0, abs=0.03)


def test_vorbis_whose_last_page_counts_nothing_is_decoded_to_its_end(tmp_path: Path) -> None:
    """Its last page has the granule 0, of which decoders make that nothing is to be played."""
    content = bytearray(encoded("OGG", "VORBIS", samples=noise(3.0)))
    last = content.rindex(b"OggS")
    content[last + 6 : last + 14] = bytes(8)
    content[last + 22 : last + 26] = page_crc(bytes(content[last:])).to_bytes(4, "little")
    (tmp_path / "a.ogg").write_bytes(content)
    found = probe_file(tmp_path / "a.ogg")
    assert [fault.code for fault in found.faults] == ["no-duration", "not-web-playable"]
    assert found.facts is not None
    assert found.facts.seconds == pytest.approx(3.0, abs=0.05)


def test_flac_inside_ogg_is_decoded_and_its_digest_checked(tmp_path: Path) -> None:
    native = encoded("FLAC", samples=noise(0.2))
    metadata = 42
    while not native[metadata] & 0x80:
        metadata += 4 + int.from_bytes(native[metadata + 1 : metadata + 4], "big")
    frames = native[metadata + 4 + int.from_bytes(native[metadata + 1 : metadata + 4], "big") :]
    head = b"\x7fFLAC\1\0\0\1fLaC\0" + native[5:42]
    comment = b"\x84\0\0\x0c" + struct.pack("<I4sI", 4, b"some", 0)
    content = page(head, flags=2) + page(comment, sequence=1) + page(frames, flags=4, granule=3200, sequence=2)
    (tmp_path / "a.ogg").write_bytes(content)
    found = probe_file(tmp_path / "a.ogg")
    assert [fault.code for fault in found.faults] == ["not-web-playable"]
    assert found.facts is not None
    assert (found.facts.kind, found.facts.frames, found.facts.bits) == ("ogg-flac", 3200, 16)
    assert found.facts.peak == pytest.approx(0.5, abs=0.01)
    wrong = head[:-1] + bytes((head[-1] ^ 1,))
    (tmp_path / "a.ogg").write_bytes(page(wrong, flags=2) + content[len(page(head)) :])
    assert "MD5" in probe_file(tmp_path / "a.ogg").faults[0].message


def test_speex_is_decoded(tmp_path: Path) -> None:
    head = (
        b"Speex   "
        + b"1.2".ljust(20, b"\0")
        + struct.pack("<13I", 1, 80, 16000, 1, 4, 1, 0, 320, 0, 1, 0, 0, 0)
    )
    content = (
        page(head, flags=2) + page(bytes(20), sequence=1) + page(bytes(90), flags=4, granule=28800, sequence=2)
    )
    (tmp_path / "a.spx").write_bytes(content)
    facts = probe_file(tmp_path / "a.spx").facts
    assert facts is not None
    assert (facts.kind, facts.seconds) == ("ogg-speex", 1.8)
    assert facts.peak is not None


def test_an_ogg_file_of_pictures_is_not_audio(tmp_path: Path) -> None:
    (tmp_path / "a.ogg").write_bytes(page(b"\x80theora" + bytes(40), flags=2))
    assert [fault.code for fault in probe_file(tmp_path / "a.ogg").faults] == ["not-audio"]
