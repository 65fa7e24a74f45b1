"""The results of a whole test set that the authors give, with as many digits as they wrote.

Rule 1: the columns are the scores; a score that is given by group has a table whose columns are these.
Rule 2: the best is marked as among examples: not where another's interval overlaps its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from soundcase.model import GivenResult, Task
from soundcase.scores import ScoreValue
from soundcase.site.views.context import RenderContext
from soundcase.site.views.result_tables import (
    Cell,
    FigureColumn,
    Number,
    has_lines,
    result_rows,
    result_table,
    with_measures,
)
from soundcase.site.views.result_values import ResultHead, ResultTable, Summary
from soundcase.site.views.results import digits
from soundcase.site.views.scores import Scale, most_decimals
from soundcase.site.views.values import CellHeading, MeanData
from soundcase.values import dataclass

Figures = Mapping[str, ScoreValue]
"""By model."""


def given_results(
    task: Task, columns: Sequence[CellHeading], scale: Scale, site: RenderContext
) -> Summary | None:
    """The results that a task gives; None where it gives none."""
    if not task.results:
        return None
    own = _Given(task.results, _scale(task, with_measures(scale, site, given=task.results)), site)
    models = dict.fromkeys((*task.models, *site.catalogue.models))
    rows = result_rows(((one, "output") for one in models if own.told_of(one)), columns, site)
    tables = tuple(own.tables(rows))
    about = " · ".join(filter(None, (site.words.given, own.amount(own.values()))))
    lines = site.words.given_interval if has_lines(tables) else ""
    return Summary(site.words.whole_set, about, tables, lines)


def given_columns(task: Task, scale: Scale, site: RenderContext) -> Iterator[FigureColumn]:
    """The figures of the whole test set that a task gives, a column for each score."""
    own = _Given(task.results, _scale(task, with_measures(scale, site, given=task.results)), site)
    for name in own.scale.order(task.results):
        if numbers := own.numbers(name, None):
            head = ResultHead(None, own.scale.shown(name, None, site.words), site.words.given)
            yield FigureColumn(name, head, numbers)


def _scale(task: Task, scale: Scale) -> Scale:
    """The scale of what is given: nothing of it is rounded."""
    told = (
        (name, value)
        for name, figures in task.results.items()
        for one in figures.values()
        for value in (one.value, *one.groups.values())
        if value
    )
    scores = tuple(replace(score, measure="") for score in scale.scores)
    return replace(scale, scores=scores, decimals=most_decimals(told))


@dataclass(frozen=True, slots=True)
class _Given:
    """Everything that the tables are made of."""

    results: Mapping[str, Mapping[str, GivenResult]]
    scale: Scale
    site: RenderContext

    def told_of(self, model: str) -> bool:
        """True for a model of which there is a figure."""
        return any(model in figures for figures in self.results.values())

    def figures(self, name: str, group: str | None) -> Figures:
        """Those of a score, of a group or of the whole set."""
        found = {
            model: one.value if group is None else one.groups.get(group)
            for model, one in self.results[name].items()
        }
        return {model: value for model, value in found.items() if value}

    def groups(self, name: str) -> tuple[str, ...]:
        """The groups by which a score is given, in the order of first mention."""
        return tuple(dict.fromkeys(group for one in self.results[name].values() for group in one.groups))

    def values(self) -> Iterator[ScoreValue]:
        """All figures of the whole set."""
        return (value for name in self.results for value in self.figures(name, None).values())

    def amount(self, values: Iterator[ScoreValue] | Sequence[ScoreValue]) -> str:
        """Over how much all of these are; empty where that differs or nobody says it."""
        counts = {one.n for one in values}
        (count,) = counts if len(counts) == 1 else (None,)
        return self.site.words.number_of.format(f"{count:,}") if count else ""

    def tables(self, rows: Sequence[CellHeading]) -> Iterator[ResultTable]:
        """One of the scores, and one of the groups for each score that has some."""
        names = self.scale.order(self.results)
        common = self.amount(self.values())
        whole = [name for name in names if not self.groups(name)]
        if whole:
            heads = [self._head(name, None, common) for name in whole]
            columns = [self._cells(name, None) for name in whole]
            yield result_table(None, None, rows, zip(heads, columns, strict=True))
        for name in (name for name in names if self.groups(name)):
            parts = (*self.groups(name), *((None,) if self.figures(name, None) else ()))
            heads = [self._head(name, part, common) for part in parts]
            columns = [self._cells(name, part) for part in parts]
            kind = self.scale.shown(name, None, self.site.words)
            yield result_table(kind, None, rows, zip(heads, columns, strict=True))

    def _head(self, name: str, group: str | None, common: str) -> ResultHead:
        count = self.amount([*self.figures(name, group).values()])
        count = "" if count == common else count
        if not self.groups(name):
            return ResultHead(None, self.scale.shown(name, None, self.site.words), count)
        text = self.site.text(group) if group else self.site.word(self.site.words.whole_set)
        return ResultHead(text, None, count)

    def _cells(self, name: str, group: str | None) -> Cell:
        """The cells of a column."""
        numbers = self.numbers(name, group)
        return lambda heading: numbers.get(heading.key) if heading.place == "answer" else None

    def numbers(self, name: str, group: str | None) -> Mapping[str, Number]:
        """The figures of a score as they are printed, by model."""
        figures, words, slot = self.figures(name, group), self.site.words, (name, "")
        best = self.scale.leading({slot: [*figures.values()]}).get(slot)
        common = self.amount([*figures.values()])
        found = {}
        for model, value in figures.items():
            score = self.scale.shown(name, value.value, words)
            ends = (None, None) if value.ci is None else (value.value - value.ci, value.value + value.ci)
            middle, low, high = map(digits, (value.value, *ends))
            n = str(value.n or "")
            mean = MeanData("output", model, name, "", group or "", middle, n, low, high, given=True)
            count = "" if common or not value.n else words.number_of.format(f"{value.n:,}")
            mark = words.best if score.value == best else ""
            view = replace(score, best=mark, count=count, mean=mean)
            found[model] = Number(view, value.value, *ends)
        return found
