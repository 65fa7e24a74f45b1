"""WebM and Matroska: elements that players need stay, and all others become empty space.

Rule 1: nothing moves, so that cues and other places stay right; what must have a text has an empty one.
Rule 2: what is kept is kept by name; of a track that is neither seen nor heard, nothing is.
Source: RFC 8794 (EBML), RFC 9559 (Matroska).
"""

from __future__ import annotations

import io

from soundcase.audio.bare.boxes import quiet_blocks
from soundcase.audio.bare.marks import quiet
from soundcase.audio.bare.streams import comments
from soundcase.audio.probe.matroska import Element, elements
from soundcase.audio.probe.source import Source

_MASTERS = frozenset((0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0xE1, 0x1F43B675, 0xA0))
_KEPT = frozenset(
    (
        *(0x4286, 0x42F7, 0x42F2, 0x42F3, 0x4282, 0x4287, 0x4285),  # of the header
        *(0x114D9B74, 0x1C53BB6B, 0x2AD7B1, 0x4489),  # where things are, and how long
        *(0xD7, 0x73C5, 0x83, 0xB9, 0x88, 0x55AA, 0x9C, 0x23E383, 0x234E7A, 0x22B59C, 0x86, 0x56AA, 0x56BB),
        *(0xE0, 0x6D80, 0x55EE, 0x41E4, 0x6DE7, 0x6DF8),  # of a track
        *(0xB5, 0x78B5, 0x9F, 0x6264, 0x52F1),  # of its sound
        *(0xE7, 0xA7, 0xAB, 0x9B, 0xFB, 0x75A1, 0x75A2),  # of a cluster
    )
)
_VOID, _SEGMENT, _ENTRY, _TYPE, _NUMBER, _PRIVATE = 0xEC, 0x18538067, 0xAE, 0x83, 0xD7, 0x63A2
_PROGRAMS = (0x4D80, 0x5741)
_BLOCKS = (0xA3, 0xA1)
_SEEN = (1, 2)
_NAMES, _LONGEST_NAME = (0x4282, 0x86, 0x22B59C), 40
_NUMBER_BYTES = 8
_TREES = frozenset((0x114D9B74, 0x4DBB, 0x1C53BB6B, 0xBB, 0xB7, 0xDB, 0xE0, 0x55B0, 0x55D0, 0x7670))
_OPAQUE = frozenset((0x6D80, 0x41E4, 0x75A1))
"""What is kept as it is: how samples are encoded, and what is added to a block."""


def bare_matroska(content: bytes, start: int) -> bytes:
    """A WebM or Matroska file without titles, dates, programs, tags, chapters and attachments."""
    made = bytearray(content[start:])
    source = Source(io.BytesIO(content[start:]), len(content) - start)
    end, gone = 0, set[int]()
    whole = source.size
    for element in elements(source, 0):
        if element.head >= whole or not (element.whole or element.id in _MASTERS or element.id in _BLOCKS):
            break
        if element.id == _SEGMENT:
            whole = element.end
        elif element.id == _ENTRY:
            number, kind = _described(source, element)
            if kind not in _SEEN:
                gone.add(number)
        _clear(made, source, element, gone)
        end = max(end, min(element.start if element.id in _MASTERS else element.end, whole))
    return bytes(made[:end])


def _described(source: Source, entry: Element) -> tuple[int, int]:
    """The number and the type of a track."""
    found = {_NUMBER: 0, _TYPE: 0}
    for inner in elements(source, entry.start):
        if inner.head >= entry.end:
            break
        if inner.id in found:
            found[inner.id] = int.from_bytes(source.read(inner.start, inner.end - inner.start), "big")
    return found[_NUMBER], found[_TYPE]


def _clear(made: bytearray, source: Source, element: Element, gone: set[int]) -> None:
    start, end = element.start, element.end
    if element.id in _BLOCKS:
        if source.read(start, 1)[:1] in {bytes((0x80 | number,)) for number in gone}:
            made[start + 4 : end] = bytes(max(0, end - start - 4))
        else:
            made[start:end] = quiet(bytes(made[start:end]))
    elif element.id == _PRIVATE:
        made[start:end] = _private(bytes(made[start:end]))
    elif element.id in _PROGRAMS or element.id == _VOID:
        made[start:end] = bytes(end - start)
    elif element.id not in _MASTERS and element.whole and not _is_plain(source, element):
        _void(made, element.head, end)


def _is_plain(source: Source, element: Element) -> bool:
    """True for an element that players need, and that is as it should be: a number, a name, a tree of them."""
    size = element.end - element.start
    if element.id not in _KEPT:
        return False
    if element.id in _NAMES:
        return size <= _LONGEST_NAME
    return element.id in _OPAQUE or size <= _NUMBER_BYTES or _is_tree(source, element.start, element.end)


def _is_tree(source: Source, start: int, end: int) -> bool:
    """True where elements of numbers fill a span to its end, without a rest."""
    for inner in elements(source, start):
        if inner.head >= end:
            return inner.head == end
        size = inner.end - inner.start
        if inner.end > end or not (
            size <= _NUMBER_BYTES or (inner.id in _TREES and _is_tree(source, inner.start, inner.end))
        ):
            return False
        start = inner.end
        if start == end:
            return True
    return False


def _void(made: bytearray, head: int, end: int) -> None:
    """Make empty space of an element, whatever the length of its id."""
    total = end - head
    width = min(8, total - 1)
    size = total - 1 - width
    made[head:end] = b"\xec" + (size | 1 << 7 * width).to_bytes(width, "big") + bytes(size)


def _private(body: bytes) -> bytes:
    """The set-up of a codec of the same length, without comments and names."""
    if body.startswith(b"fLaC"):
        return b"fLaC" + quiet_blocks(body[4:])
    place = body.find(b"\x03vorbis")
    behind = body.find(b"\x05vorbis", place)
    if body[:1] == b"\2" and 0 < place < behind:
        silent = b"\x03vorbis" + comments() + b"\1"
        return body[:place] + silent.ljust(behind - place, b"\0") + body[behind:]
    return quiet(body)
