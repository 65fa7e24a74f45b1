"""A catalogue without its authors, in the words of the anonymous edition; ids and files are as they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TypeVar

from soundcase.anonymous.wording import Wording
from soundcase.catalogue.texts import with_texts
from soundcase.fields import fields_of
from soundcase.model import Catalogue, Example, Figure, GivenResult, Media, Model, Section, Task, Turn

STAYS = frozenset({
    "title", "subtitle", "language", "description", "notice", "abstract", "hero", "figures", "models",
    "sections", "pages", "per_page", "leaderboard", "embed", "theme", "media", "math",
})  # fmt: skip
"""The keys of a catalogue that say nothing of its authors, but for the words in them."""
_OF_MODELS = frozenset(("origin", "id", "name", "description", "group", "meta", "ours"))
_KINDS = frozenset({
    "line", "text", "exact", "markdown", "language", "labels", "tags", "prompt", "media", "outputs", "turns",
    "seconds", "file", "channels", "scores", "numbers", "choices", "consent", "files",
})  # fmt: skip
"""Kinds of fields that stay; those of all others (where a clip comes from, its digest) are left out."""

Part = TypeVar("Part", Example, Turn, Media)
Keyed = TypeVar("Keyed")


def retold(catalogue: Catalogue, wording: Wording, aliases: Mapping[str, str]) -> Catalogue:
    """The catalogue without its authors; `aliases` are those of its models, by id."""
    stays = {one.name: getattr(catalogue, one.name) for one in fields(catalogue) if one.name in STAYS}
    kept = frozenset(wording.keep_links)
    links = tuple(one for one in catalogue.links if one.label in kept or wording.stays(one.url))
    head = with_texts(Catalogue(**stays, authors=(), links=links), wording)
    return replace(
        head,
        models={key: _model(one, wording, aliases[key]) for key, one in catalogue.models.items()},
        figures=tuple(_figure(one, wording) for one in head.figures),
        media=replace(head.media, base_url=""),
        sections=tuple(_section(one, wording) for one in catalogue.sections),
    )


def _model(model: Model, wording: Wording, alias: str) -> Model:
    stays = {name: getattr(model, name) for name in _OF_MODELS}
    url = model.url if model.url and wording.stays(model.url) else ""
    return replace(with_texts(Model(**stays), wording), name=alias, url=url)


def _figure(figure: Figure, wording: Wording) -> Figure:
    return figure if not figure.url or wording.stays(figure.url) else replace(figure, url="")


def _section(section: Section, wording: Wording) -> Section:
    return replace(with_texts(section, wording), tasks=tuple(_task(one, wording) for one in section.tasks))


def _task(task: Task, wording: Wording) -> Task:
    told = with_texts(task, wording)
    return replace(
        told,
        results={name: _results(of, wording) for name, of in _keyed(task.results, wording).items()},
        clusters=wording.words(task.clusters) if task.clusters != "group" else task.clusters,
        media=replace(task.media, base_url=""),
        examples=tuple(_declared(with_texts(one, wording), wording) for one in task.examples),
    )


def _results(given: Mapping[str, GivenResult], wording: Wording) -> Mapping[str, GivenResult]:
    return {model: replace(one, groups=_keyed(one.groups, wording)) for model, one in given.items()}


def _declared(value: Part, wording: Wording) -> Part:
    """The value with what its fields hold beside texts changed, without what says where it comes from."""
    found: dict[str, object] = {}
    empty = Media(value.origin) if isinstance(value, Media) else Example(origin=value.origin)
    for one in fields_of(type(value)).values():
        given = getattr(value, one.name)
        if one.kind not in _KINDS:
            found[one.name] = getattr(empty, one.name)
        elif given and one.kind in ("media", "turns"):
            found[one.name] = tuple(_declared(each, wording) for each in given)
        elif given and one.kind == "outputs":
            outputs = given.items()
            found[one.name] = {key: tuple(_declared(each, wording) for each in some) for key, some in outputs}
        elif given and one.kind == "scores":
            found[one.name] = _keyed(given, wording)
        elif given and one.kind == "numbers":
            found[one.name] = {wording.exact(key): number for key, number in given.items()}
    return replace(value, **found)  # type: ignore[arg-type]


def _keyed(given: Mapping[str, Keyed], wording: Wording) -> Mapping[str, Keyed]:
    """Values by the names of scores."""
    return {wording(name, "words", "name"): one for name, one in given.items()}
