"""Bootstrap intervals of ratios of sums, and of the differences of two such ratios, over clusters of examples.

Rule 1: whole clusters are drawn, with all columns of their examples, so that differences are paired.
Rule 2: the draws follow from the names of the clusters alone: the same columns have the same intervals on every
machine, and an edit of one system leaves those of the others as they are. The generator is PCG64, whose stream
NumPy keeps (NEP 19).
Rule 3: intervals are BCa: corrected for bias, and for skewness by the jackknife; their ends are taken as far
out as the number of clusters asks (`intervals.tail`).
Rule 4: NumPy is imported by the first interval, never before; units are those of the columns.

Sources: B. Efron, "Better bootstrap confidence intervals", JASA 82 (1987); M. Bisani and H. Ney, "Bootstrap
estimates for confidence intervals in ASR performance evaluation", ICASSP 2004 (pooled rates, resampled by
utterance; two systems by their difference).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from math import frexp, fsum, inf
from typing import TYPE_CHECKING

from soundcase.statistics.intervals import FEWEST, NORMAL, Interval, tail
from soundcase.values import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

MOST, LEAST, DRAWN = 2000, 1000, 2_000_000
"""Resamples: as many as come to so many draws of clusters, within these bounds."""
HUGE = 1e100
"""From here on, numbers are made smaller before they are added."""
_BLOCK = 1 << 18
"""Draws that are made at once."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """Two columns over examples, the sum of one over the sum of the other."""

    numerators: tuple[float, ...]
    denominators: tuple[float, ...]

    @property
    def amount(self) -> float:
        """The sum of the numerators."""
        return _sum(self.numerators)

    @property
    def n(self) -> int:
        """The sum of the denominators."""
        return round(_sum(self.denominators))

    @property
    def value(self) -> float:
        """The one over the other."""
        n = self.n
        if max(map(abs, self.numerators)) < HUGE:
            return self.amount / n
        return fsum(one / n for one in self.numerators)

    @property
    def is_share(self) -> bool:
        """True where each example counts as 0 or 1, or does not count."""
        return all(
            (n == 1 and one in (0, 1)) or one == n == 0
            for one, n in zip(self.numerators, self.denominators, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Statistic:
    """The mean of some ratios, less that of others."""

    ratios: tuple[Ratio, ...]
    less: tuple[Ratio, ...] = ()

    @property
    def value(self) -> float:
        """Its value over all examples."""
        first, second = (fsum(one.value / len(several) for one in several) for several in self._sides)
        return first - second

    @property
    def is_share(self) -> bool:
        """True where each example counts as 0 or 1, in one ratio or in each of two."""
        return all(len(several) <= 1 and all(one.is_share for one in several) for several in self._sides)

    @property
    def _sides(self) -> tuple[tuple[Ratio, ...], tuple[Ratio, ...]]:
        return self.ratios, self.less


def _sum(column: Iterable[float]) -> float:
    """The exact sum; infinite where it is too large."""
    try:
        return fsum(column)
    except OverflowError:
        return inf


def intervals(clusters: Sequence[str], asked: Sequence[Statistic]) -> tuple[Interval | None, ...]:
    """The intervals of statistics over the same examples, of which `clusters` says what each belongs to.

    None where there are too few clusters. The ends are equal where nothing varies.
    """
    names = {name: place for place, name in enumerate(dict.fromkeys(clusters))}
    if len(names) < FEWEST or not asked:
        return (None,) * len(asked)
    columns = _Columns.of([names[one] for one in clusters], len(names), asked)
    drawn = _drawn(tuple(names), columns.matrix)
    return tuple(columns.interval(statistic, drawn) for statistic in asked)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The sums over each cluster of all columns; columns that are equal stand here once."""

    matrix: Numbers
    """A row for each cluster."""
    places: dict[tuple[float, ...], int]
    scales: tuple[float, ...]
    """Powers of two that the columns were divided by, so that no sum is too large."""

    @classmethod
    def of(cls, which: Sequence[int], count: int, asked: Iterable[Statistic]) -> _Columns:
        """Those of these statistics; `which` is the cluster of each example."""
        import numpy as np

        ratios = [ratio for statistic in asked for ratio in (*statistic.ratios, *statistic.less)]
        several = dict.fromkeys(side for one in ratios for side in (one.numerators, one.denominators))
        scales = tuple(_scale(column) for column in several)
        sums = [
            np.bincount(which, np.asarray(column) / scale, count)
            for column, scale in zip(several, scales, strict=True)
        ]
        return cls(np.stack(sums, axis=1), {column: place for place, column in enumerate(several)}, scales)

    def value(self, statistic: Statistic, sums: Numbers) -> Numbers:
        """The statistic in each row of sums; NaN where it has no denominator."""
        import numpy as np

        first = self._mean(statistic.ratios, sums)
        with np.errstate(all="ignore"):
            return first - self._mean(statistic.less, sums) if statistic.less else first

    def _mean(self, several: Sequence[Ratio], sums: Numbers) -> Numbers:
        """The mean of the ratios that have a denominator, in each row of sums."""
        import numpy as np

        over = [self.places[one.numerators] for one in several]
        under = [self.places[one.denominators] for one in several]
        scales = [self.scales[above] / self.scales[below] for above, below in zip(over, under, strict=True)]
        with np.errstate(all="ignore"):
            found = sums[:, over] / sums[:, under] * scales
            there = np.isfinite(found)
            mean: Numbers = np.where(there, found, 0).sum(axis=1) / there.sum(axis=1)
            return mean

    def interval(self, statistic: Statistic, drawn: Numbers) -> Interval | None:
        """The interval of a statistic from the sums of all resamples."""
        import numpy as np

        ratios = (*statistic.ratios, *statistic.less)
        mine = sorted({self.places[side] for one in ratios for side in (one.numerators, one.denominators)})
        having = self.matrix[self.matrix[:, mine].any(axis=1)]
        if len(having) < FEWEST:
            return None
        total = having.sum(axis=0, keepdims=True)
        found = self.value(statistic, drawn)
        found = np.sort(found[np.isfinite(found)])
        (known,), without = self.value(statistic, total), self.value(statistic, total - having)
        if not len(found):
            return None
        largest = max(-found[0], found[-1], HUGE) / HUGE
        low, high = _bca(found / largest, float(known) / largest, without[np.isfinite(without)] / largest)
        return low * largest, high * largest


