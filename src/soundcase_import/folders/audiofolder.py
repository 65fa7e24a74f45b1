"""Clips with a table that names them: Hugging Face's AudioFolder, `export`'s, lists such as LJSpeech's.

Rule 1: columns of clips are called `file_name` or end in `…_file_name`.
Rule 2: a catalogue beside the table, as `export` writes it, comes back to the letter.
Rule 3: a list without headings (`LJ001-0001|as it is written|as it is read`) is one where its clips are there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from soundcase.project import Project
from soundcase_import.draft import MEDIA, Defect, Draft
from soundcase_import.folders.clip_table import END, ClipRow, ClipTable, draft_of
from soundcase_import.folders.exported import exported_project
from soundcase_import.label_list import labels_in
from soundcase_import.names import clip_name
from soundcase_import.options import ImportOptions, RefusedError, refused
from soundcase_import.pages.cells import PageCell
from soundcase_import.pages.comparison import Series
from soundcase_import.pages.dom import Player
from soundcase_import.pages.roles import with_roles
from soundcase_import.pages.vocabulary import kinds
from soundcase_import.results.fields import clip_fields
from soundcase_import.results.import_results import import_results
from soundcase_import.results.importers import importer_of, importers
from soundcase_import.results.records import Results, read
from soundcase_import.tools.lists import read_list

NAMES = ("metadata.jsonl", "metadata.csv", "metadata.parquet")
_OWN = {"file_name": "audio", **{f"{name}_file_name": name for name in MEDIA}}
"""Columns that `export` writes: they are what they say."""
_TEXTS = ("text", "transcription", "transcript", "sentence")


def metadata_of(folder: Path) -> Path | None:
    """The table of an AudioFolder; None where the folder has none."""
    return next((folder / name for name in NAMES if (folder / name).is_file()), None)


def import_metadata(folder: Path, table: Path, options: ImportOptions) -> Draft:
    """The draft of an AudioFolder: a column of clips is a system or a role, by its name."""
    if Project(folder, folder).main.is_file():
        return exported_project(folder)
    listed = _listed(table, folder)
    if listed:
        return _draft(folder, listed, [END])
    results = _table(table) or read(table)
    names = dict.fromkeys(name for one in results.records for name in one)
    columns = [name for name in names if name.endswith(END)]
    if not columns:
        raise refused("import-field", f"no column of '{table}' is 'file_name' or ends so", table)
    if columns == [END]:
        try:
            return import_results(replace(options, sources=(table,)))
        except RefusedError as error:
            if error.problems[0].code != "import-field" or options.mapping:
                raise
    return _draft(folder, results, columns)


def import_table(options: ImportOptions) -> Draft:
    """The draft of results; where no words are a model's output but several columns name clips, of those."""
    source = options.sources[0]
    folder = options.audio or source.parent
    plain_table = len(options.sources) == 1 and not options.mapping
    listed = _listed(source, folder) if plain_table else None
    if listed:
        return _draft(folder, listed, [END])
    try:
        return import_results(options)
    except RefusedError as error:
        results = _table(source) if plain_table and error.problems[0].code == "import-field" else None
        if results is None:
            raise
        columns = clip_fields(results.records)
        if len(columns) < 2 and not any("output" in kinds(name) for name in columns):
            raise
        return _draft(folder, results, columns)


def _table(source: Path) -> Results | None:
    """The one table of a source; None where its format says what the fields mean."""
    name = importer_of(source)
    found = list(importers()[name].read([source])) if name else [read(source)]
    return found[0] if len(found) == 1 and not found[0].roles else None


def _listed(table: Path, folder: Path) -> Results | None:
    """A list of recordings that are there as a table; None where it is none."""
    if table.suffix.lower() != ".csv" or importer_of(table) != "list":
        return None
    results = read_list(table, folder)
    names = {"id": "title", "text": "text", "speaker": "tag_speaker", "reference_audio": END}
    if not all("reference_audio" in record for record in results.records[:1]):
        return None
    records = ({names[key]: one for key, one in record.items() if key in names} for record in results.records)
    return replace(results, records=tuple(records), roles={})


def _draft(folder: Path, results: Results, columns: Sequence[str]) -> Draft:
    text = next((name for name in _TEXTS if any(name in one for one in results.records)), "")
    rows = [
        ClipRow(one, {name: labels_in(one[name]) for name in columns if one.get(name)})
        for one in results.records
    ]
    series = [Series(_heading(name), tuple(cell(row.clips.get(name, ())) for row in rows)) for name in columns]
    found = zip(columns, with_roles(series, spoken=text != ""), strict=True)
    roles = {name: replace(one, role=_OWN[name], doubt="") if name in _OWN else one for name, one in found}
    clips = dict.fromkeys(clip for row in rows for several in row.clips.values() for clip in several)
    offered = dict.fromkeys(name for row in rows for name in labels_in(row.words.get("files", ())))
    files: dict[str, Path | bytes] = {
        **{f"data/audio/{clip_name(one)}": results.clips.get(one, _within(folder, one)) for one in clips},
        **{f"data/files/{clip_name(one)}": _within(folder / "data" / "files", one) for one in offered},
    }
    there = {name: one for name, one in files.items() if isinstance(one, bytes) or one.is_file()}
    missing = (name.removeprefix("data/audio/") for name in files if name not in there)
    table = ClipTable(folder, rows, roles, {one: clip_name(one) for one in clips}, f"metadata = {results.path}")
    return draft_of(table, there, [Defect("missing-file", f"no clip '{name}'", name) for name in missing], text)


def _heading(column: str) -> str:
    heading = re.sub(r"(?:^|[_\-. ])(?:file_name|file|path|filepath|wav)$", "", column) or "audio"
    return "input" if heading == "audio" else heading.replace("_", " ")


def cell(clips: Sequence[str]) -> PageCell:
    """The cell of a comparison that holds these clips."""
    return PageCell(clips=tuple(map(Player, clips))) if clips else PageCell()


def _within(folder: Path, name: str) -> Path:
    """The file of this name in the folder, whatever the table says."""
    path = folder / name.replace("\\", "/")
    return path if path.resolve().is_relative_to(folder.resolve()) else folder / clip_name(name)
