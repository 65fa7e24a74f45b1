"""A catalogue cut into the parts that rules look at, and what they find in all of them.

Rule 1: what is found in a part may be kept: its context is all that the rules of its scope see.
Rule 2: a slice is never longer than `SLICE`; where it is cut changes nothing of what is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from soundcase.checks.rules import Found, site_findings, slice_findings, task_findings
from soundcase.checks.rules.context import (
    RuleContext,
    SiteContext,
    SiteFrame,
    Slice,
    SliceContext,
    SliceSummary,
    TaskContext,
    TaskFrame,
)
from soundcase.checks.rules.summary import summary_of
from soundcase.checks.rules.texts import odd_files
from soundcase.model import Catalogue, ClipKey, Task
from soundcase.site.paging import paged

SLICE = 100
"""Examples of a slice at most."""

Inputs = TypeVar("Inputs")
Value = TypeVar("Value")


class Kept(Protocol):
    """A memory of what was made of values before."""

    def __call__(self, kind: str, inputs: Inputs, make: Callable[[Inputs], Value]) -> Value:
        """The value that is made of these inputs, and of nothing else."""


def made(kind: str, inputs: Inputs, make: Callable[[Inputs], Value]) -> Value:
    """The value, made anew, whatever its kind."""
    del kind
    return make(inputs)


@dataclass(frozen=True, slots=True)
class TaskParts:
    """A task in slices."""

    task: Task
    """Without its examples."""
    slices: tuple[Slice, ...]
    summaries: tuple[SliceSummary, ...]
    """Of each slice."""

    @property
    def measurable(self) -> bool:
        """True if any output has a text, and a reference to hold it against."""
        return any(one.measurable for one in self.summaries)


def parts_of(catalogue: Catalogue, *, size: int = SLICE, kept: Kept = made) -> tuple[TaskParts, ...]:
    """The tasks of a catalogue in slices of `size` examples."""
    return tuple(_parts(task, size, kept) for task in catalogue.tasks())


def _parts(task: Task, size: int, kept: Kept) -> TaskParts:
    scores = tuple((one.name, one.measure) for one in task.scores)
    head = TaskFrame(task.origin, task.output, task.models, scores)
    cuts = range(0, len(task.examples), size)
    slices = tuple(Slice(head, task.examples[start : start + size]) for start in cuts)
    summaries = tuple(kept("slice-summary", one, summary_of) for one in slices)
    return TaskParts(replace(task, examples=()), slices, summaries)


def findings(context: RuleContext, *, size: int = SLICE, kept: Kept = made) -> Iterator[Found]:
    """Everything that the rules find, each with the code of its rule."""
    catalogue = context.catalogue
    parts = parts_of(catalogue, size=size, kept=kept)
    frame = SiteFrame(tuple(catalogue.models), catalogue.math, tuple(odd_files(context.audio_files)))
    for one in _slices(context, parts, frame):
        yield from kept("slice-findings", one, slice_findings)
    for part in parts:
        task = TaskContext(
            frame=frame,
            complete=context.complete,
            task=part.task,
            filled=bool(part.slices),
            answered=any(one.answered for one in part.summaries),
            measurable=part.measurable,
        )
        yield from kept("task-findings", task, task_findings)
    yield from kept("site-findings", _site(context, parts, frame), site_findings)


def _slices(context: RuleContext, parts: tuple[TaskParts, ...], frame: SiteFrame) -> Iterator[SliceContext]:
    earlier: dict[str, dict[ClipKey, None]] = {}
    for part in parts:
        for one, summary in zip(part.slices, part.summaries, strict=True):
            names = dict.fromkeys(clip.name for clip in summary.clips)
            before = {key for name in names for key in earlier.get(name, ())}
            yield SliceContext(
                frame=frame,
                slice=one,
                facts={name: context.facts[name] for name in names if name in context.facts},
                videos={name: context.videos[name] for name in summary.videos if name in context.videos},
                earlier=tuple(sorted(before, key=lambda key: (key.name, str(key.channels)))),
                measurable=part.measurable,
            )
            for clip in summary.clips:
                earlier.setdefault(clip.name, {})[clip.key] = None


def _site(context: RuleContext, parts: tuple[TaskParts, ...], frame: SiteFrame) -> SiteContext:
    bare = iter(parts)
    sections = tuple(
        replace(section, tasks=tuple(next(bare).task for _ in section.tasks))
        for section in context.catalogue.sections
    )
    return SiteContext(
        frame=frame,
        complete=context.complete,
        catalogue=replace(context.catalogue, sections=sections),
        slices=tuple(part.summaries for part in parts),
        contents={name: facts.sha256 for name, facts in context.facts.items()},
        pages=tuple(page.url for page in paged(context.catalogue).pages),
        audio_files=context.audio_files,
        audio_folder=context.audio_folder,
        links=tuple(sorted(context.links)),
        linked=tuple(sorted(context.linked)),
        schemas=context.schemas,
    )
