"""MP4 boxes: how they nest, the table of contents that they make, and the samples that their tables count.

Rule 1: a box reaches no further than the one around it, and the file; a claim of more is noted, not followed.
Rule 2: tables are read from bytes that exist; a count in a box allocates nothing.
Source: ISO/IEC 14496-12, §8.6 to 8.8 for the tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from soundcase.audio.probe.source import Source
from soundcase.audio.probe.structure import UnfitError
from soundcase.values import dataclass

_MAX_BOXES = 100_000
_MAX_TABLE = 32 << 20


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
class Movie:
    """The boxes at the top of a file, read."""

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


def read_movie(source: Source, start: int) -> Movie:
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
    return Movie(
        brand=source.read(start + 8, 4) if source.read(start + 4, 4) == b"ftyp" else b"",
        tracks=tuple(box for box in boxes(source, moov.start, moov.end) if box.name == b"trak"),
        timescale=timing(source, mvhd)[0],
        fragments=tuple(box for box in top if box.name == b"moof"),
        cut=cut,
        held=sum(b.end - b.start for b in top) / max(1, sum(b.size for b in top)),
    )


def handler(source: Source, track: Box) -> bytes:
    """The type of a track: `soun`, `vide` …"""
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


def _table(source: Source, box: Box | None, width: int, *, skip: int = 8) -> list[int]:
    """The big-endian numbers of a table box, behind its version, flags and count."""
    if box is None:
        return []
    body = source.read(box.start + skip, min(box.end - box.start - skip, _MAX_TABLE))
    return [int.from_bytes(body[i : i + width], "big") for i in range(0, len(body) - width + 1, width)]


def most_samples(source: Source, track: Box) -> int:
    """The largest count of samples that a track's tables declare, true or not."""
    stbl = descend(source, track, b"mdia", b"minf", b"stbl")
    counts = [0]
    for name in (b"stsz", b"stz2"):
        box = descend(source, stbl, name)
        counts.append(int.from_bytes(source.read(box.start + 8, 4), "big") if box else 0)
    runs = (_table(source, descend(source, stbl, name), 4) for name in (b"stts", b"ctts"))
    return max(*counts, *(sum(run[::2]) for run in runs))


def held_samples(source: Source, track: Box) -> tuple[int | None, int]:
    """Ticks of the samples whose bytes are there (None for all), and the bytes of all samples."""
    stbl = descend(source, track, b"mdia", b"minf", b"stbl")
    sizes_box = descend(source, stbl, b"stsz")
    if stbl is None or sizes_box is None:
        return None, 0
    fixed = int.from_bytes(source.read(sizes_box.start + 4, 4), "big")
    count = int.from_bytes(source.read(sizes_box.start + 8, 4), "big")
    sizes = [] if fixed else _table(source, sizes_box, 4, skip=12)[:count]
    payload = fixed * count if fixed else sum(sizes)
    near, far = descend(source, stbl, b"stco"), descend(source, stbl, b"co64")
    chunks = _table(source, near, 4) or _table(source, far, 8)
    runs = _runs(_table(source, descend(source, stbl, b"stsc"), 4), len(chunks))
    there = 0
    for offset, samples in zip(chunks, runs, strict=False):
        room = source.size - offset
        block = samples * fixed if fixed else sum(sizes[there : there + samples])
        if block > room:
            there += _fitting(sizes[there : there + samples], fixed, room)
            return _ticks(_table(source, descend(source, stbl, b"stts"), 4), there), payload
        there += samples
    return None, payload


def sample_spans(source: Source, track: Box) -> Iterator[tuple[int, int]]:
    """The bytes that the samples of each chunk take."""
    stbl = descend(source, track, b"mdia", b"minf", b"stbl")
    sizes_box = descend(source, stbl, b"stsz")
    fixed = int.from_bytes(source.read(sizes_box.start + 4, 4), "big") if sizes_box else 0
    sizes = [] if fixed else _table(source, sizes_box, 4, skip=12)
    near, far = descend(source, stbl, b"stco"), descend(source, stbl, b"co64")
    chunks = _table(source, near, 4) or _table(source, far, 8)
    taken = 0
    for offset, samples in zip(
        chunks, _runs(_table(source, descend(source, stbl, b"stsc"), 4), len(chunks)), strict=False
    ):
        yield offset, offset + (fixed * samples if fixed else sum(sizes[taken : taken + samples]))
        taken += samples


def _runs(table: list[int], chunks: int) -> Iterator[int]:
    """Samples in each chunk."""
    entries = [(table[i], table[i + 1]) for i in range(0, len(table) - 2, 3)]
    for (first, samples), (following, _) in pairwise([*entries, (chunks + 1, 0)]):
        for _ in range(min(following, chunks + 1) - first):
            yield samples


def _fitting(sizes: list[int], fixed: int, room: int) -> int:
    if fixed:
        return max(0, room) // fixed
    fitting = 0
    for size in sizes:
        room -= size
        if room < 0:
            break
        fitting += 1
    return fitting


def _ticks(table: list[int], samples: int) -> int:
    """The duration of the first samples."""
    total = 0
    for i in range(0, len(table) - 1, 2):
        count = min(table[i], samples)
        total += count * table[i + 1]
        samples -= count
    return total


def tabled(source: Source, track: Box) -> int:
    """Ticks of the samples that a track's own tables count; what fragments hold comes behind them."""
    runs = _table(source, descend(source, track, b"mdia", b"minf", b"stbl", b"stts"), 4)
    return sum(count * ticks for count, ticks in zip(runs[::2], runs[1::2], strict=False))


def most_run_samples(source: Source, movie: Movie) -> int:
    """The samples that the runs of all fragments declare, true or not."""
    runs = (run for traf in _fragments(source, movie) for run in _named(source, traf, b"trun"))
    return sum(int.from_bytes(source.read(run.start + 4, 4), "big") for run in runs)


def fragmented(source: Source, movie: Movie) -> int:
    """Ticks in the fragments' runs, for a file with one track."""
    total = 0
    for traf in _fragments(source, movie):
        header = descend(source, traf, b"tfhd")
        body = source.read(header.start, 32) if header else bytes(4)
        place = 8 + (8 if body[3] & 1 else 0) + (4 if body[3] & 2 else 0)
        usual = int.from_bytes(body[place : place + 4], "big") if body[3] & 8 else 0
        for run in _named(source, traf, b"trun"):
            total += _run_duration(source.read(run.start, min(run.end - run.start, _MAX_TABLE)), usual)
    return total


def _fragments(source: Source, movie: Movie) -> Iterator[Box]:
    """The contents of the fragments, by track."""
    for moof in movie.fragments:
        yield from _named(source, moof, b"traf")


def _named(source: Source, box: Box, name: bytes) -> Iterator[Box]:
    return (inner for inner in boxes(source, box.start, box.end) if inner.name == name)


def _run_duration(body: bytes, usual: int) -> int:
    flags, count = int.from_bytes(body[1:4], "big"), int.from_bytes(body[4:8], "big")
    if not flags & 0x100:
        return count * usual if count < len(body) * 1024 else 0
    place = 8 + (4 if flags & 1 else 0) + (4 if flags & 4 else 0)
    stride = 4 * (flags >> 8 & 15).bit_count()
    return sum(int.from_bytes(body[i : i + 4], "big") for i in range(place, len(body) - stride + 1, stride))
