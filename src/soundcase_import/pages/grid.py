"""A table of HTML as a rectangle of cells: spans spread out, what is wholly empty left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from soundcase_import.pages.cells import PageCell, cell_of
from soundcase_import.pages.dom import name_of

LARGEST = 1000
"""Rows or columns that one cell may span; what HTML itself allows for columns."""

Row = tuple[PageCell, ...]
BLANK = PageCell()


@dataclass(frozen=True, slots=True)
class CellGrid:
    """Rows of equal length."""

    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def height(self) -> int:
        """Rows."""
        return len(self.rows)

    def column(self, number: int) -> Row:
        """One column's cells."""
        return tuple(row[number] for row in self.rows)

    def turned(self) -> CellGrid:
        """Rows as columns."""
        return CellGrid(tuple(zip(*self.rows, strict=True)))


def grid_of(table: Element) -> CellGrid:
    """The cells of a table; those of tables inside it belong to their cell."""
    placed: dict[tuple[int, int], PageCell] = {}
    rows = list(_rows(table))
    for number, row in enumerate(rows):
        column = 0
        for element in (one for one in row if name_of(one) in ("td", "th")):
            while (number, column) in placed:
                column += 1
            down, across = _span(element, "rowspan"), _span(element, "colspan")
            cell = cell_of(element)
            for below in range(min(down, len(rows) - number)):
                for beside in range(across):
                    placed[number + below, column + beside] = cell
            column += across
    width = max((column for _, column in placed), default=-1) + 1
    return trimmed(
        [tuple(placed.get((row, column), BLANK) for column in range(width)) for row in range(len(rows))]
    )


def _rows(table: Element) -> list[Element]:
    found = []
    for child in table:
        if name_of(child) == "tr":
            found.append(child)
        elif name_of(child) in ("thead", "tbody", "tfoot"):
            found += [row for row in child if name_of(row) == "tr"]
    return found


def _span(element: Element, name: str) -> int:
    """A span as browsers take it: at least 1, whatever was written; 0 rows mean all that follow."""
    digits = (element.get(name) or "1").strip()
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1
    return min(number or (LARGEST if name == "rowspan" else 1), LARGEST)


def trimmed(rows: Sequence[Row]) -> CellGrid:
    """Without rows and columns in which no cell says anything at all."""
    kept = [row for row in rows if any(_said(cell) for cell in row)]
    width = len(kept[0]) if kept else 0
    columns = [column for column in range(width) if any(_said(row[column]) for row in kept)]
    return CellGrid(tuple(tuple(row[column] for column in columns) for row in kept))


def _said(cell: PageCell) -> bool:
    return bool(cell.lines or cell.clips or cell.images)
