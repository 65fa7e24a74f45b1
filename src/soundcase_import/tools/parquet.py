"""Datasets of Hugging Face as Parquet: a table, or the folder with its shards, and the clips in it.

Rule 1: the shards of a table (`test-00001-of-00004.parquet`) are one table, in the order of their numbers.
Rule 2: classes have the names that the dataset gives their numbers.
Rule 3: a clip in the table has the name that it had before, and its column's where several hold clips.

Source: https://huggingface.co/docs/datasets, `Audio` is a `struct<bytes: binary, path: string>`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from soundcase_import.options import refused
from soundcase_import.results.importers import Importer
from soundcase_import.results.records import Record, Results, plain

LARGEST = 4 << 30
"""Bytes of one table at most, unpacked: its clips are held in memory."""
_SHARD = re.compile(r"[-_.]\d+-of-\d+$")
_SINGLE = ("float", "halffloat")
"""Types of numbers whose further digits are none."""
_KINDS: Mapping[bytes, str] = {b"RIFF": "wav", b"fLaC": "flac", b"OggS": "ogg", b"ID3": "mp3", b"\xff": "mp3"}
"""How the content of a clip without a name begins, and how its name ends."""


def knows(path: Path) -> bool:
    """True for a file of Parquet, and for a folder that holds some."""
    return bool(_files(path))


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(path.glob("*.parquet")) or sorted(path.glob("data/*.parquet"))
    try:
        with path.open("rb") as file:
            return [path] if file.read(4) == b"PAR1" else []
    except OSError:
        return []


def read_tables(paths: Sequence[Path]) -> tuple[Results, ...]:
    """The tables in these files and folders."""
    tables: dict[Path, list[Path]] = {}
    for path in (file for source in paths for file in _files(source)):
        tables.setdefault(path.with_name(_SHARD.sub("", path.stem)), []).append(path)
    return tuple(_results(name, files) for name, files in tables.items())


def _results(name: Path, files: Sequence[Path]) -> Results:
    rows = [row for file in sorted(files) for row in _rows(file)]
    if not rows:
        raise refused("import-nothing", f"'{files[0]}' holds no records", files[0])
    sounding = [column for column in rows[0] if any(_is_clip(row.get(column)) for row in rows)]
    records: list[Record] = []
    clips: dict[str, bytes] = {}
    for number, row in enumerate(rows, 1):
        named: dict[str, object] = dict(row)
        for column in sounding:
            clip = row.get(column)
            if clip is not None:
                own = _clip_name(clip, str(number))
                named[column] = own = f"{column}/{own}" if own and len(sounding) > 1 else own
                clips |= {own: clip["bytes"]} if own and clip["bytes"] else {}
        records.append({key: value for key, value in plain(named).items() if value not in ("", ())})
    return Results(name if len(files) > 1 else files[0], tuple(records), clips=clips)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of one file; RefusedError where it cannot be read."""
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        hint = 'pip install "soundcase[parquet]", or save the table as JSON Lines with its clips beside it'
        raise refused("import-source", f"'{path}' needs pyarrow to be read", path, hint) from error
    try:
        file = parquet.ParquetFile(path)
        size = sum(file.metadata.row_group(at).total_byte_size for at in range(file.metadata.num_row_groups))
        if size > LARGEST:
            hint = "name fewer of its files, or save what you show as a smaller table"
            raise refused("import-source", f"'{path}' holds more than 4 GB", path, hint)
        table = file.read()
        short = {one.name for one in table.schema if str(one.type) in _SINGLE}
        classes = _classes(table.schema.metadata or {})
        for row in table.to_pylist():
            rounded = {key: float(f"{row[key]:.7g}") for key in short if row[key] is not None}
            named = {key: _named(row[key], names) for key, names in classes.items() if key in row}
            yield {**row, **rounded, **named}
    except (ArrowException, OSError) as error:
        raise refused("import-source", f"'{path}' cannot be read: {error}", path) from error


def _classes(metadata: Mapping[bytes, bytes]) -> dict[str, list[str]]:
    """The names of classes by column, where the table holds their numbers."""
    try:
        features = json.loads(metadata[b"huggingface"])["info"]["features"]
        found = {name: one[0] if isinstance(one, list) else one for name, one in features.items()}
        inner = {name: one.get("feature", one) for name, one in found.items()}
        return {name: list(one["names"]) for name, one in inner.items() if one.get("_type") == "ClassLabel"}
    except (KeyError, ValueError, TypeError, AttributeError, IndexError):
        return {}


def _named(value: object, names: Sequence[str]) -> object:
    """The name of a class, or the names of several, by their numbers."""
    if isinstance(value, list):
        return [_named(one, names) for one in value]
    return names[value] if isinstance(value, int) and 0 <= value < len(names) else value


def _is_clip(value: object) -> bool:
    """True for a clip that a dataset holds, or the name of one."""
    return isinstance(value, dict) and value.keys() == {"bytes", "path"}


def _clip_name(clip: Mapping[str, Any], number: str) -> str:
    """The file name that a clip had; the number of its row where it had none."""
    own = PurePosixPath(str(clip["path"] or "").replace("\\", "/"))
    if not clip["bytes"]:
        return str(own) if own.name else ""
    ending = next((end for start, end in _KINDS.items() if bytes(clip["bytes"]).startswith(start)), "wav")
    return own.name if own.suffix else f"{own.name or number}.{ending}"


IMPORTER = Importer("datasets of Hugging Face (.parquet, or the folder with them)", knows, read_tables)
