"""Formats of clips, for people: `FLAC`, `16 kHz`, `mono`.

Rule: what all clips of a task have in common is said once, above them; beside a clip stands what is its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from soundcase.facts import Artifact, Facts, PlayedClip
from soundcase.site.words import Words
from soundcase.values import dataclass

Format = tuple[str, ...]
"""Codec, sampling rate and channels; of an encode without those that it may not have kept."""

_HIGHEST_ENCODED_HZ = 48_000
"""Up to here an encode keeps the rate of its original."""
_FEW = 3
"""Clips whose formats stand beside each."""


def played(clip: PlayedClip, words: Words) -> tuple[Format, ...]:
    """The format of each version of a clip that the page may play."""
    facts = clip.facts
    if not clip.encodes:
        return ((facts.format, _rate(facts), _channels(facts, words)),)
    changed = changeable(clip, words)
    kept = tuple(part for part in (_rate(facts), _channels(facts, words)) if part not in changed)
    return tuple((encode.format, *kept) for encode in clip.encodes)


def changeable(clip: PlayedClip, words: Words) -> Format:
    """Of rate and channels, those that an encode may not keep."""
    facts = clip.facts
    parts = ((_rate(facts), facts.rate > _HIGHEST_ENCODED_HZ), (_channels(facts, words), bool(clip.mix)))
    return tuple(text for text, may_change in parts if may_change)


def given(clip: PlayedClip, words: Words) -> Format:
    """The format of what the authors gave, where the page plays something made from it; else nothing."""
    return (clip.facts.format, *changeable(clip, words)) if clip.encodes else ()


def changes(clip: PlayedClip, made: Artifact | Facts, words: Words) -> Format:
    """The changes by an encode, beside the format; nothing for the clip itself."""
    if not isinstance(made, Artifact):
        return ()
    numbers = [int(name) for name in clip.mix.split() if name.isdigit()]
    channels = clip.facts.channels
    if len(numbers) == 1:
        mixed = words.one_channel.format(*numbers, channels)
    elif numbers:
        mixed = words.two_channels.format(*numbers, channels)
    else:
        mixed = words.mixed if clip.mix else ""
    quieter = words.quieter.format(f"{-made.gain:.1f}") if round(made.gain, 1) else ""
    return tuple(filter(None, (mixed, quieter)))


@dataclass(frozen=True, slots=True)
class SharedFormat:
    """The part of their format that all of some clips share."""

    clips: int
    parts: Format = ()
    originals: tuple[Format, ...] = ()
    """Of the clips that were made from others, two at most: more say no more."""


def shared_format(clips: Sequence[PlayedClip], words: Words) -> SharedFormat:
    """The format that every version of all of these clips has."""
    forms = [form for clip in clips for form in played(clip, words)]
    originals = dict.fromkeys(form for clip in clips if (form := given(clip, words)))
    return SharedFormat(len(clips), _shared(forms), tuple(originals)[:2])


def common_format(several: Iterable[SharedFormat]) -> Format:
    """The format of all clips of a task; nothing where the clips are few."""
    known = [one for one in several if one.clips]
    return _shared([one.parts for one in known]) if sum(one.clips for one in known) > _FEW else ()


def common_original(several: Iterable[SharedFormat]) -> Format:
    """The format of all originals of a task; nothing where they differ, or the clips are few."""
    known = [one for one in several if one.clips]
    found = {form for one in known for form in one.originals}
    return found.pop() if len(found) == 1 and sum(one.clips for one in known) > _FEW else ()


def _shared(forms: Sequence[Format]) -> Format:
    """The parts that all have, in the order of the first."""
    return tuple(part for part in forms[0] if all(part in form for form in forms)) if forms else ()


def _rate(facts: Facts) -> str:
    return f"{facts.rate / 1000:g} kHz"


def _channels(facts: Facts, words: Words) -> str:
    names = {1: words.mono, 2: words.stereo}
    return names.get(facts.channels) or words.channels.of(facts.channels)
