"""A grid as a comparison: which cells are headings, which way it runs, which rows make one example.

The steps, each of which leaves a simpler grid: rows above the headings that hold what all examples share;
headings; pictures joined with their clips; words joined with the clips above them; columns or rows as series.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from soundcase.importers.pages.cells import Cell, Line
from soundcase.importers.pages.comparison import Comparison
from soundcase.importers.pages.grid import BLANK, Grid, Row, trimmed
from soundcase.importers.pages.series import Series
from soundcase.importers.pages.shapes import alternating, cards, is_banner, labels_of, stacked
from soundcase.importers.pages.vocabulary import OURS, is_number, is_sentence, is_stem, kinds

_MEASURED = re.compile(r"[-+]?\d+(?:\.\d+)?\s*(?:%|dB)?(?:\s*(?:±|\+/-)\s*\d+(?:\.\d+)?)?")


@dataclass(slots=True)
class _Work:
    """A grid on its way to a comparison."""

    rows: list[Row]
    shared: list[Series] = field(default_factory=list)
    heads: list[Row] = field(default_factory=list)
    banners: tuple[Cell, ...] = ()
    """For each row the words that span the table above it (or below); none where nothing does."""


def read(grid: Grid) -> Comparison | None:
    """What a table compares; None where it plays nothing."""
    if not any(cell.clips for row in grid.rows for cell in row):
        return None
    whole = cards(grid) or alternating(grid) or stacked(grid)
    if whole:
        return whole
    work = _Work(list(grid.rows))
    _take_shared(work)
    _take_heads(work)
    _take_banners(work)
    if not work.banners:
        work.rows = _with_pictures(work.rows)
    if not work.banners and (work.heads or not labels_of(work.rows)):
        work.rows = _with_words(work.rows)
    return _oriented(work)


def _take_shared(work: _Work) -> None:
    """Rows with clips above a row of headings: what they hold counts for all rows below."""
    while len(work.rows) > 2 and _plays(work.rows[0]) and _follows_head(work.rows[1:]):
        cells = [cell for cell in work.rows[0] if not cell.empty]
        heading = next((cell.whole for cell in cells if cell.lines), "")
        clips = tuple(dict.fromkeys(clip for cell in cells for clip in cell.clips))
        work.shared.append(Series(heading, (Cell(clips=clips),)))
        work.rows.pop(0)
        work.rows = list(trimmed(work.rows).rows)


def _follows_head(rows: Sequence[Row]) -> bool:
    if _plays(rows[0]):
        return len(rows) > 2 and _follows_head(rows[1:]) and len([c for c in rows[0] if c.clips]) == 1
    said = [cell for cell in rows[0] if cell.lines]
    return len(said) > 1 and _plays(rows[1]) and not any(map(is_sentence, (cell.whole for cell in said)))


def _plays(row: Row) -> bool:
    return any(cell.clips for cell in row)


def _take_heads(work: _Work) -> None:
    """Leading rows without clips and pictures; not where their first cell names a row of a turned table."""
    while len(work.rows) > 1 and not any(cell.clips or cell.images for cell in work.rows[0]):
        if is_banner(work.rows[0]) and not _is_title(work):
            break
        if any(row[0].clips for row in work.rows) or not _names_row(work.rows):
            work.heads.append(work.rows.pop(0))
        else:
            break


def _is_title(work: _Work) -> bool:
    """Whether the banner that comes next stands above all headings."""
    after = next((row for row in work.rows if not is_banner(row)), ())
    return not work.heads and not _plays(after)


def _take_banners(work: _Work) -> None:
    """Words that span the table are about the rows below them, or above where the first row has none above."""
    if not any(map(is_banner, work.rows)):
        return
    above = is_banner(work.rows[0]) or not is_banner(work.rows[-1])
    rows: list[Row] = []
    told: list[Cell] = []
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


def _worded(cell: Cell, words: Cell, label: Cell) -> Cell:
    """A cell of clips with the words below it; numbers with what they measure."""
    if words.empty:
        return cell
    measured = _MEASURED.fullmatch(words.whole) is not None
    said = (Line(f"{label.whole.rstrip(':： ')}: {words.whole}"),) if measured else words.lines
    return replace(cell, lines=(*cell.lines, *said))


def _oriented(work: _Work) -> Comparison:
    """The series, along columns or along rows."""
    rows = Grid(tuple(work.rows))
    labels = labels_of(work.rows)
    shared, banners = tuple(work.shared), work.banners or (BLANK,) * rows.height
    names, groups, texts = _headings(work.heads, rows.width)
    if labels and _turned(names, labels, work.rows):
        titles = tuple(names[1:]) if any(kinds(name) != {"audio"} for name in names[1:] if name) else ()
        series = tuple(
            Series(label, row[1:], banner.whole)
            for label, row, banner in zip(labels, work.rows, banners, strict=True)
        )
        open_ = any(names[1:]) and _counts(names) and not names[0] and not _roles_in(labels)
        return Comparison(series, shared, titles, doubts=("is each row a system?",) if open_ else ())
    series = tuple(
        Series(names[at], rows.column(at), groups[at], tuple(text[at] for text in texts if text[at]))
        for at in range(rows.width)
    )
    if labels and _rows_are_systems(names, labels, has_texts=bool(texts)):
        return Comparison(series[1:], shared, systems=tuple(labels))
    if labels and shared and _rows_are_parts(series[1:], shared, labels):
        return Comparison(series[1:], shared, tuple(labels), parts=True)
    if work.banners:
        sentences = _sentences([cell.whole for cell in banners if cell.lines])
        series = (*series, Series("", banners, role="text" if sentences else "group"))
    return Comparison(series, shared)


def _headings(heads: Sequence[Row], width: int) -> tuple[list[str], list[str], list[list[str]]]:
    """For each column its name, the name above it, and what further rows of the head say."""
    lines = [[cell.whole for cell in row] for row in heads]
    said = [[text for text in line if text] for line in lines]
    names_at = max((at for at, line in enumerate(said) if not _sentences(line)), default=-1)
    names = list(lines[names_at]) if names_at >= 0 else [""] * width
    groups = [""] * width
    for at in range(names_at):
        for column, text in enumerate(lines[at]):
            if not names[column]:
                names[column] = text
            elif text != names[column]:
                groups[column] = text
    return names, groups, [line for at, line in enumerate(lines) if at > names_at]


def _sentences(texts: Sequence[str]) -> bool:
    return bool(texts) and sum(map(is_sentence, texts)) * 2 > len(texts)


def _turned(names: Sequence[str], labels: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether each row is a series: its labels speak of roles and the headings do not."""
    if not any(names[1:]):
        single = len(rows) == 1 and len([cell for cell in rows[0][1:] if cell.clips]) > 1
        plain = not all(map(is_number, labels))
        return plain and len(set(labels)) == len(labels) and (len(rows) > 1 or not single)
    if _counts(names) and not any(map(is_number, labels)):
        return len(set(labels)) == len(labels) and not _sentences(labels)
    named = names[0] and not kinds(names[0]) & {"system", "id", "audio"}
    if named or _sentences(labels) or len(set(labels)) < len(labels):
        return False
    inwards = any(kinds(label) - {"output", "system", "audio", "id", "labels"} for label in labels)
    return inwards and _roles_in(labels) * len(names[1:]) > _roles_in(names[1:]) * len(labels)


