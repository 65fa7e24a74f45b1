"""Cells of a page (words in lines, clips, pictures), and tables as rectangles of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from soundcase.values import dataclass
from soundcase_import.pages.dom import (
    BLOCKS,
    FALLBACK,
    SKIPPED,
    Player,
    link_name,
    name_of,
    pictures,
    player,
    players,
)
from soundcase_import.pages.vocabulary import is_sentence, label_role

EMPTY = re.compile(r"^(?:[-–—_/.·\s]*|none|null|n\.?/?a\.?|nan|x|无|暂无)$", re.IGNORECASE)
_COUNT = re.compile(r"^[(\[]?\d{1,3}[.)\]]+\s*")
_LABEL = re.compile(r"^(.{1,48}?)\s*(:\s*|：\s?)\s*(.*)$")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of words; with a label where it begins with one, as in "Instruction: …"."""

    text: str
    label: str = ""
    colon: str = ": "

    @property
    def whole(self) -> str:
        """The words with their label."""
        return f"{self.label}{self.colon}{self.text}" if self.label else self.text


@dataclass(frozen=True, slots=True)
class PageCell:
    """One cell; cells that span several places are the same object in each."""

    lines: tuple[TextLine, ...] = ()
    clips: tuple[Player, ...] = ()
    images: tuple[tuple[str, str], ...] = ()
    flow: tuple[TextLine | Player, ...] = ()
    """Its lines and clips as they follow each other, where it was read from a page."""

    @property
    def whole(self) -> str:
        """All words."""
        return " ".join(line.whole for line in self.lines).strip()

    @property
    def text(self) -> str:
        """All words, line by line."""
        return "\n".join(line.whole for line in self.lines).strip()

    @property
    def labelled(self) -> tuple[TextLine, ...]:
        """The lines with labels."""
        return tuple(line for line in self.lines if line.label)

    @property
    def empty(self) -> bool:
        """True where it says nothing: blank, or one of the marks that people put into such cells."""
        return not self.clips and not self.images and EMPTY.match(self.whole) is not None


def cell_of(element: Element) -> PageCell:
    """The content of an element; its breaks, paragraphs and clips part the lines."""
    clips = players(element)
    flow: list[TextLine | Player] = []
    runs: list[tuple[str, bool]] = []
    for part, bold in (*_runs(element, bold=False), ("\n", False)):
        if part != "\n" and not isinstance(part, Player):
            runs.append((part, bold))
            continue
        flow += _line(runs)
        flow += [part] if isinstance(part, Player) and part in clips else []
        runs = []
    lines = tuple(one for one in flow if isinstance(one, TextLine))
    return PageCell(lines, tuple(clips), tuple(pictures(element)), tuple(flow))


def _line(runs: Sequence[tuple[str, bool]]) -> Iterator[TextLine]:
    """The line that runs of words make, where they say anything; what is bold at its beginning is no mere part
    of a label."""
    whole = " ".join("".join(run for run, _ in runs).split())
    label = labelled(whole)
    head = next((at for at, (run, strong) in enumerate(runs) if run.strip() and not strong), len(runs))
    start = " ".join("".join(run for run, _ in runs[:head]).split())
    if label and not (start and len(label.label) <= len(start.rstrip(":： ")) + 1):
        label = None
    label = label or _bold_label(start, whole[len(start) :].strip())
    if whole and not FALLBACK.search(whole):
        yield label or TextLine(whole)


def _bold_label(start: str, rest: str) -> TextLine | None:
    """A line such as "<b>Transcript.</b> She …", where the bold words speak of a field; None for others."""
    name = start.rstrip(".。")
    brief = name != start and len(name.split()) < 4 and is_sentence(rest)
    return TextLine(rest, name) if brief and label_role(name) not in ("", "title") else None


