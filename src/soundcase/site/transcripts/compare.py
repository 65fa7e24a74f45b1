"""A catalogue whose texts are held against their references: differences marked, measured scores filled in.

Rule 1: an output is compared with the reference text of its own label; else with those that have no label, the
nearest of several; one without a label with the only reference there is. Labels that differ are never compared.
Rule 2: in a dialogue the references of a turn are those of its outputs.
Rule 3: where there is nothing to compare, the catalogue comes out as it went in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from soundcase.model import Catalogue, Example, Media, Task, Turn
from soundcase.site.transcripts.differences import character_errors, comparison

Outputs = Mapping[str, tuple[Media, ...]]


def compared(catalogue: Catalogue) -> Catalogue:
    """The catalogue with all its texts compared."""
    sections = tuple(
        replace(section, tasks=tuple(_task(task) for task in section.tasks)) for section in catalogue.sections
    )
    return replace(catalogue, sections=sections)


def references(media: Media, given: Iterable[Media]) -> tuple[str, ...]:
    """The texts that an output's text is held against."""
    texts = [(one.label, one.text) for one in given if one.text is not None]
    same = [text for label, text in texts if label == media.label]
    if same:
        return tuple(same)
    if media.label:
        return tuple(text for label, text in texts if not label)
    return (texts[0][1],) if len(texts) == 1 else ()


def answers(example: Example) -> Iterator[tuple[Outputs, tuple[Media, ...]]]:
    """The outputs of an example and of each of its turns, with the references beside them."""
    yield example.outputs, example.reference
    for turn in example.turns:
        yield turn.outputs, turn.reference


def _task(task: Task) -> Task:
    return replace(task, examples=tuple(_example(example, task) for example in task.examples))


def _example(example: Example, task: Task) -> Example:
    if not any(one.text is not None for _, given in answers(example) for one in given):
        return example
    outputs = _outputs(example.outputs, example.reference, task)
    return replace(example, outputs=outputs, turns=tuple(_turn(turn, task) for turn in example.turns))


def _turn(turn: Turn, task: Task) -> Turn:
    return replace(turn, outputs=_outputs(turn.outputs, turn.reference, task))


def _outputs(outputs: Outputs, given: tuple[Media, ...], task: Task) -> Outputs:
    return {key: tuple(_media(media, given, task) for media in pieces) for key, pieces in outputs.items()}


def _media(media: Media, given: tuple[Media, ...], task: Task) -> Media:
    if media.text is None:
        return media
    found = references(media, given)
    if not found:
        return media
    held = [(comparison(media.text, text, task.text_match), text) for text in found]
    nearest, reference = min(held, key=lambda pair: pair[0].words.errors)
    measured = {
        score.name: nearest.words
        if score.measure == "wer"
        else character_errors(media.text, reference, task.text_match)
        for score in task.scores
        if score.measure
    }
    return replace(media, differences=nearest.differences, scores={**media.scores, **measured})
