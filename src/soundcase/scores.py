"""The numbers that outputs are given or measured by, and how far they are to be trusted.

Rule: every number is finite; an empty score is no value at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from math import isclose

from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class ScoreValue:
    """A number given with an output."""

    value: float
    ci: float | None = None
    """Half the width of its 95 % confidence interval."""
    n: int | None = None
    """Over how many ratings or trials it is."""

    def overlaps(self, other: ScoreValue) -> bool:
        """True where the intervals have a point in common; False for two bare numbers."""
        if self.ci is None and other.ci is None:
            return False
        apart, reach = abs(self.value - other.value), (self.ci or 0.0) + (other.ci or 0.0)
        return apart <= reach or isclose(apart, reach)


@dataclass(frozen=True, slots=True)
class GivenResult:
    """A figure of a whole test set that the authors give."""

    value: ScoreValue | None = None
    groups: Mapping[str, ScoreValue] = field(default_factory=dict)
    """Those of parts of the set."""


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """Errors against a reference, which add up over texts."""

    errors: int
    """Words (or characters) that are wrong, too many or missing."""
    units: int
    """Words (or characters) of the reference."""

    @property
    def value(self) -> float | None:
        """In per cent; None where the reference has nothing to be wrong about."""
        return 100 * (self.errors / self.units) if self.units else None


Scored = ScoreValue | ErrorRate
