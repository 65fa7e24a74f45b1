"""Results files as a draft: one task with one example per clip and one output per model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from soundcase.choice import Choice
from soundcase.model import Prompt
from soundcase.values import dataclass
from soundcase_import.draft import (
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
from soundcase_import.names import clip_name, model_id, task_ids, unique
from soundcase_import.options import ImportOptions
from soundcase_import.results.choices import choices_of, right_choices, without_choices
from soundcase_import.results.clips import ROLES, ClipNames, clip_files, clip_names
from soundcase_import.results.reading import readings
from soundcase_import.results.rows import Answer, Read, ResultRow, chosen, prompts_of, rows_of, shared
from soundcase_import.results.scores import counted, with_scores
from soundcase_import.results.systems import levels_of
from soundcase_import.results.whole_set import figures_of

LABEL = 60
"""Characters in a label at most."""


def import_results(options: ImportOptions) -> Draft:
    """The draft of the sources' comparison; RefusedError where they cannot be read."""
    read = readings(options)
    rows = rows_of(read)
    kept, selection = chosen(rows, options)
    names = list(dict.fromkeys(model for row in rows for model in row.answers))
    ids = dict(zip(names, unique(map(model_id, names)), strict=True))
    every = [results for results, _ in read]
    clips = clip_names(kept, ids)
    title = _title(rows, read, options)
    models = tuple(DraftModel(ids[name], name) for name in names)
    task = with_scores(_task(kept, clips, selection, title, options), read)
    if len(kept) < len(rows):
        whole = with_scores(_task(rows, clips, "", title, options), read)
        task = replace(task, results=figures_of(Draft(title, models, (DraftSection("Results", (whole,)),))))
    files, defects = clip_files(kept, clips, options, every)
    heard = any(piece.plays for row in task.examples for piece in row.pieces())
    silent, gone = not heard, "recordings are not part of this page."
    return Draft(
        title=task.title,
        models=models,
        sections=(DraftSection("Results", (task,)),),
        notice=f"Only the answers are shown here: the {gone}" if silent else "",
        rules={"no-audio": ("off", f"The {gone}")} if silent else {},
        files=files,
        defects=defects,
        shown=(*_shown(read), *counted(task, read)),
    )


def _shown(read: Sequence[Read]) -> Iterator[str]:
    """The meaning of all fields, with their sources where there are several."""
    names = [results.path.name for results, _ in read]
    for (results, fields), name in zip(read, names, strict=True):
        place = "" if len(read) == 1 else f"{name if names.count(name) == 1 else results.path}: "
        yield from (place + line for line in fields.shown())


def _title(rows: Sequence[ResultRow], read: Sequence[Read], options: ImportOptions) -> str:
    """The test set, as the records or the format call it; else the first file."""
    sets = list(dict.fromkeys(row.text("dataset") for row in rows if row.text("dataset")))
    said = next((one.title for one, _ in sorted(read, key=lambda one: not one[0].corpus) if one.title), "")
    return sets[0] if len(sets) == 1 else said or levels_of(options.sources[0])[0]


def _output(rows: Sequence[ResultRow], *, chosen: bool) -> str:
    """The kind of the task's outputs: `audio`, `labels` or `text`."""
    given = [answer for row in rows for answer in row.answers.values()]
    if any(one.audio for one in given) or not any(one.words is not None for one in given):
        return "audio"
    answers = [word for one in given for word in labels_in(one.words or "")]
    lower = {label.lower() for row in rows for label in row.several("labels")}
    known = sum(word.strip(" .()").lower() in lower for word in answers)
    brief = all(len(word) <= LABEL and "\n" not in word for word in answers)
    if chosen:
        return "labels" if brief else "text"
    return "labels" if lower and (known >= len(answers) / 2 or (brief and known)) else "text"


