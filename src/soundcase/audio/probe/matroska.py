"""Matroska and WebM: what the first sound track is, and how far its blocks reach.

Rule: elements are skipped by their sizes; a size beyond the file means that the file is cut.
Source: RFC 8794 (EBML), RFC 9559 (Matroska).
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from dataclasses import field

from soundcase.audio.probe.source import Source
from soundcase.audio.probe.structure import Damage, NotSoundError, Structure, UnfitError, impossible
from soundcase.values import dataclass

_SEGMENT, _INFO, _TRACKS, _CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
_DOC_TYPE, _SCALE, _DURATION = 0x4282, 0x2AD7B1, 0x4489
_ENTRY, _TYPE, _CODEC, _AUDIO, _RATE, _CHANNELS, _BITS = 0xAE, 0x83, 0x86, 0xE1, 0xB5, 0x9F, 0x6264
_TIME, _BLOCK, _GROUP, _INNER = 0xE7, 0xA3, 0xA0, 0xA1
_HEADER = 0x1A45DFA3
_NESTED = (_HEADER, _SEGMENT, _INFO, _TRACKS, _ENTRY, _AUDIO, _CLUSTER, _GROUP)
_MAX_ELEMENTS = 5_000_000
_SOUND, _PICTURE = 2, 1
_WEBM = {"OPUS": "webm-opus", "VORBIS": "webm-vorbis"}
_LOSSLESS = ("FLAC", "PCM", "ALAC", "WAVPACK", "TTA")


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its id and the span of its body that is there."""

    id: int
    start: int
    end: int
    whole: bool
    head: int = 0
    """The byte where its id begins."""


@dataclass(slots=True)
class TrackEntry:
    """One track's description, growing while its elements are read."""

    type: int = 0
    codec: str = ""
    rate: float = 8000.0
    channels: int = 1
    bits: int | None = None


@dataclass(slots=True)
class MatroskaContents:
    """The description of a file, growing while its elements are read."""

    doc_type: str = ""
    scale: int = 1_000_000
    duration: float = 0.0
    tracks: list[TrackEntry] = field(default_factory=list)
    cluster: int = 0
    last: int = 0
    """Time of the last block, in ticks."""
    cut: bool = False

    def take(self, name: int, body: bytes) -> None:
        """Take in an element that holds no others."""
        number = int.from_bytes(body, "big")
        track = self.tracks[-1] if self.tracks else TrackEntry()
        if name == _SCALE:
            self.scale = number
        elif name == _DOC_TYPE:
            self.doc_type = body.rstrip(b"\0").decode("latin-1")
        elif name == _DURATION:
            self.duration = _real(body)
        elif name == _TIME:
            self.cluster = number
        elif name == _TYPE:
            track.type = number
        elif name == _CODEC:
            track.codec = body.decode("latin-1")
        elif name == _RATE:
            track.rate = _real(body)
        elif name == _CHANNELS:
            track.channels = number
        elif name == _BITS:
            track.bits = number

    def track(self, kind: int) -> TrackEntry | None:
        """The first track of a type."""
        return next((track for track in self.tracks if track.type == kind), None)

    @property
    def sound(self) -> TrackEntry | None:
        """The first sound track."""
        return self.track(_SOUND)

    @property
    def picture(self) -> TrackEntry | None:
        """The first moving picture."""
        return self.track(_PICTURE)


def _number(source: Source, offset: int, *, keep: bool) -> tuple[int, int]:
    """A variable-length number and its length; -1 stands for "unknown", a length of 0 for none."""
    head = source.read(offset, 8)
    length = 9 - head[0].bit_length() if head and head[0] else 0
    if not length or len(head) < length:
        return 0, 0
    value = int.from_bytes(head[:length], "big")
    if keep:
        return value, length
    mask = (1 << 7 * length) - 1
    return (-1 if value & mask == mask else value & mask), length


def elements(source: Source, start: int) -> Iterator[Element]:
    """Every element, in order, into those that hold others."""
    for _ in range(_MAX_ELEMENTS):
        name, first = _number(source, start, keep=True)
        size, second = _number(source, start + first, keep=False)
        if not first or not second:
            return
        body = start + first + second
        end = source.size if size < 0 else body + size
        yield Element(name, body, min(end, source.size), end <= source.size, start)
        start = body if name in _NESTED else end


def contents(source: Source, start: int) -> MatroskaContents:
    """The description that a file's elements make."""
    found = MatroskaContents()
    for element in elements(source, start):
        found.cut = found.cut or not element.whole
        if element.id == _ENTRY:
            found.tracks.append(TrackEntry())
        elif element.id in (_BLOCK, _INNER):
            _, length = _number(source, element.start, keep=False)
            time = int.from_bytes(source.read(element.start + length, 2), "big", signed=True)
            found.last = max(found.last, found.cluster + time)
        elif element.end - element.start <= 255:
            found.take(element.id, source.read(element.start, element.end - element.start))
    return found


def _real(body: bytes) -> float:
    value: float = 0.0
    if len(body) in (4, 8):
        (value,) = struct.unpack(">f" if len(body) == 4 else ">d", body)
    return value if math.isfinite(value) else 0.0


def read_matroska(source: Source, start: int) -> Structure:
    """The structure of a Matroska or WebM file that begins at byte `start`; raises what `structure` says."""
    found = contents(source, start)
    sound = found.sound
    name = "WebM" if found.doc_type == "webm" else "Matroska"
    if sound is None:
        if found.picture:
            raise NotSoundError(f"a {name} file without a sound track")
        raise UnfitError(f"is a {name} file that describes no track")
    rate = 48000 if sound.codec == "A_OPUS" else round(sound.rate)
    if not 1 <= rate < 1 << 31 or not sound.channels:
        raise impossible(sound.channels, 0)
    codec = sound.codec.removeprefix("A_")
    usual = "matroska-lossless" if codec.startswith(_LOSSLESS) else "matroska"
    kind = _WEBM.get(codec, usual) if name == "WebM" else usual
    tick = found.scale / 1e9
    declared = round(found.duration * tick * rate) or None
    reached = round(found.last * tick * rate)
    cut = found.cut
    return Structure(
        kind=kind,
        rate=rate,
        channels=sound.channels,
        frames=reached if cut or declared is None else declared,
        declared=declared,
        payload=source.size,
        damage=Damage("truncated", "its last element is cut", reached) if cut else None,
        no_duration="" if declared else "it was written as a live stream, without its duration",
        guessed=not declared,
        codec=codec if kind == usual else "",
        bits=sound.bits if kind == "matroska-lossless" else None,
    )
