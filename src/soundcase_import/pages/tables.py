"""A table as a comparison: which cells are headings, which way it runs, which rows make one example.

The steps, each of which leaves a simpler table: shapes known as a whole; rows above the headings that hold what
all examples share; headings; pictures joined with their clips; words joined with clips above them; columns or
rows as series.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from soundcase_import.pages.cells import BLANK, CellGrid, PageCell, Row, TextLine, trimmed
from soundcase_import.pages.comparison import Series, SeriesTable
from soundcase_import.pages.vocabulary import (
    OURS,
    ROLES,
    is_bare,
    is_number,
    is_sentence,
    is_stem,
    kinds,
    label_role,
    without_colon,
)

_MEASURED = re.compile(r"[-+]?\d+(?:\.\d+)?\s*(?:%|dB)?(?:\s*(?:±|\+/-)\s*\d+(?:\.\d+)?)?")
_DOWNLOADS = frozenset(("download", "downloads", "下载"))


@dataclass(slots=True)
class TableParts:
    """A table on its way to a comparison: its rows, and what was taken from them."""

    rows: list[Row]
    shared: list[Series] = field(default_factory=list)
    heads: list[Row] = field(default_factory=list)
    banners: tuple[PageCell, ...] = ()
    """For each row the words that span the table above it (or below); none where nothing does."""

    def take_names(self) -> None:
        """Make headings of names that stand in every cell beside its clip, or in one row below all clips."""
        columns = [{cell.whole for cell in column} for column in zip(*self.rows, strict=True)]
        names = [min(texts) for texts in columns if len(texts) == 1]
        every = all(cell.clips for row in self.rows for cell in row) and len(names) == len(columns)
        if every and _are_names(names):
            self.heads.append(tuple(PageCell(lines=(TextLine(name),)) for name in names))
            self.rows = [tuple(replace(cell, lines=()) for cell in row) for row in self.rows]
        *others, last = self.rows
        below = all(cell.clips and not cell.lines for row in others for cell in row) and not _plays(last)
        if below and others and _are_names([cell.whole for cell in last]):
            self.heads.append(self.rows.pop())

    def take_shared(self) -> None:
        """Take rows with clips above a row of headings: what they hold counts for all rows below."""
        while len(self.rows) > 2 and _plays(self.rows[0]) and _follows_head(self.rows[1:]):
            cells = [cell for cell in self.rows.pop(0) if not cell.empty]
            heading = next((cell.whole for cell in cells if cell.lines), "")
            clips = tuple(dict.fromkeys(clip for cell in cells for clip in cell.clips))
            self.shared.append(Series(heading, (PageCell(clips=clips),)))
            self.rows = list(trimmed(self.rows).rows)

    def take_heads(self) -> None:
        """Leading rows without clips and pictures; not where their first cell names a row of a turned self."""
        while len(self.rows) > 1 and not any(cell.clips or cell.images for cell in self.rows[0]):
            first = self.rows[0]
            under = next((row for row in self.rows if not _is_banner(row)), ())
            if _is_banner(first) and (self.heads or _plays(under)):
                break
            texts = [cell.whole for cell in first[1:] if not cell.empty]
            label = kinds(first[0].whole) & {"text", "instruction", "prompt"} and not is_sentence(
                first[0].whole
            )
            turned = label and texts and all(map(is_sentence, texts))
            if turned and not any(row[0].clips for row in self.rows):
                break
            self.heads.append(self.rows.pop(0))

    def take_banners(self) -> None:
        """Take words that span the table: about the rows below, or above where the first row has none above."""
        if not any(map(_is_banner, self.rows)):
            return
        step = 1 if _is_banner(self.rows[0]) or not _is_banner(self.rows[-1]) else -1
        rows: list[Row] = []
        above: list[PageCell] = []
        banner = BLANK
        for row in self.rows[::step]:
            if _is_banner(row):
                banner = row[0]
            else:
                rows.append(row)
                above.append(banner)
        self.rows, self.banners = rows[::step], tuple(above[::step])

    def join_pictures(self) -> None:
        """Join rows of pictures alone with the row of clips they belong to: the next, else the one before."""
        found: list[Row] = []
        waiting: Row | None = None
        for row in self.rows:
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
        self.rows = found

    def join_words(self) -> None:
        """Join rows of words alone with the clips above them, as what is said in those; numbers as measures."""
        found: list[Row] = []
        for row in self.rows:
            label, *cells = row
            above = found[-1] if found else ()
            under = [clip for cell, clip in zip(cells, above[1:], strict=False) if not cell.empty]
            if _plays(row) or not label.lines or not under or not all(clip.clips for clip in under):
                found.append(row)
                continue
            joined = [above[0]]
            for clip, words in zip(above[1:], cells, strict=True):
                number = TextLine(f"{without_colon(label.whole)}: {words.whole}")
                lines = (number,) if _MEASURED.fullmatch(words.whole) else words.lines
                joined.append(clip if words.empty else replace(clip, lines=(*clip.lines, *lines)))
            found[-1] = tuple(joined)
        self.rows = found

    def take_remarks(self) -> None:
        """Put words about systems that have columns of their own (a bitrate) behind the systems' names."""
        corner = self.heads and "system" in kinds(self.heads[-1][0].whole) and _labels(self.rows)
        width = len(self.rows[0]) if corner else 0
        silent = [at for at in range(1, width) if not any(row[at].clips for row in self.rows)]
        if not silent or any(is_sentence(row[at].whole or "-") for row in self.rows for at in silent):
            return
        kept = [at for at in range(width) if at not in silent]
        for number, row in enumerate(self.rows):
            remarks = ", ".join(row[at].whole for at in silent if not row[at].empty)
            name = f"{row[0].whole} ({remarks})" if remarks else ""
            first = replace(row[0], lines=(TextLine(name),)) if name else row[0]
            self.rows[number] = (first, *(row[at] for at in kept[1:]))
        self.heads = [tuple(row[at] for at in kept) for row in self.heads]

    def headings(self) -> tuple[list[str], list[str], list[list[str]]]:
        """For each column its name, the name above it, and what further rows of the head say."""
        lines = [[cell.whole for cell in row] for row in self.heads]
        texts = [[text for text in line if text] for line in lines]
        names_at = max((at for at, line in enumerate(texts) if not _sentences(line)), default=-1)
        names = list(lines[names_at]) if names_at >= 0 else [""] * len(self.rows[0])
        groups = [""] * len(names)
        for line in lines[: max(names_at, 0)]:
            for column, text in enumerate(line):
                if not names[column]:
                    names[column] = text
                elif text != names[column]:
                    groups[column] = text
        return names, groups, lines[names_at + 1 :]

    def oriented(self) -> SeriesTable:
        """The series, along columns or along rows."""
        rows = CellGrid(tuple(self.rows))
        labels = _labels(self.rows)
        shared, banners = tuple(self.shared), self.banners or (BLANK,) * len(self.rows)
        names, groups, texts = self.headings()
        if labels and _is_turned(names, labels, self.rows):
            titles = tuple(names[1:]) if not all(map(is_bare, names[1:])) else ()
            turned = tuple(
                Series(label, row[1:], banner.whole)
                for label, row, banner in zip(labels, self.rows, banners, strict=True)
            )
            unsure = any(names[1:]) and _counts(names) and not names[0] and not _roles_in(labels)
            return SeriesTable(turned, shared, titles, doubts=("is each row a system?",) if unsure else ())
        series = tuple(
            Series(names[at], rows.column(at), groups[at], tuple(text[at] for text in texts if text[at]))
            for at in range(rows.width)
        )
        played = tuple(one for one in series if one.heading.lower().strip() not in _DOWNLOADS)
        series = played if any(one.sounds for one in played) else series
        if labels and _rows_are_systems(names, labels, has_texts=bool(texts)):
            return SeriesTable(series[1:], shared, systems=tuple(labels))
        taken_apart = {"degraded", "source"}
        parted = any(one.kinds & taken_apart for one in shared) and not all(map(is_number, labels))
        if labels and parted and all(one.sounds and not one.kinds & taken_apart for one in series[1:]):
            return SeriesTable(series[1:], shared, tuple(labels), parts=True)
        if self.banners:
            sentences = _sentences([cell.whole for cell in banners if cell.lines])
            series = (*series, Series("", banners, role="text" if sentences else "group"))
        return SeriesTable(series, shared)


