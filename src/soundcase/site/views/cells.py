"""The cells of an example before they are drawn: which there are, what each holds, which a run shares.

Rule 1: every field of the catalogue's example is in exactly one cell, or in the example's own heading.
Rule 2: what a task's `defaults` gave to consecutive examples is drawn once for all of them; an example with a
value of its own breaks the run.
Rule 3: an instruction that stands over the task is in no cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from soundcase.fields import Field, fields_of, placed
from soundcase.model import Example, Prompt, Task, Turn
from soundcase.site.views.layout import HeadingId
from soundcase.values import dataclass

BEFORE, AFTER = placed(Example, "before"), placed(Example, "after")


@dataclass(frozen=True, slots=True)
class PlainCell:
    """The content under one heading for one example."""

    part: Field | None
    """The field; None of what a system gave."""
    model: str
    """The system's id; empty of a field."""
    value: Any
    caption: str | None = None
    """The transcript that stands under a prompt audio."""

    @property
    def heading_id(self) -> HeadingId:
        """The heading that it stands under."""
        return field_heading(self.part) if self.part else ("answer", self.model)


def field_heading(part: Field) -> HeadingId:
    """The heading of a field of examples or turns."""
    return part.place or "before", part.role


def asked(own: Prompt, task: Prompt) -> Prompt:
    """The instruction of an example with what its task says to systems that it does not name."""
    if own.shared is not None and task.per_model:
        return own
    shared = task.shared if own.shared is None else own.shared
    return Prompt(shared, {**task.per_model, **own.per_model})


def captioned(examples: Iterable[Example]) -> bool:
    """True if each transcript of a prompt audio can stand under its clip: both are there, and shared alike."""
    return all(
        bool(each.prompt_audio) and len({"prompt_audio", "prompt_text"}.intersection(each.inherited)) != 1
        for each in examples
        if each.prompt_text is not None
    )


def filled(parts: Iterable[Field], owner: Example | Turn, said: Prompt | None = None) -> Iterator[PlainCell]:
    """A cell for each of these fields under which something is said; no labels at all are an answer too.

    `said` is an instruction that stands above.
    """
    for part in parts:
        value = getattr(owner, part.name)
        if part.kind == "prompt" and said and asked(value, said) == said:
            continue
        if value or (part.kind in ("labels", "text") and value is not None):
            yield PlainCell(part, "", value)


def in_turns(example: Example, task: Task) -> tuple[str, ...]:
    """The systems whose answers, or holes, stand in the turns of a dialogue."""
    answering = dict.fromkeys(key for turn in example.turns for key in turn.outputs)
    if not answering:
        return ()
    expected = (key for key in task.models if key in answering or key not in example.outputs)
    return tuple(dict.fromkeys((*expected, *answering)))


def plain_cells(
    example: Example, task: Task, without: Collection[HeadingId], *, captioned: bool
) -> Iterator[PlainCell]:
    """Every cell of an example that is not empty, and one for each system, but for those under some headings.

    If `captioned`, the transcript of a prompt audio stands under the clip.
    """
    given, elsewhere = example.outputs, in_turns(example, task)
    systems = (
        PlainCell(None, key, given.get(key, ())) for key in task.models if key in given or key not in elsewhere
    )
    for cell in (*filled(BEFORE, example, task.prompt), *systems, *filled(AFTER, example)):
        name = cell.part.name if cell.part and captioned else ""
        if cell.heading_id not in without and name != "prompt_text":
            yield replace(cell, caption=example.prompt_text) if name == "prompt_audio" else cell


def shared_cells_of(
    drawn: Example, task: Task, parts: Collection[HeadingId], *, captioned: bool
) -> tuple[PlainCell, ...]:
    """The cells under these headings, which a run of examples shares; `drawn` is any one of the run."""
    alone = replace(drawn, turns=())
    cells = plain_cells(alone, task, (), captioned=captioned)
    return tuple(cell for cell in cells if cell.heading_id in parts)


def shared_parts(example: Example, task: Task) -> frozenset[HeadingId]:
    """The headings under which the example has what all examples of the task have unless they say otherwise."""
    fields = (
        field_heading(one)
        for one in fields_of(Example).values()
        if one.place in ("before", "after") and one.kind != "turns" and one.name in example.inherited
        if getattr(example, one.name) is not None
        if one.kind != "prompt" or asked(example.prompt, task.prompt) != task.prompt
    )
    own, inherited = example.origin, []
    for key in (key for key in task.models if example.outputs.get(key)):
        origin = example.outputs[key][0].origin
        if origin.path != own.path or origin.keys[: len(own.keys)] != own.keys:
            inherited.append(("answer", key))
    return frozenset((*fields, *inherited))


def runs(examples: Sequence[Example], task: Task) -> Iterator[tuple[frozenset[HeadingId], tuple[Example, ...]]]:
    """The examples cut into runs, each with the headings it shares.

    A single example shares nothing; those that share nothing with their neighbours stand in one run.
    """
    pairs = []
    for parts, members in groupby(examples, key=lambda example: shared_parts(example, task)):
        run = tuple(members)
        pairs.append((parts if len(run) > 1 else frozenset(), run))
    for parts, several in groupby(pairs, key=lambda pair: pair[0]):
        yield parts, tuple(example for _, run in several for example in run)
