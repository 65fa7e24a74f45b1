"""Texts beside their references: where they differ, as the script reads it, and how that was found.

Format of `data-diff`: a line for each place, in the order of the text: the place of its first UTF-16 code unit
and of the one behind its last, joined by a hyphen; then a blank and the words of the reference that belong
there. Equal places say that words are missing; no words, that the text says too much. An attribute without a
line: nothing differs."""

from __future__ import annotations

from collections.abc import Iterable

from soundcase.model import Difference, Score, Task
from soundcase.site.words import Words


def marked(text: str, differences: Iterable[Difference]) -> str:
    """The places of a text that differ from its reference."""
    places = ((_units(text[: one.start]), _units(text[: one.end]), one.reference) for one in differences)
    return "\n".join(f"{start}-{end} {reference}".rstrip() for start, end, reference in places)


def measured(task: Task, words: Words) -> tuple[str, ...]:
    """The note about each score that the build measures: how it is found, and how it is averaged."""
    return tuple(_method(score, task, words) for score in task.scores if score.measure)


def _method(score: Score, task: Task, words: Words) -> str:
    form = words.measured_wer if score.measure == "wer" else words.measured_cer
    match = words.script["diffExact" if task.text_match == "exact" else "diffNormalised"]
    ways = {"pooled": words.pooled, "mean": words.mean_of_rates}
    average = ways.get(score.average, "") if len(task.examples) > 1 else ""
    return " ".join(filter(None, (form.format(score.name, match), average)))


def _units(text: str) -> int:
    """Length as scripts count it."""
    return len(text.encode("utf-16-le")) // 2