def read(grid: CellGrid) -> SeriesTable | None:
    """The comparison that a table holds; None where it plays nothing."""
    if not any(map(_plays, grid.rows)):
        return None
    whole = cards(grid) or alternating(grid) or stacked(grid)
    if whole:
        return whole
    table = TableParts(list(grid.rows))
    table.take_names()
    table.take_shared()
    table.take_heads()
    table.take_banners()
    if not table.banners:
        table.join_pictures()
    if not table.banners and (table.heads or not _labels(table.rows)):
        table.join_words()
    table.take_remarks()
    return table.oriented()


def cards(grid: CellGrid) -> SeriesTable | None:
    """Cells that are each an example: a clip, and what each system says to it behind the system's name."""
    cells = list(dict.fromkeys(cell for row in grid.rows for cell in row if cell.clips))
    spoken = [cell for cell in cells if any(not label_role(line.label) for line in cell.labelled)]
    if len(spoken) * 2 <= len(cells) or not all(len(cell.clips) == 1 for cell in cells):
        return None
    return SeriesTable((Series("", tuple(cells)),))


def alternating(grid: CellGrid) -> SeriesTable | None:
    """A table in which every second row says what the clips beside it are."""
    silent = [not _plays(row) for row in grid.rows]
    if len(silent) < 4 or len(silent) % 2 or any(one == two for one, two in pairwise(silent)):
        return None
    first = 0 if silent[0] else 1
    pairs = list(zip(grid.rows[first::2], grid.rows[1 - first :: 2], strict=True))
    cells = [(word, clip) for pair in pairs for word, clip in zip(*pair, strict=True) if clip.clips]
    texts = [word.whole for word, _ in cells]
    whole = all(clip.clips for _, played in pairs[:-1] for clip in played) and all(texts)
    if not whole or len(set(texts)) <= len(texts) / 2:
        return None
    words, clips = zip(*cells, strict=True)
    return SeriesTable((Series("", words, role="text"), Series("", clips)))


