"""Runs of words and clips as slots: the name that each clip and each text has, in several ways to name them.

Rule: words name what follows them, or what they follow; what stands out names words as well as clips.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from soundcase.values import dataclass
from soundcase_import.pages.cells import PageCell, TextLine, labelled
from soundcase_import.pages.comparison import with_field
from soundcase_import.pages.dom import Player
from soundcase_import.pages.path_names import names_in_paths
from soundcase_import.pages.vocabulary import (
    ROLES,
    bare_name,
    is_number,
    is_sentence,
    kinds,
    label_role,
    without_colon,
)

TITLE, TEXT = "\0title", "\0text"
"""Names of words that have none: short ones, and what somebody says."""
Place = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words in a run."""

    lines: tuple[TextLine, ...]
    head: bool = False
    """Whether they stand out, as the names of what follows do."""
    place: Place = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A name, and the words or the clip that stand under it."""

    name: str
    cell: PageCell
    place: Place = ()
    named_at: Place = ()
    """Where its name stands, if it is one of a clip that stands elsewhere."""

    @property
    def key(self) -> tuple[str, bool]:
        """The name, and whether it is that of a clip: words may be called alike."""
        return self.name, bool(self.cell.clips)

    @property
    def bare(self) -> bool:
        """True for words without a name."""
        return self.name in (TITLE, TEXT)


@dataclass(frozen=True, slots=True)
class Heard:
    """A clip in a run."""

    clip: Player
    name: str = ""
    place: Place = ()
    images: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A row of a small table in a run, its cells under their headings."""

    slots: tuple[Slot, ...]
    place: Place = ()


Item = Spoken | Heard | Told


class _Naming:
    """Walks a run and gives each clip the name that stands right above it, and each text its label."""

    def __init__(self, heads: Collection[str], *, aloud: bool = False) -> None:
        self.heads = heads
        """Lines that are the names of words below them, whatever they look like."""
        self.aloud = aloud
        """Whether a clip without a name is what stands in words before it."""
        self.slots: list[Slot] = []
        self.waiting: list[tuple[str, bool, Place]] = []
        self.label = ""
        """Under which words go on, after a name that stands out."""

    def spoken(self, item: Spoken) -> None:
        """Take words."""
        for line in item.lines:
            before = self.waiting[-1] if self.waiting else ("", False, ())
            if (before[1] or before[0] in self.heads) and not (item.head or line.whole in self.heads):
                self.label = without_colon(self.waiting.pop()[0]) if not is_number(before[0]) else ""
            line = with_field(line)
            if is_number(line.label):
                self.waiting.append((line.text, item.head, item.place))
            elif line.label and (not item.head or label_role(line.label)):
                self.flush()
                self.add(line.label, PageCell(lines=(TextLine(line.text),)), item.place)
            elif self.label and not item.head and line.whole not in self.heads:
                words = PageCell(lines=(line,))
                self.flush(keep=True)
                last = self.slots[-1] if self.slots else None
                if last and last.name == self.label:
                    self.slots[-1] = replace(last, cell=replace(last.cell, lines=(*last.cell.lines, line)))
                else:
                    self.add(self.label, words, item.place)
            else:
                self.label = ""
                self.waiting.append((line.whole, item.head, item.place))

    def heard(self, item: Heard) -> None:
        """Take a clip."""
        name = item.name
        where: Place = ()
        if not name and self.waiting:
            text, head, where = self.waiting[-1]
            named = is_name(text, head)
            name = _without_file(without_colon(text)) if named else _ending(text)
            self.waiting = self.waiting[:-1] if named else self.waiting
        elif self.aloud and not name and self.slots and not (self.slots[-1].cell.clips or self.slots[-1].bare):
            last = self.slots[-1]
            says = last.name == self.label or is_sentence(last.cell.whole)
            if says and label_role(last.name) in ("", "reference"):
                cell = replace(last.cell, clips=(item.clip,), images=item.images)
                self.slots[-1] = Slot(last.name, cell, item.place, last.place)
                self.label = ""
                return
        self.flush()
        self.slots.append(Slot(name, PageCell(clips=(item.clip,), images=item.images), item.place, where))

    def told(self, item: Told) -> None:
        """Take a row of a table."""
        self.flush()
        self.slots += item.slots

    def add(self, name: str, cell: PageCell, place: Place) -> None:
        """Add a slot."""
        self.slots.append(Slot(name, cell, place))

    def flush(self, *, keep: bool = False) -> None:
        """Add the words that wait as what they are without a name."""
        self.label = self.label if keep else ""
        for _, group in groupby(enumerate(self.waiting), key=lambda one: (one[1][2] or one[0],)):
            found = [one for _, one in group]
            texts = [text for text, _, _ in found]
            kind = TEXT if any(is_sentence(_REMARK.sub("", text) or "-") for text in texts) else TITLE
            self.add(kind, PageCell(lines=tuple(map(TextLine, texts))), found[0][2])
        self.waiting = []


