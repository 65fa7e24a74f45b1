"""The keys of the catalogue's main file: the page, its models, its sections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, Tag, WithJsonSchema

from soundcase.catalogue.schema.scalars import (
    COLOUR,
    ORCID,
    Address,
    Cited,
    Count,
    Date,
    DomainName,
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
from soundcase.settings import HostName


class SectionEntry(Entry):
    """A heading with tasks under it."""

    title: Line
    """Heading, also in the table of contents."""
    description: Text | None = None
    """Introduction under the heading (Markdown)."""
    tasks: Annotated[tuple[TaskItem, ...], Field(min_length=1)]
    """Task files, relative to `examples/`, or tasks written in place."""


class ModelEntry(Entry):
    """A system that is compared: a model, a baseline, an ablation, a codec at a bitrate."""

    name: Line | None = None
    """What readers see; the id where it is left out."""
    url: Address | None = None
    """Its home page; the name becomes a link."""
    description: Text | None = None
    """A remark under its name (Markdown)."""
    group: Line | None = None
    """Models with the same group share a column heading."""
    meta: Mapping[str, Line] | None = None
    """Facts for the column heading, e.g. `{bitrate: 6 kbit/s}`."""
    ours: Truth = False
    """Whether it is the authors' own; it is marked."""
    checkpoint: Cited | None = None
    """Which weights or version was run: a name, a revision, or an address."""
    settings: Mapping[str, Line] | None = None
    """How it was run, e.g. `{temperature: 0.7}`; shown on request."""
    date: Date | None = None
    """When it was run, or the checkpoint was published: `2025`, `2025-08` or `2025-08-14`."""


ModelItem = Annotated[
    Annotated[Line, Tag("<text>")] | Annotated[ModelEntry, Tag("<model>")],
    shape("a name or a mapping", text=str, model=dict),
]


class AuthorEntry(Entry):
    """Somebody who wrote the paper."""

    name: Line
    """Full name."""
    affiliations: OneOrMore | None = None
    """Where they work; a bare string is one."""
    url: Address | None = None
    """Home page; the name becomes a link."""
    orcid: Annotated[str, matching(ORCID, "of the form 0000-0000-0000-0000")] | None = None
    """ORCID iD, e.g. `0000-0002-1825-0097`."""
    equal: Truth = False
    """Whether the author contributed equally with the others so marked; the page explains the mark."""


AuthorItem = Annotated[
    Annotated[Line, Tag("<text>")] | Annotated[AuthorEntry, Tag("<author>")],
    shape("a name or a mapping", text=str, author=dict),
]


class LinkEntry(Entry):
    """A labelled address."""

    label: Line
    """What readers see."""
    url: Address
    """Where it leads."""


class FigureEntry(Entry):
    """A picture with its caption."""

    image: Line
    """The picture's file, relative to `data/images/`: PNG, JPEG, GIF, WebP, AVIF or SVG."""
    alt: Line | None = None
    """What the picture shows, for readers who do not see it."""
    caption: Text | None = None
    """Text under the picture (Markdown)."""
    url: Address | None = None
    """Where a click on the picture leads."""


class LogoEntry(Entry):
    """The sign of a laboratory, a university or a company."""

    image: Line
    """The picture's file, relative to `data/images/`; on a dark page it gets a light ground."""
    alt: Line | None = None
    """Whose it is."""
    url: Address | None = None
    """Their home page."""


class ThemeEntry(Entry):
    """The looks."""

    accent: Annotated[str, matching(COLOUR, "a colour such as '#0a7a55'")] | None = None
    """Colour of links, buttons and marks, `#rrggbb`; made darker or lighter where contrast needs it."""
    font: Literal["sans", "serif", "mono"] = "sans"
    """Family of the reader's system fonts."""
    density: Literal["comfortable", "compact"] = "comfortable"
    """How much space there is between and around things; `compact` suits wide tables."""
    radius: Radius | None = None
    """Radius of corners in pixels; the theme's own where it is left out."""


class PublishEntry(Entry):
    """The place of the site on the web."""

    host: HostName | None = None
    """The host, whose limits are checked; `pages` is GitHub's."""
    cname: DomainName | None = None
    """A host name of its own, e.g. `demo.lab.org`; the site gets a file `CNAME` that says it."""


Weight = Annotated[
    Literal["error", "warning", "off"],
    WithJsonSchema({"enum": ["error", "warning", "off", False]}),
]
"""A severity; editors that read YAML 1.1 take `off` for false."""


