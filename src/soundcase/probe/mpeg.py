"""MP1, MP2 and MP3: a walk over the frames.

Rule 1: the duration is the count of frames, less the encoder's delay and padding where a LAME tag gives them.
Rule 2: a Xing, Info or VBRI frame is a promise, not sound.
Rule 3: the decoder is given the sound frames alone, behind an Info frame that counts them rightly:
without one, or with a wrong one, libsndfile stops early. Behind one, it also leaves out the decoder's own
delay, which browsers do only where a LAME tag tells delay and padding: elsewhere FFmpeg decodes.
"""

from __future__ import annotations

from dataclasses import dataclass

from soundcase.probe.mpeg_frames import (
    LOOK,
    Header,
    Promise,
    first_frame,
    free_length,
    header,
    id3_size,
    info_frame,
    promised,
    tagged,
)
from soundcase.probe.source import BLOCK, Piece, Source
from soundcase.probe.speakers import usual
from soundcase.probe.structure import Damage, Span, Structure, Track, UnfitError

_JUNK = 4096
"""Bytes behind the last frame that pass without remark."""


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


def read_mpeg(source: Source, start: int) -> Structure:
    """The structure of an MPEG audio stream, behind an ID3v2 tag if there is one; raises `UnfitError`."""
    tag = id3_size(source, start)
    offset = first_frame(source, start + tag)
    opening = source.read(offset, LOOK) if offset is not None else b""
    first = header(opening[:4])
    if offset is None or first is None:
        raise UnfitError("holds no chain of MPEG audio frames")
    promise = promised(opening[: first.length or 4], first)
    free = 0 if first.length else free_length(opening, 0)
    begin = offset + (first.length if promise else 0)
    walk = _walk(source, begin, first, free)
    return _structure(source, walk, promise, id3=(start, start + tag) if tag else None, free=bool(free))


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
    if not rest or tagged(rest):
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
        layout=usual(first.channels),
        obstacle="its bit rate is of free format" if free else "",
        id3=id3,
    )


def _tracks(source: Source, walk: _Walk, promise: Promise, *, free: bool) -> tuple[Track, ...]:
    pieces: tuple[Piece, ...] = tuple(walk.spans or ())
    if not pieces:
        return ()
    if walk.first.layer == 3 and not free:
        if not promise.delay and not promise.padding:
            return (Track(pieces, demuxer="mp3"),)
        begin = (walk.spans or [(0, 0)])[0][0]
        pieces = (info_frame(source.read(begin, 4), promise), *pieces)
    return (Track(pieces),)
