"""What a cell of a table, or any other piece of a page, holds: words in lines, clips, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from soundcase_import.pages.dom import BLOCKS, SKIPPED, Player, link_name, name_of, pictures, player, players

EMPTY = re.compile(r"^(?:[-–—_/.·\s]*|none|null|n\.?/?a\.?|nan|x|无|暂无)$", re.IGNORECASE)
_LABEL = re.compile(r"^(.{1,48}?)\s*[:：]\s*(.*)$")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of words; with a label where it begins with one, as in "Instruction: …"."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class PageCell:
    """One cell; cells that span several places are the same object in each."""

    lines: tuple[TextLine, ...] = ()
    clips: tuple[Player, ...] = ()
    images: tuple[tuple[str, str], ...] = ()
    heading: bool = False

    @property
    def text(self) -> str:
        """All words that are not behind a label; the labelled ones with it where there are only such."""
        return " ".join(line.text for line in self.lines if not line.label).strip()

    @property
    def whole(self) -> str:
        """All words."""
        return " ".join(
            f"{line.label}: {line.text}" if line.label else line.text for line in self.lines
        ).strip()

    @property
    def labelled(self) -> tuple[TextLine, ...]:
        """The lines with labels."""
        return tuple(line for line in self.lines if line.label)

    @property
    def empty(self) -> bool:
        """Whether it says nothing: blank, or one of the marks that people put into such cells."""
        return not self.clips and not self.images and EMPTY.match(self.whole) is not None


def cell_of(element: Element) -> PageCell:
    """The content of an element."""
    return PageCell(
        lines=tuple(_lines(element)),
        clips=tuple(players(element)),
        images=tuple(pictures(element)),
        heading=name_of(element) == "th",
    )


def _lines(element: Element) -> Iterator[TextLine]:
    """The lines that the element's breaks and paragraphs make."""
    runs: list[tuple[str, bool]] = []
    for text, bold in (*_runs(element, bold=False), ("\n", False)):
        if text == "\n":
            line = _line(runs)
            if line:
                yield line
            runs = []
        else:
            runs.append((text, bold))


def _runs(element: Element, *, bold: bool) -> Iterator[tuple[str, bool]]:
    """Texts with whether they are bold, and line breaks."""
    name = name_of(element)
    if not name or name in SKIPPED or name in ("audio", "video", "object"):
        return
    if name == "br" or name in BLOCKS:
        yield "\n", False
    if name == "a" and player(element):
        yield link_name(element), bold
        return
    strong = bold or name in ("b", "strong")
    if element.text:
        yield re.sub(r"\s+", " ", element.text), strong
    for child in element:
        yield from _runs(child, bold=strong)
        if child.tail:
            yield re.sub(r"\s+", " ", child.tail), strong
    if name in BLOCKS:
        yield "\n", False


def _line(runs: list[tuple[str, bool]]) -> TextLine | None:
    text = " ".join("".join(run for run, _ in runs).split())
    if not text:
        return None
    head = next((index for index, (run, bold) in enumerate(runs) if run.strip() and not bold), len(runs))
    bold_part = " ".join("".join(run for run, _ in runs[:head]).split())
    found = _LABEL.match(text)
    if found and bold_part and len(found.group(1)) <= len(bold_part.rstrip(":： ")) + 1 and found.group(2):
        return TextLine(found.group(2).strip(), found.group(1).strip())
    return TextLine(text)


def labelled(text: str) -> TextLine | None:
    """A line such as "Text: …" taken apart; None for other lines."""
    found = _LABEL.match(text)
    return (
        TextLine(found.group(2).strip(), found.group(1).strip()) if found and found.group(2).strip() else None
    )
