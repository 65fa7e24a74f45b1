"""The results of a task, over its examples: what scores and verdicts add up to, a line for each system.

Rule 1: without groups and labels of pieces the columns are the scores; with groups each score has a table whose
columns are these; with labels, such as stems, each group has a table whose columns are the labels.
Rule 2: marked are the best and those whose difference from it may be chance; none where that is so of all.
Rule 3: a number leads to the examples that it is over, a number of answers with a verdict to these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from soundcase.site.views.context import RenderContext
from soundcase.site.views.result_tables import (
    Cell,
    FigureColumn,
    Number,
    has_lines,
    result_rows,
    result_table,
    whose,
    with_measures,
)
from soundcase.site.views.result_values import ResultFold, ResultHead, ResultTable, Summary
from soundcase.site.views.scores import Scale
from soundcase.site.views.shown_examples import AskedExamples
from soundcase.site.views.tables import TableGrid
from soundcase.site.views.values import CellHeading, MeanData, ScoreView, Text
from soundcase.site.words import Counted, Words
from soundcase.statistics.observations import (
    ACCURACY,
    FURTHER,
    MISSING,
    PARTLY,
    RIGHT,
    UNDECIDED,
    VERDICTS,
    WRONG,
    Place,
)
from soundcase.statistics.standings import Estimate, Standings, Subset, SubsetStandings
from soundcase.values import dataclass

_DIGITS = 15


def digits(value: float | None) -> str:
    """A number with all its digits; empty for none."""
    return "" if value is None else f"{value:.{_DIGITS}g}"


@dataclass(frozen=True, slots=True)
class ResultFrame:
    """The surroundings of a task's results."""

    groups: tuple[str, ...]
    """Titles, where there are several."""
    grid: TableGrid
    scale: Scale
    asked: AskedExamples
    """All of the task."""

    def over(self, standings: Standings, subset: Subset, site: RenderContext) -> GroupResults:
        """The results over some examples."""
        key, title = (subset[1] if len(subset) > 2 else "", subset[-1]) if subset else ("", "")
        asked = self.asked.within(subset) if subset else self.asked
        return GroupResults(title, key, standings[subset], with_measures(self.scale, site), asked)


@dataclass(frozen=True, slots=True)
class GroupResults:
    """The results over some examples."""

    group: str
    """Whose they are, or the value of their tag; empty for all examples of the task."""
    by: str
    """The key of that tag."""
    told: SubsetStandings
    scale: Scale
    asked: AskedExamples

    @property
    def count(self) -> int:
        """Over how many examples most of them are."""
        return max((figure.examples for figure in self.told.estimates.values()), default=0)

    @property
    def names(self) -> tuple[str, ...]:
        """The scores, in the order of their task."""
        found = (name for _, (name, _) in self.told.estimates)
        return self.scale.order(name for name in found if name not in FURTHER or self.scale.declared(name))

    @property
    def judged(self) -> str:
        """The score beside which verdicts are counted."""
        measured = (name for name in self.names if (one := self.scale.declared(name)) and one.measure)
        return ACCURACY if ACCURACY in self.names else next(measured, "")

    def amount(self, words: Words) -> str:
        """Over how much most of them are: `n = 2 · 20 words`."""
        lengths = (self._length(name, self._most(name), words) for name in self.names)
        parts = dict.fromkeys(filter(None, lengths))
        return " · ".join((words.number_of.format(self.count), *parts))

    def number(self, place: Place, words: Words) -> Number | None:
        """The figure of a place as it is printed."""
        figure = self.told.estimates.get(place)
        if figure is None:
            return None
        (model, part), (name, slot) = place
        low, high, amount = digits(figure.low), digits(figure.high), digits(figure.n)
        view = replace(
            self.scale.shown(name, figure.value, words, more=1),
            best=words.best if place in self.told.best else "",
            count=self._count(name, figure, words),
            mean=MeanData(
                part, model, name, slot, self.group, digits(figure.value), amount, low, high, self.by
            ),
        )
        links = tuple(self._verdicts(model, words)) if name == self.judged and not slot else ()
        return Number(view, figure.value, figure.low, figure.high, self.asked.href, links)

    def _verdicts(self, model: str, words: Words) -> Iterator[tuple[str, str]]:
        """How many answers have each verdict, with the way to them."""
        forms: Mapping[str, Counted] = {
            RIGHT: words.number_right,
            PARTLY: words.number_partly,
            WRONG: words.number_wrong,
            UNDECIDED: words.number_undecided,
            MISSING: words.number_missing,
        }
        counts = self.told.verdicts.get(model, {})
        for letter, form in forms.items():
            if count := counts.get(letter):
                yield form.of(count, f"{count:,}"), self.asked.within((model, VERDICTS[letter])).href

    def _count(self, name: str, figure: Estimate, words: Words) -> str:
        """Over how much a figure is, where it differs from most."""
        most = self._most(name)
        told = "" if figure.n == most else self._length(name, int(figure.n), words)
        if not told and figure.examples != self.count and not self._length(name, most, words):
            told = words.number_of.format(figure.examples)
        return told

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


