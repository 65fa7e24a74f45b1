"""From results files to a draft: one task with one example per clip and one output per model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
from soundcase_import.label_list import listed
from soundcase_import.names import clip_name, is_remote, model_id, slug, unique
from soundcase_import.options import ImportOptions
from soundcase_import.results.fields import fields_of
from soundcase_import.results.records import Value, read
from soundcase_import.results.rows import ResultRow, prompts_of, rows_of, shared
from soundcase_import.results.selection import chosen

LABEL = 60
"""Characters in a label at most."""
_SILENT = "Only the answers are shown here: the recordings are not part of this page."


def import_results(options: ImportOptions) -> Draft:
    """The draft of the files' comparison; RefusedError where they cannot be read."""
    readings = [(results, fields_of(results, options.mapping)) for results in map(read, options.sources)]
    rows = rows_of(readings)
    kept, selection = chosen(rows, options)
    names = list(dict.fromkeys(model for row in rows for model in row.answers))
    ids = dict(zip(names, unique(map(model_id, names)), strict=True))
    task = _task(kept, ids, selection, _title(rows, options), options)
    files, defects = _clips(task, options)
    shown = tuple(
        line if len(readings) == 1 else f"{results.path.name}: {line}"
        for results, fields in readings
        for line in fields.shown()
    )
    silent = options.without_audio
    return Draft(
        title=task.title,
        models=tuple(DraftModel(ids[name], name) for name in names),
        sections=(DraftSection("Results", (task,)),),
        notice=_SILENT if silent else "",
        rules={"no-audio": ("off", "The recordings are not part of this page.")} if silent else {},
        files=files,
        defects=defects,
        shown=shown,
    )


def _title(rows: Sequence[ResultRow], options: ImportOptions) -> str:
    names = list(dict.fromkeys(row.text("dataset") for row in rows if row.text("dataset")))
    return names[0] if len(names) == 1 else re.split(r"\.(?=\w+(?:\.gz)?$)", options.sources[0].name)[0]


def _task(
    rows: Sequence[ResultRow], ids: Mapping[str, str], selection: str, title: str, options: ImportOptions
) -> DraftTask:
    output = _output(rows)
    prompt = prompts_of(rows)
    doubts = _task_doubts(rows, output)
    language = shared(rows, "language")
    return DraftTask(
        id=slug(title, "results"),
        title=title,
        output=output,
        prompt=_named(prompt, ids),
        models=tuple(ids.values()),
        layout="table" if len(rows) > 30 else "",
        selection=selection,
        language=language if _is_language(language) else "",
        examples=tuple(_example(row, ids, output, options, own_prompt=prompt is None) for row in rows),
        doubts=doubts,
    )


def _is_language(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) is not None


def _named(prompt: str | Mapping[str, str] | None, ids: Mapping[str, str]) -> Prompt:
    if isinstance(prompt, Mapping):
        return Prompt(per_model={ids[model]: text for model, text in prompt.items()})
    return Prompt(prompt or None)


def _output(rows: Sequence[ResultRow]) -> str:
    """What the answers are: labels where what is right is labels and the answers are of their kind."""
    if not any(row.several("labels") for row in rows):
        return "text"
    vocabulary = {label.lower() for row in rows for label in row.several("labels")}
    answers = [word for row in rows for value in row.answers.values() for word in _words(value)]
    known = sum(word.strip(" .()").lower() in vocabulary for word in answers)
    brief = all(len(word) <= LABEL and "\n" not in word for word in answers)
    return "labels" if known >= len(answers) / 2 or (brief and known) else "text"


def _words(value: Value) -> tuple[str, ...]:
    return (listed(value) or (value,)) if isinstance(value, str) else value


def _task_doubts(rows: Sequence[ResultRow], output: str) -> dict[str, tuple[str, ...]]:
    vocabulary = {label for row in rows for label in row.several("labels")}
    if output != "labels" or not any(row.several("choices") for row in rows):
        return {}
    odd = [
        word
        for row in rows
        for value in row.answers.values()
        for word in _words(value)
        if word not in vocabulary
    ]
    if not odd:
        return {}
    count = "an answer is" if len(odd) == 1 else f"{len(odd)} answers are"
    text = f"{count} not written as the choices are, e.g. '{odd[0]}', and will be shown as wrong"
    return {"output": (text,)}


def _example(
    row: ResultRow, ids: Mapping[str, str], output: str, options: ImportOptions, *, own_prompt: bool
) -> DraftExample:
    audio = row.text("audio")
    right = row.several("labels") if output == "labels" else ()
    reference = row.several("reference") or (() if right else tuple(filter(None, [row.text("labels")])))
    prompt = next(iter(row.prompts.values()), "")
    if own_prompt and len(set(row.prompts.values())) > 1:
        told = _named({model: text for model, text in row.prompts.items() if text}, ids)
    else:
        told = Prompt(prompt or None) if own_prompt else Prompt()
    tags = {name: ", ".join(_words(row.record[name])) for name in _tagged(options) if row.record.get(name)}
    words = worded(row.text)
    heading = audio if options.without_audio and audio else ""
    return DraftExample(
        **{**words, "title": words["title"] or heading},
        tags=tags,
        audio=() if options.without_audio or not audio else (_clip(audio),),
        prompt=told,
        labels=right,
        reference=tuple(DraftMedia(text=text) for text in reference if text),
        context=_choices(row, prompt),
        outputs={ids[model]: _answer(value, output) for model, value in row.answers.items()},
        doubts=row.doubts,
    )


def _tagged(options: ImportOptions) -> list[str]:
    return [name.strip() for name in options.mapping.get("tags", "").split(",") if name.strip()]


def _clip(audio: str) -> DraftMedia:
    return DraftMedia(audio=clip_name(audio), url=audio if is_remote(audio) else "")


def _answer(value: Value, output: str) -> Pieces:
    words = tuple(word for word in _words(value) if word)
    if output == "labels" and words:
        return (DraftMedia(labels=words),)
    return (DraftMedia(text=value if isinstance(value, str) else ", ".join(value)),)


def _choices(row: ResultRow, prompt: str) -> Pieces:
    """The choices, where the prompt does not tell them."""
    choices = row.several("choices")
    if not choices or all(choice in prompt for choice in choices):
        return ()
    return (DraftMedia(text="\n".join(f"({chr(65 + at)}) {one}" for at, one in enumerate(choices))),)


def _clips(task: DraftTask, options: ImportOptions) -> tuple[dict[str, Path], tuple[Defect, ...]]:
    """The files of the clips, by their name in the project, and those that are nowhere."""
    files: dict[str, Path] = {}
    missing: list[str] = []
    folders = [options.audio] if options.audio else [source.parent for source in options.sources]
    for name in dict.fromkeys(one.audio for row in task.examples for one in row.audio if not one.url):
        found = _found(name, folders)
        if found:
            files[f"data/audio/{name}"] = found
        else:
            missing.append(name)
    return files, tuple(Defect("missing-file", f"no clip '{name}'", name) for name in missing)


def _found(name: str, folders: Sequence[Path]) -> Path | None:
    short = name.rpartition("/")[2]
    candidates = (folder / one for folder in folders for one in (name, short, f"audio/{short}"))
    return next((path for path in candidates if path.is_file()), None)
