"""Tables of results: a line for each system, each number with its bar.

Rule 1: bars begin at zero, and one score has one scale in all columns of its table.
Rule 2: a system has no more than its name, but for what tells it from others of that name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from soundcase.model import Score
from soundcase.site.views.context import RenderContext
from soundcase.site.views.result_values import Result, ResultBar, ResultHead, ResultTable
from soundcase.site.views.scores import Scale
from soundcase.site.views.values import CellHeading, ScoreView, Text
from soundcase.statistics.observations import ACCURACY, F1, FURTHER, LABELS, MACRO_F1, MAP, PRECISION, Column
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """One number before it has a bar."""

    score: ScoreView
    value: float
    low: float | None = None
    high: float | None = None
    href: str = ""
    links: tuple[tuple[str, str], ...] = ()


Cell = Callable[[CellHeading], Number | None]
"""From a line to its number in a column."""


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """The figures of all systems by one score, over all examples of a task or of its test set."""

    name: str
    head: ResultHead
    numbers: Mapping[str, Number]
    """By model."""

    def cell(self, heading: CellHeading) -> Number | None:
        """The figure of a line."""
        return self.numbers.get(heading.key) if heading.place == "answer" else None


def with_measures(scale: Scale, site: RenderContext, *, given: Collection[str] = ()) -> Scale:
    """The scale of the scores and of the measures of verdicts, which are in per cent.

    Of those that the page does not show by itself it has the ones that are given.
    """
    words = site.words
    named = {
        ACCURACY: words.answers_right,
        PRECISION: words.precision,
        LABELS: words.labels_found,
        F1: words.f1,
        MACRO_F1: words.macro_f1,
        MAP: words.mean_precision,
    }
    wanted = [name for name in named if scale.declared(name) is None and (name not in FURTHER or name in given)]
    own = {name: site.word(text) for name, text in named.items() if name in wanted}
    scores = (*scale.scores, *(Score(name, "higher", "%") for name in own))
    return replace(scale, scores=scores, texts={"%": site.word("%"), **scale.texts, **own})


def whose(heading: CellHeading) -> Column:
    """The system or part whose numbers stand in a line."""
    return (heading.key, "output") if heading.place == "answer" else ("", heading.key)


def result_rows(
    scored: Iterable[Column], columns: Sequence[CellHeading], site: RenderContext
) -> tuple[CellHeading, ...]:
    """The systems and parts that have results; with more than their names where names are alike."""
    wanted = dict.fromkeys(scored)
    named = {whose(column): replace(column, label=None) for column in columns if whose(column) in wanted}
    named |= {one: site.heading(one[0]) for one in wanted if one[0] and one not in named}
    names = [heading.text.text for heading in named.values()]
    whole = [heading.plain for heading in named.values()]

    def brief(each: CellHeading) -> CellHeading:
        group = each.group if names.count(each.text.text) > 1 else ""
        return replace(each, group=group, meta=each.meta if whole.count(each.plain) > 1 else None)

    return tuple(map(brief, named.values()))


def result_table(
    score: ScoreView | None,
    title: Text | None,
    rows: Sequence[CellHeading],
    columns: Iterable[tuple[ResultHead, Cell]],
) -> ResultTable:
    """A table of these columns; each has a scale of its own where no score is common to all."""
    heads, cells = zip(*columns, strict=True)
    drawn = [[cell(heading) for heading in rows] for cell in cells]
    common = [one for column in drawn for one in column]
    bars = [_with_bars(column, common if score else column) for column in drawn]
    found = zip(rows, zip(*bars, strict=True), strict=True)
    return ResultTable(score, title, heads, tuple((row, each) for row, each in found if any(each)))


def has_lines(tables: Iterable[ResultTable]) -> bool:
    """True if any number has an interval."""
    return any(cell and cell.bar.low for table in tables for _, cells in table.rows for cell in cells)


def _with_bars(column: Sequence[Number | None], scale: Iterable[Number | None]) -> tuple[Result | None, ...]:
    """The numbers with their bars, on the scale of these."""
    ends = [0.0]
    for one in scale:
        if one:
            ends += [end for end in (one.value, one.low, one.high) if end is not None]
    least, most = min(ends), max(ends)
    return tuple(
        Result(one.score, _bar(one, least, most), one.href, one.links) if one else None for one in column
    )


def _bar(number: Number, least: float, most: float) -> ResultBar:
    def place(value: float) -> float:
        # Halved, so that no difference of two numbers is too large.
        room = most / 2 - least / 2
        return 100 * (value / 2 - least / 2) / room if room else 0.0

    start, end = sorted((place(0.0), place(number.value)))
    lines = () if number.low is None or number.high is None else (number.low, number.high)
    low, high = (f"{place(one):.1f}" for one in lines) if lines else ("", "")
    return ResultBar(f"{start:.1f}", f"{end - start:.1f}", low, high, f"{place(0.0):.1f}" if least < 0 else "")
