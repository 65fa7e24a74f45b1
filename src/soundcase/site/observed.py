"""From examples whose texts were compared to observations: verdicts, and each score as its share of two sums.

Rule 1: a measured rate that is pooled counts its errors and the units of its references, over pieces and turns;
what is said where the reference is silent counts among the errors. Any other score counts by the mean of its
pieces; whether texts say the same is 1 or 0.
Rule 2: what is undecided is not right, and counted; what is missing is not counted at all.
Rule 3: a score that the task declares stands for itself, whatever a measure of verdicts is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import fsum
from typing import Literal

from soundcase.fields import fields_of
from soundcase.model import OUTPUT, Example, Media, Score, Task
from soundcase.scores import ErrorRate, Scored
from soundcase.site.labels import (
    LabelTally,
    judges_labels,
    labels_of,
    ranked,
    shares_by_label,
    tally,
)
from soundcase.site.transcripts import comparable
from soundcase.statistics.observations import (
    ACCURACY,
    F1,
    JUDGED,
    LABELS,
    MACRO_F1,
    MAP,
    MISSING,
    PARTLY,
    PRECISION,
    RIGHT,
    UNDECIDED,
    UNJUDGED,
    WRONG,
    Column,
    Observations,
    Place,
    Ranked,
    Shares,
)
from soundcase.statistics.standings import Measure, Standings, standings
from soundcase.values import dataclass

_ALONE: Mapping[str, int] = {PRECISION: 1, LABELS: 1, F1: 2}
"""The denominators of one answer of one label, where one is right."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on what one system gave for one example, and what it adds to the measures of verdicts."""

    verdict: str
    shares: Mapping[str, Shares]
    """By measure."""
    labels: Mapping[str, Shares] | None = None
    """By label, to its F1; None where there are no labels."""
    ranked: Ranked | None = None


def observations(examples: Sequence[Example], task: Task) -> Observations:
    """The observations of consecutive examples, their texts compared; the task's own are not read."""
    values: dict[Place, list[Shares | None]] = {}
    verdicts: dict[str, list[str]] = {}
    labels: dict[str, list[Mapping[str, Shares] | None]] = {}
    ranks: dict[str, list[Ranked | None]] = {}
    for index, example in enumerate(examples):
        judged = _judged(example, task)
        found = {**_score_shares(example, task), **_judged_shares(judged, task)}
        for place, shares in found.items():
            values.setdefault(place, [None] * len(examples))[index] = shares
        for key, one in judged.items():
            verdicts.setdefault(key, [UNJUDGED] * len(examples))[index] = one.verdict
            if one.labels is not None:
                labels.setdefault(key, [None] * len(examples))[index] = one.labels
            if one.ranked:
                ranks.setdefault(key, [None] * len(examples))[index] = one.ranked
    tags = dict.fromkeys(key for example in examples for key in example.tags)
    return Observations(
        ids=tuple(example.id for example in examples),
        groups=tuple(example.group for example in examples),
        clusters=tuple(_cluster(example, task.clusters) for example in examples),
        tags={key: tuple(example.tags.get(key, "") for example in examples) for key in tags},
        verdicts={key: "".join(letters) for key, letters in verdicts.items()},
        values={place: tuple(each) for place, each in values.items()},
        labels={key: tuple(each) for key, each in labels.items()},
        ranked={key: tuple(each) for key, each in ranks.items()},
    )


def _cluster(example: Example, shared: str) -> str:
    """What an example is resampled together with: its group, its value of a tag, or itself."""
    value = example.group if shared == "group" else example.tags.get(shared)
    return f"{shared}: {value}" if value else example.id  # which has no blanks


def measures(observed: Observations, scores: Iterable[Score]) -> tuple[Measure, ...]:
    """The measures of a task's observations: its scores, others that are given, and those of verdicts.

    Where there is one label at a time, accuracy stands for precision, labels found and F1 too.
    """
    declared = [Measure(one.name, one.better, one.unit, _average(one)) for one in scores]
    known = {one.name for one in declared}
    given = dict.fromkeys(name for _, (name, _) in observed.values if name not in known)
    there = {*given, *([MACRO_F1] if observed.labels else ()), *([MAP] if observed.ranked else ())} - known
    wanted = [name for name in ((ACCURACY, MACRO_F1, MAP) if _single(observed) else JUDGED) if name in there]
    judged = [Measure(name, "higher", "%", "pooled") for name in wanted]
    others = [Measure(name, "higher") for name in given if name not in JUDGED]
    return (*declared, *judged, *others)


def _average(score: Score) -> Literal["pooled", "mean", "none"]:
    """A way to average a score; of answers that say the same as their references it is the share."""
    return "pooled" if score.measure == "exact" and score.average == "mean" else score.average


def _single(observed: Observations) -> bool:
    """True if no example has several right labels, and no answer more labels than one."""
    answers = {whose: column for (whose, (name, _)), column in observed.values.items() if name == ACCURACY}
    return all(
        one is None or given is None or one[1] <= _ALONE[name] * given[1]
        for (whose, (name, _)), column in observed.values.items()
        if name in _ALONE
        for one, given in zip(column, answers.get(whose, column), strict=True)
    )


