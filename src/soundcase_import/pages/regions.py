"""The parts of a page that each hold one comparison, with all ways to read them, and the one that is taken.

Rule 1: a heading ends a part. Below it, each table is one, and each run of players; or all of it is one run,
    where small tables of one row each belong to the players and words around them.
Rule 2: tables with the same headings are read in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePosixPath

from soundcase.values import dataclass
from soundcase_import.names import local_path
from soundcase_import.pages.blocks import Block, LoosePlayer, NumberedList, PageHeading, Prose, TableBlock
from soundcase_import.pages.cells import CellGrid, PageCell, Row, TextLine
from soundcase_import.pages.cellwise import heads_of, is_banner, labels_of, plays
from soundcase_import.pages.comparison import (
    BlockReading,
    Series,
    SeriesTable,
    asked_inside,
    questioned,
    unfolded,
)
from soundcase_import.pages.flow import flow_readings, names_counted
from soundcase_import.pages.naming import (
    TEXT,
    TITLE,
    Heard,
    Item,
    PageLabels,
    Slot,
    Spoken,
    Told,
    above,
    labels_of_page,
)
from soundcase_import.pages.roles import may_answer, with_roles
from soundcase_import.pages.tables import table_readings, word_readings
from soundcase_import.pages.vocabulary import ROLES, is_sentence, kinds, label_role, without_colon
from soundcase_import.pages.weighing import Weighed, speaks, weight

Words = Prose | NumberedList


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the page with one comparison."""

    name: str
    """What people call it: `table 3`, `players 1`."""
    path: tuple[PageHeading, ...]
    fresh: bool
    """Whether a heading stands between it and the one before."""
    prose: tuple[Words, ...]
    readings: tuple[BlockReading, ...]
    key: tuple[str, ...] = ()
    """The headings of a table: others with the same ones are read alike."""
    items: tuple[Item, ...] = ()
    """The run, where it is one."""
    blocks: tuple[Block, ...] = ()
    """All that stands in it."""
    page: str = ""
    """What the page says besides."""

    @property
    def about(self) -> str:
        """The headings over it on one line, then the words of the page."""
        return f"{' '.join(one.text for one in self.path)}\n{self.page}"

    def sketch(self) -> list[list[str]]:
        """Its first rows in few words, clips as their names."""
        tables = [block for block in self.blocks if isinstance(block, TableBlock)]
        if self.key and tables:
            return [[_brief(cell) for cell in row] for row in tables[-1].grid.rows[:ROWS]]
        found = []
        for item in self.items[: 2 * ROWS]:
            if isinstance(item, Told):
                found += [[slot.name.lstrip("\0"), _brief(slot.cell)] for slot in item.slots]
            elif isinstance(item, Heard):
                found.append(["", _brief(PageCell(clips=(item.clip,)))])
            else:
                found.append([_brief(PageCell(lines=item.lines)), ""])
        return found

    @property
    def clips(self) -> set[str]:
        """The addresses of its clips, as the readings have them together."""
        tables = (reading.table for reading in self.readings)
        cells = (cell for one in tables for each in (*one.series, *one.shared) for cell in each.cells)
        return {clip.src for cell in cells for clip in cell.clips}


ROWS = 6
"""Rows of a sketch."""
WIDE = 40
"""Characters of a cell in a sketch."""


def _brief(cell: PageCell) -> str:
    clips = [f"▶ {PurePosixPath(local_path(clip.src)).name}" for clip in cell.clips]
    words = cell.whole if len(cell.whole) <= WIDE else f"{cell.whole[: WIDE - 1]}…"
    return " ".join(filter(None, [words, *clips]))


