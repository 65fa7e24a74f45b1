"""Confidence intervals of 95 %, as formulas: of a share, of a certain difference, and for few examples.

Rule 1: units are those of what is given: a share is between 0 and 1.
Rule 2: nothing is told of fewer examples than `FEWEST`.

Sources: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927);
R. G. Newcombe, "Improved confidence intervals for the difference between binomial proportions based on paired
data", Statistics in Medicine 17 (1998), method 8; T. C. Hesterberg, "What teachers should know about the
bootstrap", The American Statistician 69 (2015), section 5.3.
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

Interval = tuple[float, float]
"""The lower and the upper end."""

NORMAL = NormalDist()
Z = NORMAL.inv_cdf(0.975)
FEWEST = 5
"""Examples, or clusters of them, that an interval is worth telling of."""


def wilson(right: float, n: float) -> Interval:
    """The interval of the share p = right/n (Wilson 1927).

    It is (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n).
    """
    middle = (right + Z * Z / 2) / (n + Z * Z)
    half = Z / (n + Z * Z) * sqrt(right * (n - right) / n + Z * Z / 4)
    return (max(middle - half, 0.0) if right else 0.0, min(middle + half, 1.0) if right < n else 1.0)


def always(n: float) -> Interval:
    """The interval of the difference of two shares where one system is always right and the other never.

    Newcombe 1998: it ends √((p₁ - l₁)² + (u₂ - p₂)²) below 1; l₁ and u₂ are ends of Wilson's intervals.
    """
    missing = 1 - wilson(n, n)[0]
    return (1 - sqrt(2) * missing, 1.0)


def student(freedom: float) -> float:
    """The 97.5 % point of Student's t, to 0.01 from four degrees on (Abramowitz and Stegun 26.7.5)."""
    terms = (
        (Z**3 + Z) / 4,
        (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96,
        (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384,
    )
    return Z + sum(term / freedom**power for power, term in enumerate(terms, start=1))


def tail(n: int) -> float:
    """The share of a bootstrap distribution that lies outside each end, for n things resampled.

    Hesterberg 2015: Φ(-√(n/(n - 1)) t) in place of 2.5 %, since resamples of a few vary too little.
    """
    return NORMAL.cdf(-sqrt(n / (n - 1)) * student(n - 1))