def _scale(column: Sequence[float]) -> float:
    """The power of two that brings a column of huge numbers to ones that add up."""
    largest = max(map(abs, column))
    return 2.0 ** (frexp(largest)[1] - 1) if largest > HUGE else 1.0


def _drawn(names: Sequence[str], matrix: Numbers) -> Numbers:
    """The sums of all columns in each resample."""
    import numpy as np

    return np.concatenate([counts @ matrix for counts in _counts(names)])


def _counts(names: Sequence[str]) -> Iterator[Numbers]:
    """How often each cluster is drawn, a row for each resample, in blocks."""
    import numpy as np

    count = len(names)
    seed = int.from_bytes(sha256("\0".join(names).encode()).digest()[:16], "big")
    stream = np.random.PCG64(seed)
    left = min(max(DRAWN // count, LEAST), MOST)
    while left > 0:
        rows = min(max(_BLOCK // count, 1), left)
        # The upper half of each number, times the count, has the draw in its own upper half.
        raw = stream.random_raw(rows * count) >> np.uint64(32)
        draws = ((raw * np.uint64(count)) >> np.uint64(32)).astype(np.int64).reshape(rows, count)
        draws += np.arange(rows)[:, None] * count
        yield np.bincount(draws.ravel(), minlength=rows * count).reshape(rows, count).astype(np.float64)
        left -= rows


def _bca(found: Numbers, known: float, without: Numbers) -> Interval:
    """The BCa interval (Efron 1987) of a statistic with the value `known`.

    `found` are the values in all resamples, sorted; `without`, those without each cluster. With z₀ = Φ⁻¹ of the
    share of resamples below the value, and a = Σd³ / 6 (Σd²)^1.5 over the jackknife's differences d from their
    mean, the ends are the quantiles Φ(z₀ + (z₀ ± z) / (1 - a (z₀ ± z))).
    """
    import numpy as np

    below = (np.searchsorted(found, known, "left") + np.searchsorted(found, known, "right")) / (2 * len(found))
    bias = NORMAL.inv_cdf(min(max(float(below), 1 / len(found)), 1 - 1 / len(found)))
    apart = without.mean() - without
    apart = apart / (np.abs(apart).max() or 1.0)
    squares = float((apart**2).sum())
    skew = float((apart**3).sum()) / (6 * squares**1.5) if squares else 0.0
    z = NORMAL.inv_cdf(tail(len(without)))
    ends = (NORMAL.cdf(bias + (bias + end) / (1 - skew * (bias + end))) for end in (z, -z))
    low, high = np.quantile(found, [min(max(end, 0.0), 1.0) for end in ends])
    return float(low), float(high)
