"""What the catalogue's main file may say: the page, its models, its sections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, Tag, WithJsonSchema

from soundcase.catalogue.schema.scalars import (
    COLOUR,
    ORCID,
    Address,
    Count,
    Entry,
    Id,
    Language,
    Line,
    OneOrMore,
    Radius,
    Text,
    Truth,
    matching,
    shape,
)
from soundcase.catalogue.schema.task import MediaOptions, TaskItem


class SectionEntry(Entry):
    """A heading with tasks under it."""

    title: Line
    """Heading."""
    description: Text | None = None
    """Introduction (Markdown)."""
    tasks: Annotated[tuple[TaskItem, ...], Field(min_length=1)]
    """Task files, relative to `examples/`, or tasks written in place."""


class ModelEntry(Entry):
    """A system that is compared: a model, a baseline, an ablation, a codec at a bitrate."""

    name: Line | None = None
    """What readers see; the id where it is left out."""
    url: Address | None = None
    """Its home page."""
    description: Text | None = None
    """A remark (Markdown)."""
    group: Line | None = None
    """Models with the same group share a column heading."""
    meta: Mapping[str, Line] | None = None
    """Facts for the column heading, e.g. `{bitrate: 6 kbit/s}`."""
    ours: Truth = False
    """Whether it is the authors' own; it is marked."""


class AuthorEntry(Entry):
    """Somebody who wrote the paper."""

    name: Line
    """Full name."""
    affiliations: OneOrMore | None = None
    """Where they work; a bare string is one."""
    url: Address | None = None
    """Home page."""
    orcid: Annotated[str, matching(ORCID, "of the form 0000-0000-0000-0000")] | None = None
    """ORCID iD."""
    equal: Truth = False
    """Contributed equally with the others so marked."""


class LinkEntry(Entry):
    """A labelled address."""

    label: Line
    """What readers see."""
    url: Address
    """Where it leads."""


class FigureEntry(Entry):
    """A picture with its caption."""

    image: Line
    """Relative to `data/images/`."""
    alt: Line | None = None
    """What the picture shows, for readers who do not see it."""
    caption: Text | None = None
    """Text under the picture (Markdown)."""
    url: Address | None = None
    """Where a click on the picture leads."""


class ThemeEntry(Entry):
    """The looks."""

    accent: Annotated[str, matching(COLOUR, "a colour such as '#0a7a55'")] | None = None
    """Colour of links, buttons and marks, `#rrggbb`; made darker or lighter where contrast needs it."""
    font: Literal["sans", "serif", "mono"] = "sans"
    """Family of the reader's system fonts."""
    density: Literal["comfortable", "compact"] = "comfortable"
    """How much space there is."""
    radius: Radius | None = None
    """Corner radius in pixels."""


Weight = Annotated[
    Literal["error", "warning", "off"],
    WithJsonSchema({"enum": ["error", "warning", "off", False]}),
]
"""A severity; editors that read YAML 1.1 take `off` for false."""


class RuleEntry(Entry):
    """The severity of a problem code, with the reason."""

    severity: Weight
    """How grave it is here."""
    reason: Line
    """Why."""


RuleValue = Annotated[
    Annotated[Weight, Tag("<text>")] | Annotated[RuleEntry, Tag("<rule>")],
    shape("a severity, or a mapping with 'severity' and 'reason'", text=str, rule=dict),
]


class CatalogueEntry(Entry):
    """The page: title, models, sections, and how it is built."""

    title: Line
    """Title of the page."""
    subtitle: Line | None = None
    """A line under the title."""
    language: Language = "en"
    """Language of the page (BCP 47)."""
    description: Text | None = None
    """Introduction (Markdown)."""
    notice: Text | None = None
    """Banner that readers must see (Markdown)."""
    authors: tuple[AuthorEntry, ...] = ()
    """Who wrote the paper, in order."""
    abstract: Text | None = None
    """The paper's abstract (Markdown)."""
    links: tuple[LinkEntry, ...] = ()
    """Paper, code, model, try-it-yourself."""
    figures: tuple[FigureEntry, ...] = ()
    """Pictures under the title."""
    citation: Text | None = None
    """BibTeX, shown with a copy button, exactly as written."""
    license: Text | None = None
    """Under which terms model, clips and page stand (Markdown)."""
    url: Address | None = None
    """Where the page will be published."""
    models: Mapping[Id, Annotated[ModelEntry, Field()]]
    """Everything that is compared: id → model, in column order."""
    sections: Annotated[tuple[SectionEntry, ...], Field(min_length=1)]
    """The parts of the page."""
    pages: Literal["one", "section", "task"] = "one"
    """How the site is cut into pages."""
    per_page: Count = 100
    """Examples on a page at most."""
    theme: ThemeEntry | None = None
    """Accent, font, density, corners."""
    media: MediaOptions | None = None
    """What is derived from the clips of every task that says nothing else."""
    rules: Mapping[str, RuleValue] | None = None
    """Problem code → `error`, `warning` or `off`, or `{severity, reason}`."""