def regions_of(blocks: Sequence[Block]) -> list[Region]:
    """The parts of a page, in order."""
    words = (one.text for one in blocks if isinstance(one, Prose | PageHeading))
    walk = _RegionWalk(labels_of_page(list(_lines(blocks))), " ".join(words))
    path: list[PageHeading] = []
    passage: list[Block] = []
    for block in (*blocks, PageHeading(0, "")):
        if isinstance(block, PageHeading):
            walk.passage(tuple(path), passage)
            told = [one for one in passage if isinstance(one, Prose) and fields_in([one])]
            within = path and block.level > path[-1].level and len(told) == len(passage)
            passage = told if within else []  # what is said below a heading is said of what stands deeper
            path = [one for one in path if one.level < block.level] + [block]
        else:
            passage.append(block)
    return walk.regions


class _RegionWalk:
    """Collects the parts of one passage after the other, and numbers them."""

    def __init__(self, labels: PageLabels, page: str) -> None:
        self.labels = labels
        self.page = page
        self.regions: list[Region] = []
        self.tables = 0
        self.runs = 0

    def passage(self, path: tuple[PageHeading, ...], blocks: Sequence[Block]) -> None:
        """Add the parts of a passage without headings, in the likeliest of three ways to part it.

        Each table and each run of players between tables is a part; or tables that stand right after each other
        are one; or all of it is one run.
        """
        ways = [self.parts(path, blocks)]
        beside = _side_by_side(blocks)
        if len(beside) < len(blocks):
            ways.append(self.parts(path, beside))
        tables = [block for block in blocks if isinstance(block, TableBlock) and block.grid.rows]
        silent = not all(any(map(plays, one.grid.rows)) for one in tables)
        small = all(map(told_in, tables)) and not any(map(_apart, blocks)) and not _tell_tasks(blocks)
        if small and ways[0] and tables and (len(ways[0]) > 1 or silent):
            told = (f"{len(tables)} small tables became this one task",)
            ways.append([self.run(path, blocks, told)])
            ways = ways[-1:] if silent else ways
        for at, region in enumerate(max(ways, key=_likely) if ways[0] else ()):
            self.add(replace(region, fresh=at == 0))
        self.tables = self.tables + len(tables) if not ways[0] else self.tables

    def parts(self, path: tuple[PageHeading, ...], blocks: Sequence[Block]) -> list[Region]:
        """Each table, and each run of players between tables."""
        found: list[Region] = []
        since: list[Block] = []
        for block, following in pairwise((*blocks, None)):
            if isinstance(block, TableBlock) and isinstance(following, TableBlock) and _is_given(block):
                since.append(block)
                continue
            readings = tuple(table_readings(block.grid)) if isinstance(block, TableBlock) else ()
            asked = _asked(block, since)
            readings = readings or asked
            if not isinstance(block, TableBlock) or not readings:
                since.append(block)
                continue
            shared, prose = _shared(since, path[-1].text if path else "")
            shared, prose = ([], _words(since)) if asked else (shared, prose)
            played = not shared and any(isinstance(one, LoosePlayer) or plays_in(one) for one in since)
            if played and not asked:
                found.append(self.run(path, since))
                prose = []
            key = tuple(cell.whole for cell in block.grid.rows[0])
            readings = tuple(_sharing(reading, shared) for reading in readings)
            inside = (*([] if played and not asked else since), block)
            found.append(_region(path, _words(prose), readings, inside, key=key))
            since = []
        if any(isinstance(one, LoosePlayer) or plays_in(one) for one in since):
            found.append(self.run(path, since))
        return found

    def run(self, path: tuple[PageHeading, ...], blocks: Sequence[Block], doubts: tuple[str, ...] = ()) -> Region:
        """A run of players."""
        items = items_in(blocks)
        readings = tuple(
            replace(one, table=replace(one.table, doubts=(*one.table.doubts, *doubts)))
            for one in flow_readings(items, self.labels)
        )
        prose = [one for one in blocks if _apart(one)]
        return _region(path, _words(prose), readings, tuple(blocks), items=tuple(items))

    def add(self, region: Region) -> None:
        """Add a part under its name."""
        tables = sum(isinstance(block, TableBlock) for block in region.blocks)
        self.tables += tables
        self.runs += bool(region.items)
        name = f"players {self.runs}" if region.items else f"table {self.tables}"
        self.regions.append(replace(region, name=name, page=self.page))


