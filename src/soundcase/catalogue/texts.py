"""Every text of a catalogue with the place where it was written, and how the page shows it.

Rule: the kind of a text is that of its field as `fields` declares it, or that of its type in `model`.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator, Mapping
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
    for one in _in(catalogue, main, main):
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


def _in(value: object, origin: SourcePath, task: SourcePath) -> Iterator[CatalogueText]:
    """The texts of a value and of all that it holds; `task` is where the defaults of its examples stand."""
    assert dataclasses.is_dataclass(value)
    own: SourcePath = getattr(value, "origin", origin)
    task = own if isinstance(value, Task) else task
    inherited: frozenset[str] = getattr(value, "inherited", frozenset())
    kinds = _kinds_of(value.__class__)
    for field in dataclasses.fields(value):
        given = getattr(value, field.name)
        at = task.at("defaults", field.name) if field.name in inherited else own.at(field.name)
        kind = kinds.get(field.name)
        for where, one in _values(given, at):
            if isinstance(one, str):
                if kind and one:
                    yield CatalogueText(where, one, kind, field.name)
            elif dataclasses.is_dataclass(one) and not isinstance(one, type):
                yield from _in(one, where, task)


def _values(given: object, at: SourcePath) -> Iterator[tuple[SourcePath, object]]:
    """The values of a field, one by one."""
    if isinstance(given, Prompt):
        if given.shared is not None:
            yield at, given.shared
        given = given.per_model
    if isinstance(given, Mapping):
        for key, one in given.items():
            yield from _values(one, at.at(key))
    elif isinstance(given, tuple):
        for number, one in enumerate(given):
            yield from _values(one, at.at(one.name if isinstance(one, Score) else number))
    elif not isinstance(given, SourcePath):
        yield at, given
