"""The whole story of an import: find out what the source is, read it, put the project in its place.

Rule: whatever goes wrong, nothing is written and the problems say why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from soundcase.problems.problem import Problem
from soundcase_import.draft import Draft
from soundcase_import.folders.importing import import_folder, sounds_in
from soundcase_import.folders.metadata import import_table, metadata_of
from soundcase_import.pages.finding import is_page, pages_in, plays
from soundcase_import.pages.importing import import_page
from soundcase_import.placing import place, taken
from soundcase_import.results.records import is_results, plain_name
from soundcase_import.source import RefusedError, Wish, refused
from soundcase_import.unprintable import unprintable

KINDS: Mapping[str, Callable[[Wish], Draft]] = {
    "page": import_page,
    "results": import_table,
    "folder": import_folder,
}


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
        draft = replace(draft, defects=(*draft.defects, *unprintable(wish, draft)))
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
    source = wish.sources[0]
    if source.is_dir():
        return "folder" if metadata_of(source) or not _has_page(source) else "page"
    if is_page(source):
        return "page"
    hint = "say what it is with --as"
    raise refused(
        "import-source", f"'{wish.sources[0]}' is none of what can be imported", wish.sources[0], hint
    )


def _has_page(folder: Path) -> bool:
    """Whether a page in the folder plays something, or there is at least a page and no clip."""
    pages = pages_in(folder)
    return any(plays(page) for page in pages) or (bool(pages) and not sounds_in(folder))
