"""MP1, MP2 and MP3: a walk over the frames.

Rule 1: the duration is the count of frames, less the encoder's delay and padding where a LAME tag gives them.
Rule 2: a Xing, Info or VBRI frame is a promise, not sound.
Rule 3: the decoder is given the sound frames alone, behind an Info frame that counts them rightly:
without one, or with a wrong one, libsndfile stops early. Behind one, it also leaves out the decoder's own
delay, which browsers do only where a LAME tag tells delay and padding: elsewhere FFmpeg decodes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from soundcase.audio.probe.mpeg_frames import (
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
from soundcase.audio.probe.source import BLOCK, Piece, Source
from soundcase.audio.probe.speakers import usual
from soundcase.audio.probe.structure import Damage, Span, Structure, Track, UnfitError
from soundcase.audio.probe.trailing import sound_end

_FEWEST = 2
"""Frames, one of tags included, of which decoders and browsers recognise MPEG audio."""
_FULL = 0.99
"""The share of the promised bytes that is there where a promised count of frames is wrong."""
_FOREIGN_SHARE = 1 / 16
"""Chromium believes a header of which no more of the file is left over."""
_NO_DURATION = "its bit rate varies, and no Xing header counts its frames"
_JUNK = 4096
"""Bytes behind the last frame that pass without remark."""


@dataclass(slots=True)
class _Walk:
    """Frames seen so far."""

    first: Header
    count: int = 0
    spans: list[Span] = field(default_factory=list)
    damage: Damage | None = None
    varying: bool = False
    """Whether its frames have several bit rates."""

    def note(self, damage: Damage) -> None:
        self.damage = self.damage or damage

    def frame(self) -> int:
        return self.count * self.first.frames

    def after_gap(self, source: Source, position: int) -> int | None:
        """The place where frames go on behind something else; None if they do not."""
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
            self.note(Damage("corrupt", what, self.frame()))
        elif len(window) > _JUNK and window.strip(b"\0"):
            self.note(Damage("corrupt", f"what follows byte {position} is no MPEG frame", self.frame()))
        return resumed


def read_mpeg(source: Source, start: int) -> Structure:
    """The structure of an MPEG audio stream, behind an ID3v2 tag if there is one; raises `UnfitError`."""
    tag = id3_size(source, start)
    (offset, begin), promise, walk, free = _walked(source, start)
    found = _structure(walk, promise, _tracks(source, walk, promise, (offset, begin), free=free))
    return replace(
        found,
        unplayable_reason=_unplayable_reason(source, walk, promise, offset, free=free),
        no_duration=_NO_DURATION if walk.varying and not (promise and promise.count) else "",
        guessed=walk.varying and not (promise and promise.count),
        id3=(start, start + tag) if tag else None,
    )


def sound_frames(source: Source, start: int) -> tuple[Span, tuple[Span, ...]]:
    """The frame of tags (empty where there is none), and the frames of sound; raises `UnfitError`."""
    lead, _, walk, _ = _walked(source, start)
    return lead, tuple(walk.spans)


def _walked(source: Source, start: int) -> tuple[Span, Promise | None, _Walk, bool]:
    """The frame of tags, what it promises, the frames of sound, and whether their bit rate is free."""
    offset = first_frame(source, start + id3_size(source, start))
    opening = source.read(offset, LOOK) if offset is not None else b""
    first = header(opening[:4])
    if offset is None or first is None:
        raise UnfitError("holds no chain of MPEG audio frames")
    free = 0 if first.length else free_length(opening, 0)
    length = first.length or free + first.padding
    promise = promised(opening[:length], first)
    begin = offset + (length if promise else 0)
    return (offset, begin), promise, _walk(source, begin, first, free), bool(free)


def _walk(source: Source, position: int, first: Header, free: int) -> _Walk:
    walk = _Walk(first)
    known: dict[bytes, int] = {}
    while position < source.size:
        window = source.read(position, BLOCK)
        final = position + len(window) >= source.size
        place = 0
        while True:
            four = window[place : place + 4]
            length = known.get(four)
            if length is None:
                head = header(four)
                length = head.length or (free and free + head.padding) if head and head.fits(first) else 0
                known[four] = length
            if not length or place + length > len(window):
                break
            walk.count += 1
            place += length
        if place and walk.spans and walk.spans[-1][1] == position:
            walk.spans[-1] = (walk.spans[-1][0], position + place)
        elif place:
            walk.spans.append((position, position + place))
        position += place
        if not final and (length or len(four) < 4):
            continue
        if length:
            held = source.size - position
            walk.note(Damage("truncated", f"its last frame has {held} of {length} bytes", walk.frame()))
            break
        resumed = walk.after_gap(source, position)
        if resumed is None:
            break
        position = resumed
    walk.varying = len({four[2] >> 4 for four, length in known.items() if length}) > 1
    return walk


def _structure(walk: _Walk, promise: Promise | None, tracks: tuple[Track, ...]) -> Structure:
    first = walk.first
    trim = promise.delay + promise.padding if promise else 0
    count = promise.count if promise else None
    damage = walk.damage
    payload = sum(end - begin for begin, end in walk.spans)
    if promise and count and walk.count < count - 1 and damage is None and payload < promise.size * _FULL:
        damage = Damage("truncated", f"{count - walk.count} of {count} frames are not there", walk.frame())
    padding = promise.padding if promise and count and walk.count >= count else 0
    return Structure(
        kind=f"mp{first.layer}",
        rate=first.rate,
        channels=first.channels,
        frames=max(0, walk.frame() - (promise.delay if promise else 0) - padding),
        declared=max(0, count * first.frames - trim) if count else None,
        payload=payload,
        tracks=tracks,
        damage=damage,
        layout=usual(first.channels),
    )


def _unplayable_reason(source: Source, walk: _Walk, promise: Promise | None, offset: int, *, free: bool) -> str:
    """The obstacle for some browser. Chromium goes by bytes where a header's do not fit, or there is none."""
    if free:
        return "its bit rate is of free format"
    if walk.count + bool(promise) < _FEWEST:
        return "browsers do not recognise an MP3 of a single frame"
    there = sound_end(source) - offset
    held = promise.size if promise else sum(end - begin for begin, end in walk.spans)
    if held and there - held > held * _FOREIGN_SHARE:
        return "of what stands behind its last frame, Chromium guesses a longer duration"
    return ""


def _tracks(
    source: Source, walk: _Walk, promise: Promise | None, lead: Span, *, free: bool
) -> tuple[Track, ...]:
    """The tracks to decode: `lead` is the frame of tags before the sound, or nothing."""
    pieces: tuple[Piece, ...] = tuple(walk.spans)
    if not pieces:
        return ()
    if free or walk.first.layer != 3:
        return (Track((lead, *pieces) if promise else pieces),)
    promise = promise or Promise(None, 0, 0)
    if not promise.delay and not promise.padding and walk.count >= _FEWEST:
        return (Track(pieces, demuxer="mp3"),)
    padding = promise.padding if promise.count is not None and walk.count >= promise.count else 0
    info = info_frame(source.read(walk.spans[0][0], 4), Promise(walk.count, promise.delay, padding))
    return (Track((info, *pieces)),)