def stacked(grid: CellGrid) -> SeriesTable | None:
    """Two columns in which words that span both begin each example, and its labels are always the same."""
    starts = [at for at, row in enumerate(grid.rows) if _is_banner(row)]
    if grid.width != 2 or not starts or starts[0]:
        return None
    parts = [grid.rows[start + 1 : end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    labels = [_labels(part) if part else [] for part in parts]
    if len(parts) < 2 or not labels[0] or len(set(labels[0])) < len(labels[0]):
        return None
    if any(one != labels[0] for one in labels):
        return None
    series = tuple(Series(label, tuple(part[at][1] for part in parts)) for at, label in enumerate(labels[0]))
    return SeriesTable(series, titles=tuple(grid.rows[start][0].whole for start in starts))


def _plays(row: Row) -> bool:
    return any(cell.clips for cell in row)


def _is_banner(row: Row) -> bool:
    """True where one cell of words spans the whole row."""
    return len(row) > 1 and all(cell is row[0] for cell in row) and not (row[0].clips or row[0].images)


def _labels(rows: Sequence[Row]) -> list[str]:
    """The first column's words, where it holds nothing else and none is missing."""
    texts = [without_colon(row[0].whole) for row in rows]
    fine = all(texts) and not any(row[0].clips for row in rows) and len(rows[0]) > 1
    return texts if fine else []


def _are_names(texts: Sequence[str]) -> bool:
    """True where texts name columns: all differ, none is a sentence, one at least speaks of a role."""
    plain = all(texts) and len(set(texts)) == len(texts) > 1 and not any(map(is_sentence, texts))
    return plain and _roles_in(texts) > 0


def _follows_head(rows: Sequence[Row]) -> bool:
    if _plays(rows[0]):
        return len(rows) > 2 and _follows_head(rows[1:]) and len([c for c in rows[0] if c.clips]) == 1
    texts = [cell.whole for cell in rows[0] if cell.lines]
    return len(texts) > 1 and _plays(rows[1]) and not any(map(is_sentence, texts))


def _joined(row: Row, other: Row) -> Row:
    return tuple(
        replace(one, images=(*one.images, *two.images), lines=one.lines or two.lines)
        for one, two in zip(row, other, strict=True)
    )


def _sentences(texts: Sequence[str]) -> bool:
    return sum(map(is_sentence, texts)) * 2 > len(texts)


def _is_turned(names: Sequence[str], labels: Sequence[str], rows: Sequence[Row]) -> bool:
    """True where each row is a series: its labels speak of roles and the headings do not."""
    differ = len(set(labels)) == len(labels)
    if not any(names[1:]):
        several = len(rows) > 1 or len([cell for cell in rows[0][1:] if cell.clips]) < 2
        return differ and several and not all(map(is_number, labels))
    if _counts(names) and not any(map(is_number, labels)):
        return differ and not _sentences(labels)
    named = names[0] and not kinds(names[0]) & {"system", "id", "audio"}
    if named or _sentences(labels) or not differ:
        return False
    inwards = any(kinds(label) - {"output", "system", "audio", "id", "labels"} for label in labels)
    return inwards and _roles_in(labels) * len(names[1:]) > _roles_in(names[1:]) * len(labels)


def _counts(names: Sequence[str]) -> bool:
    """True where headings only number examples, and the one above the labels speaks of systems or is none."""
    return all(map(is_number, names[1:])) and (not names[0] or "system" in kinds(names[0]))


def _roles_in(texts: Sequence[str]) -> int:
    """The number of headings that speak of what goes in, comes out or is right."""
    spoken = ROLES | {"text", "instruction"}
    return sum(bool(kinds(text) & spoken) and not is_sentence(text) for text in texts)


def _rows_are_systems(names: Sequence[str], labels: Sequence[str], *, has_texts: bool) -> bool:
    """True where the columns are the steps of one example and each row is a system."""
    stems = all(map(is_stem, names[1:])) and len(names) > 2
    steps = {"output", "prompt", "source", "degraded", "audio"}
    if any(map(OURS.search, names[1:])) or not (stems or all(kinds(name) & steps for name in names[1:])):
        return False
    if len(set(labels)) < len(labels) or all(map(is_number, labels)):
        return False
    if "system" in kinds(names[0]):
        return len(labels) > 1
    return not names[0] and (stems or has_texts or any(map(OURS.search, labels)))
