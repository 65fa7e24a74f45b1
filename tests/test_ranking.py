"""Mean average precision: against scikit-learn."""

from __future__ import annotations

import random

import pytest
from sklearn.metrics import average_precision_score

from soundcase.statistics.observations import Ranked
from soundcase.statistics.ranking import average_precision, mean_average_precision


@pytest.mark.parametrize("seed", range(100))
def test_mean_average_precision_is_that_of_scikit_learn(seed: int) -> None:
    """With ties, and with labels that are never right."""
    draw = random.Random(seed)
    count, labels = draw.randint(1, 40), "abcdef"[: draw.randint(1, 6)]
    scores = [[round(draw.random(), draw.choice((1, 3))) for _ in labels] for _ in range(count)]
    right = [[draw.random() < 0.3 for _ in labels] for _ in range(count)]
    examples: list[Ranked] = [
        {label: (score, is_right) for label, score, is_right in zip(labels, given, truth, strict=True)}
        for given, truth in zip(scores, right, strict=True)
    ]
    known = [
        average_precision_score(is_right, score)
        for is_right, score in zip(zip(*right, strict=True), zip(*scores, strict=True), strict=True)
        if any(is_right)
    ]
    found = mean_average_precision(examples)
    assert found == (pytest.approx(sum(known) / len(known), rel=1e-12) if known else None)


def test_a_label_without_a_score_comes_last() -> None:
    top: list[Ranked] = [{"a": (0.9, True)}, {"b": (0.8, False), "a": (None, True)}, {"b": (0.1, False)}]
    assert mean_average_precision(top) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision([]) is None
    assert mean_average_precision([{"a": (0.5, False)}]) is None
