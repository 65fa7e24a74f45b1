"""Rules about what one part of a project says of another: models, ids, prompts, cells, copies of the schema."""

from __future__ import annotations

from collections.abc import Iterator

from soundcase import __version__
from soundcase.catalogue.schema.documents import SCHEMAS
from soundcase.checks.rules.context import Finding, RuleContext
from soundcase.model import Example, Prompt, SourcePath, Task
from soundcase.problems.phrases import Hints, listed

RENAME = "give one of them another 'id'"


def unknown_model(context: RuleContext) -> Iterator[Finding]:
    """Ids that `models` does not have."""
    known = context.catalogue.models
    hints = Hints(known, f"known: {listed(known)}")
    seen: set[SourcePath] = set()
    for task in context.catalogue.tasks():
        declared = [(task.origin.at("models", index), model) for index, model in enumerate(task.models)]
        keys = [(origin.at(model), model) for origin, prompt in _prompts(task) for model in prompt.per_model]
        keys += [answer for example in task.examples for answer in _answers(example)]
        for of_key, named in ((False, declared), (True, keys)):
            for origin, model in named:
                if model not in known and origin not in seen:
                    seen.add(origin)
                    yield Finding(origin, f"no model '{model}' in models", hints.of(model), of_key=of_key)


def unused_model(context: RuleContext) -> Iterator[Finding]:
    """Models without an output."""
    used = {model for _, example in context.catalogue.examples() for model in example.answering()}
    for model in context.catalogue.models.values():
        if model.id not in used:
            yield Finding(model.origin, f"no example has an output of '{model.id}'", "remove it", of_key=True)


def duplicate_id(context: RuleContext) -> Iterator[Finding]:
    """Tasks, or examples of one task, with the same id; links of examples that read the same."""
    tasks: dict[str, Task] = {}
    links: dict[str, Example] = {}
    for task in context.catalogue.tasks():
        earlier = tasks.setdefault(task.id, task)
        if earlier is not task:
            message = f"two tasks have the id '{task.id}'; the other stands at"
            yield Finding(
                task.origin.at("id"), message, "give one of them another 'id'", also=earlier.origin.at("id")
            )
            continue
        for example in task.examples:
            link = f"{task.id}--{example.id}"
            other = links.setdefault(link, example)
            if other is not example:
                message = f"two examples have the id '{example.id}'; the other stands at"
                yield Finding(example.origin.at("id"), message, RENAME, also=other.origin.at("id"))


def no_content(context: RuleContext) -> Iterator[Finding]:
    """Examples in which nothing stands."""
    for _, example in context.catalogue.examples():
        if not example.answering() and not _has_clips(example):
            yield Finding(
                example.origin, "this example has neither audio nor outputs", "fill it in, or remove it"
            )


def no_audio(context: RuleContext) -> Iterator[Finding]:
    """Examples with outputs but without a single clip, or video with sound."""
    for _, example in context.catalogue.examples():
        films = (context.videos.get(media.video or "") for _, _, media in example.media())
        sounds = _has_clips(example) or any(film is not None and film.sounding for film in films)
        if example.answering() and not sounds:
            hint = "add 'audio: file name'; if there is none to show, set the rule 'no-audio' to 'off'"
            yield Finding(example.origin, "this example has no audio", hint)


def _has_clips(example: Example) -> bool:
    return any(media.audio is not None for _, _, media in example.media())


def no_outputs(context: RuleContext) -> Iterator[Finding]:
    """Examples with clips but without a single output."""
    for _, example in context.catalogue.examples():
        if not example.answering() and _has_clips(example):
            yield Finding(
                example.origin, "this example has no outputs", "add 'outputs:', or remove the example"
            )


def no_examples(context: RuleContext) -> Iterator[Finding]:
    """Tasks that are only a heading."""
    for task in context.catalogue.tasks():
        if not task.examples:
            yield Finding(task.origin, f"the task '{task.id}' has no examples", "add some, or remove the task")


