"""MP4, M4A and QuickTime: the boxes that say what the first sound track is, how long, and whether it is there.

Rule 1: an edit list decides the duration where there is one: it leaves out an encoder's priming and padding. It
counts in ticks of the movie, often milliseconds, and plays no more of the sound than there is.
Rule 2: samples whose bytes lie behind the end of the file are missing, whatever the tables say.
Rule 3: tables are read from bytes that exist; a count in a box allocates nothing.
Source: ISO/IEC 14496-12 (boxes), 14496-14 and 14496-3 (esds, AudioSpecificConfig).
"""

from __future__ import annotations

from collections.abc import Iterator

from soundcase.audio.probe.adts import CHANNELS, RATES
from soundcase.audio.probe.mp4_boxes import (
    Box,
    Movie,
    boxes,
    descend,
    fragmented,
    handler,
    held_samples,
    most_run_samples,
    most_samples,
    read_movie,
    tabled,
    timing,
)
from soundcase.audio.probe.source import Piece, Source
from soundcase.audio.probe.structure import Damage, NotSoundError, Structure, Track, UnfitError, impossible
from soundcase.values import dataclass

_LC, _STEREO, _EXTENDED, _ESCAPE = 2, 29, (5, 29), 31
"""Audio object types: AAC-LC, parametric stereo, those that extend another one, and "more bits follow"."""
_LATE_FRAGMENTS = "Firefox ends where the first of its fragments begins"
_MISSING = "the bytes of its last samples are not there"
_ALWAYS_BELIEVED = 1_000_000
"""Samples that a table may count however short the file is."""
_PCM = (b"lpcm", b"sowt", b"twos", b"in24", b"in32", b"fl32", b"fl64", b"raw ", b"ipcm")
_CODECS = {
    b".mp3": "mp4-mp3",
    b"Opus": "mp4-opus",
    b"fLaC": "mp4-flac",
    b"alac": "mp4-alac",
    **dict.fromkeys(_PCM, "mov-pcm"),
}
_OBJECTS = {**dict.fromkeys((0x40, 0x66, 0x67, 0x68), "mp4-aac"), **dict.fromkeys((0x69, 0x6B), "mp4-mp3")}
_AAC = {1: "mp4-aac", 2: "mp4-aac", 5: "mp4-he-aac", 29: "mp4-he-aac-2"}
_OTHER_OBJECTS = {
    3: "AAC SSR",
    4: "AAC LTP",
    6: "AAC scalable",
    17: "AAC-LC for error resilience",
    20: "AAC scalable for error resilience",
    22: "BSAC",
    23: "AAC-LD",
    34: "MPEG-4 layer III",
    36: "MPEG-4 ALS",
    37: "MPEG-4 SLS",
    39: "AAC-ELD",
    42: "xHE-AAC",
}
"""Audio object types of ISO/IEC 14496-3 table 1.17 that browsers play in parts, or not at all."""
_PACKETS = {"mp4-aac": 1024, "mp4-he-aac": 2048, "mp4-he-aac-2": 2048, "mp4-mp3": 1152, "mp4-opus": 5760}
"""Sample frames in the largest packet of a codec; FFmpeg ends an edit with a packet."""


@dataclass(frozen=True, slots=True)
class SoundDescription:
    """The description of a sound track."""

    kind: str
    rate: int
    channels: int
    bits: int | None
    codec: str