def _runs(element: Element, *, bold: bool) -> Iterator[tuple[str | Player, bool]]:
    """Texts with whether they are bold, clips, and line breaks."""
    name = name_of(element)
    if not name or name in SKIPPED:
        return
    clip = player(element)
    if name in ("audio", "video", "object"):
        yield clip or "", bold
        return
    if name == "br" or name in BLOCKS:
        yield "\n", False
    if clip:
        yield link_name(element) if name == "a" else "", bold
        yield clip, bold
        if name == "a":
            return
    strong = bold or name in ("b", "strong")
    yield re.sub(r"\s+", " ", element.text or ""), strong
    for child in element:
        yield from _runs(child, bold=strong)
        yield re.sub(r"\s+", " ", child.tail or ""), strong
    if name in BLOCKS:
        yield "\n", False


def labelled(text: str) -> TextLine | None:
    """A line such as "Text: …" taken apart, without a number that counts it ("2. Text: …"); None for others."""
    found = _LABEL.match(text)
    label, colon, words = found.groups() if found else ("", "", "")
    bare = _COUNT.sub("", label)
    label = bare if label_role(bare) else label
    whole = all(label.count(one) == label.count(other) for one, other in ("[]", "()", "（）", "【】"))
    return TextLine(words.strip(), label.strip(), colon if "：" in colon else ": ") if words and whole else None


LARGEST = 1000
"""Rows or columns that one cell may span; what HTML itself allows for columns."""

Row = tuple[PageCell, ...]
BLANK = PageCell()


@dataclass(frozen=True, slots=True)
class CellGrid:
    """A table as a rectangle: rows of equal length, spans spread out."""

    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.rows[0]) if self.rows else 0

    def column(self, number: int) -> Row:
        """One column's cells."""
        return tuple(row[number] for row in self.rows)


def grid_of(table: Element) -> CellGrid:
    """The cells of a table; those of tables inside it belong to their cell, one alone in its row spans it."""
    placed: dict[tuple[int, int], PageCell] = {}
    parts = (child if name_of(child) in ("thead", "tbody", "tfoot") else (child,) for child in table)
    rows = [row for part in parts for row in part if name_of(row) == "tr"]
    for number, row in enumerate(rows):
        column = 0
        for element in (one for one in row if name_of(one) in ("td", "th")):
            while (number, column) in placed:
                column += 1
            down, across = _span(element, "rowspan"), _span(element, "colspan")
            cell = cell_of(_with_button(element))
            for below in range(min(down, len(rows) - number)):
                for beside in range(across):
                    placed[number + below, column + beside] = cell
            column += across
    width = max((column for _, column in placed), default=-1) + 1
    for number, row in enumerate(rows):
        cell = placed.get((number, 0), BLANK)
        alone = len(row.findall("td") + row.findall("th")) == 1
        alone = alone and all(placed.get((number, column), cell) is cell for column in range(1, width))
        if alone and cell.lines and not cell.clips:
            placed |= {(number, column): cell for column in range(width)}
    return trimmed(
        [tuple(placed.get((row, column), BLANK) for column in range(width)) for row in range(len(rows))]
    )


def _with_button(element: Element) -> Element:
    """A cell, with a button that is all it holds as words, if it says any and plays nothing."""
    inside = [one for one in element if name_of(one)]
    alone = len(inside) == 1 and name_of(inside[0]) == "button" and not (element.text or "").strip()
    if alone and not players(element) and re.search(r"\w", "".join(inside[0].itertext())):
        inside[0].tag = "span"
    return element


def _span(element: Element, name: str) -> int:
    """A span as browsers take it: at least 1, whatever was written; 0 rows mean all that follow."""
    digits = (element.get(name) or "1").strip()
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1
    return min(number or (LARGEST if name == "rowspan" else 1), LARGEST)


def trimmed(rows: Sequence[Row]) -> CellGrid:
    """The rows without those, and without columns, in which all cells are blank."""
    kept = [row for row in rows if any(cell != BLANK for cell in row)]
    columns = [at for at in range(len(kept[0]) if kept else 0) if any(row[at] != BLANK for row in kept)]
    return CellGrid(tuple(tuple(row[at] for at in columns) for row in kept))
