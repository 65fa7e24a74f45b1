"""A catalogue as Hugging Face's AudioFolder: its clips, and `metadata.jsonl` with a record for each example.

Rule 1: columns of clips end in `file_name`: `file_name` alone is what the models heard, `<model>_file_name`
    what one made; words that a model answered stand in `<model>_output`, its scores in `<model>_<score>`, what
    it is worth in `<model>_verdict`.
Rule 2: every field of an example is in its record; no column hides another of the same name, and the values of
    each are of one kind in all records.
Rule 3: the catalogue itself lies in it too (`examples/`, with its pictures, videos and files to download), so
    that `import` brings all of it back.
Rule 4: the folder is there whole or not at all, and nothing is overwritten.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from soundcase.catalogue.load import Loaded
from soundcase.catalogue.uses import uses_of
from soundcase.commands.new_folder import filled, put, taken
from soundcase.commands.stats import FORMS
from soundcase.commands.stats.leaderboard import leaderboards
from soundcase.fields import FieldKind, fields_of
from soundcase.model import Example, Media, Prompt, Task, Turn
from soundcase.problems.phrases import slug
from soundcase.problems.problem import Problem
from soundcase.project import Project
from soundcase.scores import ErrorRate, Scored
from soundcase.site.observed import observations
from soundcase.site.transcripts import compared
from soundcase.statistics.observations import VERDICTS

TABLE = "metadata.jsonl"
LEADERBOARDS = {"leaderboard.csv": "csv", "leaderboard.tex": "latex"}
"""The figures of all tasks, by the names of their files."""
Value = str | float | list[str] | list["Record"]
Record = dict[str, Value]
Column = tuple[str, Value]
_LISTED: Mapping[FieldKind, Callable[[Any], list[str]]] = {
    "labels": list,
    "files": lambda files: [one.file for one in files],
}
"""How values are written that are lists."""


def export(project: Project, loaded: Loaded, target: Path) -> tuple[int, tuple[Problem, ...]]:
    """Write the folder: the number of records, or the problems because of which nothing was written."""
    problem = taken(target, "import-target", "choose another folder; exporting never overwrites")
    if problem or loaded.catalogue is None:
        return 0, (problem,) if problem else loaded.problems
    catalogue = compared(loaded.catalogue)
    records = [record for task in catalogue.tasks() for record in _records(task)]
    _settle(records)
    lines = "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)
    boards = leaderboards(catalogue)
    told = {name: FORMS[form](boards) for name, form in LEADERBOARDS.items() if boards}
    uses = uses_of(catalogue)
    kinds = ((project.images, uses.pictures), (project.video, uses.videos), (project.files, uses.files))
    shown = [folder / use.name for folder, several in kinds for use in several]
    files = {
        **{path: project.root / path for path in loaded.documents},
        **{use.name: project.audio / use.name for use in uses.clips},  # beside the table
        **{project.relative(path): path for path in shown},
    }
    problem = put(target, filled({TABLE: lines, **told}, files), last=TABLE)
    return (0, (problem,)) if problem else (len(records), ())


def _named_apart(columns: Iterable[Column]) -> Record:
    """The columns as a record; of those with one name the later ones are numbered."""
    record: Record = {}
    for name, value in columns:
        free, number = name, 1
        while free in record:
            number += 1
            free = f"{name}_{number}"
        record[free] = value
    return record


def _settle(records: Sequence[Record]) -> None:
    """Give each column values of one kind, as columnar readers want: a text among lists is a list of one."""
    lists = {name for record in records for name, value in record.items() if isinstance(value, list)}
    for record in records:
        record |= {name: [value] for name in lists & record.keys() if isinstance(value := record[name], str)}
    several = (turns for record in records if isinstance(turns := record.get("turns"), list))
    inner = [turn for turns in several for turn in turns if isinstance(turn, dict)]
    if inner:
        _settle(inner)


def _records(task: Task) -> Iterator[Record]:
    """The records of a task's examples, each with the verdicts on what the systems gave for it."""
    verdicts = observations(task.examples, task).verdicts
    for place, example in enumerate(task.examples):
        told = ((f"{model}_verdict", VERDICTS[letters[place]]) for model, letters in verdicts.items())
        yield _named_apart((*_record(task, example), *(one for one in told if one[1])))


def _record(task: Task, example: Example) -> Iterator[Column]:
    yield from (("task", task.id), ("id", example.id))
    language, prompt = example.language or task.language, example.prompt
    asked = Prompt(prompt.shared or task.prompt.shared, {**task.prompt.per_model, **prompt.per_model})
    yield from _columns(replace(example, language=language, prompt=asked))


def _columns(owner: Example | Turn) -> Iterator[Column]:
    """The columns of each field that is given."""
    for one in fields_of(type(owner)).values():
        value = getattr(owner, one.name)
        if isinstance(value, Prompt):
            yield from ((one.name, text) for text in (value.shared,) if text)
            yield from ((f"{model}_{one.name}", text) for model, text in value.per_model.items())
        elif one.kind == "tags":
            yield from ((f"tag_{slug(name, 'part')}", text) for name, text in value.items())
        elif one.kind == "media":
            main = one.name == "audio"
            yield from _media("" if main else f"{one.name}_", "input" if main else one.name, value)
        elif one.kind == "outputs":
            for model, pieces in value.items():
                yield from _media(f"{model}_", f"{model}_output", pieces)
        elif one.kind == "turns":
            yield from [("turns", [_named_apart(_columns(turn)) for turn in value])] if value else ()
        elif one.kind == "choices":
            texts = [each.text if each.number else f"{each.key}. {each.text}" for each in value]
            yield from [(one.name, texts)] if texts else ()
        elif value not in ("", None, ()):
            yield one.name, _LISTED[one.kind](value) if one.kind in _LISTED else value


def _media(before: str, words: str, pieces: tuple[Media, ...]) -> Iterator[Column]:
    """A column for each clip, each text and each remark of some pieces; further pieces are numbered."""
    for number, piece in enumerate(pieces, 1):
        count = f"{number}_" if number > 1 else ""
        answer, beside = f"{words}{count.rstrip('_')}", f"{before or f'{words}_'}{count}"
        if piece.audio:
            yield f"{before}{count}file_name", piece.audio
        if piece.labels:
            yield answer, list(piece.labels)
        if piece.text:
            yield f"{answer}_text" if piece.labels else answer, piece.text
        for name, about in fields_of(Media).items():
            text = getattr(piece, name)
            if text and isinstance(text, str) and about.kind != "channels" and name not in ("text", "audio"):
                yield f"{beside}{name}", text
        if piece.channels:
            several = (piece.channels,) if isinstance(piece.channels, str) else piece.channels
            yield f"{beside}channels", [str(one) for one in several]
        yield from ((f"{beside}score_{slug(name, 'label')}", one) for name, one in piece.label_scores.items())
        for name, score in piece.scores.items():
            yield from ((f"{beside}{name}{end}", number) for end, number in _numbers(score))


def _numbers(score: Scored) -> Iterator[tuple[str, float]]:
    """The numbers of a score, each with the end of its column's name."""
    if isinstance(score, ErrorRate):
        parts = {"": score.value, "_errors": score.errors, "_n": score.units}
    else:
        parts = {"": score.value, "_ci": score.ci, "_n": score.n}
    yield from ((end, number) for end, number in parts.items() if number is not None)
