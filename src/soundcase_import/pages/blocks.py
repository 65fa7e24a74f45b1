"""A page as a sequence of blocks, in the order in which people read it; titles of tabs are headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from soundcase.values import dataclass
from soundcase_import.pages.cells import CellGrid, TextLine, cell_of, grid_of
from soundcase_import.pages.dom import (
    BLOCKS,
    FALLBACK,
    HEADINGS,
    SKIPPED,
    Player,
    link_name,
    name_of,
    only_calls,
    pictures,
    player,
    players,
    text_of,
)
from soundcase_import.pages.spans import stacked_tables

UNDER_ALL = 7
"""The level of bold words above a table, which are no heading to HTML."""
_TAB_LISTS = frozenset({"nav-tabs", "nav-pills", "tabs", "tab", "tablist", "tab-list"})
_POINTERS = ("data-bs-target", "data-target", "aria-controls", "href")
"""Where a tab names its panel."""


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
    heads: bool = False
    """Whether it is the heading of the words below it."""
    label: str = ""
    """The heading of which it is all, whatever its lines look like."""
    place: tuple[int, ...] = ()
    """The elements that it stands in, each by its number among its neighbours."""


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
    place: tuple[int, ...] = ()
    """Where it stands, as of a paragraph."""
    images: tuple[tuple[str, str], ...] = ()
    """The pictures between the clip before and it."""


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table."""

    grid: CellGrid
    place: tuple[int, ...] = ()
    """Where it stands, as of a paragraph."""


Block = PageHeading | Prose | NumberedList | LoosePlayer | TableBlock


def blocks_of(root: Element) -> list[Block]:
    """The page's blocks."""
    body = root.find("./body")
    walk = _BlockWalk(tabs_of(root))
    _name_sections(root)
    _lower_captions(root)
    return list(_unbroken([*walk.walk(body if body is not None else root), *walk.flush()]))