def task_standings(
    observed: Observations, scores: Sequence[Score], ours: Iterable[str], *, by_slot: bool = False
) -> Standings:
    """The standings of a task with these scores: of all pieces of an output, or of each of several."""
    values = {place: column for place, column in observed.values.items() if bool(place[1][1]) == by_slot}
    told = replace(observed, values=values)
    if by_slot:
        told = replace(told, labels={}, ranked={})
    return standings(told, measures(told, scores), ours)


def slots(several: Sequence[Media]) -> tuple[str, ...]:
    """The name of each piece among several: its label or its number; a piece that is alone needs neither."""
    if len(several) == 1:
        return ("",)
    return tuple(piece.label or str(place) for place, piece in enumerate(several, start=1))


def _judged(example: Example, task: Task) -> dict[str, Judgement]:
    """The judgement on each system of the task; empty where there is nothing to judge by."""
    in_labels = judges_labels(task)
    measured = any(score.measure for score in task.scores)
    if example.labels is None if in_labels else not (measured and comparable(example)):
        return {}
    judge = partial(_labels, example) if in_labels else _texts
    found = {key: judge(_pieces(example, key), task) for key in task.models}
    return {key: one or Judgement(MISSING, {}) for key, one in found.items()}


def _pieces(example: Example, model: str) -> tuple[Media, ...]:
    """All that a system gave for an example, in turns too."""
    return tuple(piece for part in example.parts() for piece in part.outputs.get(model, ()))


def _labels(example: Example, pieces: Sequence[Media], task: Task) -> Judgement | None:
    """The judgement on answers in labels; None where there is none."""
    answers = [said for one in pieces if (said := labels_of(one, task)) is not None]
    truth, match, choices = example.labels or (), task.label_match, example.choices
    given = sum((tally(said, truth, match=match, choices=choices) for said in answers), LabelTally())
    if not given.answers:
        return None
    verdict = RIGHT if given.right == given.answers else PARTLY if given.found else WRONG
    # The letters of choices mean something else in each example.
    classes = match != "choice"
    scores = {label: score for one in pieces for label, score in one.label_scores.items()}
    return Judgement(
        UNDECIDED if given.undecided == given.answers else verdict,
        {
            ACCURACY: (given.right, given.answers),
            PRECISION: (given.found, given.given),
            LABELS: (given.found, given.wanted),
            F1: (2 * given.found, given.wanted + given.given),
        },
        shares_by_label(answers, truth, match=match) if classes else None,
        ranked(scores, truth, match=match) if classes and scores else None,
    )


def _texts(pieces: Sequence[Media], task: Task) -> Judgement | None:
    """The judgement on texts that the task measures: right is one without errors; None where there is none."""
    names = [score.name for score in task.scores if score.measure]
    found = [value for one in pieces for name in names if (value := one.scores.get(name))]
    right = all(not one.errors if isinstance(one, ErrorRate) else one.value for one in found)
    return Judgement(RIGHT if right else WRONG, {}) if found else None


def _judged_shares(judged: Mapping[str, Judgement], task: Task) -> dict[Place, Shares]:
    """What the judgements add to the measures of verdicts, but for those the task declares as scores."""
    declared = {score.name for score in task.scores}
    return {
        ((key, OUTPUT), (measure, "")): shares
        for key, one in judged.items()
        for measure, shares in one.shares.items()
        if measure not in declared
    }


def _score_shares(example: Example, task: Task) -> dict[Place, Shares]:
    """What the scores of an example add: of all pieces together, and of each where there are several."""
    pooled = {score.name for score in task.scores if score.average == "pooled"}
    given: dict[Place, list[Scored]] = {}
    for whose, slot, piece in _scored(example):
        for name, value in piece.scores.items():
            for of in dict.fromkeys(("", slot)):
                given.setdefault((whose, (name, of)), []).append(value)
    exact = {score.name for score in task.scores if score.measure == "exact"}
    found = {place: _shares(values, pooled=place[1][0] in pooled) for place, values in given.items()}
    return {
        place: (shares[0] / 100, shares[1]) if place[1][0] in exact else shares
        for place, shares in found.items()
        if shares
    }


def _shares(values: Iterable[Scored], *, pooled: bool) -> Shares | None:
    """What the values of one example add to both sums; None for nothing."""
    if pooled:
        rates = [one for one in values if isinstance(one, ErrorRate)]
        return (sum(rate.errors for rate in rates), sum(rate.units for rate in rates)) if rates else None
    known = [one.value for one in values if one.value is not None]
    # Divided before they are added, no sum can be too large.
    return (fsum(value / len(known) for value in known), 1) if known else None


def _scored(example: Example) -> Iterator[tuple[Column, str, Media]]:
    """Every piece of an example with whose it is and which of several."""
    parts = [
        (("", one.role), getattr(example, one.name))
        for one in fields_of(Example).values()
        if one.kind == "media"
    ]
    parts += [((key, OUTPUT), pieces) for part in example.parts() for key, pieces in part.outputs.items()]
    for column, pieces in parts:
        for slot, piece in zip(slots(pieces), pieces, strict=True) if pieces else ():
            yield column, slot, piece
