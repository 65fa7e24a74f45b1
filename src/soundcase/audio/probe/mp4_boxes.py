"""MP4 boxes: how they nest, and the table of contents that they make.

Rule: a box reaches no further than the one around it, and the file; a claim of more is noted, not followed.
Source: ISO/IEC 14496-12.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from soundcase.audio.probe.source import Source
from soundcase.audio.probe.structure import UnfitError

_MAX_BOXES = 100_000


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its name and the span of its body that is there."""

    name: bytes
    start: int
    end: int
    whole: bool
    size: int
    """Bytes of the body that the box declares."""


@dataclass(frozen=True, slots=True)
class Film:
    """What the boxes at the top say."""

    brand: bytes
    tracks: tuple[Box, ...]
    """The `trak` boxes."""
    timescale: int
    fragments: tuple[Box, ...]
    """The `moof` boxes."""
    cut: bool
    """Whether the last box at the top is cut."""
    held: float
    """The share of the declared bytes at the top that is there."""


def boxes(source: Source, start: int, end: int) -> Iterator[Box]:
    """The boxes that follow each other in a span, at most 100,000."""
    for _ in range(_MAX_BOXES):
        head = source.read(start, 16)
        if start + 8 > end or len(head) < 8:
            return
        size, body = int.from_bytes(head[:4], "big"), start + 8
        if size == 1:
            size, body = int.from_bytes(head[8:16], "big"), start + 16
        elif size == 0:
            size = end - start
        if size < body - start:
            return
        yield Box(head[4:8], min(body, end), min(start + size, end), start + size <= end, start + size - body)
        start += size


def descend(source: Source, box: Box | None, *path: bytes) -> Box | None:
    """The first box down a path of names; None if one is lacking."""
    for name in path:
        if box is None:
            return None
        box = next((b for b in boxes(source, box.start, box.end) if b.name == name), None)
    return box


def read_film(source: Source, start: int) -> Film:
    """The boxes at the top of a file; raises `UnfitError` where the table of contents is missing."""
    top = tuple(boxes(source, start, source.size))
    moov = next((box for box in top if box.name == b"moov"), None)
    cut = not top or not top[-1].whole
    if moov is None or not moov.whole:
        raise UnfitError(
            "is an MP4 file without its table of contents"
            + (": the file is cut, and the table (moov) stood at its end" if cut else " (moov)")
        )
    mvhd = descend(source, moov, b"mvhd")
    return Film(
        brand=source.read(start + 8, 4) if source.read(start + 4, 4) == b"ftyp" else b"",
        tracks=tuple(box for box in boxes(source, moov.start, moov.end) if box.name == b"trak"),
        timescale=timing(source, mvhd)[0],
        fragments=tuple(box for box in top if box.name == b"moof"),
        cut=cut,
        held=sum(b.end - b.start for b in top) / max(1, sum(b.size for b in top)),
    )


def handler(source: Source, track: Box) -> bytes:
    """What a track is: `soun`, `vide` …"""
    box = descend(source, track, b"mdia", b"hdlr")
    return source.read(box.start + 8, 4) if box else b""


def timing(source: Source, box: Box | None) -> tuple[int, int]:
    """Timescale and duration of an `mvhd` or `mdhd` box, in ticks; zeros where there is none."""
    if box is None:
        return 0, 0
    body = source.read(box.start, 32)
    scale, duration = (body[20:24], body[24:32]) if body[:1] == b"\1" else (body[12:16], body[16:20])
    unknown = b"\xff" * len(duration)
    return int.from_bytes(scale, "big"), 0 if duration == unknown else int.from_bytes(duration, "big")
