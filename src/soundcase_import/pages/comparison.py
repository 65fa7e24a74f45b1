"""A comparison as a page has it: series of cells, each in a role, beside each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from soundcase.values import dataclass
from soundcase_import.pages.cells import PageCell, TextLine, labelled
from soundcase_import.pages.dom import Player
from soundcase_import.pages.vocabulary import ANSWERS, ASKS, kinds, label_role, without_colon


@dataclass(frozen=True, slots=True)
class Series:
    """A heading and the cells that belong to it: a column of a table, or a row of a turned one."""

    heading: str
    cells: tuple[PageCell, ...]
    group: str = ""
    """The heading above the heading."""
    texts: tuple[str, ...] = ()
    """What further heading cells say, such as the words that are spoken."""
    role: str = ""
    """`audio`, `reference`, `prompt_audio`, `output`, `text`, `source_text`, `prompt_text`, `prompt`, `title`,
    `group`, `labels`, `tag` or, for nothing to import, empty."""
    doubt: str = ""

    @property
    def sounds(self) -> bool:
        """True where its cells hold clips."""
        return any(cell.clips for cell in self.cells)

    @property
    def words(self) -> list[str]:
        """The words of its cells."""
        return [cell.whole for cell in self.cells if cell.lines and not cell.empty and not cell.clips]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of things that its heading may speak of."""
        return kinds(self.heading)

    def given(self, role: str, doubt: str = "") -> Series:
        """The series in a role."""
        return replace(self, role=role, doubt=doubt)


@dataclass(frozen=True, slots=True)
class SeriesTable:
    """Series with a cell for each example, and what all examples share."""

    series: tuple[Series, ...]
    shared: tuple[Series, ...] = ()
    """Above the table's headings, with cells that count for every example."""
    titles: tuple[str, ...] = ()
    """What each example is called; empty texts where it is called nothing."""
    systems: tuple[str, ...] = ()
    """Where each "example" is really a system: their names. The series are then the parts of its output."""
    parts: bool = False
    """Whether the "examples" are parts of one: stems, speakers."""
    answered: bool = False
    """Whether systems answered to the clips in words."""
    about: str = ""
    """Headings of it that are those of no series."""
    notes: tuple[str, ...] = ()
    """What further heads say of its series, line by line."""
    doubts: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Rows of it."""
        return max((len(one.cells) for one in self.series), default=0)

    def says(self, text: str) -> bool:
        """True where a text is one of its headings, or one of its cells to the letter."""
        bare = without_colon(text)
        return any(bare == one.heading or text in one.words for one in self.series)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of its series, and of what all examples share."""
        return tuple(one.heading for one in (*self.series, *self.shared))

    def given(self, roles: Sequence[Series]) -> SeriesTable:
        """The table with the roles that series of the same headings have."""
        every = zip((*self.series, *self.shared), roles, strict=True)
        given = tuple(one.given(role.role, role.doubt) for one, role in every)
        count = len(self.series)
        return replace(self, series=given[:count], shared=given[count:])

    @property
    def signature(self) -> tuple[str, ...]:
        """The headings of its series, which tell kinds of tables apart; those of inputs without remarks."""
        return tuple(
            re.sub(r"\s*[(（].*$", "", one.heading) if one.role in ("audio", "prompt_audio") else one.heading
            for one in self.series
        )


def unfolded(table: SeriesTable) -> SeriesTable:
    """The table with what labels say beside its clips, or of all lines of a talk, as series of its own."""
    found: list[Series] = []
    for one in (_headed(part) for series in table.series for part in _turns(series)):
        one = replace(one, cells=tuple(map(_with_fields, one.cells))) if one.sounds else one
        playing = [cell for cell in one.cells if cell.clips or (cell.lines and _is_interview(cell))]
        labels = dict.fromkeys(line.label for cell in playing for line in cell.labelled)
        saying = {
            label: [one for one in playing if label in (line.label for line in one.lines)] for label in labels
        }
        common = [
            label
            for label, cells in saying.items()
            if len(cells) * 2 >= len(playing) or all(map(_is_interview, cells))
        ]
        rest = replace(one, cells=tuple(_without(cell, common) for cell in one.cells))
        found += [rest] if not common or any(not cell.empty for cell in rest.cells) else []
        found += [Series(label, tuple(_only(cell, label) for cell in one.cells)) for label in common]
    asked = any(one.heading in ("Q", "Question") for one in found)
    letters = {one.heading for one in found if len(one.heading) == 1} - {"Q"}
    if asked and letters == {"A"}:  # beside a B it is a system
        found = [replace(one, heading="Answer") if one.heading == "A" else one for one in found]
    return replace(table, series=tuple(found))


def _headed(one: Series) -> Series:
    """Words without a heading that all begin with the same label, with that as their heading."""
    if one.heading or one.role or one.sounds or len(one.words) < 2:
        return one
    lines = [cell.lines[0] if len(cell.lines) == 1 else TextLine("") for cell in one.cells]
    parted = [line if line.label or not line.text else labelled(line.text) for line in lines]
    labels = {line.label if line else "" for line in parted if line is None or line.text}
    if len(labels) != 1 or not all(labels):
        return one
    cells = [PageCell((TextLine(line.text),) if line and line.text else ()) for line in parted]
    return Series(labels.pop(), tuple(cells))


def _with_fields(cell: PageCell) -> PageCell:
    """A cell with a clip, in which lines such as "Question: …" have their labels."""
    return replace(cell, lines=tuple(map(with_field, cell.lines)))