def _counts(names: Sequence[str]) -> bool:
    """Whether headings only number examples, and the one above the labels speaks of systems or is none."""
    return all(map(is_number, names[1:])) and (not names[0] or "system" in kinds(names[0]))


def _roles_in(texts: Sequence[str]) -> int:
    """How many of the headings speak of what goes in, comes out or is right."""
    roles = {
        "output",
        "prompt",
        "truth",
        "target",
        "reference",
        "degraded",
        "source",
        "text",
        "instruction",
        "recording",
    }
    return sum(bool(kinds(text) & roles) and not is_sentence(text) for text in texts)


def _rows_are_systems(names: Sequence[str], labels: Sequence[str], *, has_texts: bool) -> bool:
    """Whether the columns are the steps of one example and each row is a system."""
    corner = kinds(names[0])
    stems = all(map(is_stem, names[1:])) and len(names) > 2
    generic = stems or all(
        kinds(name) & {"output", "prompt", "source", "degraded", "audio"} for name in names[1:]
    )
    named = sum(bool(OURS.search(name)) for name in names[1:])
    if not generic or named or len(set(labels)) < len(labels) or all(map(is_number, labels)):
        return False
    if "system" in corner:
        return len(labels) > 1
    return not names[0] and (stems or has_texts or any(OURS.search(label) for label in labels))


def _rows_are_parts(series: Sequence[Series], shared: Sequence[Series], labels: Sequence[str]) -> bool:
    """Whether the rows are the parts (stems, speakers) into which one shared input was taken apart."""
    takes = {"degraded", "source"}
    plain = all(one.sounds and not one.kinds & takes for one in series)
    return plain and any(_near(one) & takes for one in shared) and not all(map(is_number, labels))


def _near(one: Series) -> frozenset[str]:
    return one.kinds
