"""Samples of lmms-eval, and of lm-evaluation-harness before it: `…_samples_TASK.jsonl`, or a list of them.

Rule 1: the answer is the filtered one, which is what the tool scored; of several filters the first one's, and
    of likelihoods the choice that has the largest.
Rule 2: each number that the task's own function gave is a score: their means are those of `…_results.json`.
Rule 3: options that only the question lists are choices.

Source: `EvaluationTracker.save_results_samples` of lmms-eval, and `process_results` of its tasks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import ascii_uppercase

from soundcase_import.draft import DraftScore
from soundcase_import.measures import score_of
from soundcase_import.options import refused
from soundcase_import.results.choice_lists import choices_in
from soundcase_import.results.importers import Importer
from soundcase_import.results.records import Record, Results, Value, read, text_of
from soundcase_import.results.score_columns import number_in

_NAME = re.compile(
    r"(?:(?P<date>\d{8}_\d{6}|\d{4}-\d\d-\d\dT[\d.:-]+)_)?samples_(?P<task>.+?)(?:_\d{4}-\d\d-\d\dT.*)?$"
)
_ANSWERS = ("filtered_resps", "resps")
_OWN = frozenset(
    [
        "doc_id",
        "doc",
        "target",
        "arguments",
        "input",
        "input_media",
        "resps",
        "filtered_resps",
        "filter",
        "doc_hash",
        "prompt_hash",
        "target_hash",
        "token_counts",
        "metrics",
        "submission",
    ]
)
"""Fields of the tool itself; the others are what the task's function returned."""
_TOTALS = ("overall", "score", "value", "acc", "accuracy", "correct")
"""Where a score is an object: the number in it that is averaged, the surest first."""


def knows(path: Path) -> bool:
    """True for a file of samples, and for the folder of a run with some."""
    if path.is_dir():
        return any(map(knows, path.glob("*samples_*.jsonl")))
    if path.suffix not in (".jsonl", ".json"):
        return False
    try:
        with path.open(encoding="utf-8") as file:
            start = file.readline(1 << 20) if path.suffix == ".jsonl" else file.read(1 << 16)
    except (OSError, UnicodeDecodeError):
        return False
    asked = '"doc_id"' in start or '"doc"' in start
    return asked and any(f'"{name}"' in start for name in _ANSWERS)


def read_samples(paths: Sequence[Path]) -> tuple[Results, ...]:
    """The samples of each file."""
    return tuple(
        _results(path) for source in paths for path in ([_newest(source)] if source.is_dir() else [source])
    )


def _newest(folder: Path) -> Path:
    """The last samples in a folder; RefusedError where they are of several tasks."""
    files = sorted(path for path in folder.glob("*samples_*.jsonl") if knows(path))
    tasks = dict.fromkeys(named["task"] for path in files if (named := _NAME.match(path.stem)))
    if len(tasks) > 1:
        hint = f"name the file of one of them: {', '.join(tasks)}"
        raise refused("import-source", f"'{folder}' holds samples of several tasks", folder, hint)
    return files[-1]


def _results(path: Path) -> Results:
    rows = read(path).records
    rows = tuple(row for row in rows if row.get("filter") == rows[0].get("filter"))
    named = _NAME.match(path.stem)
    task = named["task"] if named else path.stem
    scores = _score_fields(rows)
    records = [
        _record(row) | {f"score.{name}": row[field] for name, field in scores.items() if field in row}
        for row in rows
    ]
    if not any(record.get("output") for record in records):
        raise refused("import-nothing", f"no sample in '{path}' has an answer", path)
    fields = {name for record in records for name in record}
    roles: dict[str, str] = {
        role: role for role in ("id", "audio", "prompt", "output", "reference", "choices") if role in fields
    }
    return Results(
        path,
        tuple(records),
        roles=roles,
        scores={name: f"score.{name}" for name in scores},
        measures={**_counted(rows), **{name: _score(name, path, task) for name in scores}},
        model=_model(path),
        title=task,
    )


def _model(path: Path) -> str:
    """The model's name: as the run's own summary has it, else as its folder, where `/` is written `__`."""
    named = _NAME.match(path.stem)
    date = named["date"] if named and named["date"] else ""
    about = _summary(path, date)
    name = about.get("model_name") or about.get("model_name_or_path")
    if isinstance(name, str) and name:
        return name.rstrip("/").rpartition("/")[2]
    return path.resolve().parent.name.rpartition("__")[2] if named else ""


