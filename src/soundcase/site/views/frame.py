"""The values of the page around the examples: header, contents, systems, footer.

The invariants of `values` hold here too.
"""

from __future__ import annotations

import json
from typing import Literal

from markupsafe import Markup

from soundcase.site.views.layout import CellHeading, ExampleCell, OriginFact, OriginView, PromptView, TaskView
from soundcase.site.views.links import LinkKind
from soundcase.site.views.result_values import BoardView
from soundcase.site.views.values import PictureView, Text
from soundcase.site.words import Words
from soundcase.text.language import Direction, direction
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
    origin: tuple[OriginFact, ...] = ()
    """How it was run, for those who ask."""


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
    kind: LinkKind = ""


@dataclass(frozen=True, slots=True)
class HeroPart:
    """A part of the example under the title of which one is shown at a time."""

    cell: ExampleCell
    key: str
    """The key that plays it; empty where it has none."""
    chosen: bool
    """Whether it is shown first."""


@dataclass(frozen=True, slots=True)
class HeroView:
    """One example under the title, to be played at once."""

    title: Text
    task: Text
    href: str
    """Where it stands among the others."""
    sync: str
    words: tuple[ExampleCell, ...]
    """What is always shown, before the sound."""
    parts: tuple[HeroPart, ...]
    """What is played, one at a time."""
    prompts: tuple[PromptView, ...]
    """What the systems were asked in the whole task."""
    answers: tuple[ExampleCell, ...]
    """What is shown beside each other: answers in words."""


@dataclass(frozen=True, slots=True)
class HeaderView:
    """The top of the page."""

    title: Text
    subtitle: Text | None
    authors: tuple[AuthorView, ...]
    affiliations: tuple[tuple[str, Text], ...]
    equal: str
    logos: tuple[FigureView, ...]
    links: tuple[HeaderLink, ...]
    notice: Markup
    figures: tuple[FigureView, ...]
    description: Markup
    abstract: Markup
    fold: Literal["", "narrow", "anywhere"] = ""
    """Where the abstract is folded: on narrow screens, or on all of them."""
    hero: HeroView | None = None


@dataclass(frozen=True, slots=True)
class MetaTag:
    """A tag in the head of a page."""

    kind: Literal["name", "property"]
    """The attribute that has its name."""
    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The picture that stands for a page where somebody shares its address."""

    url: str
    """Absolute."""
    width: int
    """Pixels."""
    height: int
    mime: str
    alt: str


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file beside the page."""

    label: str
    href: str
    mime: str


@dataclass(frozen=True, slots=True)
class PageView:
    """The whole of `index.html`, or of a page beside it."""

    url: str
    """Its own path in the site."""
    language: str
    words: Words
    title: str
    summary: str
    """The description for search engines and previews, plain."""
    canonical: str
    meta: tuple[MetaTag, ...]
    linked_data: Markup
    """The page as JSON-LD, of which no sign can end its element; empty where nobody says whose it is."""
    site: Text
    """The site's title, which leads to `home`."""
    home: str
    header: HeaderView | None
    """None on the pages beside the first."""
    contents: tuple[ContentsEntry, ...]
    systems: tuple[System, ...]
    board: BoardView | None
    """The figures of all tasks, on the first page."""
    index: str
    """The address of the list of what can be searched; empty where everything stands on one page."""
    facets: str
    """The address of the facets of all examples; empty where nothing tells these apart."""
    overview: tuple[OverviewEntry, ...]
    sections: tuple[SectionView, ...]
    previous: PagerLink | None
    next: PagerLink | None
    wide: bool
    """Whether a table of it needs all the room there is: then the contents, if any, stand above, not beside."""
    results: bool
    """Whether tables of results stand on it."""
    findable: bool
    """Whether there are so many examples or systems that a reader looks for some of them."""
    sharing: Sharing | None
    """None where no example of the page has a menu."""
    citation: str
    citation_files: tuple[FileLink, ...]
    """The same in the formats of other programs."""
    license: Markup
    dataset: str
    """The address of the description as a dataset; empty where there is none."""
    built: str

    @property
    def dir(self) -> Direction:
        """The direction in which the page is read."""
        return direction(self.language)

    @property
    def script_words(self) -> str:
        """The words of the scripts, as JSON."""
        return json.dumps(dict(self.words.script), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class EmbedView:
    """The whole of a page that shows one example, for frames of other pages."""

    language: str
    dir: Direction
    words: Words
    script_words: str
    title: str
    site: Text
    id: str
    name: Text
    task: Text
    href: str
    """Where the example stands among the others."""
    sync: str
    tags: tuple[Text, ...]
    prompts: tuple[PromptView, ...]
    cells: tuple[ExampleCell, ...]
    origins: tuple[OriginView, ...]


@dataclass(frozen=True, slots=True)
class Sharing:
    """The needs of the menus of a page's examples."""

    base: str
    """The address of the folder with pages for frames, the public one where it is known."""
    codes: bool
    """Whether there are QR codes in it."""
    words: str
    """What the menus say, as JSON."""


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
