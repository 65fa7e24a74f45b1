"""A task as a view: its prompts, its legend, and its examples in one of three layouts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import quote

from soundcase import model
from soundcase.markdown import to_html
from soundcase.views.averages import average, by_group, summary, whole
from soundcase.views.examples import prompts
from soundcase.views.heads import colgroups, heads
from soundcase.views.layout import Cell, Group, Run, Task
from soundcase.views.media import label
from soundcase.views.scene import Scene
from soundcase.views.scores import Scale, scale_of
from soundcase.views.tables import Drawn, Grid, bodies, drawn_runs, grid, lined_up
from soundcase.views.values import Label, Verdict

_MOST_ALIGNED_ROWS = 9
"""`cards.css` has a rule for each number of rows up to here."""
_DENSE = 7
"""From this many columns on, a table does not fit beside the contents."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A task whose examples are drawn: by group, with the columns they have in common."""

    task: model.Task
    all: model.Task
    """With the examples of every page."""
    scale: Scale
    groups: tuple[tuple[str, tuple[Drawn, ...]], ...]
    grid: Grid
    scene: Scene


def _draft(task: model.Task, scene: Scene) -> _Draft:
    everything = whole(task, scene)
    scale = scale_of(everything)
    groups = tuple(
        (title, tuple(drawn_runs(tuple(members), task, scale, scene)))
        for title, members in groupby(task.examples, key=lambda each: each.group)
    )
    shape = grid([drawn for _, several in groups for drawn in several], task, scene)
    return _Draft(task, everything, scale, groups, shape, scene)


def _cells(groups: Iterable[Group]) -> Iterable[Cell]:
    return (cell for group in groups for each in group.examples for cell in each.cells)


def _legend(task: model.Task, groups: tuple[Group, ...], scene: Scene) -> tuple[Label, ...]:
    """What the marks beside labels mean: those that occur in this task."""
    shown = {
        found.verdict
        for cell in _cells(groups)
        for piece in cell.pieces
        for found in (*(piece.labels or ()), *piece.missed)
    }
    words = scene.words
    explained: tuple[tuple[Verdict, str], ...] = (
        ("found", words.found_by),
        ("added", words.added_by),
        ("missed", words.missed_by),
    )
    if task.output != "labels":
        return ()
    return tuple(
        replace(label(text, verdict, scene), word="") for verdict, text in explained if verdict in shown
    )


def _caption(task: model.Task, title: str, scene: Scene) -> str:
    words = scene.words
    form = words.caption_transposed if task.layout == "transposed" else words.caption
    return form.format(f"{task.title}, {title}" if title else task.title)


def _group(title: str, several: Sequence[Drawn], draft: _Draft) -> Group:
    task, scene, shape = draft.task, draft.scene, draft.grid
    shown: tuple[Run, ...] = tuple(drawn.run for drawn in several)
    if task.layout != "cards":
        shown = tuple(lined_up(drawn, shape, scene) for drawn in several)
    anchor = scene.anchor(f"{task.id}--group-{title}") if title else ""
    groups = by_group(draft.all.examples)
    members = groups[title] if len(groups) > 1 and task.layout == "table" else ()
    return Group(
        title=scene.maybe(title),
        anchor=anchor,
        href=f"#{quote(anchor)}" if anchor else "",
        link_name=scene.names.claim(scene.words.link_to.format(f"{task.title}, {title}"), join=" ")
        if title
        else "",
        runs=shown,
        bodies=bodies(shown, shape, scene) if task.layout == "transposed" else (),
        caption=_caption(task, title, scene),
        average=average(members, shape.columns, draft.scale, scene, title=title),
    )


def _rows_abreast(groups: tuple[Group, ...]) -> int:
    sizes = {len(shown.cells) for group in groups for shown in group.examples}
    return sizes.pop() if len(sizes) == 1 and 0 < max(sizes) <= _MOST_ALIGNED_ROWS else 0


def _count(number: int, scene: Scene) -> str:
    word = scene.words.one_example if number == 1 else scene.words.examples
    return f"{number} {word}"


def task(drawn: model.Task, scene: Scene) -> Task:
    """A task with all of its examples."""
    anchor = scene.anchor(drawn.id)
    draft = _draft(drawn, scene)
    shape, scale = draft.grid, draft.scale
    groups = tuple(_group(title, several, draft) for title, several in draft.groups)
    examples, in_rows = draft.all.examples, drawn.layout == "table"
    best = any(score.best for cell in _cells(groups) for piece in cell.pieces for score in piece.scores)
    return Task(
        id=drawn.id,
        anchor=anchor,
        title=scene.text(drawn.title),
        description=to_html(drawn.description, scene.language),
        selection=scene.maybe(drawn.selection),
        prompts=prompts(drawn.prompt, drawn.models, scene, drawn.language),
        scores=tuple(scale.shown(declared.name, None, scene.words) for declared in drawn.scores),
        best=scene.words.best_of if best else "",
        legend=_legend(drawn, groups, scene),
        layout=drawn.layout,
        sync=drawn.sync,
        count=_count(len(drawn.examples), scene),
        caption=_caption(drawn, "", scene),
        headings=shape.columns,
        heads=heads(shape.columns, shape.keys, scene) if in_rows else (),
        colgroups=colgroups(shape.columns) if in_rows else (),
        labelled=any(column.label for column in shape.columns),
        dense=len(shape.columns) >= _DENSE,
        groups=groups,
        average=average(examples, shape.columns, scale, scene) if in_rows else None,
        summary=None if in_rows else summary(examples, shape.columns, shape.answer_labels, scale, scene),
        level=5 if any(group.title for group in groups) else 4,
        rows=_rows_abreast(groups),
    )
