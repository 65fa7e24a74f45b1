"""The values of the page around the examples: header, contents, systems, footer.

The invariants of `values` hold here too.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from soundcase.views.layout import Heading, Task
from soundcase.views.values import Picture, Text
from soundcase.words import Words


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with tasks under it."""

    anchor: str
    title: Text
    description: Markup
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table of contents."""

    href: str
    title: Text
    count: str
    entries: tuple[Entry, ...] = ()


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
    """The whole of `index.html`."""

    language: str
    words: Words
    script_words: str
    """What the scripts say, as JSON."""
    title: str
    summary: str
    """The description for search engines and previews, plain."""
    canonical: str
    picture: str
    """Absolute address of the preview picture; empty where the site's own address is not known."""
    header: Header
    contents: tuple[Entry, ...]
    systems: tuple[System, ...]
    sections: tuple[Section, ...]
    findable: bool
    """Whether there are so many examples or systems that a reader looks for some of them."""
    citation: str
    license: Markup
    built: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """The whole of `404.html`, which works at any depth."""

    language: str
    words: Words
    site: Text
    title: str
    home: str


@dataclass(frozen=True, slots=True)
class Site:
    """Every page, by its path in the site."""

    page: Page
    not_found: NotFound
