"""MP4, QuickTime and AVIF: boxes that browsers play or draw from stay, and all others become empty space.

Rule 1: nothing moves, so that no table of places has to be written again.
Rule 2: what is kept is kept by name; of a track that is neither seen nor heard, nothing is.
Rule 3: bytes of the media data that no sample is made of are cleared.
Source: ISO/IEC 14496-12 and -14; ISO/IEC 23008-12 and the AVIF specification for items; Apple, "QuickTime File
Format", for times, names and `iTunSMPB`, which tells what is left out of a gapless clip.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

from soundcase.audio.bare.marks import quiet
from soundcase.audio.bare.profile import quiet_profile
from soundcase.audio.bare.streams import comments, speakers
from soundcase.audio.probe.mp4_boxes import Box, boxes, descend, handler, sample_spans
from soundcase.audio.probe.source import Source

_ENTERED = frozenset(b"moov mdia minf stbl edts mvex moof traf mfra dinf iprp ipco wave sinf schi".split())
_KEPT = frozenset(
    b"ftyp styp mdat elst vmhd smhd nmhd stts ctts stsc stsz stz2 stco co64 stss stps sdtp cslg sgpd sbgp subs "
    b"saiz saio mehd trex trep mfhd tfhd tfdt trun tfra mfro sidx ssix iods elng tapt pitm iloc iref idat ipma "
    b"ispe pixi av1C auxC irot imir pasp clap clli mdcv a1op a1lx lsel rloc avcC hvcC vpcC dOps alac chan chnl "
    b"btrt fiel gama esds frma enda schm tenc damr dac3 dec3 samr mp4a prol altr ster".split()
)
_TIMED = frozenset((b"mvhd", b"tkhd", b"mdhd"))
_SEEN = frozenset((b"soun", b"vide", b"auxv", b"pict"))
_GAPLESS = re.compile(rb"[0-9A-Fa-f ]{40,400}")
_ITEMS = (b"av01", b"grid", b"iovl", b"iden", b"tmap", b"hvc1")
"""Items that pictures are made of."""
_WORDS = re.compile(rb"[\x20-\x7e]{8,}")
_WORDY = (b"ftyp", b"styp", b"mdat", b"auxC", b"colr")
"""Boxes in which names of formats and of colours stand side by side, or samples."""


class _Clearing:
    """A file on its way, box by box."""

    def __init__(self, content: bytes, start: int) -> None:
        self.made = bytearray(content[start:])
        self.used: list[tuple[int, int]] = []
        """Spans of the media data that samples or items are made of."""
        self.freed: set[int] = set()
        """Where the bodies of boxes begin that are empty space."""
        self.worded: list[tuple[int, int]] = []
        """Spans in which words may stand."""
        self.known = True
        """Whether these are all of them."""
        self.sounding = False
        """Whether the track at hand is heard."""

    def clear(self, start: int, end: int) -> None:
        """Put zeros there."""
        self.made[start:end] = bytes(max(0, end - start))

    def free(self, box: Box) -> None:
        """Make empty space of a box."""
        near = self.made[box.start - 4 : box.start] == box.name  # else its size has 8 bytes more
        name = box.start - (4 if near else 12)
        self.made[name : name + 4] = b"free"
        self.clear(box.start, box.end)
        self.freed.add(box.start)

    def edit(self, start: int, end: int, made: bytes) -> None:
        """Put other bytes of the same number there."""
        self.made[start:end] = made.ljust(end - start, b"\0")[: end - start]


def bare_boxes(content: bytes, start: int) -> bytes:
    """An MP4, QuickTime or AVIF file without names, times and tags."""
    work = _Clearing(content, start)
    source = Source(io.BytesIO(work.made), len(work.made))
    end = 0
    for box in boxes(source, 0, source.size):
        if not box.whole and box.name not in (b"mdat", b"moov", b"moof"):
            break
        _clear(work, source, box)
        if box.start not in work.freed:
            end = box.end
    if work.known and work.used:
        _clear_gaps(work, source)
    _stop_at_words(work)
    for box in boxes(source, 0, source.size):
        if box.name == b"mdat":
            work.edit(box.start, box.end, quiet(bytes(work.made[box.start : box.end])))
    return bytes(work.made[:end])


def _stop_at_words(work: _Clearing) -> None:
    """Raise `ValueError` where something is written among what should be numbers: boxes lie as none should."""
    spans = sorted(work.worded)
    place = 0
    for first, last in (*spans, (len(work.made), len(work.made))):
        if _WORDS.search(work.made, place, max(place, first)):
            raise ValueError("words stand where numbers should")
        place = max(place, last)


def _clear_gaps(work: _Clearing, source: Source) -> None:
    spans = sorted(work.used)
    for box in boxes(source, 0, source.size):
        place = box.start
        for first, last in spans if box.name == b"mdat" else ():
            if first < box.end and last > box.start:
                work.clear(place, min(first, box.end))
                place = max(place, last)
        if box.name == b"mdat":
            work.clear(place, box.end)


def _inside(work: _Clearing, source: Source, start: int, end: int) -> None:
    for box in boxes(source, start, end):
        _clear(work, source, box)


def _clear(work: _Clearing, source: Source, box: Box) -> None:
    """Clear what one box says, and those in it."""
    name, start, end = box.name, box.start, box.end
    if name in _WORDY:
        work.worded.append((start - 8, end))
    if name in _TIMED:
        work.clear(start + 4, start + (20 if work.made[start] else 12))
    elif name == b"moof":
        work.known = False
        _inside(work, source, start, end)
    elif name in _ENTERED:
        _inside(work, source, start, end)
    elif name in _EDITS:
        _EDITS[name](work, source, box)
    elif name not in _KEPT:
        work.free(box)


def _track(work: _Clearing, source: Source, box: Box) -> None:
    if handler(source, box) not in _SEEN:
        work.free(box)
        return
    work.sounding = handler(source, box) == b"soun"
    sizes = descend(source, box, b"mdia", b"minf", b"stbl", b"stsz")
    work.known = work.known and sizes is not None and source.read(sizes.start + 4, 4) == bytes(4)
    work.used += sample_spans(source, box)
    for inner in boxes(source, box.start, box.end):
        if inner.name == b"meta":
            work.free(inner)
        else:
            _clear(work, source, inner)


def _handler(work: _Clearing, _: Source, box: Box) -> None:
    work.clear(box.start + 12, box.end)


def _references(work: _Clearing, source: Source, box: Box) -> None:
    for entry in boxes(source, box.start + 8, box.end):
        work.clear(entry.start + 4, entry.end)


def _descriptions(work: _Clearing, source: Source, box: Box) -> None:
    """The entries of `stsd`: who wrote the codec is cleared, and what stands in them is looked at."""
    for entry in boxes(source, box.start + 8, box.end):
        body, inner = entry.start, entry.start + 78
        work.clear(body + 12, body + 16)
        if work.sounding:
            inner = body + 28 + {1: 16, 2: 36}.get(int.from_bytes(source.read(body + 8, 2), "big"), 0)
        else:
            work.clear(body + 42, body + 74)
        for one in boxes(source, inner, entry.end):
            if one.name.strip(b"\0"):
                _clear(work, source, one)
        work.edit(inner, entry.end, quiet(bytes(work.made[inner : entry.end])))


def _colours(work: _Clearing, source: Source, box: Box) -> None:
    if source.read(box.start, 4) in (b"prof", b"rICC"):
        work.edit(box.start + 4, box.end, quiet_profile(source.read(box.start + 4, box.end - box.start - 4)))


def _flac(work: _Clearing, source: Source, box: Box) -> None:
    work.edit(box.start + 4, box.end, quiet_blocks(source.read(box.start + 4, box.end - box.start - 4)))


def quiet_blocks(blocks: bytes) -> bytes:
    """FLAC's metadata of the same length, of which all but the properties is padding."""
    made, place = bytearray(blocks), 0
    while place + 4 <= len(blocks):
        kind, size = blocks[place] & 0x7F, int.from_bytes(blocks[place + 1 : place + 4], "big")
        body = blocks[place + 4 : place + 4 + size]
        if kind not in (0, 3):
            mask = speakers(body) if kind == 4 else b""
            made[place] = blocks[place] & 0x80 | (4 if mask else 1)
            made[place + 4 : place + 4 + size] = (comments(mask) if mask else b"").ljust(len(body), b"\0")
        place += 4 + size
    return bytes(made)


