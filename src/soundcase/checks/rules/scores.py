"""Rules about scores: what a task declares, what its outputs carry, what the build measures itself."""

from __future__ import annotations

from collections.abc import Iterator

from soundcase.checks.rules.context import Finding, RuleContext
from soundcase.model import Media, Task
from soundcase.problems.phrases import nearest
from soundcase.site.transcripts import answers, references


def stray_score(context: RuleContext) -> Iterator[Finding]:
    """Scores that the task does not declare."""
    left = 100
    for task, media in _media(context):
        declared = {score.name: score for score in task.scores}
        for name in media.scores:
            if name not in declared:
                left -= 1
                near = nearest(name, declared) if left >= 0 else ""
                hint = near or f"add '{name}: {{better: higher}}' to the task's 'scores'"
                message = f"the task declares no score '{name}'"
                yield Finding(media.origin.at("scores", name), message, hint, of_key=True)


def measured_score(context: RuleContext) -> Iterator[Finding]:
    """Numbers given for what is measured."""
    for task, media in _media(context):
        measured = {score.name: score.measure for score in task.scores if score.measure}
        for name in media.scores:
            if name in measured:
                message = f"the build measures '{name}' itself (measure: {measured[name]})"
                hint = "remove the number, or 'measure' from the task's score"
                yield Finding(media.origin.at("scores", name), message, hint, of_key=True)


def no_reference(context: RuleContext) -> Iterator[Finding]:
    """Outputs without a text or a reference, where their errors are to be counted."""
    for task in context.catalogue.tasks():
        measured = [score.name for score in task.scores if score.measure]
        if not measured or not any(compared for _, compared in _answers(task)):
            continue
        for media, compared in _answers(task):
            if not compared:
                called = f" labelled '{media.label}'" if media.label else ""
                message = f"'{measured[0]}' cannot be measured: this text has no reference text{called}"
                yield Finding(media.origin, message, "add 'reference:' beside the outputs")
        for media in _wordless(task):
            message = f"'{measured[0]}' cannot be measured: this output has no text"
            yield Finding(
                media.origin, message, "write beside the clip what is heard: {audio: a.wav, text: Words.}"
            )


def unmeasured_score(context: RuleContext) -> Iterator[Finding]:
    """Measured scores of tasks in which there is nothing to measure."""
    for task in context.catalogue.tasks():
        found = list(_answers(task))
        if not task.examples or any(compared for _, compared in found):
            continue
        why, hint = (
            "no output has a text",
            "write what was said: outputs: {MODEL: {audio: a.wav, text: Words.}}",
        )
        if found:
            why, hint = "no output's text has a reference text", "add 'reference: {text: …}' beside the outputs"
        for score in task.scores:
            if score.measure:
                message = f"'{score.name}' has nothing to measure: {why}"
                yield Finding(task.origin.at("scores", score.name), message, hint, of_key=True)


def _answers(task: Task) -> Iterator[tuple[Media, bool]]:
    """The texts that the systems gave, each with whether it has a reference."""
    for example in task.examples:
        for outputs, given in answers(example):
            for media in (one for pieces in outputs.values() for one in pieces if one.text is not None):
                yield media, bool(references(media, given))


def _wordless(task: Task) -> Iterator[Media]:
    """The first piece of each output without a text, where there is a reference text for it."""
    for example in task.examples:
        for outputs, given in answers(example):
            for pieces in outputs.values() if any(one.text is not None for one in given) else ():
                if pieces and all(one.text is None for one in pieces):
                    yield pieces[0]


def _media(context: RuleContext) -> Iterator[tuple[Task, Media]]:
    for task, example in context.catalogue.examples():
        yield from ((task, media) for _, _, media in example.media())
