"""A table taken apart: which cells are headings, which way it may run, which rows may make one example.

The steps, each of which leaves a simpler table: rows above the headings that hold what all examples share;
headings; pictures joined with their clips; words joined with clips above them; columns or rows as series.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from soundcase_import.pages.cells import BLANK, EMPTY, CellGrid, PageCell, Row, TextLine, trimmed
from soundcase_import.pages.cellwise import is_banner, labels_of, may_head, plays
from soundcase_import.pages.comparison import Series, SeriesTable
from soundcase_import.pages.spans import continued, each_once, joined_where, one_name, words_over
from soundcase_import.pages.vocabulary import (
    ROLES,
    is_bare,
    is_measured,
    is_number,
    is_sentence,
    kinds,
    without_colon,
)
from soundcase_import.pages.weighing import is_part, speaks

_MEASURED = re.compile(r"[-+]?\d+(?:\.\d+)?\s*(?:%|dB)?(?:\s*(?:±|\+/-)\s*\d+(?:\.\d+)?)?")
_DOWNLOADS = frozenset(("download", "downloads", "下载"))


@dataclass(slots=True)
class TableParts:
    """A table on its way to a comparison: its rows, and what was taken from them."""

    rows: list[Row]
    shared: list[Series] = field(default_factory=list)
    heads: list[Row] = field(default_factory=list)
    noted: str = ""
    """Headings of what was put behind the systems' names."""
    banners: tuple[PageCell, ...] = ()
    """For each row the words that span the table above it (or below); none where nothing does."""

    def take_names(self, *, below: bool) -> None:
        """Make headings of names that begin or end all cells of a column, or stand in a row below the clips.

        `below`: whatever short words stand there are names, even where none speaks of a role.
        """
        for end in (0, -1):
            names = [_common(column, end) for column in self.columns()]
            if all(names) and (len(self.rows) > 1 or (_differ(names) and any(map(_says_role, names)))):
                self.heads.append(tuple(PageCell(lines=(TextLine(name),)) for name in names))
                self.rows = [tuple(_without_line(cell, end) for cell in row) for row in self.rows]
                return
        *others, last = self.rows
        played = [row for row in others if plays(row)]
        bare = not any(cell.lines for row in others for cell in row)
        under = bare and all(cell.clips for row in played for cell in row) and not plays(last)
        names = [cell.whole for cell in last]
        if under and played and _differ(names) and (below or any(map(_says_role, names))):
            self.heads.append(self.rows.pop())

    def take_shared(self) -> None:
        """Take rows with clips above a row of headings: what they hold counts for all rows below."""
        while (alone := _one_named(self.rows)) or (
            len(self.rows) > 2 and plays(self.rows[0]) and _follows_head(self.rows[1:])
        ):
            head = self.rows.pop(0) if alone else ()
            cells = [cell for cell in (*head, *self.rows.pop(0)) if not cell.empty]
            heading = next((cell.whole for cell in cells if cell.lines), "")
            clips = tuple(dict.fromkeys(clip for cell in cells for clip in cell.clips))
            self.shared.append(Series(heading, (PageCell(clips=clips),)))
            whole = trimmed([*self.heads, *self.rows]).rows
            self.heads, self.rows = list(whole[: len(self.heads)]), list(whole[len(self.heads) :])

    def take_heads(self) -> None:
        """Leading rows without clips and pictures; not where their first cell names a row of a turned self."""
        worded = not any(map(plays, self.rows))  # then the rest are no headings
        while len(self.rows) > 1 and not any(cell.clips or cell.images for cell in self.rows[0]):
            if worded and self.heads:
                break
            first = self.rows[0]
            under = next((row for row in self.rows if not is_banner(row)), ())
            if is_banner(first) and (self.heads or plays(under)):
                break
            texts = [cell.whole for cell in first[1:] if not cell.empty]
            label = kinds(first[0].whole) & {"text", "instruction", "prompt"} and not is_sentence(
                first[0].whole
            )
            turned = label and texts and all(map(is_sentence, texts))
            if turned and not any(row[0].clips for row in self.rows):
                break
            self.heads.append(self.rows.pop(0))
        *others, last = self.rows
        named = bool(others) and all(row[0].lines and plays(row) for row in others)
        if named and last[0].empty and all(is_sentence(cell.whole) and not cell.clips for cell in last[1:]):
            self.heads.append(self.rows.pop())  # what is said stands below the clips

    def take_banners(self) -> None:
        """Take words that span the table: about the rows below, or above where the first row has none above."""
        if not any(map(is_banner, self.rows)):
            return
        step = 1 if is_banner(self.rows[0]) or not is_banner(self.rows[-1]) else -1
        rows: list[Row] = []
        above: list[PageCell] = []
        banner = BLANK
        for row in self.rows[::step]:
            if is_banner(row):
                banner = row[0]
            else:
                rows.append(row)
                above.append(banner)
        self.rows, self.banners = rows[::step], tuple(above[::step])

    def join_pictures(self) -> None:
        """Join rows of pictures alone with the row of clips they belong to: the next, else the one before."""
        found: list[Row] = []
        above: list[PageCell] = []
        waiting: Row | None = None
        for row, banner in zip(self.rows, self.banners or (BLANK,) * len(self.rows), strict=True):
            pictured = not plays(row) and any(cell.images for cell in row)
            alone = found and waiting is None and not any(cell.images for cell in found[-1])
            if pictured and alone and row[0].whole and row[0].whole == found[-1][0].whole:
                found[-1] = _joined(found[-1], row)
            elif pictured:
                waiting = row
            else:
                found.append(_joined(row, waiting) if waiting is not None and plays(row) else row)
                above.append(banner)
                waiting = None
        if waiting is not None and found:
            found[-1] = _joined(found[-1], waiting)
        self.rows = found
        self.banners = tuple(above) if self.banners else ()

    def join_words(self, *, numbers: bool) -> None:
        """Join rows of words (or of `numbers` alone) with the clips above them, as what is said of those."""
        found: list[Row] = []
        for row in self.rows:
            label, *cells = row
            above = found[-1] if found else ()
            under = [clip for cell, clip in zip(cells, above[1:], strict=False) if not cell.empty]
            measured = all(_MEASURED.fullmatch(cell.whole) for cell in cells if not cell.empty)
            played = bool(under) and all(clip.clips for clip in under)
            if plays(row) or not label.lines or not played or (numbers and not measured):
                found.append(row)
                continue
            said = bool(above[0].clips)  # then the first words are no label, but what is said there
            joined = [] if said else [above[0]]
            for clip, words in zip(above[not said :], row[not said :], strict=True):
                number = TextLine(f"{without_colon(label.whole)}: {words.whole}")
                lines = words.lines if said or not _MEASURED.fullmatch(words.whole) else (number,)
                joined.append(clip if words.empty else replace(clip, lines=(*clip.lines, *lines)))
            found[-1] = tuple(joined)
        self.rows = found

    def take_remarks(self) -> None:
        """Put words about systems that have columns of their own (a bitrate) behind the systems' names.

        A name goes on in the rows below where these have none.
        """
        rows = continued(self.rows)
        labels = labels_of(rows)
        again = len(set(labels)) < len(labels) and not all(map(is_number, labels))
        corner = labels and (again or (self.heads and "system" in kinds(self.heads[-1][0].whole)))
        width = len(rows[0]) if corner else 0
        brief = [
            at > 0 and not any(row[at].clips or is_sentence(row[at].whole or "-") for row in rows)
            for at in range(width)
        ]
        if not all(map(plays, rows)):  # then words are answers, but for those that stand before all of them
            brief[1:] = takewhile(bool, brief[1:])
        silent = [at for at, one in enumerate(brief) if one]
        if not silent:
            return
        kept = [at for at in range(width) if at not in silent]
        self.rows = []
        for row in rows:
            remarks = ", ".join(row[at].whole for at in silent if not row[at].empty and row[at] is not row[0])
            name = f"{row[0].whole} ({remarks})" if remarks else ""
            first = replace(row[0], lines=(TextLine(name),)) if name else row[0]
            self.rows.append((first, *(row[at] for at in kept[1:])))
        self.noted = " ".join(self.heads[-1][at].whole for at in silent) if self.heads else ""
        self.heads = [tuple(row[at] for at in kept) for row in self.heads]

    @property
    def names_at(self) -> int:
        """The row of the head that names the columns, as is usual: the last one without sentences."""
        texts = [[cell.whole for cell in row if cell.whole] for row in self.heads]
        return max((at for at, line in enumerate(texts) if not _sentences(line) or may_head(line)), default=-1)

    @property
    def titles_at(self) -> int:
        """The row of the head that tells columns apart which are examples: above those that say more."""
        told = [not row[0].empty for row in self.heads]
        ways = (at for at, row in enumerate(self.heads) if _differ([cell.whole for cell in row[1:]]))
        return next((at for at in ways if not told[at] and all(told[at + 1 :])), self.names_at)

    def headings(self, named: int | None = None) -> tuple[list[str], list[str], list[list[str]]]:
        """For each column its name, the name above it, and what further rows of the head say."""
        lines = [[cell.whole for cell in row] for row in self.heads]
        names_at = self.names_at if named is None else named
        lines = [["" if EMPTY.match(text) else without_colon(text) for text in line] for line in lines]
        names = _uncounted(lines[names_at]) if names_at >= 0 else [""] * len(self.rows[0])
        groups = [""] * len(names)
        for line in lines[: max(names_at, 0)]:
            for column, text in enumerate(line):
                if not names[column]:
                    names[column] = text
                elif text != names[column]:
                    groups[column] = text
        return names, groups, lines[names_at + 1 :]

    def along_columns(self, names_at: int | None = None) -> SeriesTable:
        """Rows are examples: a series for each column; `names_at` is the row of the head that names them."""
        names, groups, texts = self.headings(names_at)
        names = next((told for told in (_told_apart(names, row) for row in texts) if told), names)
        series = tuple(
            Series(name, column, group, tuple(text[at] for text in texts if text[at]))
            for at, (name, group, column) in enumerate(zip(names, groups, self.columns(), strict=True))
        )
        played = tuple(one for one in series if one.heading.lower().strip() not in _DOWNLOADS)
        series = each_once(played if any(one.sounds for one in played) else series)
        over = [row[0] for at, row in enumerate(self.heads) if _is_title(row) and at != names_at]
        sentences = _sentences([cell.whole for cell in self.banners if cell.lines])
        if self.banners:
            series = (*series, words_over(self.banners, "text" if sentences else "group"))
        if over and len(self.heads) > len(over) and (sentences or not self.banners):
            series = (*series, Series("", (over[0],) * len(self.rows), role="group"))
        notes = tuple(f"{one.heading}: {text}" for one in series for text in one.texts if one.heading)
        return SeriesTable(series, tuple(self.shared), notes=notes)

    def columns(self) -> list[Row]:
        """The cells of each column."""
        return list(zip(*self.rows, strict=True))

    def turned(self) -> SeriesTable | None:
        """Columns are examples: a series for each row; None where rows have no names of their own."""
        every = self.rows if self.banners else joined_where(self.rows, one_name)
        labels = labels_of(every)
        banners = self.banners or (BLANK,) * len(every)
        if not labels or len(set(zip(labels, banners, strict=True))) < len(labels):
            return None
        names, groups, _ = self.headings(named := self.titles_at)
        titles = tuple(names[1:]) if not all(map(is_bare, names[1:])) else ()
        rows = zip(labels, every, banners, strict=True)
        series = [Series(label, row[1:], banner.whole) for label, row, banner in rows]
        series += [Series(row[0].whole, row[1:]) for row in self.heads[named + 1 :]]
        if len(set(groups[1:]) - {""}) > 1:
            cells = tuple(PageCell(lines=(TextLine(one),)) if one else BLANK for one in groups[1:])
            series.append(Series("", cells, role="group"))
        whole = [one for one in series if _is_whole(one)]
        series = series if len(whole) > 1 else [one for one in series if one not in whole]
        shared = (*self.shared, *(replace(one, cells=one.cells[:1]) for one in whole[: len(whole) == 1]))
        unsure = any(names[1:]) and not names[0] and not any(map(speaks, labels))
        doubts = ("is each row a system?",) if unsure and all(map(is_number, names[1:])) else ()
        return SeriesTable(tuple(series), shared, titles, about=f"{names[0]} {self.noted}", doubts=doubts)

    def numbered(self) -> SeriesTable | None:
        """Columns are examples, which only their numbers tell apart; None where there is more to tell."""
        names, _, texts = self.headings()
        if len(self.rows) > 1 or len(names) < 2 or self.banners or texts or not all(map(is_number, names)):
            return None
        return (
            SeriesTable((Series("", self.rows[0]),), tuple(self.shared), tuple(names))
            if plays(self.rows[0])
            else None
        )

    def by_systems(self) -> SeriesTable | None:
        """All of it is one example: each row is a system, each column a part of what it has."""
        labels = labels_of(self.rows)
        given = any(kinds(label) & {"prompt", "text", "instruction"} for label in labels)
        if given or len(set(labels)) < max(len(labels), 2) or all(map(is_number, labels)):
            return None
        found = self.along_columns()
        about = f"{found.series[0].heading} {self.noted}"
        common = [one for one in found.series[1:] if _is_common(one)]
        series = tuple(one for one in found.series[1:] if one not in common)
        mixed = any(one.sounds and "degraded" in one.kinds for one in series)  # then rows got other things
        if sum(one.sounds for one in series) < 2 or mixed:
            return None
        got = (replace(one, cells=tuple(cell for cell in one.cells if cell.clips)[:1]) for one in common)
        shared = (*found.shared, *got)
        return replace(found, series=series, shared=shared, systems=tuple(labels), notes=(), about=about)

    def by_parts(self) -> SeriesTable | None:
        """All of it is one example: each row is a part of what every system made of what stands above."""
        labels = labels_of(self.rows)
        if not labels or not self.shared or all(map(is_number, labels)):
            return None
        found = self.along_columns()
        if "system" in found.series[0].kinds and not any(map(is_part, labels)):
            return None
        return replace(found, series=found.series[1:], titles=tuple(labels), parts=True)


