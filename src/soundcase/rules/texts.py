"""Rules about words: texts that are probably meant as something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from soundcase.catalogue.uses import picture_uses
from soundcase.model import Catalogue, Example, Media, Prompt, Spot, Task
from soundcase.phrases import quoted
from soundcase.rules.evidence import Evidence, Finding

_HTML = re.compile(
    r"</?(a|b|i|u|br|p|div|span|img|audio|source|table|tr|td|th|script|style|em|strong|sub|sup|h[1-6]|li|ul|ol"
    r"|font|code|pre)(\s[^<>]*)?/?>|&(amp|lt|gt|quot|nbsp|#\d{1,6}|#x[0-9a-f]{1,5});",
    re.IGNORECASE,
)
_FILE = re.compile(r"^\S{1,200}\.(wav|flac|mp3|ogg|oga|opus|m4a|aac|aif|aiff|webm|mp4)$", re.IGNORECASE)


def looks_like_html(evidence: Evidence) -> Iterator[Finding]:
    """Markup in fields that are shown as written."""
    for spot, text in _verbatim(evidence.catalogue):
        found = _HTML.search(text)
        if found:
            message = f"{quoted(found.group())} will be shown as these characters"
            yield Finding(spot, message, "remove it; if it is meant, set the rule 'looks-like-html' to 'off'")


def looks_like_file(evidence: Evidence) -> Iterator[Finding]:
    """File names where words are expected."""
    files = frozenset(evidence.audio_files)
    for task in evidence.catalogue.tasks():
        for example in task.examples:
            for spot, text in _answers(example):
                if text in files or _FILE.match(text):
                    hint = f"for a clip write '{{audio: {text}}}', or set the task's 'output: audio'"
                    yield Finding(spot, f"the text {quoted(text)} looks like a file name", hint)


def separate_labels(evidence: Evidence) -> Iterator[Finding]:
    """Lists of bare labels: several answers of one label each, where one answer of several is usual."""
    for spot, pieces in _outputs(evidence.catalogue):
        if len(pieces) > 1 and all(piece == _one_label(piece) for piece in pieces):
            words = ", ".join(label for piece in pieces for label in piece.labels or ())
            message = f"{len(pieces)} answers of one label each: {quoted(words)}"
            yield Finding(spot, message, "for one answer with several labels write '{labels: [first, second]}'")


def _outputs(catalogue: Catalogue) -> Iterator[tuple[Spot, tuple[Media, ...]]]:
    """What each model gave at once, of an example or in a turn, with its spot."""
    for task in catalogue.tasks():
        for example in task.examples:
            for model, pieces in example.outputs.items():
                yield example.spot.at("outputs", model), pieces
            for turn in example.turns:
                for model, pieces in turn.outputs.items():
                    yield turn.spot.at("outputs", model), pieces


def _one_label(piece: Media) -> Media | None:
    """The piece, as it is when nothing but one label was written; None where it has another number of them."""
    return Media(piece.spot, labels=piece.labels) if len(piece.labels or ()) == 1 else None


def missing_alt(evidence: Evidence) -> Iterator[Finding]:
    """Pictures that some readers cannot know."""
    for name, alt, spot in picture_uses(evidence.catalogue):
        if not alt:
            yield Finding(spot, f"the picture '{name}' has no 'alt'", "add 'alt: what the picture shows'")


def _answers(example: Example) -> Iterator[tuple[Spot, str]]:
    for _, _, media in example.media():
        if media.text is not None:
            yield media.spot.at("text"), media.text
        for label in media.labels or ():
            yield media.spot.at("labels"), label


def _verbatim(catalogue: Catalogue) -> Iterator[tuple[Spot, str]]:
    """Every text that is shown exactly as written, with its spot."""
    for model in catalogue.models.values():
        yield model.spot.at("name"), model.name
    for section in catalogue.sections:
        yield section.spot.at("title"), section.title
        for task in section.tasks:
            yield from _task_texts(task)


def _task_texts(task: Task) -> Iterator[tuple[Spot, str]]:
    yield task.spot.at("title"), task.title
    yield from _prompt_texts(task.prompt, task.spot.at("prompt"))
    for example in task.examples:
        if "prompt" not in example.inherited:
            yield from _prompt_texts(example.prompt, example.spot.at("prompt"))
        for field, text in (
            ("title", example.title),
            ("text", example.text),
            ("prompt_text", example.prompt_text),
        ):
            if text and field not in example.inherited:
                yield example.spot.at(field), text
        for index, label in enumerate(example.labels or ()):
            yield example.spot.at("labels", index), label
        yield from _answers(example)


def _prompt_texts(prompt: Prompt, spot: Spot) -> Iterator[tuple[Spot, str]]:
    if prompt.shared is not None:
        yield spot, prompt.shared
    for model, text in prompt.per_model.items():
        yield spot.at(model), text
