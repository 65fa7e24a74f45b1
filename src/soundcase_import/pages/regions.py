"""The parts of a page that each hold one comparison, with all ways to read them, and the one that is taken.

Rule 1: a heading ends a part. Below it, each table is one, and each run of players; or all of it is one run,
    where small tables of one row each belong to the players and words around them.
Rule 2: tables with the same headings are read in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import PurePosixPath

from soundcase.values import dataclass
from soundcase_import.names import local_path
from soundcase_import.pages.around import (
    Words,
    asked_about,
    fields_in,
    is_given,
    items_in,
    plays_in,
    shared_by,
    sharing,
    side_by_side,
    spoken_in,
    stands_apart,
    tell_tasks,
    told_in,
    words_in,
)
from soundcase_import.pages.blocks import Block, PageHeading, Prose, TableBlock
from soundcase_import.pages.cells import PageCell, TextLine
from soundcase_import.pages.cellwise import plays
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
    Heard,
    Item,
    PageLabels,
    Told,
    labels_of_page,
)
from soundcase_import.pages.roles import may_answer, with_roles
from soundcase_import.pages.tables import table_readings
from soundcase_import.pages.topics import About, topic_of
from soundcase_import.pages.vocabulary import is_number
from soundcase_import.pages.weighing import Weighed, weight


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the page with one comparison."""

    name: str
    """What people call it: `table 3`, `players 1`."""
    path: tuple[PageHeading, ...]
    fresh: bool
    """Whether a heading stands between it and the one before."""
    prose: tuple[Words, ...]
    readings: tuple[BlockReading, ...] = ()
    key: tuple[str, ...] = ()
    """The headings of a table, or over a run that is counted: others with the same ones are read alike."""
    items: tuple[Item, ...] = ()
    """The run, where it is one."""
    blocks: tuple[Block, ...] = ()
    """All that stands in it."""
    topic: str = ""
    """What the page is about."""

    def about(self, *more: str) -> About:
        """The words over it, with more that are said of it, and the topic of the page."""
        return About(" ".join((*more, *(one.text for one in self.path))), self.topic)

    def sketch(self) -> list[list[str]]:
        """Its first rows in few words, clips as their names."""
        tables = [block for block in self.blocks if isinstance(block, TableBlock)]
        if tables and not self.items:
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
    walk = _RegionWalk(labels_of_page(list(_lines(blocks))), topic_of(" ".join(words)))
    path: list[PageHeading] = []
    passage: list[Block] = []
    for at, block in enumerate((*blocks, PageHeading(0, ""))):
        if isinstance(block, PageHeading):
            deeper = bool(path) and block.level > path[-1].level
            given, rest = shared_by(passage, path) if deeper else ([], passage)
            if given and any(map(plays_in, _below(blocks[at:], path[-1].level))):
                walk.shared += [(path[-1].level, one) for one in given]
            else:
                walk.passage(tuple(path), passage)
                rest = rest if deeper and all(_is_field(one) for one in passage) else []
            passage = rest  # what is said below a heading is said of what stands deeper
            walk.shared = [pair for pair in walk.shared if pair[0] < block.level]
            path = [one for one in path if one.level < block.level] + [block]
        else:
            passage.append(block)
    return walk.regions


def _below(blocks: Sequence[Block], level: float) -> Iterator[Block]:
    """What stands before the next heading that is no deeper than a level."""
    return takewhile(lambda one: not isinstance(one, PageHeading) or one.level > level, blocks)


def _is_field(block: Block) -> bool:
    """True for a paragraph such as "Text: …"."""
    return isinstance(block, Prose) and bool(fields_in([block]))


