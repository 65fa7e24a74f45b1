"""A catalogue as Hugging Face's AudioFolder: its clips, and `metadata.jsonl` with a record for each example.

Rule 1: columns of clips end in `file_name`: `file_name` alone is what the models heard, `<model>_file_name`
    what one made; words that a model answered stand in `<model>_output`.
Rule 2: the folder is there whole or not at all, and nothing is overwritten.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from soundcase.importers.naming import slug
from soundcase.model import Catalogue, Example, Media, Task
from soundcase.placing import filled, put, taken
from soundcase.problems import Problem
from soundcase.project import Project

_TABLE = "metadata.jsonl"


def export(project: Project, catalogue: Catalogue, target: Path) -> tuple[int, tuple[Problem, ...]]:
    """How many records were written, or the problems because of which nothing was."""
    problem = taken(target, "import-target", "choose another folder; exporting never overwrites")
    if problem:
        return 0, (problem,)
    records = [dict(_record(task, one)) for task in catalogue.tasks() for one in task.examples]
    pieces = (piece for task in catalogue.tasks() for one in task.examples for _, _, piece in one.media())
    clips = {name: project.audio / name for name in sorted({piece.audio for piece in pieces if piece.audio})}
    lines = "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)
    problem = put(target, filled({_TABLE: lines}, clips), last=_TABLE)
    return (0, (problem,)) if problem else (len(records), ())


def _record(task: Task, example: Example) -> Iterator[tuple[str, str | list[str]]]:
    yield "task", task.id
    yield "id", example.id
    texts = {
        "title": example.title,
        "group": example.group,
        "prompt": example.prompt.shared or task.prompt.shared,
        "text": example.text,
        "prompt_text": example.prompt_text,
        "language": example.language or task.language,
    }
    yield from ((name, text) for name, text in texts.items() if text)
    if example.labels:
        yield "labels", list(example.labels)
    yield from ((f"tag_{slug(name)}", text) for name, text in example.tags.items())
    yield from _media("", "input", example.audio)
    yield from _media("prompt_audio_", "prompt_audio", example.prompt_audio)
    yield from _media("reference_", "reference", example.reference)
    for model, pieces in example.outputs.items():
        yield from _media(f"{model}_", f"{model}_output", pieces)


def _media(before: str, words: str, pieces: tuple[Media, ...]) -> Iterator[tuple[str, str | list[str]]]:
    """A column for each clip and for each text of some pieces; further ones are numbered."""
    for number, piece in enumerate(pieces, 1):
        count = f"{number}_" if number > 1 else ""
        if piece.audio:
            yield f"{before}{count}file_name", piece.audio
        if piece.labels:
            yield f"{words}{count.rstrip('_')}", list(piece.labels)
        elif piece.text:
            yield f"{words}{count.rstrip('_')}", piece.text
