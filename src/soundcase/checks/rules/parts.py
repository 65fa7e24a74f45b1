"""A catalogue cut into the parts that rules look at, and what they find in all of them.

Rule 1: what is found in a part may be kept: its context is all that the rules of its scope see.
Rule 2: a slice is what stands on one page; where it is cut changes nothing of what is found.
Rule 3: nobody asks for an example whose slice is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from soundcase.catalogue.examples import examples_between
from soundcase.checks.rules.context import (
    ClipsContext,
    Found,
    HeadContext,
    RuleContext,
    SiteContext,
    SiteFrame,
    SiteParts,
    Slice,
    SliceContext,
    SliceSummary,
    TaskContext,
    TaskFrame,
    TaskParts,
    TextLink,
)
from soundcase.checks.rules.scopes import (
    clip_findings,
    head_findings,
    site_findings,
    slice_findings,
    task_findings,
)
from soundcase.checks.rules.summary import head_links, summary_of
from soundcase.checks.rules.texts import odd_files
from soundcase.citation.known import cited
from soundcase.kept import KeptValues
from soundcase.model import Catalogue, ClipKey, Task
from soundcase.site.paging import paged

Inputs = TypeVar("Inputs")
Value = TypeVar("Value")


def known(kept: KeptValues, make: Callable[[Inputs], Value], inputs: Inputs) -> Value:
    """The value that a pure function makes of its inputs; made once."""
    return kept.value(make.__name__, inputs, lambda: make(inputs))


def parts_of(catalogue: Catalogue, kept: KeptValues, *, size: int = 0) -> SiteParts:
    """A catalogue with its tasks in slices of `size` examples; 0 for those of a page."""
    size = size or catalogue.per_page
    tasks = tuple(_task_parts(task, size, kept) for task in catalogue.tasks())
    bare = (part.task for part in tasks)
    sections = (replace(one, tasks=tuple(next(bare) for _ in one.tasks)) for one in catalogue.sections)
    head = replace(catalogue, sections=tuple(sections))
    links = tuple(_links(known(kept, head_links, head), head, tasks))
    return SiteParts(head, tasks, links, tuple(page.url for page in paged(catalogue).pages))


def _task_parts(task: Task, size: int, kept: KeptValues) -> TaskParts:
    scores = tuple((one.name, one.measure) for one in task.scores)
    frame = TaskFrame(
        task.origin, task.output, task.models, scores, task.format == "markdown", task.label_match
    )
    cuts = range(0, len(task.examples), size)
    slices = (Slice(frame, examples_between(task.examples, start, start + size)) for start in cuts)
    pairs = tuple((one, known(kept, summary_of, one)) for one in slices)
    return TaskParts(replace(task, examples=()), pairs)


def _links(
    own: Sequence[tuple[TextLink, ...]], head: Catalogue, tasks: Iterable[TaskParts]
) -> Iterator[TextLink]:
    """The links and pictures in page order; `own` are those of the head's parts."""
    heads, parts = iter(own), iter(tasks)
    yield from next(heads)
    for section in head.sections:
        yield from next(heads)
        for _ in section.tasks:
            yield from next(heads)
            yield from (link for summary in next(parts).summaries for link in summary.links)


def findings(context: RuleContext, kept: KeptValues) -> Iterator[Found]:
    """Everything that the rules find, each with the code of its rule."""
    parts = context.parts
    frame = SiteFrame(tuple(parts.head.models), parts.head.math, tuple(odd_files(context.audio_files)))
    yield from known(kept, head_findings, HeadContext(frame, parts.head, cited(parts.head.citation, kept)))
    earlier: dict[str, dict[ClipKey, None]] = {}
    facts = iter(context.facts)
    for task in parts.tasks:
        measurable = any(one.measurable for one in task.summaries)
        about = TaskContext(
            frame=frame,
            complete=context.complete,
            task=task.task,
            count=sum(len(one.ids) for one in task.summaries),
            answered=any(one.answered for one in task.summaries),
            measurable=measurable,
            kinds=tuple(dict.fromkeys(kind for one in task.summaries for kind in one.kinds)),
        )
        yield from known(kept, task_findings, about)
        for part, summary in task.slices:
            films = [(name, context.videos.get(name)) for name in summary.videos]
            sounding = tuple(name for name, film in films if film and film.sounding)
            yield from known(kept, slice_findings, SliceContext(frame, part, sounding, measurable))
            seconds = {name: film.seconds for name, film in films if film and film.seconds}
            clips = ClipsContext(part, next(facts, {}), seconds, _earlier(summary, earlier))
            if seconds or any(clip.name in context.contents for clip in summary.clips):
                yield from known(kept, clip_findings, clips)
            for clip in summary.clips:
                earlier.setdefault(clip.name, {})[clip.key] = None
    yield from site_findings(_site(context))


def _earlier(summary: SliceSummary, earlier: Mapping[str, Mapping[ClipKey, None]]) -> tuple[ClipKey, ...]:
    """The clips of a slice as they are played before it."""
    before = {key for clip in summary.clips for key in earlier.get(clip.name, ())}
    return tuple(sorted(before, key=lambda key: (key.name, str(key.channels))))


def _site(context: RuleContext) -> SiteContext:
    parts = context.parts
    return SiteContext(
        complete=context.complete,
        head=parts.head,
        slices=tuple(task.summaries for task in parts.tasks),
        links=parts.links,
        contents=context.contents,
        pages=parts.pages,
        audio_files=context.audio_files,
        audio_folder=context.audio_folder,
        known_links=context.links,
        linked=context.linked,
        schemas=context.schemas,
    )
