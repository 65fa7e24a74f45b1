"""A catalogue with neutral ids and names of files, and its systems in an order that tells nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from soundcase.anonymous.secret import Hidden
from soundcase.attachment import Attachment
from soundcase.catalogue.texts import with_texts
from soundcase.fields import fields_of
from soundcase.model import Catalogue, Example, Figure, Media, Model, Prompt, Task, Turn
from soundcase.problems.phrases import slug
from soundcase.site.anchors import UniqueNames
from soundcase.values import dataclass

Value = TypeVar("Value")
Part = TypeVar("Part", Example, Turn)


@dataclass(frozen=True, slots=True)
class SystemNames:
    """The names of systems in the anonymous edition."""

    aliases: Mapping[str, str]
    """By id."""
    ids: Mapping[str, str]
    """Id → neutral id, in the order of the edition."""
    numbered: tuple[str, ...]
    """Ids of those that are called by a number, in the order of these."""


@dataclass(frozen=True, slots=True)
class FileNames:
    """The neutral names of files, by those of the catalogue."""

    clips: Mapping[str, str]
    pictures: Mapping[str, str]
    videos: Mapping[str, str]
    attachments: Mapping[str, str]


def system_names(models: Mapping[str, Model], given: Mapping[str, str], hidden: Hidden) -> SystemNames:
    """The names of systems: those that are `given`, else `Ours` or a number.

    Those with a number change places among themselves, so that neither order nor number tells which is which.
    """
    shuffled = sorted(models, key=lambda one: hidden(f"order {one}"))
    ours = [one for one in shuffled if models[one].ours and one not in given]
    others = [one for one in shuffled if not models[one].ours and one not in given]
    taken = UniqueNames(set(given.values()))
    aliases = dict(given)
    for number, one in enumerate(ours, 1):
        aliases[one] = taken.claim("Ours" if len(ours) == 1 else f"Ours {number}", join=" ")
    for number, one in enumerate(others, 1):
        aliases[one] = taken.claim(f"System {number}", join=" ")
    order, names = in_order(tuple(models), others), UniqueNames()
    ids = {one: names.claim(slug(aliases[one], "system"), join="-") for one in order}
    return SystemNames(aliases, ids, tuple(others))


def in_order(ids: Sequence[str], numbered: Iterable[str]) -> tuple[str, ...]:
    """These ids, those with numbers in the order of these on the places that they have together."""
    here = iter([one for one in numbered if one in ids])
    moved = frozenset(numbered)
    return tuple(next(here) if one in moved else one for one in ids)


def renamed(catalogue: Catalogue, systems: SystemNames, files: FileNames) -> Catalogue:
    """The catalogue with neutral names: `task-1` and numbers for tasks and examples."""
    tasks = {task.id: f"task-{number}" for number, task in enumerate(catalogue.tasks(), 1)}
    of_task = partial(_task, tasks=tasks, systems=systems, files=files)
    return replace(
        catalogue,
        hero=_hero(catalogue, tasks),
        models={new: replace(catalogue.models[old], id=new) for old, new in systems.ids.items()},
        figures=tuple(_figure(one, files) for one in catalogue.figures),
        sections=tuple(
            replace(section, tasks=tuple(map(of_task, section.tasks))) for section in catalogue.sections
        ),
    )


def _hero(catalogue: Catalogue, tasks: Mapping[str, str]) -> str:
    for task, one in catalogue.examples() if catalogue.hero else ():
        if catalogue.hero in (one.id, f"{task.id}--{one.id}"):
            return f"{tasks[task.id]}--{one.number}"
    return ""


def _figure(figure: Figure, files: FileNames) -> Figure:
    return replace(figure, image=files.pictures.get(figure.image, ""))


def _task(task: Task, tasks: Mapping[str, str], systems: SystemNames, files: FileNames) -> Task:
    by_system = partial(_by_system, ids=systems.ids)
    return replace(
        task,
        id=tasks[task.id],
        models=tuple(systems.ids[one] for one in in_order(task.models, systems.numbered) if one in systems.ids),
        prompt=_prompt(task.prompt, systems.ids),
        results={name: by_system(of) for name, of in task.results.items()},
        examples=tuple(_example(one, systems.ids, files) for one in task.examples),
    )


def _by_system(given: Mapping[str, Value], ids: Mapping[str, str]) -> Mapping[str, Value]:
    """Values by neutral ids, in the order of these."""
    return {new: given[old] for old, new in ids.items() if old in given}


def _prompt(prompt: Prompt, ids: Mapping[str, str]) -> Prompt:
    return replace(prompt, per_model=_by_system(prompt.per_model, ids))


def _example(example: Example, ids: Mapping[str, str], files: FileNames) -> Example:
    return replace(_parts(example, ids, files), id=str(example.number))


def _parts(value: Part, ids: Mapping[str, str], files: FileNames) -> Part:
    """An example or a turn whose systems and files have neutral names."""
    found: dict[str, object] = {}
    for one in fields_of(type(value)).values():
        given = getattr(value, one.name)
        if not given:
            continue
        if one.kind == "media":
            found[one.name] = tuple(_media(each, files) for each in given)
        elif one.kind == "turns":
            found[one.name] = tuple(_parts(each, ids, files) for each in given)
        elif one.kind == "outputs":
            outputs = _by_system(given, ids).items()
            found[one.name] = {key: tuple(_media(each, files) for each in some) for key, some in outputs}
        elif one.kind == "files":
            found[one.name] = tuple(_attachment(number, each, files) for number, each in enumerate(given, 1))
        elif isinstance(given, Prompt):
            found[one.name] = _prompt(given, ids)
    return replace(value, **found)  # type: ignore[arg-type]


def _attachment(number: int, one: Attachment, files: FileNames) -> Attachment:
    """A file to download; what had no label but its name is called by a number."""
    return replace(one, file=files.attachments.get(one.file, ""), label=one.label or f"{number}")


def _media(media: Media, files: FileNames) -> Media:
    return replace(
        media,
        audio=files.clips.get(media.audio) if media.audio else media.audio,
        image=files.pictures.get(media.image) if media.image else media.image,
        video=files.videos.get(media.video) if media.video else media.video,
    )


def with_links(catalogue: Catalogue, change: Callable[[str], str]) -> Catalogue:
    """The catalogue with every text of Markdown changed."""

    def changed(text: str, kind: str, _: str) -> str:
        return change(text) if kind == "markdown" else text

    sections = tuple(
        replace(
            with_texts(section, changed),
            tasks=tuple(
                replace(
                    with_texts(task, changed),
                    examples=tuple(with_texts(one, changed) for one in task.examples),
                )
                for task in section.tasks
            ),
        )
        for section in catalogue.sections
    )
    return replace(with_texts(catalogue, changed), sections=sections)
