"""The pages as a whole: the top of the first, the systems, what stands on each."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from urllib.parse import urljoin, urlsplit

from markupsafe import Markup

from soundcase import model
from soundcase.model import Catalogue
from soundcase.problems.phrases import slug
from soundcase.site.paging import FIRST, PageSpec, paged
from soundcase.site.plan import Plan
from soundcase.site.views.context import RenderContext, UniqueNames
from soundcase.site.views.formats import common_format
from soundcase.site.views.frame import (
    AuthorView,
    FigureView,
    HeaderLink,
    HeaderView,
    NotFound,
    PageView,
    SectionView,
    SiteView,
    System,
)
from soundcase.site.views.layout import TaskView
from soundcase.site.views.media import picture, shown_size
from soundcase.site.views.navigation import (
    SiteOutline,
    addresses,
    anchor_pages,
    contents,
    example_anchors,
    overview,
    pager_links,
    shortened,
)
from soundcase.site.views.search import search_index
from soundcase.site.views.sounds import address
from soundcase.site.views.tasks import task
from soundcase.site.words import words_of
from soundcase.text.language import direction
from soundcase.text.markdown import Setting, Shown, plain
from soundcase.values import dataclass

_TALLEST = 600
"""Pixels of a figure or a picture in Markdown, so that what is compared begins on the first screens."""


def _author(author: model.Author, numbers: dict[str, str], site: RenderContext) -> AuthorView:
    marks = sorted((numbers[name] for name in author.affiliations), key=int) if len(numbers) > 1 else []
    if author.equal:
        marks.append("*")
    orcid = author.orcid.removeprefix("https://orcid.org/")
    href = f"https://orcid.org/{orcid}" if orcid else ""
    return AuthorView(site.text(author.name), author.url, href, ",".join(marks))


def header(catalogue: Catalogue, site: RenderContext) -> HeaderView:
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
            HeaderLink(link.url, site.text(link.label), urlsplit(link.url).scheme in {"http", "https"})
            for link in catalogue.links
        ),
        notice=site.prose(catalogue.notice),
        figures=tuple(
            FigureView(
                picture=picture(figure.image, figure.alt, site, tallest=_TALLEST),
                caption=site.line(figure.caption),
                href=figure.url,
                loading="lazy" if index else "eager",
            )
            for index, figure in enumerate(catalogue.figures)
        ),
        description=site.prose(catalogue.description),
        abstract=site.prose(catalogue.abstract),
    )


def systems(catalogue: Catalogue, site: RenderContext) -> tuple[System, ...]:
    """The systems, where the catalogue says more of them than their names."""
    named = catalogue.models.values()
    if not any(system.url or system.description or system.group or system.meta for system in named):
        return ()
    return tuple(
        System(
            heading=replace(site.heading(system.id), meta=None),
            href=system.url,
            description=site.prose(system.description),
            meta=tuple(site.text(f"{key}: {value}") for key, value in system.meta.items()),
        )
        for system in named
    )


def setting_of(catalogue: Catalogue, plan: Plan, claim: Callable[[str], str]) -> Setting:
    """The setting of all Markdown of the site; `claim` makes an id unique."""
    pictures = {link: plan.pictures[name] for link, name in plan.shown.items()}
    return Setting(
        language=catalogue.language,
        math=catalogue.math,
        files={link: address(one.url) for link, one in plan.files.items()},
        pictures={
            link: Shown(address(one.url), *shown_size(one.picture.width, one.picture.height, _TALLEST))
            for link, one in pictures.items()
        },
        claim=claim,
    )


_OWN_IDS = ("top", "main", "contents", "systems", "abstract", "citation", "citation-text", "status")
_SUMMARY_LENGTH = 200
_HANDFUL, _FEW_MODELS = 5, 3
"""Examples and systems that a reader takes in at a glance."""
_BARE_SECTION = "part"


@dataclass(frozen=True, slots=True)
class _SiteParts:
    """The parts that every page is put together from."""

    catalogue: Catalogue
    site: RenderContext
    outline: SiteOutline
    tasks: dict[str, tuple[TaskView, ...]]
    """By id, once for each page that it stands on."""
    header: HeaderView
    systems: tuple[System, ...]
    index: str
    """The address of the search index."""
    version: str


def _section(
    section: model.Section, tasks: dict[str, tuple[TaskView, ...]], site: RenderContext
) -> SectionView:
    """A section with the first slice of each of its tasks; `tasks` gets all slices."""
    anchor = site.anchor(slug(section.title, _BARE_SECTION))
    for drawn in section.tasks:
        tasks[drawn.id] = task(drawn, site.paging.slices[drawn.id], site)
    return SectionView(
        anchor=anchor,
        title=site.text(section.title),
        description=site.prose(section.description),
        tasks=tuple(tasks[drawn.id][0] for drawn in section.tasks),
    )


def _summary(catalogue: Catalogue) -> str:
    """The first words that say what the site is about."""
    text = next((plain(t) for t in (catalogue.subtitle, catalogue.description, catalogue.abstract) if t), "")
    return shortened(text or catalogue.title, _SUMMARY_LENGTH)


def _absolute(catalogue: Catalogue, url: str) -> str:
    """The public address of a file of the site; empty where the site's own is not known."""
    if not catalogue.url:
        return ""
    home = catalogue.url if catalogue.url.endswith(".html") else catalogue.url.rstrip("/") + "/"
    return urljoin(home, url)


