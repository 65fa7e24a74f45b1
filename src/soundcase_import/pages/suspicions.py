"""Doubts of an import about itself: what comparisons hardly ever are, asked of each task before it is written.

Rule: one question for a task, not one for each example.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from soundcase_import.draft import MEDIA, DraftExample, DraftTask, Notes
from soundcase_import.pages.vocabulary import is_number, part_of
from soundcase_import.pages.weighing import speaks

FEW = 3
"""From how many examples on something in only one of them is odd."""


def doubted(task: DraftTask, above: Sequence[str] = ()) -> DraftTask:
    """The task with its doubts about itself; systems by their names, `above` are the headings over it."""
    found: Notes = task.doubts
    for key, text in _questions(task, above):
        found = {**found, key: (*found.get(key, ()), text)}
    return replace(task, doubts=found)


def _questions(task: DraftTask, above: Sequence[str]) -> Iterator[tuple[str, str]]:
    rows = task.examples
    models = Counter(name for row in rows for name in row.outputs)
    twice = [src for row in rows for src, count in _played(row).items() if count > 1]
    if twice:
        yield (
            "examples",
            f"'{twice[0]}' stands twice in one example: is it one example, and are the roles right?",
        )
    once = [name for name, count in models.items() if count == 1]
    if len(rows) >= FEW and len(once) * 2 > len(models) > 1:
        names = ", ".join(f"'{name}'" for name in once[:3])
        yield "examples", f"{names} gave something to one example only: are these names of examples?"
    elif len(rows) >= FEW and len(models) == len(rows) and all(len(row.outputs) == 1 for row in rows):
        yield "examples", "there are as many models as examples: are these names of examples?"
    titles = {text.casefold() for text in (task.title, *above)}
    same = next((name for name in models if name.casefold() in titles and len(models) == 1), "")
    if same and task.output != "audio":
        yield "examples", f"the model is called '{same}' like the task: who made this?"
    yield from _words(task, models)
    right = next((row for row in rows if _are_several(row)), None)
    if right:
        names = " and ".join(f"'{piece.label}'" for piece in right.reference[:2])
        yield "examples", f"are {names} both what is right, or did a model make one of them?"
    bare = [row for row in rows if not row.outputs]
    if bare and len(bare) < len(rows) <= 2 * len(bare):
        yield "examples", f"{len(bare)} of {len(rows)} examples have no outputs: are they parts of others?"


def _are_several(row: DraftExample) -> bool:
    """True where several clips are right that are no parts: no stems, no speakers, as those of outputs."""
    labels = [piece.label for piece in row.reference if piece.plays and piece.label]
    parts = {piece.label for pieces in row.outputs.values() for piece in pieces}
    return len(set(labels)) > 1 and not parts & set(labels) and not any(part_of(one)[1] for one in labels)


def _played(row: DraftExample) -> Counter[str]:
    return Counter(piece.plays for piece in row.pieces() if piece.plays)


def _words(task: DraftTask, models: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Questions about words that stand as outputs, or where clips belong."""
    said = [
        piece.text
        for row in task.examples
        for pieces in row.outputs.values()
        for piece in pieces
        if piece.text and not piece.plays
    ]
    if said and sum(map(is_number, said)) * 2 > len(said):
        yield "examples", f"the outputs are numbers such as '{said[0]}': do these only count the examples?"
    elif said and sum(text in models or speaks(text) for text in said) * 2 > len(said) and len(models) > 1:
        yield "examples", f"the outputs are names such as '{said[0]}': are these headings?"
    heard = [piece for row in task.examples for name in MEDIA for piece in getattr(row, name)]
    for name in ("audio", "prompt_audio"):
        silent = [one for row in task.examples for one in getattr(row, name) if one.text and not one.plays]
        if silent and len(heard) > len(silent):
            yield name, f"'{silent[0].text}' stands where clips are: is it a prompt?"
