"""The values of the page around the examples: header, contents, systems, footer.

The invariants of `values` hold here too.
"""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup

from soundcase.site.views.layout import CellHeading, TaskView
from soundcase.site.views.values import PictureView, Text
from soundcase.site.words import Words
from soundcase.text.language import Direction
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class SectionView:
    """A heading with tasks under it."""

    anchor: str
    title: Text
    description: Markup
    tasks: tuple[TaskView, ...]
    aside: bool = False
    """Whether another page introduces it."""


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One line of the table of contents."""

    href: str
    title: Text
    count: str
    entries: tuple[ContentsEntry, ...] = ()
    current: Literal["", "page", "true"] = ""
    """Whether it leads to this page, or this page to a part of what it leads to."""


@dataclass(frozen=True, slots=True)
class OverviewEntry:
    """A section or task as the first page introduces it, where it stands on another."""

    anchor: str
    href: str
    title: Text
    description: Markup
    teaser: Text | None
    """The first words of a description that stands in full on the other page."""
    count: str
    tasks: tuple[OverviewEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class PagerLink:
    """The way to the page before or after this one."""

    href: str
    word: str
    title: Text
    page: str
    """Which page of the task; empty where it has one."""


@dataclass(frozen=True, slots=True)
class System:
    """A system as it is introduced before the examples."""

    heading: CellHeading
    href: str
    description: Markup
    meta: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class AuthorView:
    """Somebody who wrote the paper, with the numbers of the affiliations."""

    name: Text
    href: str
    orcid: str
    marks: str


@dataclass(frozen=True, slots=True)
class FigureView:
    """A picture with its caption."""

    picture: PictureView
    caption: Markup
    href: str
    loading: str


@dataclass(frozen=True, slots=True)
class HeaderLink:
    """A link in the header."""

    href: str
    label: Text
    outside: bool


@dataclass(frozen=True, slots=True)
class HeaderView:
    """The top of the page."""

    title: Text
    subtitle: Text | None
    authors: tuple[AuthorView, ...]
    affiliations: tuple[tuple[str, Text], ...]
    equal: str
    links: tuple[HeaderLink, ...]
    notice: Markup
    figures: tuple[FigureView, ...]
    description: Markup
    abstract: Markup


@dataclass(frozen=True, slots=True)
class PageView:
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
    header: HeaderView | None
    """None on the pages beside the first."""
    contents: tuple[ContentsEntry, ...]
    systems: tuple[System, ...]
    index: str
    """The address of the list of what can be searched; empty where everything stands on one page."""
    overview: tuple[OverviewEntry, ...]
    sections: tuple[SectionView, ...]
    previous: PagerLink | None
    next: PagerLink | None
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