def _without_file(name: str) -> str:
    """A name without the ending of a file, where it says what the clip is: "mix_1.wav"."""
    stem = re.sub(r"(?i)\.(?:wav|mp3|flac|ogg|m4a|mp4)$", "", name)
    return stem if kinds(stem.replace("_", " ")) & ROLES else name


def _ending(text: str) -> str:
    """What the end of a sentence calls the clip that follows: "We use the same target audio"; else nothing."""
    tail = text.rstrip(":：").split()[-2:]
    told = len(tail) > 1 and kinds(tail[0]) & ROLES - {"output"} and kinds(tail[1]) == {"audio"}
    return " ".join(tail) if told else ""


def is_name(text: str, head: bool = False) -> bool:  # noqa: FBT001, FBT002 (it says what the text is)
    """True where words, and no mere remark, can be the name of a clip; those that stand out may be longer."""
    bare = _REMARK.sub("", text.strip()) and bare_name(text)
    longer = (head or text.rstrip().endswith((":", "："))) and len(bare.split()) < LONGEST
    label = labelled(text)
    told = label is None or bool(kinds(label.text) & ROLES - {"output"})
    return bool(bare) and ((longer and bare[-1] not in ".?!。？！") or (told and not is_sentence(bare)))


LONGEST = 10
"""Words of a name that stands out, at most."""


def above(items: Sequence[Item]) -> list[Slot]:
    """Slots, where names stand above clips."""
    lines = [line.whole for item in items if isinstance(item, Spoken) for line in item.lines]
    return _walked(items, {text for text in lines if _is_brief(text) and label_role(text)})


def aloud(items: Sequence[Item]) -> list[Slot]:
    """Slots, where each clip is heard below a name and the words that are said in it; else nothing."""
    lines = [line.whole for item in items if isinstance(item, Spoken) for line in item.lines]
    heads = {text for text in lines if _is_brief(text) and (label_role(text) or text[-1] in ":：")}
    found = _walked(items, heads, aloud=True)
    said = [bool(slot.cell.lines) for slot in found if slot.cell.clips]
    return found if any(said) and sum(said) * 2 > len(said) else []


@dataclass(frozen=True, slots=True)
class PageLabels:
    """Names of things all over a page: whole lines, and words before colons, that come again."""

    lines: Collection[str] = ()
    labels: Collection[str] = ()


def labels_of_page(lines: Sequence[TextLine]) -> PageLabels:
    """The labels among the lines of a page."""
    whole = Counter(line.whole for line in lines)
    begun = Counter(found.label for line in lines if (found := line if line.label else labelled(line.text)))
    return PageLabels(
        {text for text, count in whole.items() if _is_brief(text) and (count > 1 or label_role(text))},
        {label for label, count in begun.items() if count > 1 and len(label.split()) < 5},
    )


def labelled_lines(items: Sequence[Item], page: PageLabels) -> list[Slot]:
    """Slots, where what stands again and again in a line, or before a colon, names the words behind it."""
    parted = [_with_labels(item, page.labels) if isinstance(item, Spoken) else item for item in items]
    lines = [line for item in parted if isinstance(item, Spoken) for line in item.lines]
    heads = {line.whole for line in lines} & set(page.lines)
    return _walked(parted, heads) if heads or any(line.label for line in lines) else []


def _is_brief(text: str) -> bool:
    return not is_sentence(text) and not is_number(text) and len(text.split()) < 4


def _with_labels(item: Spoken, labels: Collection[str]) -> Spoken:
    found = (labelled(line.text) if not line.label else None for line in item.lines)
    lines = [one if one and one.label in labels else line for line, one in zip(item.lines, found, strict=True)]
    return replace(item, lines=tuple(lines))


def _walked(items: Sequence[Item], heads: Collection[str], *, aloud: bool = False) -> list[Slot]:
    walk = _Naming(heads, aloud=aloud)
    for item in items:
        if isinstance(item, Spoken):
            walk.spoken(item)
        elif isinstance(item, Heard):
            walk.heard(item)
        else:
            walk.told(item)
    walk.flush()
    return _shortened(walk.slots)


def _shortened(slots: Sequence[Slot]) -> list[Slot]:
    """Slots whose names have lost their remarks in brackets, where one of these makes a name long."""
    short = {slot.name: _REMARK.sub("", slot.name) for slot in slots if slot.cell.clips and "(" in slot.name}
    long = {bare for name, bare in short.items() if bare and is_sentence(name)}
    found = []
    for slot in slots:
        bare = short.get(slot.name, "")
        if bare in long:
            remark = TextLine(slot.name[len(bare) :].strip()[1:-1])
            cell = replace(slot.cell, lines=(*slot.cell.lines, remark))
            found.append(replace(slot, name=bare, cell=cell))
        else:
            found.append(slot)
    return found


