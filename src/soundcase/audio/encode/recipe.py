"""The encodes that a clip needs, from its facts alone.

Rule 1: what plays everywhere and is small stays as it is; small means that ten seconds of it start quickly on a
slow line: measured on slow 4G (1.6 Mbit/s), MP3 and FLAC start after 0.33 s, WAV of 256 kbit/s after 1.0 s.
Rule 2: what some browser does not play always gets an encode that all of them play.
Rule 3: where the artefact is the result, nothing is made lossy: FLAC, WAV where it is brief, or nothing.
Rule 4: `auto` makes MP3 or FLAC: both begin and end with their source, to a sample frame, in Chromium and in
Firefox. Opus does not (its pre-skip counts in Chromium's duration, and older Safaris refuse it).
Rule 5: what browsers play each in its own way is never offered as it is: more than two channels, and numbers
beyond full scale. Its encode is mixed by a standard, and as much quieter as it takes.
Rule 6: what is brief is not offered as FLAC: Chromium cannot seek in it, nor take over from another clip.
Rule 7: under a limit, what stands in a clip's place is as small as a step of thrift asks, and never larger than
the clip; the step alone decides, so that all clips of a comparison are treated alike.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from soundcase.audio.signal.downmix import outputs
from soundcase.values import dataclass

Format = Literal["mp3", "opus", "aac", "flac", "wav"]
Setting = Literal["auto", "original"] | tuple[Format, ...]

SMALL_BITS_PER_SECOND = 200_000
"""A clip of no more is small: it starts in well under half a second on slow 4G. Lossy clips of up to 320 kbit/s
are small too, as making them again would cost quality for little."""
SMALL_LOSSY_BITS_PER_SECOND = 330_000
SMALL_BYTES = 64_000
"""A file of no more is small whatever its rate: it comes whole in 0.3 s on slow 4G."""

LOSSY = frozenset(("mp3", "opus", "aac"))
UNIVERSAL = frozenset(("mp3", "aac", "flac", "wav"))
"""Formats that Chromium, Firefox and Safari all play."""
MP3_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
OPUS_RATES = (8000, 12000, 16000, 24000, 48000)
AAC_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000)
LOWEST_HZ, HIGHEST_HZ = 3000, 192_000
"""What browsers play without compression; FLAC and WAV keep rates in between."""
_SHORTEST_MP3_SECONDS = 0.05
"""A clip of less than an MP3's few first frames cannot end in one where it should."""
BRIEF_FRAMES = 40_960
"""Ten blocks of FLAC. Of fewer, Chromium does not find most places ("demuxer seek failed", which ends it); of
more, only some in the very last. In WAV and MP3 it finds all."""
_SAMPLED_KINDS = frozenset(("wav-alaw", "wav-mulaw"))
"""Lossy, but sample by sample: FLAC keeps them as they are, in few bytes."""

_BITS_PER_SECOND: dict[str, tuple[tuple[int, int, int], ...]] = {
    "mp3": ((12_000, 40_000, 64_000), (24_000, 64_000, 96_000), (48_000, 96_000, 160_000)),
    "opus": ((12_000, 24_000, 40_000), (16_000, 32_000, 56_000), (48_000, 64_000, 112_000)),
    "aac": ((12_000, 32_000, 56_000), (24_000, 64_000, 96_000), (96_000, 96_000, 160_000)),
}
"""Per format: up to this rate (Hz), bits per second for mono, and for stereo."""

_MP3_BIT_RATES = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_FAST_MP3_BIT_RATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""kbit/s that MP3 has from 32 kHz on, and below."""
_LOWEST_OPUS = 12_000
"""Bits per second of a channel below which speech is hard to follow."""
_WORTH = 0.9
"""The share of a clip's bytes that an encode must stay below to stand in its place."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of thrift."""

    format: Literal["mp3", "opus"] | None = None
    """What all clips become; None for what they become anyway, without the originals beside it."""
    share: float = 1.0
    """Of the bit rate that MP3 has usually."""


STEPS = (
    Step(),
    Step("mp3", 2.0),
    Step("mp3", 0.75),
    Step("mp3", 0.5),
    Step("opus", 0.4),
    Step("opus", 0.25),
)
"""The steps from 1 on: first the originals go, then the bit rate, then the format. The second is for what was
to stay lossless: of all else, the first makes less."""


@dataclass(frozen=True, slots=True)
class EncodeRecipe:
    """The settings of one encode."""

    format: Format
    bit_rate: int | None
    """Bits per second; None for lossless formats."""
    rate: int
    """Hz."""
    channels: int
    bits: int | None = None
    """Bits per sample of a lossless format, 16 or 24."""
    mix: str = ""
    """How the clip's channels become those of the encode, as `signal.downmix` names it."""


