"""Packed parts of files: chunks of PNG, streams of PDF, gzip, archives; each of them is bounded, as are all.

Source: W3C, "Portable Network Graphics"; ISO 32000 (PDF), §7.3.8; RFC 1952 (gzip); PKWARE's APPNOTE (ZIP).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

_MOST = 64 << 20
"""Bytes that are unpacked of one file."""
_MOST_PARTS = 2000
_PDF_STREAM = re.compile(rb"stream\r?\n")


def _inflated(content: bytes, window: int = zlib.MAX_WBITS) -> bytes:
    """The beginning of a packed stream, as far as it can be unpacked."""
    unpacking, made = zlib.decompressobj(window), b""
    try:
        made = unpacking.decompress(content, _MOST)
    except zlib.error:
        return made
    return made


def unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Every packed part of a file, with what to call it."""
    if content.startswith(b"\x89PNG"):
        yield from _png(content)
    elif content.startswith(b"\x1f\x8b"):
        yield "gzip", _inflated(content, 16 + zlib.MAX_WBITS)
    elif content.startswith(b"PK\3\4"):
        yield from _archive(content)
    elif content.startswith(b"%PDF"):
        for number, found in enumerate(_PDF_STREAM.finditer(content)):
            if number == _MOST_PARTS:
                break
            yield f"stream at byte {found.start()}", _inflated(content[found.end() : found.end() + _MOST])


def _png(content: bytes) -> Iterator[tuple[str, bytes]]:
    place = 8
    while place + 12 <= len(content):
        size, name = int.from_bytes(content[place : place + 4], "big"), content[place + 4 : place + 8]
        body = content[place + 8 : place + 8 + size]
        place += 12 + size
        if name in (b"zTXt", b"iCCP"):
            yield f"{name.decode()} chunk", _inflated(body.partition(b"\0")[2][1:])
        elif name == b"iTXt":
            key, _, rest = body.partition(b"\0")
            text = rest[2:].split(b"\0", 2)[-1]
            yield "iTXt chunk", key + b" " + (_inflated(text) if rest[:1] == b"\1" else text)


def _archive(content: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            left = _MOST
            for one in archive.infolist()[:_MOST_PARTS]:
                yield f"name of a file in it: {one.filename}", one.filename.encode() + b" " + one.comment
                if one.file_size <= left and not one.flag_bits & 1:
                    left -= one.file_size
                    yield one.filename, archive.read(one)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, RuntimeError, zlib.error, EOFError):
        return
