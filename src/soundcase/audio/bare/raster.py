"""PNG, JPEG, WebP and GIF: the pixels, what turns and colours them, and how they move.

Rule 1: pixels stay as they are packed. What a browser draws from is kept by name, and all else goes.
Rule 2: an orientation stays as the only field of its EXIF data; a colour profile keeps its colours.
Source: W3C, "Portable Network Graphics (Third Edition)"; ITU-T T.81 and T.871 (JPEG, JFIF); Google, "WebP
Container Specification"; CompuServe, "GIF89a".
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from soundcase.audio.bare.profile import quiet_profile, turned

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    b"IHDR PLTE tRNS IDAT IEND acTL fcTL fdAT gAMA cHRM sRGB cICP mDCV cLLI bKGD hIST sBIT pHYs".split()
)
_LARGEST_PROFILE = 16 << 20
_RESTARTS = (*range(0xD0, 0xD8), 0x01)
_APP0, _APP1, _APP2, _APP14, _SOS, _EOI = 0xE0, 0xE1, 0xE2, 0xEE, 0xDA, 0xD9
_DHT, _DAC, _DQT, _DNL, _DRI = _TABLES = 0xC4, 0xCC, 0xDB, 0xDC, 0xDD
_JFIF, _ADOBE, _EXIF, _ICC = b"JFIF\0", b"Adobe", b"Exif\0\0", b"ICC_PROFILE\0"
_JFIF_SIZE, _ADOBE_SIZE = 12, 12
"""Bytes of both without a thumbnail, or whatever may follow."""
_ICC_PART = 65519
_WEBP_KEPT = (b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L", b"ICCP", b"EXIF")
_HAS_EXIF, _HAS_XMP = 8, 4
_FRAME_HEAD = 16
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_CONTROL, _APPLICATION = 0xF9, 0xFF


def bare_png(content: bytes) -> bytes:
    """A PNG of its pixels, colours and movement."""
    parts = [_PNG]
    place = len(_PNG)
    while place + 12 <= len(content):
        size, name = struct.unpack(">I4s", content[place : place + 8])
        body = content[place + 8 : place + 8 + size]
        place += 12 + size
        if name in _PNG_KEPT and content[place - 4 : place] != _checksum(name + body):
            raise ValueError("a chunk fails its checksum")
        if name == b"iCCP":
            body = _png_profile(body)
        elif name == b"eXIf":
            body = turned(body)
        if name in _PNG_KEPT or (name in (b"iCCP", b"eXIf") and body):
            parts.append(struct.pack(">I4s", len(body), name) + body + _checksum(name + body))
        if name == b"IEND":
            break
    return b"".join(parts)


def _checksum(body: bytes) -> bytes:
    return zlib.crc32(body).to_bytes(4, "big")


def _png_profile(body: bytes) -> bytes:
    """An `iCCP` chunk under another name; empty where it cannot be unpacked."""
    packed = body.partition(b"\0")[2][1:]
    try:
        profile = zlib.decompressobj().decompress(packed, _LARGEST_PROFILE)
    except zlib.error:
        return b""
    return b"ICC\0\0" + zlib.compress(quiet_profile(profile), 9)


def bare_jpeg(content: bytes) -> bytes:
    """A JPEG of its pixels, colours and orientation, up to the end of its first picture."""
    parts, segments = [b"\xff\xd8"], tuple(_segments(content, 2))
    profile = [body[len(_ICC) :] for mark, body in segments if mark == _APP2 and body.startswith(_ICC)]
    for mark, body in segments:
        if mark == _SOS:
            parts.append(bytes((0xFF, mark)) + body)
        elif mark == _APP2 and body.startswith(_ICC):
            parts += _jpeg_profile(profile)
            profile = []
        elif kept := _jpeg_kept(mark, body):
            parts.append(bytes((0xFF, mark)) + (len(kept) + 2).to_bytes(2, "big") + kept)
    return b"".join((*parts, b"\xff\xd9"))


def _jpeg_kept(mark: int, body: bytes) -> bytes:
    """The part of a segment that pixels follow from."""
    if mark == _APP1 and body.startswith(_EXIF):
        exif = turned(body[len(_EXIF) :])
        return _EXIF + exif if exif else b""
    if mark == _APP0 and body.startswith(_JFIF):
        return body[:_JFIF_SIZE] + bytes(2)
    if mark == _APP14 and body.startswith(_ADOBE):
        return body[:_ADOBE_SIZE]
    if mark in _TABLES or 0xC0 <= mark <= 0xCF:
        _stop_at_rest(mark, body)
        return body
    return b""


def _stop_at_rest(mark: int, body: bytes) -> None:
    """Raise `ValueError` where a table of a JPEG is longer than what it holds."""
    place = 0
    while place < len(body):
        if mark == _DHT:
            place += 17 + sum(body[place + 1 : place + 17])
        elif mark == _DQT:
            place += 129 if body[place] >> 4 else 65
        elif mark in (_DRI, _DNL, _DAC):
            place += 2
        else:
            place += 6 + 3 * body[5]
    if place != len(body):
        raise ValueError("a table has another length than it should")


def _segments(content: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The marker segments with their bodies; a scan with its length and its packed pixels."""
    while 0 <= (place := content.find(b"\xff", place)) < len(content) - 3:
        mark = content[place + 1]
        if mark in (0xFF, 0, *_RESTARTS):
            place += 1 if mark == 0xFF else 2
            continue
        if mark == _EOI:
            return
        size = int.from_bytes(content[place + 2 : place + 4], "big")
        end = place + 2 + size
        if mark == _SOS:
            end = _scan_end(content, end)
            yield mark, content[place + 2 : end]
        else:
            yield mark, content[place + 4 : end]
        place = end


