"""WAV and its large and big-endian relatives: RIFF, RIFX, RF64, BW64, and Sony Wave64.

Rule 1: the samples that count are those between the data chunk's start and the end it declares or the
end of the file, whichever comes first.
Rule 2: a data size of 0, 0x7FFFF000 or 0xFFFFFFFF with samples behind it is a pipe's, and promises nothing.
Rule 3: where a file is as long as its first size says, a data size beyond its end is a lie: nothing is cut.
Rule 4: Wave64 has GUIDs for names; a size counts the head, and chunks begin at multiples of eight.
Source: EBU Tech 3306 (RF64), ITU-R BS.2088 (BW64), the RIFF specification of Microsoft and IBM.
"""

from __future__ import annotations

from dataclasses import replace

from soundcase.audio.probe.chunks import Chunk, Chunking, Order, chunks, named
from soundcase.audio.probe.source import Source
from soundcase.audio.probe.structure import Span, Structure, Track, UnfitError
from soundcase.audio.probe.wave_format import FLOAT, PCM, WaveFormat, wave_format

_ENDLESS = 0x7FFFF000
_UNKNOWN, _ZERO = -1, -2
"""Sizes that stand for: endless, and 0 although samples follow."""
_UNSAID = {
    _UNKNOWN: "its header gives a size that stands for an endless one, as that of a pipe does",
    _ZERO: "its header gives the length 0, and Firefox refuses that",
}
_LIST_TYPE = 4
"""Bytes that say what a list is of."""
_MOST_TAGS = 1000
_WAVE64 = Chunking("little", head=24, name=16, align=8, inclusive=True)
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


_Chunks = tuple[Chunk, ...]


def _first(items: _Chunks, name: bytes) -> Chunk | None:
    """The first chunk of a name, else of one that differs in case and blanks."""
    exact = next((chunk for chunk in items if chunk.name == name), None)
    return exact or next((chunk for chunk in items if chunk.name.lower().rstrip(b" \0") == name.rstrip()), None)


def read_wave(source: Source, start: int) -> Structure:
    """The structure of a WAV file that begins at byte `start`; raises `UnfitError`."""
    magic = source.read(start, 4)
    order: Order = "big" if magic == b"RIFX" else "little"
    items = tuple(chunks(source, start + 12, Chunking(order)))
    body = _first(items, b"fmt ")
    if body is None:
        raise UnfitError("is a WAV file without a format chunk")
    form = wave_format(source.read(body.start, min(body.end - body.start, 64)), order)
    data = _first(items, b"data")
    if data is None:
        raise UnfitError("is a WAV file without a data chunk", form.rate, form.channels)
    kind = {b"RIFX": "rifx-pcm", b"RF64": "rf64-pcm", b"BW64": "rf64-pcm"}.get(magic, form.kind)
    tag = _first(items, b"id3 ") or _first(items, b"ID3 ")
    read = wave_structure(kind, form, _piped(source, data), (start, source.size))
    if read.damage and start + 8 + int.from_bytes(source.read(start + 4, 4), order) == source.size:
        read = replace(read, damage=None)
    fact = _first(items, b"fact")
    counted = int.from_bytes(source.read(fact.start, 4), order) if fact else 0
    return replace(
        read,
        about=(counted or read.about) if read.kind == "wav-other" else None,
        unplayable_reason=_unplayable_reason(items, data) or read.unplayable_reason,
        id3=tag.span if tag else None,
        tags=_info(source, items),
    )


def _unplayable_reason(items: _Chunks, data: Chunk) -> str:
    """The obstacle for some browser in the order and the places of the chunks."""
    names = [chunk.name for chunk in items]
    if not {b"fmt ", b"data"}.issubset(names):
        return "browsers know the chunks of WAV by their exact names, 'fmt ' and 'data'"
    if any(not chunk.padded and chunk.end != data.end for chunk in items):
        return "a chunk of odd length lacks its padding byte"
    if any(chunk.name == b"LIST" and chunk.size < _LIST_TYPE for chunk in items):
        return "Chromium stumbles on a list of nothing"
    return "Firefox wants the format before the samples" if names.index(b"fmt ") > names.index(b"data") else ""


