"""Consecutive examples that share what a task's `defaults` gave them: it is drawn once for all of them.

Rule 1: an example with a value of its own breaks the run.
Rule 2: examples that share nothing with their neighbours stand in one run together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from soundcase.fields import fields_of
from soundcase.model import Example, Task

HeadingId = tuple[str, str]
"""Place and key of a heading."""


def _written_in(example: Example, model: str) -> bool:
    """True if an output was written in the example itself."""
    origin, own = example.outputs[model][0].origin, example.origin
    return origin.path == own.path and origin.keys[: len(own.keys)] == own.keys


def shared_parts(example: Example, task: Task) -> frozenset[HeadingId]:
    """The headings under which the example has what all examples of the task have unless they say otherwise."""
    fields = (
        (one.place, one.role)
        for one in fields_of(Example).values()
        if one.place and one.kind != "turns" and one.name in example.inherited
        if getattr(example, one.name) is not None
    )
    outputs = (
        ("answer", key) for key in task.models if example.outputs.get(key) and not _written_in(example, key)
    )
    return frozenset((*fields, *outputs))


def runs(examples: Sequence[Example], task: Task) -> Iterator[tuple[frozenset[HeadingId], tuple[Example, ...]]]:
    """The examples cut into runs, each with the headings it shares; a single example shares nothing."""
    pairs = []
    for parts, members in groupby(examples, key=lambda example: shared_parts(example, task)):
        run = tuple(members)
        pairs.append((parts if len(run) > 1 else frozenset(), run))
    for parts, several in groupby(pairs, key=lambda pair: pair[0]):
        yield parts, tuple(example for _, run in several for example in run)
