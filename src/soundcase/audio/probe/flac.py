"""FLAC: the header's promises, and how far the frames really reach.

Rule 1: a FLAC file is as long as its last frame says; the total in STREAMINFO is a promise.
Rule 2: a frame header counts only if its CRC-8 is right, and its frame is whole only if its CRC-16 is.
Source: RFC 9639.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

from soundcase.audio.probe.source import Piece, Source
from soundcase.audio.probe.speakers import in_flac
from soundcase.audio.probe.structure import Damage, Structure, Track, UnfitError
from soundcase.audio.probe.trailing import sound_end
from soundcase.values import dataclass

_TAIL = 1 << 18
"""Bytes at the end among which the last frame's header is looked for."""
SNDFILE_BITS = (8, 16, 24)
"""Bits per sample that libsndfile decodes."""
_SHORTEST_FRAME = 8
_MAX_BLOCKS = 1000
_FEWEST_BLOCKS, _FEWEST_WITH_TABLE = 10, 3
"""Blocks from which on Chromium finds all places but some in the last: without a seek table, and with one."""
_HEAD = b"fLaC\0\0\0\x22"
"""How a stream begins, with a STREAMINFO block."""
_SEEK_TABLE = 3
_OPEN = "its header leaves the number of samples open, as that of a pipe does"


def _table(polynomial: int, bits: int) -> tuple[int, ...]:
    top, mask = 1 << (bits - 1), (1 << bits) - 1
    table = []
    for byte in range(256):
        value = byte << (bits - 8)
        for _ in range(8):
            value = ((value << 1) ^ (polynomial if value & top else 0)) & mask
        table.append(value)
    return tuple(table)


_RATES = dict(
    enumerate((88200, 176400, 192000, 8000, 16000, 22050, 24000, 32000, 44100, 48000, 96000), start=1)
)
_BITS = {1: 8, 2: 12, 4: 16, 5: 20, 6: 24, 7: 32}
_SIZES = {
    1: 192,
    **{code: 576 << code - 2 for code in range(2, 6)},
    **{code: 256 << code - 8 for code in range(8, 16)},
}
"""Sample frames of a FLAC frame, by their code; 6 and 7 stand for a number behind the header."""
_CRC8 = _table(0x07, 8)
_CRC16 = _table(0x8005, 16)


@dataclass(frozen=True, slots=True)
class StreamInfo:
    """The fields of a STREAMINFO block."""

    block: int
    """Sample frames per FLAC frame, where they are all alike (the largest otherwise)."""
    rate: int
    channels: int
    bits: int
    total: int
    """Sample frames promised; 0 for unknown."""
    md5: bytes
    """Digest of the samples; empty where the encoder gave none."""


@dataclass(frozen=True, slots=True)
class LastFrame:
    """The last frame header of a stream."""

    end: int
    """The sample frame behind the last one of this FLAC frame."""
    whole: bool
    """Whether the frame's own checksum is right."""
    followed: bool = False
    """Whether something else may come behind the frame."""


def stream_info(body: bytes) -> StreamInfo:
    """The fields of a STREAMINFO block of 34 bytes; raises `UnfitError` where they cannot be true."""
    if len(body) < 34:
        raise UnfitError("is a FLAC file whose header is cut off")
    packed = int.from_bytes(body[10:18], "big")
    info = StreamInfo(
        block=int.from_bytes(body[2:4], "big"),
        rate=packed >> 44,
        channels=(packed >> 41 & 7) + 1,
        bits=(packed >> 36 & 31) + 1,
        total=packed & (1 << 36) - 1,
        md5=body[18:34].strip(b"\0") and body[18:34],
    )
    if not info.rate:
        raise UnfitError("is a FLAC file that declares a rate of 0 Hz")
    return info


def read_flac(source: Source, start: int) -> Structure:
    """The structure of a FLAC stream whose `fLaC` stands at byte `start`; raises `UnfitError`.

    libsndfile fails at the end of a stream with something behind it; FFmpeg passes over that.
    """
    info = stream_info(source.read(start + 8, 34))
    if source.read(start + 4, 1)[0] & 0x7F:
        raise UnfitError("is a FLAC file that does not begin with STREAMINFO")
    audio, seekable = _first_frame(source, start + 4)
    stop = sound_end(source)
    if audio >= stop:
        raise UnfitError("is a FLAC file without a single frame of sound", info.rate, info.channels)
    another = source.find(_HEAD, audio, stop)
    stop = another if another >= 0 else stop
    tail_start = max(audio, stop - _TAIL)
    last = last_frame(source.read(tail_start, stop - tail_start), info)
    structure = flac_structure(info, last, payload=stop - audio)
    total = structure.frames or info.total
    head = source.read(start, 26)
    patched = head[:21] + (head[21] & 0xF0 | total >> 32).to_bytes() + (total & 0xFFFFFFFF).to_bytes(4, "big")
    pieces: tuple[Piece, ...] = (patched, (start + 26, stop))
    plain = info.bits in SNDFILE_BITS and not (last and last.followed)
    return replace(
        structure,
        tracks=(Track(pieces, demuxer="" if plain else "flac", bits=info.bits),),
        no_duration=f"another FLAC file begins behind it, at byte {another}"
        if another >= 0
        else ""
        if info.total
        else _OPEN,
        guessed=another >= 0 or not info.total,
        brief=info.block < total < _FEWEST_WITH_TABLE * info.block
        if seekable
        else total < _FEWEST_BLOCKS * info.block,
        id3=(0, start) if start else None,
    )


