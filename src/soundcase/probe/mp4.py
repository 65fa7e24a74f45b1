"""MP4, M4A and QuickTime: the boxes that say what the first sound track is, how long, and whether it is there.

Rule 1: an edit list decides the duration where there is one: it leaves out an encoder's priming.
Rule 2: samples whose bytes lie behind the end of the file are missing, whatever the tables say.
Rule 3: tables are read from bytes that exist; a count in a box allocates nothing.
Source: ISO/IEC 14496-12 (boxes), 14496-14 and 14496-3 (esds, AudioSpecificConfig).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from soundcase.probe.adts import CHANNELS, RATES
from soundcase.probe.source import Source
from soundcase.probe.structure import Damage, NotSoundError, Structure, UnfitError

_MAX_BOXES = 100_000
_MAX_TABLE = 32 << 20
_PCM = (b"lpcm", b"sowt", b"twos", b"in24", b"in32", b"fl32", b"fl64", b"raw ", b"ipcm")
_CODECS = {
    b".mp3": "mp4-mp3",
    b"Opus": "mp4-opus",
    b"fLaC": "mp4-flac",
    b"alac": "mp4-alac",
    **dict.fromkeys(_PCM, "mov-pcm"),
}
_OBJECTS = {**dict.fromkeys((0x40, 0x66, 0x67, 0x68), "mp4-aac"), **dict.fromkeys((0x69, 0x6B), "mp4-mp3")}
_AAC = {5: "mp4-he-aac", 29: "mp4-he-aac-2"}


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its name and the span of its body that is there."""

    name: bytes
    start: int
    end: int
    whole: bool


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


@dataclass(frozen=True, slots=True)
class Sound:
    """What the description of a sound track says."""

    kind: str
    rate: int
    channels: int
    bits: int | None
    codec: str


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
        yield Box(head[4:8], min(body, end), min(start + size, end), start + size <= end)
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
        timescale=_timing(source, mvhd)[0],
        fragments=tuple(box for box in top if box.name == b"moof"),
        cut=cut,
    )


def handler(source: Source, track: Box) -> bytes:
    """What a track is: `soun`, `vide` …"""
    box = descend(source, track, b"mdia", b"hdlr")
    return source.read(box.start + 8, 4) if box else b""


def read_mp4(source: Source, start: int) -> Structure:
    """The structure of an MP4 file that begins at byte `start`; raises `UnfitError` or `NotSoundError`."""
    film = read_film(source, start)
    track = next((box for box in film.tracks if handler(source, box) == b"soun"), None)
    if track is None:
        raise NotSoundError("an MP4 file without a sound track")
    sound = _sound(source, track)
    scale, length = _timing(source, descend(source, track, b"mdia", b"mdhd"))
    if not scale:
        raise UnfitError("is an MP4 file whose sound track has no clock")
    if film.fragments and not length:
        length = _fragmented(source, film)
    edited = _edited(source, track, film.timescale)
    whole = length / scale if edited is None or film.fragments else edited
    declared = round(whole * sound.rate)
    held, payload = _held(source, track)
    missing = held is not None and held < length
    present = round(held / scale * sound.rate) if missing and held is not None else declared
    damage = None
    if missing or (film.cut and film.fragments):
        damage = Damage("truncated", "the bytes of its last samples are not there", min(present, declared))
    return Structure(
        kind=sound.kind,
        rate=sound.rate,
        channels=sound.channels,
        frames=min(present, declared),
        declared=declared or None,
        payload=payload or source.size,
        bits=sound.bits,
        damage=damage,
        codec=sound.codec,
    )


def _timing(source: Source, box: Box | None) -> tuple[int, int]:
    """Timescale and duration of an `mvhd` or `mdhd` box, in ticks; zeros where there is none."""
    if box is None:
        return 0, 0
    body = source.read(box.start, 32)
    if body[:1] == b"\1":
        return int.from_bytes(body[20:24], "big"), int.from_bytes(body[24:32], "big")
    duration = int.from_bytes(body[16:20], "big")
    return int.from_bytes(body[12:16], "big"), 0 if duration == 0xFFFFFFFF else duration


def _edited(source: Source, track: Box, timescale: int) -> float | None:
    """Seconds that an edit list plays; None where there is no list."""
    box = descend(source, track, b"edts", b"elst")
    if box is None or not timescale:
        return None
    body = source.read(box.start, min(box.end - box.start, 1 << 16))
    wide = body[:1] == b"\1"
    size, field = (20, 8) if wide else (12, 4)
    total = 0
    for place in range(8, len(body) - size + 1, size):
        media_time = int.from_bytes(body[place + field : place + 2 * field], "big", signed=True)
        if media_time >= 0:
            total += int.from_bytes(body[place : place + field], "big")
    return total / timescale if total else None


