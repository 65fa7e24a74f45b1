"""Clips with a table that names them: Hugging Face's AudioFolder, `export`'s, lists such as LJSpeech's.

Rule 1: columns of clips are called `file_name` or end in `…_file_name`.
Rule 2: a catalogue beside the table, as `export` writes it, comes back to the letter.
Rule 3: a list without headings (`LJ001-0001|as it is written|as it is read`) is one where its clips are there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from soundcase.project import Project
from soundcase_import.draft import MEDIA, Draft, worded
from soundcase_import.folders.exported import exported_project
from soundcase_import.names import unique
from soundcase_import.options import ImportOptions, RefusedError
from soundcase_import.pages.cells import PageCell
from soundcase_import.pages.comparison import Series
from soundcase_import.pages.dom import Player
from soundcase_import.pages.roles import with_roles
from soundcase_import.pages.vocabulary import kinds
from soundcase_import.results.fields import clip_fields, understood, with_numbers
from soundcase_import.results.import_results import draft_of, import_results
from soundcase_import.results.importers import importer_of, importers
from soundcase_import.results.records import Results, read
from soundcase_import.results.score_columns import is_companion, score_columns
from soundcase_import.tools.lists import read_list

NAMES = ("metadata.jsonl", "metadata.csv", "metadata.parquet")
END = "file_name"
"""The end of a name of a column of clips."""
_OWN = {"file_name": "audio", **{f"{name}_file_name": name for name in MEDIA}}
"""Columns that `export` writes: they are what they say."""
_AUDIO = {"reference": "reference_audio"}
"""The role of a clip, where that of a text is called the same."""
_NO_MODELS = (
    "nothing here is of a model: add outputs, or import the folders of the models' clips with this list"
)
_TEXTS = ("text", "transcription", "transcript", "sentence")


def metadata_of(folder: Path) -> Path | None:
    """The table of an AudioFolder; None where the folder has none."""
    return next((folder / name for name in NAMES if (folder / name).is_file()), None)


def import_table(options: ImportOptions, folder: Path | None = None) -> Draft:
    """The draft of results; where no words are a model's output but columns name clips, of those.

    `folder` is the AudioFolder that the results lie in: its columns of clips are those that are called so.
    """
    if folder and Project(folder, folder).main.is_file():
        return exported_project(folder)
    source = options.sources[0]
    place = folder or options.audio or source.parent
    alone = len(options.sources) == 1 and not options.mapping
    listed = _listed(source, place) if alone else None
    if listed:
        return _draft(place, listed, [END], options)
    table = _table(source) if alone and folder else None
    columns = [name for name in _names(table) if name.endswith(END)]
    if table is None or len(columns) < 2:
        try:
            return import_results(options)
        except RefusedError as error:
            table = table or (_table(source) if alone else None)
            columns = columns if folder or not table else _clips(table)
            if error.problems[0].code != "import-field" or not table or not columns:
                raise
    return _draft(place, table, columns, options)


def _names(table: Results | None) -> list[str]:
    return list(dict.fromkeys(name for record in table.records for name in record)) if table else []


def _clips(table: Results) -> list[str]:
    """The columns of clips: several, or one that is called as an output."""
    columns = clip_fields(table.records)
    return columns if len(columns) > 1 or any("output" in kinds(name) for name in columns) else []


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


def _draft(folder: Path, results: Results, columns: Sequence[str], options: ImportOptions) -> Draft:
    there = _names(results)
    text = next((name for name in _TEXTS if name in there), "")
    series = [series_of(_heading(name), [one.get(name) for one in results.records]) for name in columns]
    found = zip(columns, with_roles(series, spoken=text != ""), strict=True)
    roles = {name: replace(one, role=_OWN[name], doubt="") if name in _OWN else one for name, one in found}
    words = {name: name for name in (*worded(str), "id", "prompt", "labels", "choices", "language")}
    tags = ", ".join(name for name in there if name.startswith("tag_"))
    source = replace(results, roles={**words, "tags": tags, "text": text}, title=folder.resolve().name)
    draft = clips_draft(source, roles, options)
    return replace(draft, shown=(f"metadata = {results.path}", *draft.shown))


def _heading(column: str) -> str:
    heading = re.sub(r"(?:^|[_\-. ])(?:file_name|file|path|filepath|wav)$", "", column) or "audio"
    return "input" if heading == "audio" else heading.replace("_", " ")


def series_of(heading: str, clips: Sequence[object]) -> Series:
    """The clips of a column, with empty cells where there are none."""
    cells = (PageCell(clips=(Player(str(one)),)) if one else PageCell() for one in clips)
    return Series(heading, tuple(cells))


def clips_draft(source: Results, columns: Mapping[str, Series], options: ImportOptions) -> Draft:
    """The draft of records whose columns name clips, each of a system or of a role."""
    systems = [name for name, one in columns.items() if one.role == "output"]
    names = dict(zip(systems, unique(columns[name].heading for name in systems), strict=True))
    owners = {one.heading: names.get(column, _AUDIO.get(one.role, one.role)) for column, one in columns.items()}
    roles: dict[str, str] = {}
    for name, one in columns.items():
        role = _AUDIO.get(one.role, one.role)
        roles |= {} if name in names else {role: f"{roles[role]}, {name}" if role in roles else name}
    doubts = [one.doubt for one in columns.values() if one.doubt]
    source = understood(
        replace(
            source,
            roles={**source.roles, **roles},
            voices={system: name for name, system in names.items()},
            doubts=(*source.doubts, *(doubts or (() if systems else (_NO_MODELS,)))),
        ),
        {},
    )
    (alone, *more) = owners
    found = score_columns(source.unused, source.records, owners if more else ())
    numbers = [replace(one, model=owners[one.model or alone]) for one in found]
    fields = {one.field for one in numbers}
    unused = tuple(one for one in source.unused if one not in fields and not is_companion(one, fields))
    draft = draft_of([replace(with_numbers(source, numbers), unused=unused)], options, "Clips")
    return replace(draft, doubts={"title": ("what is the page called?",)})
