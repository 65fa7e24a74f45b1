"""Error rates that a table has for each text, against those that the build counts itself.

Rule: where both are the same, the build counts them, so that the rate of a set is all its errors over all its
words, as every toolkit sums it up; the mean of the rates of single texts is another number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Literal

from soundcase.scores import ErrorRate
from soundcase.site.transcripts import character_errors, comparison
from soundcase_import.draft import DraftScore, DraftTask, Pieces
from soundcase_import.measures import measure_of

Match = Literal["normalised", "exact"]
_ENOUGH = 300
"""Answers that are looked at."""
_ALIKE = 0.98
_SLACK = 0.02
"""Per cent by which two rates differ that are one, beyond what their digits leave open."""
_DOUBT = "the mean of these rates is not the rate of all texts; 'measure: {0}' counts that"
_COUNTED: Mapping[str, Callable[[str, str, Match], ErrorRate]] = {
    "wer": lambda text, right, match: comparison(text, right, match).words,
    "cer": character_errors,
}


def with_measured(task: DraftTask) -> DraftTask:
    """The task in which the build counts what it can count."""
    if not any(one.text for row in task.examples for one in row.reference):
        return task
    for name, score in task.scores.items():
        known = measure_of(name)
        measure = known.name.lower() if known else ""
        if not score.measure and measure in _COUNTED:
            matches: tuple[Match, ...] = ("normalised", "exact")
            found = next((match for match in matches if _agree(task, name, measure, match)), None)
            if found and any(_rates(task, name, measure, found)):
                return with_measured(_counted(task, name, measure, found))
            if any(_rates(task, name, measure, "exact")) and not score.doubts:
                doubtful = replace(score, doubts=(_DOUBT.format(measure),))
                task = replace(task, scores={**task.scores, name: doubtful})
    return task


def _agree(task: DraftTask, name: str, measure: str, match: Match) -> bool:
    """True where nearly all given rates are those that the build counts, as fractions or in per cent."""
    rates = list(islice(_rates(task, name, measure, match), _ENOUGH))
    return any(
        sum(abs(float(given) * scale - counted) <= _open(given) * scale + _SLACK for given, counted in rates)
        >= _ALIKE * len(rates)
        for scale in (1, 100)
    )


def _open(given: str) -> float:
    """Half of the last digit that a number is written with."""
    return 0.5 * 10.0 ** -len(given.partition(".")[2]) if "e" not in given.lower() else 0.0


def _rates(task: DraftTask, name: str, measure: str, match: Match) -> Iterator[tuple[str, float]]:
    """The rate that each text was given, with what the build counts against the nearest reference."""
    for row in task.examples:
        right = [one.text for one in row.reference if one.text]
        for piece in (piece for pieces in row.outputs.values() for piece in pieces):
            given = piece.scores.get(name)
            if right and piece.text is not None and isinstance(given, str) and given:
                counted = [_COUNTED[measure](piece.text, text, match).value for text in right]
                told = [rate for rate in counted if rate is not None]
                if told:
                    yield given.split(" ")[0], min(told)


def _counted(task: DraftTask, name: str, measure: str, match: Match) -> DraftTask:
    """The task without the numbers of a score, which the build counts."""

    def without(pieces: Pieces) -> Pieces:
        return tuple(
            replace(one, scores={key: value for key, value in one.scores.items() if key != name})
            for one in pieces
        )

    return replace(
        task,
        examples=tuple(row.with_pieces(without) for row in task.examples),
        scores={key: DraftScore(measure=measure) if key == name else one for key, one in task.scores.items()},
        text_match="exact" if match == "exact" else task.text_match,
    )
