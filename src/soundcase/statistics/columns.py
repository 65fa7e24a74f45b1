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

    @property
    def examples(self) -> int:
        """The number of examples that have the measure."""
        return sum(one is not None for one in self.cells)

    @property
    def whole(self) -> Ratio:
        """The ratio of all parts together."""
        return _ratio(self.cells)

    @property
    def ratios(self) -> tuple[Ratio, ...]:
        """The ratio of each part that has a denominator."""
        return tuple(ratio for cells in self.parts if any((ratio := _ratio(cells)).denominators))

    def picked(self, rows: Sequence[int]) -> MeasureColumn:
        """The column of the examples in these places."""
        return self._changed(lambda cells: [cells[row] for row in rows])

    def beside(self, other: MeasureColumn) -> MeasureColumn:
        """The column without the examples that another has not."""
        if all(two or not one for one, two in zip(self.cells, other.cells, strict=True)):
            return self
        return self._changed(
            lambda cells: [one if two else None for one, two in zip(cells, other.cells, strict=True)]
        )

    def _changed(self, change: Callable[[Cells], Cells]) -> MeasureColumn:
        cells = change(self.cells)
        alone = len(self.parts) == 1
        return MeasureColumn(cells, (cells,) if alone else tuple(map(change, self.parts)))


def plain(cells: Cells) -> MeasureColumn:
    """The column of a measure that is one ratio."""
    return MeasureColumn(cells, (cells,))


def macro(by_label: Sequence[Mapping[str, Shares] | None]) -> MeasureColumn:
    """The column of a macro average, from what each example adds to each label."""
    labels = dict.fromkeys(label for one in by_label for label in one or ())
    parts = tuple([one.get(label) if one else None for one in by_label] for label in labels)
    whole = [None if one is None else _sum(one.values()) for one in by_label]
    return MeasureColumn(whole, parts)


def outcomes(
    first: MeasureColumn, second: MeasureColumn, better: Literal["higher", "lower"]
) -> tuple[int, int, int]:
    """The examples where the first is better, where both are equal, and where the second is better."""
    both = [(_own(one), _own(two)) for one, two in zip(first.cells, second.cells, strict=True) if one and two]
    more, less = sum(one > two for one, two in both), sum(one < two for one, two in both)
    wins, losses = (more, less) if better == "higher" else (less, more)
    return wins, len(both) - wins - losses, losses


def _ratio(cells: Cells) -> Ratio:
    return Ratio(*zip(*(one or (0, 0) for one in cells), strict=True))


def _sum(several: Iterable[Shares]) -> Shares:
    parts = tuple(several)
    return sum(over for over, _ in parts), sum(under for _, under in parts)


def _own(shares: Shares) -> float:
    """The measure of one example; errors where the reference is silent are beyond all others."""
    over, under = shares
    return over / under if under else over * inf if over else 0.0
