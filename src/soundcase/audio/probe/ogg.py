"""Ogg: pages, their checksums and their granules, for Opus, Vorbis, FLAC and Speex.

Rule 1: a page with a wrong CRC-32 is damage, wherever decoders would silently skip it.
Rule 2: an Opus stream lasts from its first granule to its last, less the pre-skip, at 48 kHz; others
count samples at their own rate.
Rule 3: several streams one after another (a chained file) are decoded one after another.
Source: RFC 3533 (Ogg), RFC 7845 (Opus in Ogg), RFC 6716 §3.1 (Opus packets), the Vorbis I specification.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import field

from soundcase.audio.probe.flac import SNDFILE_BITS, StreamInfo, stream_info
from soundcase.audio.probe.source import Piece, Source
from soundcase.audio.probe.speakers import in_flac, in_vorbis
from soundcase.audio.probe.structure import Damage, NotSoundError, Structure, Track, UnfitError, impossible
from soundcase.values import dataclass

_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_NO_GRANULE = 0xFFFFFFFFFFFFFFFF
_FIRST, _LAST = 2, 4
_NO_DURATION = "its last page is not marked as the last, so that a missing end would not show"


@dataclass(frozen=True, slots=True)
class OggPage:
    """One page that is there as a whole."""

    offset: int
    end: int
    flags: int
    granule: int
    serial: int
    sequence: int
    segments: bytes
    body: bytes
    sound: bool
    """Whether the checksum is right."""

    @property
    def opus_frames(self) -> int:
        """Sample frames at 48 kHz in the packets of Opus that end here; 0 if the first one began earlier."""
        if self.flags & 1:
            return 0
        total = position = begin = 0
        for lacing in self.segments:
            position += lacing
            if lacing < 255:
                total += _opus_packet(self.body[begin:position])
                begin = position
        return total


@dataclass(frozen=True, slots=True)
class Gap:
    """Bytes that are no page."""

    offset: int
    end: int


@dataclass(slots=True)
class LogicalStream:
    """One logical stream, growing while pages are read."""

    kind: str
    serial: int
    offset: int
    rate: int
    channels: int
    pre_skip: int = 0
    flac: StreamInfo | None = None
    last: int = 0
    """Where its last page begins, and ends."""
    end: int = 0
    uncounted: bool = False
    """Whether that page counts no samples."""
    origin: int | None = None
    """The granule at which the sound begins; None before the first page with sound."""
    granule: int = 0
    sequence: int = 0
    """Of the last page."""
    finished: bool = False
    trimmed: bool = False
    """Whether the last page leaves out an end of its packets, as only the very last does."""

    pieces: list[Piece] = field(default_factory=list)

    @property
    def ends(self) -> bool:
        """True where something else than the mark of the last page shows that the stream is whole."""
        return self.trimmed or (self.flac is not None and self.granule == self.flac.total)

    @property
    def frames(self) -> int:
        """Sample frames from the first granule to the last."""
        return max(0, self.granule - (self.origin or 0) - self.pre_skip)

    def track(self, source: Source) -> Track:
        """The bytes for a decoder."""
        if self.flac is not None and self.flac.bits in SNDFILE_BITS:
            return Track(tuple(self.pieces))
        pieces: tuple[Piece, ...] = ((self.offset, self.end),)
        if self.kind == "ogg-vorbis" and not self.uncounted:
            return Track(pieces)
        if self.kind == "ogg-vorbis":  # without its granule, which would have a decoder leave out all before it
            page = source.read(self.last, self.end - self.last)
            page = page[:5] + bytes((page[5] & ~_LAST,)) + _NO_GRANULE.to_bytes(8, "little") + page[14:]
            pieces = ((self.offset, self.last), page[:22] + page_crc(page).to_bytes(4, "little") + page[26:])
        return Track(pieces, demuxer="ogg", bits=self.flac.bits if self.flac else None)


@dataclass(slots=True)
class _Walk:
    streams: list[LogicalStream]
    damage: Damage | None = None
    other: str = ""

    def note(self, damage: Damage) -> None:
        self.damage = self.damage or damage

    def frame(self) -> int:
        return sum(stream.frames for stream in self.streams)

    def take(self, page: OggPage, gap: Gap | None) -> None:
        """Take in a page, and what lies before it: junk does no harm where no page is missing."""
        if page.flags & _FIRST:
            stream = _opened(page)
            if stream is None:
                self.other = self.other or "an Ogg file with something else than sound"
            elif not self.streams or self.streams[-1].finished or page.serial != self.streams[-1].serial:
                self.streams.append(stream)
        stream = next((known for known in reversed(self.streams) if known.serial == page.serial), None)
        if stream is None:
            return
        if not page.sound:
            self.note(Damage("corrupt", f"the page at byte {page.offset} fails its checksum", self.frame()))
        if gap is not None and stream.end and page.sequence != stream.sequence + 1:
            what = f"the bytes from {gap.offset} to {gap.end} are no Ogg page"
            self.note(Damage("corrupt", what, self.frame()))
        stream.last, stream.end, stream.sequence = page.offset, page.end, page.sequence
        stream.uncounted = page.granule == 0
        stream.finished = stream.finished or bool(page.flags & _LAST)
        if stream.flac is not None:
            skip = 9 if page.flags & _FIRST else 0
            stream.pieces.append((page.end - len(page.body) + skip, page.end))
        if page.sound and page.granule not in (0, _NO_GRANULE):
            held = page.opus_frames if stream.kind == "ogg-opus" else 0
            stream.trimmed = stream.granule > 0 and page.granule < stream.granule + held
            if stream.origin is None:
                stream.origin = max(0, page.granule - held) if held and not page.flags & _LAST else 0
            stream.granule = max(stream.granule, page.granule)

    def structure(self, source: Source) -> Structure:
        first, last = self.streams[0], self.streams[-1]
        shape = (first.kind, first.rate, first.channels)
        same = [one for one in self.streams if (one.kind, one.rate, one.channels) == shape]
        chained = len(self.streams) > 1
        no_duration = ""
        if last.uncounted and not self.damage:
            no_duration = "its last page counts no samples"
        elif not (last.finished or last.ends or self.damage):
            no_duration = _NO_DURATION
        return Structure(
            kind=first.kind,
            rate=first.rate,
            channels=first.channels,
            frames=None if last.uncounted else sum(stream.frames for stream in same) or None,
            declared=first.flac.total or None if first.flac is not None and not chained else None,
            payload=source.size - first.offset,
            tracks=tuple(stream.track(source) for stream in same),
            bits=first.flac.bits if first.flac is not None else None,
            damage=self.damage,
            unplayable_reason=f"it is {len(self.streams)} Ogg streams one after another" if chained else "",
            no_duration=no_duration,
            guessed=last.uncounted,
            layout=(in_flac if first.flac else in_vorbis)(first.channels),
            md5=first.flac.md5 if first.flac is not None and not chained else b"",
        )


def page_crc(page: bytes) -> int:
    """CRC-32 of polynomial 0x04C11DB7, not reflected, from 0, with the page's own field taken as 0."""
    blank = page[:22] + b"\0\0\0\0" + page[26:]
    mirrored = zlib.crc32(blank.translate(_MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int.from_bytes(mirrored.to_bytes(4, "little").translate(_MIRRORED), "big")


def read_ogg(source: Source, start: int) -> Structure:
    """The structure of an Ogg file that begins at byte `start`; raises `UnfitError` or `NotSoundError`."""
    walk, gap = _Walk([]), None
    for part in pages(source, start):
        if isinstance(part, Gap):
            gap = part
        else:
            walk.take(part, gap)
            gap = None
    if not walk.streams:
        if walk.other:
            raise NotSoundError(walk.other)
        raise UnfitError("is an Ogg file without a whole first page")
    if gap is not None and not walk.streams[-1].finished:
        walk.note(Damage("truncated", "its last page is cut", walk.frame()))
    return walk.structure(source)


def pages(source: Source, position: int) -> Iterator[OggPage | Gap]:
    """Every page from a position on, and what lies between pages."""
    while position < source.size:
        page = _page_at(source, position)
        if page is not None:
            yield page
            position = page.end
            continue
        begin = position
        position = source.find(b"OggS", position + 1, source.size)
        while position >= 0 and _page_at(source, position) is None:
            position = source.find(b"OggS", position + 1, source.size)
        yield Gap(begin, position if position >= 0 else source.size)
        if position < 0:
            return


def _page_at(source: Source, offset: int) -> OggPage | None:
    head = source.read(offset, 282)
    if len(head) < 27 or head[:5] != b"OggS\0" or len(head) < 27 + head[26]:
        return None
    segments = head[27 : 27 + head[26]]
    start = 27 + len(segments)
    length = start + sum(segments)
    page = source.read(offset, length)
    if len(page) < length:
        return None
    return OggPage(
        offset,
        offset + length,
        flags=head[5],
        granule=int.from_bytes(head[6:14], "little"),
        serial=int.from_bytes(head[14:18], "little"),
        sequence=int.from_bytes(head[18:22], "little"),
        segments=segments,
        body=page[start:],
        sound=page_crc(page) == int.from_bytes(head[22:26], "little"),
    )


def _opus_packet(packet: bytes) -> int:
    """Sample frames at 48 kHz in a packet."""
    if not packet:
        return 0
    config, code = packet[0] >> 3, packet[0] & 3
    if config < 12:
        size = (480, 960, 1920, 2880)[config & 3]
    elif config < 16:
        size = (480, 960)[config & 1]
    else:
        size = (120, 240, 480, 960)[config & 3]
    if code == 3:
        return size * (packet[1] & 63) if len(packet) > 1 else 0
    return size * (1, 2, 2)[code]


def _opened(page: OggPage) -> LogicalStream | None:
    """The stream that a first page opens; None if it is not sound."""
    body = page.body
    rate = channels = skip = 0
    flac: StreamInfo | None = None
    if body[:8] == b"OpusHead" and len(body) >= 19:
        kind, rate, channels, skip = "ogg-opus", 48000, body[9], int.from_bytes(body[10:12], "little")
    elif body[:7] == b"\x01vorbis" and len(body) >= 30:
        kind, rate, channels = "ogg-vorbis", int.from_bytes(body[12:16], "little"), body[11]
    elif body[:5] == b"\x7fFLAC" and len(body) >= 51:
        flac = stream_info(body[17:51])
        kind, rate, channels = "ogg-flac", flac.rate, flac.channels
    elif body[:8] == b"Speex   " and len(body) >= 52:
        kind, rate = "ogg-speex", int.from_bytes(body[36:40], "little")
        channels = int.from_bytes(body[48:52], "little")
    else:
        return None
    if not rate or not channels:
        raise impossible(channels, rate)
    return LogicalStream(kind, page.serial, page.offset, rate, channels, skip, flac)
