"""Samples of lmms-eval, and of lm-evaluation-harness before it: `…_samples_TASK.jsonl`, or a JSON with them.

Rule 1: the answer is the filtered one, which is what the tool scored; of several filters the first one's, and
    of likelihoods the choice that has the largest.
Rule 2: each number that the task's own function gave is a score: their means are those of `…_results.json`.
Rule 3: options that only the question lists are choices.
Rule 4: samples without a number of their own are known by their clip, or else by their place.

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
from soundcase_import.options import RefusedError, refused
from soundcase_import.results.choices import choices_in
from soundcase_import.results.importers import Importer
from soundcase_import.results.records import Record, Results, Value, head_of, is_results, read, text_of
from soundcase_import.results.score_columns import numbers_of

_NAME = re.compile(
    r"(?:(?P<date>\d{8}_\d{6}|\d{4}-\d\d-\d\dT[\d.:-]+)_)?samples_(?P<task>.+?)(?:_\d{4}-\d\d-\d\dT.*)?$"
)
_ANSWERS = ("filtered_resps", "resps")
_ASKED = ("doc_id", "doc", "doc_hash", "arguments", "target")
_OWN = frozenset((
    "doc_id", "doc", "target", "arguments", "input", "input_media", "resps", "filtered_resps", "filter", "task",
    "doc_hash", "prompt_hash", "target_hash", "token_counts", "metrics", "submission",
))  # fmt: skip
"""Fields of the tool itself; the others are what the task's function returned."""
_TOTALS = ("overall", "score", "value", "acc", "accuracy", "correct")
"""Where a score is an object: the number in it that is averaged, the surest first."""
_ROLES = ("id", "audio", "prompt", "output", "reference", "choices")


def _knows(path: Path) -> bool:
    """True for a file of samples, and for the folder of a run with some."""
    if path.is_dir():
        return any(map(_knows, path.glob("*samples_*.jsonl")))
    head = head_of(path, 1 << 20) if is_results(path) else ""
    return all(any(f'"{name}":' in head for name in names) for names in (_ASKED, _ANSWERS))


def _newest(folder: Path) -> Path:
    """The last samples in a folder; RefusedError where they are of several tasks."""
    files = sorted(filter(_knows, folder.glob("*samples_*.jsonl")))
    tasks = {named["task"]: "" for path in files if (named := _NAME.match(path.stem))}
    if len(tasks) > 1:
        raise _several(folder, tasks, "name the file of one of them")
    return files[-1]


def _several(path: Path, tasks: Mapping[str, str], hint: str) -> RefusedError:
    return refused(
        "import-source", f"'{path}' holds samples of several tasks", path, f"{hint}: {', '.join(tasks)}"
    )


def _results(source: Path) -> Results:
    path = _newest(source) if source.is_dir() else source
    rows = read(path).records
    rows = tuple(row for row in rows if row.get("filter") == rows[0].get("filter"))
    inside = {str(row["task"]): "" for row in rows if "task" in row}
    if len(inside) > 1:
        raise _several(path, inside, "save those of one of them as a file of their own")
    named = _NAME.match(path.stem)
    about = _summary(path, (named["date"] or "") if named else "")
    task = next(iter(inside), named["task"] if named else path.stem)
    scores = _score_fields(rows)
    records = tuple(
        _record(row, number) | {f"score.{name}": row[field] for name, field in scores.items() if field in row}
        for number, row in enumerate(rows)
    )
    if not any(record.get("output") for record in records):
        raise refused("import-nothing", f"no sample in '{path}' has an answer", path)
    said = about.get("model_name") or about.get("model_name_or_path") or ""
    directions = _object(_object(about.get("higher_is_better")).get(task))
    return Results(
        path,
        records,
        roles=dict(zip(_ROLES, _ROLES, strict=True)),
        scores={name: f"score.{name}" for name in scores},
        measures={**_counted(rows), **{name: _score(name, directions.get(name)) for name in scores}},
        model=str(said).rstrip("/").rpartition("/")[2] or (_folder(path) if named else ""),
        title=task,
    )


def _folder(path: Path) -> str:
    """The model that a run's folder is called as, in whose name `/` is written `__`."""
    return path.resolve().parent.name.rpartition("__")[2]


def _summary(path: Path, date: str) -> Mapping[str, object]:
    """The results of the whole run, around the samples or beside them; nothing where they do not lie there."""
    for place in (
        *([] if path.suffix != ".json" else [path]),
        *sorted(path.parent.glob(f"{date}*results*.json"))[-1:],
    ):
        try:
            found = _object(json.loads(text_of(place)))
        except (ValueError, RecursionError):
            continue
        if found:
            return found
    return {}


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _score_fields(rows: Sequence[Record]) -> dict[str, str]:
    """The names of the scores → the fields of the samples that hold them; of an object, what is averaged."""
    names = dict.fromkeys(name for row in rows for name in row if name.split(".")[0] not in _OWN)
    given = {name for name in names if numbers_of(name, rows)}
    found = {}
    for top in dict.fromkeys(name.split(".")[0] for name in names):
        places = (top, *(f"{top}.{name}" for name in (*_TOTALS, top)))
        found[top] = next((name for name in places if name in given), "")
    return {top: name for top, name in found.items() if name}


def _counted(rows: Sequence[Record]) -> dict[str, DraftScore]:
    """The error rates of which a task's function gave the texts alone: the build counts them."""
    names = {name for row in rows for name in row}
    rates = [name for name in ("wer", "cer") if {f"{name}.gt", f"{name}.pred"} <= names]
    return {name.upper(): DraftScore(measure=name) for name in rates}


def _score(name: str, higher: object) -> DraftScore:
    """The score as the run's summary says that it is read, where it does."""
    return score_of(name) if higher is None else DraftScore("higher" if higher else "lower")


def _record(row: Record, number: int) -> dict[str, Value]:
    """A sample with the names of the roles."""
    prompt = _first(row, "input", "arguments", "arguments.gen_args_0.arg_0", "doc.question")
    clip = _first(row, "input_media", "doc.audio.path", "doc.audio_path", "doc.path", "doc.audio_id")
    given = row.get("doc.choices", row.get("doc.options", ()))
    likeliest, target = _likeliest(row.get(_ANSWERS[0], ())), _first(row, "target")
    record: dict[str, Value] = {
        "id": _first(row, "doc_id") or ("" if clip else str(number)),
        "audio": clip,
        "prompt": prompt,
        "output": likeliest or _first(row, *_ANSWERS),
        "reference": ascii_uppercase[int(target) :][:1] if likeliest and target.isdecimal() else target,
        "choices": given if given and isinstance(given, tuple) else tuple(choices_in(prompt).values()),
    }
    return {name: value for name, value in record.items() if value}


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


def _first(row: Record, *names: str) -> str:
    """The first text of the first field that has one; lists in lists are opened."""
    return next((text for name in names for text in _texts(row.get(name, ""))), "")


def _texts(value: Value) -> Iterator[str]:
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
    "samples of lmms-eval and lm-evaluation-harness (..._samples_TASK.jsonl)",
    _knows,
    lambda sources: map(_results, sources),
)