def _is_interview(cell: PageCell) -> bool:
    """True where labels begin all lines of a cell: who asks, what is right, who answers."""
    roles = {label: label_role(label) for label in (line.label for line in cell.lines)}
    return "" not in roles and "prompt" in roles.values() and "" in roles.values()


def with_field(line: TextLine) -> TextLine:
    """A line such as "Text: …" with its label, where that speaks of a field."""
    found = None if line.label else labelled(line.text)
    return found if found and len(found.label.split()) < 4 and label_role(found.label) else line


def _turns(one: Series) -> list[Series]:
    """A series of talks as what is said by those who ask, and by those who answer, with their clips."""
    parts = [_sides(cell) for cell in one.cells]
    talks = sum(bool(asked and answered) for asked, answered in parts)
    if talks * 2 <= len([cell for cell in one.cells if not cell.empty]):
        return [one]
    name = "" if one.kinds & {"text", "audio", "instruction", "id"} or is_talk(one.heading) else one.heading
    sides = zip(("User", name or "Assistant"), zip(*parts, strict=True), strict=True)
    found = []
    for side, cells in sides:
        role = "" if side == "User" else "output"
        if any(clip for cell in cells for clip in cell if isinstance(clip, Player)):
            clips = tuple(
                PageCell(clips=tuple(part for part in cell if isinstance(part, Player))) for cell in cells
            )
            found.append(Series(side, clips, role="audio" if side == "User" else "output"))
        words = tuple(PageCell(tuple(part for part in cell if isinstance(part, TextLine))) for cell in cells)
        found.append(Series(side, words, role=role or "prompt"))
    return found


def _sides(cell: PageCell) -> tuple[tuple[TextLine | Player, ...], tuple[TextLine | Player, ...]]:
    """What those who ask say in a talk, and what those who answer; nothing where it is none."""
    sides: tuple[list[TextLine | Player], list[TextLine | Player]] = ([], [])
    now: list[TextLine | Player] | None = None
    for part in cell.flow:
        line = (part if part.label else labelled(part.text)) if isinstance(part, TextLine) else None
        label = _SPEAKER.fullmatch(line.label if line else getattr(part, "text", "").rstrip(":： "))
        if label:
            now = sides[label["answers"] is not None]
            now += [TextLine(line.text)] if line else []
        elif now is None:
            return (), ()
        else:
            now.append(part)
    return tuple(sides[0]), tuple(sides[1])


_SPEAKER = re.compile(rf"(?i)(?:(?:{ASKS})|(?P<answers>{ANSWERS}))(?: ?(?:turn )?\d+)?")


def is_talk(heading: str) -> bool:
    """True where a heading only says that somebody talks."""
    return (
        re.fullmatch(r"(?i)\W*(?:dialogues?|dialogs?|conversations?|talks?|chats?|turns?|对话)?\W*", heading)
        is not None
    )


def questioned(table: SeriesTable) -> SeriesTable:
    """The table with questions and what is said below them, where both stand together without a name."""
    found: list[Series] = []
    for one in table.series:
        if one.role in ("text", "title") and asks_and_answers(one):
            asked = tuple(PageCell(cell.lines[:1]) for cell in one.cells)
            found.append(Series("", asked, role="prompt"))
            found.append(Series("", tuple(PageCell(cell.lines[1:]) for cell in one.cells), role="output"))
        else:
            found.append(one)
    return replace(table, series=tuple(found))


def asks_and_answers(one: Series) -> bool:
    """True where words are mostly a question with more below it."""
    said = [cell.lines for cell in one.cells if cell.lines and not cell.clips]
    return sum(len(lines) > 1 and bool(_ASKS.search(lines[0].whole)) for lines in said) * 2 > len(said)


def asked_inside(table: SeriesTable) -> SeriesTable:
    """The table with questions beside its clips as a series of their own, where it has no other."""
    found: list[Series] = []
    for one in table.series:
        words = [cell.whole for cell in one.cells if cell.clips and cell.lines]
        asks = sum(_ASKS.search(text) is not None for text in words) * 2 > len(words) if words else False
        if asks and not one.kinds & {"context", "output", "truth"}:
            found.append(replace(one, cells=tuple(replace(cell, lines=(), flow=()) for cell in one.cells)))
            found.append(Series("", tuple(PageCell(cell.lines) for cell in one.cells), role="prompt"))
        else:
            found.append(one)
    return replace(table, series=tuple(found))


_ASKS = re.compile(
    r"\?$|？$|^(?:what|how|which|who|where|when|why|is|are|does|do|can|describe|classify|identify|transcribe|"
    r"translate|list|tell|write|explain|summari[sz]e|请|描述|识别)\b",
    re.IGNORECASE,
)
"""A question or an instruction."""


def _without(cell: PageCell, labels: Sequence[str]) -> PageCell:
    if not any(line.label in labels for line in cell.lines):
        return cell
    return replace(cell, lines=tuple(line for line in cell.lines if line.label not in labels), flow=())


def _only(cell: PageCell, label: str) -> PageCell:
    return PageCell(tuple(TextLine(line.text) for line in cell.labelled if line.label == label))


@dataclass(frozen=True, slots=True)
class BlockReading:
    """One way to take a block of the page."""

    name: str
    """In words that people choose it by, such as `rows are examples`."""
    table: SeriesTable
    before: tuple[str, ...] = ()
    """Lines above it that are about all of it."""
    after: tuple[str, ...] = ()
    """Lines below it that belong to what follows."""
    prior: float = 0.0
    """How much more usual it is than others."""
