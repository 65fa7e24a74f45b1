"""MPEG audio frames: headers, the chains they make, and the frames that carry tags.

Rule 1: four bytes are a header only if every field of them is possible.
Rule 2: a chain of frames, not a single one, tells MPEG audio from chance.
Source: ISO/IEC 11172-3 and 13818-3; the LAME tag specification (Gabriel Bouvigne); ID3v2 (id3.org).
"""

from __future__ import annotations

from soundcase.audio.probe.source import Source
from soundcase.values import dataclass

_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_HIGH = {
    1: (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    2: (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    3: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
}
_LOW = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_LOW_LAYER_1 = (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256)
_ENDINGS = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"3DI")
LOOK = 1 << 16
"""Bytes among which the first frame is looked for, and the next one after a gap."""


@dataclass(frozen=True, slots=True)
class Header:
    """A frame's header of four bytes."""

    version: int
    """3 is MPEG 1, 2 is MPEG 2, 0 is MPEG 2.5."""
    layer: int
    rate: int
    channels: int
    frames: int
    """Sample frames."""
    length: int
    """Bytes, header included; 0 for a free format."""
    side: int
    """Bytes between the header and a Xing tag."""
    padding: int
    """Bytes, 0 or 1, by which a frame of free format is longer."""

    def fits(self, other: Header) -> bool:
        """True where both can be of one stream."""
        return (self.version, self.layer, self.rate) == (other.version, other.layer, other.rate)


@dataclass(frozen=True, slots=True)
class Promise:
    """The counts of a Xing, Info or VBRI frame."""

    count: int | None
    """Frames of sound."""
    delay: int
    padding: int
    size: int = 0
    """Bytes of the whole stream, this frame included; 0 where it does not say."""


def header(four: bytes) -> Header | None:
    """The fields of a frame header; None if these bytes are not one."""
    if len(four) < 4 or four[0] != 0xFF or four[1] & 0xE0 != 0xE0:
        return None
    version, layer = four[1] >> 3 & 3, 4 - (four[1] >> 1 & 3)
    bit_rate, rate = four[2] >> 4, four[2] >> 2 & 3
    if version == 1 or layer == 4 or bit_rate == 15 or rate == 3 or four[3] & 3 == 2:
        return None
    hz = _RATES[version][rate]
    frames = 384 if layer == 1 else 576 if layer == 3 and version != 3 else 1152
    rates = _HIGH[layer] if version == 3 else _LOW_LAYER_1 if layer == 1 else _LOW
    kilobits = rates[bit_rate - 1] if bit_rate else 0
    unit = 4 if layer == 1 else 1
    padding = four[2] >> 1 & 1
    length = (frames // 8 * kilobits * 1000 // hz // unit + padding) * unit if kilobits else 0
    mono = four[3] >> 6 == 3
    side = (17 if mono else 32) if version == 3 else (9 if mono else 17)
    return Header(version, layer, hz, 1 if mono else 2, frames, length, side, padding)


def id3_size(source: Source, offset: int) -> int:
    """Bytes of the ID3v2 tag that begins at an offset, footer included; 0 if there is none."""
    head = source.read(offset, 10)
    if len(head) < 10 or head[:3] != b"ID3" or head[3] == 0xFF or any(b & 0x80 for b in head[6:10]):
        return 0
    size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
    return 10 + size + (10 if head[5] & 0x10 else 0)


def first_frame(source: Source, start: int) -> int | None:
    """The byte where an MPEG audio stream begins, at or shortly behind an offset; None if there is none."""
    window = source.read(start, LOOK + 16384)
    ends_here = start + len(window) >= source.size
    if chain(window, 0, 2, ends_here=ends_here):
        return start
    place = 0
    while 0 <= (place := window.find(b"\xff", place + 1)) < LOOK:
        if chain(window, place, 4, ends_here=ends_here):
            return start + place
    return None


def chain(window: bytes, place: int, wanted: int, *, ends_here: bool) -> bool:
    """True where frames follow each other from a place on: as many as wanted, or up to the very end."""
    first = header(window[place : place + 4])
    if first is None:
        return False
    free = 0 if first.length else free_length(window, place)
    if not first.length and (place or not free):  # free format is taken for real at the very start only
        return False
    wanted = 2 * wanted if free else wanted
    current: Header | None = first
    for _ in range(wanted):
        if current is None or not current.fits(first) or bool(current.length) == bool(free):
            return False
        place += current.length or free + current.padding
        if place == len(window) or (ends_here and tagged(window[place : place + 11])):
            return ends_here
        current = header(window[place : place + 4])
    return place < len(window)


def tagged(start: bytes) -> bool:
    """True where a tag at the end of a file begins here."""
    return start.startswith(_ENDINGS)


def free_length(window: bytes, place: int) -> int:
    """Bytes of an unpadded frame of free format, from the distance of equal headers; 0 if they are not."""
    mark = window[place : place + 2]
    stable = window[place + 2] & 0xFC
    begin = place + 48
    while 0 <= (begin := window.find(mark, begin + 1)) < place + 8192:
        length = begin - place - (window[place + 2] >> 1 & 1)
        third = begin + length + (window[begin + 2] >> 1 & 1) if begin + 2 < len(window) else 0
        if third and window[begin + 2] & 0xFC == stable and window[third : third + 2] == mark:
            return length
    return 0


def promised(frame: bytes, head: Header) -> Promise | None:
    """The promise of a frame of tags; None for a frame of sound."""
    place = 4 + head.side
    if head.layer == 3 and frame[36:40] == b"VBRI":
        return Promise(int.from_bytes(frame[50:54], "big") or None, 0, 0, int.from_bytes(frame[46:50], "big"))
    if head.layer != 3 or frame[place : place + 4] not in (b"Xing", b"Info"):
        return None
    flags = int.from_bytes(frame[place + 4 : place + 8], "big")
    count = int.from_bytes(frame[place + 8 : place + 12], "big") if flags & 1 else None
    size_at = place + 8 + 4 * (flags & 1)
    size = int.from_bytes(frame[size_at : size_at + 4], "big") if flags & 2 else 0
    lame = place + 8 + 4 * (flags & 1) + 4 * (flags >> 1 & 1) + 100 * (flags >> 2 & 1) + 4 * (flags >> 3 & 1)
    packed = int.from_bytes(frame[lame + 21 : lame + 24], "big") if frame[lame : lame + 1] >= b" " else 0
    return Promise(count, packed >> 12, packed & 0xFFF, size)


def info_frame(four: bytes, promise: Promise) -> bytes:
    """A silent frame of the stream that `four` heads, with an Info and a LAME tag."""
    quiet = bytes((four[0], four[1] | 1, four[2] & 0x0D | 0x90, four[3]))
    head = header(quiet)
    if head is None:
        return b""
    trim = (promise.delay << 12 | promise.padding).to_bytes(3, "big")
    xing = b"Info" + (1).to_bytes(4, "big") + (promise.count or 0).to_bytes(4, "big")
    lame = b"LAME3.100" + bytes(12) + trim
    return (quiet + bytes(head.side) + xing + lame).ljust(head.length, b"\0")
