"""The structure of a container by its own words, before anything is decoded.

Rule 1: readers look at bytes only; they decide what the file is, what it promises and what is there.
Rule 2: a reader raises `UnfitError` for a header that makes decoding impossible, and `NotSoundError` for
a container without audio; everything else that is wrong travels as `Damage`.
Rule 3: durations of one clip that differ by no more than 50 ms or 1 % count as one.
"""

from __future__ import annotations

from typing import Literal

from soundcase.audio.probe.source import Piece
from soundcase.audio.probe.speakers import Layout
from soundcase.values import dataclass

Span = tuple[int, int]
_BRIEF = 0.1
"""Seconds below which milliseconds say too little."""
TOLERANCE_SECONDS, TOLERANCE_SHARE = 0.05, 0.01


class UnfitError(Exception):
    """The container is known, but its header is unusable; the text completes "the file …".

    Rate (Hz), channels and seconds are what it says all the same; None where it does not get so far.
    """

    def __init__(
        self, why: str, rate: int | None = None, channels: int | None = None, seconds: float | None = None
    ) -> None:
        super().__init__(why)
        self.rate, self.channels, self.seconds = rate, channels, seconds


def impossible(channels: int, rate: int) -> UnfitError:
    """The error for a header without channels or without a rate."""
    return UnfitError("declares no channel" if not channels else f"declares a sampling rate of {rate} Hz")


class NotSoundError(Exception):
    """The content is not audio; the text says what it is, e.g. `a PNG picture`."""


@dataclass(frozen=True, slots=True)
class Damage:
    """The first place where the content is cut or broken."""

    code: Literal["truncated", "corrupt"]
    what: str
    """A clause for people, e.g. `the page at byte 4096 fails its checksum`."""
    frame: int | None = None
    """The sample frame at which it happens, where the structure tells."""


@dataclass(frozen=True, slots=True)
class Raw:
    """The layout of headerless samples in a stream, in libsndfile's words."""

    subtype: str
    endian: Literal["LITTLE", "BIG"]


@dataclass(frozen=True, slots=True)
class Track:
    """One run of bytes for the decoder."""

    pieces: tuple[Piece, ...]
    raw: Raw | None = None
    """The layout of the samples; None where the stream has a header."""
    demuxer: str = ""
    """The only container that FFmpeg may take the bytes for; empty where libsndfile decodes them."""
    bits: int | None = None
    """Bits per sample, where FFmpeg decodes into wider numbers."""


@dataclass(frozen=True, slots=True)
class Structure:
    """A container as its bytes describe it."""

    kind: str
    """A name in `kinds.KINDS`."""
    rate: int
    """Hz, as decoded."""
    channels: int
    frames: int | None
    """Sample frames that the bytes hold; None where only decoding tells."""
    declared: int | None
    """Sample frames that the header promises; None where it promises nothing."""
    payload: int
    """Bytes of encoded audio."""
    about: int | None = None
    """Sample frames by an average rate, which count only where nothing decodes."""
    padding: int = 0
    """Sample frames that may decode behind the last one without belonging to the sound."""
    tracks: tuple[Track, ...] = ()
    """What to decode, one after another; empty where no decoder for the codec is at hand."""
    bits: int | None = None
    """Bits per sample; None for lossy codecs."""
    damage: Damage | None = None
    unplayable_reason: str = ""
    """Something in the structure that some browsers stumble on; empty if there is nothing."""
    no_duration: str = ""
    """Why the file does not say how long it is, as a clause; empty where it does, or its format never would."""
    guessed: bool = False
    """Whether some browser then guesses a wrong duration, or cannot seek."""
    brief: bool = False
    """Whether Chromium finds too few blocks in it to seek, which ends the clip."""
    as_text: bool = False
    """Whether its samples went through a program that rewrites line ends."""
    layout: Layout = ()
    """The speaker that each channel is for; empty where it is not said."""
    md5: bytes = b""
    """The digest of the samples that a FLAC header carries; empty where there is none."""
    id3: Span | None = None
    """Where an ID3v2 tag lies."""
    tags: tuple[tuple[str, str], ...] = ()
    """Tags that the reader came across itself, raw."""
    codec: str = ""
    """What to call the codec where the kind leaves it open, e.g. `codec 0x0161`."""


def in_seconds(seconds: float) -> str:
    """A duration for people: `3.000 s`; of a brief clip to the microsecond, and only nothing is `0.000 s`."""
    if seconds >= _BRIEF or not seconds:
        return f"{seconds:.3f} s"
    return f"{max(seconds, 1e-6):.6f}".rstrip("0").ljust(len("0.000"), "0") + " s"


def differs(one: float, other: float) -> bool:
    """True where two durations in seconds differ by more than 50 ms and 1 %."""
    return abs(one - other) > max(TOLERANCE_SECONDS, TOLERANCE_SHARE * max(one, other))
