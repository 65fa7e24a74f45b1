"""The figures of a task as data: averages of its systems, and how far ours are from the others.

Rule 1: a figure has the names and units that it has on the page; what cannot be told is left out.
Rule 2: over one example nothing is averaged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from soundcase.model import Score
from soundcase.statistics.observations import Place
from soundcase.statistics.standings import Estimate, PairedDifference, Standings, Subset

FEWEST = 2
"""Examples that an average is taken over."""
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Row = dict[str, Json]
"""A figure: what it says, by name."""


def averages(standings: Standings, scores: Sequence[Score]) -> list[Row]:
    """The figures of each system or part: over all examples, then by group and tag."""
    pooled = {score.name for score in scores if score.average == "pooled"}
    return [
        {**_place(place), **over, **_average(one, errors=place[1][0] in pooled)}
        | ({"best": True} if place in standings[subset].best else {})
        for subset, over in _told(standings)
        for place, one in standings[subset].estimates.items()
    ]


def differences(standings: Standings) -> list[Row]:
    """The figures of each system of ours less those of each other, over the examples that both have."""
    return [
        {**_place(first), "other": other[0][0], **over, **_difference(one)}
        for subset, over in _told(standings)
        for (first, other), one in standings[subset].pairs.items()
    ]


def _told(standings: Standings) -> Iterator[tuple[Subset, Row]]:
    """Each subset of which figures are told, and how it is called."""
    for subset, told in standings.items():
        if max((one.examples for one in told.estimates.values()), default=0) < FEWEST:
            continue
        if subset is None:
            yield subset, {}
        elif subset[0] == "tag":
            yield subset, {"tag": {subset[1]: subset[2]}}
        elif subset[1]:
            yield subset, {"group": subset[1]}


def _place(place: Place) -> Row:
    (model, part), (score, piece) = place
    whose: Row = {"model": model} if model else {"part": part}
    return {"score": score, **whose, **({"piece": piece} if piece else {})}


def _average(one: Estimate, *, errors: bool) -> Row:
    counts: Row = {"errors": _whole(one.amount)} if errors else {}
    others = {"undecided": one.undecided, "missing": one.missing}
    return {
        "value": one.value,
        **_ends(one.low, one.high),
        "n": _whole(one.n),
        **counts,
        "examples": one.examples,
        **{name: count for name, count in others.items() if count},
    }


def _difference(one: PairedDifference) -> Row:
    return {
        "difference": one.difference,
        **_ends(one.low, one.high),
        "n": one.n,
        "wins": one.wins,
        "ties": one.ties,
        "losses": one.losses,
    }


def _ends(low: float | None, high: float | None) -> Row:
    return {} if low is None or high is None else {"low": low, "high": high}


def _whole(value: float) -> int | float:
    """A count as it is written."""
    return int(value) if float(value).is_integer() else value
