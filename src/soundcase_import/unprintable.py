"""What the sources of an import hold that no page can show, by line and column; drafts have U+FFFD."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from soundcase.text.characters import unfit, unfit_message
from soundcase_import.draft import Defect, Draft
from soundcase_import.folders.audiofolder import metadata_of
from soundcase_import.folders.import_folder import text_files
from soundcase_import.options import ImportOptions
from soundcase_import.pages.page_files import is_page, page_in
from soundcase_import.results.records import is_results, text_of

KIND = "unprintable-character"
_JSON = (".jsonl", ".ndjson", ".json")


def unprintable(options: ImportOptions, draft: Draft) -> Iterator[Defect]:
    """A defect for each line of the sources with such a character."""
    for source in options.sources:
        for path in _texts(source, draft):
            text = text_of(path) if is_results(path) else path.read_text("utf-8", "replace")
            escapes = path.name.removesuffix(".gz").lower().endswith(_JSON)
            yield from _in_lines(text, path, escapes=escapes)


def _texts(source: Path, draft: Draft) -> Iterator[Path]:
    """The text files that were read."""
    if source.is_file():
        yield source
        return
    table = metadata_of(source)
    if table and is_results(table):
        yield table
    elif any(is_page(Path(line.removeprefix("page = "))) for line in draft.shown):
        yield page_in(source)
    else:
        yield from text_files(source)


def _in_lines(text: str, path: Path, *, escapes: bool) -> Iterator[Defect]:
    for number, line in enumerate(text.split("\n"), 1):
        found = list(unfit(line, escapes=escapes))
        if found:
            place = f"{path}:{number}:{found[0].start + 1}"
            yield Defect(KIND, f"{place}: {unfit_message(found)}", place)
