"""The pages as a whole: the top of the first, the systems, what stands on each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Literal
from urllib.parse import urlsplit

from markupsafe import Markup

from soundcase import model
from soundcase.citation.entry import NONE, Citation
from soundcase.model import Catalogue, Example, Section, Task
from soundcase.settings import AnonymousSettings, ThemeSettings
from soundcase.site.known import Known
from soundcase.site.paging import FIRST
from soundcase.site.plan import FilesShown, Plan
from soundcase.site.views.context import RenderContext, SiteHead, context_of
from soundcase.site.views.found import PageWords, canonical, citation_files, meta_tags, page_data
from soundcase.site.views.frame import (
    AuthorView,
    FigureView,
    HeaderLink,
    HeaderView,
    NotFound,
    PageView,
    SectionView,
    System,
)
from soundcase.site.views.hero import HeroInputs, hero_view
from soundcase.site.views.leaderboard import BoardInputs, has_leaderboard, leaderboard
from soundcase.site.views.links import kind_of
from soundcase.site.views.media import picture, shown_size
from soundcase.site.views.navigation import (
    PageOutline,
    overview,
    pager_links,
    shortened,
)
from soundcase.site.views.navigation import contents as table_of_contents
from soundcase.site.views.origins import model_origin
from soundcase.site.views.sharing import DATASET, has_embeds, is_dataset, sharing_of
from soundcase.site.views.sounds import address
from soundcase.site.views.tasks import SliceContent, SliceFrame, slice_view
from soundcase.text.extent import lines_of
from soundcase.text.language import direction
from soundcase.text.markdown import Setting, Shown, plain
from soundcase.values import dataclass

_TALLEST = 600
"""Pixels of a figure or a picture in Markdown, so that what is compared begins on the first screens."""

_LOGO = 40
"""Pixels of a logo."""
_MOST_LINES = 4
"""Of an abstract; a longer one is folded."""
_NARROW, _WIDE = 44, 90
"""Characters in a line of it, on a phone and beside the description."""


def _author(author: model.Author, numbers: dict[str, str], site: RenderContext) -> AuthorView:
    marks = sorted((numbers[name] for name in author.affiliations), key=int) if len(numbers) > 1 else []
    if author.equal:
        marks.append("*")
    orcid = author.orcid.removeprefix("https://orcid.org/")
    href = f"https://orcid.org/{orcid}" if orcid else ""
    return AuthorView(site.text(author.name), author.url, href, ",".join(marks))


def header(catalogue: Catalogue, site: RenderContext, hero: HeroInputs | None) -> HeaderView:
    """Everything over the examples."""
    names = dict.fromkeys(name for author in catalogue.authors for name in author.affiliations)
    numbers = {name: str(number) for number, name in enumerate(names, start=1)}
    one = len(numbers) == 1
    return HeaderView(
        title=site.text(catalogue.title),
        subtitle=site.maybe(catalogue.subtitle),
        authors=tuple(_author(author, numbers, site) for author in catalogue.authors),
        affiliations=tuple(("" if one else mark, site.text(name)) for name, mark in numbers.items()),
        equal=site.words.equal if any(author.equal for author in catalogue.authors) else "",
        links=tuple(
            HeaderLink(
                href=link.url,
                label=site.text(link.label),
                outside=urlsplit(link.url).scheme in {"http", "https"},
                kind=kind_of(link.url, link.label),
            )
            for link in catalogue.links
        ),
        notice=site.prose(catalogue.notice),
        logos=tuple(_figure(one, _LOGO, site) for one in catalogue.logos),
        figures=tuple(
            _figure(one, _TALLEST, site, lazy=index > 0) for index, one in enumerate(catalogue.figures)
        ),
        description=site.prose(catalogue.description),
        abstract=site.prose(catalogue.abstract),
        fold=_fold(plain(catalogue.abstract)),
        hero=hero_view(hero, site) if hero else None,
    )


def _fold(abstract: str) -> Literal["", "narrow", "anywhere"]:
    if lines_of(abstract, _WIDE) > _MOST_LINES:
        return "anywhere"
    return "narrow" if lines_of(abstract, _NARROW) > _MOST_LINES else ""


def _figure(figure: model.Figure, tallest: int, site: RenderContext, *, lazy: bool = False) -> FigureView:
    return FigureView(
        picture=picture(figure.image, figure.alt, site, tallest=tallest),
        caption=site.line(figure.caption),
        href=figure.url,
        loading="lazy" if lazy else "eager",
    )


def introduces(catalogue: Catalogue) -> bool:
    """True if the catalogue describes its systems: then they have a section, else a line in the head."""
    return any(system.description for system in catalogue.models.values())


def systems(catalogue: Catalogue, site: RenderContext) -> tuple[System, ...]:
    """The systems, where more is said of them than their names."""
    named = catalogue.models.values()
    described = introduces(catalogue)
    origins = {one.id: model_origin(one, site) for one in named}
    told = any(one.url or one.description or one.group or one.meta or origins[one.id] for one in named)
    return tuple(
        System(
            heading=replace(site.heading(system.id), meta=None, group=system.group if described else ""),
            href=system.url,
            description=site.prose(system.description),
            meta=tuple(site.text(f"{key}: {value}") for key, value in system.meta.items()),
            origin=origins[system.id],
        )
        for system in (named if told else ())
    )


def head_of(  # noqa: PLR0913 (all that pages say of the site)
    catalogue: Catalogue, plan: Plan, index: str, version: str, *, facets: str = "", citation: Citation = NONE
) -> SiteHead:
    """The head of a site; of the plan, figures and linked files are read."""
    pictures = {link: plan.pictures[name] for link, name in plan.shown.items()}
    setting = Setting(
        language=catalogue.language,
        math=catalogue.math,
        files={link: address(one.url) for link, one in plan.files.items()},
        pictures={
            link: Shown(address(one.url), *shown_size(one.picture.width, one.picture.height, _TALLEST))
            for link, one in pictures.items()
        },
    )
    figures = {one.image: plan.pictures[one.image] for one in catalogue.pictures}
    board = has_leaderboard(catalogue)
    drawn = replace(catalogue, sections=(), hero="", theme=ThemeSettings(), leaderboard=board)
    bare = replace(drawn, anonymous=AnonymousSettings(), embed=has_embeds(catalogue))
    dataset = DATASET if is_dataset(catalogue) else ""
    return SiteHead(bare, setting, figures, index, facets, version, replace(citation, flaws=()), dataset)


_SUMMARY_LENGTH = 200
_HANDFUL, _FEW_MODELS = 5, 3
"""Examples and systems that a reader takes in at a glance."""


@dataclass(frozen=True, slots=True)
class ShownSlice:
    """Examples of a task on a page."""

    frame: SliceFrame
    content: Known[SliceContent]


@dataclass(frozen=True, slots=True)
class PageInputs:
    """Everything that a page follows from."""

    head: Known[SiteHead]
    page: PageOutline
    sections: tuple[Section, ...]
    """Those on the page, without their tasks."""
    slices: tuple[tuple[ShownSlice, ...], ...]
    """Of each of these sections, in the order of the page."""
    overview: tuple[tuple[Section, tuple[Task, ...]], ...] = ()
    """What a page leads to that shows no examples: sections without tasks, and tasks without examples."""
    hero: HeroInputs | None = None
    """The example under the title of the first page."""
    board: tuple[BoardInputs, ...] = ()
    """All tasks, where the first page has a leaderboard."""


def _before(head: SiteHead) -> Iterator[tuple[str, str]]:
    """The anchors and names of what stands before the examples."""
    if introduces(head.catalogue):
        yield "systems", head.words.models
    if head.catalogue.leaderboard:
        yield "leaderboard", head.words.leaderboard


def _summary(catalogue: Catalogue) -> str:
    """The first words that say what the site is about."""
    text = next((plain(t) for t in (catalogue.subtitle, catalogue.description, catalogue.abstract) if t), "")
    return shortened(text or catalogue.title, _SUMMARY_LENGTH)


Contents = Sequence[Sequence[SliceContent]]
"""Of each section on a page its slices, read."""


def _sections(inputs: PageInputs, contents: Contents, site: RenderContext) -> tuple[SectionView, ...]:
    """The sections on the page; each is introduced where it begins."""
    page, shown = inputs.page, []
    for (index, places), section, slices, content in zip(
        page.parts, inputs.sections, inputs.slices, contents, strict=True
    ):
        outline = page.site.value.sections[index]
        begins = outline.url == page.url
        tasks = tuple(
            slice_view(given, one.frame, task, site)
            for (task, _), one, given in zip(places, slices, content, strict=True)
        )
        shown.append(
            SectionView(
                anchor=outline.anchor,
                title=site.text(section.title),
                description=site.prose(section.description) if begins else Markup(),
                tasks=tasks,
                aside=not begins,
            )
        )
    return tuple(shown)


def _told(inputs: PageInputs, contents: Contents) -> Iterator[tuple[Task, Sequence[Example], FilesShown]]:
    """The examples on the page with their tasks and files."""
    for one, content in zip(chain(*inputs.slices), chain(*contents), strict=True):
        yield one.frame.task.value.task, content.examples, content.plan


def _named(inputs: PageInputs, site: RenderContext) -> tuple[str, str]:
    """The title and the description of a page beside the first."""
    section, words, catalogue = inputs.sections[0], site.words, site.catalogue
    task, number = inputs.slices[0][0].frame.task.value.task, inputs.slices[0][0].frame.place.number
    if inputs.page.site.value.sections[inputs.page.sections[0]].url != inputs.page.url:
        title = task.title if number == 1 else words.page_of.format(task.title, number)
        texts = (task.description, section.description)
    else:
        title, texts = section.title, (section.description, task.description)
    described = next((plain(text) for text in texts if text), "")
    summary = f"{title}: {described}" if described else f"{title} · {_summary(catalogue)}"
    return f"{title} · {catalogue.title}", shortened(summary, _SUMMARY_LENGTH)


def _anchors(inputs: PageInputs) -> Iterator[str]:
    """Every anchor on the page that is unique on the whole site."""
    outline = inputs.page.site.value
    for section in (
        outline.sections if inputs.overview else (outline.sections[one] for one in inputs.page.sections)
    ):
        yield section.anchor
    for task in outline.tasks if inputs.overview else (task for task, _ in inputs.page.slices):
        yield task.anchor
    for one in chain(*inputs.slices):
        yield from one.frame.anchors


def _findable(inputs: PageInputs) -> bool:
    """True if the page has more examples or systems than a reader takes in at a glance."""
    count = sum(one.frame.place.stop - one.frame.place.start for one in chain(*inputs.slices))
    return count > _HANDFUL or (count > 0 and len(inputs.head.value.catalogue.models) > _FEW_MODELS)


def page_view(inputs: PageInputs) -> PageView:
    """A page as the templates print it."""
    head, page, first = inputs.head.value, inputs.page, inputs.page.url == FIRST
    site, catalogue = context_of(head, _anchors(inputs)), head.catalogue
    top, named = (header(catalogue, site, inputs.hero), systems(catalogue, site)) if first else (None, ())
    contents = tuple(tuple(one.content.value for one in slices) for slices in inputs.slices)
    shown = _sections(inputs, contents, site)
    title, summary = (catalogue.title, _summary(catalogue)) if first else _named(inputs, site)
    before, after = pager_links(page, site)
    return PageView(
        url=page.url,
        language=catalogue.language,
        words=site.words,
        title=title,
        summary=summary,
        canonical=canonical(catalogue, page.url),
        meta=meta_tags(PageWords(page.url, title, summary), head),
        linked_data=page_data(page.url, head, _told(inputs, contents)),
        site=site.text(catalogue.title),
        home=FIRST,
        header=top,
        contents=table_of_contents(page, before=_before(head), citation=bool(catalogue.citation), site=site),
        systems=named,
        board=leaderboard(inputs.board, page.site.value.tasks, site) if inputs.board else None,
        index=head.index,
        facets=head.facets,
        overview=overview(page.site.value, inputs.overview, site) if inputs.overview else (),
        sections=shown,
        wide=page.lone or any(each.wide for part in shown for each in part.tasks),
        results=bool(inputs.board) or any(each.results for part in shown for each in part.tasks),
        findable=bool(head.index) or _findable(inputs),
        previous=before,
        next=after,
        sharing=sharing_of(shown, site),
        citation=catalogue.citation.strip() if first else "",
        citation_files=citation_files(head.citation) if first else (),
        license=site.line(catalogue.license),
        dataset=head.dataset,
        built=site.words.built.format(head.version),
    )


def not_found(head: SiteHead) -> NotFound:
    """The page for addresses that lead nowhere."""
    catalogue, words = head.catalogue, head.words
    return NotFound(
        language=catalogue.language,
        dir=direction(catalogue.language),
        words=words,
        site=context_of(head).text(catalogue.title),
        title=f"{words.not_found} · {catalogue.title}",
        home=catalogue.url or address(FIRST),
    )