def prepared(
    grid: CellGrid, *, remarks: bool = False, words: bool = False, below: bool = False, labelled: bool = False
) -> TableParts:
    """A table with everything taken from it that is no cell of a comparison; `labelled`: it has no headings."""
    table = TableParts(list(grid.rows))
    if not labelled:
        table.take_names(below=below)
        table.take_shared()
        table.take_heads()
    table.take_banners()
    table.join_pictures()
    if not table.banners:
        table.join_words(numbers=not words)
    if remarks:
        table.take_remarks()
    return table


def _is_title(row: Row) -> bool:
    """True where a row of the head has one cell of words, which spans it or stands first."""
    return is_banner(row) or (len(row) > 1 and not row[0].empty and all(cell.empty for cell in row[1:]))


def _is_whole(one: Series) -> bool:
    """True where a row shows once, in its first cell, what all of it was made from."""
    alone = one.cells[:1] and one.cells[0].clips and not any(cell != BLANK for cell in one.cells[1:])
    return bool(alone) and len(one.cells) > 1 and bool(one.kinds & {"degraded", "source", "target"})


def _is_common(one: Series) -> bool:
    """True where the cells only show, once or again, what all systems got."""
    clips = {cell.clips for cell in one.cells if cell.clips}
    return len(clips) == 1 and bool(one.kinds & {"degraded", "source"}) and len(one.cells) > 1


