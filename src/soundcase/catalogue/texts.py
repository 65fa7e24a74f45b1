"""Every text of a catalogue with the place where it was written, and how the page shows it.

Rule 1: the kind of a text is that of its field as `fields` declares it, or that of its type in `model`.
Rule 2: the texts of a catalogue, of a task and of examples are told apart, so that each can be read alone.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Literal, NamedTuple, TypeVar

from soundcase import fields
from soundcase.model import Catalogue, Example, Prompt, Score, Section, SourcePath, Task

TextKind = Literal["markdown", "words", "exact"]
"""Markdown; authors' words, with formulas and readings; or what is shown and compared to the letter."""
Value = TypeVar("Value")
Steps = tuple[str | int, ...]

_OF_FIELDS: Mapping[fields.FieldKind, TextKind] = {
    **dict.fromkeys(("line", "text", "tags", "prompt"), "words"),
    **dict.fromkeys(("exact", "labels"), "exact"),
    "markdown": "markdown",
}
"""How declared fields are shown, by their kinds."""


class CatalogueText(NamedTuple):
    """A text as it was written."""

    owner: SourcePath
    steps: Steps
    """From the owner to the text."""
    text: str
    kind: TextKind

    @property
    def origin(self) -> SourcePath:
        """The place of the text."""
        return self.owner.at(*self.steps)


def site_texts(catalogue: Catalogue) -> list[CatalogueText]:
    """The texts of a catalogue without those of its sections."""
    main = main_origin(catalogue)
    return _collected(catalogue, main, main)


def section_texts(section: Section) -> list[CatalogueText]:
    """The texts of a section without those of its tasks."""
    return _collected(section, section.origin, section.origin)


def task_texts(task: Task) -> list[CatalogueText]:
    """The texts of a task without those of its examples."""
    return _collected(task, task.origin, task.origin)


def example_texts(task: SourcePath, examples: Iterable[Example]) -> list[CatalogueText]:
    """The texts of some examples of the task that stands there; what they share is told once."""
    shared: set[str] = set()
    return [text for one in examples for text in _collected(one, one.origin, task, shared)]


def main_origin(catalogue: Catalogue) -> SourcePath:
    """The origin of the keys of the catalogue itself."""
    origins = (*(one.origin for one in catalogue.sections), *(one.origin for one in catalogue.models.values()))
    return SourcePath(origins[0].path) if origins else SourcePath("")


def with_texts(value: Value, change: Callable[[str, TextKind, str], str]) -> Value:
    """A value of `model` with each of its texts as `change` gives it, by its kind and the name of its field.

    Texts that are keys, such as those of tags, are changed too; sections, tasks and examples are not entered.
    """
    kinds = _kinds_of(type(value))  # type: ignore[arg-type]
    given = ((name, kind, getattr(value, name)) for name, kind in kinds.items())
    changed = {name: _changed(one, kind, name, change) for name, kind, one in given if one}
    return replace(value, **changed) if changed else value  # type: ignore[type-var]


def _changed(
    given: Any,  # noqa: ANN401 (the value of any field)
    kind: TextKind | None,
    name: str,
    change: Callable[[str, TextKind, str], str],
) -> Any:  # noqa: ANN401 (of the same type)
    if isinstance(given, str):
        return change(given, kind, name) if kind else given
    if isinstance(given, Prompt):
        shared = None if given.shared is None else change(given.shared, "words", name)
        return Prompt(shared, {model: change(one, "words", name) for model, one in given.per_model.items()})
    if isinstance(given, Mapping):
        return {
            change(key, kind, name) if kind else key: _changed(one, kind, name, change)
            for key, one in given.items()
        }
    if isinstance(given, tuple):
        return tuple(_changed(one, kind, name, change) for one in given)
    return with_texts(given, change) if hasattr(given, "__dataclass_fields__") else given


_APART = ("sections", "tasks", "examples")
"""The fields under which parts stand that are read alone."""


@cache
def _kinds_of(values: Any) -> Mapping[str, TextKind | None]:  # noqa: ANN401 (as in `fields`)
    """The fields of a class in which texts stand, with their kinds; None where values stand that have texts."""
    declared = fields.fields_of(values)
    found: dict[str, TextKind | None] = {}
    for name, hint in typing.get_type_hints(values, include_extras=True).items():
        kind = _OF_FIELDS.get(declared[name].kind) if name in declared else None
        kind = kind or _kind_in(hint)
        if name not in _APART and (kind or _holds_texts(hint)):
            found[name] = kind
    return found


def _kind_in(hint: Any) -> TextKind | None:  # noqa: ANN401 (a type)
    """The kind of the text that a type holds."""
    if hint is Prompt:
        return "words"
    if typing.get_origin(hint) is typing.Annotated:
        kind: TextKind = hint.__metadata__[0]
        return kind
    return next(filter(None, map(_kind_in, typing.get_args(hint))), None)


def _holds_texts(hint: Any) -> bool:  # noqa: ANN401 (a type)
    """True for a type of values that have texts themselves, such as media (a type variable in `model`)."""
    if hasattr(hint, "__dataclass_fields__"):
        return bool(_kinds_of(hint))
    return isinstance(hint, typing.TypeVar) or any(map(_holds_texts, typing.get_args(hint)))


def _collected(
    value: Any,  # noqa: ANN401 (of any class of `model`)
    owner: SourcePath,
    task: SourcePath,
    shared: set[str] | None = None,
    steps: Steps = (),
) -> list[CatalogueText]:
    """The texts of a value and of all that it holds; `task` is where the defaults of its examples stand.

    `shared` are the fields of those defaults that were read before.
    """
    found: list[CatalogueText] = []
    inherited: tuple[str, ...] = getattr(value, "inherited", ())
    for name, kind in _kinds_of(value.__class__).items():
        given = getattr(value, name)
        if not given:
            continue
        at = (owner, (*steps, name))
        if name in inherited and shared is not None:
            if name in shared:
                continue
            shared.add(name)
            at = (task, ("defaults", name))
        if isinstance(given, str) and kind:
            found.append(CatalogueText(*at, given, kind))
        else:
            _collect(given, *at, kind, found)
    return found


def _collect(
    given: object, owner: SourcePath, steps: Steps, kind: TextKind | None, found: list[CatalogueText]
) -> None:
    """Add the texts of a field, one by one; those of values in it have their own kinds."""
    if isinstance(given, str):
        if kind and given:
            found.append(CatalogueText(owner, steps, given, kind))
    elif isinstance(given, Prompt):
        if given.shared is not None:
            _collect(given.shared, owner, steps, kind, found)
        _collect(given.per_model, owner, steps, kind, found)
    elif isinstance(given, Mapping):
        for key, one in given.items():
            _collect(one, owner, (*steps, key), kind, found)
    elif isinstance(given, tuple):
        for number, one in enumerate(given):
            step = one.name if isinstance(one, Score) else number
            _collect(one, owner, (*steps, step), kind, found)
    elif given is not None:
        own: SourcePath | None = getattr(given, "origin", None)
        found += _collected(given, own, own) if own else _collected(given, owner, owner, None, steps)
