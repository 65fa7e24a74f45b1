"""What clips are, for people: `FLAC`, `16 kHz`, `mono`.

Rule: what all clips of a task have in common is said once, above them; beside a clip stands what is its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from soundcase.facts import Facts
from soundcase.model import Task
from soundcase.plan import Plan, PlannedClip
from soundcase.words import Words

Format = tuple[str, ...]
"""Codec, sampling rate and channels; of an encode without those that it may not have kept."""

_HIGHEST_ENCODED_HZ, _MOST_ENCODED_CHANNELS = 48_000, 2
"""Within these an encode keeps what its original has."""
_FEW = 3
"""Clips that are told one by one."""


def played(planned: PlannedClip, words: Words) -> tuple[Format, ...]:
    """The format of each version of a clip that the page may play."""
    facts = planned.facts
    if not planned.encodes:
        return ((facts.format, _rate(facts), _channels(facts, words)),)
    changed = changeable(facts, words)
    kept = tuple(part for part in (_rate(facts), _channels(facts, words)) if part not in changed)
    return tuple((encode.format, *kept) for encode in planned.encodes)


def changeable(facts: Facts, words: Words) -> Format:
    """Of rate and channels, those that an encode may not keep."""
    told = (
        (_rate(facts), facts.rate > _HIGHEST_ENCODED_HZ),
        (_channels(facts, words), facts.channels > _MOST_ENCODED_CHANNELS),
    )
    return tuple(text for text, may_change in told if may_change)


def common_format(task: Task, plan: Plan, words: Words) -> Format:
    """What every version of all clips of a task has; nothing where the clips are few."""
    clips = list(_clips(task, plan))
    if len(clips) <= _FEW:
        return ()
    first, *others = (form for clip in clips for form in played(clip, words))
    return tuple(part for part in first if all(part in form for form in others))


def _clips(task: Task, plan: Plan) -> Iterator[PlannedClip]:
    for example in task.examples:
        for _, _, piece in example.media():
            if piece.audio:
                yield plan.clips[piece.audio]


def _rate(facts: Facts) -> str:
    return f"{facts.rate / 1000:g} kHz"


def _channels(facts: Facts, words: Words) -> str:
    names = {1: words.mono, 2: words.stereo}
    return names.get(facts.channels) or words.channels.format(facts.channels)
