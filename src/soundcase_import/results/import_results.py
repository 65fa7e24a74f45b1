"""Results files as a draft: one task with one example per clip and one output per model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from soundcase.model import Prompt
from soundcase_import.draft import (
    Defect,
    Draft,
    DraftExample,
    DraftMedia,
    DraftModel,
    DraftSection,
    DraftTask,
    Pieces,
    worded,
)
from soundcase_import.label_list import labels_in
from soundcase_import.names import clip_name, is_remote, model_id, task_ids, unique
from soundcase_import.options import ImportOptions
from soundcase_import.results.fields import fields_of
from soundcase_import.results.records import read
from soundcase_import.results.rows import ResultRow, chosen, prompts_of, rows_of, shared

LABEL = 60
"""Characters in a label at most."""


def import_results(options: ImportOptions) -> Draft:
    """The draft of the files' comparison; RefusedError where they cannot be read."""
    readings = [(results, fields_of(results, options.mapping)) for results in map(read, options.sources)]
    rows = rows_of(readings)
    kept, selection = chosen(rows, options)
    names = list(dict.fromkeys(model for row in rows for model in row.answers))
    ids = dict(zip(names, unique(map(model_id, names)), strict=True))
    sets = list(dict.fromkeys(row.text("dataset") for row in rows if row.text("dataset")))
    file = re.split(r"\.(?=\w+(?:\.gz)?$)", options.sources[0].name)[0]
    task = _task(kept, ids, selection, sets[0] if len(sets) == 1 else file, options)
    files, defects = _clips(task, options)
    shown = tuple(
        line if len(readings) == 1 else f"{results.path.name}: {line}"
        for results, fields in readings
        for line in fields.shown()
    )
    silent, gone = options.without_audio, "recordings are not part of this page."
    return Draft(
        title=task.title,
        models=tuple(DraftModel(ids[name], name) for name in names),
        sections=(DraftSection("Results", (task,)),),
        notice=f"Only the answers are shown here: the {gone}" if silent else "",
        rules={"no-audio": ("off", f"The {gone}")} if silent else {},
        files=files,
        defects=defects,
        shown=shown,
    )


def _task(
    rows: Sequence[ResultRow], ids: Mapping[str, str], selection: str, title: str, options: ImportOptions
) -> DraftTask:
    vocabulary = {label for row in rows for label in row.several("labels")}
    answers = [word for row in rows for value in row.answers.values() for word in labels_in(value)]
    lower = {label.lower() for label in vocabulary}
    known = sum(word.strip(" .()").lower() in lower for word in answers)
    brief = all(len(word) <= LABEL and "\n" not in word for word in answers)
    output = "labels" if lower and (known >= len(answers) / 2 or (brief and known)) else "text"
    odd = [word for word in answers if word not in vocabulary]
    doubts = {}
    if output == "labels" and odd and any(row.several("choices") for row in rows):
        count = "an answer is" if len(odd) == 1 else f"{len(odd)} answers are"
        text = f"{count} not written as the choices are, e.g. '{odd[0]}', and will be shown as wrong"
        doubts = {"output": (text,)}
    prompt = prompts_of(rows)
    language = shared(rows, "language")
    return DraftTask(
        id=task_ids([title])[0],
        title=title,
        output=output,
        prompt=_by_id(prompt, ids),
        models=tuple(ids.values()),
        layout="table" if len(rows) > 30 else "",
        selection=selection,
        language=language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language) else "",
        examples=tuple(_example(row, ids, output, options, own_prompt=prompt is None) for row in rows),
        doubts=doubts,
    )


def _by_id(prompt: str | Mapping[str, str] | None, ids: Mapping[str, str]) -> Prompt:
    if isinstance(prompt, Mapping):
        return Prompt(per_model={ids[model]: text for model, text in prompt.items() if text})
    return Prompt(prompt or None)


def _example(
    row: ResultRow, ids: Mapping[str, str], output: str, options: ImportOptions, *, own_prompt: bool
) -> DraftExample:
    audio = row.text("audio")
    right = row.several("labels") if output == "labels" else ()
    reference = row.several("reference") or (() if right else (row.text("labels"),))
    prompt = next(iter(row.prompts.values()), "")
    several = len(set(row.prompts.values())) > 1
    tags = [name.strip() for name in options.mapping.get("tags", "").split(",")]
    clip = DraftMedia(audio=clip_name(audio), url=audio if is_remote(audio) else "") if audio else None
    choices = row.several("choices")
    unlisted = not all(choice in prompt for choice in choices)
    words = worded(row.text)
    outputs: dict[str, Pieces] = {}
    for model, value in row.answers.items():
        labels = tuple(filter(None, labels_in(value))) if output == "labels" else ()
        text = value if isinstance(value, str) else ", ".join(value)
        said = DraftMedia(labels=labels) if labels else DraftMedia(text=text)
        outputs[ids[model]] = (replace(said, reasoning=row.thoughts.get(model) or None),)
    lines = "\n".join(f"({chr(65 + at)}) {one}" for at, one in enumerate(choices))
    return DraftExample(
        **{**words, "title": words["title"] or (audio if options.without_audio else "")},
        tags={name: ", ".join(labels_in(row.record[name])) for name in tags if name and row.record.get(name)},
        audio=() if options.without_audio or not clip else (clip,),
        prompt=_by_id(row.prompts if several else prompt, ids) if own_prompt else Prompt(),
        labels=right,
        reference=tuple(DraftMedia(text=text) for text in reference if text),
        context=(DraftMedia(text=lines),) if choices and unlisted else (),
        outputs=outputs,
        doubts=row.doubts,
    )


def _clips(task: DraftTask, options: ImportOptions) -> tuple[dict[str, Path], tuple[Defect, ...]]:
    """The files of the clips, by their name in the project, and those that are nowhere."""
    files: dict[str, Path] = {}
    missing: list[str] = []
    folders = [options.audio] if options.audio else [source.parent for source in options.sources]
    for name in dict.fromkeys(one.audio for row in task.examples for one in row.audio if not one.url):
        short = name.rpartition("/")[2]
        places = (folder / one for folder in folders for one in (name, short, f"audio/{short}"))
        found = next((path for path in places if path.is_file()), None)
        if found:
            files[f"data/audio/{name}"] = found
        else:
            missing.append(name)
    return files, tuple(Defect("missing-file", f"no clip '{name}'", name) for name in missing)
