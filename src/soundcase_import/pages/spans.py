"""Cells that span several rows or columns of a table: what they say of all of these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from soundcase_import.pages.cells import BLANK, CellGrid, PageCell, Row, TextLine, labelled
from soundcase_import.pages.cellwise import heads_of, plays
from soundcase_import.pages.comparison import Series
from soundcase_import.pages.vocabulary import label_role


def stacked_tables(grid: CellGrid) -> list[tuple[list[str], CellGrid]]:
    """The tables that one is made of, each with headings of its own below words alone, and these words.

    All of it where it is but one.
    """
    alone = [
        bool(row[0].lines) and not any(cell.clips or cell not in (row[0], BLANK) for cell in row)
        for row in grid.rows
    ]
    starts = [at for at, one in enumerate(alone) if one and (at == 0 or not alone[at - 1])]
    found = []
    for start, end in zip(starts, [*starts[1:], len(alone)][: len(starts)], strict=True):
        first = start + alone[start:].index(False) if False in alone[start:] else end
        found.append(([row[0].whole for row in grid.rows[start:first]], CellGrid(grid.rows[first:end])))
    headed = all(any(map(heads_of, one.rows)) and any(map(plays, one.rows)) for _, one in found)
    parts = found if len(found) > 1 and starts[0] == 0 and headed else [([], grid)]
    return [(words, _headed_once(part)) for words, part in parts]


def _headed_once(grid: CellGrid) -> CellGrid:
    """The table without the rows in which its headings only come again, where it has no others."""
    heads = [row for row in grid.rows if heads_of(row)]
    names = {tuple(cell.whole for cell in row) for row in heads}
    if len(names) > 1 or heads[:1] != list(grid.rows[:1]):
        return grid
    return CellGrid((*grid.rows[:1], *(row for row in grid.rows[1:] if row not in heads)))


def words_over(cells: tuple[PageCell, ...], role: str) -> Series:
    """The words that span a table, in a role; where one label begins them all, in the role it speaks of."""
    labels = {cell.lines[0].label if len(cell.lines) == 1 else "" for cell in cells if cell.lines}
    label = min(labels, default="")
    if len(labels) > 1 or not label_role(label):
        return Series("", cells, role=role)
    bare = (PageCell(tuple(TextLine(line.text) for line in cell.lines)) for cell in cells)
    return Series(label, tuple(bare), role=label_role(label))


def each_once(series: Sequence[Series]) -> tuple[Series, ...]:
    """The series, with cells that span several columns under the same heading in the first of these alone."""
    found: list[Series] = []
    for one in series:
        same = [other for other in found if other.heading == one.heading and len(other.cells) == len(one.cells)]
        cells = tuple(
            BLANK if any(cell is other.cells[at] for other in same) else cell
            for at, cell in enumerate(one.cells)
        )
        if not same or any(cell != BLANK for cell in cells):
            found.append(replace(one, cells=cells))
    return tuple(found)


def joined_where(rows: Sequence[Row], spans: Callable[[Row, Row], bool]) -> list[Row]:
    """The rows, with those that a cell `spans` as one row: several clips for one name, or for one input."""
    found: list[Row] = []
    for row in rows:
        last = found[-1] if found else ()
        if last and plays(row) and plays(last) and spans(last, row):
            found[-1] = tuple(
                one if one is two else _both(one, two) for one, two in zip(last, row, strict=True)
            )
        else:
            found.append(row)
    return found


def continued(rows: Sequence[Row]) -> list[Row]:
    """The rows, with blank first cells as those above them, where what stands beside tells the rows apart."""
    found: list[Row] = []
    for row in rows:
        goes_on = (
            found and row[0] == BLANK and len(row) > 2 and row[1].lines and row[1].whole != found[-1][1].whole
        )
        found.append((found[-1][0], *row[1:]) if goes_on else row)
    return found


def one_name(above: Row, row: Row) -> bool:
    """True where the same words stand first in two rows."""
    return row[0] is above[0] and bool(row[0].lines)


def one_clip(above: Row, row: Row) -> bool:
    """True where two rows differ in other clips than the first, and in nothing else."""
    first = next((at for at, cell in enumerate(row) if cell.clips), 0)
    return row[first] is above[first] and all(
        one is two or (one.clips and not one.lines and not two.lines)
        for one, two in zip(above, row, strict=True)
    )


def same_clips(above: Row, row: Row) -> bool:
    """True where several clips span two rows, and there is no other: what stands beside them goes on."""
    pairs = [(one, two) for one, two in zip(above, row, strict=True) if one.clips or two.clips]
    return len({one.clips for one, _ in pairs}) > 1 and all(one is two for one, two in pairs)


def beside_clips(rows: Sequence[Row]) -> list[Row]:
    """The rows, with words that span all but a clip which spans them too as words that span the table."""
    found: list[Row] = []
    for row, below in zip(rows, (*rows[1:], ()), strict=True):
        first, *rest = row
        goes_on = bool(below) and bool(first.clips) and below[0] is first and len(rest) > 1
        if goes_on and rest[0].lines and not rest[0].clips and all(cell is rest[0] for cell in rest):
            found.append((rest[0],) * len(row))
        elif not (goes_on and all(cell == BLANK for cell in rest)):
            found.append(row)
    return found


def with_fields(rows: Sequence[Row]) -> list[Row]:
    """The rows of one column, with lines such as "Text: …" below a clip in the cell of that."""
    found: list[Row] = []
    for row in rows:
        if len(row) == 1 and found and plays(found[-1]) and not plays(row) and _are_fields(row[0]):
            found[-1] = (replace(found[-1][0], lines=(*found[-1][0].lines, *row[0].lines)),)
        else:
            found.append(row)
    return found


def _are_fields(cell: PageCell) -> bool:
    """True where all lines of a cell begin with what they are."""
    found = [line if line.label else labelled(line.text) for line in cell.lines]
    return bool(found) and all(line and label_role(line.label) for line in found)


def _both(one: PageCell, two: PageCell) -> PageCell:
    return PageCell(
        (*one.lines, *two.lines),
        (*one.clips, *two.clips),
        (*one.images, *two.images),
        (*one.flow, *two.flow),
    )
