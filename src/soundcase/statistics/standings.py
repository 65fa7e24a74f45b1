"""Standings: what the observations of a task add up to, for each system, group and tag, with honest intervals.

Rule 1: an estimate is the sum of its numerators over the sum of its denominators, or the mean of such ratios
over labels. Pooled measures are rates, in per cent; means are in the unit of the score.
Rule 2: where each observation is 0 or 1, its interval is Wilson's. Else, and where examples stand together in
clusters, it is a bootstrap interval over these; where nothing varies that tells nothing, and there is none.
Rule 3: two systems are compared over the examples that both have; resamples are the same for all systems.
Rule 4: a group, or the examples with a tag, are treated as if they were all there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from math import isclose
from typing import Literal, TypeVar

from soundcase.statistics.columns import MeasureColumn, macro, outcomes, plain
from soundcase.statistics.intervals import FEWEST, Interval, always, wilson
from soundcase.statistics.observations import (
    JUDGED,
    MACRO_F1,
    MAP,
    UNDECIDED,
    Observations,
    Place,
    Ranked,
    Slot,
)
from soundcase.statistics.ranking import mean_average_precision
from soundcase.statistics.resampling import Statistic, intervals
from soundcase.values import dataclass

_Asked = TypeVar("_Asked")
Pair = tuple[Place, Place]
"""Two systems, by the same measure."""
Subset = tuple[str, ...] | None
"""Which examples: None for all, `("group", title)` or `("tag", key, value)`."""

MOST_VALUES = 24
"""A tag with more values than these tells examples apart, and no kinds of them; so does one whose values
each belong to one cluster."""
MOST_CELLS = 1_000_000
"""Labels times examples that averages over labels are taken of."""
RECURRING = 1.25
"""In how many examples a label is on average where averages over labels are told; others are texts."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as its task declares it."""

    name: str
    better: Literal["higher", "lower"]
    unit: str = ""
    average: Literal["pooled", "mean", "none"] = "mean"

    @property
    def scale(self) -> int:
        """The factor from a ratio of sums to the unit: rates are told in per cent."""
        return 100 if self.average == "pooled" else 1

    def told(self, ratio: float) -> float:
        """A ratio in the unit, without the digits in which the sums of two machines may differ."""
        return float(f"{self.scale * ratio:.12g}")


