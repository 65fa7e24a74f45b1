"""Logs of Inspect: `.eval`, an archive with a file for each sample, or the same as one JSON.

Rule 1: a score is the number that Inspect itself takes the mean of: C, P, I and N are 1, 0.5, 0 and 0. Of
    several epochs it is their mean, and the answer is that of the first.
Rule 2: a sample that failed has no answer, and so no score.

Source: https://inspect.aisi.org.uk/eval-logs.html, `EvalLog` and `EvalSample`; `value_to_float` of its scorers.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from soundcase.text.characters import clean
from soundcase_import.draft import DraftScore
from soundcase_import.measures import measure_of, score_of
from soundcase_import.options import refused
from soundcase_import.results.importers import Importer
from soundcase_import.results.records import LARGEST, Record, Results, text_of

_GRADES: Mapping[str, float] = {"C": 1.0, "P": 0.5, "I": 0.0, "N": 0.0}
_HEADERS = ("header.json", "_journal/start.json", "start.json")
_ROLES = ("id", "audio", "prompt", "output", "reasoning", "reference", "choices")
_HINT = "write it as JSON: inspect log convert LOG --to json --output-dir DIR"
Object = Mapping[str, Any]


def knows(path: Path) -> bool:
    """True for a log of Inspect, and for a folder with some."""
    if path.is_dir():
        return any(map(knows, path.glob("*.eval")))
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError:
        return False
    if path.suffix == ".eval":
        return start[:2] == b"PK"
    head = start.decode("utf-8", "replace").lstrip()
    return head.startswith("{") and all(f'"{key}"' in head for key in ("status", "eval", "run_id", "task"))


def read_logs(paths: Sequence[Path]) -> tuple[Results, ...]:
    """The samples of each log."""
    return tuple(
        _results(log) for path in paths for log in (sorted(path.glob("*.eval")) if path.is_dir() else [path])
    )


def _results(path: Path) -> Results:
    header, samples = _archive(path) if path.suffix == ".eval" else _document(path)
    about = _object(header.get("eval"))
    if not samples:
        raise refused("import-nothing", f"'{path}' has no samples: it was logged without them", path)
    names = _score_names(header, samples)
    records, clips = [], {}
    for several in _epochs(samples).values():
        record, sounds = _record(several, names)
        records.append(record)
        clips.update(sounds)
    fields = {name for record in records for name in record}
    roles = {role: role for role in _ROLES if role in fields}
    tags = sorted(name for name in fields if name not in _ROLES and not name.startswith("score."))
    return Results(
        path,
        tuple(records),
        roles=roles | ({"tags": ", ".join(tags)} if tags else {}),
        scores={shown: f"score.{key}" for key, shown in names.items()},
        measures={shown: _direction(shown, key) for key, shown in names.items()},
        model=str(about.get("model", "")),
        title=str(about.get("task", "")),
        clips=clips,
    )


def _direction(shown: str, key: str) -> DraftScore:
    return score_of(shown) if measure_of(shown) or not measure_of(key) else score_of(key)


def _document(path: Path) -> tuple[Object, list[Object]]:
    text = text_of(path)
    try:
        log = _object(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise refused("import-record", f"this is not JSON: {error}", path) from error
    return log, [one for one in log.get("samples") or [] if isinstance(one, dict)]


def _archive(path: Path) -> tuple[Object, list[Object]]:
    """The header and the samples in an archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if sum(one.file_size for one in archive.infolist()) > LARGEST:
                raise refused("import-source", f"'{path}' holds more than 1 GB of text", path)
            header = next((name for name in _HEADERS if name in names), None)
            inside = [name for name in names if re.fullmatch(r"samples/[^/]*\.json", name)]
            if header is None:
                raise refused("import-source", f"'{path}' is no log of Inspect: it has no header", path, _HINT)
            about = _object(json.loads(archive.read(header)))
            samples = [_object(json.loads(archive.read(name))) for name in inside]
    except NotImplementedError as error:
        raise refused("import-source", f"'{path}' is packed in another way: {error}", path, _HINT) from error
    except (OSError, zipfile.BadZipFile, zlib.error, ValueError, RecursionError) as error:
        raise refused("import-source", f"'{path}' cannot be read: {error}", path, _HINT) from error
    return about, sorted(samples, key=_place)


def _place(sample: Object) -> tuple[int, tuple[tuple[int, int | str], ...]]:
    """Where a sample stands: by its epoch, then by its id, in which digits are numbers."""
    parts = re.findall(r"\d+|\D+", str(sample.get("id", "")))
    return int(sample.get("epoch", 1)), tuple(
        (0, int(part)) if part.isdecimal() else (1, part) for part in parts
    )


def _object(value: object) -> Object:
    return value if isinstance(value, dict) else {}


def _epochs(samples: Iterable[Object]) -> dict[str, list[Object]]:
    """The samples by their id; several are epochs of one."""
    found: dict[str, list[Object]] = {}
    for sample in samples:
        found.setdefault(str(sample.get("id", "")), []).append(sample)
    return found