def _task(
    rows: Sequence[ResultRow], clips: ClipNames, selection: str, title: str, options: ImportOptions
) -> DraftTask:
    choices = [choices_of(row.several("choices"), row.text("prompt")) for row in rows]
    right = right_choices([row.several("labels") or row.several("reference") for row in rows], choices)
    chosen = any(right) and sum(map(bool, right)) * 2 >= sum(map(bool, choices))
    output = _output(rows, chosen=chosen)
    vocabulary = {label for row in rows for label in row.several("labels")}
    words = (one.words for row in rows for one in row.answers.values() if one.words is not None)
    odd = [word for value in words for word in labels_in(value) if word not in vocabulary]
    doubts = {}
    if output == "labels" and odd and not chosen and any(row.several("choices") for row in rows):
        count = "an answer is" if len(odd) == 1 else f"{len(odd)} answers are"
        text = f"{count} not written as the choices are, e.g. '{odd[0]}', and will be shown as wrong"
        doubts = {"output": (text,)}
    prompt = prompts_of(rows)
    common = choices[0] if chosen and len(rows) > 1 and len(set(choices)) == 1 else ()
    frame = _Frame(clips, output, options.without_audio, prompt is None, chosen)
    examples = [
        _example(row, own if chosen else (), one, frame)
        for row, own, one in zip(rows, choices, right, strict=True)
    ]
    language = shared(rows, "language")
    return DraftTask(
        id=task_ids([title])[0],
        title=title,
        output=output,
        prompt=_by_id(without_choices(prompt, common) if isinstance(prompt, str) else prompt, clips.ids),
        models=tuple(clips.ids.values()),
        layout="table" if len(rows) > 30 and output != "audio" else "",
        selection=selection,
        language=language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language) else "",
        label_match="choice" if chosen else "",
        defaults=DraftExample(choices=common) if common else None,
        examples=tuple(replace(one, choices=()) if common else one for one in examples),
        doubts=doubts,
    )


def _by_id(prompt: str | Mapping[str, str] | None, ids: Mapping[str, str]) -> Prompt:
    if isinstance(prompt, Mapping):
        return Prompt(per_model={ids[model]: text for model, text in prompt.items() if text})
    return Prompt(prompt or None)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all examples of the task have in common."""

    names: ClipNames
    output: str
    silent: bool
    own_prompt: bool
    chosen: bool
    """Whether what is right is one of several choices."""


def _example(
    row: ResultRow, choices: tuple[Choice, ...], right: tuple[str, ...], frame: _Frame
) -> DraftExample:
    """A row as an example; `right` are the choices that are right."""
    names, output, silent = frame.names, frame.output, frame.silent
    labels = right if frame.chosen else row.several("labels") if output == "labels" else ()
    reference = row.several("reference") or (() if labels else (row.text("labels"),))
    said = [text for text in reference if text] or ([""] if row.silent() else [])
    texts = [] if choices and labels else said
    prompts = {model: without_choices(row.prompt(model), choices) for model in row.answers}
    prompt = next(iter(prompts.values()), "")
    words, audio, number = worded(row.text), row.text("audio"), row.text("id")
    clips = {role: names.pieces("" if silent else row.text(role)) for role in ROLES}
    asked = prompts if len(set(prompts.values())) > 1 else prompt
    outputs = {
        names.ids[system]: (piece,)
        for system, one in row.answers.items()
        if (piece := _piece(one, names.pieces("" if silent else one.audio, system), output)) != DraftMedia()
    }
    heard = any(clips.values()) or any(piece.audio for pieces in outputs.values() for piece in pieces)
    called = clip_name(audio).rpartition("/")[2] if audio else "" if number.isdecimal() else number
    return DraftExample(
        **{**words, "title": words["title"] or ("" if heard else called)},
        tags=row.tags(),
        audio=clips["audio"],
        prompt_audio=clips["prompt_audio"],
        prompt=_by_id(asked, names.ids) if frame.own_prompt else Prompt(),
        choices=choices,
        labels=labels,
        reference=(*clips["reference_audio"], *(DraftMedia(text=text) for text in texts)),
        context=() if frame.chosen else _listed(row, prompt),
        outputs=outputs,
        doubts=row.doubts,
    )


def _listed(row: ResultRow, prompt: str) -> Pieces:
    """The choices that the question does not list, where what is right is none of them."""
    choices = row.several("choices")
    lines = "\n".join(f"({chr(65 + at)}) {one}" for at, one in enumerate(choices))
    return () if all(choice in prompt for choice in choices) else (DraftMedia(text=lines),)


def _piece(answer: Answer, clips: Pieces, output: str) -> DraftMedia:
    """What a system gave, as a piece of media."""
    words = answer.words
    labels = tuple(filter(None, labels_in(words or ""))) if output == "labels" else ()
    text = words if isinstance(words, str) or words is None else ", ".join(words)
    return replace(
        next(iter(clips), DraftMedia()),
        labels=labels,
        text=None if labels else text,
        reasoning=answer.reasoning or None,
        scores=answer.scores,
    )
