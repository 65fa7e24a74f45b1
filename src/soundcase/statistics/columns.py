"""Columns: one measure of one system over some examples, and what two of them have in common.

Rule 1: a macro average is the mean of its labels' ratios; each of its parts is the column of a label. Any other
measure has one part, which is the column itself.
Rule 2: of each example, two systems are compared by its own ratio; of a macro average that is over all labels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import inf
from typing import Literal

from soundcase.statistics.observations import Shares
from soundcase.statistics.resampling import Ratio
from soundcase.values import dataclass

Cells = Sequence[Shares | None]
"""One for each example; None where there is nothing."""


@dataclass(frozen=True, slots=True)
class MeasureColumn:
    """One measure of one system."""

    cells: Cells
    parts: tuple[Cells, ...]
    own: Sequence[float | None]
    """The measure of each example by itself."""

    @property
    def examples(self) -> int:
        """The number of examples that have the measure."""
        return len(self.cells) - self.cells.count(None)

    @property
    def ratios(self) -> tuple[Ratio, ...]:
        """The ratio of each part that has a denominator."""
        return tuple(ratio for cells in self.parts if any((ratio := _ratio(cells)).denominators))

    def picked(self, rows: Sequence[int]) -> MeasureColumn:
        """The column of the examples in these places."""
        own = [self.own[row] for row in rows]
        return self._changed(lambda cells: [cells[row] for row in rows], own)

    def beside(self, other: MeasureColumn) -> MeasureColumn:
        """The column without the examples that another has not."""
        there = other.cells
        if None not in there:
            return self
        own = [one if two else None for one, two in zip(self.own, there, strict=True)]
        return self._changed(
            lambda cells: [one if two else None for one, two in zip(cells, there, strict=True)], own
        )

    def _changed(self, change: Callable[[Cells], Cells], own: Sequence[float | None]) -> MeasureColumn:
        cells = change(self.cells)
        alone = len(self.parts) == 1
        return MeasureColumn(cells, (cells,) if alone else tuple(map(change, self.parts)), own)


def plain(cells: Cells) -> MeasureColumn:
    """The column of a measure that is one ratio."""
    return MeasureColumn(cells, (cells,), list(map(_own, cells)))


def macro(by_label: Sequence[Mapping[str, Shares] | None]) -> MeasureColumn:
    """The column of a macro average, from what each example adds to each label."""
    labels = dict.fromkeys(label for one in by_label for label in one or ())
    parts = tuple([one.get(label) if one else None for one in by_label] for label in labels)
    whole = [None if one is None else _sum(one.values()) for one in by_label]
    return MeasureColumn(whole, parts, list(map(_own, whole)))


def outcomes(
    first: MeasureColumn, second: MeasureColumn, better: Literal["higher", "lower"]
) -> tuple[int, int, int]:
    """The examples where the first is better, where both are equal, and where the second is better."""
    pairs = zip(first.own, second.own, strict=True)
    both = [(one, two) for one, two in pairs if one is not None and two is not None]
    more, less = sum(one > two for one, two in both), sum(one < two for one, two in both)
    wins, losses = (more, less) if better == "higher" else (less, more)
    return wins, len(both) - wins - losses, losses


def _ratio(cells: Cells) -> Ratio:
    return Ratio(*zip(*(one or (0, 0) for one in cells), strict=True))


def _sum(several: Iterable[Shares]) -> Shares:
    parts = tuple(several)
    return sum(over for over, _ in parts), sum(under for _, under in parts)


def _own(shares: Shares | None) -> float | None:
    """The measure of one example; errors where the reference is silent are beyond all others."""
    if shares is None:
        return None
    over, under = shares
    return over / under if under else over * inf if over else 0.0