def _user_data(work: _Clearing, source: Source, box: Box) -> None:
    """All tags but the one that tells which samples at both ends are no sound."""
    if b"iTunSMPB" not in source.read(box.start, box.end - box.start):
        work.free(box)
        return
    work.worded.append((box.start, box.end))
    for inner in boxes(source, box.start, box.end):
        if inner.name != b"meta":
            work.free(inner)
            continue
        for part in boxes(source, inner.start + 4, inner.end):
            if part.name == b"hdlr":
                work.clear(part.start + 24, part.end)
            elif part.name == b"ilst":
                _tags(work, boxes(source, part.start, part.end), source)
            else:
                work.free(part)


def _tags(work: _Clearing, tags: Iterable[Box], source: Source) -> None:
    for tag in tags:
        parts = boxes(source, tag.start, tag.end)
        texts = {part.name: source.read(part.start, part.end - part.start) for part in parts}
        gapless = tag.name == b"----" and texts.get(b"name", b"")[4:] == b"iTunSMPB"
        if (
            not gapless
            or set(texts) != {b"mean", b"name", b"data"}
            or not _GAPLESS.fullmatch(texts[b"data"][8:])
        ):
            work.free(tag)


def _meta(work: _Clearing, source: Source, box: Box) -> None:
    """The items of AVIF; a `meta` box without a picture in it is a bag of tags."""
    parts = {part.name: part for part in boxes(source, box.start + 4, box.end)}
    if b"iinf" not in parts or b"iloc" not in parts:
        work.free(box)
        return
    gone = frozenset(_names(work, source, parts[b"iinf"]))
    for item, spans in _places(source, parts[b"iloc"], parts.get(b"idat")):
        for first, last in spans:
            if item in gone:
                work.clear(first, last)
            else:
                work.used.append((first, last))
    for part in parts.values():
        if part.name != b"iinf":
            _clear(work, source, part)


