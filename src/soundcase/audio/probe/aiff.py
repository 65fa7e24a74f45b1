"""AIFF and AIFF-C.

Rule: the samples that count are those between the sound chunk's start and its declared end or the file's.
Source: Apple, "Audio Interchange File Format" (1989) and its AIFF-C draft (1991).
"""

from __future__ import annotations

import math

from soundcase.audio.probe.chunks import Chunking, chunks
from soundcase.audio.probe.source import Source
from soundcase.audio.probe.speakers import usual
from soundcase.audio.probe.structure import Raw, Structure, Track, UnfitError, impossible

_CHUNKING = Chunking("big", endless=(b"SSND", (0, 0xFFFFFFFF)))
_WIDTHS = {1: "PCM_S8", 2: "PCM_16", 3: "PCM_24", 4: "PCM_32"}
_FLOATS = {b"fl32": ("FLOAT", 4), b"FL32": ("FLOAT", 4), b"fl64": ("DOUBLE", 8), b"FL64": ("DOUBLE", 8)}
_LAWS = {b"alaw": "ALAW", b"ALAW": "ALAW", b"ulaw": "ULAW", b"ULAW": "ULAW"}
_PLAIN = (b"NONE", b"twos", b"sowt", b"in24", b"in32")


def read_aiff(source: Source, start: int) -> Structure:
    """The structure of an AIFF or AIFF-C file that begins at byte `start`; raises `UnfitError`."""
    found = {chunk.name: chunk for chunk in reversed(tuple(chunks(source, start + 12, _CHUNKING)))}
    common, sound = found.get(b"COMM"), found.get(b"SSND")
    if common is None or sound is None:
        raise UnfitError("is an AIFF file without a description or without sound")
    body = source.read(common.start, 26)
    if len(body) < 18:
        raise UnfitError("is an AIFF file whose description is cut off")
    channels, bits = int.from_bytes(body[:2], "big"), int.from_bytes(body[6:8], "big")
    declared, rate = int.from_bytes(body[2:6], "big"), extended(body[8:18])
    compression = body[18:22] if source.read(start + 8, 4) == b"AIFC" else b"NONE"
    if not channels or not rate:
        raise impossible(channels, rate)
    raw, width = _layout(compression, bits)
    begin = min(sound.start + 8 + int.from_bytes(source.read(sound.start, 4), "big"), sound.end)
    held = sound.end - begin
    frames = held // (width * channels) if raw else None
    tag = found.get(b"ID3 ") or found.get(b"id3 ")
    kind = "aiff-pcm" if compression in _PLAIN else "aiff-float" if compression in _FLOATS else "aiff-other"
    return Structure(
        kind=kind,
        rate=rate,
        channels=channels,
        frames=min(frames, declared) if frames is not None and declared else frames,
        declared=declared or None,
        payload=held,
        tracks=(Track(((begin, sound.end),), raw) if raw else Track(((start, source.size),)),),
        bits=None if kind == "aiff-other" else bits,
        damage=sound.damage(frames),
        no_duration="" if declared else "its header counts no samples",
        layout=usual(channels),
        id3=tag.span if tag else None,
        codec=compression.decode("latin-1") if kind == "aiff-other" else "",
    )


def _layout(compression: bytes, bits: int) -> tuple[Raw | None, int]:
    """The layout of the samples, and bytes per sample."""
    if compression in _PLAIN:
        width = -(-bits // 8)
        if width not in _WIDTHS:
            raise UnfitError(f"declares samples of {bits} bits")
        return Raw(_WIDTHS[width], "LITTLE" if compression == b"sowt" else "BIG"), width
    if compression == b"raw ":
        return Raw("PCM_U8", "BIG"), 1
    if compression in _FLOATS:
        subtype, width = _FLOATS[compression]
        return Raw(subtype, "BIG"), width
    return (Raw(_LAWS[compression], "BIG"), 1) if compression in _LAWS else (None, 0)


def extended(ten: bytes) -> int:
    """An 80-bit extended number as a whole one; 0 where it is not between 1 and 2³¹."""
    exponent, mantissa = int.from_bytes(ten[:2], "big"), int.from_bytes(ten[2:10], "big")
    if not 16383 <= exponent < 16383 + 31:
        return 0
    return round(math.ldexp(mantissa, exponent - 16383 - 63))
