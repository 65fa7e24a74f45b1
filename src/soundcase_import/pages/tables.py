"""A table as comparisons: all ways to read one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from soundcase_import.pages.cells import CellGrid, PageCell, Row, TextLine
from soundcase_import.pages.cellwise import cell_readings, plays
from soundcase_import.pages.comparison import BlockReading
from soundcase_import.pages.spans import beside_clips, joined_where, one_clip, same_clips, with_fields
from soundcase_import.pages.table_parts import TableParts, prepared
from soundcase_import.pages.vocabulary import are_sentences, is_sentence, kinds


def word_readings(grid: CellGrid) -> Iterator[BlockReading]:
    """The reading of a table of words alone."""
    table = prepared(grid) if grid.width > 1 and len(grid.rows) > 1 else None
    if table and table.rows:  # else all of it are words that span it
        yield BlockReading("rows are examples", table.along_columns(), prior=0.4)


def table_readings(grid: CellGrid) -> Iterator[BlockReading]:
    """All readings of a table; none where it plays nothing."""
    if not any(map(plays, grid.rows)):
        return
    grid = CellGrid(tuple(with_fields(joined_where(beside_clips(grid.rows), same_clips))))
    plain = prepared(grid)
    ways = {
        "": plain,
        ", with remarks": prepared(grid, remarks=True),
        ", words below": prepared(grid, words=True),
        ", names below": prepared(grid, below=True),
    }
    yield BlockReading("rows are examples", plain.along_columns(), prior=0.4)
    label, *said = (cell.whole for cell in grid.rows[0])
    told = kinds(label) & {"text", "instruction", "prompt"} and are_sentences(said)
    brief = not any(is_sentence(row[0].whole) for row in grid.rows)
    if brief and (grid.width == 2 or told) and plain.heads and not plain.shared:
        labelled = prepared(grid, labelled=True).turned()
        prior = 0.4 if grid.width == 2 else -0.1
        yield from (BlockReading("rows have labels", one, prior=prior) for one in (labelled,) if one)
    yield from _split(grid, plain)
    for at in range(len(plain.heads)) if len(plain.heads) > 1 else ():
        if at != plain.names_at and len({cell.whole for cell in plain.heads[at]}) > 1:
            yield BlockReading(f"rows are examples, named by row {at + 1}", plain.along_columns(at), prior=0.2)
    for name, table in ways.items():
        if not name or table.rows != plain.rows:
            found = {
                f"rows are examples{name}": table.along_columns() if name else None,
                f"columns are examples{name}": table.turned(),
                f"rows are systems{name}": table.by_systems(),
                f"rows are parts{name}": table.by_parts(),
            }
            yield from (BlockReading(how, one) for how, one in found.items() if one)
    yield from cell_readings(grid, CellGrid((*plain.heads[-1:], *plain.rows)), plain.shared)


def _split(grid: CellGrid, plain: TableParts) -> Iterator[BlockReading]:
    """The readings in which rows or columns are more, or fewer, examples than they are rows and columns."""
    numbered = plain.numbered()
    if numbered:
        yield BlockReading("columns are examples, without names", numbered, prior=0.4)
    folded = _folded(plain)
    if folded:
        yield BlockReading("columns that come again are more examples", folded.along_columns(), prior=0.4)
    several = any(len(cell.clips) > 1 for row in plain.rows for cell in row)
    for way in ("", ", in columns") if several else ():
        stacks = _stacks(prepared(CellGrid(tuple(zip(*grid.rows, strict=True)))) if way else plain)
        if stacks:
            doubt = "are the clips that stand in one cell examples of their own, or parts of one?"
            found = replace(stacks.along_columns(), doubts=(doubt,))
            yield BlockReading(f"clips below each other are more examples{way}", found, prior=1.0)
    counted = _one_by_one(plain)
    if counted:
        yield BlockReading("columns that are counted are more examples", counted.along_columns(), prior=2.0)
    joined = replace(plain, rows=joined_where(plain.rows, one_clip))
    if len(joined.rows) < len(plain.rows) and not plain.banners:
        yield BlockReading("rows with one input are an example", joined.along_columns(), prior=0.4)


def _folded(table: TableParts) -> TableParts | None:
    """The table with the same few columns, put beside each other to save room, as more rows; else nothing."""
    names = [cell.whole for cell in table.heads[-1]] if len(table.heads) == 1 and not table.banners else []
    for first, width in ((at, count) for at in range(2) for count in range(2, len(names) // 2 + 1)):
        block, rest = names[first : first + width], names[first:]
        again = len(rest) // width
        if again > 1 and block * again == rest and len(set(block)) == width and all(block):
            starts = range(first, len(names), width)
            rows = [(*row[:first], *row[at : at + width]) for row in table.rows for at in starts]
            full = [row for row in rows if plays(row[first:])]
            return replace(table, rows=full, heads=[table.heads[0][: first + width]])
    return None


def _stacks(table: TableParts) -> TableParts | None:
    """The table with a row for each clip where all cells that play hold the same few of them; else nothing."""
    if table.banners or not all(map(plays, table.rows)):
        return None
    rows: list[Row] = []
    for row in table.rows:
        played = [cell for cell in row if cell.clips]
        counts = {len(cell.clips) for cell in played}
        if (
            len(counts) > 1
            or len(played) < 2
            or any(cell.lines or len({one.src for one in cell.clips}) < len(cell.clips) for cell in played)
        ):
            return None
        rows += [
            tuple(replace(cell, clips=(cell.clips[at],), flow=()) if cell.clips else cell for cell in row)
            for at in range(min(counts))
        ]
    return replace(table, rows=rows) if len(rows) > len(table.rows) else None


def _one_by_one(table: TableParts) -> TableParts | None:
    """The table with a row for each of the columns that are only counted, where each cell says what it is.

    None where there are none: "Generated 1" and "Generated 2" with the same words are two tries.
    """
    names = [cell.whole for cell in table.heads[-1]] if len(table.heads) == 1 and not table.banners else []
    bare = [re.sub(r"[\s#_-]*\d+$", "", name) for name in names]
    at = [column for column, name in enumerate(bare) if name != names[column] and bare.count(name) > 1]
    if len(at) < 2 or len({bare[column] for column in at}) > 1 or kinds(bare[at[0]]) != {"output"}:
        return None
    said = [[row[column].whole for column in at if row[column].clips] for row in table.rows]
    differ = sum(len(set(row)) == len(row) for row in said) * 2 > len(said)
    if not (differ and are_sentences([text for row in said for text in row])):
        return None
    kept = [column for column in range(len(names)) if column not in at]
    rows = [
        (*(row[one] for one in kept), row[column]) for row in table.rows for column in at if row[column].clips
    ]
    head = (*(table.heads[0][one] for one in kept), PageCell(lines=(TextLine(bare[at[0]]),)))
    return replace(table, rows=rows, heads=[head])