def _tell_tasks(blocks: Sequence[Block]) -> bool:
    """True where several paragraphs stand before each of some tables with the same headings."""
    heads: list[set[str]] = []
    said: list[int] = []
    words = 0
    for block in blocks:
        if isinstance(block, TableBlock):
            heads.append({slot.name for one in told_in(block) for slot in one.slots})
            said.append(words)
            words = 0
        words += isinstance(block, Prose) and not fields_in([block])
    return len(said) > 1 and min(said) > 1 and heads[0] == heads[1]


def _region(
    path: tuple[PageHeading, ...],
    prose: tuple[Words, ...],
    readings: Sequence[BlockReading],
    blocks: tuple[Block, ...],
    *,
    key: tuple[str, ...] = (),
    items: tuple[Item, ...] = (),
) -> Region:
    """A part, each of its readings with answers in words too."""
    every = tuple(one for reading in readings for one in _answered(reading, in_lines=bool(items)))
    return Region("", path, fresh=False, prose=prose, readings=every, key=key, items=items, blocks=blocks)


def _side_by_side(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with tables right after each other that have as many rows and other headings as one table."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, TableBlock) and isinstance(last, TableBlock) and _goes_on(last.grid, block.grid):
            same = [row[0].whole for row in last.grid.rows[1:]] == [row[0].whole for row in block.grid.rows[1:]]
            drop = int(same and not any(row[0].clips for row in block.grid.rows))
            rows = zip(last.grid.rows, block.grid.rows, strict=True)
            found[-1] = replace(last, grid=CellGrid(tuple((*one, *two[drop:]) for one, two in rows)))
        else:
            found.append(block)
    return found


def _goes_on(one: CellGrid, two: CellGrid) -> bool:
    """True where a table can be the columns that another had no room for."""
    if not len(one.rows) == len(two.rows) > 1 or not (heads_of(one.rows[0]) and heads_of(two.rows[0])):
        return False
    heads = {cell.whole for cell in two.rows[0]}
    again = heads & {cell.whole for cell in one.rows[0][1:]}
    given = any(kinds(head) & ROLES - {"output"} for head in heads)
    return not again and not given and all(plays(row) for grid in (one, two) for row in grid.rows[1:])


def _lines(blocks: Sequence[Block]) -> Iterator[TextLine]:
    """The words of all blocks."""
    for block in blocks:
        if isinstance(block, Prose):
            yield from block.lines
        elif isinstance(block, TableBlock):
            cells = dict.fromkeys(cell for row in block.grid.rows for cell in row)
            yield from (line for cell in cells for line in cell.lines)


def _words(blocks: Sequence[Block]) -> tuple[Words, ...]:
    return tuple(one for one in blocks if isinstance(one, Prose | NumberedList))


def _answered(reading: BlockReading, *, in_lines: bool) -> Iterator[BlockReading]:
    """A reading, and the same where systems answered in words."""
    reading = replace(reading, table=unfolded(reading.table))
    yield reading
    if may_answer((*reading.table.series, *reading.table.shared)) and not reading.table.systems:
        below = ("are the lines below the clips what the models answered?",) if in_lines else ()
        doubts = (*reading.table.doubts, *below)
        table = asked_inside(questioned(reading.table))
        series = tuple(one.given("prompt") if one.role == "text" else one for one in table.series)
        table = replace(table, series=series, answered=True, doubts=doubts)
        yield replace(reading, name=f"{reading.name}, answers in words", table=table)


def _apart(block: Block) -> bool:
    """True for words that are no part of a run: code, numbered lists."""
    return isinstance(block, NumberedList) or (isinstance(block, Prose) and block.code)


def items_in(blocks: Sequence[Block]) -> list[Item]:
    """Blocks as a run."""
    found: list[Item] = []
    for one in blocks:
        if isinstance(one, LoosePlayer):
            found.append(Heard(one.clip, one.name, one.place))
        elif isinstance(one, Prose) and not one.code:
            found.append(Spoken(one.lines or (TextLine(one.text),), one.strong, one.place))
        elif isinstance(one, TableBlock):
            found += told_in(one)
    return found


def told_in(block: TableBlock) -> list[Told]:
    """A table that is one example, as rows under headings or as rows with a label each; nothing where it is none."""
    spans = [row[0] for row in block.grid.rows if is_banner(row)]
    rows = [row for row in block.grid.rows if not is_banner(row)]
    if not rows:
        return []
    slots = _under_heads(rows)
    if not slots and block.grid.width == 2 and not any(map(plays, rows)):
        slots = [Slot(without_colon(label), row[1]) for label, row in zip(labels_of(rows), rows, strict=False)]
    names = [slot.name for slot in slots]
    if not slots or len(set(names)) < len(names) or any(map(is_sentence, names)):
        return []
    words = [Slot(TEXT if is_sentence(cell.whole) else TITLE, cell, block.place) for cell in spans]
    named = [Slot(one.name or f"\0{at}", one.cell, block.place) for at, one in enumerate(slots)]
    return [Told((*named, *words) if spans and not is_banner(block.grid.rows[0]) else (*words, *named))]


def _under_heads(rows: Sequence[Row]) -> list[Slot]:
    """The cells of rows that each stand below a row of names; nothing where a row does not."""
    alone = [cell.whole for cell in rows[0] if not cell.empty]
    single = len(alone) == 1 and not is_sentence(alone[0]) and not plays(rows[0])
    pairs = list(zip(rows[::2], rows[1::2], strict=False))
    headed = all(single or heads_of(head) for head, _ in pairs)
    if len(rows) % 2 or not headed or not all(plays(row) or len(rows) == 2 for _, row in pairs):
        return []
    cells = [(head, cell) for names, row in pairs for head, cell in zip(names, row, strict=True)]
    return [
        Slot(without_colon(head.whole), cell)
        for head, cell in cells
        if not cell.empty and (not head.empty or cell.clips)
    ]


def _likely(regions: Sequence[Region]) -> float:
    """How likely the best readings of some parts are, each part by the number of its clips."""
    weights = [(len(one.clips), max(_weights(one, set()).values(), default=0.0)) for one in regions]
    return sum(count * weight for count, weight in weights) / max(sum(count for count, _ in weights), 1)


def _shared(blocks: Sequence[Block], heading: str) -> tuple[list[Series], list[Block]]:
    """The clips and words right above a table that only show what went into it, and the words besides.

    `heading` names the first player where nothing else does.
    """
    slots = [slot for slot in above(items_in(blocks)) if slot.cell.clips or not slot.bare]
    first = next((at for at, slot in enumerate(slots) if slot.cell.clips), None)
    if first is not None and not slots[first].name.strip("\0 ") and speaks(heading):
        slots[first] = replace(slots[first], name=heading)
    played = [slot for slot in slots if slot.cell.clips]
    fine = all(kinds(one.name) & ROLES - {"output"} and not is_sentence(one.name) for one in played)
    if not played:
        return [], [one for one in blocks if not isinstance(one, TableBlock)]
    if not fine:
        return [], []
    told = [slot for slot in slots if slot.cell.clips or any(slot in one.slots for one in _rows(blocks))]
    names = {slot.name for slot in played}
    kept: list[Block] = [
        one
        for one in blocks
        if isinstance(one, NumberedList) or (isinstance(one, Prose) and one.text.strip(" :：") not in names)
    ]
    return [Series(slot.name, (slot.cell,)) for slot in told], kept


def _asked(block: Block, before: Sequence[Block]) -> tuple[BlockReading, ...]:
    """The readings of a table of words that were asked and answered about the one clip right above it."""
    played = [one for one in before if isinstance(one, LoosePlayer)]
    if not isinstance(block, TableBlock) or len(played) != 1 or any(map(plays, block.grid.rows)):
        return ()
    readings = tuple(word_readings(block.grid))
    heads = frozenset[str]().union(*(one.kinds for reading in readings for one in reading.table.series))
    heard = [Series("Audio", (PageCell(clips=(played[0].clip,)),))]
    return tuple(_sharing(one, heard) for one in readings if heads & {"instruction", "prompt"} and heads & {"output"})


def _rows(blocks: Sequence[Block]) -> list[Told]:
    return [row for block in blocks if isinstance(block, TableBlock) for row in told_in(block)]


def plays_in(block: Block) -> bool:
    """True for tables with clips."""
    return isinstance(block, TableBlock) and any(map(plays, block.grid.rows))


def _is_given(block: TableBlock) -> bool:
    """True where a small table only shows what goes into the next one."""
    slots = [slot for one in told_in(block) for slot in one.slots]
    played = [slot for slot in slots if slot.cell.clips]
    return bool(played) and all(kinds(slot.name) & ROLES - {"output", "truth"} for slot in played)


def _sharing(reading: BlockReading, shared: Sequence[Series]) -> BlockReading:
    return replace(reading, table=replace(reading.table, shared=(*shared, *reading.table.shared)))


def spoken_in(prose: Sequence[Words]) -> bool:
    """True where the words that are to be said stand before a comparison."""
    code = any(isinstance(one, Prose) and one.code for one in prose)
    return code or any(role == "text" for role, _ in fields_in(prose))


def fields_in(prose: Sequence[Words]) -> list[tuple[str, str]]:
    """Lines such as "Text: …" in words: field and text."""
    found = []
    for one in prose:
        for line in one.lines if isinstance(one, Prose) else ():
            label, _, text = line.text.replace("：", ":", 1).partition(":")
            label, text = (line.label, line.text) if line.label else (label, text.strip())
            role = label_role(label) if len(label.split()) < 4 else ""
            if role in ("text", "prompt") and text:
                found.append((role, text))
    return found


def chosen_readings(regions: Sequence[Region], wanted: Mapping[str, str]) -> list[Weighed]:
    """For each part its readings, the likeliest first; tables with the same headings have the same order."""
    counted = names_counted([region.items for region in regions if region.items])
    known = {name for name, count in counted.items() if count > 1}
    weights = [_weights(region, known) for region in regions]
    pooled: dict[tuple[str, ...], dict[str, list[float]]] = {}
    for region, own in zip(regions, weights, strict=True):
        for name, value in own.items() if region.key else ():
            pooled.setdefault(region.key, {}).setdefault(name, []).append(value)
    found = []
    for region, own in zip(regions, weights, strict=True):
        shared = pooled.get(region.key, {})
        alike = {name: sum(shared[name]) / len(shared[name]) if region.key else own[name] for name in own}
        asked = wanted.get(region.name, "")
        order = sorted(region.readings, key=lambda one: (one.name != asked, -alike[one.name]))
        found.append(Weighed(tuple((alike[one.name], one) for one in order), asked=bool(asked)))
    return found


def _weights(region: Region, known: set[str]) -> dict[str, float]:
    clips = region.clips
    found = {}
    for reading in region.readings:
        table = with_given_roles(reading.table, spoken=spoken_in(region.prose), about=region.about)
        named = any(one.heading == region.path[-1].text for one in table.series) if region.path else False
        apart = min(len(reading.before) + len(reading.after), 4)
        found[reading.name] = weight(table, clips, known) + reading.prior - 0.5 * named - 0.15 * apart
    return found


def with_given_roles(table: SeriesTable, *, spoken: bool, about: str) -> SeriesTable:
    """The table with a role for every series that has none."""
    every = [*table.series, *table.shared]
    spoken = spoken or any(one.role == "text" for one in table.series)
    still = [one for one in every if not one.role]
    found = iter(with_roles(still, spoken=spoken, answered=table.answered, about=f"{table.about} {about}"))
    return table.given([one if one.role else next(found) for one in every])
