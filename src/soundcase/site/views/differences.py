"""The distance of our systems to the others: paired differences over the examples that both have.

Rule 1: a difference is ours less the other's, in the unit of the score, with its interval in figures.
Rule 2: of answers with verdicts, examples where one was right and the other not are a link away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from soundcase.site.views.context import RenderContext
from soundcase.site.views.result_tables import Cell, Number, result_rows, result_table
from soundcase.site.views.result_values import ResultFold, ResultHead, ResultTable
from soundcase.site.views.results import GroupResults, ResultFrame, digits
from soundcase.site.views.shown_examples import Term
from soundcase.site.views.values import CellHeading, DifferenceData
from soundcase.statistics.observations import ACCURACY, MISSING, RIGHT, UNJUDGED, VERDICTS
from soundcase.statistics.standings import PairedDifference, Standings
from soundcase.values import dataclass


def difference_folds(standings: Standings, frame: ResultFrame, site: RenderContext) -> Iterator[ResultFold]:
    """A fold for each system of ours that is compared with others."""
    over = frame.over(standings, None, site)
    for ours in dict.fromkeys(first[0][0] for first, _ in over.told.pairs):
        pairs = {
            (other[0][0], other[1]): pair
            for (first, other), pair in over.told.pairs.items()
            if first[0][0] == ours
        }
        made = _Differences(ours, pairs, over, site)
        rows = result_rows(dict.fromkeys((other, "output") for other, _ in pairs), frame.grid.columns, site)
        title = site.words.compared_with.format(site.heading(ours).plain)
        yield ResultFold(title, site.words.compared_by, tuple(made.tables(rows)))


@dataclass(frozen=True, slots=True)
class _Differences:
    """One system of ours less each other one."""

    ours: str
    pairs: Mapping[tuple[str, tuple[str, str]], PairedDifference]
    """By the other, and the score and its slot."""
    over: GroupResults
    site: RenderContext

    def tables(self, rows: Sequence[CellHeading]) -> Iterator[ResultTable]:
        """One of the scores; or one of each score, where each piece has its own."""
        scale, words = self.over.scale, self.site.words
        slots = dict.fromkeys(slot for _, (_, slot) in self.pairs)
        if slots == {"": None}:
            heads = [ResultHead(None, scale.shown(name, None, words)) for name in self.over.names]
            cells = [self._cells(name, "") for name in self.over.names]
            yield result_table(None, None, rows, zip(heads, cells, strict=True))
            return
        for name in self.over.names:
            heads = [ResultHead(self.site.maybe(slot)) for slot in slots]
            cells = [self._cells(name, slot) for slot in slots]
            yield result_table(scale.shown(name, None, words), None, rows, zip(heads, cells, strict=True))

    def _cells(self, name: str, slot: str) -> Cell:
        return lambda heading: self._number(heading.key, name, slot)

    def _number(self, other: str, name: str, slot: str) -> Number | None:
        """A difference as it is printed."""
        pair = self.pairs.get((other, (name, slot)))
        if pair is None:
            return None
        ends = () if pair.low is None or pair.high is None else (pair.low, pair.high)
        value, low, high = digits(pair.difference), digits(pair.low), digits(pair.high)
        counts = (str(one) for one in (pair.wins, pair.ties, pair.losses))
        view = replace(
            self.over.scale.shown(name, None, self.site.words),
            value=self._signed(name, pair.difference),
            count=f"[{', '.join(self._signed(name, end) for end in ends)}]" if ends else "",
            mean=DifferenceData(self.ours, other, name, slot, value, low, high, *counts),
        )
        links = tuple(self._links(other, name, pair))
        return Number(view, pair.difference, pair.low, pair.high, links=links)

    def _signed(self, name: str, value: float) -> str:
        printed = self.over.scale.printed(name, value, 1)
        return f"+{printed}" if value > 0 and float(printed.partition("e")[0]) else printed

    def _links(self, other: str, name: str, pair: PairedDifference) -> Iterator[tuple[str, str]]:
        """How many examples are better, equal and worse; where verdicts say it, with the way to them."""
        words = self.site.words
        judged = name == ACCURACY
        told = (
            (pair.wins, words.number_better, self._way(self.ours, other) if judged else ""),
            (pair.ties, words.number_equal, ""),
            (pair.losses, words.number_worse, self._way(other, self.ours) if judged else ""),
        )
        return ((form.format(f"{count:,}"), href) for count, form, href in told if count)

    def _way(self, right: str, other: str) -> str:
        """The address of the examples that one system has right and the other not."""
        verdicts = self.over.told.verdicts
        rest = [one for one in verdicts.get(other, {}) if one not in (RIGHT, MISSING, UNJUDGED)]
        pair = ":".join(model for model in verdicts if model in (right, other))
        term: Term = (other, VERDICTS[rest[0]]) if len(rest) == 1 else ("agree", pair)
        return self.over.asked.within((right, VERDICTS[RIGHT]), term).href
