"""A page as a sequence of blocks, in the order in which people read it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from soundcase_import.pages.cells import TextLine, cell_of
from soundcase_import.pages.dom import (
    BLOCKS,
    HEADINGS,
    SKIPPED,
    Player,
    link_name,
    name_of,
    player,
    players,
    text_of,
)
from soundcase_import.pages.grid import CellGrid, grid_of
from soundcase_import.pages.tabs import Tab, is_tab_list, tabs_of

UNDER_ALL = 7
"""The level of bold words above a table, which are no heading to HTML."""


@dataclass(frozen=True, slots=True)
class PageHeading:
    """A heading."""

    level: float
    """From 1; titles of tabs stand between the levels of HTML."""
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, or another run of words."""

    text: str
    lines: tuple[TextLine, ...] = ()
    code: bool = False
    strong: bool = False
    """Whether it stands out as headings do."""


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A numbered list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoosePlayer:
    """A clip outside of any table."""

    clip: Player
    name: str = ""
    """What a link to it is called."""


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table."""

    grid: CellGrid


Block = PageHeading | Prose | NumberedList | LoosePlayer | TableBlock


def blocks_of(root: Element) -> list[Block]:
    """The page's blocks."""
    body = root.find("./body")
    return list(_BlockWalk(tabs_of(root)).run(body if body is not None else root))


class _BlockWalk:
    """Walks the page; words that stand together become one paragraph."""

    def __init__(self, tabs: Mapping[str, Tab]) -> None:
        self.tabs = tabs
        """The tabs that open panels, by the panel's id."""
        self.level: float = 0
        self.levels: dict[int, float] = {}
        """For each list of tabs the level of its titles: right below the heading that it stands under."""
        self.words: list[str] = []

    def run(self, body: Element) -> Iterator[Block]:
        """All blocks."""
        yield from self._walk(body)
        yield from self._flush()

    def _flush(self) -> Iterator[Block]:
        text = " ".join("".join(self.words).split())
        self.words = []
        if re.search(r"\w", text):
            yield Prose(text, (TextLine(text),))

    def _walk(self, element: Element) -> Iterator[Block]:
        name = name_of(element)
        if not name or name in SKIPPED or (self.tabs and is_tab_list(element) and not players(element)):
            return
        if element.get("id") in self.tabs:
            yield from self._flush()
            tab = self.tabs[element.get("id", "")]
            yield PageHeading(self.levels.setdefault(tab.row, self.level + 0.5), tab.title)
        clip = player(element)
        if clip and (name != "a" or not players_inside(element)):
            yield from self._flush()
            yield LoosePlayer(clip, link_name(element) if name == "a" else "")
            return
        if name in HEADINGS and any(name_of(one) in BLOCKS for one in element):  # it was never closed
            yield from self._flush()
            yield from _heading_of(" ".join((element.text or "").split()), int(name[1]))
            for child in element:
                yield from self._walk(child)
            return
        made = _whole(element, name)
        if made is not None:
            yield from self._flush()
            yield from made
            self.level = made[0].level if made and isinstance(made[0], PageHeading) else self.level
            return
        block = name in BLOCKS or name == "br"
        if block:
            yield from self._flush()
        self.words.append(element.text or "")
        for child in _as_read(element, name):
            yield from self._walk(child)
            self.words.append(child.tail or "")
        if block:
            yield from self._flush()


def _as_read(element: Element, name: str) -> list[Element]:
    """What is in an element, a figure's caption before what it is about."""
    return sorted(element, key=lambda one: name == "figure" and name_of(one) != "figcaption")


def players_inside(element: Element) -> bool:
    """Whether something in the element plays a clip."""
    return any(players(child) for child in element)


def _whole(element: Element, name: str) -> list[Block] | None:
    """The block that an element is as a whole; None where it has to be walked through."""
    if name in HEADINGS:
        return _heading(element, int(name[1]))
    if name == "table":
        return _tabled(element)
    if name == "ol" and not players(element):
        items = [text_of(one) for one in element if name_of(one) == "li"]
        return [NumberedList(tuple(text for text in items if text))]
    if name == "pre":
        text = "\n".join(line.rstrip() for line in "".join(element.itertext()).strip("\n").split("\n"))
        return [Prose(text, code=True)] if text.strip() else []
    if name in ("p", "figcaption", "summary") and not players(element):
        cell = cell_of(element)
        strong = name == "summary" or _is_strong(element)
        return [Prose(text_of(element), cell.lines, strong=strong)] if cell.lines else []
    return None


def _is_strong(element: Element) -> bool:
    """Whether all words of a paragraph are bold."""
    bold = " ".join(text_of(one) for one in element if name_of(one) in ("b", "strong"))
    return bool(bold) and bold == text_of(element)


def _heading(element: Element, level: int) -> list[Block] | None:
    if players(element):
        return None
    return _heading_of(text_of(element), level)


def _heading_of(said: str, level: int) -> list[Block]:
    text = re.sub(r"^[\W_]*(?=\w)|[\s#¶]+$", "", said)
    return [PageHeading(level, text)] if text else []


def _tabled(element: Element) -> list[Block] | None:
    """A table as it is, unless it only lays out other tables; one around a single clip is no other table."""
    inner = [one for one in element.iter("table") if one is not element]
    if any(len(players(one)) > 1 for one in inner) or (inner and len(players(element)) == 1):
        return None
    caption = next((text_of(one) for one in element if name_of(one) == "caption"), "")
    return [*_captioned(caption), TableBlock(grid_of(element))]


def _captioned(text: str) -> list[Block]:
    """What stands over a table: its name, or a sentence about it."""
    return [Prose(text, (TextLine(text),), strong=True)] if text else []
