"""The leaderboard of a site: its systems, and what they reach in each task.

Rule 1: a figure that authors give of a whole test set stands in place of the one of the examples, and says so.
Rule 2: all scores of each task have a column while these are few; where they are many, the first of each task.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

from soundcase.model import Catalogue
from soundcase.site.known import Known
from soundcase.site.paging import FIRST
from soundcase.site.views.context import RenderContext
from soundcase.site.views.given_results import given_columns
from soundcase.site.views.navigation import TaskOutline, slice_href
from soundcase.site.views.result_tables import FigureColumn, Number, has_lines, result_rows, result_table
from soundcase.site.views.result_values import BoardView, ResultSpan
from soundcase.site.views.results import figure_columns
from soundcase.site.views.shown_examples import AskedExamples
from soundcase.site.views.task_frame import ExampleFrame
from soundcase.statistics.standings import Standings
from soundcase.values import dataclass

_MOST = 8
"""Columns that a reader takes in."""


@dataclass(frozen=True, slots=True)
class BoardInputs:
    """The part of a task that a leaderboard shows."""

    frame: Known[ExampleFrame]
    standings: Known[Standings]


def has_leaderboard(catalogue: Catalogue) -> bool:
    """True if the site has one: where it is asked for, else of several tasks where results are given."""
    tasks = list(catalogue.tasks())
    by_itself = len(tasks) > 1 and any(task.results for task in tasks)
    return by_itself if catalogue.leaderboard is None else catalogue.leaderboard


def leaderboard(
    inputs: Sequence[BoardInputs], outlines: Sequence[TaskOutline], site: RenderContext
) -> BoardView:
    """The leaderboard of these tasks."""
    every = [
        (outline, tuple(_columns(one, outline, site))) for one, outline in zip(inputs, outlines, strict=True)
    ]
    most = None if sum(len(columns) for _, columns in every) <= _MOST else 1
    shown = [(outline, columns[:most]) for outline, columns in every if columns]
    columns = [column for _, several in shown for column in several]
    if not columns:
        return BoardView(None, "")
    scored = {model for column in columns for model in column.numbers}
    rows = result_rows(((one, "output") for one in site.catalogue.models if one in scored), (), site)
    table = result_table(None, None, rows, ((one.head, one.cell) for one in columns))
    spans = tuple(
        ResultSpan(site.text(outline.title), slice_href(outline.slices[0], outline.anchor, FIRST), len(several))
        for outline, several in shown
    )
    return BoardView(replace(table, spans=spans), site.words.given_interval if has_lines([table]) else "")


def _columns(one: BoardInputs, outline: TaskOutline, site: RenderContext) -> Iterator[FigureColumn]:
    """The figures of a task: those that are given, then the others."""
    frame, page = one.frame.value, outline.slices[0].url
    given = {column.name: column for column in given_columns(frame.task, frame.scale, site)}
    asked = AskedExamples(outline.id, f"#{quote(outline.anchor)}")
    own = figure_columns(one.standings.value, frame.results(asked), site)
    found = {column.name: column for column in own}
    for name in frame.scale.order({**found, **given}):
        yield _from(page, given.get(name) or found[name])


def _from(page: str, column: FigureColumn) -> FigureColumn:
    """The column with nothing but its numbers, and its links as they lead from the first page."""
    there = "" if page == FIRST else page

    def linked(number: Number) -> Number:
        score = replace(number.score, count="")
        return replace(number, score=score, href=number.href and there + number.href, links=())

    return replace(column, numbers={model: linked(one) for model, one in column.numbers.items()})