def read_mp4(source: Source, start: int) -> Structure:
    """The structure of an MP4 file that begins at byte `start`; raises `UnfitError` or `NotSoundError`."""
    movie = read_movie(source, start)
    _believable(source, movie)
    track = next((box for box in movie.tracks if handler(source, box) == b"soun"), None)
    if track is None:
        raise NotSoundError("an MP4 file without a sound track")
    sound = _sound(source, track)
    scale, length = timing(source, descend(source, track, b"mdia", b"mdhd"))
    if not scale:
        raise UnfitError("is an MP4 file whose sound track has no clock")
    no_duration = "" if length or movie.fragments else "its header gives the duration 0"
    if movie.fragments or no_duration:
        length = tabled(source, track) + fragmented(source, movie) or length
    edited = _edited(source, track, movie, (length, scale))
    whole, played = edited or (length / scale, length / scale)
    counted = round(played * sound.rate)
    held, payload = held_samples(source, track)
    if movie.fragments and movie.cut:
        held = round(length * movie.held)
    missing = held is not None and held < length
    present = round(held / scale * sound.rate) if missing and held is not None else counted
    void = () if edited or movie.fragments else _void(source, track, start)
    no_duration = "its edit list plays nothing of it" if void else no_duration
    return Structure(
        kind=sound.kind,
        rate=sound.rate,
        channels=sound.channels,
        frames=min(present, counted),
        tracks=(Track(void, demuxer="mov", bits=sound.bits),) if void else (),
        declared=round(whole * sound.rate) or None,
        padding=_PACKETS.get(sound.kind, 0),
        payload=payload or source.size,
        bits=sound.bits,
        damage=Damage("truncated", _MISSING, min(present, counted)) if missing else None,
        no_duration=no_duration,
        guessed=bool(no_duration),
        unplayable_reason=_LATE_FRAGMENTS if movie.fragments and tabled(source, track) else "",
        codec=sound.codec,
    )


def _believable(source: Source, movie: Movie) -> None:
    """Raises `UnfitError` for tables that would make a decoder allocate what no file of this size can need."""
    samples = max(most_run_samples(source, movie), *(most_samples(source, track) for track in movie.tracks), 0)
    if samples > max(source.size, _ALWAYS_BELIEVED):
        raise UnfitError(f"is an MP4 file whose tables count {samples} samples in {source.size} bytes")


def _edited(source: Source, track: Box, movie: Movie, media: tuple[int, int]) -> tuple[float, float] | None:
    """Seconds that an edit list asks for, and those of them that there are; None where there is no list.

    `media` is the sound's ticks, and how many are a second. With fragments, a list only says where it begins.
    """
    length, scale = media
    asked = played = 0.0
    for duration, begin in _edits(source, track) if movie.timescale else ():
        there = max(0, length - begin) / scale
        seconds = there if movie.fragments else duration / movie.timescale
        asked += seconds
        played += min(seconds, there) if length else seconds
    return (asked, played) if asked else None


def _void(source: Source, track: Box, start: int) -> tuple[Piece, ...]:
    """The file without an edit list that plays nothing, and which decoders follow; empty if there is none."""
    box = descend(source, track, b"edts", b"elst")
    if box is None or not list(_edits(source, track)):
        return ()
    name = box.start - 4
    return ((start, name), b"free", (name + 4, source.size))


def _edits(source: Source, track: Box) -> Iterator[tuple[int, int]]:
    """The movie's ticks that each edit lasts, and the sound's tick it begins with; silence is left out."""
    box = descend(source, track, b"edts", b"elst")
    body = source.read(box.start, min(box.end - box.start, 1 << 16)) if box else b""
    size, field = (20, 8) if body[:1] == b"\1" else (12, 4)
    for place in range(8, len(body) - size + 1, size):
        duration = int.from_bytes(body[place : place + field], "big")
        begin = int.from_bytes(body[place + field : place + 2 * field], "big", signed=True)
        if begin >= 0:
            yield duration, begin


def _sound(source: Source, track: Box) -> SoundDescription:
    table = descend(source, track, b"mdia", b"minf", b"stbl", b"stsd")
    entry = next(boxes(source, table.start + 8, table.end), None) if table else None
    if entry is None:
        raise UnfitError("is an MP4 file whose sound track does not say what it is")
    body = source.read(entry.start, 28)
    if len(body) < 28:
        raise UnfitError("is an MP4 file whose sound track is described too briefly")
    channels, bits = int.from_bytes(body[16:18], "big"), int.from_bytes(body[18:20], "big")
    rate = int.from_bytes(body[24:28], "big") >> 16
    inner = entry.start + 28 + {1: 16, 2: 36}.get(int.from_bytes(body[8:10], "big"), 0)
    kind = _CODECS.get(entry.name, "mp4-other")
    codec = entry.name.decode("latin-1") if kind == "mp4-other" else ""
    if entry.name == b"mp4a":
        kind, rate, channels, codec = _mpeg4(
            source, inner, entry.end, SoundDescription("mp4-aac", rate, channels, None, "")
        )
    elif kind in ("mp4-alac", "mp4-flac"):
        rate, bits = _lossless(source, kind, inner, entry.end) or (rate, bits)
    rate = rate or timing(source, descend(source, track, b"mdia", b"mdhd"))[0]
    if not rate or not channels:
        raise impossible(channels, rate)
    return SoundDescription(
        kind, rate, channels, bits if kind in ("mp4-alac", "mp4-flac", "mov-pcm") else None, codec
    )


