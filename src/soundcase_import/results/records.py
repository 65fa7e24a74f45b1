"""The records of a results file, each a mapping of names to texts or lists of texts.

Rule 1: nothing is guessed about values; numbers and truth values keep the text they were written with.
Rule 2: fields of objects inside objects are named with points, as in `audio.path`.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

from soundcase.text.characters import clean
from soundcase.values import dataclass
from soundcase_import.draft import DraftScore
from soundcase_import.names import SOUND_NAME
from soundcase_import.options import refused

Value = str | tuple[str, ...]
Record = Mapping[str, Value]

LARGEST = 1 << 30
"""Bytes of text in one file at most."""
DEEPEST = 6
"""Objects inside objects that are looked into."""
SUFFIXES = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")
_JSON = json.JSONDecoder(strict=False, parse_int=str, parse_float=str, parse_constant=str)
_ROWS = ("data", "results", "records", "examples", "samples", "items", "predictions", "outputs", "rows")
"""What lists of records are called where an object holds several lists."""
TURNS = frozenset({"messages", "conversations", "conversation", "dialogue", "dialog", "chat"})
"""What lists of the turns of a chat are called."""
_SPEAKERS: Mapping[str, str] = {"human": "user", "gpt": "assistant", "model": "assistant", "bot": "assistant"}
_THOUGHTS = ("reasoning_content", "reasoning", "thinking")
_CLIP_MARK = re.compile(r"<\|?/?(?:audio|speech|sound)[^<>]*>", re.IGNORECASE)
"""Where a prompt says that the clip is heard."""
_CHOICE = re.compile(r"^(?:choice|option)s?[_. ]?([a-h]|\d)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Results:
    """One source's records, and what its format says of them; what it does not say is guessed."""

    path: Path
    records: tuple[Record, ...]
    roles: Mapping[str, str] = field(default_factory=dict)
    """Role → field, where the format says it: nothing is guessed then, and records may have no output."""
    outputs: Mapping[str, str] = field(default_factory=dict)
    """Name of a system → field, where records hold the outputs of several."""
    scores: Mapping[str, str] = field(default_factory=dict)
    """Name of a score of the output → field."""
    measures: Mapping[str, DraftScore] = field(default_factory=dict)
    """The scores that the format declares; of other names the direction is looked up."""
    model: str = ""
    """The name of the system, where the source says it; else made from the names of the files."""
    title: str = ""
    """The name of the test set."""
    exact: bool = False
    """Whether case and punctuation count, as they do where the tool counts errors."""
    corpus: bool = False
    """Whether it is recordings with what is said in them: where systems made clips, these are the true ones."""
    clusters: str = ""
    """The tag that examples share which are not independent: the speaker, the recording."""
    annotates: bool = False
    """Whether it is what was measured on outputs, which another source may have."""
    clips: Mapping[str, Path | bytes] = field(default_factory=dict)
    """The files of the clips that records name, where the format leads to them, or their content."""

    @property
    def name(self) -> str:
        """The file's name without its suffixes."""
        return re.sub(r"(?<=.)\.[^.]*$", "", plain_name(self.path))


def plain_name(path: Path) -> str:
    """The file's name without the suffix of a compression."""
    return path.name.removesuffix(".gz")


def is_results(path: Path) -> bool:
    """True where the file's name says that it holds results."""
    return plain_name(path).lower().endswith(SUFFIXES)


def read(path: Path) -> Results:
    """The records of a file; RefusedError with the line where one cannot be read."""
    text = text_of(path)
    suffix = plain_name(path).lower().rpartition(".")[2]
    if suffix in ("csv", "tsv"):
        head = text.split("\n", 1)[0]
        rows = _table(text, path, "\t" if suffix == "tsv" else max(",;\t|", key=head.count))
    elif text.lstrip()[:1] == "[" or (suffix == "json" and not _is_lines(text)):
        value = _rows_of(_decoded(text, path, 1))
        if not isinstance(value, list):
            raise refused("import-record", "this is not a list of objects", path)
        rows = (_record(one, path, 1, f"record {number}") for number, one in enumerate(value, 1))
    else:
        lines = enumerate(text.split("\n"), 1)
        rows = (_record(_decoded(one, path, at), path, at) for at, one in lines if one.strip())
    records = tuple(rows)
    if not records:
        raise refused("import-nothing", f"'{path}' holds no records", path)
    return Results(path, records)


