"""Intervals as formulas: against published values and against SciPy."""

from __future__ import annotations

from statistics import NormalDist

import pytest
from scipy import stats

from soundcase.statistics.intervals import FEWEST, always, student, tail, wilson


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [
        # Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17
        # (1998), table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_shares_have_the_published_intervals_of_wilson(right: int, n: int, low: float, high: float) -> None:
    assert wilson(right, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("n", [1, 5, 20, 400, 100_000])
def test_shares_have_the_intervals_that_scipy_gives(n: int) -> None:
    for right in {0, 1, n // 3, n - 1, n}:
        known = stats.binomtest(right, n).proportion_ci(method="wilson")
        assert wilson(right, n) == pytest.approx((known.low, known.high), abs=1e-12)
        assert 0 <= wilson(right, n)[0] <= right / n <= wilson(right, n)[1] <= 1


@pytest.mark.parametrize("n", [20, 100, 1000])
def test_95_per_cent_intervals_of_shares_hold_the_truth_in_93_to_97_of_100_sets(n: int) -> None:
    for share in (0.2, 0.5, 0.8):
        ends = [wilson(right, n) for right in range(n + 1)]
        held = [low <= share <= high for low, high in ends]
        assert 0.93 <= stats.binom.pmf(range(n + 1), n, share) @ held <= 0.97


def test_student_and_the_tails_of_few_are_those_of_scipy() -> None:
    for n in (FEWEST, 6, 8, 12, 20, 50, 1000):
        exact = stats.t.ppf(0.975, n - 1)
        assert student(n - 1) == pytest.approx(exact, abs=0.01)
        assert tail(n) == pytest.approx(NormalDist().cdf(-((n / (n - 1)) ** 0.5) * exact), rel=0.04)
    assert tail(10**9) == pytest.approx(0.025, abs=1e-6)


def test_a_system_that_is_always_right_is_better_than_one_that_never_is_by_more_the_more_examples() -> None:
    ends = [always(n)[0] for n in (5, 20, 100, 1000)]
    assert ends == sorted(ends)
    assert 0 < ends[0] < ends[-1] < 1
    assert {always(n)[1] for n in (5, 1000)} == {1.0}
