"""The values of the page around the examples: header, contents, systems, footer.

The invariants of `values` hold here too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from soundcase.site.views.layout import Heading, Task
from soundcase.site.views.values import Picture, Text
from soundcase.site.words import Words
from soundcase.text.language import Direction


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with tasks under it."""

    anchor: str
    title: Text
    description: Markup
    tasks: tuple[Task, ...]
    aside: bool = False
    """Whether another page introduces it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table of contents."""

    href: str
    title: Text
    count: str
    entries: tuple[Entry, ...] = ()
    current: Literal["", "page", "true"] = ""
    """Whether it leads to this page, or this page to a part of what it leads to."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section or task as the first page introduces it, where it stands on another."""

    anchor: str
    href: str
    title: Text
    description: Markup
    teaser: Text | None
    """The first words of a description that stands in full on the other page."""
    count: str
    tasks: tuple[Chapter, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """The way to the page before or after this one."""

    href: str
    word: str
    title: Text
    page: str
    """Which page of the task; empty where it has one."""


@dataclass(frozen=True, slots=True)
class System:
    """A system as it is introduced before the examples."""

    heading: Heading
    href: str
    description: Markup
    meta: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who wrote the paper, with the numbers of the affiliations."""

    name: Text
    href: str
    orcid: str
    marks: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption."""

    picture: Picture
    caption: Markup
    href: str
    loading: str


@dataclass(frozen=True, slots=True)
class Button:
    """A link in the header."""

    href: str
    label: Text
    outside: bool


@dataclass(frozen=True, slots=True)
class Header:
    """The top of the page."""

    title: Text
    subtitle: Text | None
    authors: tuple[Author, ...]
    affiliations: tuple[tuple[str, Text], ...]
    equal: str
    links: tuple[Button, ...]
    notice: Markup
    figures: tuple[Figure, ...]
    description: Markup
    abstract: Markup


@dataclass(frozen=True, slots=True)
class Page:
    """The whole of `index.html`, or of a page beside it."""

    url: str
    """Its own path in the site."""
    language: str
    dir: Direction
    """In which direction the page is read."""
    words: Words
    script_words: str
    """What the scripts say, as JSON."""
    title: str
    summary: str
    """The description for search engines and previews, plain."""
    canonical: str
    picture: str
    """Absolute address of the preview picture; empty where the site's own address is not known."""
    site: Text
    """The site's title, which leads to `home`."""
    home: str
    header: Header | None
    """None on the pages beside the first."""
    contents: tuple[Entry, ...]
    systems: tuple[System, ...]
    index: str
    """The address of the search index; empty where everything stands on one page."""
    overview: tuple[Chapter, ...]
    sections: tuple[Section, ...]
    previous: Step | None
    next: Step | None
    wide: bool
    """Whether a table of it needs all the room there is: then the contents stand above, not beside."""
    findable: bool
    """Whether there are so many examples or systems that a reader looks for some of them."""
    citation: str
    license: Markup
    built: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """The whole of `404.html`, which works at any depth."""

    language: str
    dir: Direction
    """In which direction the page is read."""
    words: Words
    site: Text
    title: str
    home: str


@dataclass(frozen=True, slots=True)
class Site:
    """Every page, and what is made beside them."""

    pages: tuple[Page, ...]
    """In reading order; the first is `index.html`."""
    not_found: NotFound
    scripts: Mapping[str, str]
    """By address: the search index, where there is more than one page."""
    addresses: Mapping[tuple[str, str], str]
    """Ids of a task and of an example in it → page and anchor."""
    whereabouts: Mapping[str, tuple[str, ...]]
    """Anchor → the pages that have it, the one that a link from elsewhere leads to first."""

    @property
    def page(self) -> Page:
        """The first page."""
        return self.pages[0]
