"""The scores of a comparison: those that outputs carry, and those that the build measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from soundcase_import.draft import DraftExample, DraftTask
from soundcase_import.measures import score_of
from soundcase_import.results.measured import with_measured
from soundcase_import.results.rows import Read


def counted(task: DraftTask, read: Sequence[Read]) -> list[str]:
    """The lines for people about scores of their tables that the build counts in their place."""
    given = {name for _, fields in read for name in fields.measures}
    return [
        f"score {name} = counted from the texts, with the same rates"
        for name, score in task.scores.items()
        if score.measure and name in given and not any(results.measures for results, _ in read)
    ]


def with_scores(task: DraftTask, read: Sequence[Read]) -> DraftTask:
    """The task with its scores declared, and its texts compared as the sources' tools do."""
    declared = {
        name: score
        for results, fields in read
        for name, score in {**fields.measures, **results.measures}.items()
    }
    pieces = [piece for row in task.examples for pieces in row.outputs.values() for piece in pieces]
    carried = dict.fromkeys(name for piece in pieces for name in piece.scores)
    referenced = any(one.text for row in task.examples for one in row.reference)
    measured = {name: one for name, one in declared.items() if one.measure and referenced}
    given = {name: declared.get(name) or score_of(name) for name in carried}
    exact = any(results.exact for results, _ in read)
    match = "exact" if exact and measured else ""
    clusters = next((results.clusters for results, _ in read if results.clusters), "")
    shared = len({row.tags.get(clusters) for row in task.examples}) if clusters else 0
    clusters = clusters if 1 < shared < len(task.examples) else ""
    if not referenced:  # no text says more than that there is none
        task = replace(task, examples=tuple(_without_texts(one) for one in task.examples))
    return with_measured(replace(task, scores={**measured, **given}, text_match=match, clusters=clusters))


def _without_texts(example: DraftExample) -> DraftExample:
    return replace(example, reference=tuple(one for one in example.reference if one.text is None))
