"""Clips with a table that names them: Hugging Face's AudioFolder, `export`'s, lists such as LJSpeech's.

Rule 1: a catalogue beside the table, as `export` writes it, comes back to the letter.
Rule 2: a list without headings (`LJ001-0001|as it is written|as it is read`) is one where its clips are there.
"""

from __future__ import annotations

from pathlib import Path

from soundcase.project import Project
from soundcase_import.draft import Draft
from soundcase_import.folders.exported import exported_project
from soundcase_import.options import ImportOptions
from soundcase_import.results.clip_columns import END
from soundcase_import.results.fields import understood
from soundcase_import.results.import_results import draft_of, import_results
from soundcase_import.results.importers import importer_of
from soundcase_import.results.records import Results
from soundcase_import.tools.lists import read_list

NAMES = ("metadata.jsonl", "metadata.csv", "metadata.parquet")


def metadata_of(folder: Path) -> Path | None:
    """The table of an AudioFolder; None where the folder has none."""
    return next((folder / name for name in NAMES if (folder / name).is_file()), None)


def import_table(options: ImportOptions, folder: Path | None = None) -> Draft:
    """The draft of results, which may be the table of an AudioFolder, or a list of recordings."""
    if folder and Project(folder, folder).main.is_file():
        return exported_project(folder)
    source = options.sources[0]
    listed = _listed(source, folder or options.audio or source.parent) if len(options.sources) == 1 else None
    if listed:
        return draft_of([understood(listed, options.mapping, bare=True)], options)
    return import_results(options, bare=folder is not None)


def _listed(table: Path, folder: Path) -> Results | None:
    """A list of recordings that are there as a table; None where it is none."""
    if table.suffix.lower() != ".csv" or importer_of(table) != "list":
        return None
    results = read_list(table, folder)
    names = {"id": "title", "text": "text", "speaker": "tag_speaker", "reference_audio": END}
    if not all("reference_audio" in record for record in results.records[:1]):
        return None
    records = ({names[key]: one for key, one in record.items() if key in names} for record in results.records)
    return Results(table, tuple(records), title=folder.resolve().name, clips=results.clips)
