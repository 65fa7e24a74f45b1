"""Tags: clean, capped, and never a reason to fail."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import mutagen.flac
import mutagen.oggopus
import pytest
from soundbank import encoded, id3, id3_text, mp3, sine

from soundcase.audio.probe import probe_file
from soundcase.audio.probe.tags import MAX_LENGTH, MAX_TAGS, clean, may_unpack

SHORT = sine(0.2)


def tags(folder: Path, name: str, content: bytes) -> tuple[tuple[str, str], ...]:
    path = folder / name
    path.write_bytes(content)
    facts = probe_file(path).facts
    assert facts is not None
    return facts.tags


def test_an_id3_tag_is_read_under_common_names(tmp_path: Path) -> None:
    tag = id3(id3_text(b"TIT2", "Ein Lied 歌") + id3_text(b"TPE1", "Somebody"))
    assert tags(tmp_path, "a.mp3", tag + mp3(0.5)) == (("title", "Ein Lied 歌"), ("artist", "Somebody"))


@pytest.mark.parametrize(
    ("name", "content", "opener"),
    [
        ("a.flac", encoded("FLAC", samples=SHORT), mutagen.flac.FLAC),
        ("a.opus", encoded("OGG", "OPUS", samples=SHORT), mutagen.oggopus.OggOpus),
    ],
    ids=["FLAC", "Opus"],
)
def test_vorbis_comments_are_read_and_pictures_left_out(
    name: str, content: bytes, opener: type, tmp_path: Path
) -> None:
    target = io.BytesIO(content)
    opened = opener(target)
    opened["title"], opened["metadata_block_picture"] = "A\x07 name", "AAAA"
    target.seek(0)
    opened.save(target)
    found = dict(tags(tmp_path, name, target.getvalue()))
    assert found["title"] == "A name"
    assert "metadata_block_picture" not in found


def test_a_compressed_frame_is_not_unpacked(tmp_path: Path) -> None:
    bomb = zlib.compress(b"\0" + b"A" * 1_000_000)
    frame = b"TIT2" + (4 + len(bomb)).to_bytes(4, "big") + b"\0\x80" + (1_000_001).to_bytes(4, "big") + bomb
    tag = id3(frame)
    assert may_unpack(tag)
    assert not may_unpack(id3(id3_text(b"TIT2", "name")))
    assert tags(tmp_path, "a.mp3", tag + mp3(0.5)) == ()


@pytest.mark.parametrize("rubbish", [b"\xff" * 60, b"TIT2\xff\xff\xff\xff\0\0abc", b"APIC" + bytes(40)])
def test_a_broken_tag_is_no_fault_of_the_sound(rubbish: bytes, tmp_path: Path) -> None:
    assert tags(tmp_path, "a.mp3", id3(rubbish) + mp3(0.5)) == ()


def test_texts_are_cleaned_capped_and_counted() -> None:
    assert clean([("Title", "a\x1b[31m\u202eb\0\nc \ud800")]) == (("title", "a [31mb c"),)
    assert clean([("t", ""), ("", "x"), ("t", "\x07")]) == ()
    assert clean([("t", "same"), ("t", "same")]) == (("t", "same"),)
    assert len(clean([("t", "x" * 10_000)])[0][1]) == MAX_LENGTH
    assert len(clean([(f"t{i}", "x") for i in range(100)])) == MAX_TAGS