class RuleEntry(Entry):
    """The severity of a problem code, with the reason."""

    severity: Weight
    """How grave it is here: `error` stops the build, `warning` is told, `off` is not."""
    reason: Line
    """Why, for whoever reads the catalogue later."""


RuleValue = Annotated[
    Annotated[Weight, Tag("<text>")] | Annotated[RuleEntry, Tag("<rule>")],
    shape("a severity, or a mapping with 'severity' and 'reason'", text=str, rule=dict),
]


class AnonymousEntry(Entry):
    """The edition for double-blind review, `build-site --anonymous`; every other build leaves this aside."""

    models: Mapping[Id, Line] | None = None
    """Model id → what it is called there, e.g. `{mynet-7b: Proposed}`. Of those left out, one that is marked so
    becomes `Ours`, the others `System 1`, `System 2` …"""
    keep_links: OneOrMore | None = None
    """Links that may stay: their labels, or what their addresses begin with; a bare string is one."""
    forbid: OneOrMore | None = None
    """Words that must not be in it, beside the names that the catalogue has; a bare string is one."""
    redact: OneOrMore | None = None
    """Words in whose place `[redacted]` stands, also in what models gave; a bare string is one."""
    allow: OneOrMore | None = None
    """Words that may stay although a name is called so, such as `base`; a bare string is one."""


class CatalogueEntry(Entry):
    """The page: title, models, sections, and how it is built."""

    title: Line
    """Title of the page, in its head and in the browser's tab."""
    subtitle: Line | None = None
    """A line under the title."""
    language: Language = "en"
    """Language of the page (BCP 47), e.g. `zh` or `pt-BR`: of the texts, and of the page's own words where they
    are translated."""
    description: Text | None = None
    """Introduction under the title (Markdown)."""
    notice: Text | None = None
    """Banner that readers must see before they listen (Markdown)."""
    authors: tuple[AuthorItem, ...] = ()
    """Who wrote the paper, in order; a bare string is a name."""
    abstract: Text | None = None
    """The paper's abstract (Markdown)."""
    links: tuple[LinkEntry, ...] = ()
    """Buttons under the title: paper, code, model, try-it-yourself."""
    logos: tuple[LogoEntry, ...] = ()
    """Signs of those who made it, in a small row under the authors."""
    hero: Line | None = None
    """The id of one example, or `task--example`: it stands large under the title, to be played at once."""
    figures: tuple[FigureEntry, ...] = ()
    """Pictures under the title."""
    citation: Text | None = None
    """BibTeX, one entry or several: shown and copied exactly as written, and offered in other formats."""
    license: Text | None = None
    """Under which terms model, clips and page stand (Markdown)."""
    url: Address | None = None
    """Where the page will be published; makes canonical addresses, previews with a picture, `robots.txt` and
    `sitemap.xml`."""
    models: Mapping[Id, ModelItem]
    """Everything that is compared: id → model, in column order; a bare string is its name."""
    sections: Annotated[tuple[SectionEntry, ...], Field(min_length=1)]
    """The parts of the page, in order."""
    pages: Literal["one", "section", "task"] = "one"
    """How the site is cut into pages: all on `one`, or an overview with a page for each `section` or `task`."""
    per_page: Count = 100
    """Examples of one task on a page at most; a longer task goes on over further pages."""
    embed: Truth | None = None
    """Whether each example has a page that others can show in a frame and, where `url` is given, a QR code of
    its address. Where it is left out, it has both if `url` is given and there are 200 examples at most."""
    leaderboard: Truth | None = None
    """Whether the first page has a table of all tasks' figures. Where it is left out, it has one if a task has
    `results`."""
    theme: ThemeEntry | None = None
    """The looks: accent colour, font, density, corners."""
    media: MediaOptions | None = None
    """What is derived from the clips of every task that says nothing else."""
    publish: PublishEntry | None = None
    """The place of the site on the web."""
    math: Truth = False
    """Whether formulas (`$…$` and the other forms of TeX) in titles, names, prompts, texts and Markdown are set
    as such. What models gave stays to the letter."""
    anonymous: AnonymousEntry | None = None
    """What `build-site --anonymous` calls the models, and which links and words it treats in its own way."""
    rules: Mapping[str, RuleValue] | None = None
    """How grave problems are on this page: problem code → `error`, `warning` or `off`, or `{severity, reason}`.
    `build-site explain CODE` says whether a code's severity can be set."""
