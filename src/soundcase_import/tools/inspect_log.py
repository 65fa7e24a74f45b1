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
from statistics import fmean
from typing import Any

from soundcase.text.characters import clean
from soundcase_import.draft import DraftScore
from soundcase_import.measures import measure_of, score_of
from soundcase_import.options import refused
from soundcase_import.results.importers import Importer
from soundcase_import.results.records import LARGEST, Record, Results, head_of, plain, text_of

_GRADES: Mapping[str, float] = {"C": 1.0, "P": 0.5, "I": 0.0, "N": 0.0}
_HEADERS = ("header.json", "_journal/start.json", "start.json")
_ROLES = ("id", "audio", "prompt", "output", "reasoning", "reference", "choices")
_ENDINGS: Mapping[str, str] = {"mpeg": "mp3", "x-wav": "wav", "wave": "wav", "vnd.wave": "wav"}
"""How names of clips end whose type is called otherwise."""
_HINT = "write it as JSON: inspect log convert LOG --to json --output-dir DIR"
Object = Mapping[str, Any]


def _knows(path: Path) -> bool:
    """True for a log of Inspect, and for a folder with some."""
    if path.is_dir():
        return any(map(_knows, path.glob("*.eval")))
    if path.suffix == ".eval":
        return zipfile.is_zipfile(path)
    head = head_of(path, 1 << 12).lstrip()
    return head.startswith("{") and all(f'"{key}"' in head for key in ("status", "eval", "run_id", "task"))


def _read(paths: Sequence[Path]) -> Iterator[Results]:
    for path in paths:
        yield from map(_results, sorted(path.glob("*.eval")) if path.is_dir() else [path])


def _results(path: Path) -> Results:
    header, samples = _archive(path) if path.suffix == ".eval" else _document(path)
    about = _object(header.get("eval"))
    if not samples:
        raise refused("import-nothing", f"'{path}' has no samples: it was logged without them", path)
    names = _score_names(header, samples)
    epochs: dict[str, list[Object]] = {}
    for sample in samples:
        epochs.setdefault(str(sample.get("id", "")), []).append(sample)
    clips: dict[str, bytes] = {}
    records = tuple(_record(name, several, clips, names) for name, several in epochs.items())
    tags = sorted({name for record in records for name in record if not name.startswith("score.")} - {*_ROLES})
    return Results(
        path,
        records,
        roles={**dict(zip(_ROLES, _ROLES, strict=True)), "tags": ", ".join(tags)},
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
    """The header and the samples in an archive, in the order of their names."""
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


def _place(sample: Object) -> tuple[int, int, str]:
    """Where a sample stands: by its epoch, then by its id, of which a longer one is a larger number."""
    name = str(sample.get("id", ""))
    return int(sample.get("epoch", 1)), len(name), name


def _object(value: object) -> Object:
    return value if isinstance(value, dict) else {}


def _score_names(header: Object, samples: Iterable[Object]) -> dict[str, str]:
    """The keys of scores (the scorer's, with that of a value in it) → their names on the page."""
    keys = list(dict.fromkeys(name for sample in samples for name, _ in _numbers(sample)))
    graded = {
        str(one.get("name"))
        for one in _object(header.get("results")).get("scores") or []
        if "accuracy" in _object(_object(one).get("metrics"))
    }
    named = "accuracy" if len(keys) == 1 else "{} accuracy"
    return {key: named.format(key) if key in graded else key for key in keys}


def _numbers(sample: Object) -> Iterator[tuple[str, float]]:
    """The numbers that a sample was scored with, by key."""
    for name, score in _object(sample.get("scores")).items():
        value = _object(score).get("value")
        parts = (
            {f"{name}.{key}": one for key, one in value.items()} if isinstance(value, dict) else {name: value}
        )
        for key, one in parts.items():
            number = _GRADES.get(one) if isinstance(one, str) else one
            if isinstance(number, bool | int | float) and abs(number) < float("inf"):
                yield key, float(number)


def _record(name: str, epochs: Sequence[Object], clips: dict[str, bytes], scores: Iterable[str]) -> Record:
    """A sample as a record; the sounds that lie in it come into `clips`."""
    sample = epochs[0]
    output, asked = _object(sample.get("output")), sample.get("input")
    answers = output.get("choices") or [{}]
    chats = {
        "asked": {"chat": [{"role": "user", "content": asked}] if isinstance(asked, str) else asked},
        "said": {"chat": [{**_object(_object(answers[0]).get("message")), "role": "assistant"}]},
    }
    attached = _object(sample.get("attachments")) or _object(_object(sample.get("transcript")).get("content"))
    chat = plain(_object(_unpacked(chats, attached, clips, re.sub(r"[^\w.-]+", "_", name))))
    clip = chat.get("asked.chat.audio", "")
    about = plain({"choices": sample.get("choices"), "reference": sample.get("target")})
    record = {
        "id": name,
        "audio": clip if isinstance(clip, str) else clip[0],
        "prompt": "\n".join((*chat.get("asked.chat.user.before", ()), str(chat.get("asked.chat.user", "")))),
        "output": chat.get("said.chat.assistant", "") or clean(str(output.get("completion") or "")),
        "reasoning": chat.get("said.chat.assistant.reasoning", ""),
        **about,
        **{f"score.{key}": _mean(epochs, key) for key in scores},
        **plain(dict(_metadata(sample))),
    }
    return {key: value for key, value in record.items() if value}


def _unpacked(value: object, attached: Object, clips: dict[str, bytes], name: str) -> object:
    """A value with the texts that were put elsewhere, and with names in place of the sounds that lie in it."""
    if isinstance(value, dict):
        return {key: _unpacked(one, attached, clips, name) for key, one in value.items()}
    if isinstance(value, list):
        return [_unpacked(one, attached, clips, name) for one in value]
    if not isinstance(value, str):
        return value
    text = str(attached.get(value.removeprefix("attachment://"), value))
    kind = re.match(r"data:(?:audio|video)/([\w.+-]+)[^,]*;base64,", text[:200])
    if not kind:
        return text.removeprefix("file://")
    own = f"{name}.{_ENDINGS.get(kind[1], kind[1])}"
    try:
        clips.setdefault(own, base64.b64decode(text[kind.end() :]))
    except binascii.Error:
        return own
    return own


def _mean(epochs: Sequence[Object], key: str) -> str:
    """The mean of a score over epochs, as it is written."""
    values = [value for sample in epochs for name, value in _numbers(sample) if name == key]
    return f"{fmean(values):.10g}" if values else ""


def _metadata(sample: Object) -> Iterator[tuple[str, str]]:
    """Short properties of a sample."""
    for key, one in _object(sample.get("metadata")).items():
        short = isinstance(one, str | int | bool) and 0 < len(str(one)) <= 40 and "\n" not in str(one)
        if short and key not in _ROLES and "," not in key:
            yield str(key), str(one)


IMPORTER = Importer("logs of Inspect (.eval, .json)", _knows, _read)
