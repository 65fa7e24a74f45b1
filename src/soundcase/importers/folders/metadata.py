"""Hugging Face's AudioFolder: clips with a table that names them in `file_name` and `…_file_name`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from soundcase.importers.draft import (
    Defect,
    Draft,
    DraftExample,
    DraftMedia,
    DraftModel,
    DraftSection,
    DraftTask,
)
from soundcase.importers.naming import clip_name, model_id, slug, unique
from soundcase.importers.pages.cells import Cell
from soundcase.importers.pages.dom import Player
from soundcase.importers.pages.series import Series, with_roles
from soundcase.importers.results.importing import import_results
from soundcase.importers.results.records import Record, Results, read
from soundcase.importers.source import Wish, refused

NAMES = ("metadata.jsonl", "metadata.csv", "metadata.parquet")
_END = "file_name"
_TEXTS = ("text", "transcription", "transcript", "sentence")


def metadata_of(folder: Path) -> Path | None:
    """The table of an AudioFolder; None where the folder has none."""
    return next((folder / name for name in NAMES if (folder / name).is_file()), None)


def import_metadata(folder: Path, table: Path, wish: Wish) -> Draft:
    """The draft of an AudioFolder: a column of clips is a system or a role, by its name."""
    results = _parquet(table) if table.suffix == ".parquet" else read(table)
    columns = [
        name for name in dict.fromkeys(name for one in results.records for name in one) if name.endswith(_END)
    ]
    if _END not in columns and not columns:
        raise refused("import-field", f"no column of '{table}' is 'file_name' or ends so", table)
    if columns == [_END] and table.suffix != ".parquet":
        return import_results(replace(wish, sources=(table,)))
    return _draft(folder, results, columns, table)


def _parquet(table: Path) -> Results:
    try:
        from pyarrow import parquet
    except ImportError as error:
        hint = "pip install pyarrow, or save the table as metadata.jsonl"
        raise refused("import-source", f"'{table}' needs pyarrow to be read", table, hint) from error
    rows = parquet.read_table(table).to_pylist()
    records = tuple({key: str(value) for key, value in row.items() if value is not None} for row in rows)
    return Results(table, records)


def _draft(folder: Path, results: Results, columns: Sequence[str], table: Path) -> Draft:
    series = [_series(name, results.records) for name in columns]
    roles = dict(zip(columns, with_roles(series, told=_text(results.records) != ""), strict=True))
    systems = [name for name, one in roles.items() if one.role == "output"]
    ids = dict(zip(systems, unique(model_id(roles[name].heading) for name in systems), strict=True))
    text = _text(results.records)
    examples = tuple(_example(record, roles, ids, text) for record in results.records)
    files = {f"data/audio/{clip_name(name)}": folder / name for name in _clips(results.records, columns)}
    missing = [name for name, path in files.items() if not path.is_file()]
    title = folder.resolve().name
    task = DraftTask(slug(title, "clips"), title, "audio", examples, models=tuple(ids.values()))
    return Draft(
        title=title,
        models=tuple(DraftModel(ids[name], roles[name].heading) for name in systems),
        sections=(DraftSection("Clips", (task,)),),
        files={name: path for name, path in files.items() if path.is_file()},
        defects=tuple(Defect("missing-file", f"no clip '{name}'", name) for name in missing),
        shown=(f"metadata = {table}", *(f"{name} = {one.role}" for name, one in roles.items())),
        doubts={"title": ("what is the page called?",)},
    )


def _series(column: str, records: Sequence[Record]) -> Series:
    heading = column.removesuffix(_END).rstrip("_-. ") or "audio"
    cells = tuple(Cell(clips=(Player(str(one[column])),)) if one.get(column) else Cell() for one in records)
    return Series("input" if heading == "audio" else heading.replace("_", " "), cells)


def _text(records: Sequence[Record]) -> str:
    return next((name for name in _TEXTS if any(name in one for one in records)), "")


def _clips(records: Sequence[Record], columns: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(str(one[name]) for one in records for name in columns if one.get(name)))


def _example(record: Record, roles: dict[str, Series], ids: dict[str, str], text: str) -> DraftExample:
    example = DraftExample(text=str(record[text]) if record.get(text) else None)
    for column, role in roles.items():
        if not record.get(column):
            continue
        piece = (DraftMedia(audio=clip_name(str(record[column]))),)
        if role.role == "output":
            example = replace(example, outputs={**example.outputs, ids[column]: piece})
        else:
            kept = {
                "audio": example.audio,
                "reference": example.reference,
                "prompt_audio": example.prompt_audio,
            }
            kept[role.role] = (*kept.get(role.role, ()), *piece)
            example = replace(
                example, audio=kept["audio"], reference=kept["reference"], prompt_audio=kept["prompt_audio"]
            )
    return example
