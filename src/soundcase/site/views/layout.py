"""The values of a task as it is laid out: headings, cells, examples, groups, rows, results.

The invariants of `values` hold here too.
"""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup

from soundcase.model import Layout
from soundcase.site.views.result_values import Summary as Summary
from soundcase.site.views.values import NO_MARKUP, Label, PieceView, ScoreView, Text
from soundcase.site.views.values import CellHeading as CellHeading
from soundcase.site.views.values import CellPlace as CellPlace
from soundcase.site.views.values import HeadingId as HeadingId
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class PromptView:
    """One instruction and whom it was for."""

    model: str | None
    whom: Text | None
    ours: str
    text: Text
    colour: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One of the answers that the systems could choose from."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True)
class FileView:
    """A file to download."""

    href: str
    name: str
    """As it is saved."""
    text: Text
    about: str
    """Its kind and size."""


@dataclass(frozen=True, slots=True)
class ExampleCell:
    """The contribution of one system, or one part of the catalogue, to one example."""

    heading: CellHeading
    pieces: tuple[PieceView, ...] = ()
    prompts: tuple[PromptView, ...] = ()
    choices: tuple[ChoiceView, ...] = ()
    files: tuple[FileView, ...] = ()
    turns: tuple[TurnView, ...] = ()
    note: Markup = NO_MARKUP
    tag: Text | None = None
    empty: str = ""
    """The words for a hole in the comparison; empty where there is something."""
    span: int = 1
    """How many examples it is for: the rows or columns of a table that it spans."""
    place: int = 0
    """How many cells of its row that span nothing stand before one that spans several, its head included."""

    @property
    def bare(self) -> bool:
        """Nothing is in it, not even words for a hole."""
        return not any(
            (self.pieces, self.prompts, self.choices, self.files, self.turns, self.note, self.tag, self.empty)
        )


@dataclass(frozen=True, slots=True)
class TurnView:
    """One turn of a dialogue."""

    number: str
    """Its place in the dialogue, from 1."""
    speaker: Text | None
    side: int
    """Which of the speakers says it, from 0 in the order in which they begin."""
    start: str
    """When it begins, in words; empty where that is not known."""
    seconds: str
    """The same for scripts."""
    speech: tuple[ExampleCell, ...]
    """The speaker's own words and recording, and what the systems were asked."""
    answers: tuple[ExampleCell, ...]
    """What is right, and what each system answered."""


@dataclass(frozen=True, slots=True)
class OriginFact:
    """One thing that is said of provenance."""

    word: Text
    text: Text
    href: str
    """Where the text is an address."""


@dataclass(frozen=True, slots=True)
class OriginView:
    """The provenance of some pieces."""

    name: Text | None
    """What they are called; None where it is of the whole example."""
    facts: tuple[OriginFact, ...]


@dataclass(frozen=True, slots=True)
class ExampleView:
    """One example, laid out as a card, a row or a column."""

    task: str
    id: str
    anchor: str
    href: str
    title: Text
    link_name: str
    tags: tuple[Text, ...]
    origins: tuple[OriginView, ...]
    """Where it comes from, for those who ask."""
    embed: str
    """The name of its page for frames; empty where it has none."""
    cells: tuple[ExampleCell, ...]
    """What the systems got, what they gave, what is right; in tables one for each heading, bare or not, but for
    those that an earlier example's cell spans."""

    @property
    def menu(self) -> bool:
        """True if there is more than its address to take along."""
        return bool(self.embed or self.origins)

    @property
    def answers(self) -> tuple[ExampleCell, ...]:
        """The cells of the systems."""
        return tuple(cell for cell in self.cells if cell.heading.place == "answer")

    @property
    def given(self) -> tuple[ExampleCell, ...]:
        """The other cells: what the systems got, and what is right."""
        return tuple(cell for cell in self.cells if cell.heading.place != "answer")


@dataclass(frozen=True, slots=True)
class ExampleRun:
    """Consecutive examples that share what is drawn once for all of them."""

    title: str
    """`For the 6 examples below`; empty where nothing is shared."""
    shared: tuple[ExampleCell, ...]
    examples: tuple[ExampleView, ...]
    rows: int
    """How many cells each card has, for aligning cards that stand abreast; 0 where they differ or are many."""