def _score_names(header: Object, samples: Iterable[Object]) -> dict[str, str]:
    """The keys of scores (the scorer's, with that of a value in it) → their names on the page."""
    scored = [(name, value) for sample in samples for name, value in _numbers(sample)]
    keys = list(dict.fromkeys(name for name, _ in scored))
    graded = {
        str(one.get("name"))
        for one in _object(header.get("results")).get("scores") or []
        if "accuracy" in _object(_object(one).get("metrics"))
    }
    alone = len(keys) == 1
    return {key: (("accuracy" if alone else f"{key} accuracy") if key in graded else key) for key in keys}


def _numbers(sample: Object) -> Iterator[tuple[str, float]]:
    """The numbers that a sample was scored with, by key."""
    for name, score in _object(sample.get("scores")).items():
        value = _object(score).get("value")
        if isinstance(value, dict):
            yield from (
                (f"{name}.{key}", number) for key, one in value.items() if (number := _number(one)) is not None
            )
        elif (number := _number(value)) is not None:
            yield name, number


def _number(value: object) -> float | None:
    if isinstance(value, bool | int | float):
        return float(value) if abs(float(value)) < float("inf") else None
    return _GRADES.get(value) if isinstance(value, str) else None


def _record(epochs: Sequence[Object], names: Mapping[str, str]) -> tuple[Record, dict[str, bytes]]:
    """A sample as a record, and the sounds that lie in it."""
    sample = epochs[0]
    attached = _object(sample.get("attachments")) or _object(_object(sample.get("transcript")).get("content"))
    messages = sample.get("input")
    asked = (
        [{"role": "user", "content": messages}]
        if isinstance(messages, str)
        else [_object(one) for one in messages or []]
    )
    parts = [
        part for one in asked if one.get("role") == "user" for part in _parts(one.get("content"), attached)
    ]
    record: dict[str, str | tuple[str, ...]] = {"id": str(sample.get("id", ""))}
    clips: dict[str, bytes] = {}
    for part in parts:
        if part.get("type") in ("audio", "video") and "audio" not in record:
            name, content = _sound(part, str(sample.get("id", "")))
            record["audio"] = name
            clips |= {name: content} if content else {}
    record["prompt"] = "\n".join(str(part["text"]) for part in parts if part.get("type") == "text")
    choices = sample.get("choices")
    if isinstance(choices, list) and choices:
        record["choices"] = tuple(map(str, choices))
    target = sample.get("target")
    record["reference"] = tuple(map(str, target)) if isinstance(target, list) else str(target or "")
    record |= _answer(sample, attached)
    record |= {f"score.{key}": text for key in names if (text := _mean(epochs, key))}
    record |= {key: text for key, text in _metadata(sample) if key not in _ROLES and "," not in key}
    return {key: _cleaned(value) for key, value in record.items() if value}, clips


def _cleaned(value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    return clean(value) if isinstance(value, str) else tuple(map(clean, value))


def _parts(content: object, attached: Object) -> Iterator[Object]:
    """The parts of a message, each with its texts where they were put elsewhere."""
    for part in [{"type": "text", "text": content}] if isinstance(content, str) else content or []:  # type: ignore[attr-defined]
        if isinstance(part, dict):
            yield {
                key: attached.get(one.removeprefix("attachment://"), one)
                if isinstance(one, str) and one.startswith("attachment://")
                else one
                for key, one in part.items()
            }


def _sound(part: Object, name: str) -> tuple[str, bytes]:
    """The name of a clip in a message, and what is in it where it lies in the log."""
    kind = str(part["type"])
    where = str(part.get(kind, ""))
    embedded = re.match(r"data:[^,]*;base64,", where[:200])
    if not embedded:
        return where.removeprefix("file://"), b""
    ending = re.sub(r"\W", "", str(part.get("format") or "wav")).lower()
    own = re.sub(r"[^\w.-]+", "_", name)
    try:
        return f"{own}.{ending}", base64.b64decode(where[embedded.end() :])
    except binascii.Error:
        return f"{own}.{ending}", b""


def _answer(sample: Object, attached: Object) -> dict[str, str]:
    """What the model gave, and what it thought before."""
    output = _object(sample.get("output"))
    choices = output.get("choices") or []
    message = _object(_object(choices[0]).get("message")) if choices else {}
    parts = list(_parts(message.get("content"), attached))
    text = "\n".join(str(part["text"]) for part in parts if part.get("type") == "text" and "text" in part)
    thought = "\n".join(str(part.get("reasoning", "")) for part in parts if part.get("type") == "reasoning")
    return {"output": text or str(output.get("completion") or ""), "reasoning": thought}


def _mean(epochs: Sequence[Object], key: str) -> str:
    """The mean of a score over epochs, as it is written."""
    values = [value for sample in epochs for name, value in _numbers(sample) if name == key]
    return f"{sum(values) / len(values):.10g}" if values else ""


def _metadata(sample: Object) -> Iterator[tuple[str, str]]:
    """Short properties of a sample."""
    for key, one in _object(sample.get("metadata")).items():
        if isinstance(one, str | int | bool) and 0 < len(str(one)) <= 40 and "\n" not in str(one):
            yield str(key), str(one)


IMPORTER = Importer("logs of Inspect (.eval, .json)", knows, read_logs)