def flac_structure(info: StreamInfo, last: LastFrame | None, *, payload: int) -> Structure:
    """The structure that a STREAMINFO block and the last frame of its stream make, without tracks."""
    declared = info.total or None
    frames = declared if last is None else last.end
    damage = None
    if last is not None and (declared is None or last.end <= declared):
        short = declared is not None and last.end < declared
        if not last.whole:
            damage = Damage("truncated", "its last frame is cut", max(0, last.end - info.block))
        elif short:
            damage = Damage("truncated", "its frames end too early", last.end)
    return Structure(
        kind="flac",
        rate=info.rate,
        channels=info.channels,
        frames=frames,
        declared=declared,
        payload=payload,
        bits=info.bits,
        damage=damage,
        layout=in_flac(info.channels),
        md5=info.md5,
    )


def _first_frame(source: Source, position: int) -> tuple[int, bool]:
    """The place where the sound begins, and whether a table of places stands before it."""
    seekable = False
    for _ in range(_MAX_BLOCKS):
        head = source.read(position, 4)
        if len(head) < 4:
            break
        seekable = seekable or (head[0] & 0x7F == _SEEK_TABLE and head[1:] != bytes(3))
        position += 4 + int.from_bytes(head[1:], "big")
        if head[0] & 0x80:
            return position, seekable
    raise UnfitError("is a FLAC file whose metadata is cut off")


def last_frame(tail: bytes, info: StreamInfo) -> LastFrame | None:
    """The last frame whose header is sound; None if there is none in these bytes.

    Where it does not end with the bytes, but might end among them at the promised total, it counts as whole.
    """
    found: LastFrame | None = None
    place = len(tail)
    while (place := tail.rfind(b"\xff", 0, place)) >= 0:
        end = _frame_end(tail[place : place + 16], info)
        if not end:
            continue
        rest = tail[place:]
        if is_frame(rest):  # behind zeros, a checksum stays what it was
            return LastFrame(end, whole=True, followed=is_frame(rest[:-1]))
        ends = frame_ends(rest)
        if ends and end == info.total:
            return LastFrame(end, whole=True, followed=True)
        if found is not None:  # two heads and neither frame reaches the end: the file is cut in the later one
            return found
        found = LastFrame(end, whole=False, followed=bool(ends))
    return found


def last_frame_start(tail: bytes, info: StreamInfo) -> int:
    """The place of the last frame header that is sound; 0 if there is none."""
    place = tail.rfind(b"\xff")
    while place > 0 and not _frame_end(tail[place : place + 16], info):
        place = tail.rfind(b"\xff", 0, place)
    return max(place, 0)


def is_frame(data: bytes) -> bool:
    """True if a frame that begins these bytes may end with them, by its checksum: 0 over all of it.

    The checksum is the rest of a division by (x + 1)(x¹⁵ + x + 1) over GF(2). The first factor leaves nothing
    where the number of ones is even; by the second, x to the power of 15 · 2ⁿ is x to that of 2ⁿ, plus 1: so a
    long number is folded by half, again and again.
    """
    value = int.from_bytes(data, "big")
    if value.bit_count() % 2 or len(data) <= _SHORTEST_FRAME:
        return False
    for power in reversed(range(value.bit_length().bit_length())):
        bits = 15 << power
        while high := value >> bits:
            value = value & (1 << bits) - 1 ^ high ^ high << (1 << power)
    return not value


def frame_ends(data: bytes) -> list[int]:
    """The lengths at which a frame that begins these bytes may end, by its checksum: 0 over all of it."""
    value, ends = 0, []
    for place, byte in enumerate(data, start=1):
        value = (value << 8 & 0xFFFF) ^ _CRC16[value >> 8 ^ byte]
        if not value and place > _SHORTEST_FRAME:
            ends.append(place)
    return ends


def _frame_end(head: bytes, info: StreamInfo) -> int:
    """The sample frame behind a FLAC frame with this header; 0 if it is not a header."""
    if len(head) < 6 or head[1] & 0xFE != 0xF8 or not _agrees(head, info):
        return 0
    ones = 8 - (head[4] ^ 0xFF).bit_length()
    if ones == 1 or ones > 7:
        return 0
    position = 4 + max(1, ones)
    number = head[4] & (0x7F >> ones if ones else 0x7F)
    for byte in head[5:position]:
        if byte & 0xC0 != 0x80:
            return 0
        number = number << 6 | byte & 0x3F
    code = head[2] >> 4
    extra = {6: 1, 7: 2}.get(code, 0)
    size = _SIZES.get(code) or int.from_bytes(head[position : position + extra], "big") + 1
    position += extra + {12: 1, 13: 2, 14: 2}.get(head[2] & 15, 0)
    checksum = reduce(lambda value, byte: _CRC8[value ^ byte], head[:position], 0)
    if position >= len(head) or checksum != head[position]:
        return 0
    return number + size if head[1] & 1 else number * info.block + size


def _agrees(head: bytes, info: StreamInfo) -> bool:
    """True if rate, channels and bits in a frame header are those of the stream."""
    rate, layout, bits = head[2] & 15, head[3] >> 4, head[3] >> 1 & 7
    channels = layout + 1 if layout < 8 else 2
    return (
        head[2] >> 4 != 0
        and (rate in (0, 12, 13, 14) or _RATES.get(rate) == info.rate)
        and layout < 11
        and channels == info.channels
        and (bits == 0 or _BITS.get(bits) == info.bits)
        and not head[3] & 1
    )
