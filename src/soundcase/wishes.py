"""What each clip is wanted for: the wishes of all the places that use it, as one.

Rule 1: where one place says that nothing may be lost, nothing is lost anywhere.
Rule 2: the frequency axis is the same for all clips of a task that shows spectrograms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from soundcase.catalogue.uses import example_clips
from soundcase.media.job import Wish
from soundcase.model import Catalogue, Task
from soundcase.signal import row_top_hz


def shown_as_spectrograms(catalogue: Catalogue) -> frozenset[str]:
    """The clips whose tasks show spectrograms."""
    tasks = (task for task in catalogue.tasks() if task.media.spectrogram)
    return frozenset(name for task in tasks for name in _clips(task))


def wishes(catalogue: Catalogue, rates: Mapping[str, int]) -> Mapping[str, Wish]:
    """What is to be made of each clip; `rates` (Hz) are those of the clips shown as spectrograms."""
    asked: dict[str, list[tuple[Task, int | None]]] = {}
    for task in catalogue.tasks():
        names = list(dict.fromkeys(_clips(task)))
        top = _top_hz(rates[name] for name in names if name in rates) if task.media.spectrogram else None
        for name in names:
            asked.setdefault(name, []).append((task, top))
    return {name: _joined(places) for name, places in asked.items()}


def _clips(task: Task) -> Iterable[str]:
    for example in task.examples:
        for use in example_clips(task, example):
            yield use.name


def _top_hz(rates: Iterable[int]) -> int | None:
    known = list(rates)
    return round(row_top_hz(known)) if known else None


def _joined(places: list[tuple[Task, int | None]]) -> Wish:
    tops = [top for _, top in places if top]
    return Wish(
        encode=places[0][0].media.encode,
        keep_lossless=any(task.media.keep_lossless for task, _ in places),
        spectrogram_top_hz=max(tops) if tops else None,
    )
