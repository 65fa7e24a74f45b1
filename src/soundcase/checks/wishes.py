"""What each clip is wanted for: the wishes of all the places that use it, as one.

Rule 1: where one place says that nothing may be lost, nothing is lost anywhere.
Rule 2: the frequency axis is the same for all clips of a task that shows spectrograms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from soundcase.audio.media.job import Wish
from soundcase.audio.signal import row_top_hz
from soundcase.catalogue.uses import example_clips
from soundcase.model import Catalogue, ClipKey, Task


def shown_as_spectrograms(catalogue: Catalogue) -> frozenset[str]:
    """The clips whose tasks show spectrograms."""
    tasks = (task for task in catalogue.tasks() if task.media.spectrogram)
    return frozenset(clip.name for task in tasks for clip in _clips(task))


def wishes(catalogue: Catalogue, rates: Mapping[str, int]) -> Mapping[ClipKey, Wish]:
    """What is to be made of each clip; `rates` (Hz) are those of the clips shown as spectrograms."""
    asked: dict[ClipKey, list[tuple[Task, int | None]]] = {}
    lossless: set[str] = set()
    for task in catalogue.tasks():
        clips = list(dict.fromkeys(_clips(task)))
        known = (rates[clip.name] for clip in clips if clip.name in rates)
        top = _top_hz(known) if task.media.spectrogram else None
        for clip in clips:
            asked.setdefault(clip, []).append((task, top))
        if task.media.keep_lossless:
            lossless.update(clip.name for clip in clips)
    return {clip: _joined(clip, places, lossless) for clip, places in asked.items()}


def longest_seconds(catalogue: Catalogue) -> Mapping[str, float]:
    """How long each clip may be: where one place allows more, it may be that long."""
    limits: dict[str, float] = {}
    for task in catalogue.tasks():
        for clip in _clips(task):
            limits[clip.name] = max(limits.get(clip.name, 0.0), task.media.max_hours * 3600)
    return limits


def _clips(task: Task) -> Iterable[ClipKey]:
    for example in task.examples:
        for use in example_clips(task, example):
            yield use.key


def _top_hz(rates: Iterable[int]) -> int | None:
    known = list(rates)
    return round(row_top_hz(known)) if known else None


def _joined(clip: ClipKey, places: list[tuple[Task, int | None]], lossless: set[str]) -> Wish:
    tops = [top for _, top in places if top]
    return Wish(
        encode=places[0][0].media.encode,
        keep_lossless=clip.name in lossless,
        spectrogram_top_hz=max(tops) if tops else None,
        channels=clip.channels,
    )
