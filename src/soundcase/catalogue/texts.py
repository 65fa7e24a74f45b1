"""Every text of a catalogue with the place where it was written, and how the page shows it.

Rule: the kind of a text is that of its field as `fields` declares it, or that of its type in `model`.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from soundcase import fields
from soundcase.model import Catalogue, Prompt, Score, SourcePath, Task

TextKind = Literal["markdown", "words", "exact"]
"""Markdown; authors' words, with formulas and readings; or what is shown and compared to the letter."""

_OF_FIELDS: Mapping[fields.FieldKind, TextKind] = {
    **dict.fromkeys(("line", "text", "tags", "prompt"), "words"),
    **dict.fromkeys(("exact", "labels"), "exact"),
    "markdown": "markdown",
}
"""How declared fields are shown, by their kinds."""


@dataclass(frozen=True, slots=True)
class CatalogueText:
    """A text as it was written."""

    origin: SourcePath
    text: str
    kind: TextKind
    field: str


def texts(catalogue: Catalogue) -> Iterator[CatalogueText]:
    """Every text, in the order of the page; what examples share is written once."""
    main = main_origin(catalogue)
    seen: set[SourcePath] = set()
    for one in _in(catalogue, main, main, "", None):
        if one.origin not in seen:
            seen.add(one.origin)
            yield one


@cache
def _kinds_of(values: Any) -> Mapping[str, TextKind]:  # noqa: ANN401 (as in `fields`)
    """The kinds of the texts of a class, by its fields."""
    hints = typing.get_type_hints(values, include_extras=True)
    declared = fields.fields_of(values).values()
    return {
        **{name: kind for name, hint in hints.items() if (kind := _kind_in(hint))},
        **{one.name: _OF_FIELDS[one.kind] for one in declared if one.kind in _OF_FIELDS},
    }


def _kind_in(hint: Any) -> TextKind | None:  # noqa: ANN401 (a type)
    """The kind of the text that a type holds."""
    if hint is Prompt:
        return "words"
    if typing.get_origin(hint) is typing.Annotated:
        kind: TextKind = hint.__metadata__[0]
        return kind
    return next(filter(None, map(_kind_in, typing.get_args(hint))), None)


def main_origin(catalogue: Catalogue) -> SourcePath:
    """The origin of the keys of the catalogue itself."""
    origins = (*(one.origin for one in catalogue.sections), *(one.origin for one in catalogue.models.values()))
    return SourcePath(origins[0].path) if origins else SourcePath("")


def markdown_texts(catalogue: Catalogue) -> Iterator[CatalogueText]:
    """The texts that are Markdown."""
    return (one for one in texts(catalogue) if one.kind == "markdown")


def _in(
    value: object, origin: SourcePath, task: SourcePath, field: str, kind: TextKind | None
) -> Iterator[CatalogueText]:
    """The texts of a value and of all that it holds.

    `task` is where the defaults of its examples stand, `field` what it is a value of, `kind` that of its texts.
    """
    if isinstance(value, str):
        if kind and value:
            yield CatalogueText(origin, value, kind, field)
    elif isinstance(value, Prompt):
        yield from _in(value.shared, origin, task, field, kind)
        yield from _in(value.per_model, origin, task, field, kind)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _in(one, origin.at(key), task, field, kind)
    elif isinstance(value, Sequence):
        for number, one in enumerate(value):
            yield from _in(one, origin.at(one.name if isinstance(one, Score) else number), task, field, kind)
    elif dataclasses.is_dataclass(value) and not isinstance(value, (type, SourcePath)):
        own: SourcePath = getattr(value, "origin", origin)
        task = own if isinstance(value, Task) else task
        inherited: tuple[str, ...] = getattr(value, "inherited", ())
        kinds = _kinds_of(value.__class__)
        for one in dataclasses.fields(value):
            at = task.at("defaults", one.name) if one.name in inherited else own.at(one.name)
            yield from _in(getattr(value, one.name), at, task, one.name, kinds.get(one.name))