@dataclass(frozen=True, slots=True)
class Sounding:
    """The facts that the choice of encodes depends on; the fields of `Facts` with the same names."""

    kind: str
    lossy: bool
    rate: int
    channels: int
    bits: int | None
    size: int
    seconds: float
    web_playable: bool
    mix: str = ""
    """What is heard of its channels, as `signal.downmix` names it."""
    over: bool = False
    """Whether its numbers go beyond full scale, where players cut them off."""
    layout: tuple[str, ...] = ()
    """The speaker that each channel is for; empty where nobody says."""

    @property
    def plays(self) -> bool:
        """True where it may be offered as it is: every browser plays it, and all play the same."""
        return self.web_playable and not self.mix and not self.over

    @property
    def bits_per_second(self) -> float:
        """The whole file's bits per second."""
        return self.size * 8 / self.seconds if self.seconds > 0 else 0.0

    @property
    def small(self) -> bool:
        """True where it starts quickly on a slow line."""
        limit = SMALL_LOSSY_BITS_PER_SECOND if self.lossy else SMALL_BITS_PER_SECOND
        return self.size <= SMALL_BYTES or self.bits_per_second <= limit

    @property
    def brief(self) -> bool:
        """True where a FLAC of it would have too few blocks to seek in."""
        return self.seconds * coded_rate("flac", self.rate) < BRIEF_FRAMES


def recipe_for(
    sound: Sounding, setting: Setting, *, keep_lossless: bool, thrift: int = 0
) -> tuple[EncodeRecipe, ...]:
    """The encodes a clip needs, the one to offer first at the front; empty where it is offered as it is.

    Formats that are asked for come in the order in which they are asked for. `thrift` is a step, 0 for none.
    """
    if thrift:
        step = STEPS[thrift - 1]
        small = _thrifty(step.format, step.share, sound) if step.format else None
        if small:
            return (small,)
        setting = "auto" if step.format or setting == "original" else setting
    if setting == "original" or setting == "auto":
        good = sound.plays and (setting == "original" or _good_as_it_is(sound, keep_lossless=keep_lossless))
        return () if good else (_universal(sound, keep_lossless=keep_lossless),)
    wanted = [name for name in dict.fromkeys(setting) if not (keep_lossless and name in LOSSY)]
    encodes = tuple(recipe(name, sound) for name in wanted)
    if sound.plays or UNIVERSAL.intersection(wanted):
        return encodes
    return (*encodes, _universal(sound, keep_lossless=keep_lossless))


def _good_as_it_is(sound: Sounding, *, keep_lossless: bool) -> bool:
    """True if no encode of what plays everywhere would be better."""
    if sound.kind == "flac" and sound.brief:
        return False
    return sound.small or (
        keep_lossless and (sound.lossy or sound.brief or sound.kind in ("flac", "wav-float"))
    )


def _universal(sound: Sounding, *, keep_lossless: bool) -> EncodeRecipe:
    """The format that plays everywhere: MP3, or lossless where nothing may be lost or would be gained."""
    short = sound.seconds < _SHORTEST_MP3_SECONDS or (sound.kind == "flac" and sound.small)
    if keep_lossless or short or sound.kind in _SAMPLED_KINDS:
        return recipe("wav" if sound.brief else "flac", sound)
    return recipe("mp3", sound)


def recipe(name: Format, sound: Sounding) -> EncodeRecipe:
    """The recipe of one format for one clip: its own rate and channels as far as the format has them."""
    rate = coded_rate(name, sound.rate)
    channels = outputs(sound.mix, sound.channels)
    deep = not sound.lossy and (sound.bits or 16) > 16
    bits = None if name in LOSSY else 24 if deep else 16
    steps = _BITS_PER_SECOND.get(name, ())
    bit_rate = next((mono if channels == 1 else stereo for limit, mono, stereo in steps if rate <= limit), None)
    return EncodeRecipe(name, bit_rate, rate, channels, bits, sound.mix)


def _thrifty(name: Format, share: float, sound: Sounding) -> EncodeRecipe | None:
    """An encode of this share of the usual bit rate; None where the clip itself is about as small."""
    usual = recipe(name, sound)
    wanted = int((recipe("mp3", sound).bit_rate or 0) * share)
    if name == "mp3":
        rates = _MP3_BIT_RATES if usual.rate >= 16_000 else _MP3_BIT_RATES[:8]  # MPEG 2.5 ends at 64
        rates = _FAST_MP3_BIT_RATES if usual.rate >= 32_000 else rates
        wanted = 1000 * max((one for one in rates if one * 1000 <= wanted), default=rates[0])
    else:
        wanted = max(wanted, _LOWEST_OPUS * usual.channels)
    if sound.seconds < _SHORTEST_MP3_SECONDS or (sound.plays and wanted > sound.bits_per_second * _WORTH):
        return None
    return replace(usual, bit_rate=wanted)


def coded_rate(name: Format, rate: int) -> int:
    """The rate (Hz) at which a format takes a clip: its own, or the next one above it, or the highest."""
    if name in ("flac", "wav"):
        return min(max(rate, 8000 if rate < LOWEST_HZ else rate), HIGHEST_HZ)
    rates = {"mp3": MP3_RATES, "opus": OPUS_RATES, "aac": AAC_RATES}[name]
    return next((known for known in rates if known >= rate), rates[-1])
