"""WAV and its relatives, AIFF, CAF and AU, made of their format and their samples alone.

Rule: a size that promises nothing becomes the true one; padding bytes and reserved fields are 0.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from soundcase.audio.bare.marks import quiet
from soundcase.audio.probe.chunks import Chunk, Chunking, chunks
from soundcase.audio.probe.source import Source

_PLAIN, _EXTENSIBLE, _MP3 = 1, 0xFFFE, 0x55
_SHORT, _LONG, _EXTENDED = 16, 18, 40
"""Bytes of a format: of PCM, of others before their own fields, of an extensible one."""
_WAVE64 = Chunking("little", head=24, name=16, align=8, inclusive=True)
_AIFF = Chunking("big", endless=(b"SSND", (0, 0xFFFFFFFF)))
_CAF = Chunking("big", head=12, align=1, endless=(b"data", (-1,)))
_ENDLESS = (0, 0x7FFFF000, 0xFFFFFFFF)
_CAF_KEPT = (b"desc", b"chan", b"kuki", b"pakt", b"data")


def _named(found: Sequence[Chunk]) -> Mapping[bytes, Chunk]:
    """The first chunk of each name, whatever its case and blanks."""
    return {chunk.name.lower().rstrip(b" \0"): chunk for chunk in reversed(found)}


def _body(source: Source, chunk: Chunk) -> bytes:
    return source.read(chunk.start, chunk.end - chunk.start)


def _format(body: bytes, order: str) -> bytes:
    """The fields of a format that its codec has, and no more."""
    tag = int.from_bytes(body[:2], "big" if order == ">" else "little")
    if tag == _PLAIN or len(body) < _LONG:
        return body[:_SHORT]
    own = int.from_bytes(body[_SHORT:_LONG], "big" if order == ">" else "little")
    return body[: _EXTENDED if tag == _EXTENSIBLE else _LONG + own]


def bare_wave(source: Source, start: int) -> bytes:
    """A WAV, RIFX, RF64 or BW64 file; raises `KeyError` where its format or its samples are missing."""
    magic = source.read(start, 4)
    order = ">" if magic == b"RIFX" else "<"
    found = _named(tuple(chunks(source, start + 12, Chunking("big" if order == ">" else "little"))))
    form, sound = _format(_body(source, found[b"fmt"]), order), found[b"data"]
    end = source.size if sound.size in _ENDLESS else sound.end
    samples = source.read(sound.start, end - sound.start)
    if form[:2] == struct.pack(f"{order}H", _MP3):
        samples = quiet(samples)
    counted = _body(source, found[b"fact"])[:4] if b"fact" in found else b""
    large = magic in (b"RF64", b"BW64")
    parts = [(b"fmt ", form), *([(b"fact", counted)] if counted else []), (b"data", samples)]
    content = b"WAVE" + (bytes(36) if large else b"")
    content += b"".join(_chunk(name, body, order, unknown=large and name == b"data") for name, body in parts)
    if large:
        frames = _body(source, found[b"ds64"])[16:24] if b"ds64" in found else bytes(8)
        sizes = struct.pack("<QQ", len(content), len(samples)) + frames.ljust(8, b"\0") + bytes(4)
        content = b"WAVE" + _chunk(b"ds64", sizes, "<") + content[40:]
    return magic + struct.pack(f"{order}I", 0xFFFFFFFF if large else len(content)) + content


def _chunk(name: bytes, body: bytes, order: str, *, unknown: bool = False) -> bytes:
    size = struct.pack(f"{order}I", 0xFFFFFFFF if unknown else len(body))
    return name + size + body + b"\0" * (len(body) & 1)


def bare_wave64(source: Source, start: int) -> bytes:
    """A Wave64 file; raises `KeyError` where its format or its samples are missing."""
    found = _named(tuple(chunks(source, start + 40, _WAVE64)))
    content = source.read(start + 24, 16)
    for name in (b"fmt", b"fact", b"data"):
        if name == b"fact" and name not in found:
            continue
        chunk = found[name]
        body = _format(_body(source, chunk), "<") if name == b"fmt" else _body(source, chunk)
        head = source.read(chunk.start - 24, 16) + struct.pack("<Q", 24 + len(body))
        content += head + body + bytes(-len(body) % 8)
    return source.read(start, 16) + struct.pack("<Q", 24 + len(content)) + content


def bare_aiff(source: Source, start: int) -> bytes:
    """An AIFF or AIFF-C file, its codec without a name for people; raises `KeyError` as above."""
    found = _named(tuple(chunks(source, start + 12, _AIFF)))
    packed = source.read(start + 8, 4) == b"AIFC"
    common, sound = _body(source, found[b"comm"]), _body(source, found[b"ssnd"])
    common = common[:22] + bytes(2) if packed else common[:18]
    samples = sound[8 + int.from_bytes(sound[:4], "big") :]
    version = _body(source, found[b"fver"])[:4] if b"fver" in found else b""
    parts = [*([(b"FVER", version)] if version else []), (b"COMM", common), (b"SSND", bytes(8) + samples)]
    content = source.read(start + 8, 4) + b"".join(_chunk(name, body, ">") for name, body in parts)
    return b"FORM" + struct.pack(">I", len(content)) + content


def bare_caf(source: Source, start: int) -> bytes:
    """A CAF file; raises `KeyError` where its description or its samples are missing."""
    found = {chunk.name: chunk for chunk in reversed(tuple(chunks(source, start + 8, _CAF)))}
    content = b"caff" + source.read(start + 4, 4)
    for name in _CAF_KEPT:
        if name in found or name in (b"desc", b"data"):
            body = _body(source, found[name])
            body = bytes(4) + body[4:] if name == b"data" else body
            content += name + struct.pack(">q", len(body)) + body
    return content


def bare_au(source: Source, start: int) -> bytes:
    """An AU file without its annotation."""
    head = source.read(start, 24)
    order = ">" if head[:4] == b".snd" else "<"
    offset, size = struct.unpack(f"{order}II", head[4:12])
    begin = min(start + offset, source.size)
    end = source.size if size in _ENDLESS else min(begin + size, source.size)
    samples = source.read(begin, end - begin)
    return head[:4] + struct.pack(f"{order}II", 24, len(samples)) + head[12:] + samples
