"""WAV and its large and big-endian relatives: RIFF, RIFX, RF64, BW64.

Rule 1: the samples that count are those between the data chunk's start and the end it declares or the
end of the file, whichever comes first.
Rule 2: a data size of 0, 0x7FFFF000 or 0xFFFFFFFF with samples behind it is a pipe's, and promises nothing.
Rule 3: where a file is as long as its first size says, a data size beyond its end is a lie: nothing is cut.
Source: EBU Tech 3306 (RF64), ITU-R BS.2088 (BW64), the RIFF specification of Microsoft and IBM.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from soundcase.audio.probe.source import Source
from soundcase.audio.probe.structure import Damage, Span, Structure, Track, UnfitError
from soundcase.audio.probe.wave_format import FLOAT, PCM, Order, WaveFormat, wave_format

_ENDLESS = 0x7FFFF000
_UNKNOWN, _ZERO = -1, -2
"""Sizes that stand for: endless, and 0 although samples follow."""
_UNSAID = {
    _UNKNOWN: "its header gives a size that stands for an endless one, as that of a pipe does",
    _ZERO: "its header gives the length 0, and Firefox refuses that",
}
_MAX_CHUNKS = 1000
_LIST_TYPE = 4
"""Bytes that say what a list is of."""
_SLACK = 64
"""Bytes that may be missing without remark: some writers count the header as data."""
_INFO = {
    b"INAM": "title",
    b"IART": "artist",
    b"IPRD": "album",
    b"ICMT": "comment",
    b"ICOP": "copyright",
    b"ICRD": "date",
    b"IGNR": "genre",
    b"ISFT": "encoder",
    b"ITRK": "track",
}


@dataclass(frozen=True, slots=True)
class Chunk:
    """One chunk: its name, the span of its body that is there, and the size it declares."""

    name: bytes
    start: int
    end: int
    size: int


@dataclass(frozen=True, slots=True)
class _Chunks:
    items: tuple[Chunk, ...]
    unpadded: int
    """Where a chunk of odd length lacks its padding byte; -1 where none does."""

    def first(self, name: bytes) -> Chunk | None:
        exact = next((c for c in self.items if c.name == name), None)
        return exact or next((c for c in self.items if c.name.lower().rstrip(b" \0") == name.rstrip()), None)


def read_wave(source: Source, start: int) -> Structure:
    """The structure of a WAV file that begins at byte `start`; raises `UnfitError`."""
    magic = source.read(start, 4)
    order: Order = "big" if magic == b"RIFX" else "little"
    chunks = _chunks(source, start + 12, order)
    body = chunks.first(b"fmt ")
    if body is None:
        raise UnfitError("is a WAV file without a format chunk")
    form = wave_format(source.read(body.start, min(body.end - body.start, 64)), order)
    data = chunks.first(b"data")
    if data is None:
        raise UnfitError("is a WAV file without a data chunk", form.rate, form.channels)
    kind = {b"RIFX": "rifx-pcm", b"RF64": "rf64-pcm", b"BW64": "rf64-pcm"}.get(magic, form.kind)
    tag = chunks.first(b"id3 ") or chunks.first(b"ID3 ")
    read = wave_structure(kind, form, _piped(source, data), (start, source.size))
    if read.damage and start + 8 + int.from_bytes(source.read(start + 4, 4), order) == source.size:
        read = replace(read, damage=None)
    fact = chunks.first(b"fact")
    counted = int.from_bytes(source.read(fact.start, 4), order) if fact else 0
    return replace(
        read,
        about=(counted or read.about) if read.kind == "wav-other" else None,
        obstacle=_obstacle(chunks, data) or read.obstacle,
        id3=(tag.start, tag.end) if tag else None,
        tags=_info(source, chunks),
    )


def _obstacle(chunks: _Chunks, data: Chunk) -> str:
    """What some browser stumbles on in the order and the places of the chunks."""
    named = [chunk.name for chunk in chunks.items]
    if not {b"fmt ", b"data"}.issubset(named):
        return "browsers know the chunks of WAV by their exact names, 'fmt ' and 'data'"
    if chunks.unpadded >= 0 and chunks.unpadded != data.end:
        return "a chunk of odd length lacks its padding byte"
    if any(chunk.name == b"LIST" and chunk.size < _LIST_TYPE for chunk in chunks.items):
        return "Chromium stumbles on a list of nothing"
    return "Firefox wants the format before the samples" if named.index(b"fmt ") > named.index(b"data") else ""


def wave_structure(kind: str, form: WaveFormat, data: Chunk, whole: Span) -> Structure:
    """The structure that a format and a data chunk make; a declared size below 0 is an unknown one."""
    held = data.end - data.start
    size = form.frame_bytes
    if form.unfit:
        raise UnfitError(form.unfit, form.rate, form.channels, form.seconds(held))
    frames = held // size if size else _by_rate(form, held)
    declared = data.size // size if size and data.size >= 0 else None
    missing = data.size - held
    lossy = form.tag not in (PCM, FLOAT)
    raw = form.raw
    return Structure(
        kind=kind,
        rate=form.rate,
        channels=form.channels,
        frames=frames,
        declared=declared if size else _blocks_declared(form, data),
        payload=held,
        tracks=_tracks(form, (data.start, data.end) if raw else whole),
        bits=None if lossy else form.valid_bits,
        codec=form.codec,
        about=form.estimate(held),
        damage=Damage("truncated", f"{missing} bytes of its data are not there", frames)
        if missing > _SLACK
        else None,
        obstacle=form.obstacle,
        unsaid=_UNSAID.get(data.size, ""),
        guessed=data.size == _ZERO,
        layout=form.layout,
    )


def _tracks(form: WaveFormat, span: Span) -> tuple[Track, ...]:
    return (Track((span,), form.raw),) if form.decodable else ()


def _by_rate(form: WaveFormat, held: int) -> int | None:
    """Frames of a codec that works in blocks, by its average rate; None where decoding tells better."""
    if form.kind == "wav-g722":  # two samples to a byte, whatever the header says about rates
        return held * 2 // form.channels
    vague = form.decodable or form.kind == "wav-other" or not form.byte_rate
    return None if vague else held * form.rate // form.byte_rate


def _blocks_declared(form: WaveFormat, data: Chunk) -> int | None:
    """Frames by blocks or by the average rate; None where nothing is missing, so that decoding decides."""
    if data.size <= data.end - data.start + _SLACK or not (form.byte_rate or form.block_frames):
        return None
    if form.block_frames and form.align:
        return data.size // form.align * form.block_frames
    return data.size * form.rate // form.byte_rate


def _chunks(source: Source, position: int, order: Order) -> _Chunks:
    found: list[Chunk] = []
    unpadded = -1
    large = 0
    while position + 8 <= source.size and len(found) < _MAX_CHUNKS:
        head = source.read(position, 8)
        size = int.from_bytes(head[4:], order)
        if head[:4] == b"ds64":
            large = int.from_bytes(source.read(position + 16, 8), "little")
        elif head[:4] == b"data" and size == 0xFFFFFFFF and large:
            size = large
        start = position + 8
        end = min(start + size, source.size)
        found.append(Chunk(head[:4], start, end, size))
        position = end + (size & 1)
        if size & 1 and not _named(source.read(position, 4)) and _named(source.read(end, 4)):
            unpadded = position = end
    return _Chunks(tuple(found), unpadded)


def _named(name: bytes) -> bool:
    return len(name) == 4 and name.isascii() and name.decode("ascii").isprintable()


def _piped(source: Source, data: Chunk) -> Chunk:
    """The data chunk with a size that promises nothing marked as such."""
    if data.size >= _ENDLESS and data.size > data.end - data.start:
        return Chunk(data.name, data.start, data.end, _UNKNOWN)
    behind = source.read(data.start, 8)
    if data.size == 0 and behind and not _named(behind[:4]):
        return Chunk(data.name, data.start, source.size, _ZERO)
    return data


def _info(source: Source, chunks: _Chunks) -> tuple[tuple[str, str], ...]:
    """The texts of a `LIST` chunk of type `INFO`."""
    tags: list[tuple[str, str]] = []
    for chunk in chunks.items:
        body = source.read(chunk.start, min(chunk.end - chunk.start, 1 << 16))
        if chunk.name != b"LIST" or body[:4] != b"INFO":
            continue
        position = 4
        while position + 8 <= len(body) and len(tags) < _MAX_CHUNKS:
            size = int.from_bytes(body[position + 4 : position + 8], "little")
            name = _INFO.get(body[position : position + 4])
            if name:
                text = body[position + 8 : position + 8 + size].split(b"\0")[0]
                tags.append((name, text.decode("utf-8", "replace")))
            position += 8 + size + (size & 1)
    return tuple(tags)