def _is_lines(text: str) -> bool:
    """True where the text is an object a line, whatever its name says."""
    first, *more = (line for line in text.split("\n") if line.strip())
    try:
        return bool(more) and isinstance(_JSON.decode(first), dict)
    except (json.JSONDecodeError, RecursionError):
        return False


def head_of(path: Path, size: int = 1 << 16) -> str:
    """The first characters of a file, unpacked; nothing where it cannot be read, or is no text."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        with gzip.open(path) if packed else path.open("rb") as file:
            head = file.read(size)
    except (OSError, EOFError, zlib.error):
        return ""
    return "" if b"\0" in head else head.decode("utf-8-sig", "replace")


def first_object(text: str) -> Mapping[str, object]:
    """The first object in a text of objects, a line each or in a list; empty where there is none."""
    try:
        found, _ = json.JSONDecoder().raw_decode(text.lstrip("[ \t\r\n"))
    except (json.JSONDecodeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


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


def _decoded(text: str, path: Path, line: int) -> object:
    try:
        return _JSON.decode(text)
    except (json.JSONDecodeError, RecursionError) as error:
        at = line + getattr(error, "lineno", 1) - 1
        message = f"this is not JSON: {getattr(error, 'msg', 'nested too deeply')}"
        raise refused("import-record", message, path, "one object a line", line=at) from error


def _record(value: object, path: Path, line: int, name: str = "this line") -> Record:
    if not isinstance(value, dict):
        raise refused("import-record", f"{name} is not an object with named fields", path, line=line)
    return plain(value)


def plain(value: Mapping[str, object]) -> Record:
    """A record of texts and lists of texts, all fields side by side: of objects, turns of a chat, choices."""
    found = _with_choices(dict(_fields(value, "", 0)))
    record: dict[str, Value] = {}
    for key, one in found.items():
        listed = isinstance(one, list | tuple)
        words = [word for word in (one if listed else [one]) if word is not None]
        texts = (word if isinstance(word, str) else json.dumps(word, ensure_ascii=False) for word in words)
        if one is not None and not isinstance(one, bytes):
            whole = tuple(map(clean, texts))
            record[clean(key)] = whole if listed else whole[0]
    return record


def _with_choices(found: dict[str, Any]) -> dict[str, Any]:
    """The fields with one for all choices, where each has a field of its own."""
    lettered = [key for key in found if _CHOICE.match(key)] or _options(found)
    if len(lettered) > 1 and "choices" not in found:
        found["choices"] = tuple(found.pop(key) for key in sorted(lettered))
    return found


def _options(found: Mapping[str, object]) -> list[str]:
    """The columns A, B, C … of a table of questions."""
    letters = [key for key in "ABCDEFGHIJ" if isinstance(found.get(key), str)]
    asked = {key.lower() for key in found} & {"question", "answer", "prompt"}
    return letters if asked and "".join(letters) == "ABCDEFGHIJ"[: len(letters)] else []


def _table(text: str, path: Path, delimiter: str) -> Iterator[Record]:
    csv.field_size_limit(LARGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [clean(name.strip()) for name in next(reader, [])]
        doubled = sorted({name for name in names if name and names.count(name) > 1})
        clip = next((name for name in names if SOUND_NAME.search(name)), None)
        if clip:
            message = f"the first line is no heading: '{clip}' names a clip"
            raise refused("import-record", message, path, "write what each column is above it")
        if doubled:
            raise refused("import-record", f"two columns have the name '{doubled[0]}'", path)
        for row in reader:
            if len(row) > len(names) and any(cell.strip() for cell in row):
                message = f"{len(row)} cells under {len(names)} headings"
                raise refused("import-record", message, path, line=reader.line_num)
            if any(cell.strip() for cell in row):
                cells = zip(names, row, strict=False)
                yield _with_choices({name: clean(cell) for name, cell in cells if name and cell})
    except csv.Error as error:
        raise refused("import-record", f"this is not CSV: {error}", path, line=reader.line_num) from error


def _rows_of(value: object) -> object:
    """The list of records in a value; the value itself where it is none."""
    if not isinstance(value, dict):
        return value
    lists = {key: one for key, one in value.items() if isinstance(one, list) and one}
    columns, data = value.get("columns"), value.get("data")
    if isinstance(columns, list) and isinstance(data, list):
        return [dict(zip(columns, row, strict=False)) for row in data if isinstance(row, list)]
    named = {key: one for key, one in lists.items() if isinstance(one[0], dict) and key not in TURNS}
    by_task = value.get("samples")
    if isinstance(by_task, dict) and by_task and all(isinstance(one, list) for one in by_task.values()):
        rows = ((task, one) for task, several in by_task.items() for one in several if isinstance(one, dict))
        named = {"samples": [{"task": task, **one} for task, one in rows]}
    if named:
        best = min(named, key=lambda key: (_ROWS.index(key) if key in _ROWS else len(_ROWS), -len(named[key])))
        shared = {key: value[key] for key in ("model", "model_name") if isinstance(value.get(key), str)}
        return [shared | one if isinstance(one, dict) else one for one in named[best]]
    places = [tuple(one) for one in value.values() if isinstance(one, dict)]
    same = len(places) == len(value) > 1 and len(set(places)) == 1
    if same and places[0] and all(map(str.isdecimal, places[0])):
        return [{key: one[place] for key, one in value.items()} for place in places[0]]  # as pandas writes it
    if len(value) > 1 and all(isinstance(one, dict) for one in value.values()):
        return [{"id": key} | one for key, one in value.items()]
    if len(lists) == len(value) > 1 and len({len(one) for one in lists.values()}) == 1:
        return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]
    return [value]


def _fields(value: Mapping[str, object], prefix: str, depth: int) -> Iterator[tuple[str, object]]:
    for key, one in value.items():
        name = f"{prefix}{key}"
        if isinstance(one, dict) and depth < DEEPEST:
            if key.lower() in ("choices", "options", "candidates"):
                yield name, list(one.values())
            elif str(one.get("_type", "")).endswith("file") and isinstance(one.get("path"), str):
                yield name, one["path"]  # a cell of Weights & Biases
            else:
                yield from _fields(one, f"{name}.", depth + 1)
        elif key in TURNS and isinstance(one, list) and all(isinstance(turn, dict) for turn in one):
            yield from _turns(one, name)
        elif one is not None:
            yield name, one


def _turns(turns: Sequence[Mapping[str, object]], name: str) -> Iterator[tuple[str, object]]:
    """The last question and the last answer of a chat, its clip, and what came before them."""
    by_speaker: dict[str, list[str]] = {}
    thoughts: dict[str, str] = {}
    clips: list[object] = []
    for turn in turns:
        speaker = str(turn.get("role") or turn.get("from") or turn.get("speaker") or "")
        content = turn.get("content", turn.get("value", turn.get("text", "")))
        thought = _thought(turn)
        words: list[object] = []
        for part in content if isinstance(content, list) else [content]:
            if isinstance(part, dict):
                clips += _clips(part)
                thought = thought or _thought(part)
            words.append(str(part.get("text", "")) if isinstance(part, dict) else part)
        text = "\n".join(one for one in words if isinstance(one, str) and one)
        text = _CLIP_MARK.sub("", text).strip() if _CLIP_MARK.search(text) else text
        by_speaker.setdefault(_SPEAKERS.get(speaker, speaker), []).append(text)
        thoughts[_SPEAKERS.get(speaker, speaker)] = thought
    for speaker, texts in by_speaker.items():
        yield f"{name}.{speaker}", texts[-1]
        if texts[:-1]:
            yield f"{name}.{speaker}.before", texts[:-1]
        if thoughts[speaker]:
            yield f"{name}.{speaker}.reasoning", thoughts[speaker]
    if clips:
        yield f"{name}.audio", clips[0] if len(clips) == 1 else clips


def _thought(said: Mapping[str, object]) -> str:
    """The reasoning in a message, or in one part of it."""
    return next((one for key in _THOUGHTS if isinstance(one := said.get(key), str)), "")


def _clips(part: Mapping[str, object]) -> Iterator[str]:
    """The addresses of clips in one part of a message."""
    for key in ("audio_url", "audio", "audio_path"):
        one = part.get(key)
        if isinstance(one, dict):
            one = one.get("url") or one.get("path")
        if isinstance(one, str) and not one.startswith("data:"):
            yield one
