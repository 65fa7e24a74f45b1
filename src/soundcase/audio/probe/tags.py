"""Embedded metadata as clean, short texts.

Rule 1: tags are untrusted: control characters go, values and their number are capped, order is the file's.
Rule 2: a tag that cannot be read is no fault of the sound; it is left out.
Rule 3: mutagen sees at most a megabyte of ID3, and none that unpacks compressed frames.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from soundcase.audio.probe.source import Source
from soundcase.audio.probe.structure import Structure

Tags = tuple[tuple[str, str], ...]

MAX_TAGS = 32
MAX_LENGTH = 500
_MAX_NAME = 40
_MAX_ID3 = 1 << 20
_PICTURES = ("metadata_block_picture", "coverart")
_NAMES = {
    "TIT2": "title",
    "TPE1": "artist",
    "TALB": "album",
    "TDRC": "date",
    "TCON": "genre",
    "TCOP": "copyright",
    "TSSE": "encoder",
    "TENC": "encoded by",
    "TRCK": "track",
    "COMM": "comment",
    "\xa9nam": "title",
    "\xa9ART": "artist",
    "\xa9alb": "album",
    "\xa9day": "date",
    "\xa9gen": "genre",
    "\xa9too": "encoder",
    "\xa9cmt": "comment",
    "cprt": "copyright",
}


def read_tags(source: Source, structure: Structure) -> Tags:
    """The tags of a clip, cleaned; empty where there are none or they cannot be read."""
    found = list(structure.tags)
    try:
        found += _embedded(source, structure)
    except Exception:  # noqa: BLE001 - a foreign parser on untrusted bytes raises anything, and tags matter little
        return clean(found)
    return clean(found)


def clean(found: Iterable[tuple[str, str]]) -> Tags:
    """Names and values without control characters, without repetitions, capped."""
    seen: dict[tuple[str, str], None] = {}
    for name, value in found:
        key, text = _plain(name, _MAX_NAME).lower(), _plain(value, MAX_LENGTH)
        if key and text:
            seen[key, text] = None
        if len(seen) == MAX_TAGS:
            break
    return tuple(seen)


def _plain(text: str, limit: int) -> str:
    spaced = (" " if c.isspace() or unicodedata.category(c) == "Cc" else c for c in text[: 4 * limit])
    kept = "".join(c for c in spaced if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn"))
    words = " ".join(kept.split())
    return words if len(words) <= limit else f"{words[: limit - 1]}…"


def _embedded(source: Source, structure: Structure) -> Iterator[tuple[str, str]]:
    from mutagen import flac, mp4, oggflac, oggopus, oggspeex, oggvorbis

    if structure.id3 is not None:
        yield from _id3(source, structure)
    readers: dict[str, Any] = {
        "flac": flac.FLAC,
        "ogg-opus": oggopus.OggOpus,
        "ogg-vorbis": oggvorbis.OggVorbis,
        "ogg-flac": oggflac.OggFLAC,
        "ogg-speex": oggspeex.OggSpeex,
        "mp4": mp4.MP4,
        "mov": mp4.MP4,
    }
    opener = readers.get(structure.kind) or readers.get(structure.kind[:3])
    opened = opener(source.stream(((0, source.size),))) if opener else None
    if opened is None or opened.tags is None:
        return
    for name, values in opened.tags.items() if structure.kind.startswith("mp4") else opened.tags:
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, str) and name.lower() not in _PICTURES:
                yield _NAMES.get(name, name.removeprefix("----:com.apple.iTunes:")), value


def _id3(source: Source, structure: Structure) -> Iterator[tuple[str, str]]:
    from mutagen import id3

    begin, end = structure.id3 or (0, 0)
    content = source.read(begin, min(end - begin, _MAX_ID3))
    if len(content) < 10 or may_unpack(content):
        return
    opener: Any = id3.ID3
    for frame in opener(io.BytesIO(content)).values():
        texts = getattr(frame, "text", None)
        name = _NAMES.get(frame.FrameID, "") or str(getattr(frame, "desc", "") or frame.FrameID)
        for text in texts if isinstance(texts, list) else []:
            yield name, str(text)


def may_unpack(tag: bytes) -> bool:
    """True where a frame of an ID3v2 tag is compressed, or the tag is laid out so that one could hide."""
    if tag[3:4] < b"\3":
        return False
    if tag[5] & 0xC0:  # unsynchronised, or with an extended header
        return True
    place = 10
    mask = 0x80 if tag[3] == 3 else 0x08
    while place + 10 <= len(tag) and tag[place : place + 4].isalnum():
        if tag[place + 9] & mask:
            return True
        sizes = tag[place + 4 : place + 8]
        size = int.from_bytes(sizes, "big")
        if tag[3] == 4:
            size = sizes[0] << 21 | sizes[1] << 14 | sizes[2] << 7 | sizes[3]
        place += 10 + size
    return False
