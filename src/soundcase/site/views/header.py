"""The top of the first page: title, authors, links, figures, abstract; and the systems that are compared."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from soundcase import model
from soundcase.model import Catalogue
from soundcase.site.views.context import RenderContext
from soundcase.site.views.frame import AuthorView, FigureView, HeaderLink, HeaderView, System
from soundcase.site.views.media import picture

_TALLEST = 600
"""Pixels of a figure, so that what is compared begins on the first screens."""


def _outside(url: str) -> bool:
    return urlsplit(url).scheme in {"http", "https"}


def _affiliations(authors: tuple[model.Author, ...]) -> dict[str, str]:
    """Affiliation → its number, in the order of first mention."""
    names = dict.fromkeys(name for author in authors for name in author.affiliations)
    return {name: str(number) for number, name in enumerate(names, start=1)}


def _author(author: model.Author, numbers: dict[str, str], site: RenderContext) -> AuthorView:
    marks = sorted((numbers[name] for name in author.affiliations), key=int) if len(numbers) > 1 else []
    if author.equal:
        marks.append("*")
    orcid = author.orcid.removeprefix("https://orcid.org/")
    href = f"https://orcid.org/{orcid}" if orcid else ""
    return AuthorView(site.text(author.name), author.url, href, ",".join(marks))


def _figure(figure: model.Figure, *, first: bool, site: RenderContext) -> FigureView:
    return FigureView(
        picture=picture(figure.image, figure.alt, site, tallest=_TALLEST),
        caption=site.line(figure.caption),
        href=figure.url,
        loading="eager" if first else "lazy",
    )


def header(catalogue: Catalogue, site: RenderContext) -> HeaderView:
    """Everything over the examples."""
    numbers = _affiliations(catalogue.authors)
    one = len(numbers) == 1
    return HeaderView(
        title=site.text(catalogue.title),
        subtitle=site.maybe(catalogue.subtitle),
        authors=tuple(_author(author, numbers, site) for author in catalogue.authors),
        affiliations=tuple(("" if one else mark, site.text(name)) for name, mark in numbers.items()),
        equal=site.words.equal if any(author.equal for author in catalogue.authors) else "",
        links=tuple(
            HeaderLink(link.url, site.text(link.label), _outside(link.url)) for link in catalogue.links
        ),
        notice=site.prose(catalogue.notice),
        figures=tuple(
            _figure(figure, first=index == 0, site=site) for index, figure in enumerate(catalogue.figures)
        ),
        description=site.prose(catalogue.description),
        abstract=site.prose(catalogue.abstract),
    )


def _system(system: model.Model, site: RenderContext) -> System:
    return System(
        heading=replace(site.heading(system.id), meta=None),
        href=system.url,
        description=site.prose(system.description),
        meta=tuple(site.text(f"{key}: {value}") for key, value in system.meta.items()),
    )


def systems(catalogue: Catalogue, site: RenderContext) -> tuple[System, ...]:
    """The systems, where the catalogue says more of them than their names."""
    named = catalogue.models.values()
    told = any(system.url or system.description or system.group or system.meta for system in named)
    return tuple(_system(system, site) for system in named) if told else ()
