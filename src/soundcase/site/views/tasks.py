"""A task as a page shows it: its examples in one of three layouts, in the frame that its pages have in common.

Rule: while an example is far from the screen, about its height is kept for it: in `rem`, of a card among
three abreast, in few steps, since style sheets hold them. The browser lays out the fewer examples the better
the heights are; a reader sees them in the length of the scroll bar only.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median
from urllib.parse import quote

from soundcase.model import Example
from soundcase.site.known import Known
from soundcase.site.paging import SlicePlace
from soundcase.site.plan import FilesShown
from soundcase.site.views.context import RenderContext
from soundcase.site.views.layout import (
    ExampleCell,
    ExampleGroup,
    ExampleRun,
    ExampleView,
    TaskView,
    TurnedTable,
)
from soundcase.site.views.navigation import TaskOutline, pagination
from soundcase.site.views.result_values import Summary
from soundcase.site.views.said import MOST_LINES
from soundcase.site.views.tables import DrawnRun, aligned_run, bodies, drawn_runs
from soundcase.site.views.task_frame import ExampleFrame, caption
from soundcase.site.views.values import PieceView, Text
from soundcase.text.extent import lines_of
from soundcase.values import dataclass

_MOST_COLUMNS, _FEW_COLUMNS = 5, 3
"""So many examples a transposed table shows beside each other, with small players and with usual ones."""

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
_CLIP, _SPECTROGRAM = 3.0, 4.75
_PICTURE = 14.0


@dataclass(frozen=True, slots=True)
class SliceContent:
    """The examples of a slice, with all that is shown of them."""

    examples: Sequence[Example]
    """With their texts compared."""
    plan: FilesShown


@dataclass(frozen=True, slots=True)
class SliceFrame:
    """The surroundings of the examples of a slice."""

    task: Known[ExampleFrame]
    place: SlicePlace
    anchors: tuple[str, ...]
    """Of the examples."""
    continued: bool
    """Whether its first group began on an earlier page."""
    results: Known[tuple[Summary, ...]] | None = None
    """The results of the task, on its first page."""


@dataclass(frozen=True, slots=True)
class _GroupSlice:
    """Consecutive drawn examples of one group on one page."""

    title: str
    blocks: tuple[tuple[DrawnRun, ...], ...]
    """Transposed: the examples that stand beside each other; else all in one."""
    continued: bool
    """Whether the group began on an earlier page."""


def _group_slices(content: SliceContent, frame: SliceFrame, site: RenderContext) -> Iterator[_GroupSlice]:
    start, task = 0, frame.task.value
    for title, members in groupby(content.examples, key=lambda example: example.group):
        examples = tuple(members)
        stop = start + len(examples)
        anchors = frame.anchors[start:stop]
        parts = even_parts(len(examples), _MOST_COLUMNS if task.task.layout == "transposed" else len(examples))
        yield _GroupSlice(
            title=title,
            blocks=tuple(
                tuple(drawn_runs(examples[part], anchors[part], task.task, task.scale, site)) for part in parts
            ),
            continued=bool(title) and start == 0 and frame.continued,
        )
        start = stop


def even_parts(count: int, most: int) -> Iterator[slice]:
    """Parts of at most so many; their sizes differ by one at most."""
    parts = -(-count // most)
    for part in range(parts):
        yield slice(part * count // parts, (part + 1) * count // parts)


def _blocks(
    several: Sequence[tuple[ExampleRun, ...]], title: str, frame: ExampleFrame, site: RenderContext
) -> Iterator[TurnedTable]:
    """Transposed tables, each with a caption of its own."""
    named, stop = caption(frame.task, title, site), 0
    total = sum(len(run.examples) for runs in several for run in runs)
    for runs in several:
        examples = tuple(each for run in runs for each in run.examples)
        start, stop = stop, stop + len(examples)
        place = f", {site.words.range.format(start + 1, stop, total)}" if len(several) > 1 else ""
        yield TurnedTable(examples, bodies(runs, frame.grid, site), named + place, len(examples) > _FEW_COLUMNS)


def _group(piece: _GroupSlice, frame: ExampleFrame, site: RenderContext) -> ExampleGroup:
    task, shape, title = frame.task, frame.grid, piece.title
    several = [
        tuple(drawn.run if task.in_cards else aligned_run(drawn, shape, site) for drawn in runs)
        for runs in piece.blocks
    ]
    anchor = site.ids.anchor(f"{task.id}--group-{title}") if title else ""
    return ExampleGroup(
        title=site.maybe(title),
        anchor=anchor,
        href=f"#{quote(anchor)}" if anchor else "",
        link_name=site.names.claim(site.words.link_to.format(f"{task.title}, {title}"), join=" ")
        if title
        else "",
        runs=tuple(run for runs in several for run in runs),
        blocks=tuple(_blocks(several, title, frame, site)) if task.layout == "transposed" else (),
        continued=site.words.continued if piece.continued else "",
    )


def slice_view(content: SliceContent, frame: SliceFrame, outline: TaskOutline, site: RenderContext) -> TaskView:
    """A task with the examples that stand on one page."""
    task, place = frame.task.value, frame.place
    own = replace(site, plan=content.plan, format=task.format, originals=task.view.originals)
    pieces = tuple(_group_slices(content, frame, own))
    groups = tuple(_group(piece, task, own) for piece in pieces)
    count = place.stop - place.start
    return replace(
        task.view,
        anchor=outline.anchor,
        description=site.prose(task.task.description),
        groups=groups,
        results=frame.results.value if frame.results else (),
        shown="" if place.count == 1 else site.words.range.format(place.start + 1, place.stop, outline.count),
        pagination=pagination(place, outline, site),
        many=count > MANY,
        tall=tall([each for group in groups for each in group.examples], _abreast(task)),
    )


def _abreast(frame: ExampleFrame) -> int:
    """How many cells of an example stand beside each other."""
    if frame.task.layout == "rows":
        return len(frame.task.models)
    return 2 if frame.view.dense else 1


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
    """Its lines; of a folded text those that are seen."""
    return _LINE * min(lines_of(text.text, _ACROSS), MOST_LINES)
