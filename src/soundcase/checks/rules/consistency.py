"""Rules about what one part of a project says of another: models, ids, prompts, cells, copies of the schema."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from soundcase import __version__
from soundcase.catalogue.schema.documents import SCHEMAS
from soundcase.checks.rules.context import Finding, SiteContext, TaskContext, TaskFrame
from soundcase.checks.rules.summary import PartContents, Row, SliceView, outputs_beyond
from soundcase.model import Example, SourcePath, Task
from soundcase.problems.phrases import listed, nearest

RENAME = "give one of them another 'id'"


def unknown_model(part: PartContents) -> Iterator[Finding]:
    """Ids that `models` does not have."""
    known = part.frame.models
    prompts = [(at.at(model), model, True) for at, prompt in part.prompts for model in prompt.per_model]
    for origin, model, of_key in (*part.unknown_models, *prompts):
        if model not in known:
            hint = nearest(model, known) or f"known: {listed(known)}"
            yield Finding(origin, f"no model '{model}' in models", hint, of_key=of_key)


def unused_model(site: SiteContext) -> Iterator[Finding]:
    """Models without an output."""
    used = {model for parts in site.slices for part in parts for model in part.models}
    for model in site.catalogue.models.values():
        if model.id not in used:
            yield Finding(model.origin, f"no example has an output of '{model.id}'", "remove it", of_key=True)


def duplicate_id(site: SiteContext) -> Iterator[Finding]:
    """Tasks, or examples of one task, with the same id; links of examples that read the same."""
    tasks: dict[str, Task] = {}
    links: dict[str, SourcePath] = {}
    for task, parts in zip(site.catalogue.tasks(), site.slices, strict=True):
        earlier = tasks.setdefault(task.id, task)
        if earlier is not task:
            message = f"two tasks have the id '{task.id}'; the other stands at"
            yield Finding(task.origin.at("id"), message, RENAME, also=earlier.origin.at("id"))
            continue
        for part in parts:
            for name, origin in zip(part.ids, part.origins, strict=True):
                other = links.setdefault(f"{task.id}--{name}", origin)
                if other is not origin:
                    message = f"two examples have the id '{name}'; the other stands at"
                    yield Finding(origin.at("id"), message, RENAME, also=other.at("id"))


def no_content(view: SliceView) -> Iterator[Finding]:
    """Examples in which nothing stands."""
    for row in view.rows:
        if not row.answering and not _has_clips(row):
            message = "this example has neither audio nor outputs"
            yield Finding(row.example.origin, message, "fill it in, or remove it")


def no_audio(view: SliceView) -> Iterator[Finding]:
    """Examples with outputs but without a single clip, or video with sound."""
    for row in view.rows:
        if row.answering and not _has_clips(row):
            films = (view.context.videos.get(one.media.video or "") for one in row.pieces)
            if not any(film is not None and film.sounding for film in films):
                hint = "add 'audio: file name'; if there is none to show, set the rule 'no-audio' to 'off'"
                yield Finding(row.example.origin, "this example has no audio", hint)


def _has_clips(row: Row) -> bool:
    return any(one.media.audio is not None for one in row.pieces)


def no_outputs(view: SliceView) -> Iterator[Finding]:
    """Examples with clips but without a single output."""
    for row in view.rows:
        if not row.answering and _has_clips(row):
            hint = "add 'outputs:', or remove the example"
            yield Finding(row.example.origin, "this example has no outputs", hint)


def no_examples(context: TaskContext) -> Iterator[Finding]:
    """Tasks that are only a heading."""
    task = context.task
    if not context.filled:
        yield Finding(task.origin, f"the task '{task.id}' has no examples", "add some, or remove the task")


def stray_prompt(part: PartContents) -> Iterator[Finding]:
    """Prompts for models that the task does not compare."""
    for origin, prompt in part.prompts:
        for model in prompt.per_model:
            if model in part.frame.models and model not in part.compared:
                message = f"a prompt for '{model}', which the task does not compare"
                yield Finding(origin.at(model), message, _compared(part.compared), of_key=True)


def stray_output(view: SliceView) -> Iterator[Finding]:
    """Outputs of models that the task's `models` leave out."""
    known, kept = frozenset(view.context.frame.models), view.context.slice.head.models
    if not known.issuperset(kept):
        return  # a name that is no model may mean any of them
    for row in view.rows:
        for origin, model in outputs_beyond(row.example, kept):
            if model in known:
                message = f"an output of '{model}', which the task's 'models' leave out"
                yield Finding(origin, message, _compared(kept), of_key=True)


def stray_labels(view: SliceView) -> Iterator[Finding]:
    """Correct classes where no output is classes."""
    head = view.context.slice.head
    for example, *_ in view.rows:
        answers = [media for pieces in example.outputs.values() for media in pieces]
        if example.labels is not None and answers and all(media.labels is None for media in answers):
            hint = "set the task's 'output: labels', or move them to 'reference'"
            message = f"labels are given, but the outputs are not labels (output: {head.output})"
            yield Finding(_own(head, example, "labels"), message, hint, of_key=True)


def empty_cell(view: SliceView) -> Iterator[Finding]:
    """Models that other examples have an answer of."""
    head = view.context.slice.head
    expected = [model for model in head.models if model in view.context.frame.models]
    for row in view.rows:
        missing = [model for model in expected if model not in row.answering]
        if row.answering and missing:
            names = ", ".join(f"'{model}'" for model in missing)
            hint = "add it; if it does not exist, set the rule 'empty-cell' to 'off'"
            origin = _own(head, row.example, "outputs")
            yield Finding(origin, f"no output of {names}", hint, of_key=True)


def stale_schema(site: SiteContext) -> Iterator[Finding]:
    """A copy of the JSON Schema that another version wrote."""
    for root, place in SCHEMAS.items():
        version = site.schemas.get(place, __version__)
        if version != __version__:
            writer = f"soundcase {version}" if version else "another version of soundcase"
            message = f"'{place}', by which editors check, was written by {writer}; this is {__version__}"
            yield Finding(place, message, f"write it again: build-site schema {root} > {place}")


def _own(task: TaskFrame, example: Example, field: str) -> SourcePath:
    """The place of a field of an example: in the example or in the task's defaults."""
    return (task.origin.at("defaults") if field in example.inherited else example.origin).at(field)


def _compared(models: Collection[str]) -> str:
    names = ", ".join(f"'{name}'" for name in models)
    return f"compared: {names}" if names else "the task compares no models"
