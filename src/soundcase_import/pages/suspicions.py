"""Doubts of an import about itself: what comparisons hardly ever are, asked of each task before it is written.

Rule: one question for a task, not one for each example.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from soundcase_import.draft import MEDIA, DraftExample, DraftTask, Notes
from soundcase_import.pages.vocabulary import bare_name, describes, is_number, is_setting, kinds, part_of
from soundcase_import.pages.weighing import speaks

FEW = 3
"""From how many examples on something in only one of them is odd."""
SHOWN = 3
"""Names that are quoted in a question."""


def doubted(task: DraftTask, above: Sequence[str] = ()) -> DraftTask:
    """The task with its doubts about itself; systems by their names, `above` are the headings over it."""
    found: Notes = task.doubts
    for key, text in _questions(task, above):
        found = {**found, key: (*found.get(key, ()), text)}
    return replace(task, doubts=found)


def _questions(task: DraftTask, above: Sequence[str]) -> Iterator[tuple[str, str]]:
    models = Counter(name for row in task.examples for name in row.outputs)
    rows = task.examples
    for text in (
        *_clips(rows),
        *_names(task, models, above),
        *_counts(rows, models),
        *_called(rows),
        *_made_of(task, models),
    ):
        yield "examples", text
    yield from _words(task, models)
    yield from _several(task.examples)


def _clips(rows: Sequence[DraftExample]) -> Iterator[str]:
    """Questions about clips that stand where comparisons do not have them."""
    twice = next((src for row in rows for src, count in _played(row).items() if count > 1), "")
    if twice:
        yield f"'{twice}' stands twice in one example: is it one example, and are the roles right?"
    given = {piece.plays for row in rows for name in MEDIA for piece in getattr(row, name)} - {""}
    made = [
        {name: {one.plays for one in pieces} - {""} for name, pieces in row.outputs.items()} for row in rows
    ]
    both = next((src for row in made for found in row.values() for src in found & given), "")
    if both and not twice:
        yield f"'{both}' is an output here, and there it is what went in or is right: which is it?"
    again = Counter((name, src) for row in made for name, found in row.items() for src in found)
    name, src = next((key for key, count in again.items() if count > 1), ("", ""))
    if src and not twice:
        yield f"'{src}' is what '{name}' gave in several examples: is it an input, or are they one example?"


def _names(task: DraftTask, models: Mapping[str, int], above: Sequence[str]) -> Iterator[str]:
    """Questions about models that are called as models hardly are."""
    titles = {text.casefold() for text in (task.title, *above)}
    same = next((name for name in models if name.casefold() in titles and len(models) == 1), "")
    if same and task.output != "audio":
        yield f"the model is called '{same}' like the task: who made this?"
    settings = [name for name in models if is_setting(name) or kinds(name) == {"property"}]
    counted = {re.sub(r"\d+", "", name) for name in models}
    if len(settings) * 2 > len(models):
        names = ", ".join(f"'{name}'" for name in settings[:SHOWN])
        yield f"{names}: are these models, or what differs between outputs of one, such as a language?"
    elif sum(map(describes, models)) * 2 >= len(models) > 1:
        name = next(filter(describes, models))
        yield f"'{name}' and so on describe something: are these models, or examples?"
    elif len(task.examples) == 1 and len(counted) == 1 < len(models):
        names = " and ".join(f"'{name}'" for name in list(models)[:2])
        yield f"{names} differ in a number only: are these examples, and not models?"


def _counts(rows: Sequence[DraftExample], models: Mapping[str, int]) -> Iterator[str]:
    """Questions about how many models gave something to how many examples."""
    once = [name for name, count in models.items() if count == 1]
    if len(rows) >= FEW and len(once) * 2 > len(models) > 1:
        names = ", ".join(f"'{name}'" for name in once[:SHOWN])
        yield f"{names} gave something to one example only: are these names of examples?"
    elif len(rows) >= FEW and len(models) == len(rows) and all(len(row.outputs) == 1 for row in rows):
        yield "there are as many models as examples: are these names of examples?"
    elif len(rows) >= FEW and sum(models.values()) * 2 < len(rows) * len(models):
        yield "most models gave nothing to most examples: are these the models, and the examples?"
    bare = [row for row in rows if not row.outputs]
    if bare and len(bare) < len(rows) <= 2 * len(bare):
        yield f"{len(bare)} of {len(rows)} examples have no outputs: are they parts of others?"


def _several(rows: Sequence[DraftExample]) -> Iterator[tuple[str, str]]:
    """Questions about several clips in one role that are no parts: no stems, no speakers."""
    for field, question in _ONE:
        for row in rows:
            labels = {piece.label for piece in getattr(row, field) if piece.plays and piece.label}
            parts = {piece.label for pieces in row.outputs.values() for piece in pieces}
            called = {re.sub(r"[\W_]*(?:\d+|[a-dA-D])$", "", label) for label in labels}
            if len(called) > 1 and not parts & labels and not any(part_of(one)[1] for one in labels):
                names = " and ".join(f"'{label}'" for label in sorted(labels)[:2])
                yield "examples", question.format(names)
                break


_ONE = (
    ("audio", "are {} both what the models got, or is one of them something else?"),
    ("prompt_audio", "are {} both what the models were prompted with, or is one of them something else?"),
    ("reference", "are {} both what is right, or did a model make one of them?"),
)


def _called(rows: Sequence[DraftExample]) -> Iterator[str]:
    """A question about an example that is called like what went in, or is right, and has outputs alone."""
    for row in rows:
        name = bare_name((row.title or row.text or "").rstrip("."), always=True)
        if speaks(name) and "output" not in kinds(name) and not any(getattr(row, role) for role in MEDIA):
            yield f"'{name}' has nothing but outputs: is its clip what the models got, or what is right?"
            return


def _made_of(task: DraftTask, models: Mapping[str, int]) -> Iterator[str]:
    """A question about outputs of several models beside which nothing is what these got, or is right."""
    rows = (
        (*(getattr(row, role) for role in MEDIA), row.text, row.prompt.shared, row.labels)
        for row in task.rows()
    )
    given = any(map(any, rows))
    if len(models) >= FEW and not (given or task.prompt.shared or task.prompt.per_model):
        names = " and ".join(f"'{name}'" for name in list(models)[:2])
        yield f"nothing here says what the models got: are {names} really what two of them made?"


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
    played = {
        (name, any(piece.plays for piece in pieces))
        for row in task.examples
        for name, pieces in row.outputs.items()
        if pieces
    }
    both = next((name for name, plays in played if not plays and (name, True) in played), "")
    if both:
        yield "examples", f"'{both}' gave clips to some examples and only words to others: are these one task?"
    heard = [piece for row in task.examples for name in MEDIA for piece in getattr(row, name)]
    for name in ("audio", "prompt_audio"):
        silent = [one for row in task.examples for one in getattr(row, name) if one.text and not one.plays]
        if silent and len(heard) > len(silent):
            yield name, f"'{silent[0].text}' stands where clips are: is it a prompt?"