def summary(
    standings: Standings, frame: ResultFrame, folds: Iterable[ResultFold], site: RenderContext
) -> Summary | None:
    """The results of a task: of each of its groups, and last of all examples; `folds` stand under them."""
    several = [
        frame.over(standings, subset, site)
        for subset in (*(("group", title) for title in frame.groups), None)
        if subset in standings
    ]
    over = several[-1]
    if over.count < 2:
        return None
    by_score = _by_label if frame.grid.answer_labels else _by_group if frame.groups else _by_column
    made = maker(several, over, frame, site)
    tables = tuple(table for table in by_score(made) if any(any(cells) for _, cells in table.rows))
    count = "" if by_score is _by_group else over.amount(site.words)
    shown = [cell.score for table in tables for _, cells in table.rows for cell in cells if cell]
    lines = site.words.mean_interval if has_lines(tables) else ""
    marks = site.words.marked_best if any(score.best for score in shown) else ""
    note = " ".join(filter(None, (lines, marks)))
    return Summary(site.words.results, count, tables, note, tuple(folds))


def tag_folds(standings: Standings, frame: ResultFrame, site: RenderContext) -> Iterator[ResultFold]:
    """The results by each tag that tells examples apart."""
    subsets = [subset for subset in standings if subset and subset[0] == "tag"]
    for key in dict.fromkeys(subset[1] for subset in subsets if not frame.grid.answer_labels):
        several = [frame.over(standings, subset, site) for subset in subsets if subset[1] == key]
        if max(one.count for one in several) < 2:
            continue  # it names examples, and no kinds of them
        tables = tuple(_by_group(maker(several, frame.over(standings, None, site), frame, site)))
        yield ResultFold(site.words.by_tag.format(key), "", tables)


def figure_columns(standings: Standings, frame: ResultFrame, site: RenderContext) -> Iterator[FigureColumn]:
    """The figures over all examples of a task, a column for each score."""
    over = frame.over(standings, None, site)
    for name in over.names if over.count > 1 else ():
        systems = [whose for whose, slot in over.told.estimates if slot == (name, "") and whose[0]]
        found = {one[0]: over.number((one, (name, "")), site.words) for one in systems}
        head = ResultHead(
            None, over.scale.shown(name, None, site.words), site.words.number_of.format(over.count)
        )
        yield FigureColumn(name, head, {key: one for key, one in found.items() if one})


@dataclass(frozen=True, slots=True)
class TableMaker:
    """Everything that the tables are made of."""

    several: Sequence[GroupResults]
    titles: Sequence[Text]
    over: GroupResults
    """All examples."""
    labels: Sequence[Text]
    rows: tuple[CellHeading, ...]
    site: RenderContext

    def kind(self, name: str) -> ScoreView:
        """A score without a number."""
        return self.over.scale.shown(name, None, self.site.words)

    def cells(self, results: GroupResults, name: str, slot: str = "") -> Cell:
        """The cells of a score."""
        return lambda heading: results.number((whose(heading), (name, slot)), self.site.words)


def maker(
    several: Sequence[GroupResults], over: GroupResults, frame: ResultFrame, site: RenderContext
) -> TableMaker:
    """The maker of tables of these results."""
    rows = result_rows((one for one, _ in over.told.estimates), frame.grid.columns, site)
    titles = [site.maybe(one.group) or site.word(site.words.all_examples) for one in several]
    return TableMaker(several, titles, over, frame.grid.answer_labels, rows, site)


def _by_column(made: TableMaker) -> Iterable[ResultTable]:
    (over,) = made.several
    columns = ((ResultHead(None, made.kind(name)), made.cells(over, name)) for name in over.names)
    yield result_table(None, None, made.rows, columns)


def _by_group(made: TableMaker) -> Iterable[ResultTable]:
    told = list(zip(made.titles, made.several, strict=True))
    heads = [ResultHead(title, count=one.amount(made.site.words)) for title, one in told]
    for name in made.over.names:
        cells = [made.cells(one, name) for one in made.several]
        yield result_table(made.kind(name), None, made.rows, zip(heads, cells, strict=True))


def _by_label(made: TableMaker) -> Iterable[ResultTable]:
    alone = len(made.several) == 1
    for title, one in zip(made.titles, made.several, strict=True):
        for name in made.over.names:
            columns = ((ResultHead(label), made.cells(one, name, label.text)) for label in made.labels)
            yield result_table(made.kind(name), None if alone else title, made.rows, columns)
