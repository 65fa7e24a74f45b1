"""The anonymity of a finished site: what was taken out of it, what it was searched for, and what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from soundcase.anonymous.edition import AnonymousEdition, anonymous_edition
from soundcase.anonymous.looking import leak_problems, leaks_in, unclean_problems
from soundcase.catalogue.load import Loaded
from soundcase.checks.drawing import SiteContent, draw
from soundcase.checks.examination import Examination, ProjectContext
from soundcase.leaks.search import Leak, unsearched
from soundcase.leaks.words import NamedWord
from soundcase.model import Catalogue
from soundcase.problems.problem import Problem
from soundcase.project import Project
from soundcase.publishing.publish import Site
from soundcase.site.plan import Plan
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class Anonymity:
    """Everything that a report on an anonymous build tells; for its authors alone."""

    left_out: tuple[tuple[str, int], ...]
    """Keys of the catalogue, with how much stood under each."""
    systems: tuple[tuple[str, str], ...]
    """Names and aliases, in the order of the edition."""
    bare: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Files by their names in the project: new address, and what was in them."""
    sought: tuple[NamedWord, ...]
    not_sought: tuple[str, ...]
    allowed: tuple[str, ...]
    searched: int
    """Files that were looked through."""
    found: tuple[Leak, ...]


def draw_anonymously(
    context: ProjectContext, loaded: Loaded, found: Examination, usual: SiteContent
) -> tuple[Site | None, tuple[Problem, ...], Anonymity]:
    """The site of the anonymous edition, what is wrong with it, and what was done."""
    edition, theme = anonymous_edition(context, usual), usual.theme
    sources = _sources(usual.plan, context.project)
    unclean = unclean_problems(edition, sources)
    site: Site | None = None
    problems: tuple[Problem, ...] = ()
    if not unclean:
        site, problems = draw(context, loaded, found, edition.content, making=True)
    leaks = leaks_in(site, theme, edition.wanted, context.kept) if site else ()
    said = leak_problems(loaded, edition, sources, leaks, context.kept)
    count = len({*site.assets, *site.pages} - {*theme.assets}) if site else 0
    told = _anonymity(usual.slices.catalogue, edition, sources)
    return site, (*unclean, *problems, *said), replace(told, searched=count, found=leaks)


def _anonymity(catalogue: Catalogue, edition: AnonymousEdition, sources: Mapping[str, str]) -> Anonymity:
    names = tuple((catalogue.models[one].name, edition.systems.aliases[one]) for one in edition.systems.ids)
    sought = {one.text for one in edition.wanted.words}
    files = edition.files.by_url.items()
    return Anonymity(
        left_out=tuple((what, count) for what, count in _left_out(catalogue, edition) if count),
        systems=names,
        bare=tuple(sorted((sources.get(url, url), one.url, one.removed) for url, one in files)),
        sought=edition.wanted.words,
        not_sought=(*unsearched(edition.wanted), *(name for name, _ in names if name not in sought)),
        allowed=edition.wanted.allowed,
        searched=0,
        found=(),
    )


def _left_out(catalogue: Catalogue, edition: AnonymousEdition) -> Iterator[tuple[str, int]]:
    yield "authors", len(catalogue.authors)
    yield "affiliations", len({one for author in catalogue.authors for one in author.affiliations})
    yield "links", len(catalogue.links) - len(edition.told.links)
    yield "logos", len(catalogue.logos)
    yield "citation", int(bool(catalogue.citation))
    yield "license", int(bool(catalogue.license))
    yield "url", int(bool(catalogue.url))
    yield "publish", int(bool(catalogue.publish.cname or catalogue.publish.host))
    told = edition.told.models
    yield (
        "addresses of models",
        sum(bool(one.url) and not told[key].url for key, one in catalogue.models.items()),
    )


def _sources(plan: Plan, project: Project) -> Mapping[str, str]:
    """The files of the project by the addresses that the usual edition gives them."""
    audio, images, video = (project.relative(one) for one in (project.audio, project.images, project.video))
    return {
        **{url: f"{audio}/{name}" for url, name in plan.sources.items()},
        **{one.url: f"{images}/{name}" for name, one in plan.pictures.items()},
        **{url: f"{video}/{name}" for name, one in plan.videos.items() for url in (one.url, one.poster) if url},
        **{one.url: one.source for one in (*plan.files.values(), *plan.attachments.values())},
    }