def _sound(source: Source, track: Box) -> Sound:
    table = descend(source, track, b"mdia", b"minf", b"stbl", b"stsd")
    entry = next(boxes(source, table.start + 8, table.end), None) if table else None
    if entry is None:
        raise UnfitError("is an MP4 file whose sound track does not say what it is")
    body = source.read(entry.start, 28)
    if len(body) < 28:
        raise UnfitError("is an MP4 file whose sound track is described too briefly")
    channels, bits = int.from_bytes(body[16:18], "big"), int.from_bytes(body[18:20], "big")
    rate = int.from_bytes(body[24:28], "big") >> 16
    inner = entry.start + 28 + {1: 16, 2: 36}.get(int.from_bytes(body[8:10], "big"), 0)
    kind = _CODECS.get(entry.name, "mp4-other")
    if entry.name == b"mp4a":
        kind, rate, channels = _mpeg4(source, inner, entry.end, Sound("mp4-aac", rate, channels, None, ""))
    elif kind in ("mp4-alac", "mp4-flac"):
        rate, bits = _lossless(source, kind, inner, entry.end) or (rate, bits)
    if not rate or not channels:
        raise UnfitError(f"declares {channels} channels at {rate} Hz")
    name = entry.name.decode("latin-1") if kind == "mp4-other" else ""
    return Sound(kind, rate, channels, bits if kind in ("mp4-alac", "mp4-flac", "mov-pcm") else None, name)


def _lossless(source: Source, kind: str, start: int, end: int) -> tuple[int, int] | None:
    """Rate and bits of an ALAC or FLAC description, which knows more than the fields before it."""
    box = next((b for b in boxes(source, start, end) if b.name in (b"alac", b"dfLa")), None)
    body = source.read(box.start, 28) if box else b""
    if len(body) < 28:
        return None
    if kind == "mp4-alac":
        return int.from_bytes(body[24:28], "big"), body[9]
    packed = int.from_bytes(body[18:26], "big")
    return packed >> 44, (packed >> 36 & 31) + 1


def _mpeg4(source: Source, start: int, end: int, plain: Sound) -> tuple[str, int, int]:
    """Kind, rate and channels from an `esds` box, which knows more than the fields before it."""
    box = next((b for b in boxes(source, start, end) if b.name == b"esds"), None)
    body = source.read(box.start, min(box.end - box.start, 256)) if box else b""
    config = _descriptor(body, 0x04)
    kind = _OBJECTS.get(config[0], "mp4-other") if config else plain.kind
    special = _descriptor(body, 0x05)
    if kind != "mp4-aac" or len(special) < 2:
        return kind, plain.rate, plain.channels
    object_type = special[0] >> 3
    packed = int.from_bytes(special[:5].ljust(5, b"\0"), "big")
    index = packed >> 31 & 15
    rate = RATES[index] if index < len(RATES) else plain.rate
    layout = packed >> 27 & 15
    channels = CHANNELS[layout] if 0 < layout < len(CHANNELS) else plain.channels
    if object_type in _AAC:
        extended = packed >> 23 & 15
        rate = RATES[extended] if extended < len(RATES) else rate
        channels = 2 if object_type == 29 else channels
    return _AAC.get(object_type, kind), rate, channels


def _descriptor(body: bytes, wanted: int) -> bytes:
    """The content of the descriptor with this tag; empty if there is none."""
    place = 4
    while place + 2 <= len(body):
        tag = body[place]
        place, size = place + 1, 0
        for _ in range(4):
            byte = body[place] if place < len(body) else 0
            place, size = place + 1, size << 7 | byte & 0x7F
            if not byte & 0x80:
                break
        if tag == wanted:
            return body[place : place + size]
        place += {0x03: 3, 0x04: 13}.get(tag, size)
    return b""


def _table(source: Source, box: Box | None, width: int) -> list[int]:
    """The big-endian numbers of a table box, behind its version, flags and count."""
    if box is None:
        return []
    body = source.read(box.start + 8, min(box.end - box.start - 8, _MAX_TABLE))
    return [int.from_bytes(body[i : i + width], "big") for i in range(0, len(body) - width + 1, width)]


def _held(source: Source, track: Box) -> tuple[int | None, int]:
    """Ticks of the samples whose bytes are there (None for all), and the bytes of all samples."""
    stbl = descend(source, track, b"mdia", b"minf", b"stbl")
    sizes_box = descend(source, stbl, b"stsz")
    if stbl is None or sizes_box is None:
        return None, 0
    fixed = int.from_bytes(source.read(sizes_box.start + 4, 4), "big")
    count = int.from_bytes(source.read(sizes_box.start + 8, 4), "big")
    sizes = [] if fixed else _table(source, Box(b"", sizes_box.start + 4, sizes_box.end, whole=True), 4)[:count]
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


def _fragmented(source: Source, film: Film) -> int:
    """Ticks in the fragments' runs, for a file with one track."""
    total = 0
    for moof in film.fragments:
        for traf in (b for b in boxes(source, moof.start, moof.end) if b.name == b"traf"):
            header = descend(source, traf, b"tfhd")
            usual = _usual_duration(source.read(header.start, 32)) if header else 0
            for run in (b for b in boxes(source, traf.start, traf.end) if b.name == b"trun"):
                total += _run_duration(source.read(run.start, min(run.end - run.start, _MAX_TABLE)), usual)
    return total


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
