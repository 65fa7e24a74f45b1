"""From the entries of a catalogue and of its tasks, as written, to their values, without examples.

Rule: an entry that was refused stands as `PRUNED` and is left out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from soundcase.catalogue.parsed import TaskHead
from soundcase.catalogue.resolve import prompt_of, scores_of, several, values_of
from soundcase.catalogue.schema import PRUNED
from soundcase.catalogue.schema.catalogue import AnonymousEntry, AuthorEntry, CatalogueEntry, ModelEntry
from soundcase.catalogue.schema.example import ExampleFields
from soundcase.catalogue.schema.scalars import Entry
from soundcase.catalogue.schema.scores import ResultEntry, ScoreEntry
from soundcase.catalogue.schema.task import MediaOptions, SelectionEntry, TaskEntry
from soundcase.model import (
    Author,
    Catalogue,
    Example,
    Figure,
    GivenResult,
    Link,
    Model,
    Score,
    Section,
    Selection,
    SourcePath,
    Task,
)
from soundcase.problems.phrases import slug
from soundcase.scores import ScoreValue
from soundcase.settings import AnonymousSettings, MediaSettings, PublishSettings, ThemeSettings


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
            **{
                key: tuple(
                    Figure(origin=origin.at(key, index), **_given(one, Figure))
                    for index, one in enumerate(getattr(entry, key))
                    if one.image != PRUNED
                )
                for key in ("logos", "figures")
            },
            "models": {key: _model(key, one, origin.at("models", key)) for key, one in entry.models.items()},
            "sections": tuple(
                Section(origin.at("sections", index), section.title, section.description or "", ())
                for index, section in enumerate(entry.sections)
            ),
            "theme": ThemeSettings(**_given(entry.theme, ThemeSettings)),
            "media": _settings(entry.media, MediaSettings()),
            "publish": PublishSettings(**_given(entry.publish, PublishSettings)),
            "anonymous": _anonymous(entry.anonymous),
        }
    )


def _anonymous(entry: AnonymousEntry | None) -> AnonymousSettings:
    given = _given(entry, AnonymousSettings)
    words = {name: several(one) for name, one in given.items() if name != "models"}
    return AnonymousSettings(**given | words)


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
        fitted=entry.layout is None,
        **{
            "id": name or slug(entry.title, "task"),
            "models": (),
            "layout": "table" if entry.output == "audio" else "cards",
        }
        | _given(entry, Task)
        | {
            "prompt": prompt_of(entry.prompt),
            "scores": tuple(_score(name, one) for name, one in (entry.scores or {}).items()),
            "results": {name: _results(given) for name, given in (entry.results or {}).items()},
            "selection": _selection(entry.selection),
            "media": _settings(entry.media, media),
            "examples": (),
        },
    )
    shared = values_of(entry.defaults or ExampleFields(), Example, origin.at("defaults"), task)
    return TaskHead(task, shared, entry.models is not None)


def _results(given: Mapping[str, ScoreValue | ResultEntry | None]) -> Mapping[str, GivenResult]:
    """The figures of a score, by model; without those that say nothing."""
    found = {model: _result(one) for model, one in given.items() if one is not None}
    return {model: one for model, one in found.items() if one.value or one.groups}


def _result(written: ScoreValue | ResultEntry) -> GivenResult:
    if isinstance(written, ScoreValue):
        return GivenResult(written)
    value = None if written.value is None else ScoreValue(written.value, written.ci, written.n)
    return GivenResult(value, scores_of(written.groups or {}))


def _selection(written: str | SelectionEntry | None) -> Selection:
    return Selection(written) if isinstance(written, str) else Selection(**_given(written, Selection))


def _score(name: str, entry: ScoreEntry) -> Score:
    """The declaration of a score; what is measured is given in per cent, and errors are better where fewer."""
    if entry.measure == "exact":
        return Score(name, "higher", "%", entry.measure, entry.average or "mean")
    if entry.measure:
        return Score(name, "lower", "%", entry.measure, entry.average or "pooled")
    return Score(name, entry.better or "higher", entry.unit or "", average=entry.average or "mean")
