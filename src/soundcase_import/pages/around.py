"""The surroundings of tables in a passage: small tables that are one example, clips that are shared.

Rule: nothing here decides how a part is read; it says what belongs together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from soundcase_import.names import local_path
from soundcase_import.pages.blocks import Block, LoosePlayer, NumberedList, PageHeading, Prose, TableBlock
from soundcase_import.pages.cells import CellGrid, PageCell, Row, TextLine
from soundcase_import.pages.cellwise import heads_of, is_banner, items_of, labels_of, plays
from soundcase_import.pages.comparison import BlockReading, Series
from soundcase_import.pages.naming import TEXT, TITLE, Heard, Item, Slot, Spoken, Told, above, aloud
from soundcase_import.pages.spans import with_fields
from soundcase_import.pages.tables import word_readings
from soundcase_import.pages.vocabulary import ROLES, is_sentence, kinds, label_role, without_colon

Words = Prose | NumberedList


def side_by_side(blocks: Sequence[Block]) -> list[Block]:
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
    rows = [row for grid in (one, two) for row in grid.rows[1:]]
    shown = all(plays(row) or any(cell.images for cell in row) for row in rows)
    return not again and not given and shown and plays(one.rows[-1]) and plays(two.rows[-1])


def tell_tasks(blocks: Sequence[Block]) -> bool:
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


def words_in(blocks: Sequence[Block]) -> tuple[Words, ...]:
    """The words among some blocks."""
    return tuple(one for one in blocks if isinstance(one, Prose | NumberedList))


def stands_apart(block: Block) -> bool:
    """True for words that are no part of a run: code, numbered lists."""
    return isinstance(block, NumberedList) or (isinstance(block, Prose) and block.code)


def items_in(blocks: Sequence[Block]) -> list[Item]:
    """Blocks as a run."""
    found: list[Item] = []
    for one in blocks:
        if isinstance(one, LoosePlayer):
            found.append(Heard(one.clip, one.name, one.place, one.images))
        elif isinstance(one, Prose) and one.label:
            found.append(
                Told((Slot(without_colon(one.label), PageCell(lines=one.lines), one.place),), one.place)
            )
        elif isinstance(one, Prose) and not one.code:
            found.append(Spoken(one.lines or (TextLine(one.text),), one.strong, one.place))
        elif isinstance(one, TableBlock):
            found += told_in(one)
    return found


def told_in(block: TableBlock) -> list[Told]:
    """A table that is one example, as rows under headings or rows with a label each; nothing for others."""
    spans = [row[0] for row in block.grid.rows if is_banner(row)]
    rows = with_fields([row for row in block.grid.rows if not is_banner(row)])
    if not rows:
        return []
    slots = _under_heads(rows)
    if not slots and block.grid.width == 2 and not any(map(plays, rows)):
        slots = [Slot(without_colon(label), row[1]) for label, row in zip(labels_of(rows), rows, strict=False)]
    names = [slot.name for slot in slots]
    if not slots or len(set(names)) < len(names) or any(map(is_sentence, names)):
        return []
    words = [Slot(TEXT if is_sentence(cell.whole) else TITLE, cell, block.place) for cell in spans]
    slots = [Slot(one.name or f"\0{at}", one.cell) for at, one in enumerate(slots)]
    named = [replace(one, place=block.place) for slot in slots for one in _parted(slot)]
    return [Told((*named, *words) if spans and not is_banner(block.grid.rows[0]) else (*words, *named))]


def _parted(slot: Slot) -> list[Slot]:
    """A slot with several clips as one for each of them, where each has a name in it."""
    items = items_of(slot.cell) if len(slot.cell.clips) > 1 else []
    inside = aloud(items) or above(items)
    told = [one.name for one in inside if one.cell.clips]
    return inside if all(told) and len(set(told)) == len(slot.cell.clips) > 1 else [slot]


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


def shared_by(blocks: Sequence[Block], path: Sequence[PageHeading]) -> tuple[list[Series], list[Block]]:
    """The clips and words right above a table that only show what went into it, and the words besides.

    The heading over them names the first player where nothing else does.
    """
    heading = path[-1].text if path else ""
    slots = [slot for slot in above(items_in(blocks)) if slot.cell.clips or not slot.bare]
    first = next((at for at, slot in enumerate(slots) if slot.cell.clips), None)
    if first is not None and not _given(slots[first].name):
        called = PurePosixPath(local_path(slots[first].cell.clips[0].src)).stem
        name = next(filter(_given, (heading, called)), slots[first].name)
        slots[first] = replace(slots[first], name=name)
    played = [slot for slot in slots if slot.cell.clips]
    fine = all(_given(one.name) for one in played)
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


def _given(name: str) -> bool:
    """True where a name speaks of what went in, or is right."""
    return bool(kinds(name) & (ROLES - {"output"} | {"instruction"})) and not is_sentence(name)


def asked_about(block: Block, before: Sequence[Block]) -> tuple[BlockReading, ...]:
    """The readings of a table of words that were asked and answered about the one clip right above it."""
    if not isinstance(block, TableBlock) or any(map(plays, block.grid.rows)):
        return ()
    played = [one for one in before if isinstance(one, LoosePlayer)]
    if len(played) != 1:
        return ()
    readings = tuple(word_readings(block.grid))
    heads = frozenset[str]().union(*(one.kinds for reading in readings for one in reading.table.series))
    heard = [Series("Audio", (PageCell(clips=(played[0].clip,)),))]
    return tuple(
        sharing(one, heard) for one in readings if heads & {"instruction", "prompt"} and heads & {"output"}
    )


def _rows(blocks: Sequence[Block]) -> list[Told]:
    return [row for block in blocks if isinstance(block, TableBlock) for row in told_in(block)]


def plays_in(block: Block) -> bool:
    """True for players, and tables with clips."""
    return isinstance(block, LoosePlayer) or (
        isinstance(block, TableBlock) and any(map(plays, block.grid.rows))
    )


def is_given(block: Block) -> bool:
    """True where a small table only shows what goes into the next one."""
    slots = [slot for one in _rows([block]) for slot in one.slots]
    played = [slot for slot in slots if slot.cell.clips]
    return bool(played) and all(kinds(slot.name) & ROLES - {"output", "truth"} for slot in played)


def sharing(reading: BlockReading, shared: Sequence[Series]) -> BlockReading:
    """A reading in which all examples have something more in common."""
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
            if role in ("text", "prompt", "prompt_text") and text:
                found.append((role, text))
    return found
