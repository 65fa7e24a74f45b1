"""Rules about what a task and its examples say of each other: models, prompts, outputs, cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from soundcase.checks.rules.context import Finding, TaskContext, TaskFrame
from soundcase.checks.rules.summary import PartContents, Row, SliceView, outputs_beyond
from soundcase.model import Example, SourcePath
from soundcase.problems.phrases import listed, nearest, quoted
from soundcase.site.labels import right_key


def unknown_model(part: PartContents) -> Iterator[Finding]:
    """Ids that `models` does not have."""
    known = part.frame.models
    prompts = [(at.at(model), model, True) for at, prompt in part.prompts for model in prompt.per_model]
    for origin, model, of_key in (*part.unknown_models, *prompts):
        if model not in known:
            hint = nearest(model, known) or f"known: {listed(known)}"
            yield Finding(origin, f"no model '{model}' in models", hint, of_key=of_key)


def no_content(view: SliceView) -> Iterator[Finding]:
    """Examples in which nothing stands."""
    for row in view.rows:
        if not row.answering and not _has_clips(row):
            message = "this example has neither audio nor outputs"
            yield Finding(row.example.origin, message, "fill it in, or remove it")


def no_audio(view: SliceView) -> Iterator[Finding]:
    """Examples with outputs but without a single clip, or video with sound."""
    for row in view.rows:
        heard = _has_clips(row) or any(one.media.video in view.context.sounding for one in row.pieces)
        if row.answering and not heard:
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
    if not context.count:
        yield Finding(task.origin, f"the task '{task.id}' has no examples", "add some, or remove the task")


def unknown_clusters(context: TaskContext) -> Iterator[Finding]:
    """Clusters by what no example has."""
    name = context.task.clusters
    if name and name not in context.kinds and context.count:
        known = (
            f"known: {listed(context.kinds)}" if context.kinds else "give the examples this tag, or remove it"
        )
        message = f"no example of the task has {'a group' if name == 'group' else f'the tag {quoted(name)}'}"
        hint = nearest(name, context.kinds) or known
        yield Finding(context.task.origin.at("clusters"), message, hint)


def miscounted(context: TaskContext) -> Iterator[Finding]:
    """A `selection` that says another number of examples than there are."""
    said, count = context.task.selection, context.count
    at = context.task.origin.at("selection")
    if count and said.shown not in (None, count):
        message = f"'shown' is {said.shown}, but the task has {count} examples"
        yield Finding(at.at("shown"), message, "remove it: the page counts them")
    if said.of is not None and said.of < count:
        message = f"'of' is {said.of}, but the task has {count} examples"
        yield Finding(at.at("of"), message, "write how many the whole set has, or remove it")


def stray_prompt(part: PartContents) -> Iterator[Finding]:
    """Prompts for models that the task does not compare."""
    for origin, prompt in part.prompts:
        for model in prompt.per_model:
            if model in part.frame.models and model not in part.compared:
                message = f"a prompt for '{model}', which the task does not compare"
                yield Finding(origin.at(model), message, _compared(part.compared), of_key=True)


def stray_output(view: SliceView) -> Iterator[Finding]:
    """Outputs of models that the task's `models` leave out."""
    known, kept = frozenset(view.context.frame.models), view.context.slice.task.models
    if not known.issuperset(kept):
        return  # a name that is no model may mean any of them
    for row in view.rows:
        for origin, model in outputs_beyond(row.example, kept):
            if model in known:
                message = f"an output of '{model}', which the task's 'models' leave out"
                yield Finding(origin, message, _compared(kept), of_key=True)


def stray_labels(view: SliceView) -> Iterator[Finding]:
    """Correct classes where no output is classes."""
    head = view.context.slice.task
    for example, *_ in view.rows:
        answers = [media for pieces in example.outputs.values() for media in pieces]
        read = head.label_match == "choice" and any(media.text is not None for media in answers)
        if example.labels is not None and answers and not read and all(one.labels is None for one in answers):
            hint = "set the task's 'output: labels', or move them to 'reference'"
            hint = "set the task's 'label_match: choice'" if example.choices else hint
            message = f"labels are given, but the outputs are not labels (output: {head.output})"
            yield Finding(_own(head, example, "labels"), message, hint, of_key=True)


def unknown_choice(view: SliceView) -> Iterator[Finding]:
    """Right answers that are none of the choices, and choices that are missing or the same."""
    head = view.context.slice.task
    for example, *_ in view.rows if head.label_match == "choice" else ():
        labels, choices = _own(head, example, "labels"), example.choices
        texts = [one.text.casefold() for one in choices]
        for text in sorted({text for text in texts if texts.count(text) > 1}):
            message = f"several of the choices are '{text}'"
            yield Finding(_own(head, example, "choices"), message, "remove all but one of them", of_key=True)
        if example.labels is not None and not choices:
            message = "label_match is 'choice', and this example has no 'choices'"
            yield Finding(labels, message, "add them here, or in the task's 'defaults'", of_key=True)
        for label in example.labels or () if choices else ():
            if right_key(label, choices) is None:
                known = [name for one in choices for name in (one.key, one.text)]
                message = f"'{label}' is neither the letter nor the text of just one choice"
                yield Finding(labels, message, nearest(label, known) or f"known: {listed(known)}", of_key=True)


def empty_cell(view: SliceView) -> Iterator[Finding]:
    """Models that other examples have an answer of."""
    head = view.context.slice.task
    expected = [model for model in head.models if model in view.context.frame.models]
    for row in view.rows:
        missing = [model for model in expected if model not in row.answering]
        if row.answering and missing:
            names = ", ".join(f"'{model}'" for model in missing)
            hint = "add it; if it does not exist, set the rule 'empty-cell' to 'off'"
            origin = _own(head, row.example, "outputs")
            yield Finding(origin, f"no output of {names}", hint, of_key=True)


def wrong_channels(view: SliceView) -> Iterator[Finding]:
    """Channels of no clip; `sound` has those that a clip does not have."""
    for media in (piece.media for row in view.rows for piece in row.pieces):
        if media.channels and media.audio is None:
            message = "'channels' is said of a clip, and here is no 'audio'"
            yield Finding(media.origin.at("channels"), message, "add the clip, or remove it", of_key=True)


def _own(task: TaskFrame, example: Example, field: str) -> SourcePath:
    """The place of a field of an example: in the example or in the task's defaults."""
    return (task.origin.at("defaults") if field in example.inherited else example.origin).at(field)


def _compared(models: Collection[str]) -> str:
    names = ", ".join(f"'{name}'" for name in models)
    return f"compared: {names}" if names else "the task compares no models"
