"""From what was found to problems with places and severities.

Rule: the catalogue's `rules` change severities here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from soundcase.catalogue.load import Loaded
from soundcase.catalogue.schema import SCHEMAS, VERSION_COMMENT
from soundcase.checks.inventory import Inventory
from soundcase.checks.placing import placed
from soundcase.checks.rules.budgets import Weights, over_budget
from soundcase.checks.rules.context import Finding, RuleContext, SiteParts
from soundcase.checks.rules.parts import findings
from soundcase.checks.slices import SlicedCatalogue
from soundcase.kept import KeptValues
from soundcase.model import SourcePath
from soundcase.problems.codes import problem_of
from soundcase.problems.problem import Fault, Place, Problem, Severity
from soundcase.problems.report import in_order
from soundcase.project import Project
from soundcase.publishing.placement import content_of
from soundcase.publishing.publish import Site
from soundcase.site.plan import Plan

_SCHEMA_HEAD = 400
"""Characters among which the version stands."""
_SCHEMA_VERSION = re.compile(VERSION_COMMENT.format('([^"]+)'))


def rule_context(project: Project, parts: SiteParts, files: Inventory, *, complete: bool) -> RuleContext:
    """The context of a catalogue that could be read, as yet without the facts of its clips."""
    return RuleContext(
        parts=parts,
        facts=(),
        contents={},
        videos={name: film for name, (_, film) in files.videos.items()},
        audio_files=files.audio_files,
        audio_folder=project.relative(project.audio),
        catalogue_file=project.relative(project.main),
        complete=complete,
        pictures=tuple(files.linked.pictures.values()),
        links=frozenset((*files.linked.files, *files.linked.pictures)),
        linked=frozenset(one.name for one in files.linked.files.values()),
        schemas=_schema_versions(project.root),
    )


def _schema_versions(root: Path) -> Mapping[str, str]:
    """The copies that are there, by their place: the version that wrote each, empty where it is not said."""
    found: dict[str, str] = {}
    for place in SCHEMAS.values():
        with suppress(OSError, UnicodeDecodeError), (root / place).open(encoding="utf-8") as file:
            version = _SCHEMA_VERSION.search(file.read(_SCHEMA_HEAD))
            found[place] = version[1] if version else ""
    return found


def judge(
    loaded: Loaded, context: RuleContext, faults: Iterable[tuple[SourcePath, Fault]], kept: KeptValues
) -> tuple[Problem, ...]:
    """Every problem of a catalogue, with the severities that it sets."""
    found = [(one.code, Finding(origin, one.message, one.hint)) for origin, one in faults]
    found += (one for one in findings(context, kept) if loaded.rules.get(one[0]) != "off")
    return tuple(_adjusted((*loaded.problems, *placed(loaded, found, kept)), loaded.rules))


def check_budgets(
    loaded: Loaded, context: RuleContext, slices: SlicedCatalogue, plan: Plan, site: Site
) -> tuple[Problem, ...]:
    """The problems of what is too heavy in a finished site, with the severities that the catalogue sets."""

    def picture(url: str) -> SourcePath | None:
        named = [use for use in (*slices.uses().pictures, *context.pictures) if use.name in plan.pictures]
        return next((use.origin for use in named if plan.pictures[use.name].url == url), None)

    payloads = {**site.assets, **site.pages}
    weights = Weights(
        files={url: content_of(one)[0] for url, one in payloads.items()},
        sources={url: f"{context.audio_folder}/{name}" for url, name in plan.sources.items()},
        pages=_loaded(plan, site),
        catalogue=context.catalogue_file,
        picture=picture,
        host=loaded.catalogue.publish.host if loaded.catalogue else None,
    )
    raised = [
        problem_of(
            code,
            one.message,
            Place(one.origin) if isinstance(one.origin, str) else loaded.place(one.origin),
            one.hint,
        )
        for code, one in over_budget(weights)
    ]
    return tuple(_adjusted(raised, loaded.rules))


def _loaded(plan: Plan, site: Site) -> dict[str, frozenset[str]]:
    """The files that a page loads by itself: styles, scripts, pictures, the first pictures of its videos."""
    shared = {url for url in site.assets if url.startswith("assets/")}
    pictures = {one.url for one in plan.pictures.values()} | {one.poster for one in plan.videos.values()}
    return {url: frozenset({url, *shared, *pictures.intersection(shown)}) for url, shown in site.shown.items()}


def final(problems: Sequence[Problem], *, strict: bool) -> tuple[Problem, ...]:
    """The problems in file and line order; if `strict`, warnings among them are errors."""
    if strict:
        problems = [replace(problem, severity=Severity.ERROR) for problem in problems]
    return tuple(in_order(problems))


def _adjusted(problems: Iterable[Problem], rules: Mapping[str, str]) -> Iterator[Problem]:
    for problem in problems:
        severity = rules.get(problem.code)
        if severity is None:
            yield problem
        elif severity != "off":
            yield replace(problem, severity=Severity(severity))