def stray_prompt(context: RuleContext) -> Iterator[Finding]:
    """Prompts for models that the task does not compare."""
    for task in context.catalogue.tasks():
        for origin, prompt in _prompts(task):
            for model in prompt.per_model:
                if model in context.catalogue.models and model not in task.models:
                    message = f"a prompt for '{model}', which the task does not compare"
                    yield Finding(origin.at(model), message, _compared(task), of_key=True)


def stray_output(context: RuleContext) -> Iterator[Finding]:
    """Outputs of models that the task's `models` leave out."""
    known = context.catalogue.models.keys()
    for task in context.catalogue.tasks():
        kept = frozenset(task.models)
        answers = (one for example in task.examples for one in _answers(example))
        for origin, model in answers if kept <= known else ():  # a name that is no model may mean any of them
            if model in known and model not in kept:
                message = f"an output of '{model}', which the task's 'models' leave out"
                yield Finding(origin, message, _compared(task), of_key=True)


def stray_labels(context: RuleContext) -> Iterator[Finding]:
    """Correct classes where no output is classes."""
    for task, example in context.catalogue.examples():
        answers = [media for pieces in example.outputs.values() for media in pieces]
        if example.labels is not None and answers and all(media.labels is None for media in answers):
            hint = "set the task's 'output: labels', or move them to 'reference'"
            message = f"labels are given, but the outputs are not labels (output: {task.output})"
            yield Finding(_own(task, example, "labels"), message, hint, of_key=True)


def empty_cell(context: RuleContext) -> Iterator[Finding]:
    """Models that other examples have an answer of."""
    for task, example in context.catalogue.examples():
        answering = example.answering()
        known = context.catalogue.models
        missing = [model for model in task.models if model in known and model not in answering]
        if answering and missing:
            names = ", ".join(f"'{model}'" for model in missing)
            hint = "add it; if it does not exist, set the rule 'empty-cell' to 'off'"
            yield Finding(_own(task, example, "outputs"), f"no output of {names}", hint, of_key=True)


def stale_schema(context: RuleContext) -> Iterator[Finding]:
    """A copy of the JSON Schema that another version wrote."""
    for root, place in SCHEMAS.items():
        version = context.schemas.get(place, __version__)
        if version != __version__:
            writer = f"soundcase {version}" if version else "another version of soundcase"
            message = f"'{place}', by which editors check, was written by {writer}; this is {__version__}"
            yield Finding(place, message, f"write it again: build-site schema {root} > {place}")


def _answers(example: Example) -> Iterator[tuple[SourcePath, str]]:
    """The places of outputs, with their models."""
    for model, pieces in example.outputs.items():
        origin = pieces[0].origin if pieces else example.origin.at("outputs", model)
        keys = origin.keys
        ends = (end for end in range(2, len(keys)) if keys[end - 2 : end] == ("outputs", model))
        yield SourcePath(origin.path, keys[: next(ends, len(keys))]), model
    for turn in example.turns:
        for model in turn.outputs:
            yield turn.origin.at("outputs", model), model


def _prompts(task: Task) -> Iterator[tuple[SourcePath, Prompt]]:
    yield task.origin.at("prompt"), task.prompt
    inherited = False
    for example in task.examples:
        if "prompt" not in example.inherited:
            yield example.origin.at("prompt"), example.prompt
        elif not inherited:
            inherited = True
            yield task.origin.at("defaults", "prompt"), example.prompt


def _own(task: Task, example: Example, field: str) -> SourcePath:
    """The place of a field of an example: in the example or in the task's defaults."""
    return (task.origin.at("defaults") if field in example.inherited else example.origin).at(field)


def _compared(task: Task) -> str:
    names = ", ".join(f"'{name}'" for name in task.models)
    return f"compared: {names}" if names else "the task compares no models"