def _common(cells: Sequence[PageCell], end: int) -> str:
    """The short line that begins (or ends) all of some cells and is not all that they hold; else nothing."""
    texts = {cell.lines[end].whole if cell.lines else "" for cell in cells}
    text = min(texts)
    alone = any(not cell.clips and len(cell.lines) < 2 for cell in cells)
    return "" if len(texts) > 1 or alone or is_sentence(text) else text


def _without_line(cell: PageCell, end: int) -> PageCell:
    lines = cell.lines[1:] if end == 0 else cell.lines[:-1]
    return replace(cell, lines=lines, flow=tuple(one for one in cell.flow if one is not cell.lines[end]))


def _differ(texts: Sequence[str]) -> bool:
    """True where texts can name columns: none is missing or a sentence, and all differ."""
    return all(texts) and len(set(texts)) == len(texts) > 1 and not any(map(is_sentence, texts))


def _says_role(text: str) -> bool:
    return bool(kinds(text) & (ROLES | {"text", "instruction"}))


def _follows_head(rows: Sequence[Row]) -> bool:
    if plays(rows[0]):
        return len(rows) > 2 and _follows_head(rows[1:]) and len([c for c in rows[0] if c.clips]) == 1
    texts = [cell.whole for cell in rows[0] if cell.lines]
    return len(texts) > 1 and plays(rows[1]) and not any(map(is_sentence, texts))


