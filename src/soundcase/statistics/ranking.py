"""Mean average precision: how well the scores that a system gives to labels put the right examples first.

Rule 1: of a label, the examples are ranked by its score; one that has scores, but not for this label, is last.
Rule 2: the mean is over the labels that are right somewhere; it is between 0 and 1.

Source: the sum Σ (Rₙ - Rₙ₋₁) Pₙ over all thresholds, as scikit-learn's `average_precision_score` has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from math import fsum, inf

from soundcase.statistics.observations import Ranked


def average_precision(scored: Iterable[tuple[float, bool]]) -> float | None:
    """The average precision of one label over examples; None where none is right."""
    ordered = sorted(scored, key=lambda one: -one[0])
    found = seen = 0
    steps: list[float] = []
    for _, tied in groupby(ordered, key=lambda one: one[0]):
        right = [is_right for _, is_right in tied]
        found, seen = found + sum(right), seen + len(right)
        steps.append(sum(right) * found / seen)
    return fsum(steps) / found if found else None


def mean_average_precision(examples: Sequence[Ranked]) -> float | None:
    """The mean over labels of their average precision; None where no label is right."""
    labels = dict.fromkeys(label for one in examples for label, (_, is_right) in one.items() if is_right)
    last = (None, False)
    found = [
        average_precision((-inf if score is None else score, right) for score, right in column)
        for column in ([one.get(label, last) for one in examples] for label in labels)
    ]
    known = [one for one in found if one is not None]
    return fsum(known) / len(known) if known else None