class _RegionWalk:
    """Collects the parts of one passage after the other, and numbers them."""

    def __init__(self, labels: PageLabels, topic: str) -> None:
        self.labels = labels
        self.topic = topic
        self.regions: list[Region] = []
        self.shared: list[tuple[float, Series]] = []
        """What went into all that stands deeper than the headings of these levels."""
        self.tables = 0
        self.runs = 0

    def passage(self, path: tuple[PageHeading, ...], blocks: Sequence[Block]) -> None:
        """Add the parts of a passage without headings, in the likeliest of three ways to part it.

        Each table and each run of players between tables is a part; or tables that stand right after each other
        are one; or all of it is one run.
        """
        ways = [self.parts(path, blocks)]
        beside = side_by_side(blocks)
        if len(beside) < len(blocks):
            ways.append(self.parts(path, beside))
        tables = [block for block in blocks if isinstance(block, TableBlock) and block.grid.rows]
        silent = not all(any(map(plays, one.grid.rows)) for one in tables)
        small = all(map(told_in, tables)) and not any(map(stands_apart, blocks)) and not tell_tasks(blocks)
        if small and ways[0] and tables and (len(ways[0]) > 1 or silent):
            told = (f"{len(tables)} small tables became this one task",)
            ways.append([self.run(path, blocks, told)])
            ways = ways[-1:] if silent else ways
        best = max(ways, key=_likely) if len(ways) > 1 else ways[0]
        for at, region in enumerate(best if ways[0] else ()):
            self.add(replace(region, fresh=at == 0))
        self.tables = self.tables + len(tables) if not ways[0] else self.tables

    def parts(self, path: tuple[PageHeading, ...], blocks: Sequence[Block]) -> list[Region]:
        """Each table, and each run of players between tables."""
        found: list[Region] = []
        since: list[Block] = []
        for at, block in enumerate(blocks):
            following = blocks[at + 1] if at + 1 < len(blocks) else None
            readings = tuple(table_readings(block.grid)) if isinstance(block, TableBlock) else ()
            asked = asked_about(block, since)
            given = isinstance(following, TableBlock) and is_given(block)
            if not isinstance(block, TableBlock) or not (readings or asked) or given:
                since.append(block)
                continue
            shared, prose = ([], list(words_in(since))) if asked else shared_by(since, path)
            played = not (shared or asked) and any(map(plays_in, since))
            if played:
                found.append(self.run(path, since))
            key = max((tuple(cell.whole for cell in block.grid.rows[at]) for at in (0, -1)), key=any)
            every = asked or tuple(sharing(reading, [*self.given, *shared]) for reading in readings)
            inside = (block,) if played else (*since, block)
            words = () if played else words_in(prose)
            found.append(_region(Region("", path, fresh=False, prose=words, key=key, blocks=inside), every))
            since = []
        if any(map(plays_in, since)):
            found.append(self.run(path, since))
        return found

    def run(
        self, path: tuple[PageHeading, ...], blocks: Sequence[Block], doubts: tuple[str, ...] = ()
    ) -> Region:
        """A run of players."""
        items = items_in(blocks)
        key = _counted(path)
        found = flow_readings(items, self.labels, every=bool(key))
        readings = tuple(
            replace(one, table=replace(one.table, doubts=(*one.table.doubts, *doubts)))
            for one in (sharing(reading, self.given) for reading in found)
        )
        prose = words_in([one for one in blocks if stands_apart(one)])
        region = Region("", path, fresh=False, prose=prose, items=tuple(items), key=key, blocks=tuple(blocks))
        return _region(region, readings)

    @property
    def given(self) -> list[Series]:
        """What went into all of the passage."""
        return [one for _, one in self.shared]

    def add(self, region: Region) -> None:
        """Add a part under its name."""
        tables = sum(isinstance(block, TableBlock) for block in region.blocks)
        self.tables += tables
        self.runs += bool(region.items)
        name = f"players {self.runs}" if region.items else f"table {self.tables}"
        self.regions.append(replace(region, name=name, topic=self.topic))


def _counted(path: Sequence[PageHeading]) -> tuple[str, ...]:
    """The headings over a run, the last one without its number; nothing where that has none."""
    *over, last = [one.text for one in path] or [""]
    bare = NUMBER.sub("", last)
    return (*over, bare) if bare != last else ()


NUMBER = re.compile(r"[\s#_-]*\d+\W*$")
"""The number at the end of a heading."""


def _region(region: Region, readings: Iterable[BlockReading]) -> Region:
    """A part with its readings, each with answers in words too."""
    every = (one for reading in readings for one in _answered(reading, in_lines=bool(region.items)))
    return replace(region, readings=tuple(every))


def _lines(blocks: Sequence[Block]) -> Iterator[TextLine]:
    """The words of all blocks."""
    for block in blocks:
        if isinstance(block, Prose):
            yield from block.lines
        elif isinstance(block, TableBlock):
            cells = dict.fromkeys(cell for row in block.grid.rows for cell in row)
            yield from (line for cell in cells for line in cell.lines)


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


def _likely(regions: Iterable[Region]) -> float:
    """How likely the best readings of some parts are, each part by the number of its clips."""
    weights = [(len(one.clips), max(_weights(one, set()).values(), default=0.0)) for one in regions]
    return sum(count * weight for count, weight in weights) / max(sum(count for count, _ in weights), 1)


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
        table = with_given_roles(reading.table, region)
        named = any(one.heading == region.path[-1].text for one in table.series) if region.path else False
        apart = min(len(reading.before) + len(reading.after), 4)
        several = bool(region.path) and is_number(region.path[-1].text) and table.count > 1
        odd = 0.5 * named + 0.15 * apart + several
        found[reading.name] = weight(table, clips, known) + reading.prior - odd
    return found


def with_given_roles(table: SeriesTable, region: Region) -> SeriesTable:
    """The table with a role for every series that has none."""
    every = [*table.series, *table.shared]
    spoken = spoken_in(region.prose) or any(one.role == "text" for one in table.series)
    still = [one for one in every if not one.role]
    about = region.about(table.about)
    found = iter(with_roles(still, spoken=spoken, answered=table.answered, about=about))
    return table.given([one if one.role else next(found) for one in every])
