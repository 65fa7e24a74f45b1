"""A task as a view: its prompts, its legend, and its examples in one of three layouts.

Rule 1: columns, averages and legend of a task hold for all of its examples, on each of its pages.
Rule 2: while an example is far from the screen, about its height is kept for it: in `rem`, of a card among
three abreast, in few steps, since style sheets hold them. The browser lays out the fewer examples the better
the heights are; a reader sees them in the length of the scroll bar only.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median
from urllib.parse import quote

from soundcase import model
from soundcase.site.averages import by_group
from soundcase.site.paging import PageSlice
from soundcase.site.views.context import RenderContext
from soundcase.site.views.examples import prompts
from soundcase.site.views.heads import colgroups, heads
from soundcase.site.views.layout import ExampleCell, ExampleGroup, ExampleRun, ExampleView, TaskView
from soundcase.site.views.navigation import paginations
from soundcase.site.views.scores import Scale, average, measured, scale_of, summary
from soundcase.site.views.tables import DrawnRun, TableGrid, aligned_run, bodies, crowded, drawn_runs, grid
from soundcase.site.views.values import Label, PieceView, Text, Verdict
from soundcase.values import dataclass

_MOST_COLUMNS = 3
"""So many examples a transposed table shows beside each other without need for more room."""

STEPS = (12, 18, 27, 40, 60, 90)
"""The heights that `far.css` knows."""
MANY = 48
"""More examples than these on a page are laid out one by one."""
_ACROSS = 34
"""Narrow characters in a line of a card."""
_LINE = 1.5
"""Heights from here on: of a line of text."""
_FRAME = 4.5
"""Padding and title of a card."""
_HEADING = 3.0
"""The name over a cell, and the gap before it."""
_TAGS = 1.75
_ROW = 2.2
"""A line of labels, of scores or of marks, and the gap before it."""
_CLIP, _SPECTROGRAM = 3.0, 7.5
_PICTURE = 14.0


@dataclass(frozen=True, slots=True)
class _GroupSlice:
    """Consecutive drawn examples of one group on one page."""

    title: str
    several: tuple[DrawnRun, ...]
    continued: bool
    """Whether the group began on an earlier page."""
    ends: bool
    """Whether it does not go on on the next."""


@dataclass(frozen=True, slots=True)
class _TaskDraft:
    """A task whose examples are drawn: by page and group, with the columns that all have in common."""

    task: model.Task
    scale: Scale
    slices: tuple[tuple[_GroupSlice, ...], ...]
    grid: TableGrid
    members: Mapping[str, Sequence[model.Example]]
    """All examples of each group."""
    site: RenderContext


def _group_slices(page_slice: PageSlice, scale: Scale, site: RenderContext) -> Iterator[_GroupSlice]:
    task, given = page_slice.task, page_slice.task.examples
    for title, members in groupby(
        range(page_slice.start, page_slice.stop), key=lambda index: given[index].group
    ):
        indices = tuple(members)
        before, after = indices[0] - 1, indices[-1] + 1
        examples = given[indices[0] : after]
        yield _GroupSlice(
            title=title,
            several=tuple(drawn_runs(examples, task, scale, site)),
            continued=bool(title) and before >= 0 and given[before].group == title,
            ends=after == len(given) or given[after].group != title,
        )


def _cells(groups: Iterable[ExampleGroup]) -> Iterable[ExampleCell]:
    return (cell for group in groups for each in group.examples for cell in each.cells)


def _legend(task: model.Task, groups: tuple[ExampleGroup, ...], site: RenderContext) -> tuple[Label, ...]:
    """The legend of the marks beside labels: those that occur in this task."""
    shown = {
        found.verdict
        for cell in _cells(groups)
        for piece in cell.pieces
        for found in (*(piece.labels or ()), *piece.missed)
    }
    words = site.words
    explained: tuple[tuple[Verdict, str], ...] = (
        ("found", words.found_by),
        ("added", words.added_by),
        ("missed", words.missed_by),
    )
    if task.output != "labels":
        return ()
    return tuple(Label(site.word(text), verdict, "") for verdict, text in explained if verdict in shown)


def _caption(task: model.Task, title: str, site: RenderContext) -> str:
    words = site.words
    form = words.caption_transposed if task.layout == "transposed" else words.caption
    return form.format(f"{task.title}, {title}" if title else task.title)


def _group(piece: _GroupSlice, draft: _TaskDraft) -> ExampleGroup:
    task, site, shape, title = draft.task, draft.site, draft.grid, piece.title
    shown: tuple[ExampleRun, ...] = tuple(drawn.run for drawn in piece.several)
    if task.layout != "cards":
        shown = tuple(aligned_run(drawn, shape, site) for drawn in piece.several)
    anchor = site.anchor(f"{task.id}--group-{title}") if title else ""
    averaged = task.layout == "table" and piece.ends and len(draft.members) > 1
    members = draft.members[title] if averaged else ()
    return ExampleGroup(
        title=site.maybe(title),
        anchor=anchor,
        href=f"#{quote(anchor)}" if anchor else "",
        link_name=site.names.claim(site.words.link_to.format(f"{task.title}, {title}"), join=" ")
        if title
        else "",
        runs=shown,
        bodies=bodies(shown, shape, site) if task.layout == "transposed" else (),
        caption=_caption(task, title, site),
        average=average(members, shape.columns, draft.scale, site, title=title),
        dense=sum(len(run.examples) for run in shown) > _MOST_COLUMNS,
        continued=site.words.continued if piece.continued else "",
    )


def task(drawn: model.Task, slices: tuple[PageSlice, ...], site: RenderContext) -> tuple[TaskView, ...]:
    """A task, once for each page that it stands on, with the examples of that page."""
    anchor = site.anchor(drawn.id)
    scale = scale_of(drawn, site.text)
    parts = tuple(tuple(_group_slices(page_slice, scale, site)) for page_slice in slices)
    shape = grid([run for several in parts for part in several for run in part.several], drawn, site)
    draft = _TaskDraft(drawn, scale, parts, shape, by_group(drawn.examples), site)
    shown = tuple(tuple(_group(piece, draft) for piece in pieces) for pieces in draft.slices)
    whole = _whole(draft, anchor, tuple(group for groups in shown for group in groups))
    return tuple(
        replace(
            whole,
            groups=groups,
            shown=""
            if page_slice.count == 1
            else site.words.range.format(page_slice.start + 1, page_slice.stop, len(drawn.examples)),
            pagination=ways,
            many=page_slice.stop - page_slice.start > MANY,
            tall=tall([each for group in groups for each in group.examples], 2 if whole.dense else 1),
        )
        for page_slice, groups, ways in zip(slices, shown, paginations(slices, anchor, site), strict=True)
    )


def _whole(draft: _TaskDraft, anchor: str, groups: tuple[ExampleGroup, ...]) -> TaskView:
    """The part of a task that is the same on each of its pages."""
    drawn, shape, scale, site = draft.task, draft.grid, draft.scale, draft.site
    in_rows = drawn.layout == "table"
    shown = [score for cell in _cells(groups) for piece in cell.pieces for score in piece.scores]
    below = average(drawn.examples, shape.columns, scale, site) if in_rows else None
    return TaskView(
        id=drawn.id,
        anchor=anchor,
        title=site.text(drawn.title),
        description=site.prose(drawn.description),
        selection=site.maybe(drawn.selection),
        clips=" · ".join(site.formats[drawn.id]),
        prompts=prompts(drawn.prompt, drawn.models, site, drawn.language),
        scores=tuple(scale.shown(declared.name, None, site.words) for declared in drawn.scores),
        best=site.words.best_of if any(score.best for score in shown) else "",
        interval=site.words.interval if any(score.interval for score in shown) else "",
        measured=tuple(map(site.text, measured(drawn, site.words))),
        legend=_legend(drawn, groups, site),
        layout=drawn.layout,
        sync=drawn.sync,
        text_match="" if drawn.text_match == "normalised" else drawn.text_match,
        count=site.words.examples.of(len(drawn.examples)),
        caption=_caption(drawn, "", site),
        headings=shape.columns,
        heads=heads(shape.columns, shape.keys, site) if in_rows else (),
        colgroups=colgroups(shape.columns) if in_rows else (),
        labelled=any(column.label for column in shape.columns),
        dense=crowded(
            [run for group in groups for run in group.runs], shape.columns, cards=drawn.layout == "cards"
        ),
        groups=(),
        average=below,
        summary=None if below else summary(drawn.examples, shape.columns, shape.answer_labels, scale, site),
        level=5 if any(group.title for group in groups) else 4,
    )


def tall(examples: Sequence[ExampleView], abreast: int = 1) -> int:
    """The step nearest to what most of these take, so many cells abreast; 0 where there are none."""
    if not examples:
        return 0
    usual = median(
        _FRAME + (_TAGS if example.tags else 0) + sum(map(_cell_height, example.cells)) / abreast
        for example in examples
    )
    return min(STEPS, key=lambda step: abs(math.log(step / usual)))


def _cell_height(cell: ExampleCell) -> float:
    turns = sum(_cell_height(part) for turn in cell.turns for part in (*turn.speech, *turn.answers))
    prompts = sum(_HEADING + _text_height(prompt.text) for prompt in cell.prompts)
    return _HEADING + turns + prompts + sum(_piece_height(piece) for piece in cell.pieces)


def _piece_height(piece: PieceView) -> float:
    rows = (piece.labels is not None) + bool(piece.missed) + len(piece.scores) + (piece.label is not None)
    height = rows * _ROW + (_text_height(piece.text) if piece.text else 0)
    if piece.clip:
        height += _CLIP + (_SPECTROGRAM if piece.clip.spectrogram else 0)
    return height + _PICTURE * ((piece.picture is not None) + (piece.video is not None))


def _text_height(text: Text) -> float:
    """Its lines; characters of East Asian scripts are twice as wide."""
    count = 0
    for line in text.text.split("\n"):
        wide = 0 if line.isascii() else sum(unicodedata.east_asian_width(char) in "WF" for char in line)
        count += math.ceil((len(line) + wide) / _ACROSS) or 1
    return _LINE * count
