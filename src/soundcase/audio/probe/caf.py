"""CAF, Apple's Core Audio Format.

Rule: a data size of −1 reaches to the end of the file; a packet table counts the frames of packed codecs.
Source: Apple, "Core Audio Format Specification 1.0".
"""

from __future__ import annotations

import math
import struct

from soundcase.audio.probe.chunks import Chunk, Chunking, chunks
from soundcase.audio.probe.source import Source
from soundcase.audio.probe.speakers import in_caf
from soundcase.audio.probe.structure import Raw, Structure, Track, UnfitError, impossible
from soundcase.values import dataclass

_CHUNKING = Chunking("big", head=12, align=1, endless=(b"data", (-1,)))
_ALAC_PACKET = 4096
"""Sample frames, of which the last packet may have some too many."""
_FLOAT, _LITTLE = 1, 2
_WIDTHS = {1: "PCM_S8", 2: "PCM_16", 3: "PCM_24", 4: "PCM_32"}


@dataclass(frozen=True, slots=True)
class _Description:
    rate: int
    codec: bytes
    flags: int
    packet_bytes: int
    packet_frames: int
    channels: int
    bits: int

    @classmethod
    def read(cls, source: Source, chunk: Chunk | None) -> _Description:
        """The fields of a `desc` chunk; raises `UnfitError`."""
        body = source.read(chunk.start, 32) if chunk else b""
        if len(body) < 32:
            raise UnfitError("is a CAF file without a description of its sound")
        rate, codec, flags, size, frames, channels, bits = struct.unpack(">d4sIIIII", body)
        if not math.isfinite(rate) or not 1 <= rate < 1 << 31 or not channels:
            raise impossible(channels, 0)
        return cls(round(rate), codec, flags, size, frames, channels, bits)

    @property
    def raw(self) -> Raw | None:
        """The layout of the samples; None for packed codecs."""
        width = self.packet_bytes // self.channels
        if self.codec in (b"ulaw", b"alaw"):
            return Raw(self.codec.decode().upper(), "BIG")
        if self.codec != b"lpcm":
            return None
        subtype = {4: "FLOAT", 8: "DOUBLE"}.get(width) if self.flags & _FLOAT else _WIDTHS.get(width)
        if subtype is None:
            raise UnfitError(f"declares samples of {self.bits} bits in {width} bytes")
        return Raw(subtype, "LITTLE" if self.flags & _LITTLE else "BIG")


def read_caf(source: Source, start: int) -> Structure:
    """The structure of a CAF file that begins at byte `start`; raises `UnfitError`."""
    found = {chunk.name: chunk for chunk in reversed(tuple(chunks(source, start + 8, _CHUNKING)))}
    data, form = found.get(b"data"), _Description.read(source, found.get(b"desc"))
    if data is None:
        raise UnfitError("is a CAF file without sound")
    begin = min(data.start + 4, data.end)
    held = data.end - begin
    stride = form.packet_bytes
    raw = form.raw
    speakers = source.read(found[b"chan"].start, 8) if b"chan" in found else b""
    tag, mask = struct.unpack(">II", speakers.ljust(8, b"\0"))
    table = source.read(found[b"pakt"].start, 24) if b"pakt" in found else b""
    counted = int.from_bytes(table[8:16], "big") if len(table) == 24 else None
    promised = (data.size - 4) // stride * form.packet_frames if stride and not data.endless else None
    frames = held // stride * form.packet_frames if stride else counted
    lossless = form.codec in (b"lpcm", b"alac")
    return Structure(
        kind={b"lpcm": "caf-pcm", b"alac": "caf-alac"}.get(form.codec, "caf-other"),
        rate=form.rate,
        channels=form.channels,
        frames=frames,
        declared=counted or promised,
        padding=_ALAC_PACKET if form.codec == b"alac" else 0,
        payload=held,
        tracks=(Track(((begin, data.end),), raw),) if raw else (),
        bits=(form.bits or {1: 16, 2: 20, 3: 24, 4: 32}.get(form.flags)) if lossless else None,
        damage=data.damage(frames if stride else None),
        layout=in_caf(tag, mask, form.channels),
        codec="" if lossless else form.codec.decode("latin-1"),
    )