def _summary(path: Path, date: str) -> Mapping[str, object]:
    """The results of the whole run, which lie beside the samples; nothing where they do not."""
    found = sorted(path.parent.glob(f"{date}*results*.json"))
    if not found:
        return {}
    try:
        value = json.loads(text_of(found[-1]))
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _score_fields(rows: Sequence[Record]) -> dict[str, str]:
    """The names of the scores → the fields of the samples that hold them."""
    names = dict.fromkeys(name for row in rows for name in row)
    metrics: dict[str, list[str]] = {}
    for name in names:
        top = name.split(".")[0]
        numbers = [number_in(row[name]) for row in rows if row.get(name)]
        if top not in _OWN and numbers and None not in numbers:
            metrics.setdefault(top, []).append(name)
    return {top: best for top, fields in metrics.items() if (best := _total(top, fields))}


def _counted(rows: Sequence[Record]) -> dict[str, DraftScore]:
    """The error rates of which a task's function gave the texts alone: the build counts them."""
    names = {name for row in rows for name in row}
    rates = [name for name in ("wer", "cer") if {f"{name}.gt", f"{name}.pred"} <= names]
    return {name.upper(): DraftScore(measure=name) for name in rates}


def _total(metric: str, fields: Sequence[str]) -> str:
    """The field of a metric that is averaged; empty where an object does not tell."""
    if metric in fields:
        return metric
    inside = {field.removeprefix(f"{metric}."): field for field in fields}
    return next((inside[name] for name in (*_TOTALS, metric) if name in inside), "")


def _score(name: str, path: Path, task: str) -> DraftScore:
    """The score as the run's summary says that it is read, where it does."""
    named = _NAME.match(path.stem)
    about = _summary(path, named["date"] or "" if named else "").get("higher_is_better")
    said = about.get(task) if isinstance(about, dict) else None
    higher = said.get(name) if isinstance(said, dict) else None
    return score_of(name) if higher is None else DraftScore("higher" if higher else "lower")


def _record(row: Record) -> dict[str, str | tuple[str, ...]]:
    """A sample with the names of the roles."""
    prompt = _first(row, ("input", "arguments", "arguments.gen_args_0.arg_0", "doc.question"))
    choices = _choices(row) or tuple(choices_in(prompt).values())
    clip = _first(row, ("input_media", "doc.audio.path", "doc.audio_path", "doc.path", "doc.audio_id"))
    likeliest, target = _likeliest(row.get(_ANSWERS[0], ())), _first(row, ("target",))
    record = {
        "id": _first(row, ("doc_id",)),
        "audio": clip,
        "prompt": prompt,
        "output": likeliest or _first(row, _ANSWERS),
        "reference": ascii_uppercase[int(target) :][:1] if likeliest and target.isdecimal() else target,
    }
    found: dict[str, str | tuple[str, ...]] = {name: text for name, text in record.items() if text}
    return found | ({"choices": choices} if choices else {})


def _likeliest(value: Value) -> str:
    """The letter of the choice that a model found likeliest; empty where its answer is no likelihoods."""
    pairs = []
    for one in value if isinstance(value, tuple) else ():
        try:
            likelihood, _ = json.loads(one)
            pairs.append(float(likelihood))
        except (ValueError, TypeError):
            return ""
    return ascii_uppercase[pairs.index(max(pairs))] if 1 < len(pairs) <= len(ascii_uppercase) else ""


def _choices(row: Record) -> tuple[str, ...]:
    given = row.get("doc.choices", row.get("doc.options", ()))
    return given if isinstance(given, tuple) else ()


def _first(row: Record, names: Sequence[str]) -> str:
    """The first text of the first field that has one; lists in lists are opened."""
    return next((text for name in names for text in _texts(row.get(name, ""))), "")


def _texts(value: str | tuple[str, ...]) -> Iterator[str]:
    for one in (value,) if isinstance(value, str) else value:
        opened: object = one
        if one.startswith("["):
            try:
                opened = json.loads(one)
            except ValueError:
                opened = one
        while isinstance(opened, list) and opened:
            opened = opened[0]
        if isinstance(opened, str) and opened:
            yield opened


IMPORTER = Importer(
    "samples of lmms-eval and lm-evaluation-harness (..._samples_TASK.jsonl)", knows, read_samples
)
