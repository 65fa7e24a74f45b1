"""The results of a task, over its examples: averages of scores and labels found, a line for each system.

Rule 1: without groups and labels of pieces the columns are the scores; with groups each score has a table whose
columns are these; with labels, such as stems, each group has a table whose columns are the labels.
Rule 2: bars begin at zero, and one score has one scale in all columns of its table.
Rule 3: the best is marked as among examples; of labels found, where one system has more than all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from soundcase.site.labels import LabelTally
from soundcase.site.views.context import RenderContext
from soundcase.site.views.layout import (
    CellHeading,
    Result,
    ResultBar,
    ResultHead,
    ResultTable,
    Summary,
)
from soundcase.site.views.scores import Scale, ScoreAverages
from soundcase.site.views.values import MeanData, ScoreView, Text
from soundcase.site.words import Words
from soundcase.statistics.observations import Column
from soundcase.values import dataclass

Share = Literal["found", "right"]


@dataclass(frozen=True, slots=True)
class GroupResults:
    """The results over some examples."""

    means: ScoreAverages
    labels: Mapping[str, LabelTally]
    """By system."""

    @property
    def count(self) -> int:
        """Over how many examples most of them are."""
        return max((self.means.count, *(one.answers for one in self.labels.values())))

    def amount(self, scale: Scale, words: Words) -> str:
        """Over how much most of them are: `n = 2 · 20 words`."""
        return self.means.amount(scale, words) if self.means.found else words.number_of.format(self.count)


@dataclass(frozen=True, slots=True)
class _Number:
    """One number before it has a bar."""

    score: ScoreView
    value: float
    low: float | None = None
    high: float | None = None


Cell = Callable[[CellHeading], "_Number | None"]


def summary(
    several: Sequence[GroupResults],
    columns: Sequence[CellHeading],
    labels: Sequence[Text],
    scale: Scale,
    site: RenderContext,
) -> Summary | None:
    """The results of a task: of each of its groups where it has several, and last of all examples."""
    over = several[-1]
    if over.count < 2:
        return None
    rows = _rows(over, columns, site)
    titles = [site.maybe(one.means.group) or site.word(site.words.all_examples) for one in several]
    by_score = _by_label if labels else _by_group if len(several) > 1 else _by_column
    made = _Maker(several, titles, labels, rows, scale, site)
    tables = tuple(table for table in by_score(made) if any(any(cells) for _, cells in table.rows))
    lines = any(cell and cell.bar.low for table in tables for _, cells in table.rows for cell in cells)
    count = "" if by_score is _by_group else over.amount(scale, site.words)
    return Summary(count, tables, site.words.mean_interval if lines else "")


def _rows(over: GroupResults, columns: Sequence[CellHeading], site: RenderContext) -> tuple[CellHeading, ...]:
    """The systems and parts that have results; with more than their names where names are alike."""
    scored = dict.fromkeys(
        (*(whose for whose, _ in over.means.found), *((key, "output") for key in over.labels))
    )
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
    scale: Scale
    site: RenderContext

    @property
    def names(self) -> tuple[str, ...]:
        """The scores."""
        return self.scale.order(self.several[-1].means.names())

    @property
    def shares(self) -> tuple[Share, ...]:
        """What is told of labels."""
        found = self.several[-1].labels.values()
        if not found:
            return ()
        return ("right",) if all(one.single for one in found) else ("found", "right")

    def kind(self, name: str) -> ScoreView:
        """A score without a number."""
        return self.scale.shown(name, None, self.site.words)

    def kind_of_share(self, share: Share) -> ScoreView:
        """The same for labels."""
        words = self.site.words
        text = words.labels_found if share == "found" else words.answers_right
        return ScoreView(self.site.word(text), "", None, "↑", words.higher)

    def average(self, results: GroupResults, name: str, slot: str = "") -> Cell:
        """The cells of a score."""

        def cell(heading: CellHeading) -> _Number | None:
            whose = _whose(heading)
            known = results.means.found.get((whose, (name, slot)))
            shown = results.means.shown(whose, slot, self.scale, self.site.words)
            score = next((one for one in shown if one.mean and one.mean.score == name), None)
            if known is None or score is None:
                return None
            ends = (None, None) if known.half is None else (known.value - known.half, known.value + known.half)
            return _Number(score, known.value, *ends)

        return cell

    def share(self, results: GroupResults, share: Share) -> Cell:
        """The cells of labels found, or of answers that are right."""
        counts = {
            key: (one.found, one.wanted) if share == "found" else (one.right, one.answers)
            for key, one in results.labels.items()
        }
        values = sorted((part / whole for part, whole in counts.values() if whole), reverse=True)
        best = values[0] if len(values) > 1 and values[0] > values[1] else None

        def cell(heading: CellHeading) -> _Number | None:
            part, whole = counts.get(heading.key, (0, 0)) if heading.place == "answer" else (0, 0)
            if not whole:
                return None
            value = part / whole
            mean = MeanData("labels", heading.key, share, "", results.means.group, f"{value:.15g}", str(whole))
            kind, mark = self.kind_of_share(share), self.site.words.best if value == best else ""
            return _Number(replace(kind, value=f"{part}/{whole}", best=mark, mean=mean), value)

        return cell

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
    scores = [(ResultHead(None, made.kind(name)), made.average(over, name)) for name in made.names]
    shares = [(ResultHead(None, made.kind_of_share(one)), made.share(over, one)) for one in made.shares]
    yield made.table(None, None, (*scores, *shares))


def _by_group(made: _Maker) -> Iterable[ResultTable]:
    heads = [
        ResultHead(title, count=one.amount(made.scale, made.site.words))
        for title, one in zip(made.titles, made.several, strict=True)
    ]
    for name in made.names:
        cells = [made.average(one, name) for one in made.several]
        yield made.table(made.kind(name), None, zip(heads, cells, strict=True))
    for share in made.shares:
        cells = [made.share(one, share) for one in made.several]
        yield made.table(made.kind_of_share(share), None, zip(heads, cells, strict=True))


def _by_label(made: _Maker) -> Iterable[ResultTable]:
    alone = len(made.several) == 1
    for title, one in zip(made.titles, made.several, strict=True):
        for name in made.names:
            columns = ((ResultHead(label), made.average(one, name, label.text)) for label in made.labels)
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
