"""MP4 sample tables: how many samples there are, how long they last, and whether their bytes are there.

Rule: tables are read from bytes that exist; a count in a box allocates nothing.
Source: ISO/IEC 14496-12 §8.6 to 8.8.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from soundcase.audio.probe.mp4_boxes import Box, Film, boxes, descend
from soundcase.audio.probe.source import Source

_MAX_TABLE = 32 << 20


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


def most_run_samples(source: Source, film: Film) -> int:
    """The samples that the runs of all fragments declare, true or not."""
    runs = (run for traf in _fragments(source, film) for run in _named(source, traf, b"trun"))
    return sum(int.from_bytes(source.read(run.start + 4, 4), "big") for run in runs)


def fragmented(source: Source, film: Film) -> int:
    """Ticks in the fragments' runs, for a file with one track."""
    total = 0
    for traf in _fragments(source, film):
        header = descend(source, traf, b"tfhd")
        usual = _usual_duration(source.read(header.start, 32)) if header else 0
        for run in _named(source, traf, b"trun"):
            total += _run_duration(source.read(run.start, min(run.end - run.start, _MAX_TABLE)), usual)
    return total


def _fragments(source: Source, film: Film) -> Iterator[Box]:
    """What the fragments hold of each track."""
    for moof in film.fragments:
        yield from _named(source, moof, b"traf")


def _named(source: Source, box: Box, name: bytes) -> Iterator[Box]:
    return (inner for inner in boxes(source, box.start, box.end) if inner.name == name)


def _usual_duration(body: bytes) -> int:
    flags = int.from_bytes(body[1:4], "big")
    place = 8 + (8 if flags & 1 else 0) + (4 if flags & 2 else 0)
    return int.from_bytes(body[place : place + 4], "big") if flags & 8 else 0


def _run_duration(body: bytes, usual: int) -> int:
    flags, count = int.from_bytes(body[1:4], "big"), int.from_bytes(body[4:8], "big")
    if not flags & 0x100:
        return count * usual if count < len(body) * 1024 else 0
    place = 8 + (4 if flags & 1 else 0) + (4 if flags & 4 else 0)
    stride = 4 * (flags >> 8 & 15).bit_count()
    return sum(int.from_bytes(body[i : i + 4], "big") for i in range(place, len(body) - stride + 1, stride))
