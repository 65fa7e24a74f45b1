"""An import from start to end: the kind of the source, its draft, the project in its place.

Rule 1: whatever goes wrong, nothing is written and the problems say why.
Rule 2: the project is there whole or not at all, and nothing that is there is overwritten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from soundcase.commands import new_folder
from soundcase.commands.init.project_files import project_files
from soundcase.problems.phrases import nearest
from soundcase.problems.problem import Problem
from soundcase.text.characters import unfit, unfit_message
from soundcase.values import dataclass
from soundcase_import.draft import Defect, Draft
from soundcase_import.folders.audiofolder import import_table, metadata_of
from soundcase_import.folders.import_folder import import_folder, text_files
from soundcase_import.options import ImportOptions, RefusedError, refused
from soundcase_import.pages.import_page import import_page
from soundcase_import.pages.page_files import is_page, page_in, pages_in, plays
from soundcase_import.results.import_results import import_results
from soundcase_import.results.importers import importer_of, importers
from soundcase_import.results.records import is_results, plain_name, text_of
from soundcase_import.sounds import sounds_in
from soundcase_import.to_yaml import files_of

KINDS: Mapping[str, Callable[[ImportOptions], Draft]] = {
    "page": import_page,
    "results": import_table,
    "folder": import_folder,
}


def known_kinds() -> tuple[str, ...]:
    """The kinds of sources, those of the importers of other packages among them."""
    return (*KINDS, *importers())


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The draft that was written and where; the problems where none was."""

    draft: Draft | None
    target: Path
    problems: tuple[Problem, ...]


def run(options: ImportOptions, target: Path | None) -> ImportResult:
    """Import the sources into a new project, which is called like the source where no target is given."""
    name = plain_name(options.sources[0].resolve())
    where = target or Path(re.sub(r"\.\w+$", "", name) + "-demo" if name else "demo")
    problem = _taken(where)
    if problem:
        return ImportResult(None, where, (problem,))
    try:
        draft = _reader(options)(options)
        draft = replace(draft, defects=(*draft.defects, *_unprintable(options.sources, draft)))
        problem = write_project(draft, where)
    except RefusedError as error:
        return ImportResult(None, where, error.problems)
    return ImportResult(None if problem else draft, where, (problem,) if problem else ())


def write_project(draft: Draft, target: Path) -> Problem | None:
    """Make the project at the target; a problem where that is not possible, and then nothing is there."""
    task = next((task.id for task in draft.tasks()), "catalogue")
    texts = {**project_files(draft.title, "imported.md", task=task), **({} if draft.ready else files_of(draft))}
    fill = new_folder.filled(texts, draft.files, folders=("data/audio",))
    return _taken(target) or new_folder.put(target, fill, last="examples")


def _taken(target: Path) -> Problem | None:
    hint = "choose another folder with -o; importing never overwrites"
    return new_folder.taken(target, "import-target", hint, beside=new_folder.REPOSITORY)


def _reader(options: ImportOptions) -> Callable[[ImportOptions], Draft]:
    """What reads sources of this kind."""
    kinds = known_kinds()
    if options.kind and options.kind not in kinds:
        hint = nearest(options.kind, kinds) or f"the kinds are {', '.join(kinds)}"
        raise refused("import-source", f"there is no kind '{options.kind}'", options.sources[0], hint)
    kind = options.kind or _kind(options.sources)
    return KINDS.get(kind, import_results)


def _kind(sources: Sequence[Path]) -> str:
    """The kind of the sources, by their names and by what lies in them."""
    for source in sources:
        if not source.exists():
            hint = "name a page, results or a folder; addresses are not read: save the page first"
            raise refused("import-source", f"there is no '{source}'", source, hint)
    known = [source for source in sources if is_results(source) or importer_of(source)]
    if (known or len(sources) > 1) and all(source in known or source.is_dir() for source in sources):
        return "results"
    source = sources[0]
    if source.is_dir():
        pages = pages_in(source) if not metadata_of(source) else []
        page = any(map(plays, pages)) or (pages and not sounds_in(source))
        return "page" if page else "folder"
    if is_page(source):
        return "page"
    source = next(one for one in sources if one not in known and not one.is_dir())
    message = f"'{source}' is none of what can be imported"
    raise refused("import-source", message, source, "say what it is with --as")


def _is_text(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) not in (b"PAR1", b"PK\x03\x04")


def _unprintable(sources: Sequence[Path], draft: Draft) -> Iterator[Defect]:
    """The characters in the texts that were read that no page can show; the draft has U+FFFD in their place."""
    paged = any(is_page(Path(line.removeprefix("page = "))) for line in draft.shown)
    for source in sources:
        table = source if source.is_file() else metadata_of(source)
        if table and (source.is_file() or is_results(table)):
            paths = [table]
        else:
            paths = [page_in(source)] if paged else list(text_files(source))
        for path in filter(_is_text, paths):
            text = text_of(path) if is_results(path) else path.read_text("utf-8", "replace")
            escapes = plain_name(path).lower().endswith((".jsonl", ".ndjson", ".json"))
            for number, line in enumerate(text.split("\n"), 1):
                found = list(unfit(line, escapes=escapes))
                if found:
                    place = f"{path}:{number}:{found[0].start + 1}"
                    yield Defect("unprintable-character", f"{place}: {unfit_message(found)}", place)
