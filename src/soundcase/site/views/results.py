"""The results of a task, over its examples: what scores and verdicts add up to, a line for each system.

Rule 1: without groups and labels of pieces the columns are the scores; with groups each score has a table whose
columns are these; with labels, such as stems, each group has a table whose columns are the labels.
Rule 2: bars begin at zero, and one score has one scale in all columns of its table.
Rule 3: marked are the best and those whose difference from it may be chance; none where that is so of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from soundcase.model import Score
from soundcase.site.views.context import RenderContext
from soundcase.site.views.layout import (
    CellHeading,
    Result,
    ResultBar,
    ResultHead,
    ResultTable,
    Summary,
)
from soundcase.site.views.scores import Scale
from soundcase.site.views.tables import TableGrid
from soundcase.site.views.values import MeanData, ScoreView, Text
from soundcase.site.words import Words
from soundcase.statistics.observations import ACCURACY, F1, FURTHER, LABELS, MAP, Column, Place
from soundcase.statistics.standings import Estimate, Standings, SubsetStandings
from soundcase.values import dataclass

_DIGITS = 15


@dataclass(frozen=True, slots=True)
class GroupResults:
    """The results over some examples."""

    group: str
    """Whose they are; empty for all examples of the task."""
    told: SubsetStandings
    scale: Scale

    @property
    def count(self) -> int:
        """Over how many examples most of them are."""
        return max((figure.examples for figure in self.told.estimates.values()), default=0)

    @property
    def names(self) -> tuple[str, ...]:
        """The scores, in the order of their task."""
        found = (name for _, (name, _) in self.told.estimates)
        return self.scale.order(name for name in found if name not in FURTHER or self.scale.declared(name))

    def amount(self, words: Words) -> str:
        """Over how much most of them are: `n = 2 · 20 words`."""
        lengths = (self._length(name, self._most(name), words) for name in self.names)
        parts = dict.fromkeys(filter(None, lengths))
        return " · ".join((words.number_of.format(self.count), *parts))

    def number(self, place: Place, words: Words) -> _Number | None:
        """The figure of a place as it is printed."""
        figure = self.told.estimates.get(place)
        if figure is None:
            return None
        (model, part), (name, slot) = place
        ends = () if figure.low is None or figure.high is None else (figure.low, figure.high)
        value, *interval = (f"{one:.{_DIGITS}g}" for one in (figure.value, *ends))
        view = replace(
            self.scale.shown(name, figure.value, words, more=1),
            best=words.best if place in self.told.best else "",
            count=self._count(name, figure, words),
            mean=MeanData(part, model, name, slot, self.group, value, f"{figure.n:.{_DIGITS}g}", *interval),
        )
        return _Number(view, figure.value, *ends)

    def _count(self, name: str, figure: Estimate, words: Words) -> str:
        """Over how much a figure is where it differs from most, and how many answers were undecided."""
        most = self._most(name)
        told = "" if figure.n == most else self._length(name, int(figure.n), words)
        if not told and figure.examples != self.count and not self._length(name, most, words):
            told = words.number_of.format(figure.examples)
        undecided = words.number_undecided.of(figure.undecided) if figure.undecided else ""
        return " · ".join(filter(None, (told, undecided)))

    def _most(self, name: str) -> int:
        """Over how many things most figures of a score are."""
        figures = self.told.estimates.items()
        return int(max((one.n for (_, (other, _)), one in figures if other == name), default=0))

    def _length(self, name: str, units: int, words: Words) -> str:
        """The length of all references: `20 words`; empty of a score that is not pooled."""
        declared = self.scale.declared(name)
        if declared is None or declared.average != "pooled":
            return ""
        return (words.number_of_characters if declared.measure == "cer" else words.number_of_words).of(units)


@dataclass(frozen=True, slots=True)
class _Number:
    """One number before it has a bar."""

    score: ScoreView
    value: float
    low: float | None = None
    high: float | None = None


Cell = Callable[[CellHeading], "_Number | None"]


def summary(
    standings: Standings, groups: Sequence[str], grid: TableGrid, scale: Scale, site: RenderContext
) -> Summary | None:
    """The results of a task: of each of these groups of its examples, and last of all."""
    scale, labels = _with_measures(scale, site), grid.answer_labels
    several = [
        GroupResults(title, standings[subset], scale)
        for title, subset in (*((title, ("group", title)) for title in groups), ("", None))
        if subset in standings
    ]
    over = several[-1]
    if over.count < 2:
        return None
    titles = [site.maybe(one.group) or site.word(site.words.all_examples) for one in several]
    by_score = _by_label if labels else _by_group if groups else _by_column
    made = _Maker(several, titles, labels, _rows(over, grid.columns, site), site)
    tables = tuple(table for table in by_score(made) if any(any(cells) for _, cells in table.rows))
    lines = any(cell and cell.bar.low for table in tables for _, cells in table.rows for cell in cells)
    count = "" if by_score is _by_group else over.amount(site.words)
    return Summary(count, tables, site.words.mean_interval if lines else "")


def _with_measures(scale: Scale, site: RenderContext) -> Scale:
    """The scale of the scores and of the measures of verdicts, which are in per cent."""
    words = site.words
    named = {ACCURACY: words.answers_right, LABELS: words.labels_found, F1: words.f1, MAP: MAP}
    own = {name: site.word(text) for name, text in named.items() if scale.declared(name) is None}
    scores = (*scale.scores, *(Score(name, "higher", "%") for name in own))
    return replace(scale, scores=scores, texts={"%": site.word("%"), **scale.texts, **own})


def _rows(over: GroupResults, columns: Sequence[CellHeading], site: RenderContext) -> tuple[CellHeading, ...]:
    """The systems and parts that have results; with more than their names where names are alike."""
    scored = dict.fromkeys(whose for whose, _ in over.told.estimates)
    named = {_whose(column): replace(column, label=None) for column in columns if _whose(column) in scored}
    named |= {whose: site.heading(whose[0]) for whose in scored if whose[0] and whose not in named}
    names = [heading.text.text for heading in named.values()]
    whole = [heading.plain for heading in named.values()]

    def brief(each: CellHeading) -> CellHeading:
        group = each.group if names.count(each.text.text) > 1 else ""
        return replace(each, group=group, meta=each.meta if whole.count(each.plain) > 1 else None)

    return tuple(map(brief, named.values()))


def _whose(heading: CellHeading) -> Column:
    return (heading.key, "output") if heading.place == "answer" else ("", heading.key)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Everything that the tables are made of."""

    several: Sequence[GroupResults]
    titles: Sequence[Text]
    labels: Sequence[Text]
    rows: tuple[CellHeading, ...]
    site: RenderContext

    @property
    def names(self) -> tuple[str, ...]:
        """The scores."""
        return self.several[-1].names

    def kind(self, name: str) -> ScoreView:
        """A score without a number."""
        return self.several[-1].scale.shown(name, None, self.site.words)

    def cells(self, results: GroupResults, name: str, slot: str = "") -> Cell:
        """The cells of a score."""
        return lambda heading: results.number((_whose(heading), (name, slot)), self.site.words)

    def table(
        self, score: ScoreView | None, title: Text | None, columns: Iterable[tuple[ResultHead, Cell]]
    ) -> ResultTable:
        """A table of these columns; each has a scale of its own where no score is common to all."""
        heads, cells = zip(*columns, strict=True)
        drawn = [[cell(heading) for heading in self.rows] for cell in cells]
        common = [one for column in drawn for one in column]
        bars = [_with_bars(column, common if score else column) for column in drawn]
        found = zip(self.rows, zip(*bars, strict=True), strict=True)
        return ResultTable(score, title, heads, tuple((row, each) for row, each in found if any(each)))


