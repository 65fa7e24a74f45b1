"""MP1, MP2 and MP3: a walk over the frames.

Rule 1: the duration is the count of frames, less the encoder's delay and padding where a LAME tag gives them.
Rule 2: a Xing, Info or VBRI frame is a promise, not sound.
Rule 3: the decoder is given the sound frames alone, behind an Info frame that counts them rightly:
without one, or with a wrong one, libsndfile stops early.
Source: ISO/IEC 11172-3 and 13818-3; the LAME tag specification (Gabriel Bouvigne); ID3v2 (id3.org).
"""

from __future__ import annotations

from dataclasses import dataclass

from soundcase.probe.source import BLOCK, Piece, Source
from soundcase.probe.structure import Damage, Span, Structure, Track, UnfitError

_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_HIGH = {
    3: (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    2: (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    1: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
}
_LOW = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_LOW_LAYER_1 = (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256)
_ENDINGS = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"3DI")
_JUNK = 4096
"""Bytes behind the last frame that pass without remark."""
_LOOK = 1 << 16
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

    def fits(self, other: Header) -> bool:
        """Whether both can be of one stream."""
        return (self.version, self.layer, self.rate) == (other.version, other.layer, other.rate)


@dataclass(frozen=True, slots=True)
class Promise:
    """What a Xing, Info or VBRI frame says."""

    count: int | None
    """Frames of sound."""
    delay: int
    padding: int


@dataclass(slots=True)
class _Walk:
    """Frames seen so far."""

    first: Header
    count: int = 0
    spans: list[Span] | None = None
    damage: Damage | None = None

    def note(self, damage: Damage) -> None:
        self.damage = self.damage or damage

    def frame(self) -> int:
        return self.count * self.first.frames


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
    kilobits = _kilobits(version, layer, bit_rate)
    unit = 4 if layer == 1 else 1
    length = (frames // 8 * kilobits * 1000 // hz // unit + (four[2] >> 1 & 1)) * unit if kilobits else 0
    mono = four[3] >> 6 == 3
    side = (17 if mono else 32) if version == 3 else (9 if mono else 17)
    return Header(version, layer, hz, 1 if mono else 2, frames, length, side)


def _kilobits(version: int, layer: int, index: int) -> int:
    if index == 0:
        return 0
    if version == 3:
        return _HIGH[4 - layer][index - 1]
    return (_LOW_LAYER_1 if layer == 1 else _LOW)[index - 1]


def id3_size(source: Source, offset: int) -> int:
    """Bytes of the ID3v2 tag that begins at an offset, footer included; 0 if there is none."""
    head = source.read(offset, 10)
    if len(head) < 10 or head[:3] != b"ID3" or head[3] == 0xFF or any(b & 0x80 for b in head[6:10]):
        return 0
    size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
    return 10 + size + (10 if head[5] & 0x10 else 0)


def first_frame(source: Source, start: int) -> int | None:
    """Where an MPEG audio stream begins at or shortly behind an offset; None if there is none."""
    window = source.read(start, _LOOK + 16384)
    ends_here = start + len(window) >= source.size
    if chain(window, 0, 2, ends_here=ends_here):
        return start
    place = 0
    while 0 <= (place := window.find(b"\xff", place + 1)) < _LOOK:
        if chain(window, place, 4, ends_here=ends_here):
            return start + place
    return None


def chain(window: bytes, place: int, wanted: int, *, ends_here: bool) -> bool:
    """Whether frames follow each other from a place on: as many as wanted, or up to the very end."""
    first = header(window[place : place + 4])
    if first is None:
        return False
    if not first.length:
        return _free_length(window, place) > 0
    current: Header | None = first
    for _ in range(wanted):
        if current is None or not current.length or not current.fits(first):
            return False
        place += current.length
        if place == len(window) or (ends_here and _tagged(window[place : place + 11])):
            return ends_here
        current = header(window[place : place + 4])
    return place < len(window)


def _tagged(start: bytes) -> bool:
    return start.startswith(_ENDINGS)


def _free_length(window: bytes, place: int) -> int:
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


def read_mpeg(source: Source, start: int) -> Structure:
    """The structure of an MPEG audio stream, behind an ID3v2 tag if there is one; raises `UnfitError`."""
    tag = id3_size(source, start)
    offset = first_frame(source, start + tag)
    opening = source.read(offset, _LOOK) if offset is not None else b""
    first = header(opening[:4])
    if offset is None or first is None:
        raise UnfitError("holds no chain of MPEG audio frames")
    promise = promised(opening[: first.length or 4], first)
    free = 0 if first.length else _free_length(opening, 0)
    begin = offset + (first.length if promise else 0)
    walk = _walk(source, begin, first, free)
    return _structure(source, walk, promise, id3=(start, start + tag) if tag else None, free=bool(free))


def promised(frame: bytes, head: Header) -> Promise | None:
    """What a frame of tags promises; None for a frame of sound."""
    place = 4 + head.side
    if head.layer == 3 and frame[36:40] == b"VBRI":
        return Promise(int.from_bytes(frame[50:54], "big") or None, 0, 0)
    if head.layer != 3 or frame[place : place + 4] not in (b"Xing", b"Info"):
        return None
    flags = int.from_bytes(frame[place + 4 : place + 8], "big")
    count = int.from_bytes(frame[place + 8 : place + 12], "big") if flags & 1 else None
    lame = place + 8 + 4 * (flags & 1) + 4 * (flags >> 1 & 1) + 100 * (flags >> 2 & 1) + 4 * (flags >> 3 & 1)
    packed = int.from_bytes(frame[lame + 21 : lame + 24], "big") if frame[lame : lame + 1] >= b" " else 0
    return Promise(count, packed >> 12, packed & 0xFFF)


def _walk(source: Source, position: int, first: Header, free: int) -> _Walk:
    walk = _Walk(first, spans=[])
    known: dict[bytes, int] = {}
    while position < source.size:
        window = source.read(position, BLOCK)
        final = position + len(window) >= source.size
        place, begin = 0, 0
        while True:
            four = window[place : place + 4]
            length = known.get(four)
            if length is None:
                length = known[four] = _length(four, first, free)
            if not length or place + length > len(window):
                break
            walk.count += 1
            place += length
        _keep(walk, position + begin, position + place)
        position += place
        if not final and (length or len(four) < 4):
            continue
        if length:
            walk.note(_cut(walk, source.size - position, length))
            break
        resumed = _after_gap(walk, source, position)
        if resumed is None:
            break
        position = resumed
    return walk


def _length(four: bytes, first: Header, free: int) -> int:
    head = header(four)
    if head is None or not head.fits(first):
        return 0
    return head.length or (free and free + (four[2] >> 1 & 1))


def _keep(walk: _Walk, begin: int, end: int) -> None:
    if walk.spans is None or begin == end:
        return
    if walk.spans and walk.spans[-1][1] == begin:
        begin = walk.spans.pop()[0]
    walk.spans.append((begin, end))


def _cut(walk: _Walk, held: int, length: int) -> Damage:
    return Damage("truncated", f"its last frame has {held} of {length} bytes", walk.frame())


def _after_gap(walk: _Walk, source: Source, position: int) -> int | None:
    """Where frames go on behind something else; None if they do not."""
    rest = source.read(position, 16)
    if not rest or _tagged(rest):
        return None
    tag = id3_size(source, position)
    if tag:
        return position + tag
    resumed = first_frame(source, position + 1)
    window = source.read(position, _JUNK + 1)
    if resumed is not None:
        what = f"the bytes from {position} to {resumed} are no MPEG frames"
        walk.note(Damage("corrupt", what, walk.frame()))
    elif len(window) > _JUNK and window.strip(b"\0"):
        walk.note(Damage("corrupt", f"what follows byte {position} is no MPEG frame", walk.frame()))
    return resumed


def _structure(
    source: Source, walk: _Walk, promise: Promise | None, *, id3: Span | None, free: bool
) -> Structure:
    first = walk.first
    spans = tuple(walk.spans or ())
    trim = promise.delay + promise.padding if promise else 0
    count = promise.count if promise else None
    declared = max(0, count * first.frames - trim) if count else None
    damage = walk.damage
    if count and walk.count < count - 1 and damage is None:
        damage = Damage("truncated", f"{count - walk.count} of {count} frames are not there", walk.frame())
    whole = count is not None and walk.count >= count
    padding = promise.padding if promise and whole else 0
    delay = promise.delay if promise else 0
    return Structure(
        kind=f"mp{first.layer}",
        rate=first.rate,
        channels=first.channels,
        frames=max(0, walk.frame() - delay - padding),
        declared=declared,
        payload=sum(end - begin for begin, end in spans),
        tracks=_tracks(source, walk, Promise(walk.count, delay, padding), free=free),
        damage=damage,
        obstacle="its bit rate is of free format" if free else "",
        id3=id3,
    )


def _tracks(source: Source, walk: _Walk, promise: Promise, *, free: bool) -> tuple[Track, ...]:
    pieces: tuple[Piece, ...] = tuple(walk.spans or ())
    if not pieces:
        return ()
    if walk.first.layer == 3 and not free:
        begin = (walk.spans or [(0, 0)])[0][0]
        pieces = (info_frame(source.read(begin, 4), promise), *pieces)
    return (Track(pieces),)


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