@dataclass(frozen=True, slots=True)
class ExampleGroup:
    """Examples that belong together; the title is None where the author made no groups."""

    title: Text | None
    anchor: str
    href: str
    link_name: str
    runs: tuple[ExampleRun, ...]
    blocks: tuple[TurnedTable, ...]
    """Transposed: the tables, each of a few examples."""
    continued: str = ""
    """The word that says so where the group began on an earlier page."""

    @property
    def examples(self) -> tuple[ExampleView, ...]:
        """Its examples, whatever they share."""
        return tuple(each for run in self.runs for each in run.examples)


@dataclass(frozen=True, slots=True)
class TurnedTable:
    """A transposed table: examples beside each other, as many as fit."""

    examples: tuple[ExampleView, ...]
    bodies: tuple[TableBody, ...]
    """The rows, by the groups of the systems."""
    caption: str
    dense: bool
    """Small players."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a transposed table; what has labels of its own takes a row for each."""

    heading: CellHeading
    rows: int
    """How many rows the name of the system spans; 0 where an earlier row's does."""
    cells: tuple[tuple[int, ExampleView, ExampleCell], ...]
    """Each with its example, and the place of that among those beside it."""


@dataclass(frozen=True, slots=True)
class TableBody:
    """Rows of a transposed table that stand under one name."""

    title: Text | None
    models: str
    """Ids of the systems, with blanks between."""
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class HeadCell:
    """One cell of a table's head."""

    kind: Literal["example", "part", "model", "group", "label", "key", "meta", "score"]
    text: Text | None
    """None where there is nothing to say."""
    scope: Literal["col", "colgroup", "row"] = "col"
    columns: int = 1
    rows: int = 1
    heading: CellHeading | None = None
    """Printed in place of `text`, and the system or part it belongs to."""
    models: str = ""
    """Over several systems: their ids, with blanks between."""
    score: ScoreView | None = None
    empty: str = ""
    """The words where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to one of the pages that a task stands on; without an address, the pages that are left out."""

    href: str
    text: str
    name: str
    """For screen readers; no other link of the page has the same."""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pagination:
    """The way over the pages of one task."""

    name: str
    """Of the one before the examples."""
    end_name: str
    """Of the one after them."""
    links: tuple[PageLink, ...]
    previous: PageLink | None
    next: PageLink | None


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """The archive of all clips and texts of a task."""

    href: str
    text: str
    """With its size."""


@dataclass(frozen=True, slots=True)
class TaskView:
    """One comparison."""

    id: str
    anchor: str
    title: Text
    description: Markup
    selection: Text | None
    part_of: str
    """Of how many examples these are some; empty where the author does not say it."""
    clips: str
    """What all clips are, `16 kHz · mono`; empty where it stands beside each."""
    originals: str
    """What all that they were made from are."""
    prompts: tuple[PromptView, ...]
    scores: tuple[ScoreView, ...]
    best: str
    """What the mark of the best scores means; empty where none has it."""
    interval: str
    """What stands behind `±`; empty where nothing does."""
    measured: tuple[Text, ...]
    """How the scores that the build measures were found."""
    legend: tuple[Label, ...]
    layout: Layout
    sync: str
    text_match: str
    """How texts are compared with their references, where it is not the usual way."""
    count: str
    caption: str
    headings: tuple[CellHeading, ...]
    abreast: tuple[CellHeading, ...]
    """The systems whose answers stand beside each other in rows, under a head; empty where they are many."""
    heads: tuple[tuple[HeadCell, ...], ...]
    """The rows of a table's head."""
    colgroups: tuple[int, ...]
    """How many columns stand under each head that spans several systems, and between these; empty without."""
    labelled: bool
    """Some rows of a transposed table are one of several of the same system."""
    dense: bool
    """A table that needs more room than the text has: small players. Cards that hold much: one abreast."""
    groups: tuple[ExampleGroup, ...]
    results: tuple[Summary, ...]
    """Those of a whole test set, and those of the examples shown."""
    level: int
    """Heading level of an example: 4, or 5 under the heading of a group."""
    archive: ArchiveView | None = None
    shown: str = ""
    """Which examples stand here, where the task goes on over several pages."""
    pagination: Pagination | None = None
    many: bool = False
    """Whether so many examples stand here that each is laid out only when it comes near the screen."""
    tall: int = 0
    """The room kept for each example while it is far from the screen, in rem; 0 where none stands here."""

    @property
    def aligned(self) -> bool:
        """True if the parts of neighbouring cards stand at one height."""
        return self.layout == "cards" and not self.dense and not self.many

    @property
    def wide(self) -> bool:
        """True if a table of it needs more room than the text has."""
        return (self.layout == "table" and self.dense) or len(self.abreast) > 2
