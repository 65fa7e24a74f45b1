"""Tags behind the sound: ID3v1, APEv2, Lyrics3 and appended ID3v2, in any order.

Rule: a tag is taken off only where its own marks at both ends agree, or it has a fixed size.
Source: id3.org (ID3v1, ID3v2.4 footers, Lyrics3 2.00); Hydrogenaudio Knowledgebase, "APEv2 specification".
"""

from __future__ import annotations

from soundcase.audio.probe.source import Source

_MOST_TAGS = 8
_LONGEST_LYRICS = 5100


def sound_end(source: Source) -> int:
    """The byte at which the tags at the end of a file begin; its size where there are none."""
    end = source.size
    for _ in range(_MOST_TAGS):
        length = _id3v1(source, end) or _ape(source, end) or _lyrics(source, end) or _id3v2(source, end)
        if not length:
            break
        end -= length
    return end


def _id3v1(source: Source, end: int) -> int:
    if source.read(end - 128, 3) != b"TAG" or end < 128:
        return 0
    return 128 + 227 if end >= 355 and source.read(end - 355, 4) == b"TAG+" else 128


def _ape(source: Source, end: int) -> int:
    foot = source.read(end - 32, 32) if end >= 32 else b""
    if foot[:8] != b"APETAGEX":
        return 0
    length = int.from_bytes(foot[12:16], "little") + (32 if foot[23] & 0x80 else 0)
    return length if 32 <= length <= end else 32


def _lyrics(source: Source, end: int) -> int:
    mark = source.read(end - 9, 9) if end >= 9 else b""
    if mark == b"LYRICS200":
        digits = source.read(end - 15, 6)
        length = int(digits) + 15 if digits.isdigit() else 0
        return length if source.read(end - length, 11) == b"LYRICSBEGIN" else 0
    if mark == b"LYRICSEND":
        begin = max(0, end - _LONGEST_LYRICS - 20)
        place = source.read(begin, end - begin).rfind(b"LYRICSBEGIN")
        return end - begin - place if place >= 0 else 0
    return 0


def _id3v2(source: Source, end: int) -> int:
    foot = source.read(end - 10, 10) if end >= 20 else b""
    if foot[:3] != b"3DI" or any(b & 0x80 for b in foot[6:]):
        return 0
    length = 20 + (foot[6] << 21 | foot[7] << 14 | foot[8] << 7 | foot[9])
    return length if length <= end and source.read(end - length, 3) == b"ID3" else 0
