"""The pages as a whole: what stands on each, and what leads from one to another."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urljoin

from markupsafe import Markup

from soundcase import model
from soundcase.model import Catalogue
from soundcase.problems.phrases import slug
from soundcase.site.paging import FIRST, Leaf, paged
from soundcase.site.plan import Plan
from soundcase.site.views.anchors import addresses, example_anchors, whereabouts
from soundcase.site.views.contents import Atlas, contents, overview, steps
from soundcase.site.views.formats import common_format
from soundcase.site.views.frame import Header, NotFound, Page, Section, Site, System
from soundcase.site.views.header import header, systems
from soundcase.site.views.layout import Task
from soundcase.site.views.places import cut
from soundcase.site.views.prose import setting_of
from soundcase.site.views.scene import Scene, Taken
from soundcase.site.views.search import search_index
from soundcase.site.views.sounds import address
from soundcase.site.views.tasks import task
from soundcase.site.words import words_of
from soundcase.text.language import direction
from soundcase.text.markdown import plain

_OWN_IDS = ("top", "main", "contents", "systems", "abstract", "citation", "citation-text", "status")
_SUMMARY_LENGTH = 200
_HANDFUL, _FEW_MODELS = 5, 3
"""Examples and systems that a reader takes in at a glance."""
_BARE_SECTION = "part"


@dataclass(frozen=True, slots=True)
class _Made:
    """What every page is put together from."""

    catalogue: Catalogue
    scene: Scene
    atlas: Atlas
    tasks: dict[str, tuple[Task, ...]]
    """By id, every portion."""
    header: Header
    systems: tuple[System, ...]
    index: str
    """The address of the search index."""
    version: str


def _section(section: model.Section, tasks: dict[str, tuple[Task, ...]], scene: Scene) -> Section:
    """A section with the first portion of each of its tasks; `tasks` gets all portions."""
    anchor = scene.anchor(slug(section.title, _BARE_SECTION))
    for drawn in section.tasks:
        tasks[drawn.id] = task(drawn, scene.paging.portions[drawn.id], scene)
    return Section(
        anchor=anchor,
        title=scene.text(section.title),
        description=scene.prose(section.description),
        tasks=tuple(tasks[drawn.id][0] for drawn in section.tasks),
    )


def _summary(catalogue: Catalogue) -> str:
    """The first words that say what the site is about."""
    text = next((plain(t) for t in (catalogue.subtitle, catalogue.description, catalogue.abstract) if t), "")
    return cut(text or catalogue.title, _SUMMARY_LENGTH)


def _absolute(catalogue: Catalogue, url: str) -> str:
    """The public address of a file of the site; empty where the site's own is not known."""
    if not catalogue.url:
        return ""
    folder = catalogue.url if not catalogue.url.endswith(".html") else catalogue.url.rpartition("/")[0]
    return urljoin(folder.rstrip("/") + "/", url)


def _sections(leaf: Leaf, made: _Made) -> tuple[Section, ...]:
    """What stands on the page, by section; introduced where the section begins."""
    shown = []
    for part in leaf.parts:
        section = made.atlas.sections[part.section]
        begins = made.scene.paging.sections[part.section] == leaf.url
        shown.append(
            replace(
                section,
                description=section.description if begins else Markup(),
                aside=not begins,
                tasks=tuple(made.tasks[p.task.id][p.number - 1] for p in part.portions),
            )
        )
    return tuple(shown)


def _named(leaf: Leaf, made: _Made) -> tuple[str, str]:
    """The title and the description of a page beside the first."""
    first, words = leaf.portions[0], made.scene.words
    section = made.catalogue.sections[leaf.parts[0].section]
    if made.scene.paging.sections[leaf.parts[0].section] != leaf.url:
        title = first.task.title if first.number == 1 else words.page_of.format(first.task.title, first.number)
        told = (first.task.description, section.description)
    else:
        title, told = section.title, (section.description, first.task.description)
    described = next((plain(text) for text in told if text), "")
    summary = f"{title}: {described}" if described else f"{title} · {_summary(made.catalogue)}"
    return f"{title} · {made.catalogue.title}", cut(summary, _SUMMARY_LENGTH)


def _findable(sections: tuple[Section, ...], catalogue: Catalogue) -> bool:
    shown = sum(len(group.examples) for part in sections for each in part.tasks for group in each.groups)
    return shown > _HANDFUL or (shown > 0 and len(catalogue.models) > _FEW_MODELS)


def _page(leaf: Leaf, made: _Made) -> Page:
    catalogue, scene, first = made.catalogue, made.scene, leaf.url == FIRST
    title, summary = (catalogue.title, _summary(catalogue)) if first else _named(leaf, made)
    before, after = steps(leaf, made.atlas, scene)
    figures = made.header.figures
    shown = _sections(leaf, made)
    return Page(
        url=leaf.url,
        language=catalogue.language,
        dir=direction(catalogue.language),
        words=scene.words,
        script_words=json.dumps(dict(scene.words.script), ensure_ascii=False),
        title=title,
        summary=summary,
        canonical=catalogue.url if first else _absolute(catalogue, leaf.url),
        picture=_absolute(catalogue, figures[0].picture.src) if figures else "",
        site=made.header.title,
        home=FIRST,
        header=made.header if first else None,
        contents=contents(leaf, made.atlas, systems=bool(made.systems), scene=scene),
        systems=made.systems if first else (),
        index=made.index,
        overview=overview(made.atlas, scene) if first else (),
        sections=shown,
        wide=any(each.wide for part in shown for each in part.tasks),
        findable=bool(made.index) or _findable(shown, catalogue),
        previous=before,
        next=after,
        citation=catalogue.citation.strip() if first else "",
        license=scene.line(catalogue.license),
        built=scene.words.built.format(made.version),
    )


def _atlas(
    catalogue: Catalogue, sections: tuple[Section, ...], tasks: dict[str, tuple[Task, ...]], scene: Scene
) -> Atlas:
    return Atlas(
        catalogue=catalogue,
        paging=scene.paging,
        sections=sections,
        anchors={key: portions[0].anchor for key, portions in tasks.items()},
        section_of={
            drawn.id: index for index, section in enumerate(catalogue.sections) for drawn in section.tasks
        },
    )


def site_views(catalogue: Catalogue, plan: Plan, version: str) -> Site:
    """Everything that the templates print, for every page of the site."""
    words, paging = words_of(catalogue.language), paged(catalogue)
    formats = {drawn.id: common_format(drawn, plan, words) for drawn in catalogue.tasks()}
    ids = Taken(set(_OWN_IDS))
    setting = setting_of(catalogue, plan, partial(ids.claim, join="-"))
    scene = Scene(catalogue, plan, paging, words, ids, Taken(), formats, setting)
    head, named = header(catalogue, scene), systems(catalogue, scene)
    tasks: dict[str, tuple[Task, ...]] = {}
    sections = tuple(_section(section, tasks, scene) for section in catalogue.sections)
    anchors = example_anchors(tasks)
    found = search_index(catalogue, paging, anchors, words) if len(paging.leaves) > 1 else None
    atlas = _atlas(catalogue, sections, tasks, scene)
    made = _Made(catalogue, scene, atlas, tasks, head, named, found.url if found else "", version)
    return Site(
        pages=tuple(_page(leaf, made) for leaf in paging.leaves),
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
        whereabouts=whereabouts(paging, sections, tasks),
    )
