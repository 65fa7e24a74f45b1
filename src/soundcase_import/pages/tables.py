"""A grid as a comparison: which cells are headings, which way it runs, which rows make one example.

The steps, each of which leaves a simpler grid: rows above the headings that hold what all examples share;
headings; pictures joined with their clips; words joined with the clips above them; columns or rows as series.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from soundcase_import.pages.cells import PageCell, TextLine
from soundcase_import.pages.comparison import SeriesTable
from soundcase_import.pages.grid import BLANK, CellGrid, Row, trimmed
from soundcase_import.pages.orienting import TableParts, oriented, roles_in
from soundcase_import.pages.series import Series
from soundcase_import.pages.shapes import alternating, cards, is_banner, labels_of, stacked
from soundcase_import.pages.vocabulary import is_sentence, kinds, without_colon

_MEASURED = re.compile(r"[-+]?\d+(?:\.\d+)?\s*(?:%|dB)?(?:\s*(?:±|\+/-)\s*\d+(?:\.\d+)?)?")


def read(grid: CellGrid) -> SeriesTable | None:
    """What a table compares; None where it plays nothing."""
    if not any(cell.clips for row in grid.rows for cell in row):
        return None
    whole = cards(grid) or alternating(grid) or stacked(grid)
    if whole:
        return whole
    work = TableParts(list(grid.rows))
    _take_names(work)
    _take_shared(work)
    _take_heads(work)
    _take_banners(work)
    if not work.banners:
        work.rows = _with_pictures(work.rows)
    if not work.banners and (work.heads or not labels_of(work.rows)):
        work.rows = _with_words(work.rows)
    return oriented(work)


def _take_names(work: TableParts) -> None:
    """Names that stand in every cell beside its clip, or in one row below all clips, become headings."""
    columns = list(zip(*work.rows, strict=True))
    said = [{cell.whole for cell in column} for column in columns]
    names = [min(texts) for texts in said if len(texts) == 1]
    every = all(cell.clips for row in work.rows for cell in row) and len(names) == len(columns)
    if every and _are_names(names):
        work.heads.append(tuple(PageCell(lines=(TextLine(name),)) for name in names))
        work.rows = [tuple(replace(cell, lines=()) for cell in row) for row in work.rows]
    last = work.rows[-1]
    below = all(cell.clips and not cell.lines for row in work.rows[:-1] for cell in row) and not _plays(last)
    if below and len(work.rows) > 1 and _are_names([cell.whole for cell in last]):
        work.heads.append(work.rows.pop())


def _are_names(texts: Sequence[str]) -> bool:
    """Whether texts name columns: all differ, none is a sentence, one at least speaks of a role."""
    plain = all(texts) and len(set(texts)) == len(texts) > 1 and not any(map(is_sentence, texts))
    return plain and roles_in(texts) > 0


def _take_shared(work: TableParts) -> None:
    """Rows with clips above a row of headings: what they hold counts for all rows below."""
    while len(work.rows) > 2 and _plays(work.rows[0]) and _follows_head(work.rows[1:]):
        cells = [cell for cell in work.rows[0] if not cell.empty]
        heading = next((cell.whole for cell in cells if cell.lines), "")
        clips = tuple(dict.fromkeys(clip for cell in cells for clip in cell.clips))
        work.shared.append(Series(heading, (PageCell(clips=clips),)))
        work.rows.pop(0)
        work.rows = list(trimmed(work.rows).rows)


def _follows_head(rows: Sequence[Row]) -> bool:
    if _plays(rows[0]):
        return len(rows) > 2 and _follows_head(rows[1:]) and len([c for c in rows[0] if c.clips]) == 1
    said = [cell for cell in rows[0] if cell.lines]
    return len(said) > 1 and _plays(rows[1]) and not any(map(is_sentence, (cell.whole for cell in said)))


def _plays(row: Row) -> bool:
    return any(cell.clips for cell in row)


def _take_heads(work: TableParts) -> None:
    """Leading rows without clips and pictures; not where their first cell names a row of a turned table."""
    while len(work.rows) > 1 and not any(cell.clips or cell.images for cell in work.rows[0]):
        if is_banner(work.rows[0]) and not _is_title(work):
            break
        if any(row[0].clips for row in work.rows) or not _names_row(work.rows):
            work.heads.append(work.rows.pop(0))
        else:
            break


def _is_title(work: TableParts) -> bool:
    """Whether the banner that comes next stands above all headings."""
    after = next((row for row in work.rows if not is_banner(row)), ())
    return not work.heads and not _plays(after)


def _take_banners(work: TableParts) -> None:
    """Words that span the table are about the rows below them, or above where the first row has none above."""
    if not any(map(is_banner, work.rows)):
        return
    above = is_banner(work.rows[0]) or not is_banner(work.rows[-1])
    rows: list[Row] = []
    told: list[PageCell] = []
    banner = BLANK
    for row in work.rows if above else reversed(work.rows):
        if is_banner(row):
            banner = row[0]
        else:
            rows.append(row)
            told.append(banner)
    work.rows, work.banners = (rows, tuple(told)) if above else (rows[::-1], tuple(told[::-1]))


def _names_row(rows: Sequence[Row]) -> bool:
    """Whether the first row is one of a turned table without headings: a label, then sentences."""
    first, *rest = rows[0]
    said = [cell.whole for cell in rest if not cell.empty]
    label = bool(kinds(first.whole) & {"text", "instruction", "prompt"}) and not is_sentence(first.whole)
    return label and bool(said) and all(map(is_sentence, said))


def _with_pictures(rows: Sequence[Row]) -> list[Row]:
    """Rows of pictures alone joined with the row of clips they belong to: the next, else the one before."""
    found: list[Row] = []
    waiting: Row | None = None
    for row in rows:
        pictured = not _plays(row) and any(cell.images for cell in row)
        if pictured and found and waiting is None and (row[0].whole and row[0].whole == found[-1][0].whole):
            found[-1] = _joined(found[-1], row)
        elif pictured:
            waiting = row
        else:
            found.append(_joined(row, waiting) if waiting is not None and _plays(row) else row)
            waiting = None
    if waiting is not None and found:
        found[-1] = _joined(found[-1], waiting)
    return found


def _joined(row: Row, other: Row) -> Row:
    return tuple(
        replace(one, images=(*one.images, *two.images), lines=one.lines or two.lines)
        for one, two in zip(row, other, strict=True)
    )


def _with_words(rows: Sequence[Row]) -> list[Row]:
    """Rows of words alone joined with the clips above them, as what is said in those clips."""
    found: list[Row] = []
    for row in rows:
        label, *cells = row
        under = [
            (cell, above)
            for cell, above in zip(cells, found[-1][1:] if found else (), strict=False)
            if not cell.empty
        ]
        if not _plays(row) and label.lines and under and all(above.clips for _, above in under):
            found[-1] = (
                found[-1][0],
                *(_worded(above, cell, label) for above, cell in zip(found[-1][1:], cells, strict=True)),
            )
        else:
            found.append(row)
    return found


def _worded(cell: PageCell, words: PageCell, label: PageCell) -> PageCell:
    """A cell of clips with the words below it; numbers with what they measure."""
    if words.empty:
        return cell
    measured = _MEASURED.fullmatch(words.whole) is not None
    said = (TextLine(f"{without_colon(label.whole)}: {words.whole}"),) if measured else words.lines
    return replace(cell, lines=(*cell.lines, *said))
