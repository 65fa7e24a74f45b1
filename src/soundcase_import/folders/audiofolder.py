"""Hugging Face's AudioFolder: clips with a table that names them in `file_name` and `…_file_name`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from soundcase.model import Prompt
from soundcase_import.draft import (
    MEDIA,
    Defect,
    Draft,
    DraftExample,
    DraftMedia,
    DraftModel,
    DraftSection,
    DraftTask,
    Pieces,
    worded,
)
from soundcase_import.folders.file_list import file_list
from soundcase_import.names import clip_name, model_id, slug, unique
from soundcase_import.options import ImportOptions, RefusedError, refused
from soundcase_import.pages.cells import PageCell
from soundcase_import.pages.dom import Player
from soundcase_import.pages.series import Series, with_roles
from soundcase_import.pages.vocabulary import kinds
from soundcase_import.results.fields import clip_fields
from soundcase_import.results.import_results import import_results
from soundcase_import.results.records import Record, Results, Value, plain, read

NAMES = ("metadata.jsonl", "metadata.csv", "metadata.parquet")
_END = "file_name"
_OWN = {"file_name": "audio", **{f"{name}_file_name": name for name in MEDIA}}
"""Columns that `export` writes: they are what they say."""
_TEXTS = ("text", "transcription", "transcript", "sentence")


def metadata_of(folder: Path) -> Path | None:
    """The table of an AudioFolder; None where the folder has none."""
    return next((folder / name for name in NAMES if (folder / name).is_file()), None)


def import_metadata(folder: Path, table: Path, options: ImportOptions) -> Draft:
    """The draft of an AudioFolder: a column of clips is a system or a role, by its name."""
    listed = file_list(table, folder)
    if listed:
        return _draft(folder, listed, [_END])
    results = _parquet(table) if table.suffix == ".parquet" else read(table)
    columns = [
        name for name in dict.fromkeys(name for one in results.records for name in one) if name.endswith(_END)
    ]
    if _END not in columns and not columns:
        raise refused("import-field", f"no column of '{table}' is 'file_name' or ends so", table)
    if columns == [_END] and table.suffix != ".parquet":
        try:
            return import_results(replace(options, sources=(table,)))
        except RefusedError as error:
            if error.problems[0].code != "import-field" or options.mapping:
                raise
    return _draft(folder, results, columns)


def import_table(options: ImportOptions) -> Draft:
    """The draft of results; where no words are a model's output but several columns name clips, of those."""
    folder = options.audio or options.sources[0].parent
    listed = (
        file_list(options.sources[0], folder) if len(options.sources) == 1 and not options.mapping else None
    )
    if listed:
        return _draft(folder, listed, [_END])
    try:
        return import_results(options)
    except RefusedError as error:
        source = options.sources[0]
        if len(options.sources) > 1 or error.problems[0].code != "import-field" or options.mapping:
            raise
        results = read(source)
        columns = clip_fields(results.records)
        if len(columns) < 2 and not any("output" in kinds(name) for name in columns):
            raise
        return _draft(folder, results, columns)


def _parquet(table: Path) -> Results:
    try:
        from pyarrow import parquet
    except ImportError as error:
        hint = "pip install pyarrow, or save the table as metadata.jsonl"
        raise refused("import-source", f"'{table}' needs pyarrow to be read", table, hint) from error
    rows = parquet.read_table(table).to_pylist()
    records = tuple(plain({key: one for key, one in row.items() if not isinstance(one, bytes)}) for row in rows)
    return Results(table, records)


def _draft(folder: Path, results: Results, columns: Sequence[str]) -> Draft:
    text = _text(results.records)
    series = [_series(name, results.records) for name in columns]
    found = zip(columns, with_roles(series, told=text != ""), strict=True)
    roles = {name: replace(one, role=_OWN[name], doubt="") if name in _OWN else one for name, one in found}
    systems = [name for name, one in roles.items() if one.role == "output"]
    ids = dict(zip(systems, unique(model_id(roles[name].heading) for name in systems), strict=True))
    rows = (_example(record, roles, ids, text) for record in results.records)
    examples = tuple(row for row in rows if row != DraftExample())
    files = {
        f"data/audio/{clip_name(name)}": _inside(folder, name) for name in _clips(results.records, columns)
    }
    missing = [name.removeprefix("data/audio/") for name, path in files.items() if not path.is_file()]
    title = folder.resolve().name
    task = DraftTask(
        slug(title, "clips"), title, "audio", examples, models=tuple(ids.values()), doubts=_doubts(roles)
    )
    return Draft(
        title=title,
        models=tuple(DraftModel(ids[name], roles[name].heading) for name in systems),
        sections=(DraftSection("Clips", (task,)),),
        files={name: path for name, path in files.items() if path.is_file()},
        defects=tuple(Defect("missing-file", f"no clip '{name}'", name) for name in missing),
        shown=(f"metadata = {results.path}", *(f"{name} = {one.role}" for name, one in roles.items())),
        doubts={"title": ("what is the page called?",)},
    )


def _doubts(roles: Mapping[str, Series]) -> dict[str, tuple[str, ...]]:
    told = tuple(one.doubt for one in roles.values() if one.doubt)
    return {"examples": told} if told else {}


def _inside(folder: Path, name: str) -> Path:
    """The file that a table means: in the folder, whatever it says."""
    path = folder / name.replace("\\", "/")
    inside = path.resolve().is_relative_to(folder.resolve())
    return path if inside else folder / clip_name(name)


def _series(column: str, records: Sequence[Record]) -> Series:
    heading = re.sub(r"(?:^|[_\-. ])(?:file_name|file|path|filepath|wav)$", "", column) or "audio"
    cells = tuple(
        PageCell(clips=(Player(str(one[column])),)) if one.get(column) else PageCell() for one in records
    )
    return Series("input" if heading == "audio" else heading.replace("_", " "), cells)


def _text(records: Sequence[Record]) -> str:
    return next((name for name in _TEXTS if any(name in one for one in records)), "")


def _said(record: Record, name: str) -> str:
    """What a record says under a name, as one text."""
    return ", ".join(_listed(record.get(name, ())))


def _listed(value: Value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _clips(records: Sequence[Record], columns: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(str(one[name]) for one in records for name in columns if one.get(name)))


def _example(record: Record, roles: dict[str, Series], ids: dict[str, str], text: str) -> DraftExample:
    pieces: dict[str, Any] = {}
    outputs: dict[str, Pieces] = {}
    for column, one in roles.items():
        if record.get(column):
            piece = DraftMedia(audio=clip_name(str(record[column])))
            if one.role == "output":
                outputs[ids[column]] = (piece,)
            else:
                pieces[one.role] = (*pieces.get(one.role, ()), piece)
    return DraftExample(
        **worded(lambda name: _said(record, text if name == "text" else name)),
        **pieces,
        tags={name[4:]: _said(record, name) for name in record if name.startswith("tag_")},
        prompt=Prompt(_said(record, "prompt") or None),
        labels=_listed(record.get("labels", ())) or None,
        language=_said(record, "language"),
        outputs=outputs,
    )
