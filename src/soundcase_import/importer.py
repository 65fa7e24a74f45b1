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
from soundcase_import.folders.audiofolder import import_table, metadata_of
from soundcase_import.folders.import_folder import import_folder, sounds_in
from soundcase_import.options import ImportOptions, RefusedError, refused
from soundcase_import.pages.import_page import import_page
from soundcase_import.pages.page_files import is_page, pages_in, plays
from soundcase_import.results.records import is_results, plain_name
from soundcase_import.unprintable import unprintable
from soundcase_import.write_project import taken, write_project

KINDS: Mapping[str, Callable[[ImportOptions], Draft]] = {
    "page": import_page,
    "results": import_table,
    "folder": import_folder,
}


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What came of an import."""

    draft: Draft | None
    target: Path
    problems: tuple[Problem, ...]


def run(options: ImportOptions, target: Path | None) -> ImportResult:
    """Import the sources into a new project."""
    where = target or Path(_default(options.sources[0]))
    problem = taken(where)
    if problem:
        return ImportResult(None, where, (problem,))
    try:
        draft = KINDS[options.kind or _kind(options)](options)
        draft = replace(draft, defects=(*draft.defects, *unprintable(options, draft)))
        problem = write_project(draft, where)
    except RefusedError as error:
        return ImportResult(None, where, error.problems)
    return ImportResult(None if problem else draft, where, (problem,) if problem else ())


def _default(source: Path) -> str:
    name = plain_name(source.resolve())
    return re.sub(r"\.\w+$", "", name) + "-demo" if name else "demo"


def _kind(options: ImportOptions) -> str:
    """What the sources are, by their names and by what lies in them."""
    for source in options.sources:
        if not source.exists():
            hint = "name a page, results or a folder; addresses are not read: save the page first"
            raise refused("import-source", f"there is no '{source}'", source, hint)
    if all(is_results(source) for source in options.sources):
        return "results"
    source = options.sources[0]
    if source.is_dir():
        return "folder" if metadata_of(source) or not _has_page(source) else "page"
    if is_page(source):
        return "page"
    hint = "say what it is with --as"
    raise refused(
        "import-source", f"'{options.sources[0]}' is none of what can be imported", options.sources[0], hint
    )


def _has_page(folder: Path) -> bool:
    """Whether a page in the folder plays something, or there is at least a page and no clip."""
    pages = pages_in(folder)
    return any(plays(page) for page in pages) or (bool(pages) and not sounds_in(folder))
