"""A site brought into a limit: which step of thrift each task takes, and what its clips weigh then.

Rule 1: all clips of a task take the same step, so that what is compared is treated alike.
Rule 2: steps are taken in one order: originals go everywhere, then the heaviest task saves first, step by step.
    Where that is not enough, tasks that are marked lossless are made lossy too, from the highest bit rate on.
Rule 3: an estimate only says where to begin; whether a site fits, its files say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from soundcase.audio.encode.recipe import STEPS, EncodeRecipe, Setting, recipe_for
from soundcase.audio.media.choice import known
from soundcase.facts import Artifact, PlayedClip
from soundcase.model import Catalogue, ClipKey
from soundcase.settings import MediaSettings
from soundcase.values import dataclass

Thrift = Mapping[str, int]
"""By task id its step, 0 for none."""
Clips = Mapping[ClipKey, PlayedClip]
_LOSSY_FIRST, _LOSSY_AGAIN = 2, 3
"""The first step of a task that was to stay lossless, and the first of all others."""
_HEAD = 600
"""Bytes of a lossy file without sound, about."""


@dataclass(frozen=True, slots=True)
class TaskClips:
    """The clips of a task; what several tasks play belongs to the first."""

    id: str
    title: str
    lossless: bool
    clips: tuple[tuple[ClipKey, MediaSettings], ...]
    """Each with the settings by which it is encoded."""


@dataclass(frozen=True, slots=True)
class TaskWeight:
    """The weight of a task's clips, with and without a limit."""

    title: str
    clips: int
    before: int
    """Bytes in the usual site."""
    after: int
    how: tuple[str, ...]
    """What they became, for people: `12 MP3 at 48 kbit/s`."""
    lossy: bool
    """Whether it was marked lossless and is not any more."""


def packed(catalogue: Catalogue, thrift: Sequence[tuple[str, int]]) -> Catalogue:
    """The catalogue as it goes into one archive: its tasks offer none, and take these steps."""
    steps = dict(thrift)
    sections = (
        replace(
            section,
            tasks=tuple(
                replace(task, media=replace(task.media, downloads=False, thrift=steps.get(task.id, 0)))
                for task in section.tasks
            ),
        )
        for section in catalogue.sections
    )
    return replace(catalogue, sections=tuple(sections))


def clips_of(catalogue: Catalogue) -> tuple[TaskClips, ...]:
    """The clips of each task that has some."""
    lossless: set[str] = set()
    places: dict[ClipKey, tuple[str, MediaSettings]] = {}
    for task, example in catalogue.examples():
        for _, _, piece in example.media():
            if key := piece.clip:
                places.setdefault(key, (task.id, task.media))
                lossless |= {key.name} if task.media.keep_lossless else set()
    return tuple(
        TaskClips(
            task.id,
            task.title,
            task.media.keep_lossless,
            tuple(
                (key, replace(media, keep_lossless=key.name in lossless))
                for key, (owner, media) in places.items()
                if owner == task.id
            ),
        )
        for task in catalogue.tasks()
        if any(owner == task.id for owner, _ in places.values())
    )


def attempts(tasks: Sequence[TaskClips], clips: Clips) -> Iterator[tuple[Thrift, int]]:
    """The steps to try in turn, and how many bytes the clips have then, about; the first has none."""
    sizes = {
        task.id: [sum(_expected(clips[key], media, step) for key, media in task.clips if key in clips)
                  for step in range(len(STEPS) + 1)]
        for task in tasks
    }  # fmt: skip
    thrift = {task.id: 0 for task in tasks}

    def now() -> tuple[Thrift, int]:
        return dict(thrift), sum(sizes[name][step] for name, step in thrift.items())

    yield now()
    thrift |= dict.fromkeys(thrift, 1)
    yield now()
    first = sorted((one.id for one in tasks if not one.lossless), key=lambda name: -sizes[name][1])
    for step in range(_LOSSY_AGAIN, len(STEPS) + 1):
        for name in first:
            thrift[name] = step
            yield now()
    last = [one.id for one in tasks if one.lossless]
    for step in range(_LOSSY_FIRST, len(STEPS) + 1) if last else ():
        thrift |= {**dict.fromkeys(first, step if step > _LOSSY_FIRST else 1), **dict.fromkeys(last, step)}
        yield now()


def weights(tasks: Sequence[TaskClips], before: Clips, after: Clips) -> tuple[TaskWeight, ...]:
    """The weight of each task's clips, without a limit and with it."""
    return tuple(
        TaskWeight(
            task.title,
            len(task.clips),
            sum(_weight(before[key]) for key, _ in task.clips if key in before),
            sum(_weight(after[key]) for key, _ in task.clips if key in after),
            _how([after[key] for key, _ in task.clips if key in after]),
            task.lossless and any(_is_lossy(after[key]) for key, _ in task.clips if key in after),
        )
        for task in tasks
    )


def _expected(clip: PlayedClip, media: MediaSettings, step: int) -> int:
    """Bytes of a clip and of what is made of it at a step, about."""
    if not step:
        return _weight(clip)
    sound, setting = replace(known(clip.facts), mix=clip.mix), cast(Setting, media.encode)
    recipes = recipe_for(sound, setting, keep_lossless=media.keep_lossless, thrift=step)
    drawn = clip.spectrogram.size if clip.spectrogram else 0
    return drawn + (sum(_encoded(one, clip) for one in recipes) or clip.facts.size)


def _encoded(recipe: EncodeRecipe, clip: PlayedClip) -> int:
    if recipe.bit_rate:
        return round(recipe.bit_rate * clip.facts.seconds / 8) + _HEAD
    made = (one.size for one in clip.encodes if one.suffix == f".{recipe.format}")
    return next(made, clip.facts.size)


def _weight(clip: PlayedClip) -> int:
    return sum(one.size for one in clip.published)


def _is_lossy(clip: PlayedClip) -> bool:
    return isinstance(clip.offered[0], Artifact) and clip.offered[0].suffix in (".mp3", ".opus", ".m4a")


def _how(clips: Sequence[PlayedClip]) -> tuple[str, ...]:
    """What is played, by format, with the average bit rate of what was made."""
    counts = Counter((one.format, isinstance(one, Artifact)) for clip in clips for one in clip.offered[:1])
    return tuple(
        f"{count} {name} at {_kilobits(clips, name)} kbit/s" if made else f"{count} {name} as given"
        for (name, made), count in counts.items()
    )


def _kilobits(clips: Sequence[PlayedClip], name: str) -> int:
    made = [
        (one.size, clip.facts.seconds)
        for clip in clips
        for one in clip.offered[:1]
        if isinstance(one, Artifact) and one.format == name
    ]
    seconds = sum(length for _, length in made)
    return round(sum(size for size, _ in made) * 8 / seconds / 1000) if seconds else 0
