"""Tables whose cells are more than one thing each: examples, names with their clips, headings in between."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from soundcase_import.pages.cells import BLANK, CellGrid, PageCell, Row, TextLine
from soundcase_import.pages.comparison import BlockReading, Series, SeriesTable
from soundcase_import.pages.dom import Player
from soundcase_import.pages.flow import by_names, reading_of
from soundcase_import.pages.naming import Heard, Item, Slot, Spoken, above, aloud, below, is_name
from soundcase_import.pages.path_names import names_in_paths
from soundcase_import.pages.vocabulary import (
    ROLES,
    bare_name,
    describes,
    is_number,
    is_sentence,
    kinds,
    label_role,
    without_colon,
)
from soundcase_import.pages.weighing import speaks


def cell_readings(grid: CellGrid, inner: CellGrid, shared: Sequence[Series]) -> Iterator[BlockReading]:
    """The readings of a table for which its rows and columns alone are not enough.

    `inner` is the table without what stands above its headings, which are the clips that all examples share.
    """
    for name, table, prior in (
        ("cells are examples", cards(grid) or bare_clips(inner), 0.5),
        ("words and clips take turns", alternating(grid), 0.5),
        ("labels begin each row", stacked(grid), 0.5),
        ("columns are examples, names in the cells", columns_named_inside(grid), 0.5),
        ("each cell is made of its row and its column", crossed(grid), 1.2),
    ):
        if table:
            yield BlockReading(name, table, prior=prior)
    for name, entries in (
        ("names in the cells", by_names(_named_inside(grid, above))),
        ("names below the clips in the cells", by_names(_named_inside(grid, below))),
        ("names and words in the cells", by_names(_named_inside(grid, aloud))),
        ("headings inside the table", _headed_inside(inner)),
        ("a column names the systems", by_names(_named_beside(grid))),
    ):
        if entries:
            about = " ".join(cell.whole for cell in grid.rows[0] if not cell.clips)
            called = [{slot.name for slot in entry if slot.cell.clips} for entry in entries]
            several = name.endswith("cells") and any(len(cell.clips) > 1 for row in grid.rows for cell in row)
            steady = several and len(entries) > 1 and called.count(called[0]) == len(called)
            reading = reading_of(name, entries, 0.4 if steady else 0.0)
            yield replace(reading, table=replace(reading.table, about=about, shared=tuple(shared)))


def cards(grid: CellGrid) -> SeriesTable | None:
    """Cells that are each an example: a clip, and what each system says to it behind the system's name."""
    over = {cell: row[0] for row in grid.rows for cell in row[1:] if cell.clips and not row[0].clips}
    cells = list(dict.fromkeys(cell for row in grid.rows for cell in row if cell.clips))
    spoken = [cell for cell in cells if any(not label_role(line.label) for line in cell.labelled)]
    if len(spoken) * 2 <= len(cells) or not all(len(cell.clips) == 1 for cell in cells):
        return None
    beside = tuple(over.get(cell, BLANK) for cell in cells)
    return SeriesTable(
        (Series("", beside, role="group"), Series("", tuple(cells))) if over else (Series("", tuple(cells)),)
    )


def bare_clips(grid: CellGrid) -> SeriesTable | None:
    """Cells that are each a clip, where no word and no address tells them apart."""
    cells = [cell for row in grid.rows for cell in row if not cell.empty]
    clips = [clip.src for cell in cells for clip in cell.clips]
    alone = len(clips) == len(cells) > len(grid.rows) and not any(cell.lines for cell in cells)
    return SeriesTable((Series("", tuple(cells)),)) if alone and not names_in_paths(clips) else None


