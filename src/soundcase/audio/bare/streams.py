"""FLAC, MPEG audio and ADTS: a stream of frames, and nothing before, between or behind them.

Rule: of an MPEG stream the Info frame stays, with the delays that make it gapless; all of them name one
encoder, as Firefox reads the delays of no other.
"""

from __future__ import annotations

import re

from soundcase.audio.bare.marks import quiet
from soundcase.audio.encode.encoder import checksum
from soundcase.audio.probe.flac import frame_ends, is_frame, last_frame_start, stream_info
from soundcase.audio.probe.mpeg import sound_frames
from soundcase.audio.probe.mpeg_frames import header, id3_size
from soundcase.audio.probe.source import Source
from soundcase.audio.probe.trailing import sound_end

_INFO, _SEEK_TABLE, _COMMENT = 0, 3, 4
_LAST = 0x80
_MASK = re.compile(rb"WAVEFORMATEXTENSIBLE_CHANNEL_MASK=(0x[0-9a-f]{1,8})", re.IGNORECASE)
_TAIL = 1 << 18
_LAME, _NAMED, _NAMELESS = b"LAME3.100", (b"LAME", b"Lavf", b"Lavc"), b" " * 9
_TAG = 36
"""Bytes of a LAME tag, its checksum included."""


def comments(mask: bytes = b"") -> bytes:
    """A block of Vorbis comments that says nothing but, where it is known, which speakers there are."""
    if not mask:
        return bytes(8)
    text = b"WAVEFORMATEXTENSIBLE_CHANNEL_MASK=" + mask
    return bytes(4) + (1).to_bytes(4, "little") + len(text).to_bytes(4, "little") + text


def speakers(block: bytes) -> bytes:
    """The mask of speakers that Vorbis comments name; empty where they name none."""
    found = _MASK.search(block)
    return found[1] if found else b""


def bare_flac(source: Source, start: int) -> bytes:
    """A FLAC file of its properties, its table of places and its frames."""
    blocks: list[tuple[int, bytes]] = []
    place, last = start + 4, False
    while not last:
        head = source.read(place, 4)
        last, size = len(head) < 4 or bool(head[0] & _LAST), int.from_bytes(head[1:], "big")
        kind, body = head[0] & 0x7F if head else _LAST, source.read(place + 4, size)
        if kind == _INFO or (kind == _SEEK_TABLE and body):
            blocks.append((kind, body))
        elif kind == _COMMENT and speakers(body):
            blocks.append((kind, comments(speakers(body))))
        place += 4 + size
    frames = source.read(place, sound_end(source) - place)
    lead = max(0, len(frames) - _TAIL)
    final = lead + last_frame_start(frames[lead:], stream_info(blocks[0][1]))
    if not is_frame(frames[final:]) and (ends := frame_ends(frames[final:])):
        frames = frames[: final + ends[0]]
    heads = [
        bytes((kind | (_LAST if number == len(blocks) else 0),)) + len(body).to_bytes(3, "big") + body
        for number, (kind, body) in enumerate(blocks, 1)
    ]
    return b"".join((b"fLaC", *heads, frames))


def bare_mpeg(source: Source, start: int) -> bytes:
    """The frames of an MPEG audio stream, behind their Info frame if they have one."""
    (begin, end), spans = sound_frames(source, start)
    info = _info(source.read(begin, end - begin))
    return info + quiet(b"".join(source.read(first, last - first) for first, last in spans))


def _info(frame: bytes) -> bytes:
    """An Info, Xing or VBRI frame whose encoder has the usual name, and nothing behind its tag."""
    head = header(frame[:4])
    place = 4 + head.side if head else 0
    if not head or frame[place : place + 4] not in (b"Xing", b"Info"):
        return quiet(frame)
    flags = int.from_bytes(frame[place + 4 : place + 8], "big")
    tag = place + 8 + 4 * (flags & 1) + 4 * (flags >> 1 & 1) + 100 * (flags >> 2 & 1) + 4 * (flags >> 3 & 1)
    name = frame[tag : tag + 9]
    if not name.strip(b"\0"):
        return frame[:tag].ljust(len(frame), b"\0")
    plain = frame[:tag] + (_LAME if name.startswith(_NAMED) else _NAMELESS) + frame[tag + 9 : tag + _TAG - 2]
    whole = plain + checksum(plain).to_bytes(2, "big") if len(frame) >= tag + _TAG else plain
    return whole[: len(frame)].ljust(len(frame), b"\0")


def bare_adts(source: Source, start: int) -> bytes:
    """The frames of an ADTS stream, up to where something else follows."""
    place = start + id3_size(source, start)
    frames: list[bytes] = []
    while len(head := source.read(place, 7)) == 7 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:
        size = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
        if size < 7:
            break
        frames.append(source.read(place, size))
        place += size
    return quiet(b"".join(frames))