def _unbroken(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with words that a line break parts in the middle of a sentence as one paragraph."""
    last: Block | None = None
    for block in blocks:
        if isinstance(last, Prose) and isinstance(block, Prose) and _goes_on(last, block):
            text = f"{last.text} {block.text}"
            last = replace(last, text=text, lines=(TextLine(text),))
        else:
            yield from [last] if last else []
            last = block
    yield from [last] if last else []


def _goes_on(one: Prose, two: Prose) -> bool:
    """True where words end in the middle of a sentence, and others go on with it."""
    plain = not any(words.strong or words.code for words in (one, two))
    open_ = re.fullmatch(r"[a-z]+,?", one.text.rsplit(maxsplit=1)[-1]) is not None
    return plain and open_ and two.text[0].isascii() and two.text[0].islower() and len(one.text.split()) > FEW


FEW = 4
"""Words that may be a name, and so no part of a sentence."""


def _name_sections(root: Element) -> None:
    """Make headings of what unfolds to several tables: it is a section, and not one example."""
    for details in root.iter("details"):
        if sum(name_of(one) == "table" for one in details.iter()) > 1:
            for summary in details.findall("summary"):
                summary.tag = "h6"


def _lower_captions(root: Element) -> None:
    """Make paragraphs of headings that stand below a clip each, in one box with it: they name that clip."""
    found: list[Element] = []
    for box in root.iter():
        heads = [at for at, child in enumerate(box) if name_of(child) in HEADINGS]
        played = [len(players(child)) for child in box] if len(heads) == 1 and len(box) <= PARTS else []
        if sum(played) == 1 and played.index(1) < heads[0]:
            found.append(box[heads[0]])
    for heading in found if len(found) > 1 else ():
        heading.tag = "p"


PARTS = 4
"""Elements in a box of one clip with its heading, at most."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab that opens a panel."""

    title: str
    row: int
    """The number of the list of tabs that it is in."""


def tabs_of(root: Element) -> Mapping[str, Tab]:
    """The id of each panel → its tab."""
    known = {one.get("id", "") for one in root.iter() if name_of(one)}
    found: dict[str, Tab] = {}
    for number, row in enumerate(root.iter()):
        for tab in row.iter() if name_of(row) and _is_tab_list(row) else ():
            for pointer in _POINTERS:
                named = tab.get(pointer) or ""
                panel = named.removeprefix("#")
                if panel in known and (named.startswith("#") or (named and pointer == "aria-controls")):
                    text = text_of(tab) or " ".join(
                        "".join(tab.itertext()).split()
                    )  # buttons are else not read
                    found |= {panel: Tab(text, number)} if text else {}
    return found


def _is_tab_list(element: Element) -> bool:
    """True where an element only holds the tabs themselves."""
    return element.get("role") == "tablist" or bool(_TAB_LISTS & set((element.get("class") or "").split()))


class _BlockWalk:
    """Walks the page; words that stand together become one paragraph."""

    def __init__(self, tabs: Mapping[str, Tab]) -> None:
        self.tabs = tabs
        """The tabs that open panels, by the panel's id."""
        self.level: float = 0
        self.levels: dict[int, float] = {}
        """For each list of tabs the level of its titles: right below the heading that it stands under."""
        self.words: list[str] = []
        self.place: tuple[int, ...] = ()
        """Where the words that wait stand."""
        self.images: list[tuple[str, str]] = []
        """The pictures since the last clip or heading."""

    def say(self, text: str, place: tuple[int, ...]) -> None:
        """Take words, which wait for what follows."""
        self.place = self.place if "".join(self.words).strip() else place
        self.words.append(text)

    def flush(self) -> Iterator[Block]:
        """The paragraph of the words that wait."""
        text = " ".join("".join(self.words).split())
        self.words = []
        if re.search(r"\w", text) and not FALLBACK.search(text):
            yield Prose(text, (TextLine(text),), place=self.place)

    def take(self, whole: Sequence[Block], element: Element) -> None:
        """Note the level of a heading, or the pictures of a paragraph."""
        if whole and isinstance(whole[0], PageHeading):
            self.level = whole[0].level
            self.images = []
        elif name_of(element) == "p":
            self.images += pictures(element)

    def walk(self, element: Element, place: tuple[int, ...] = ()) -> Iterator[Block]:
        """The blocks in an element; words at its end wait for what follows."""
        name = name_of(element)
        if not name or name in SKIPPED or (self.tabs and _is_tab_list(element) and not players(element)):
            return
        if element.get("id") in self.tabs:
            yield from self.flush()
            tab = self.tabs[element.get("id", "")]
            yield PageHeading(self.levels.setdefault(tab.row, self.level + 0.5), tab.title)
        clip = player(element)
        if clip and (name != "a" or not any(players(child) for child in element)):
            yield from self.flush()
            yield LoosePlayer(clip, link_name(element) if name == "a" else "", place, tuple(self.images))
            self.images = []
            return
        self.images += pictures(element) if name == "img" else []
        if name in HEADINGS and any(name_of(one) in BLOCKS for one in element):
            yield from self.unclosed(element, place)
            return
        whole = _whole(element, name, place)
        if whole is not None:
            yield from self.flush()
            yield from whole
            self.take(whole, element)
            return
        block = name in BLOCKS or name == "br"
        if block:
            yield from self.flush()
        self.say(element.text or "", place)
        # A figure's caption is read before what it is about.
        ordered = sorted(element, key=lambda one: name == "figure" and name_of(one) != "figcaption")
        for number, child in enumerate(ordered):
            yield from self.walk(child, (*place, number))
            self.say(child.tail or "", place)
        if block:
            yield from self.flush()

    def unclosed(self, heading: Element, place: tuple[int, ...]) -> Iterator[Block]:
        """The blocks in a heading that was never closed, or holds its words in a block of their own."""
        yield from self.flush()
        inside = [] if (heading.text or "").strip() else [one for one in heading if name_of(one)][:1]
        named = [one for one in inside if not players(one)]
        whole = _heading(text_of(named[0]) if named else heading.text or "", int(name_of(heading)[1]))
        yield from whole
        self.take(whole, heading)
        for number, child in enumerate(heading):
            if child not in named:
                yield from self.walk(child, (*place, number))


def _whole(element: Element, name: str, place: tuple[int, ...]) -> list[Block] | None:
    """The block that an element is as a whole; None where it has to be walked through."""
    if name == "table":  # as it is, unless it only lays out other tables or words; nor one around a single clip
        inner = [one for one in element.iter("table") if one is not element]
        played = players(element)
        if any(len(players(one)) > 1 for one in inner) or (inner and len(played) == 1):
            return None
        if not played and not any(len(row.findall("td") + row.findall("th")) > 1 for row in element.iter("tr")):
            return None
        captions = [text_of(one) for one in element if name_of(one) == "caption"][:1]
        found: list[Block] = []
        for words, part in stacked_tables(grid_of(element)):
            said = [text for text in (*captions, *words) if text]
            found += [Prose(text, (TextLine(text),), strong=True, place=place) for text in said]
            found.append(TableBlock(part, place))
            captions = []
        return found
    grid = _laid_out(element) if name in ("div", "section", "ul") else None
    if grid:
        return [TableBlock(grid, place)]
    if name == "pre":
        text = "\n".join(line.rstrip() for line in "".join(element.itertext()).strip("\n").split("\n"))
        return [Prose(text, code=True)] if text.strip() else []
    if name not in (*HEADINGS, "ol", "p", "figcaption", "summary") or players(element):
        return None
    if name in HEADINGS:
        return _heading(text_of(element), int(name[1]))
    if name == "ol":
        items = [text_of(one) for one in element if name_of(one) == "li"]
        return [NumberedList(tuple(text for text in items if text))]
    bold = " ".join(text_of(one) for one in element if name_of(one) in ("b", "strong"))
    strong = name == "summary" or (bold != "" and bold.rstrip(":： ") == text_of(element).rstrip(":： "))
    lines = cell_of(element).lines
    told = lines and not (name == "summary" and only_calls(text_of(element)))
    return [Prose(text_of(element), lines, strong=strong, place=place)] if told else []


def _laid_out(element: Element) -> CellGrid | None:
    """The table that blocks of blocks are laid out as: a row of short words, and rows below it with clips."""
    rows = [[cell for cell in row if name_of(cell)] for row in element if name_of(row)]
    width = len(rows[0]) if rows else 0
    if width < 2 or len(rows) < 2 or any(len(row) not in (1, width) for row in rows) or not players(element):
        return None
    heads, *cells = [tuple(map(cell_of, row)) for row in rows]
    brief = all(not cell.clips and len(cell.lines) < 2 and len(cell.whole.split()) < 6 for cell in heads)
    full = [row for row in cells if len(row) == width]
    if (
        not brief
        or sum(bool(cell.lines) for cell in heads) < 2
        or not any(cell.clips for row in full for cell in row)
    ):
        return None
    return CellGrid(tuple(row if len(row) == width else row * width for row in (heads, *cells)))


def _heading(words: str, level: int) -> list[Block]:
    text = re.sub(r"^(?:[^\w(\[“\"'（]|_)*(?=[\w(\[“\"'（]*\w)|[\s#¶▶▼▾▸]+$", "", " ".join(words.split()))
    return [PageHeading(level, text)] if text else []


def as_markdown(text: str) -> str:
    """Words as Markdown that shows them as they are."""
    escaped = re.sub(r"([\\`*<>\[\]]|(?<!\w)_|_(?!\w))", r"\\\1", text)
    return re.sub(r"^([#+-])(?= )", r"\\\1", re.sub(r"^(\d+)([.)])(?= )", r"\1\\\2", escaped))