def alternating(grid: CellGrid) -> SeriesTable | None:
    """A table in which every second row says what the clips beside it are."""
    headed = grid.width == 1 and len(grid.rows) % 2 == 1 and not any(map(plays, grid.rows[:2]))
    head = grid.rows[0][0].whole if headed else ""
    grid = CellGrid(grid.rows[headed:])
    silent = [not plays(row) for row in grid.rows]
    if not silent or len(silent) % 2 or any(one == two for one, two in pairwise(silent)):
        return None
    first = 0 if silent[0] else 1
    heads = [cell.whole for cell in grid.rows[first]]
    plain = [text for text in heads if is_sentence(text) or describes(text)]
    if len(silent) < 4 and (len(plain) * 2 <= len(heads) or any(map(speaks, heads))):  # these may name systems
        return None
    pairs = list(zip(grid.rows[first::2], grid.rows[1 - first :: 2], strict=True))
    cells = [(word, clip) for pair in pairs for word, clip in zip(*pair, strict=True) if clip.clips]
    texts = [word.whole for word, _ in cells]
    whole = all(clip.clips for _, played in pairs[:-1] for clip in played) and all(texts)
    if not whole or len(set(texts)) <= len(texts) / 2:
        return None
    words, clips = zip(*cells, strict=True)
    told = [text for text in texts if is_sentence(text) or text[-1:] in ".?!。？！" or describes(text)]
    said = len(told) * 2 > len(texts)
    return SeriesTable((Series("", words, role="text" if said else "title"), Series(head, clips)))