def _lossless(source: Source, kind: str, start: int, end: int) -> tuple[int, int] | None:
    """Rate and bits of an ALAC or FLAC description, which knows more than the fields before it."""
    box = next((b for b in boxes(source, start, end) if b.name in (b"alac", b"dfLa")), None)
    body = source.read(box.start, 28) if box else b""
    if len(body) < 28:
        return None
    if kind == "mp4-alac":
        return int.from_bytes(body[24:28], "big"), body[9]
    packed = int.from_bytes(body[18:26], "big")
    return packed >> 44, (packed >> 36 & 31) + 1


def _mpeg4(source: Source, start: int, end: int, plain: SoundDescription) -> tuple[str, int, int, str]:
    """Kind, rate, channels and codec from an `esds` box, which knows more than the fields before it."""
    box = next((b for b in boxes(source, start, end) if b.name == b"esds"), None)
    body = source.read(box.start, min(box.end - box.start, 256)) if box else b""
    config = _descriptor(body, 0x04)
    kind = _OBJECTS.get(config[0], "mp4-other") if config else plain.kind
    special = _descriptor(body, 0x05)
    if kind != "mp4-aac" or len(special) < 2:
        return kind, plain.rate, plain.channels, f"object type 0x{config[0]:02x}" if kind == "mp4-other" else ""
    bits = Bits(special)
    object_type = bits.object_type()
    rate = bits.rate() or plain.rate
    layout = bits.take(4)
    channels = CHANNELS[layout] if 0 < layout < len(CHANNELS) else plain.channels
    if object_type in _EXTENDED:
        rate, channels = bits.rate() or rate, 2 if object_type == _STEREO else channels
        core = bits.object_type()
        object_type = object_type if core == _LC else core
    if object_type in _AAC:
        return _AAC[object_type], rate, channels, ""
    name = _OTHER_OBJECTS.get(object_type, f"MPEG-4 audio object type {object_type}")
    return "mp4-other", rate, channels, name


class Bits:
    """Bits of an AudioSpecificConfig, taken from the front; behind their end come zeros."""

    def __init__(self, content: bytes) -> None:
        self._content, self._place = content, 0

    def take(self, count: int) -> int:
        """The next so many bits as a number."""
        self._place += count
        surplus = 8 * len(self._content) - self._place
        value = int.from_bytes(self._content, "big")
        return (value >> surplus if surplus >= 0 else value << -surplus) & ((1 << count) - 1)

    def object_type(self) -> int:
        """The next audio object type."""
        short = self.take(5)
        return 32 + self.take(6) if short == _ESCAPE else short

    def rate(self) -> int:
        """The next sampling rate (Hz); 0 where it is none."""
        index = self.take(4)
        if index == 15:
            return self.take(24)
        return RATES[index] if index < len(RATES) else 0


def _descriptor(body: bytes, wanted: int) -> bytes:
    """The content of the descriptor with this tag; empty if there is none."""
    place = 4
    while place + 2 <= len(body):
        tag = body[place]
        place, size = place + 1, 0
        for _ in range(4):
            byte = body[place] if place < len(body) else 0
            place, size = place + 1, size << 7 | byte & 0x7F
            if not byte & 0x80:
                break
        if tag == wanted:
            return body[place : place + size]
        place += {0x03: 3, 0x04: 13}.get(tag, size)
    return b""
