"""The page as a whole: header, contents, systems, sections, footer."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import quote, urljoin, urlsplit

from markupsafe import Markup

from soundcase import model
from soundcase.markdown import inline, plain, to_html
from soundcase.model import Catalogue
from soundcase.plan import Plan
from soundcase.views.frame import (
    Author,
    Button,
    Entry,
    Figure,
    Header,
    NotFound,
    Page,
    Section,
    Site,
    System,
)
from soundcase.views.media import picture
from soundcase.views.scene import Scene, Taken
from soundcase.views.sounds import address
from soundcase.views.tasks import task
from soundcase.views.values import Text
from soundcase.words import words_of

_OWN_IDS = ("top", "main", "contents", "systems", "abstract", "citation", "citation-text", "status")
_SUMMARY_LENGTH = 200
_HANDFUL, _FEW_MODELS = 5, 3
"""Examples and systems that a reader takes in at a glance."""
_BARE_SECTION = "part"


def _outside(url: str) -> bool:
    return urlsplit(url).scheme in {"http", "https"}


def _affiliations(authors: tuple[model.Author, ...]) -> dict[str, str]:
    """Affiliation → its number, in the order of first mention."""
    names = dict.fromkeys(name for author in authors for name in author.affiliations)
    return {name: str(number) for number, name in enumerate(names, start=1)}


def _author(author: model.Author, numbers: dict[str, str], scene: Scene) -> Author:
    marks = [numbers[name] for name in author.affiliations] if len(numbers) > 1 else []
    if author.equal:
        marks.append("*")
    orcid = author.orcid.removeprefix("https://orcid.org/")
    href = f"https://orcid.org/{orcid}" if orcid else ""
    return Author(scene.text(author.name), author.url, href, ",".join(marks))


def _figure(figure: model.Figure, *, first: bool, scene: Scene) -> Figure:
    return Figure(
        picture=picture(figure.image, figure.alt, scene),
        caption=inline(figure.caption, scene.language),
        href=figure.url,
        loading="eager" if first else "lazy",
    )


def _header(catalogue: Catalogue, scene: Scene) -> Header:
    numbers = _affiliations(catalogue.authors)
    one = len(numbers) == 1
    return Header(
        title=scene.text(catalogue.title),
        subtitle=scene.maybe(catalogue.subtitle),
        authors=tuple(_author(author, numbers, scene) for author in catalogue.authors),
        affiliations=tuple(("" if one else mark, scene.text(name)) for name, mark in numbers.items()),
        equal=scene.words.equal if any(author.equal for author in catalogue.authors) else "",
        links=tuple(Button(link.url, scene.text(link.label), _outside(link.url)) for link in catalogue.links),
        notice=to_html(catalogue.notice, scene.language),
        figures=tuple(
            _figure(figure, first=index == 0, scene=scene) for index, figure in enumerate(catalogue.figures)
        ),
        description=to_html(catalogue.description, scene.language),
        abstract=to_html(catalogue.abstract, scene.language),
    )


def _system(system: model.Model, scene: Scene) -> System:
    return System(
        heading=replace(scene.heading(system.id), meta=None),
        href=system.url,
        description=to_html(system.description, scene.language),
        meta=tuple(scene.text(f"{key}: {value}") for key, value in system.meta.items()),
    )


def _systems(catalogue: Catalogue, scene: Scene) -> tuple[System, ...]:
    """The systems, where the catalogue says more of them than their names."""
    systems = catalogue.models.values()
    told = any(system.url or system.description or system.group or system.meta for system in systems)
    return tuple(_system(system, scene) for system in systems) if told else ()


def _section(section: model.Section, scene: Scene) -> Section:
    return Section(
        anchor=scene.anchor(_slug(section.title)),
        title=scene.text(section.title),
        description=to_html(section.description, scene.language),
        tasks=tuple(task(drawn, scene) for drawn in section.tasks),
    )


def _slug(title: str) -> str:
    """Words of a title joined by hyphens, in any script."""
    return "-".join("".join(c if c.isalnum() else " " for c in title.casefold()).split()) or _BARE_SECTION


def _contents(
    sections: tuple[Section, ...], catalogue: Catalogue, systems: tuple[System, ...], scene: Scene
) -> tuple[Entry, ...]:
    entries = [Entry("#systems", scene.text(scene.words.models), "")] if systems else []
    for section in sections:
        tasks = tuple(
            Entry(f"#{quote(drawn.anchor)}", drawn.title, drawn.count.split(" ")[0]) for drawn in section.tasks
        )
        entries.append(Entry(f"#{quote(section.anchor)}", section.title, "", tasks))
    if catalogue.citation:
        entries.append(Entry("#citation", scene.text(scene.words.citation), ""))
    return tuple(entries)


def _summary(catalogue: Catalogue) -> str:
    """The first words that say what the page is about, cut at a word's end."""
    text = next((plain(t) for t in (catalogue.subtitle, catalogue.description, catalogue.abstract) if t), "")
    text = text or catalogue.title
    if len(text) <= _SUMMARY_LENGTH:
        return text
    cut = text[:_SUMMARY_LENGTH]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:") + " …"


def _preview(catalogue: Catalogue, header: Header) -> str:
    if not (catalogue.url and header.figures):
        return ""
    return urljoin(catalogue.url.rstrip("/") + "/", header.figures[0].picture.src)


def _findable(sections: tuple[Section, ...], catalogue: Catalogue) -> bool:
    shown = sum(len(group.examples) for part in sections for each in part.tasks for group in each.groups)
    return shown > _HANDFUL or (shown > 0 and len(catalogue.models) > _FEW_MODELS)


def _page(catalogue: Catalogue, scene: Scene, version: str) -> Page:
    header, systems = _header(catalogue, scene), _systems(catalogue, scene)
    sections = tuple(_section(section, scene) for section in catalogue.sections)
    return Page(
        language=catalogue.language,
        words=scene.words,
        script_words=json.dumps(dict(scene.words.script), ensure_ascii=False),
        title=catalogue.title,
        summary=_summary(catalogue),
        canonical=catalogue.url,
        picture=_preview(catalogue, header),
        header=header,
        contents=_contents(sections, catalogue, systems, scene),
        systems=systems,
        sections=sections,
        findable=_findable(sections, catalogue),
        citation=catalogue.citation.strip(),
        license=inline(catalogue.license, scene.language) if catalogue.license else Markup(),
        built=scene.words.built.format(version),
    )


def site_views(catalogue: Catalogue, plan: Plan, version: str) -> Site:
    """Everything that the templates print, for every page of the site."""
    words = words_of(catalogue.language)
    scene = Scene(catalogue, plan, words, Taken(set(_OWN_IDS)), Taken())
    title: Text = scene.text(catalogue.title)
    not_found = NotFound(
        language=catalogue.language,
        words=words,
        site=title,
        title=f"{words.not_found} · {catalogue.title}",
        home=catalogue.url or address("index.html"),
    )
    return Site(_page(catalogue, scene, version), not_found)
