"""The values of results: tables with a line for each system, each number with its bar and its links.

The invariants of `values` hold here too.
"""

from __future__ import annotations

from soundcase.site.views.values import CellHeading, ScoreView, Text
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class ResultBar:
    """A number as a bar, and its interval as a line, in per cent of the room there is."""

    start: str
    width: str
    low: str = ""
    high: str = ""
    """Both empty without an interval."""
    zero: str = ""
    """Where zero is, if any number is below it."""


@dataclass(frozen=True, slots=True)
class Result:
    """One number of one system, or of a part of the examples."""

    score: ScoreView
    bar: ResultBar
    href: str = ""
    """To the examples that it is over."""
    links: tuple[tuple[str, str], ...] = ()
    """To some of these: `12 right` and the address."""


@dataclass(frozen=True, slots=True)
class ResultHead:
    """The head of a column of results: a score, a group of examples, or the label of a piece."""

    text: Text | None
    score: ScoreView | None = None
    """Printed in place of `text`."""
    count: str = ""


@dataclass(frozen=True, slots=True)
class ResultSpan:
    """The head over several columns of results: the task that these are of."""

    text: Text
    href: str
    columns: int


@dataclass(frozen=True, slots=True)
class ResultTable:
    """Results of the systems, a line each."""

    score: ScoreView | None
    """What all of its numbers are; None where each column has a score of its own."""
    title: Text | None
    """Of which examples, where the task has a table for each group."""
    heads: tuple[ResultHead, ...]
    rows: tuple[tuple[CellHeading, tuple[Result | None, ...]], ...]
    spans: tuple[ResultSpan, ...] = ()
    """Over the heads."""


@dataclass(frozen=True, slots=True)
class ResultFold:
    """More results, which are folded."""

    title: str
    note: str
    tables: tuple[ResultTable, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """Results of a task: what scores and verdicts add up to, by system and group; or what the authors give."""

    title: str
    count: str
    """Over how many examples and words most of them are: `n = 12 · 96 words`."""
    tables: tuple[ResultTable, ...]
    interval: str
    """What the lines over the bars are, and the marks; empty where there are none."""
    folds: tuple[ResultFold, ...] = ()
    """Ours against the others, and the same by tag."""


@dataclass(frozen=True, slots=True)
class BoardView:
    """The figures of all tasks of a site."""

    table: ResultTable | None
    """None where there are none."""
    interval: str
    """What the lines over the bars are; empty where there are none."""
