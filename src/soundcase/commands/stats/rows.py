"""A leaderboard as rows of data: the averages that `catalogue.json` has, and the results that authors give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from soundcase.commands.stats.leaderboard import Leaderboard
from soundcase.model import OUTPUT
from soundcase.site.figures import Row, averages


def averages_of(board: Leaderboard) -> Sequence[Row]:
    """The figures of the examples, those of single pieces included."""
    return averages(board.told, board.task.scores)


def results(board: Leaderboard) -> Iterator[Row]:
    """The figures that the authors give of a whole test set."""
    for part in (part for part in board.parts if part.given):
        for ((model, _), (score, _)), figure in part.told.estimates.items():
            told = {"value": figure.value, "low": figure.low, "high": figure.high, "n": figure.n or None}
            numbers: Row = {name: number for name, number in told.items() if number is not None}
            group: Row = {"group": part.subset[1]} if part.subset else {}
            best: Row = {"best": True} if ((model, OUTPUT), (score, "")) in part.told.best else {}
            yield {"score": score, "model": model, **group, **numbers, **best}