def _by_column(made: _Maker) -> Iterable[ResultTable]:
    (over,) = made.several
    columns = ((ResultHead(None, made.kind(name)), made.cells(over, name)) for name in made.names)
    yield made.table(None, None, columns)


def _by_group(made: _Maker) -> Iterable[ResultTable]:
    told = list(zip(made.titles, made.several, strict=True))
    heads = [ResultHead(title, count=one.amount(made.site.words)) for title, one in told]
    for name in made.names:
        cells = [made.cells(one, name) for one in made.several]
        yield made.table(made.kind(name), None, zip(heads, cells, strict=True))


def _by_label(made: _Maker) -> Iterable[ResultTable]:
    alone = len(made.several) == 1
    for title, one in zip(made.titles, made.several, strict=True):
        for name in made.names:
            columns = ((ResultHead(label), made.cells(one, name, label.text)) for label in made.labels)
            yield made.table(made.kind(name), None if alone else title, columns)


def _with_bars(column: Sequence[_Number | None], scale: Iterable[_Number | None]) -> tuple[Result | None, ...]:
    """The numbers with their bars, on the scale of these."""
    ends = [0.0]
    for one in scale:
        if one:
            ends += [end for end in (one.value, one.low, one.high) if end is not None]
    return tuple(Result(one.score, _bar(one, min(ends), max(ends))) if one else None for one in column)


def _bar(number: _Number, least: float, most: float) -> ResultBar:
    def place(value: float) -> float:
        # Halved, so that no difference of two numbers is too large.
        room = most / 2 - least / 2
        return 100 * (value / 2 - least / 2) / room if room else 0.0

    start, end = sorted((place(0.0), place(number.value)))
    if number.low is None or number.high is None:
        return ResultBar(f"{start:.1f}", f"{end - start:.1f}")
    return ResultBar(
        f"{start:.1f}", f"{end - start:.1f}", f"{place(number.low):.1f}", f"{place(number.high):.1f}"
    )
