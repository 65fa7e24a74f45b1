"""The values of a task as it is laid out: headings, cells, examples, groups, rows.

The invariants of `values` hold here too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from soundcase.views.values import NO_MARKUP, Label, Piece, Score, Text


@dataclass(frozen=True, slots=True)
class Heading:
    """Over a cell: the name of a system or of a part of the examples."""

    place: Literal["before", "answer", "after"]
    """Among what the systems got, what they gave, or what is right."""
    key: str
    """The model id, or the role."""
    text: Text
    plain: str
    group: str = ""
    ours: str = ""
    """The word that marks our own system; empty for the others."""
    column: str = ""
    """The name before a cell where the table's head is not seen."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One instruction and whom it was for."""

    model: str | None
    whom: Text | None
    ours: str
    text: Text


@dataclass(frozen=True, slots=True)
class Cell:
    """What one system or one part of the catalogue contributes to one example."""

    heading: Heading
    pieces: tuple[Piece, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    turns: tuple[Turn, ...] = ()
    note: Markup = NO_MARKUP
    empty: str = ""
    """The words for a hole in the comparison; empty where there is something."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a dialogue."""

    speaker: Text | None
    start: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One example, laid out as a card, a row or a column."""

    task: str
    id: str
    anchor: str
    href: str
    title: Text
    link_name: str
    tags: tuple[Text, ...]
    cells: tuple[Cell, ...]
    """What the systems got, what they gave, what is right; in tables one for each heading, bare or not."""


@dataclass(frozen=True, slots=True)
class Group:
    """Examples that belong together; the title is None where the author made no groups."""

    title: Text | None
    anchor: str
    examples: tuple[Example, ...]
    rows: tuple[Row, ...]
    """Transposed tables: one row per heading, one cell per example."""
    caption: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a transposed table."""

    heading: Heading
    cells: tuple[tuple[Example, Cell], ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One comparison."""

    id: str
    anchor: str
    title: Text
    description: Markup
    selection: Text | None
    prompts: tuple[Prompt, ...]
    scores: tuple[Score, ...]
    legend: tuple[Label, ...]
    layout: Literal["cards", "table", "transposed"]
    sync: str
    count: str
    caption: str
    headings: tuple[Heading, ...]
    groups: tuple[Group, ...]
    level: int
    """Heading level of an example: 4, or 5 under the heading of a group."""
    rows: int
    """How many cells each card has, for aligning cards that stand abreast; 0 where they differ or are many."""
