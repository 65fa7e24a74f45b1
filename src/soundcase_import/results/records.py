"""The records of a results file, each a mapping of names to texts or lists of texts.

Rule: nothing is guessed about values; numbers and truth values keep the text they were written with.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from soundcase.text.characters import clean
from soundcase_import.options import refused
from soundcase_import.results.shapes import flat, rows_of
from soundcase_import.suffixes import SOUND_NAME

Value = str | tuple[str, ...]
Record = Mapping[str, Value]

LARGEST = 1 << 30
"""Bytes of text in one file at most."""
SUFFIXES = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")


@dataclass(frozen=True, slots=True)
class Results:
    """One file's records."""

    path: Path
    records: tuple[Record, ...]

    @property
    def name(self) -> str:
        """The file's name without its suffixes."""
        return plain_name(self.path).rpartition(".")[0]


def plain_name(path: Path) -> str:
    """The file's name without the suffix of a compression."""
    return path.name.removesuffix(".gz")


def is_results(path: Path) -> bool:
    """Whether the file's name says that it holds results."""
    return plain_name(path).lower().endswith(SUFFIXES)


def read(path: Path) -> Results:
    """The records of a file; RefusedError with the line where one cannot be read."""
    text = text_of(path)
    suffix = plain_name(path).lower().rpartition(".")[2]
    if suffix in ("csv", "tsv"):
        rows = _table(text, path, "\t" if suffix == "tsv" else _delimiter(text))
    elif suffix == "json" or text.lstrip()[:1] == "[":
        rows = _array(text, path)
    else:
        rows = _lines(text, path)
    records = tuple(rows)
    if not records:
        raise refused("import-nothing", f"'{path}' holds no records", path)
    return Results(path, records)


def text_of(path: Path) -> str:
    """The text of a file, unpacked; RefusedError where it cannot be read."""
    try:
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            with gzip.open(io.BytesIO(content)) as file:
                content = file.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise refused("import-source", f"'{path}' cannot be read: {reason}", path) from error
    if len(content) > LARGEST:
        raise refused("import-source", f"'{path}' holds more than 1 GB of text", path)
    wide = content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = f"byte 0x{content[error.start]:02X} is not UTF-8"
        raise refused("import-record", message, path, "save the file again as UTF-8", line=line) from error


def _lines(text: str, path: Path) -> Iterator[Record]:
    decode = json.JSONDecoder(strict=False, parse_int=str, parse_float=str, parse_constant=str).decode
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _record(_decoded(decode, line, path, number), path, number)


def _array(text: str, path: Path) -> Iterator[Record]:
    decode = json.JSONDecoder(strict=False, parse_int=str, parse_float=str, parse_constant=str).decode
    value = _decoded(decode, text, path, 1)
    value = rows_of(value)
    if not isinstance(value, list):
        raise refused("import-record", "this is not a list of objects", path)
    for number, one in enumerate(value, 1):
        yield _record(one, path, 1, f"record {number}")


def _decoded(decode: Callable[[str], object], text: str, path: Path, line: int) -> object:
    try:
        return decode(text)
    except (json.JSONDecodeError, RecursionError) as error:
        at = line + getattr(error, "lineno", 1) - 1
        message = f"this is not JSON: {getattr(error, 'msg', 'nested too deeply')}"
        raise refused("import-record", message, path, "one object a line", line=at) from error


def _record(value: object, path: Path, line: int, name: str = "this line") -> Record:
    if not isinstance(value, dict):
        raise refused("import-record", f"{name} is not an object with named fields", path, line=line)
    return plain(value)


def plain(value: Mapping[str, object]) -> Record:
    """A record of texts and lists of texts; what is neither is left out."""
    found = flat(value)
    return {
        clean(key): _value(one) for key, one in found.items() if one is not None and not isinstance(one, bytes)
    }


def _value(value: object) -> Value:
    if isinstance(value, list):
        return tuple(_word(one) for one in value if one is not None)
    return _word(value)


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return clean(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(",;\t|", key=head.count)


def _table(text: str, path: Path, delimiter: str) -> Iterator[Record]:
    csv.field_size_limit(LARGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [clean(name.strip()) for name in next(reader, [])]
        doubled = sorted({name for name in names if name and names.count(name) > 1})
        clip = next((name for name in names if SOUND_NAME.search(name)), None)
        if clip:
            message, hint = (
                f"the first line is no heading: '{clip}' names a clip",
                "write what each column is above it",
            )
            raise refused("import-record", message, path, hint)
        if doubled:
            raise refused("import-record", f"two columns have the name '{doubled[0]}'", path)
        for row in reader:
            if any(cell.strip() for cell in row):
                if len(row) > len(names):
                    message = f"{len(row)} cells under {len(names)} headings"
                    raise refused("import-record", message, path, line=reader.line_num)
                yield {name: clean(cell) for name, cell in zip(names, row, strict=False) if name and cell}
    except csv.Error as error:
        raise refused("import-record", f"this is not CSV: {error}", path, line=reader.line_num) from error
