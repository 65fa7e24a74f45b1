"""Observations: what each example of a task says of each system, in columns that add up.

Rule 1: every figure is a ratio of two sums over examples; an observation is one example's share of both.
Accuracy: (1 or 0, 1). A pooled error rate: (errors, units of the reference). A mean of scores: (score, 1).
Labels found: (found, wanted). Micro F1: (2·tp, 2·tp + fp + fn). An example without one adds to neither sum.
Rule 2: all columns are as long as there are examples, and in their order.
Rule 3: the observations of consecutive examples, joined, are those of all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from itertools import chain
from typing import TypeVar

from soundcase.values import dataclass

Column = tuple[str, str]
"""Whose scores: the model's id or empty, and the role."""
Slot = tuple[str, str]
"""The name of a score or measure, and which of several pieces it is of: its label or number; empty for all
pieces of an output together."""
Place = tuple[Column, Slot]
Shares = tuple[float, float]
"""What an example adds to the numerator and to the denominator."""
Ranked = Mapping[str, tuple[float | None, bool]]
"""By label: its score, and whether it is right. A label that is right may have no score."""

ACCURACY, PRECISION, LABELS, F1, MACRO_F1, MAP = "accuracy", "precision", "labels", "f1", "macro-f1", "mAP"
"""Measures of verdicts: answers wholly right, labels that are right, right labels that were found, both in one,
that as the mean over labels, and the mean average precision of scores per label."""
JUDGED = (ACCURACY, PRECISION, LABELS, F1, MACRO_F1, MAP)
FURTHER = (PRECISION, MACRO_F1)
"""Those that stand in the data and not on the page."""

RIGHT, WRONG, PARTLY, UNDECIDED, MISSING, UNJUDGED = "RWPUM-"
"""Verdicts on an answer. One that is partly right has some of the right labels but not all, or others too; an
undecided one could not be read; a missing one was not given; an unjudged one has nothing to be judged by."""
VERDICTS: Mapping[str, str] = {
    RIGHT: "right",
    WRONG: "wrong",
    PARTLY: "partly",
    UNDECIDED: "undecided",
    MISSING: "missing",
    UNJUDGED: "",
}
"""The names of the verdicts, as pages, data and addresses call them."""

Key = TypeVar("Key")
Cell = TypeVar("Cell")


@dataclass(frozen=True, slots=True)
class Observations:
    """The observations of consecutive examples of one task."""

    ids: tuple[str, ...] = ()
    """Of the examples."""
    groups: tuple[str, ...] = ()
    """One each, empty for none."""
    clusters: tuple[str, ...] = ()
    """What each is resampled together with; its id where nothing is said."""
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By key, one value each, empty for none."""
    verdicts: Mapping[str, str] = field(default_factory=dict)
    """By model id, a letter for each example; without those that are unjudged throughout."""
    values: Mapping[Place, tuple[Shares | None, ...]] = field(default_factory=dict)
    """By whose they are and the measure, in the order of first mention."""
    labels: Mapping[str, tuple[Mapping[str, Shares] | None, ...]] = field(default_factory=dict)
    """By model id, what each example adds to the F1 of each label: its answer's, and the right ones."""
    ranked: Mapping[str, tuple[Ranked | None, ...]] = field(default_factory=dict)
    """By model id, where scores per label are given: these, for each example."""


def joined(several: Iterable[Observations]) -> Observations:
    """The observations of all these examples, in this order."""
    parts = tuple(several)
    lengths = [len(one.ids) for one in parts]
    letters = _columns([one.verdicts for one in parts], lengths, UNJUDGED)
    return Observations(
        ids=tuple(chain.from_iterable(one.ids for one in parts)),
        groups=tuple(chain.from_iterable(one.groups for one in parts)),
        clusters=tuple(chain.from_iterable(one.clusters for one in parts)),
        tags=_columns([one.tags for one in parts], lengths, ""),
        verdicts={key: "".join(each) for key, each in letters.items()},
        labels=_columns([one.labels for one in parts], lengths, None),
        ranked=_columns([one.ranked for one in parts], lengths, None),
        values=_columns([one.values for one in parts], lengths, None),
    )


def _columns(
    several: Sequence[Mapping[Key, Sequence[Cell]]], lengths: Sequence[int], empty: Cell
) -> dict[Key, tuple[Cell, ...]]:
    """The columns one below the other; where one has none it is empty."""
    keys = dict.fromkeys(key for columns in several for key in columns)
    parts = tuple(zip(several, lengths, strict=True))
    return {
        key: tuple(chain.from_iterable(columns.get(key, (empty,) * length) for columns, length in parts))
        for key in keys
    }
