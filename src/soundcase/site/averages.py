"""Averages of scores over examples, by whose they are, for the page and for `catalogue.json`.

Rule 1: a measured rate is pooled: all errors over the length of all references, over examples, turns and
pieces, as Kaldi, sclite and jiwer do. What is said where the reference is silent counts among the errors.
Rule 2: a given score is the mean of the examples' own means, over the examples that have it.
Rule 3: a task's score may say otherwise (`average`); one example has no average.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import dist, fsum, isfinite, sqrt

from soundcase.fields import fields_of
from soundcase.model import OUTPUT, Example, Media, Score
from soundcase.scores import ErrorRate, Scored
from soundcase.site.observed import slots
from soundcase.statistics.observations import Column, Place
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class AverageScore:
    """One score of one system or part, over some examples."""

    value: float
    examples: int
    """How many have the score."""
    errors: int | None = None
    """Of a pooled rate."""
    units: int | None = None
    """Of a pooled rate: words or characters of the references."""
    half: float | None = None
    """Half the width of its 95 % confidence interval over the examples; None where these are few."""

    @property
    def n(self) -> int:
        """The number of things that it is taken over: words or characters where it is pooled, else examples."""
        return self.examples if self.units is None else self.units


@dataclass(frozen=True, slots=True)
class ScoreTally:
    """The contribution of some examples to an average."""

    examples: int
    """How many have the score."""
    own: tuple[float, ...] = ()
    """Of a mean: the examples' own means."""
    errors: int = 0
    """Of a pooled rate."""
    units: int = 0
    squares: tuple[int, int, int] = (0, 0, 0)
    """Of a pooled rate, over the examples: sums of errors², of errors times units, of units²."""


Tallies = Mapping[tuple[str, Place], ScoreTally]
"""By group and place, in the order of first mention."""


def tallies(examples: Iterable[Example], scores: Iterable[Score], *, by_slot: bool) -> Tallies:
    """The contribution of examples of a task to its averages; one for each slot, or for all pieces at once.

    `scores` are those that the task declares.
    """
    ways = {score.name: score.average for score in scores}
    found: dict[tuple[str, Place], list[list[Scored]]] = {}
    for example in examples:
        here: dict[Place, list[Scored]] = {}
        for whose, slot, piece in _scored(example):
            for name, value in piece.scores.items():
                if ways.get(name) != "none":
                    here.setdefault((whose, (name, slot if by_slot else "")), []).append(value)
        for place, values in here.items():
            found.setdefault((example.group, place), []).append(values)
    return {key: _tally(of, pooled=ways.get(key[1][1][0]) == "pooled") for key, of in found.items()}


def _tally(examples: Sequence[Sequence[Scored]], *, pooled: bool) -> ScoreTally:
    """The tally of one score; `examples` are the values of each that has it."""
    if pooled:
        pairs = [_pooled(values) for values in examples]
        squares = (sum(e * e for e, _ in pairs), sum(e * u for e, u in pairs), sum(u * u for _, u in pairs))
        errors, units = sum(e for e, _ in pairs), sum(u for _, u in pairs)
        return ScoreTally(len(examples), errors=errors, units=units, squares=squares)
    given = [[one.value for one in values if one.value is not None] for values in examples]
    # Divided before they are added, no sum can be too large.
    own = tuple(fsum(value / len(values) for value in values) for values in given if values)
    return ScoreTally(len(own), own)


def _pooled(values: Iterable[Scored]) -> tuple[int, int]:
    """Errors and units of one example."""
    rates = [one for one in values if isinstance(one, ErrorRate)]
    return sum(rate.errors for rate in rates), sum(rate.units for rate in rates)


Gathered = Mapping[str | None, Mapping[Place, Sequence[ScoreTally]]]
"""By group, under None of all examples: the tallies of each place."""


def gathered(several: Iterable[Tallies]) -> Gathered:
    """The tallies of all examples together, under None, and those of each group."""
    found: dict[str | None, dict[Place, list[ScoreTally]]] = {None: {}}
    for (group, place), tally in (item for each in several for item in each.items()):
        found[None].setdefault(place, []).append(tally)
        found.setdefault(group, {}).setdefault(place, []).append(tally)
    return found


def averaged(
    told: Mapping[Place, Sequence[ScoreTally]], scores: Iterable[Score]
) -> Mapping[Place, AverageScore]:
    """The averages of what has these tallies."""
    pooled = {score.name for score in scores if score.average == "pooled"}
    found = {place: _average(of, pooled=place[1][0] in pooled) for place, of in told.items()}
    return {place: average for place, average in found.items() if average}


def _average(several: Sequence[ScoreTally], *, pooled: bool) -> AverageScore | None:
    """The average over some examples; None where there is nothing to divide by."""
    count = sum(tally.examples for tally in several)
    if pooled:
        total = ErrorRate(sum(tally.errors for tally in several), sum(tally.units for tally in several))
        if total.value is None:
            return None
        return AverageScore(total.value, count, total.errors, total.units, _of_ratio(several, count))
    if not count:
        return None
    mean = fsum(value / count for tally in several for value in tally.own)
    apart = dist([value for tally in several for value in tally.own], [mean] * count)
    return AverageScore(mean, count, half=_half(apart, count))


FEWEST = 5
"""Examples that an interval is worth telling of."""


def _of_ratio(several: Sequence[ScoreTally], count: int) -> float | None:
    """Half the interval of a pooled rate, by the usual variance of a ratio (Cochran 1977, 2.11)."""
    errors, units = sum(tally.errors for tally in several), sum(tally.units for tally in several)
    of_errors, of_both, of_units = (
        sum(each) for each in zip(*(tally.squares for tally in several), strict=True)
    )
    rate = errors / units
    apart = max(of_errors - 2 * rate * of_both + rate * rate * of_units, 0)
    return _half(100 * sqrt(apart) * count / units, count)


def _half(apart: float, count: int) -> float | None:
    """Half the width of the 95 % interval of a mean, from the root of the sum of squared deviations."""
    if count < FEWEST:
        return None
    freedom = count - 1
    # Student's t by its expansion (Abramowitz and Stegun 26.7.5), right to 0.01 from four degrees on.
    student = 1.95996 + 2.37225 / freedom + 2.8225 / freedom**2 + 2.5558 / freedom**3
    half = student * (apart / sqrt(freedom)) / sqrt(count)
    return half if isfinite(half) else None


def averages(
    examples: Iterable[Example], scores: Sequence[Score], *, by_slot: bool
) -> Mapping[Place, AverageScore]:
    """The averages over examples of a task; one for each slot, or one over all pieces of an output."""
    return averaged(gathered([tallies(examples, scores, by_slot=by_slot)])[None], scores)


def _scored(example: Example) -> Iterator[tuple[Column, str, Media]]:
    """Every piece of an example with whose it is and which of several."""
    parts = [
        (("", one.role), getattr(example, one.name))
        for one in fields_of(Example).values()
        if one.kind == "media"
    ]
    for given in (example.outputs, *(turn.outputs for turn in example.turns)):
        parts += [((key, OUTPUT), pieces) for key, pieces in given.items()]
    for column, pieces in parts:
        for slot, piece in zip(slots(pieces), pieces, strict=True) if pieces else ():
            yield column, slot, piece
