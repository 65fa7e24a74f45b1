"""Runs of words and clips as comparisons: where an example begins, and what its parts are.

Rule 1: a run becomes slots, each a name and what stands under it; slots become examples, these a table.
Rule 2: there are several ways to name and several ways to part; each pair is one reading, and none is preferred
    here for what a page looks like.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from soundcase_import.pages.cells import PageCell, TextLine
from soundcase_import.pages.comparison import BlockReading, Series, SeriesTable
from soundcase_import.pages.naming import (
    BELOW,
    FROM_END,
    IN_PATHS,
    NAMINGS,
    TEXT,
    TITLE,
    Heard,
    Item,
    PageLabels,
    Place,
    Slot,
    above,
    labelled_lines,
)
from soundcase_import.pages.turns import in_turns, with_scripts
from soundcase_import.pages.vocabulary import (
    ROLES,
    are_sentences,
    bare_name,
    kinds,
    label_role,
    part_of,
)

Entry = list[Slot]
_ODD = 0.6
"""How much less usual it is that the first name parts examples, not any that comes again."""
PARTED = 0.1
"""How much less usual it is that elements part them."""
TALKS = "lines say who speaks"
"""The way of naming talks, which only what is one can have."""
_USUAL = {TALKS: 0.5, "names above": 0.3, "labels above": 0.2, "clips without names": 0.1, IN_PATHS: -0.6}


def by_names(slots: Sequence[Slot]) -> list[Entry]:
    """Examples that end where a name comes again."""
    entries: list[Entry] = [[]]
    for slot in slots:
        taken = {one.key for one in entries[-1]}
        new = any(not one.bare for one in entries[-1]) if slot.bare else slot.key in taken
        if new:
            entries.append([])
        entries[-1].append(slot)
    return [entry for entry in entries if entry]


def by_first_name(slots: Sequence[Slot]) -> list[Entry]:
    """Examples that begin where the first name of all stands again; words before it are no part of any."""
    first = next((slot.key for slot in slots if not slot.bare), None)
    starts = [at for at, slot in enumerate(slots) if slot.key == first]
    parts = zip(starts, [*starts[1:], len(slots)], strict=True)
    before = [list(slots[: starts[0]])] if starts and starts[0] else []
    return [*before, *(list(slots[start:end]) for start, end in parts)]


def by_places(slots: Sequence[Slot]) -> Iterator[list[Entry]]:
    """Examples that stand in elements of their own, for each depth in which elements part the clips."""
    deepest = max((len(slot.place) for slot in slots), default=0)
    before = 1
    for depth in range(1, deepest + 1):
        groups = [list(group) for _, group in groupby(slots, key=lambda slot: slot.place[:depth])]
        entries: list[Entry] = [[]]
        playing = False
        for group in groups:  # words between two elements belong to the next
            if playing:
                entries.append([])
                playing = False
            entries[-1] += group
            playing = playing or any(slot.cell.clips for slot in group)
        if len(entries) > 1 and not playing:
            entries[-2:] = [entries[-2] + entries[-1]]
        if len(entries) > before:
            before = len(entries)
            yield entries


def _without_ids(slots: Sequence[Slot]) -> list[Slot]:
    """Slots whose names have lost the number that each example has of its own; nothing where they have none."""
    counted = Counter(slot.name for slot in slots if not slot.bare and slot.name)
    bare = {name: _ID.sub("", name).strip(" -_–:()") for name in counted if _ID.search(name)}
    again = any(counted[name] > 1 or part_of(name)[0] for name in bare)
    remarked = {name: bare_name(name, always=True) for name in counted if kinds(name) & ROLES - {"output"}}
    several = Counter(remarked.values())
    bare |= {name: one for name, one in remarked.items() if several[one] > 1 and one != name}
    if again or len({bare.get(name, name) for name in counted}) == len(counted) or not all(bare.values()):
        return []
    if len(set(bare.values())) == 1 and set(bare) == {slot.name for slot in slots if slot.cell.clips}:
        return [one for slot in slots for one in _titled(slot, bare)]  # all clips only are numbered
    found: list[Slot] = []
    numbers: list[str] = []
    for slot in slots:
        number = slot.name.replace(bare[slot.name], "", 1).strip(" ()[]-_–:#.") if slot.name in bare else ""
        if number and number not in numbers[-1:]:
            numbers.append(number)
            if number != str(len(numbers)):  # else it only counts the examples
                found.append(Slot(TITLE, PageCell(lines=(TextLine(number),)), slot.place))
        found.append(replace(slot, name=bare.get(slot.name, slot.name)))
    return found


def _titled(slot: Slot, names: Collection[str]) -> list[Slot]:
    """A slot whose name is but a title, as such a title and the clip."""
    if slot.name not in names:
        return [slot]
    return [Slot(TITLE, PageCell(lines=(TextLine(slot.name),)), slot.place), replace(slot, name="")]


_ID = re.compile(
    r"\s*(?:[(\[]\s*#?\w*\d\w*\s*[)\]]|(?<![A-Za-z])[#_-]?\d+)\s*$|^\s*[(\[]?\d+[)\].:]\s*|^[A-Za-z]{0,5}\d\w*(?:[-_]\w+)+[\s:]+|\s*(?:example|sample)\s*\d+\s*$",
    re.I,
)
"""The number of an example, as names of clips carry it."""


def flow_readings(items: Sequence[Item], page: PageLabels, *, every: bool = False) -> Iterator[BlockReading]:
    """All readings of a run; `every`: also those that say what another does, which other runs may have."""
    items = with_scripts(items)
    seen: set[tuple[object, ...]] = set()
    named = {"names above": above(items), "labels above": labelled_lines(items, page)}
    named |= {name: way(items) for name, way in NAMINGS.items() if name not in named}
    named[TALKS] = in_turns(items)
    boxes = _boxes(items)
    for naming, slots in named.items():
        slots = _with_own(_with_said(slots))
        prior = _USUAL.get(naming, 0.0)
        for name, ones in ((naming, slots), (f"{naming}, numbered", _without_ids(slots))):
            if not any(slot.cell.clips for slot in ones):
                continue
            ways = {name: _from_end(ones) if naming in FROM_END else by_names(ones)}
            if naming != BELOW:
                ways[f"{name}, by the first name"] = by_first_name(ones)
                ways |= {f"{name}, parted {at}": parted for at, parted in enumerate(by_places(ones), 1)}
            for how, entries in ways.items():
                odd = 0.0 if how == name else _ODD if how.endswith("name") else PARTED
                key = tuple(tuple((slot.name, slot.cell) for slot in entry) for entry in entries)
                if every or key not in seen:
                    seen.add(key)
                    yield reading_of(how, entries, prior - odd - 2 * _strayed(entries, boxes))


def _boxes(items: Sequence[Item]) -> dict[Place, Place]:
    """The elements with one clip in them, each with the place of that."""
    played = [item.place for item in items if isinstance(item, Heard) and item.place]
    inside = Counter(place[:depth] for place in played for depth in range(len(place)))
    return {
        place[:depth]: place for place in played for depth in range(len(place)) if inside[place[:depth]] == 1
    }


def _strayed(entries: Sequence[Entry], boxes: Mapping[Place, Place]) -> float:
    """The share of names and words that stand in the element of another clip than theirs."""
    marks = []
    for entry in entries:
        played = {slot.place for slot in entry if slot.cell.clips}
        for slot in entry:
            place, own = (slot.named_at, {slot.place}) if slot.cell.clips else (slot.place, played)
            box = next(
                (boxes[place[:depth]] for depth in range(len(place), 0, -1) if place[:depth] in boxes), None
            )
            marks += [box not in own] if box else []
    return sum(marks) / len(marks) if marks else 0.0


def _with_said(slots: Sequence[Slot]) -> list[Slot]:
    """Slots, with the words below each clip as what is said in it, where all have a name and such words."""
    if not slots:
        return []
    found = [*slots, Slot("", PageCell())]
    played = [at for at, slot in enumerate(slots) if slot.cell.clips]
    said = [at + 1 for at in played if found[at + 1].bare]
    asked = any(label_role(slot.name) in ("text", "prompt") for slot in slots if not slot.cell.clips)
    several = asked or len({slots[at].name for at in played}) > 1
    long = not slots[0].bare or sum(found[at].name == TEXT for at in said) * 2 > len(said)
    fine = several and long and len(said) == len(played) and all(slots[at].name for at in played)
    if not fine or slots[0].name == TEXT:
        return list(slots)
    for at in said:
        found[at - 1] = replace(found[at - 1], cell=replace(found[at - 1].cell, lines=found[at].cell.lines))
    return [slot for at, slot in enumerate(found[:-1]) if at not in said]


def _with_own(slots: Sequence[Slot]) -> list[Slot]:
    """Slots, with words under a name that stands below each of several clips ("Transcript: …") at that clip."""
    before: dict[str, set[str]] = {}
    for last, slot in pairwise((Slot("", PageCell()), *slots)):
        if not (slot.bare or slot.cell.clips):
            before.setdefault(slot.name, set()).add(last.name if last.cell.clips else "")
    own = {name for name, over in before.items() if len(over) > 1 and "" not in over}
    found: list[Slot] = []
    for slot in slots:
        if slot.name in own and not slot.cell.clips:
            said = label_role(slot.name) in ("text", "prompt_text", "source_text", "output")
            lines = slot.cell.lines if said else (TextLine(slot.cell.whole, slot.name),)
            found[-1] = replace(found[-1], cell=replace(found[-1].cell, lines=(*found[-1].cell.lines, *lines)))
        else:
            found.append(slot)
    return found


def _from_end(slots: Sequence[Slot]) -> list[Entry]:
    return [entry[::-1] for entry in by_names(slots[::-1])][::-1]


def reading_of(name: str, entries: Sequence[Entry], prior: float) -> BlockReading:
    """Examples as a reading: a series for each name, words without names as titles and texts."""
    entries, before, after = _without_rest(_with_pictures(_in_one_place(entries)))
    names = dict.fromkeys(slot.name for entry in entries for slot in entry if not slot.bare)
    twice = {
        name
        for entry in entries
        for name in names
        if len({slot.key for slot in entry if slot.name == name}) > 1
    }
    parted = [(one, kind) for one in names for kind in ((True, False) if one in twice else (None,))]
    series = [Series(_shown(one), tuple(_under(one, entry, kind) for entry in entries)) for one, kind in parted]
    for bare, role in ((TEXT, "text"), (TITLE, "title")):
        cells = _without_numbers([_under(bare, entry) for entry in entries])
        if any(cell.lines for cell in cells):
            said = [cell.whole for cell in cells if cell.lines]
            role = "text" if are_sentences(said) else role
            named = any(label_role(one) == "text" for one in names)
            series.insert(0, Series("", cells, role="note" if named and role == "text" else role))
    merged = sum(max(count - 1, 0) for entry in entries for count in _worded(entry).values())
    merged += sum(_crowded(entry) for entry in entries)
    prior -= 3 * merged / max(sum(len(entry) for entry in entries), 1)
    single = len(entries) == 1 and len(names) > 1 and not any(label_role(one) for one in names)
    doubts = ("is this one example? its clips were told apart by the words beside them",) if single else ()
    return BlockReading(name, SeriesTable(tuple(series), doubts=doubts), before, after, prior)


def _crowded(entry: Entry) -> int:
    """How many words of an example seem to be about one of its clips each, where these have no names."""
    played = [slot for slot in entry if slot.cell.clips]
    said = sum(slot.bare for slot in entry)
    return said - 1 if said == len(played) > 1 and not any(slot.name for slot in played) else 0


def _with_pictures(entries: Sequence[Entry]) -> list[Entry]:
    """The examples with their pictures, where each clip has one, or only the first of each: that was given."""
    played = [[slot for slot in entry if slot.cell.clips] for entry in entries]
    counts = [[len(slot.cell.images) for slot in each] for each in played if each]
    if all(set(each) == {1} for each in counts):
        return list(entries)
    given = all(len(each) > 1 and each[0] == 1 and not any(each[1:]) for each in counts)
    found: list[Entry] = []
    for entry, each in zip(entries, played, strict=True):
        bare = [replace(slot, cell=replace(slot.cell, images=())) for slot in entry]
        found.append(
            [Slot("\0picture", PageCell(images=each[0].cell.images)), *bare] if given and each else bare
        )
    return found


def _worded(entry: Entry) -> Counter[str]:
    """How often an example has words under each name."""
    return Counter(slot.name for slot in entry if not slot.bare and not slot.cell.clips)


def _in_one_place(entries: Sequence[Entry]) -> list[Entry]:
    """The examples with short words as texts too, where each says either these or a longer text."""
    bare = [[slot.name for slot in entry if slot.bare] for entry in entries]
    if not all(len(one) == 1 for one in bare[1:]) or sum(one[-1:] == [TEXT] for one in bare) * 2 <= len(bare):
        return list(entries)
    return [[replace(slot, name=TEXT) if slot.bare else slot for slot in entry] for entry in entries]


def _without_numbers(cells: Sequence[PageCell]) -> tuple[PageCell, ...]:
    """The words of each example without the number that they begin with, where these count the examples."""
    found = [_COUNTED.match(cell.whole) for cell in cells]
    if len(cells) < 2 or [one[1] if one else "" for one in found] != [str(at + 1) for at in range(len(cells))]:
        return tuple(cells)
    return tuple(
        replace(cell, lines=(TextLine(cell.lines[0].text[one.end() :]), *cell.lines[1:])) if one else cell
        for cell, one in zip(cells, found, strict=True)
    )


_COUNTED = re.compile(r"[(\[]?(\d+)[.)\]:]+\s*")


def _without_rest(entries: Sequence[Entry]) -> tuple[list[Entry], tuple[str, ...], tuple[str, ...]]:
    """The examples, and the words before and behind all of them that no single one says."""
    plays = [at for at, entry in enumerate(entries) if not all(slot.bare for slot in entry)]
    if not plays:
        return [], (), ()
    first, last = plays[0], plays[-1]
    kept = list(entries[first : last + 1])
    leading = min((len(_leading(entry)) for entry in kept[1:]), default=0)
    count = max(len(_leading(kept[0])) - leading, 0)
    before = [slot for entry in entries[:first] for slot in entry] + kept[0][:count]
    kept[0] = kept[0][count:]
    after = [slot for entry in entries[last + 1 :] for slot in entry]
    tail = len(kept[-1]) - max(at for at, slot in enumerate(kept[-1], 1) if not slot.bare)
    if tail and len(kept) > 1 and not kept[0][-1].bare:
        after = [*kept[-1][-tail:], *after]
        kept[-1] = kept[-1][:-tail]
    return kept, _lines(before), _lines(after)


def _lines(slots: Sequence[Slot]) -> tuple[str, ...]:
    return tuple(line.whole for slot in slots for line in slot.cell.lines)


def _shown(name: str) -> str:
    """The heading for a name; empty for those that only tell columns apart."""
    return "" if name.startswith("\0") or not name.strip() else name


def _under(name: str, entry: Entry, plays: bool | None = None) -> PageCell:  # noqa: FBT001 (it says which)
    """All that stands under a name in an example; only its clips or words where it says so."""
    cells = [slot.cell for slot in entry if slot.name == name and plays in (None, bool(slot.cell.clips))]
    if len(cells) == 1:
        return cells[0]
    lines = tuple(line for cell in cells for line in cell.lines)
    images = tuple(image for cell in cells for image in cell.images)
    return PageCell(lines, tuple(clip for cell in cells for clip in cell.clips), images)


def _leading(entry: Entry) -> list[Slot]:
    """The words without a name at the beginning of an example."""
    count = next((at for at, slot in enumerate(entry) if not slot.bare), len(entry))
    return list(entry[:count])


def names_counted(runs: Sequence[Sequence[Item]]) -> Counter[str]:
    """The names of clips, with in how many runs of a page they stand."""
    found: Counter[str] = Counter()
    for items in runs:
        found.update({bare_name(slot.name) for slot in above(items) if slot.cell.clips and slot.name.strip()})
    return found