def stacked(grid: CellGrid) -> SeriesTable | None:
    """Two columns in which words that span both begin each example, and its labels are always the same."""
    starts = [at for at, row in enumerate(grid.rows) if is_banner(row)]
    if grid.width != 2 or not starts or starts[0]:
        return None
    parts = [grid.rows[start + 1 : end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    labels = [labels_of(part) if part else [] for part in parts]
    if len(parts) < 2 or not labels[0] or len(set(labels[0])) < len(labels[0]):
        return None
    if any(one != labels[0] for one in labels):
        return None
    series = tuple(Series(label, tuple(part[at][1] for part in parts)) for at, label in enumerate(labels[0]))
    return SeriesTable(series, titles=tuple(grid.rows[start][0].whole for start in starts))


def columns_named_inside(grid: CellGrid) -> SeriesTable | None:
    """A table whose rows each have one name in all cells, as "Prompt 1", "Prompt 2" over "Net", "Net"."""
    said = tuple(row[0] for row in grid.rows if is_banner(row))
    rows = [row for row in grid.rows if not is_banner(row)]
    if len(rows) < 2 or grid.width < 2 or not all(cell.clips and cell.lines for row in rows for cell in row):
        return None
    called = [[cell.lines[0].whole for cell in row] for row in rows]
    names = [{*row} if len({*row}) == 1 else {_uncounted(text) for text in row} for row in called]
    titles = next((tuple(row) for row in called if len({*row}) > 1), ())
    heads = [without_colon(min(one)) for one in names]
    if any(len(one) > 1 for one in names) or not all(heads) or len(set(heads)) < len(heads):
        return None
    cells = (tuple(replace(cell, lines=cell.lines[1:], flow=()) for cell in row) for row in rows)
    series = tuple(Series(*one) for one in zip(heads, cells, strict=True))
    shared = (Series("", (cell,)) for cell in said)
    return SeriesTable(series, tuple(shared), titles=titles)


def crossed(grid: CellGrid) -> SeriesTable | None:
    """A table whose first row and first column are clips, and each other cell is made of both.

    Only its corner plays nothing. What stands in front of the rows sounds like what stands over the columns,
    but where the corner says the contrary.
    """
    first = next((at for at, row in enumerate(grid.rows) if plays(row)), 0)
    over, *rows = grid.rows[first:] or [()]
    width = next(
        (at for at, cell in enumerate(over) if at and cell.empty), grid.width
    )  # blank columns may follow
    beyond = any(not cell.empty for row in (over, *rows) for cell in row[width:])
    over, *rows = [row[:width] for row in (over, *rows)]
    inside = [cell for row in rows for cell in row]
    if (
        len(rows) < 2
        or width < 3
        or beyond
        or not all(cell.clips for cell in (*over[1:], *inside))
        or over[0].clips
    ):
        return None
    names = [grid.rows[first - 1][:width] if first else over] * len(rows)
    sides = (("Source", "audio"), ("Target", "prompt_audio"))
    turned = kinds(over[0].whole) & {"source", "target"} == {"target"}
    (one, got), (two, like) = reversed(sides) if turned else sides
    series = (
        Series("", tuple(cell for row in names for cell in row[1:]), role="title"),
        Series(one, tuple(row[0] for row in rows for _ in row[1:]), role=got),
        Series(two, tuple(cell for _ in rows for cell in over[1:]), role=like),
        Series("", tuple(cell for row in rows for cell in row[1:]), role="output"),
    )
    told = kinds(over[0].whole) & {"source", "target", "prompt"}
    doubts = () if told else ("is the first column what went in, and the first row whom it should sound like?",)
    return SeriesTable(series if first else series[1:], doubts=doubts)


def _uncounted(name: str) -> str:
    """A name without its number and its remark: "Prompt 1 (whispered)" is a "Prompt"."""
    return re.sub(r"\W*\d+\W*$", "", bare_name(name, always=True))


def plays(row: Row) -> bool:
    """True where a row has a clip."""
    return any(cell.clips for cell in row)


def is_banner(row: Row) -> bool:
    """True where one cell of words spans the whole row."""
    return len(row) > 1 and all(cell is row[0] for cell in row) and not (row[0].clips or row[0].images)


def labels_of(rows: Sequence[Row]) -> list[str]:
    """The first column's words, where it holds nothing else and none is missing."""
    texts = [without_colon(row[0].whole) for row in rows]
    fine = all(texts) and not any(row[0].clips for row in rows) and len(rows[0]) > 1
    return texts if fine else []


def heads_of(row: Row) -> bool:
    """True where a row can be one of headings: names in several cells, and no clip."""
    texts = [cell.whole for cell in row if not cell.empty]
    names = all(not is_sentence(text) and not is_number(text) for text in texts) or may_head(texts)
    return not plays(row) and len(texts) > 1 and names and not is_banner(row)


def may_head(texts: Sequence[str]) -> bool:
    """True where long texts can be names all the same: none ends a sentence, and one speaks of a role."""
    brief = all(len(text.split()) <= LONG and text[-1:] not in ".?!。？！" for text in texts)
    return len(texts) > 1 and brief and any(map(speaks, texts))


LONG = 16
"""Words of a name in a row of headings, at most."""


def _column(name: str, at: int) -> str:
    """The name of a column; one that only tells it apart where it has no heading."""
    return name or f"\0{at}"


def _headed_inside(grid: CellGrid) -> list[list[Slot]]:
    """The cells under the headings right above them; nothing where only the first row has headings.

    Where headings share a name each row is an example; else one may go on under the next headings.
    """
    rows = grid.rows
    words = [tuple(cell.whole for cell in row) for row in rows]
    heads = [
        at
        for at, row in enumerate(rows[:-1])
        if heads_of(row) and (words[at] == words[0] or _over(row, rows[at + 1]))
    ]
    if len(heads) < 2 or heads[0] or heads[1] < 2:
        return []
    below = [row for at, row in enumerate(rows) if at not in heads]
    silent = {
        at for at in range(grid.width) if len({row[at].whole for row in below}) == 1 and not below[0][at].clips
    }
    found: list[list[Slot]] = []
    names = [""] * grid.width
    for at, row in enumerate(rows):
        if at in heads:
            names = [cell.whole for cell in row]
        else:
            cells = enumerate(zip(names, row, strict=True))
            found.append(
                [
                    Slot(_column(name, column), cell)
                    for column, (name, cell) in cells
                    if not cell.empty and (name or column not in silent)
                ]
            )
    told = [frozenset(words[at]) - {""} for at in heads]
    again = Counter(name for one in set(told) for name in one)
    return found if max(again.values()) > 1 else by_names([slot for row in found for slot in row])


def _over(heads: Row, row: Row) -> bool:
    """True where clips stand under headings."""
    under = [cell for head, cell in zip(heads, row, strict=True) if not head.empty]
    return sum(bool(cell.clips) for cell in under) * 2 >= len(under) > 0


def _named_inside(grid: CellGrid, naming: Callable[[Sequence[Item]], list[Slot]]) -> list[Slot]:
    """The clips under the names that stand with them in their cells; nothing where no name does."""
    names = [cell.whole for cell in grid.rows[0]] if heads_of(grid.rows[0]) else [""] * grid.width
    slots: list[Slot] = []
    named = 0
    before: Row = (BLANK,) * grid.width
    for row in grid.rows[any(names) :]:
        for column, cell in enumerate(row):
            spans = cell is before[column] or (column > 0 and cell is row[column - 1])
            if cell.empty or spans:
                continue
            given = kinds(names[column]) & ROLES - {"output"}  # such a heading says more than words below it
            inside = naming(items_of(cell)) if cell.clips and not given else []
            own = [slot for slot in inside if slot.cell.clips and slot.name.strip()]
            words = [slot for slot in inside if not slot.cell.clips]
            if own and len(own) == len(cell.clips) and not any(slot.bare for slot in words):
                named += len(own)
                slots += inside
            else:
                slots.append(Slot(_column(names[column], column), cell))
        before = row
    return slots if named > 1 else []


def items_of(cell: PageCell) -> list[Item]:
    """A cell as a run of words and clips; a remark in brackets goes on with the name in the line above."""
    found: list[Item] = []
    for part in cell.flow:
        last = found[-1] if found else None
        if isinstance(part, Player):
            found.append(Heard(part))
        elif isinstance(last, Spoken) and is_name(last.lines[0].whole) and _REMARK.fullmatch(part.whole):
            found[-1] = Spoken((TextLine(f"{last.lines[0].whole} {part.whole}"),))
        else:
            found.append(Spoken((part,)))
    return found


_REMARK = re.compile(r"[(（].+[)）]")


def _named_beside(grid: CellGrid) -> list[Slot]:
    """Clips under the system that a column of their row names; nothing where no column does."""
    heads = heads_of(grid.rows[0])
    rows = grid.rows[heads:]
    names = [cell.whole for cell in grid.rows[0]] if heads else [""] * grid.width
    for at in range(grid.width):
        systems = [row[at].whole for row in rows]
        called = kinds(names[at])
        again = len(set(systems)) < len(systems) and not called & _SORTS
        if _may_name(rows, at) and len(set(systems)) > 1 and (again or "system" in called):
            return _pivoted(rows, names, at)
    return []


_SORTS = frozenset(["property", "labels", "text", "instruction", "id"])
"""Kinds of headings over words that no systems are called by."""


def _may_name(rows: Sequence[Row], at: int) -> bool:
    texts = [row[at].whole for row in rows]
    plain = all(is_name(text) and not is_number(text) for text in texts)
    return all(texts) and plain and not any(row[at].clips for row in rows)


def _pivoted(rows: Sequence[Row], names: Sequence[str], at: int) -> list[Slot]:
    """The rows, run by run of different systems, as slots under the systems' names."""
    runs: list[list[Row]] = [[]]
    for row in rows:
        if row[at].whole in [one[at].whole for one in runs[-1]]:
            runs.append([])
        runs[-1].append(row)
    width = range(len(names))
    same = {
        column
        for column in width
        if all(len({(cell.whole, cell.clips) for cell in (row[column] for row in run)}) == 1 for run in runs)
    }
    differ = [column for column in width if column not in same and column != at]
    played = [column for column in differ if any(row[column].clips for row in rows)] or differ
    slots: list[Slot] = []
    for run in runs:
        slots += [Slot(_column(names[column], column), run[0][column]) for column in width if column in same]
        for row in run:
            words = [
                TextLine(row[column].whole, names[column])
                for column in width
                if column not in same and column != at and column not in played and not row[column].empty
            ]
            for column in played:
                cell = row[column]
                slots.append(
                    Slot(without_colon(row[at].whole), PageCell((*cell.lines, *words), cell.clips, cell.images))
                )
    return slots if len(played) == 1 else []
