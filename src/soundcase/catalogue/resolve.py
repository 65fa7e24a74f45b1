"""From entries as written to the catalogue as understood: short forms spelled out, defaults merged.

Rule 1: an entry that was refused stands as `PRUNED` and is left out; numbers of later examples stay.
Rule 2: what a bare string means follows from its key and the task's `output`, from nothing else.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from soundcase.catalogue.parsed import TaskHead
from soundcase.catalogue.schema.catalogue import AuthorEntry, CatalogueEntry, ModelEntry
from soundcase.catalogue.schema.example import ExampleEntry, ExampleFields, MediaEntry, TurnEntry
from soundcase.catalogue.schema.scalars import Entry
from soundcase.catalogue.schema.scores import ScoreEntry, ScoreValueEntry
from soundcase.catalogue.schema.task import MediaOptions, TaskEntry
from soundcase.catalogue.validate import PRUNED
from soundcase.fields import Field, FieldKind, fields_of
from soundcase.model import (
    Author,
    Catalogue,
    Channels,
    Example,
    Figure,
    Link,
    Media,
    MediaSettings,
    Model,
    Output,
    Prompt,
    Score,
    Section,
    SourcePath,
    Task,
    ThemeSettings,
    Turn,
)
from soundcase.problems.phrases import slug
from soundcase.scores import ScoreValue
from soundcase.values import dataclass

Value = str | MediaEntry | tuple[str | MediaEntry, ...]
OneOrMore = str | tuple[str, ...] | None


def catalogue_head(entry: CatalogueEntry, origin: SourcePath) -> Catalogue:
    """The catalogue without its tasks."""
    authors = [AuthorEntry(name=one) if isinstance(one, str) else one for one in entry.authors]
    return Catalogue(
        **_given(entry, Catalogue)
        | {
            "authors": tuple(
                Author(**_given(one, Author) | {"affiliations": several(one.affiliations) or ()})
                for one in authors
                if one.name != PRUNED
            ),
            "links": tuple(Link(link.label, link.url) for link in entry.links if link.label != PRUNED),
            "figures": tuple(
                Figure(origin=origin.at("figures", index), **_given(one, Figure))
                for index, one in enumerate(entry.figures)
                if one.image != PRUNED
            ),
            "models": {key: _model(key, one, origin.at("models", key)) for key, one in entry.models.items()},
            "sections": tuple(
                Section(origin.at("sections", index), section.title, section.description or "", ())
                for index, section in enumerate(entry.sections)
            ),
            "theme": ThemeSettings(**_given(entry.theme, ThemeSettings)),
            "media": _settings(entry.media, MediaSettings()),
        }
    )


def _given(entry: Entry | None, values: type) -> dict[str, Any]:
    """The values of an entry under the fields that a class has too; for all else the class has defaults."""
    names = {one.name for one in dataclasses.fields(values)}
    return {name: value for name, value in entry or () if value is not None and name in names}


def _model(key: str, written: str | ModelEntry, origin: SourcePath) -> Model:
    entry = ModelEntry(name=written) if isinstance(written, str) else written
    return Model(origin=origin, id=key, **{"name": key, **_given(entry, Model)})


def _settings(entry: MediaOptions | None, base: MediaSettings) -> MediaSettings:
    """The settings, with what is left out taken from the level above."""
    if entry is None:
        return base
    given = {name: getattr(entry, name) for name in entry.model_fields_set}
    if given.get("encode") not in (None, "auto", "original"):
        given["encode"] = several(given["encode"])
    return replace(base, **given)


def task_head(entry: TaskEntry, origin: SourcePath, name: str, media: MediaSettings) -> TaskHead:
    """A task without its examples; `name` is the id that it has by its place, `media` what all tasks share."""
    task = Task(
        origin=origin,
        **{
            "id": name or slug(entry.title, "task"),
            "models": (),
            "layout": "table" if entry.output == "audio" else "cards",
        }
        | _given(entry, Task)
        | {
            "prompt": _prompt(entry.prompt),
            "scores": tuple(_score(name, one) for name, one in (entry.scores or {}).items()),
            "media": _settings(entry.media, media),
            "examples": (),
        },
    )
    shared = _values(entry.defaults or ExampleFields(), Example, origin.at("defaults"), entry.output)
    return TaskHead(task, shared, entry.models is not None)


def task_examples(head: TaskHead, entries: Sequence[ExampleEntry], rows: SourcePath) -> tuple[Example, ...]:
    """The examples of a task, which stand at `rows`."""
    return tuple(
        _example(one, rows.at(number - 1), number, head.shared, head.task.output)
        for number, one in enumerate(entries, 1)
        if one.id != PRUNED
    )


def _score(name: str, entry: ScoreEntry) -> Score:
    """The declaration of a score; an error rate is better where it is lower, and given in per cent."""
    if entry.measure:
        return Score(name, "lower", "%", entry.measure, entry.average or "pooled")
    return Score(name, entry.better or "higher", entry.unit or "", average=entry.average or "mean")


def _prompt(value: str | Mapping[str, str] | None) -> Prompt:
    """One instruction for all models, or one for each."""
    if value is None or isinstance(value, str):
        return Prompt(shared=value)
    return Prompt(per_model=value)


def several(value: OneOrMore) -> tuple[str, ...] | None:
    """A bare string as a tuple of one."""
    return (value,) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class _Source:
    """A field that was written, where, and what the outputs of its task are."""

    field: Field
    origin: SourcePath
    output: Output

    def at(self, *keys: str | int) -> _Source:
        """The same for a part of it."""
        return _Source(self.field, self.origin.at(*keys), self.output)


def _values(entry: Entry, values: type, origin: SourcePath, output: Output) -> Mapping[str, Any]:
    """The values that were written under the fields that a class declares; for the others it has defaults."""
    fields = fields_of(values)
    found: dict[str, Any] = {}
    for name in (name for name in fields if name in entry.model_fields_set):
        written, resolved = getattr(entry, name), _RESOLVED.get(fields[name].kind)
        found[name] = resolved(written, _Source(fields[name], origin.at(name), output)) if resolved else written
    return found


def _media(value: Value, source: _Source) -> tuple[Media, ...]:
    """A media value as pieces."""
    if isinstance(value, tuple):
        return tuple(piece for index, item in enumerate(value) for piece in _media(item, source.at(index)))
    if isinstance(value, str):
        bare = source.field.bare_in(source.output)
        given: Mapping[str, Any] = {bare: (value,) if bare == "labels" else value}
    else:
        given = _values(value, Media, source.origin, source.output)
    return (Media(source.origin, **given),)


def _turns(value: tuple[TurnEntry, ...], source: _Source) -> tuple[Turn, ...]:
    origins = [source.origin.at(index) for index in range(len(value))]
    turns = (
        Turn(origin, **_values(entry, Turn, origin, source.output))
        for entry, origin in zip(value, origins, strict=True)
    )
    return tuple(turn for turn in turns if turn.speaker != PRUNED)


def _channels(value: str | tuple[str, ...], _: _Source) -> Channels:
    """A bare number as a list of one."""
    if isinstance(value, str) and not value.isdigit():
        return value
    return tuple(int(one) for one in ((value,) if isinstance(value, str) else value))


def _scores(value: Mapping[str, ScoreValue | ScoreValueEntry | None], _: _Source) -> Mapping[str, ScoreValue]:
    return {
        name: one if isinstance(one, ScoreValue) else ScoreValue(one.value, one.ci, one.n)
        for name, one in value.items()
        if one is not None
    }


_RESOLVED: Mapping[FieldKind, Callable[[Any, _Source], object]] = {
    "labels": lambda value, _: several(value),
    "prompt": lambda value, _: _prompt(value),
    "media": _media,
    "outputs": lambda value, source: {model: _media(one, source.at(model)) for model, one in value.items()},
    "turns": _turns,
    "channels": _channels,
    "scores": _scores,
}
"""How a value of each kind is spelled out; the others are as they are written."""


def _example(
    entry: ExampleEntry, origin: SourcePath, number: int, shared: Mapping[str, Any], output: Output
) -> Example:
    """An example from what it says itself and what its task's `defaults` say; mappings are merged."""
    own = _values(entry, Example, origin, output)
    merged = {
        name: {**value, **own.get(name, {})} if isinstance(value, dict) else own.get(name, value)
        for name, value in shared.items()
    }
    inherited = tuple(name for name in shared if name not in own)
    about = {"id": entry.id or str(number), "number": number, "inherited": inherited}
    return Example(origin=origin, **{**own, **merged, **about})
