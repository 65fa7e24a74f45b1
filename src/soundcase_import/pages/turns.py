"""Talks on a page as slots: a line alone says who speaks, and what follows is theirs until another speaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from soundcase_import.pages.cells import PageCell, TextLine, labelled
from soundcase_import.pages.dom import Player
from soundcase_import.pages.naming import TEXT, TITLE, Heard, Item, Place, Slot, Spoken, Told, is_name
from soundcase_import.pages.vocabulary import ANSWERS, ASKS, is_sentence, label_role, without_colon

_TALKS = re.compile(rf"(?i)(?:{ASKS}|{ANSWERS})")
_ASKER = re.compile(rf"(?i){ASKS}")
"""Who asks, where a line says nothing else."""
Part = tuple[str, TextLine | Player, Place]
"""What a line says without its colon (empty for a clip), the line or the clip, and where it stands."""


def with_scripts(items: Sequence[Item]) -> list[Item]:
    """A run with the lines of several speakers in turn, such as a clip is made from, as one text of it."""
    found: list[Item] = []
    for _, group in groupby(items, key=_speaks):
        run = list(group)
        lines = [line for item in run if isinstance(item, Spoken) for line in item.lines]
        told = Counter(map(_speaker, lines))
        turns = sum(1 for _ in groupby(lines, key=_speaker))
        if _speaks(run[0]) and 1 < len(told) < min(turns, _SPEAKERS) and min(told.values()) > 1:
            words = PageCell(tuple(TextLine(line.whole) for line in lines))
            found.append(Told((Slot("Text", words, run[0].place),), run[0].place))
        else:
            found += run
    return found


def _speaks(item: Item) -> bool:
    """True where each line begins with a label that is no field, nor one who talks with a model."""
    labels = [_speaker(line) for line in item.lines] if isinstance(item, Spoken) else []
    return bool(labels) and not any(not one or label_role(one) or _TALKS.fullmatch(one) for one in labels)


_SPEAKERS = 6
"""From how many on labels name fields rather than speakers."""


def _speaker(line: TextLine) -> str:
    """What a line begins with, if anything, as in "Ann: …"."""
    found = line if line.label else labelled(line.text)
    return found.label if found else ""


def in_turns(items: Sequence[Item]) -> list[Slot]:
    """The slots of a run of talks between one who asks and one who answers; nothing where it is none.

    What stands outside of the element that holds both is no part of what they say.
    """
    parts = [part for item in items for part in _parts(item)]
    asked = [at for at, (text, _, _) in enumerate(parts) if _ASKER.fullmatch(text)]
    if len(asked) < 2:
        return []
    turns = [parts[start:end] for start, end in zip(asked, (*asked[1:], len(parts)), strict=True)]
    counted = Counter(name for turn in turns for name in {text for text, _, _ in turn[1:] if text})
    names = [text for text, _, _ in turns[0][1:] if counted[text] == len(turns) and is_name(text)]
    if not names:
        return []
    found = [_outside(part) for part in parts[: asked[0]]]
    for turn in turns:
        answered = next(at for at, (text, _, _) in enumerate(turn) if text == names[0])
        box = _common(turn[0][2], turn[answered][2])
        for at, part in enumerate(turn):
            name = turn[0][0] if at < answered else names[0]
            if at not in (0, answered):
                found.append(_said(name, part) if part[2][: len(box)] == box else _outside(part))
    return _joined(found)


def _parts(item: Item) -> list[Part]:
    if isinstance(item, Spoken):
        return [(without_colon(line.whole), line, item.place) for line in item.lines]
    return [("", item.clip, item.place)] if isinstance(item, Heard) else []


def _common(one: Place, two: Place) -> Place:
    """The element that holds both places."""
    return tuple(first for first, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))


def _said(name: str, part: Part) -> Slot:
    _, what, place = part
    cell = PageCell(clips=(what,)) if isinstance(what, Player) else PageCell((TextLine(what.whole),))
    return Slot(name, cell, place)


def _outside(part: Part) -> Slot:
    return _said("" if not part[0] else TEXT if is_sentence(part[0]) else TITLE, part)


def _joined(slots: Sequence[Slot]) -> list[Slot]:
    """Slots, with lines that somebody says after each other as one."""
    found: list[Slot] = []
    for slot in slots:
        last = found[-1] if found else None
        if last and last.name == slot.name and last.cell.lines and slot.cell.lines:
            lines = (*last.cell.lines, *slot.cell.lines)
            found[-1] = replace(last, cell=PageCell(lines))
        else:
            found.append(slot)
    return found