def _names(work: _Clearing, source: Source, box: Box) -> Iterator[int]:
    """The items that are no part of the picture, after the names of all items are cleared."""
    wide = source.read(box.start, 1) != b"\0"
    for entry in boxes(source, box.start + (8 if wide else 6), box.end):
        body = source.read(entry.start, entry.end - entry.start)
        width = 4 if body[:1] == b"\3" else 2
        kind = body[6 + width : 10 + width]
        if kind not in _ITEMS:
            work.edit(entry.start + 6 + width, entry.end, b"free")
            yield int.from_bytes(body[4 : 4 + width], "big")
        else:
            work.clear(entry.start + 10 + width, entry.end)


def _places(source: Source, box: Box, held: Box | None) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Each item with the spans that it is made of."""
    body = source.read(box.start, box.end - box.start)
    version, sizes, place = body[0], body[4] << 8 | body[5], 6
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    wide = 4 if version == 2 else 2

    def number(width: int) -> int:
        nonlocal place
        place += width
        return int.from_bytes(body[place - width : place], "big")

    for _ in range(number(wide)):
        item = number(wide)
        inside = version in (1, 2) and number(2) & 15 == 1
        number(2)
        begin = number(base) + (held.start if inside and held else 0)
        spans = []
        for _ in range(number(2)):
            number(index if version in (1, 2) else 0)
            first = begin + number(offset)
            spans.append((first, first + number(length)))
        yield item, spans


_EDITS = {
    b"trak": _track,
    b"hdlr": _handler,
    b"dref": _references,
    b"stsd": _descriptions,
    b"colr": _colours,
    b"dfLa": _flac,
    b"udta": _user_data,
    b"meta": _meta,
}