def _sections(spec: PageSpec, made: _SiteParts) -> tuple[SectionView, ...]:
    """The sections on the page; each is introduced where it begins."""
    shown = []
    for part in spec.parts:
        section = made.outline.sections[part.section]
        begins = made.site.paging.sections[part.section] == spec.url
        shown.append(
            replace(
                section,
                description=section.description if begins else Markup(),
                aside=not begins,
                tasks=tuple(made.tasks[p.task.id][p.number - 1] for p in part.slices),
            )
        )
    return tuple(shown)


def _named(spec: PageSpec, made: _SiteParts) -> tuple[str, str]:
    """The title and the description of a page beside the first."""
    first, words = spec.slices[0], made.site.words
    section = made.catalogue.sections[spec.parts[0].section]
    if made.site.paging.sections[spec.parts[0].section] != spec.url:
        title = first.task.title if first.number == 1 else words.page_of.format(first.task.title, first.number)
        texts = (first.task.description, section.description)
    else:
        title, texts = section.title, (section.description, first.task.description)
    described = next((plain(text) for text in texts if text), "")
    summary = f"{title}: {described}" if described else f"{title} · {_summary(made.catalogue)}"
    return f"{title} · {made.catalogue.title}", shortened(summary, _SUMMARY_LENGTH)


def _page(spec: PageSpec, made: _SiteParts) -> PageView:
    catalogue, site, first = made.catalogue, made.site, spec.url == FIRST
    title, summary = (catalogue.title, _summary(catalogue)) if first else _named(spec, made)
    before, after = pager_links(spec, made.outline, site)
    figures = made.header.figures
    shown = _sections(spec, made)
    count = sum(len(group.examples) for part in shown for each in part.tasks for group in each.groups)
    findable = count > _HANDFUL or (count > 0 and len(catalogue.models) > _FEW_MODELS)
    return PageView(
        url=spec.url,
        language=catalogue.language,
        dir=direction(catalogue.language),
        words=site.words,
        script_words=json.dumps(dict(site.words.script), ensure_ascii=False),
        title=title,
        summary=summary,
        canonical=catalogue.url if first else _absolute(catalogue, spec.url),
        picture=_absolute(catalogue, figures[0].picture.src) if figures else "",
        site=made.header.title,
        home=FIRST,
        header=made.header if first else None,
        contents=contents(spec, made.outline, systems=bool(made.systems), site=site),
        systems=made.systems if first else (),
        index=made.index,
        overview=overview(made.outline, site) if first else (),
        sections=shown,
        wide=any(each.wide for part in shown for each in part.tasks),
        findable=findable or bool(made.index),
        previous=before,
        next=after,
        citation=catalogue.citation.strip() if first else "",
        license=site.line(catalogue.license),
        built=site.words.built.format(made.version),
    )


def site_views(catalogue: Catalogue, plan: Plan, version: str) -> SiteView:
    """Everything that the templates print, for every page of the site."""
    words, paging = words_of(catalogue.language), paged(catalogue)
    formats = {drawn.id: common_format(drawn, plan, words) for drawn in catalogue.tasks()}
    ids = UniqueNames(set(_OWN_IDS))
    setting = setting_of(catalogue, plan, partial(ids.claim, join="-"))
    site = RenderContext(catalogue, plan, paging, words, ids, UniqueNames(), formats, setting)
    head, named = header(catalogue, site), systems(catalogue, site)
    tasks: dict[str, tuple[TaskView, ...]] = {}
    sections = tuple(_section(section, tasks, site) for section in catalogue.sections)
    anchors = example_anchors(tasks)
    found = search_index(catalogue, paging, anchors, words) if len(paging.pages) > 1 else None
    outline = SiteOutline(
        catalogue=catalogue,
        paging=paging,
        sections=sections,
        anchors={key: slices[0].anchor for key, slices in tasks.items()},
        section_of={each.id: index for index, part in enumerate(catalogue.sections) for each in part.tasks},
    )
    made = _SiteParts(catalogue, site, outline, tasks, head, named, found.url if found else "", version)
    return SiteView(
        pages=tuple(_page(spec, made) for spec in paging.pages),
        not_found=NotFound(
            language=catalogue.language,
            dir=direction(catalogue.language),
            words=words,
            site=head.title,
            title=f"{words.not_found} · {catalogue.title}",
            home=catalogue.url or address(FIRST),
        ),
        scripts={found.url: found.script} if found else {},
        addresses=addresses(paging, anchors),
        anchor_pages=anchor_pages(paging, sections, tasks),
    )
