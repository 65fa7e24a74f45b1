"""The whole story of an import: find out what the source is, read it, put the project in its place.

Rule: whatever goes wrong, nothing is written and the problems say why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from soundcase.importers.draft import Draft
from soundcase.importers.pages.finding import is_page
from soundcase.importers.pages.importing import import_page
from soundcase.importers.placing import place, taken
from soundcase.importers.results.importing import import_results
from soundcase.importers.results.records import is_results, plain_name
from soundcase.importers.source import RefusedError, Wish, refused
from soundcase.problems import Problem

KINDS: Mapping[str, Callable[[Wish], Draft]] = {"page": import_page, "results": import_results}


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import."""

    draft: Draft | None
    target: Path
    problems: tuple[Problem, ...]


def run(wish: Wish, target: Path | None) -> Imported:
    """Import the sources into a new project."""
    where = target or Path(_default(wish.sources[0]))
    problem = taken(where)
    if problem:
        return Imported(None, where, (problem,))
    try:
        draft = KINDS[wish.kind or _kind(wish)](wish)
        problem = place(draft, where)
    except RefusedError as error:
        return Imported(None, where, error.problems)
    return Imported(None if problem else draft, where, (problem,) if problem else ())


def _default(source: Path) -> str:
    name = plain_name(source.resolve())
    return re.sub(r"\.\w+$", "", name) + "-demo" if name else "demo"


def _kind(wish: Wish) -> str:
    """What the sources are, by their names and by what lies in them."""
    for source in wish.sources:
        if not source.exists():
            hint = "name a page, results or a folder; addresses are not read: save the page first"
            raise refused("import-source", f"there is no '{source}'", source, hint)
    if all(is_results(source) for source in wish.sources):
        return "results"
    if any(is_page(source) or source.is_dir() for source in wish.sources):
        return "page"
    hint = "say what it is with --as"
    raise refused(
        "import-source", f"'{wish.sources[0]}' is none of what can be imported", wish.sources[0], hint
    )
