"""A comparison as a page has it: series of cells, each in a role, beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from soundcase.values import dataclass
from soundcase_import.pages.cells import PageCell
from soundcase_import.pages.vocabulary import kinds, without_colon


@dataclass(frozen=True, slots=True)
class Series:
    """A heading and the cells that belong to it: a column of a table, or a row of a turned one."""

    heading: str
    cells: tuple[PageCell, ...]
    group: str = ""
    """The heading above the heading."""
    texts: tuple[str, ...] = ()
    """What further heading cells say, such as the words that are spoken."""
    role: str = ""
    """`audio`, `reference`, `prompt_audio`, `output`, `text`, `source_text`, `prompt_text`, `prompt`, `title`,
    `group`, `labels`, `tag` or, for nothing to import, empty."""
    doubt: str = ""

    @property
    def sounds(self) -> bool:
        """True where its cells hold clips."""
        return any(cell.clips for cell in self.cells)

    @property
    def words(self) -> list[str]:
        """The words of its cells."""
        return [cell.whole for cell in self.cells if not cell.empty and not cell.clips]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of things that its heading may speak of."""
        return kinds(self.heading)

    def given(self, role: str, doubt: str = "") -> Series:
        """The series in a role."""
        return replace(self, role=role, doubt=doubt)


@dataclass(frozen=True, slots=True)
class SeriesTable:
    """Series with a cell for each example, and what all examples share."""

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
        """True where a text is one of its headings, or one of its cells to the letter."""
        bare = without_colon(text)
        return any(bare == one.heading or text in one.words for one in self.series)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of its series, and of what all examples share."""
        return tuple(one.heading for one in (*self.series, *self.shared))

    def given(self, roles: Sequence[Series]) -> SeriesTable:
        """The table with the roles that series of the same headings have."""
        every = zip((*self.series, *self.shared), roles, strict=True)
        given = tuple(one.given(role.role, role.doubt) for one, role in every)
        count = len(self.series)
        return replace(self, series=given[:count], shared=given[count:])

    @property
    def signature(self) -> tuple[str, ...]:
        """The headings of its series, which tell tables of one kind from others."""
        return tuple(one.heading for one in self.series)
