"""A table without its headings as series, along its columns or along its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from soundcase_import.pages.cells import PageCell, TextLine
from soundcase_import.pages.comparison import SeriesTable
from soundcase_import.pages.grid import BLANK, CellGrid, Row
from soundcase_import.pages.series import Series
from soundcase_import.pages.shapes import labels_of
from soundcase_import.pages.vocabulary import OURS, ROLES, is_bare, is_number, is_sentence, is_stem, kinds

_DOWNLOADS = frozenset(("download", "downloads", "下载"))


@dataclass(slots=True)
class TableParts:
    """A grid on its way to a comparison."""

    rows: list[Row]
    shared: list[Series] = field(default_factory=list)
    heads: list[Row] = field(default_factory=list)
    banners: tuple[PageCell, ...] = ()
    """For each row the words that span the table above it (or below); none where nothing does."""


def oriented(work: TableParts) -> SeriesTable:
    """The series, along columns or along rows."""
    work = _with_remarks(work)
    rows = CellGrid(tuple(work.rows))
    labels = labels_of(work.rows)
    shared, banners = tuple(work.shared), work.banners or (BLANK,) * rows.height
    names, groups, texts = _headings(work.heads, rows.width)
    if labels and _turned(names, labels, work.rows):
        titles = tuple(names[1:]) if not all(map(is_bare, names[1:])) else ()
        series = tuple(
            Series(label, row[1:], banner.whole)
            for label, row, banner in zip(labels, work.rows, banners, strict=True)
        )
        open_ = any(names[1:]) and _counts(names) and not names[0] and not roles_in(labels)
        return SeriesTable(series, shared, titles, doubts=("is each row a system?",) if open_ else ())
    series = tuple(
        Series(names[at], rows.column(at), groups[at], tuple(text[at] for text in texts if text[at]))
        for at in range(rows.width)
    )
    if any(one.sounds and not _offers(one) for one in series):
        series = tuple(one for one in series if not _offers(one))
    if labels and _rows_are_systems(names, labels, has_texts=bool(texts)):
        return SeriesTable(series[1:], shared, systems=tuple(labels))
    if labels and shared and _rows_are_parts(series[1:], shared, labels):
        return SeriesTable(series[1:], shared, tuple(labels), parts=True)
    if work.banners:
        sentences = _sentences([cell.whole for cell in banners if cell.lines])
        series = (*series, Series("", banners, role="text" if sentences else "group"))
    return SeriesTable(series, shared)


def _with_remarks(work: TableParts) -> TableParts:
    """Words about systems that have columns of their own (a bitrate), put behind the systems' names."""
    width = len(work.rows[0])
    corner = work.heads and "system" in kinds(work.heads[-1][0].whole) and labels_of(work.rows)
    silent = [at for at in range(1, width) if corner and not any(row[at].clips for row in work.rows)]
    if not silent or any(is_sentence(row[at].whole or "-") for row in work.rows for at in silent):
        return work

    def told(row: Row) -> Row:
        remarks = ", ".join(row[at].whole for at in silent if not row[at].empty)
        first = replace(row[0], lines=(TextLine(f"{row[0].whole} ({remarks})"),)) if remarks else row[0]
        return (first, *(cell for at, cell in enumerate(row) if at and at not in silent))

    heads = [tuple(cell for at, cell in enumerate(row) if at not in silent) for row in work.heads]
    return replace(work, rows=list(map(told, work.rows)), heads=heads)


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
    return inwards and roles_in(labels) * len(names[1:]) > roles_in(names[1:]) * len(labels)


def _counts(names: Sequence[str]) -> bool:
    """Whether headings only number examples, and the one above the labels speaks of systems or is none."""
    return all(map(is_number, names[1:])) and (not names[0] or "system" in kinds(names[0]))


def roles_in(texts: Sequence[str]) -> int:
    """How many of the headings speak of what goes in, comes out or is right."""
    spoken = ROLES | {"text", "instruction"}
    return sum(bool(kinds(text) & spoken) and not is_sentence(text) for text in texts)


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
    return plain and any(one.kinds & takes for one in shared) and not all(map(is_number, labels))


def _offers(one: Series) -> bool:
    """Whether a column only offers what another plays."""
    return one.heading.lower().strip() in _DOWNLOADS
