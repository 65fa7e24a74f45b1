"""A task as a view: its prompts, its legend, and its examples in one of three layouts.

Rule: what is said of the task (columns, averages, legend) holds for all of its examples, on each of its pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import quote

from soundcase import model
from soundcase.site.averages import by_group
from soundcase.site.paging import Portion
from soundcase.site.views.averages import average, summary
from soundcase.site.views.differences import measured
from soundcase.site.views.examples import prompts
from soundcase.site.views.extent import MANY, tall
from soundcase.site.views.heads import colgroups, heads
from soundcase.site.views.layout import Cell, Group, Run, Task
from soundcase.site.views.media import label
from soundcase.site.views.pagination import paginations
from soundcase.site.views.scene import Scene
from soundcase.site.views.scores import Scale, scale_of
from soundcase.site.views.tables import Drawn, Grid, bodies, crowded, drawn_runs, grid, lined_up
from soundcase.site.views.values import Label, Verdict

_MOST_COLUMNS = 3
"""So many examples a transposed table shows beside each other without need for more room."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Consecutive drawn examples of one group on one page."""

    title: str
    several: tuple[Drawn, ...]
    continued: bool
    """Whether the group began on an earlier page."""
    ends: bool
    """Whether it does not go on on the next."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A task whose examples are drawn: by page and group, with the columns that all have in common."""

    task: model.Task
    scale: Scale
    portions: tuple[tuple[_Piece, ...], ...]
    grid: Grid
    members: Mapping[str, Sequence[model.Example]]
    """All examples of each group."""
    scene: Scene


def _pieces(portion: Portion, scale: Scale, scene: Scene) -> Iterator[_Piece]:
    task, given = portion.task, portion.task.examples
    for title, members in groupby(range(portion.start, portion.stop), key=lambda index: given[index].group):
        indices = tuple(members)
        before, after = indices[0] - 1, indices[-1] + 1
        examples = given[indices[0] : after]
        yield _Piece(
            title=title,
            several=tuple(drawn_runs(examples, task, scale, scene)),
            continued=bool(title) and before >= 0 and given[before].group == title,
            ends=after == len(given) or given[after].group != title,
        )


def _draft(task: model.Task, portions: tuple[Portion, ...], scene: Scene) -> _Draft:
    scale = scale_of(task)
    pieces = tuple(tuple(_pieces(portion, scale, scene)) for portion in portions)
    shape = grid([drawn for several in pieces for piece in several for drawn in piece.several], task, scene)
    return _Draft(task, scale, pieces, shape, by_group(task.examples), scene)


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


def _group(piece: _Piece, draft: _Draft) -> Group:
    task, scene, shape, title = draft.task, draft.scene, draft.grid, piece.title
    shown: tuple[Run, ...] = tuple(drawn.run for drawn in piece.several)
    if task.layout != "cards":
        shown = tuple(lined_up(drawn, shape, scene) for drawn in piece.several)
    anchor = scene.anchor(f"{task.id}--group-{title}") if title else ""
    averaged = task.layout == "table" and piece.ends and len(draft.members) > 1
    members = draft.members[title] if averaged else ()
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
        dense=sum(len(run.examples) for run in shown) > _MOST_COLUMNS,
        continued=scene.words.continued if piece.continued else "",
    )


def _count(number: int, scene: Scene) -> str:
    word = scene.words.one_example if number == 1 else scene.words.examples
    return f"{number} {word}"


def _range(portion: Portion, scene: Scene) -> str:
    """Which of the task's examples stand here; empty where all do."""
    if portion.count == 1:
        return ""
    return scene.words.range.format(portion.start + 1, portion.stop, len(portion.task.examples))


def task(drawn: model.Task, portions: tuple[Portion, ...], scene: Scene) -> tuple[Task, ...]:
    """A task, once for each page that it stands on, with the examples of that page."""
    anchor = scene.anchor(drawn.id)
    draft = _draft(drawn, portions, scene)
    shown = tuple(tuple(_group(piece, draft) for piece in pieces) for pieces in draft.portions)
    whole = _whole(draft, anchor, tuple(group for groups in shown for group in groups))
    return tuple(
        replace(
            whole,
            groups=groups,
            shown=_range(portion, scene),
            pagination=ways,
            many=portion.stop - portion.start > MANY,
            tall=tall([each for group in groups for each in group.examples], 2 if whole.dense else 1),
        )
        for portion, groups, ways in zip(portions, shown, paginations(portions, anchor, scene), strict=True)
    )


def _whole(draft: _Draft, anchor: str, groups: tuple[Group, ...]) -> Task:
    """What is the same on each of a task's pages."""
    drawn, shape, scale, scene = draft.task, draft.grid, draft.scale, draft.scene
    in_rows = drawn.layout == "table"
    shown = [score for cell in _cells(groups) for piece in cell.pieces for score in piece.scores]
    below = average(drawn.examples, shape.columns, scale, scene) if in_rows else None
    return Task(
        id=drawn.id,
        anchor=anchor,
        title=scene.text(drawn.title),
        description=scene.prose(drawn.description),
        selection=scene.maybe(drawn.selection),
        clips=" · ".join(scene.formats[drawn.id]),
        prompts=prompts(drawn.prompt, drawn.models, scene, drawn.language),
        scores=tuple(scale.shown(declared.name, None, scene.words) for declared in drawn.scores),
        best=scene.words.best_of if any(score.best for score in shown) else "",
        interval=scene.words.interval if any(score.interval for score in shown) else "",
        measured=measured(drawn, scene.words),
        legend=_legend(drawn, groups, scene),
        layout=drawn.layout,
        sync=drawn.sync,
        text_match="" if drawn.text_match == "normalised" else drawn.text_match,
        count=_count(len(drawn.examples), scene),
        caption=_caption(drawn, "", scene),
        headings=shape.columns,
        heads=heads(shape.columns, shape.keys, scene) if in_rows else (),
        colgroups=colgroups(shape.columns) if in_rows else (),
        labelled=any(column.label for column in shape.columns),
        dense=crowded(
            [run for group in groups for run in group.runs], shape.columns, cards=drawn.layout == "cards"
        ),
        groups=(),
        average=below,
        summary=None if below else summary(drawn.examples, shape.columns, shape.answer_labels, scale, scene),
        level=5 if any(group.title for group in groups) else 4,
    )
