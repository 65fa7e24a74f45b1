"""What some clips of a page compare, before it is said which series plays which role."""

from __future__ import annotations

from dataclasses import dataclass

from soundcase_import.pages.series import Series
from soundcase_import.pages.vocabulary import without_colon


@dataclass(frozen=True, slots=True)
class SeriesTable:
    """What a table compares: series with a cell for each example, and what all examples share."""

    series: tuple[Series, ...]
    shared: tuple[Series, ...] = ()
    """Above the table's headings, with cells that count for every example."""
    titles: tuple[str, ...] = ()
    """What each example is called; empty texts where it is called nothing."""
    systems: tuple[str, ...] = ()
    """Where each "example" is really a system: their names. The series are then the parts of its output."""
    parts: bool = False
    """Whether the "examples" are parts of one: stems, speakers."""
    doubts: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Rows of it."""
        return max((len(one.cells) for one in self.series), default=0)

    def says(self, text: str) -> bool:
        """Whether a text is one of its headings, or one of its cells to the letter."""
        bare = without_colon(text)
        return any(bare == one.heading or text in one.words for one in self.series)

    @property
    def signature(self) -> tuple[str, ...]:
        """What tells tables of one kind from others: their headings."""
        return tuple(one.heading for one in self.series)
