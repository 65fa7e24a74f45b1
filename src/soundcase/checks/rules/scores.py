"""Rules about scores: what a task declares, what its outputs carry, what the build measures itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from soundcase.checks.rules.context import Finding, TaskContext
from soundcase.checks.rules.summary import SliceView, worded
from soundcase.model import Example, Media
from soundcase.problems.phrases import nearest
from soundcase.site.transcripts import answers
from soundcase.statistics.observations import JUDGED


def stray_score(view: SliceView) -> Iterator[Finding]:
    """Scores that the task does not declare."""
    declared = [name for name, _ in view.context.slice.task.scores]
    for media in _scored(view):
        for name in media.scores:
            if name not in declared:
                hint = nearest(name, declared) or f"add '{name}: {{better: higher}}' to the task's 'scores'"
                message = f"the task declares no score '{name}'"
                yield Finding(media.origin.at("scores", name), message, hint, of_key=True)


def stray_result(context: TaskContext) -> Iterator[Finding]:
    """Results of scores that the task does not declare."""
    declared = [score.name for score in context.task.scores]
    for name in context.task.results:
        if name not in declared and name not in JUDGED:
            hint = (
                nearest(name, [*declared, *JUDGED])
                or f"add '{name}: {{better: higher}}' to the task's 'scores'"
            )
            message = f"the task declares no score '{name}'"
            yield Finding(context.task.origin.at("results", name), message, hint, of_key=True)


def measured_score(view: SliceView) -> Iterator[Finding]:
    """Numbers given for what is measured."""
    measured = _measured(view)
    for media in _scored(view) if measured else ():
        for name in media.scores:
            if name in measured:
                message = f"the build measures '{name}' itself (measure: {measured[name]})"
                hint = "remove the number, or 'measure' from the task's score"
                yield Finding(media.origin.at("scores", name), message, hint, of_key=True)


def no_reference(view: SliceView) -> Iterator[Finding]:
    """Outputs without a text or a reference, where their errors are to be counted."""
    measured, examples = _measured(view), view.context.slice.examples
    if not measured or not view.context.measurable:
        return
    message = f"'{next(iter(measured))}' cannot be measured:"
    for media, compared in worded(examples):
        if not compared:
            called = f" labelled '{media.label}'" if media.label else ""
            why = f"this text has no reference text{called}"
            yield Finding(media.origin, f"{message} {why}", "add 'reference:' beside the outputs")
    for media in _wordless(examples):
        hint = "write beside the clip what is heard: {audio: a.wav, text: Words.}"
        yield Finding(media.origin, f"{message} this output has no text", hint)


def unmeasured_score(context: TaskContext) -> Iterator[Finding]:
    """Measured scores of tasks in which there is nothing to measure."""
    if context.measurable or not context.count:
        return
    why, hint = (
        "no output has a text",
        "write what was said: outputs: {MODEL: {audio: a.wav, text: Words.}}",
    )
    if context.answered:
        why, hint = "no output's text has a reference text", "add 'reference: {text: …}' beside the outputs"
    for score in context.task.scores:
        if score.measure:
            message = f"'{score.name}' has nothing to measure: {why}"
            yield Finding(context.task.origin.at("scores", score.name), message, hint, of_key=True)


def _wordless(examples: Iterable[Example]) -> Iterator[Media]:
    """The first piece of each output without a text, where there is a reference text for it."""
    for example in examples:
        for outputs, given in answers(example):
            for pieces in outputs.values() if any(one.text is not None for one in given) else ():
                if pieces and all(one.text is None for one in pieces):
                    yield pieces[0]


def _measured(view: SliceView) -> dict[str, str]:
    return {name: measure for name, measure in view.context.slice.task.scores if measure}


def _scored(view: SliceView) -> Iterator[Media]:
    return (piece.media for row in view.rows for piece in row.pieces if piece.media.scores)