def _one_named(rows: Sequence[Row]) -> bool:
    """True where a name and one clip below it stand above a row of headings."""
    named = len(rows) > 3 and not plays(rows[0]) and sum(bool(cell.lines) for cell in rows[0]) == 1
    return named and sum(bool(cell.clips) for cell in rows[1]) == 1 and _follows_head(rows[2:])


def _joined(row: Row, other: Row) -> Row:
    return tuple(
        replace(one, images=(*one.images, *two.images), lines=one.lines or two.lines)
        for one, two in zip(row, other, strict=True)
    )


def _uncounted(names: Sequence[str]) -> list[str]:
    """Names without the letters that only count them: "(a) Mixture", "(b) Net"."""
    counted = [re.match(r"\(?([a-z])\) ?(?=\w)", name) for name in names]
    letters = [one[1] for one in counted if one]
    if len(letters) < 2 or letters != sorted(set(letters)) or letters[0] != "a":
        return list(names)
    return [name[one.end() :] if one else name for one, name in zip(counted, names, strict=True)]


def _told_apart(names: Sequence[str], row: Sequence[str]) -> list[str]:
    """Names that come again, with what stands below them where that tells all of them apart; else nothing."""
    told = [f"{name} ({text})" if name and text else name for name, text in zip(names, row, strict=True)]
    again = [name for name in names if name and names.count(name) > 1]
    brief = not any(map(is_sentence, row)) and not any(map(is_measured, again))
    return told if again and brief and len({*told} - {""}) == len(told) - told.count("") else []


def _sentences(texts: Sequence[str]) -> bool:
    return sum(map(is_sentence, texts)) * 2 > len(texts)
