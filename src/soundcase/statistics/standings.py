"""Standings: what the observations of a task add up to, for each system, group and tag, with honest intervals.

Rule 1: an estimate is the sum of its numerators over the sum of its denominators. Pooled measures are rates, in
per cent; means are in the unit of the score.
Rule 2: where each observation is 0 or 1, its interval is Wilson's. Else, and where examples stand together in
clusters, it is a bootstrap interval over these; where nothing varies that tells nothing, and there is none.
Rule 3: two systems are compared over the examples that both have; resamples are the same for all systems.
Rule 4: a group, or the examples with a tag, are treated as if they were all there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf
from typing import Literal, TypeVar

from soundcase.statistics.intervals import FEWEST, Interval, always, wilson
from soundcase.statistics.observations import JUDGED, UNDECIDED, Observations, Place, Shares
from soundcase.statistics.resampling import Ratio, Statistic, intervals
from soundcase.values import dataclass

_Cells = Sequence[Shares | None]
_Asked = TypeVar("_Asked")
Subset = tuple[str, ...] | None
"""Which examples: None for all, `("group", title)` or `("tag", key, value)`."""

MOST_VALUES = 24
"""A tag with more values than these tells examples apart, and no kinds of them."""


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
    """The sum of the denominators: answers, words of the references, labels wanted."""
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
    pairs: Mapping[tuple[Place, Place], PairedDifference]
    """Each system of ours against each other one, by both places."""
    best: frozenset[Place]
    """The best by a measure, and all that do not differ from it; of each measure none where none differs."""


Standings = Mapping[Subset, SubsetStandings]
"""By subset: all examples, then the groups and the tags where these tell examples apart."""


def standings(observed: Observations, measures: Iterable[Measure], ours: Iterable[str] = ()) -> Standings:
    """The standings of some observations; `ours` are the models to compare with the others."""
    by_name = {one.name: one for one in measures if one.average != "none"}
    columns = {place: cells for place, cells in observed.values.items() if place[1][0] in by_name}
    own = frozenset(ours)
    return {
        subset: _Examples(
            clusters=[observed.clusters[row] for row in rows],
            columns={
                place: some for place, cells in columns.items() if any(some := [cells[row] for row in rows])
            },
            undecided={
                model: sum(letters[row] == UNDECIDED for row in rows)
                for model, letters in observed.verdicts.items()
            },
            measures=by_name,
        ).standings(own)
        for subset, rows in subsets(observed)
    }


def subsets(observed: Observations) -> Iterator[tuple[Subset, Sequence[int]]]:
    """Each subset that has standings, with the places of its examples."""
    yield None, range(len(observed.ids))
    groups = _apart(observed.groups)
    if len(groups) > 1:
        yield from ((("group", title), rows) for title, rows in groups.items())
    for key, values in observed.tags.items():
        kinds = _apart(values)
        if 1 < len(kinds) <= MOST_VALUES:
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
    columns: Mapping[Place, _Cells]
    undecided: Mapping[str, int]
    """By model."""
    measures: Mapping[str, Measure]

    def standings(self, ours: frozenset[str]) -> SubsetStandings:
        """Their estimates, differences and best."""
        estimates = self.estimates()
        rivals = tuple(self._rivals(estimates))
        own = [
            (first, second)
            for several in rivals
            for first in several
            for second in several
            if first[0][0] in ours and second[0][0] not in ours
        ]
        leads = [(several[0], other) for several in rivals for other in several[1:]]
        compared = self.compared(dict.fromkeys((*own, *leads)))
        return SubsetStandings(
            estimates,
            {both: compared[both] for both in own if both in compared},
            frozenset(place for several in rivals for place in _best(several, compared)),
        )

    def estimates(self) -> Mapping[Place, Estimate]:
        """The estimate of each column that has a denominator."""
        ratios = {place: ratio for place, cells in self.columns.items() if (ratio := _ratio(cells))}
        asked: dict[tuple[str, str], list[_Cells]] = {}
        for (_, slot), cells in self.columns.items():
            asked.setdefault(slot, []).append(cells)
        counts = {slot: sum(map(any, zip(*several, strict=True))) for slot, several in asked.items()}
        ends = self._ends({place: (ratio,) for place, ratio in ratios.items()})
        return {
            place: self._estimate(place, ratio, ends[place], counts[place[1]])
            for place, ratio in ratios.items()
        }

    def _estimate(self, place: Place, ratio: Ratio, ends: Interval | None, asked: int) -> Estimate:
        (model, _), (name, _) = place
        measure = self.measures[name]
        examples = sum(one is not None for one in self.columns[place])
        low, high = (None, None) if ends is None else map(measure.told, ends)
        return Estimate(
            value=measure.scale * ratio.value,
            amount=ratio.amount,
            n=ratio.n,
            examples=examples,
            low=low,
            high=high,
            undecided=self.undecided.get(model, 0) if name in JUDGED else 0,
            missing=asked - examples if model else 0,
        )

    def compared(self, pairs: Iterable[tuple[Place, Place]]) -> Mapping[tuple[Place, Place], PairedDifference]:
        """The difference of each two columns that have examples in common, over these."""
        shared = {both: _shared(*(self.columns[place] for place in both)) for both in pairs}
        asked = {
            both: (first, second)
            for both, cells in shared.items()
            if (first := _ratio(cells[0])) and (second := _ratio(cells[1]))
        }
        ends = self._ends(asked)
        return {
            both: _difference(asked[both], ends[both], shared[both], self.measures[both[0][1][0]])
            for both in asked
        }

    def _rivals(self, estimates: Mapping[Place, Estimate]) -> Iterator[Sequence[Place]]:
        """The systems that have a measure, of each measure, the best first."""
        found: dict[tuple[str, str], list[Place]] = {}
        for place in estimates:
            if place[0][0]:
                found.setdefault(place[1], []).append(place)
        for (name, _), places in found.items():
            higher = self.measures[name].better == "higher"
            yield sorted(places, key=lambda place: estimates[place].value, reverse=higher)

    def _ends(self, asked: Mapping[_Asked, Statistic]) -> Mapping[_Asked, Interval | None]:
        """The ends of the interval of each statistic, as Rule 2 says."""
        alone = len(set(self.clusters)) == len(self.clusters)
        shares = {
            which: statistic[0]
            for which, statistic in asked.items()
            if alone and len(statistic) == 1 and statistic[0].is_share
        }
        others = {which: statistic for which, statistic in asked.items() if which not in shares}
        drawn = zip(others, intervals(self.clusters, tuple(others.values())), strict=True)
        return {
            **{which: wilson(one.amount, one.n) if one.n >= FEWEST else None for which, one in shares.items()},
            **{which: ends and self._with_width(others[which], ends) for which, ends in drawn},
        }

    def _with_width(self, statistic: Statistic, ends: Interval) -> Interval | None:
        """The ends, where they are apart; else what can be said of shares, and of what is constant."""
        if ends[0] < ends[1]:
            return ends
        count = len({cluster for cluster, n in zip(self.clusters, statistic[0].denominators, strict=True) if n})
        certain = all(ratio.is_share for ratio in statistic)
        if len(statistic) == 1:
            return wilson(statistic[0].value * count, count) if certain else None
        if not certain or not ends[0]:
            return ends
        low, high = always(count)
        return (low, high) if ends[0] > 0 else (-high, -low)


def _best(
    several: Sequence[Place], compared: Mapping[tuple[Place, Place], PairedDifference]
) -> Iterator[Place]:
    """The first and all that do not differ from it, where any does."""
    against = {other: pair for other in several[1:] if (pair := compared.get((several[0], other)))}
    if any(pair.differs for pair in against.values()):
        yield several[0]
        yield from (other for other, pair in against.items() if pair.low is not None and not pair.differs)


def _ratio(cells: _Cells) -> Ratio | None:
    """The columns of numerators and denominators; None where there is nothing to divide by."""
    over, under = zip(*(one or (0, 0) for one in cells), strict=True)
    return Ratio(over, under) if any(under) else None


def _shared(first: _Cells, second: _Cells) -> tuple[_Cells, _Cells]:
    """Two columns without what the other has not."""
    if all(one and other for one, other in zip(first, second, strict=True)):
        return first, second
    mine, others = zip(
        *((a, b) if a and b else (None, None) for a, b in zip(first, second, strict=True)), strict=True
    )
    return mine, others


def _difference(
    statistic: tuple[Ratio, Ratio], ends: Interval | None, cells: tuple[_Cells, _Cells], measure: Measure
) -> PairedDifference:
    both = [(_own(one), _own(other)) for one, other in zip(*cells, strict=True) if one and other]
    more, less = sum(a > b for a, b in both), sum(a < b for a, b in both)
    wins, losses = (more, less) if measure.better == "higher" else (less, more)
    low, high = (None, None) if ends is None else map(measure.told, ends)
    return PairedDifference(
        difference=measure.told(statistic[0].value - statistic[1].value),
        low=low,
        high=high,
        wins=wins,
        ties=len(both) - wins - losses,
        losses=losses,
    )


def _own(shares: Shares) -> float:
    """The measure of one example; errors where the reference is silent are beyond all others."""
    over, under = shares
    return over / under if under else over * inf if over else 0.0