@dataclass(frozen=True, slots=True)
class Estimate:
    """One measure of one system, over some examples."""

    value: float
    """In the unit of the measure; of a rate, in per cent."""
    amount: float
    """The sum of the numerators: answers that are right, errors, labels found."""
    n: int
    """The sum of the denominators: answers, words of the references, labels wanted; of averages over labels the
    number of examples."""
    examples: int
    """How many have the measure."""
    low: float | None = None
    high: float | None = None
    """The ends of its 95 % interval; None where it cannot be told."""
    undecided: int = 0
    """Of answers: how many could not be read; they are no right ones."""
    missing: int = 0
    """Examples where other systems have the measure and this one has not; they do not count."""


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """One system less another, over the examples that both have."""

    difference: float
    low: float | None
    high: float | None
    """The ends of its 95 % interval; None where it cannot be told."""
    wins: int
    """Examples where the first is better."""
    ties: int
    losses: int

    @property
    def n(self) -> int:
        """The number of examples that both have."""
        return self.wins + self.ties + self.losses

    @property
    def differs(self) -> bool:
        """True where the interval excludes 0."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True)
class SubsetStandings:
    """The sum of some examples: estimates, differences, the best."""

    estimates: Mapping[Place, Estimate]
    """In the order of the observations."""
    pairs: Mapping[Pair, PairedDifference]
    """Each system of ours against each other one, by both places."""
    best: frozenset[Place]
    """The best by a measure, and all that do not differ from it; of each measure none where none differs."""
    verdicts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """By model, how many of its answers have each verdict."""


Standings = Mapping[Subset, SubsetStandings]
"""By subset: all examples, then the groups and the tags where these tell examples apart."""


def standings(observed: Observations, measures: Iterable[Measure], ours: Iterable[str] = ()) -> Standings:
    """The standings of some observations; `ours` are the models to compare with the others."""
    by_name = {one.name: one for one in measures if one.average != "none"}
    columns = {place: plain(cells) for place, cells in observed.values.items() if place[1][0] in by_name}
    if MACRO_F1 in by_name:
        columns |= {
            ((key, "output"), (MACRO_F1, "")): macro(cells)
            for key, cells in observed.labels.items()
            if _fits(cells)
        }
    own = frozenset(ours)
    return {
        subset: _Examples(
            clusters=[observed.clusters[row] for row in rows],
            columns={
                place: some
                for place, column in columns.items()
                if (some := column.picked(rows) if subset else column).examples
            },
            verdicts={
                model: Counter(letters[row] for row in rows) for model, letters in observed.verdicts.items()
            },
            ranked={
                key: [cells[row] for row in rows]
                for key, cells in observed.ranked.items()
                if MAP in by_name and _fits(cells)
            },
            measures=by_name,
        ).standings(own)
        for subset, rows in subsets(observed)
    }


def counted(observed: Observations) -> Observations:
    """The observations without labels that no average is taken over."""
    labels = {key: cells for key, cells in observed.labels.items() if _fits(cells)}
    return replace(
        observed, labels=labels, ranked={key: cells for key, cells in observed.ranked.items() if _fits(cells)}
    )


def _fits(cells: Sequence[Mapping[str, object] | None]) -> bool:
    """Whether the labels recur, and are few enough for all of these examples to tell of each."""
    found = Counter(label for one in cells for label in one or ())
    return found.total() >= RECURRING * len(found) and len(found) * len(cells) <= MOST_CELLS


def subsets(observed: Observations) -> Iterator[tuple[Subset, Sequence[int]]]:
    """Each subset that has standings, with the places of its examples."""
    yield None, range(len(observed.ids))
    groups = _apart(observed.groups)
    if len(groups) > 1:
        yield from ((("group", title), rows) for title, rows in groups.items())
    for key, values in observed.tags.items():
        kinds = _apart(values)
        several = any(len({observed.clusters[row] for row in rows}) > 1 for rows in kinds.values())
        if 1 < len(kinds) <= MOST_VALUES and several:
            yield from ((("tag", key, value), rows) for value, rows in kinds.items() if value)


def _apart(values: Iterable[str]) -> Mapping[str, Sequence[int]]:
    """The places of each value."""
    found: dict[str, list[int]] = {}
    for place, value in enumerate(values):
        found.setdefault(value, []).append(place)
    return found


@dataclass(frozen=True, slots=True)
class _Examples:
    """The columns of some examples."""

    clusters: Sequence[str]
    columns: Mapping[Place, MeasureColumn]
    verdicts: Mapping[str, Mapping[str, int]]
    """By model, how many answers have each."""
    ranked: Mapping[str, Sequence[Ranked | None]]
    """By model."""
    measures: Mapping[str, Measure]

    def standings(self, ours: frozenset[str]) -> SubsetStandings:
        """Their estimates, differences and best."""
        single = {place: Statistic(ratios) for place, one in self.columns.items() if (ratios := one.ratios)}
        rivals = tuple(self._rivals({place: one.value for place, one in single.items()}))
        own, leads = _pairs(rivals, ours)
        paired = {
            both: one for both in dict.fromkeys((*own, *leads)) if (one := self._difference(both, single))
        }
        ends = self._ends({**single, **paired})
        compared = {both: self._compared(both, one, ends[both]) for both, one in paired.items()}
        return SubsetStandings(
            {place: self._estimate(place, one, ends[place]) for place, one in single.items()}
            | dict(self._precisions()),
            {both: compared[both] for both in own if both in compared},
            frozenset(place for several in rivals for place in _best(several, compared)),
            {model: dict(counts) for model, counts in self.verdicts.items()},
        )

    def _rivals(self, values: Mapping[Place, float]) -> Iterator[Sequence[Place]]:
        """The systems that have a measure, of each measure, the best first."""
        found: dict[Slot, list[Place]] = {}
        for place in values:
            if place[0][0]:
                found.setdefault(place[1], []).append(place)
        for (name, _), places in found.items():
            higher = self.measures[name].better == "higher"
            yield sorted(places, key=values.__getitem__, reverse=higher)

    def _difference(self, both: Pair, single: Mapping[Place, Statistic]) -> Statistic | None:
        """The difference of two systems; None where they have no examples in common."""
        columns = tuple(self.columns[place] for place in both)
        shared = (columns[0].beside(columns[1]), columns[1].beside(columns[0]))
        first, second = (
            single[place].ratios if own is column else own.ratios
            for place, own, column in zip(both, shared, columns, strict=True)
        )
        return Statistic(first, second) if first and second else None

    def _ends(self, asked: Mapping[_Asked, Statistic]) -> Mapping[_Asked, Interval | None]:
        """The ends of the interval of each statistic, as Rule 2 says."""
        alone = len(set(self.clusters)) == len(self.clusters)
        shares = {which: one for which, one in asked.items() if alone and not one.less and one.is_share}
        others = {which: one for which, one in asked.items() if which not in shares}
        drawn = zip(others, intervals(self.clusters, tuple(others.values())), strict=True)
        return {
            **{which: _of_share(one.value, one.ratios[0].n) for which, one in shares.items()},
            **{which: ends and self._with_width(others[which], ends) for which, ends in drawn},
        }

    def _with_width(self, statistic: Statistic, ends: Interval) -> Interval | None:
        """The ends, where they are apart; else what can be said of shares, and of what is constant."""
        if not isclose(*ends, rel_tol=1e-12):
            return ends
        there = zip(self.clusters, statistic.ratios[0].denominators, strict=True)
        count = len({cluster for cluster, n in there if n})
        if not statistic.less:
            return _of_share(statistic.value, count) if statistic.is_share else None
        if not statistic.is_share or not ends[0]:
            return ends
        low, high = always(count)
        return (low, high) if ends[0] > 0 else (-high, -low)

    def _estimate(self, place: Place, statistic: Statistic, ends: Interval | None) -> Estimate:
        (model, _), (name, _) = place
        measure, column = self.measures[name], self.columns[place]
        low, high = (None, None) if ends is None else map(measure.told, ends)
        several = name == MACRO_F1
        return Estimate(
            value=measure.scale * statistic.value,
            amount=statistic.value * column.examples if several else statistic.ratios[0].amount,
            n=column.examples if several else statistic.ratios[0].n,
            examples=column.examples,
            low=low,
            high=high,
            undecided=self.verdicts.get(model, {}).get(UNDECIDED, 0) if name in JUDGED else 0,
            missing=self._asked(place[1]) - column.examples if model else 0,
        )

    def _precisions(self) -> Iterator[tuple[Place, Estimate]]:
        """The mean average precision of each system that has scores per label; it has no interval."""
        asked = sum(map(any, zip(*self.ranked.values(), strict=True)))
        for model, cells in self.ranked.items():
            own = [one for one in cells if one]
            value = mean_average_precision(own)
            if value is not None:
                measure, count = self.measures[MAP], len(own)
                told = measure.told(value)
                yield (
                    ((model, "output"), (MAP, "")),
                    Estimate(told, value * count, count, count, missing=asked - count),
                )

    def _asked(self, slot: Slot) -> int:
        """The number of examples where any system or part has a measure."""
        several = [column.cells for (_, own), column in self.columns.items() if own == slot]
        return sum(map(any, zip(*several, strict=True)))

    def _compared(self, both: Pair, statistic: Statistic, ends: Interval | None) -> PairedDifference:
        measure = self.measures[both[0][1][0]]
        low, high = (None, None) if ends is None else map(measure.told, ends)
        first, second = (self.columns[place] for place in both)
        wins, ties, losses = outcomes(first, second, measure.better)
        return PairedDifference(measure.told(statistic.value), low, high, wins, ties, losses)


def _pairs(rivals: Iterable[Sequence[Place]], ours: frozenset[str]) -> tuple[Sequence[Pair], Sequence[Pair]]:
    """Each system of ours with each other one, and the best with all behind it."""
    own = [
        (first, second)
        for several in rivals
        for first in several
        for second in several
        if first[0][0] in ours and second[0][0] not in ours
    ]
    return own, [(several[0], other) for several in rivals for other in several[1:]]


def _of_share(value: float, n: int) -> Interval | None:
    return wilson(round(value * n), n) if n >= FEWEST else None


def _best(several: Sequence[Place], compared: Mapping[Pair, PairedDifference]) -> Iterator[Place]:
    """The first and all that do not differ from it, where any does."""
    against = {other: pair for other in several[1:] if (pair := compared.get((several[0], other)))}
    if any(pair.differs for pair in against.values()):
        yield several[0]
        yield from (other for other, pair in against.items() if pair.low is not None and not pair.differs)
