"""Bootstrap intervals: against SciPy's, and by how often they hold the truth."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import bootstrap

from soundcase.statistics.intervals import tail
from soundcase.statistics.resampling import Ratio, Statistic, intervals

Numbers = NDArray[np.float64]
Draw = Callable[[np.random.Generator, tuple[int, int]], tuple[Numbers, Numbers]]


def ratio(over: Numbers, under: Numbers | None = None) -> Ratio:
    return Ratio(tuple(over.tolist()), tuple((np.ones_like(over) if under is None else under).tolist()))


def names(count: int) -> tuple[str, ...]:
    return tuple(f"utterance {number}" for number in range(count))


def recognised(rate: float, spread: float) -> Draw:
    """Errors and words of utterances, whose error rates vary."""

    def draw(random: np.random.Generator, shape: tuple[int, int]) -> tuple[Numbers, Numbers]:
        words = np.clip(np.round(random.lognormal(2.5, 0.5, shape)), 2, 40)
        errors = random.binomial(words.astype(int), random.beta(rate * spread, (1 - rate) * spread, shape))
        return errors.astype(float), words

    return draw


def ratings(random: np.random.Generator, shape: tuple[int, int]) -> tuple[Numbers, Numbers]:
    return random.choice([1.0, 2, 3, 4, 5], p=[0.03, 0.07, 0.2, 0.45, 0.25], size=shape), np.ones(shape)


def bell(random: np.random.Generator, shape: tuple[int, int]) -> tuple[Numbers, Numbers]:
    return random.normal(10, 2, shape), np.ones(shape)


def skewed(random: np.random.Generator, shape: tuple[int, int]) -> tuple[Numbers, Numbers]:
    return random.gamma(2, 1, shape), np.ones(shape)


def outcome(random: np.random.Generator, shape: tuple[int, int]) -> tuple[Numbers, Numbers]:
    """Of two systems: only the first right, both or none, only the second."""
    return random.choice([1.0, 0, -1], p=[0.25, 0.65, 0.1], size=shape), np.ones(shape)


SETS = 1000


KINDS: tuple[tuple[str, Draw, float], ...] = (
    ("bell", bell, 10.0),
    ("ratings", ratings, 3.82),
    ("skewed", skewed, 2.0),
    ("wer-10", recognised(0.1, 8), 0.1),
    ("wer-30", recognised(0.3, 5), 0.3),
    ("paired-answers", outcome, 0.15),
)
FEW = ("skewed", "wer-10", "paired-answers")
"""Those that are tried with many examples too, which takes long."""


@pytest.mark.parametrize(
    ("draw", "truth", "n"),
    [
        pytest.param(draw, truth, n, id=f"{name}-{n}")
        for name, draw, truth in KINDS
        for n in (20, 100, 1000)
        if n < 1000 or name in FEW
    ],
)
def test_95_per_cent_intervals_hold_the_truth_in_93_to_97_of_100_sets(draw: Draw, truth: float, n: int) -> None:
    over, under = draw(np.random.default_rng(n), (SETS, n))
    asked = [Statistic((ratio(a, b),)) for a, b in zip(over, under, strict=True)]
    found = intervals(names(n), asked)
    held = sum(ends is not None and ends[0] <= truth <= ends[1] for ends in found)
    assert 930 <= held <= 970


@pytest.mark.parametrize("n", [20, 100])
def test_differences_of_rates_over_clusters_hold_the_truth(n: int) -> None:
    """Speakers with five utterances each; both systems find the same speakers hard."""
    random = np.random.default_rng(3)
    words = random.integers(5, 15, (SETS, n, 5))
    hard = random.beta(2, 8, (SETS, n, 1))
    errors = [random.binomial(words, np.clip(hard + more, 0, 1)) for more in (0.05, 0)]
    under = words.reshape(SETS, -1).astype(float)
    sides = [one.reshape(SETS, -1).astype(float) for one in errors]
    asked = [
        Statistic((ratio(one, both),), (ratio(other, both),))
        for one, other, both in zip(*sides, under, strict=True)
    ]
    found = intervals([name for name in names(n) for _ in range(5)], asked)
    held = sum(ends is not None and ends[0] <= 0.05 <= ends[1] for ends in found)
    assert 930 <= held <= 970


@pytest.mark.parametrize("n", [20, 200])
def test_paired_differences_have_the_intervals_that_scipy_gives(n: int) -> None:
    """The same method (BCa) at the same level: ends agree as far as those of other draws do."""
    random = np.random.default_rng(n)
    errors, words = recognised(0.2, 6)(random, (1, n))
    others = np.minimum(errors[0] + random.poisson(0.4, n), words[0])

    def difference(one: Numbers, other: Numbers, both: Numbers, axis: int = -1) -> Numbers:
        return np.asarray((one.sum(axis) - other.sum(axis)) / both.sum(axis))

    known = bootstrap(
        (errors[0], others, words[0]),
        difference,
        paired=True,
        n_resamples=20_000,
        confidence_level=1 - 2 * tail(n),
        method="BCa",
        rng=np.random.default_rng(5),
    )
    (ends,) = intervals(names(n), [Statistic((ratio(errors[0], words[0]),), (ratio(others, words[0]),))])
    assert ends is not None
    assert ends == pytest.approx(tuple(known.confidence_interval), abs=0.4 * float(known.standard_error))


def test_clusters_that_agree_within_themselves_make_intervals_wide() -> None:
    random = np.random.default_rng(1)
    values = ratio(np.repeat(random.normal(0, 1, 30), 20))
    each, together = (
        intervals(which, [Statistic((values,))])[0]
        for which in (names(600), [name for name in names(30) for _ in range(20)])
    )
    assert each
    assert together
    assert 4 < (together[1] - together[0]) / (each[1] - each[0]) < 5.5


def test_the_same_columns_have_the_same_interval_whatever_stands_beside_them() -> None:
    random = np.random.default_rng(2)
    one, other = ((ratio(random.normal(0, 1, 50)),) for _ in range(2))
    alone, beside = (
        intervals(names(50), [Statistic(one)]),
        intervals(names(50), [Statistic(other), Statistic(one), Statistic(one, other)]),
    )
    assert alone[0] == beside[1]
    assert intervals(names(50), [Statistic(one, one)]) == ((0.0, 0.0),)


def test_too_few_examples_have_no_interval_and_need_no_numpy() -> None:
    code = (
        "import sys; from soundcase.statistics.resampling import Ratio, Statistic, intervals; "
        "assert intervals('abcd', [Statistic((Ratio((1, 2, 3, 4), (1,) * 4),))]) == (None,); "
        "assert intervals('abcdef', []) == (); assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_examples_without_the_measure_are_no_examples() -> None:
    some = Ratio((1, 2, 3, 4, *(0,) * 50), (1, 1, 1, 1, *(0,) * 50))
    assert intervals(names(54), [Statistic((some,))]) == (None,)


def test_numbers_too_large_to_add_up_have_intervals() -> None:
    (ends,) = intervals(names(10), [Statistic((Ratio((1e308,) * 9 + (-1e308,), (1,) * 10),))])
    assert ends
    assert -1e308 <= ends[0] < 8e307 < ends[1] <= 1e308