def _scan_end(content: bytes, place: int) -> int:
    """The place of the first marker behind the packed pixels of a scan."""
    while (place := content.find(b"\xff", place)) >= 0:
        following = content[place + 1 : place + 2]
        if following and following[0] not in (0, 0xFF, *_RESTARTS):
            return place
        place += 1 if following == b"\xff" else 2
    return len(content)


def _jpeg_profile(parts: list[bytes]) -> Iterator[bytes]:
    """The segments of a profile whose parts, each behind its number and their count, are these."""
    profile = quiet_profile(b"".join(part[2:] for part in sorted(parts))) if parts else b""
    count = -(-len(profile) // _ICC_PART)
    for number in range(count):
        piece = profile[number * _ICC_PART : (number + 1) * _ICC_PART]
        body = _ICC + bytes((number + 1, count)) + piece
        yield bytes((0xFF, _APP2)) + (len(body) + 2).to_bytes(2, "big") + body


def bare_webp(content: bytes) -> bytes:
    """A WebP of its pixels, colours, orientation and movement."""
    end = 8 + int.from_bytes(content[4:8], "little")
    body = _webp_chunks(content[12:end], _WEBP_KEPT)
    place = body.find(b"VP8X", 0, 4)
    if place == 0:
        flags = body[8] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if b"EXIF" in _webp_names(body) else 0)
        body = body[:8] + bytes((flags,)) + body[9:]
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def _riff(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    while place + 8 <= len(content):
        name, size = struct.unpack("<4sI", content[place : place + 8])
        yield name, content[place + 8 : place + 8 + size]
        place += 8 + size + (size & 1)
    if place not in (len(content), len(content) + 1):
        raise ValueError("a chunk reaches beyond the file")


def _webp_names(content: bytes) -> frozenset[bytes]:
    return frozenset(name for name, _ in _riff(content))


def _webp_chunks(content: bytes, kept: tuple[bytes, ...]) -> bytes:
    parts: list[bytes] = []
    for name, found in _riff(content):
        body = found
        if name == b"ICCP":
            body = quiet_profile(found)
        elif name == b"EXIF":
            body = turned(found.removeprefix(_EXIF))
        elif name == b"ANMF":
            body = found[:_FRAME_HEAD] + _webp_chunks(found[_FRAME_HEAD:], (b"ALPH", b"VP8 ", b"VP8L"))
        if name in kept and body:
            parts.append(name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) & 1))
    return b"".join(parts)


def bare_gif(content: bytes) -> bytes:
    """A GIF of its pictures, their times and how often they come."""
    flags = content[10]
    place = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    parts = [content[:place]]
    while place < len(content) and content[place] in b"!,":
        if content[place] == ord(","):
            local = content[place + 9]
            begin = place + 10 + (3 << (local & 7) + 1 if local & 0x80 else 0) + 1
            end = _blocks_end(content, begin)
            parts.append(content[place:end])
        else:
            end = _blocks_end(content, place + 2)
            parts.append(_extension(content[place:end]))
        place = end
    return b"".join((*parts, b";"))


def _blocks_end(content: bytes, place: int) -> int:
    """The place behind a chain of blocks, the empty one included."""
    while place < len(content) and content[place]:
        place += 1 + content[place]
    return place + 1


def _extension(block: bytes) -> bytes:
    """An extension that says when a picture comes, or how often; empty for others."""
    if block[1] == _CONTROL:
        return block
    loops = block[1] == _APPLICATION and block[3:14] in _LOOPS and block[14:16] == b"\3\1"
    return block[:18] + b"\0" if loops else b""