_REMARK = re.compile(r"\s*[(（][^()]*(?:\([^()]*\)[^()]*)*[)）]$")


def below(items: Sequence[Item], way: Callable[[Sequence[Item]], list[Slot]] = above) -> list[Slot]:
    """Slots, where names stand below clips: the run is read from its end."""
    turned = [_turned(item) for item in reversed(items)]
    return way(turned)[::-1]


def _turned(item: Item) -> Item:
    if isinstance(item, Spoken):
        return replace(item, lines=item.lines[::-1], head=False)
    return replace(item, slots=item.slots[::-1]) if isinstance(item, Told) else item


def in_paths(items: Sequence[Item]) -> list[Slot]:
    """Slots, where only the clips' addresses tell what they are; nothing where those do not."""
    slots = unnamed(items)
    played = [at for at, slot in enumerate(slots) if slot.cell.clips and not slot.name]
    names = names_in_paths([slots[at].cell.clips[0].src for at in played])
    if not names or any(isinstance(item, Told) for item in items):
        return []
    for at, name in zip(played, names, strict=True):
        slots[at] = replace(slots[at], name=name)
    return slots


def in_front(items: Sequence[Item]) -> list[Slot]:
    """Slots, where the names of all clips stand together before them, as heads of columns do; else nothing."""
    words = [line.whole for item in items if isinstance(item, Spoken) for line in item.lines]
    first = next((at for at, item in enumerate(items) if isinstance(item, Heard)), len(items))
    played = [item for item in items if isinstance(item, Heard)]
    heads = [line.whole for item in items[:first] if isinstance(item, Spoken) for line in item.lines]
    fits = len(words) == len(heads) and len(played) > 1
    for count in range(min(len(heads), len(played)) if fits else 0, 1, -1):
        names = list(map(without_colon, heads[-count:])) if len(played) % count == 0 else []
        plain = len(set(names)) == count and not any(map(is_sentence, names))
        if plain and any(kinds(name) & ROLES for name in names):
            rest = above([Spoken((TextLine(text),)) for text in heads[:-count]])
            cells = [PageCell(clips=(one.clip,), images=one.images) for one in played]
            return rest + [Slot(names[at % count], cell, played[at].place) for at, cell in enumerate(cells)]
    return []


def in_line(items: Sequence[Item]) -> list[Slot]:
    """Slots, where the names of the clips that follow end a line, one after the other; else nothing."""
    found: list[Item] = []
    names: list[str] = []
    for playing, group in groupby(items, key=lambda item: isinstance(item, Heard)):
        run = list(group)
        last = found[-1] if found else None
        if not playing:
            found += run
        elif isinstance(last, Spoken):
            line = last.lines[-1].whole
            ends = _ENDING.search(line)
            names = [name.strip() for name in ends.group().split(":")[:-1]] if ends else []
            names = names[-len(run) :]
            if len(names) != len(run) or len(run) < 2:
                return []
            rest = line[: line.rindex(names[0])].strip() if ends else ""
            found[-1] = replace(last, lines=(*last.lines[:-1], *([TextLine(rest)] if rest else [])))
            found += [
                replace(one, name=name) for one, name in zip(run, names, strict=True) if isinstance(one, Heard)
            ]
        else:
            return []
    return above(found)


_ENDING = re.compile(r"(?:[^\W\d_][\w-]*(?: [\w-]+)?:\s*){2,}$")
"""Names with colons at the end of a line."""


def unnamed(items: Sequence[Item]) -> list[Slot]:
    """Slots, where words say something of a clip and do not name it."""
    return [
        replace(slot, name="") if slot.name == " " else slot for slot in above([_plain(item) for item in items])
    ]


def _plain(item: Item) -> Item:
    """Words with a blank line behind them, so that nothing takes them for a name."""
    return item if not isinstance(item, Heard) or item.name else replace(item, name=" ")


IN_PATHS = "names in file names"
"""The way of naming clips of which the page itself says nothing."""
BELOW = "words below clips without names"
"""The way of naming in which words below a clip are about it, and no name."""
NAMINGS: Mapping[str, Callable[[Sequence[Item]], list[Slot]]] = {
    "names above": above,
    "names below": below,
    "names and words above": aloud,
    "names in front": in_front,
    "names in a line": in_line,
    IN_PATHS: in_paths,
    BELOW: partial(below, way=unnamed),
    "clips without names": unnamed,
}
FROM_END = ("names below", BELOW)
"""Ways of naming in which what stands below belongs to what is above it."""