def wave_structure(kind: str, form: WaveFormat, data: Chunk, whole: Span) -> Structure:
    """The structure that a format and a data chunk make; a declared size below 0 is an unknown one."""
    held = data.end - data.start
    size = form.frame_bytes
    if form.unfit:
        raise UnfitError(form.unfit, form.rate, form.channels, form.seconds(held))
    frames = held // size if size else _by_rate(form, held)
    declared = data.size // size if size and data.size >= 0 else None
    lossy = form.tag not in (PCM, FLOAT)
    return Structure(
        kind=kind,
        rate=form.rate,
        channels=form.channels,
        frames=frames,
        declared=declared if size else _blocks_declared(form, data),
        payload=held,
        tracks=(Track((data.span if form.raw else whole,), form.raw),) if form.decodable else (),
        bits=None if lossy else form.valid_bits,
        codec=form.codec,
        about=form.estimate(held),
        damage=data.damage(frames),
        unplayable_reason=form.unplayable_reason,
        unsaid=_UNSAID.get(data.size, ""),
        guessed=data.size == _ZERO,
        layout=form.layout,
    )


def _by_rate(form: WaveFormat, held: int) -> int | None:
    """Frames of a codec that works in blocks, by its average rate; None where decoding tells better."""
    if form.kind == "wav-g722":  # two samples to a byte, whatever the header says about rates
        return held * 2 // form.channels
    vague = form.decodable or form.kind == "wav-other" or not form.byte_rate
    return None if vague else held * form.rate // form.byte_rate


def _blocks_declared(form: WaveFormat, data: Chunk) -> int | None:
    """Frames by blocks or by the average rate; None where nothing is missing, so that decoding decides."""
    if not data.damage(None) or not (form.byte_rate or form.block_frames):
        return None
    if form.block_frames and form.align:
        return data.size // form.align * form.block_frames
    return data.size * form.rate // form.byte_rate


def _piped(source: Source, data: Chunk) -> Chunk:
    """The data chunk with a size that promises nothing marked as such."""
    if data.size >= _ENDLESS and data.size > data.end - data.start:
        return Chunk(data.name, data.start, data.end, _UNKNOWN)
    behind = source.read(data.start, 8)
    if data.size == 0 and behind and not named(source, data.start):
        return Chunk(data.name, data.start, source.size, _ZERO)
    return data


def _info(source: Source, items: _Chunks) -> tuple[tuple[str, str], ...]:
    """The texts of a `LIST` chunk of type `INFO`."""
    tags: list[tuple[str, str]] = []
    for chunk in items:
        body = source.read(chunk.start, min(chunk.end - chunk.start, 1 << 16))
        if chunk.name != b"LIST" or body[:4] != b"INFO":
            continue
        position = 4
        while position + 8 <= len(body) and len(tags) < _MOST_TAGS:
            size = int.from_bytes(body[position + 4 : position + 8], "little")
            name = _INFO.get(body[position : position + 4])
            if name:
                text = body[position + 8 : position + 8 + size].split(b"\0")[0]
                tags.append((name, text.decode("utf-8", "replace")))
            position += 8 + size + (size & 1)
    return tuple(tags)


def read_wave64(source: Source, start: int) -> Structure:
    """The structure of a Wave64 file that begins at byte `start`; raises `UnfitError`."""
    form: WaveFormat | None = None
    for chunk in chunks(source, start + 40, _WAVE64):
        if chunk.name == b"fmt ":
            form = wave_format(source.read(chunk.start, min(chunk.size, 64)), "little")
        elif chunk.name == b"data" and form is not None:
            return wave_structure("w64-pcm", form, chunk, (start, source.size))
    raise UnfitError("is a Wave64 file without a format or a data chunk")
