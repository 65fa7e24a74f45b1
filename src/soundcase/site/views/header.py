"""The top of the first page: title, authors, links, figures, abstract; and the systems that are compared."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from soundcase import model
from soundcase.model import Catalogue
from soundcase.site.views.frame import Author, Button, Figure, Header, System
from soundcase.site.views.media import picture
from soundcase.site.views.scene import Scene

_TALLEST = 600
"""Pixels of a figure, so that what is compared begins on the first screens."""


def _outside(url: str) -> bool:
    return urlsplit(url).scheme in {"http", "https"}


def _affiliations(authors: tuple[model.Author, ...]) -> dict[str, str]:
    """Affiliation → its number, in the order of first mention."""
    names = dict.fromkeys(name for author in authors for name in author.affiliations)
    return {name: str(number) for number, name in enumerate(names, start=1)}


def _author(author: model.Author, numbers: dict[str, str], scene: Scene) -> Author:
    marks = sorted((numbers[name] for name in author.affiliations), key=int) if len(numbers) > 1 else []
    if author.equal:
        marks.append("*")
    orcid = author.orcid.removeprefix("https://orcid.org/")
    href = f"https://orcid.org/{orcid}" if orcid else ""
    return Author(scene.text(author.name), author.url, href, ",".join(marks))


def _figure(figure: model.Figure, *, first: bool, scene: Scene) -> Figure:
    return Figure(
        picture=picture(figure.image, figure.alt, scene, tallest=_TALLEST),
        caption=scene.line(figure.caption),
        href=figure.url,
        loading="eager" if first else "lazy",
    )


def header(catalogue: Catalogue, scene: Scene) -> Header:
    """Everything over the examples."""
    numbers = _affiliations(catalogue.authors)
    one = len(numbers) == 1
    return Header(
        title=scene.text(catalogue.title),
        subtitle=scene.maybe(catalogue.subtitle),
        authors=tuple(_author(author, numbers, scene) for author in catalogue.authors),
        affiliations=tuple(("" if one else mark, scene.text(name)) for name, mark in numbers.items()),
        equal=scene.words.equal if any(author.equal for author in catalogue.authors) else "",
        links=tuple(Button(link.url, scene.text(link.label), _outside(link.url)) for link in catalogue.links),
        notice=scene.prose(catalogue.notice),
        figures=tuple(
            _figure(figure, first=index == 0, scene=scene) for index, figure in enumerate(catalogue.figures)
        ),
        description=scene.prose(catalogue.description),
        abstract=scene.prose(catalogue.abstract),
    )


def _system(system: model.Model, scene: Scene) -> System:
    return System(
        heading=replace(scene.heading(system.id), meta=None),
        href=system.url,
        description=scene.prose(system.description),
        meta=tuple(scene.text(f"{key}: {value}") for key, value in system.meta.items()),
    )


def systems(catalogue: Catalogue, scene: Scene) -> tuple[System, ...]:
    """The systems, where the catalogue says more of them than their names."""
    named = catalogue.models.values()
    told = any(system.url or system.description or system.group or system.meta for system in named)
    return tuple(_system(system, scene) for system in named) if told else ()
