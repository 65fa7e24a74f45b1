"""Where everything is: the contents of each page, the overview on the first, the steps between pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from soundcase import model
from soundcase.site.paging import FIRST, Leaf, Paging, Portion
from soundcase.site.views.frame import Chapter, Entry, Section, Step
from soundcase.site.views.layout import Task
from soundcase.site.views.places import cut, link, place
from soundcase.site.views.scene import Scene
from soundcase.site.views.values import Text
from soundcase.text.markdown import plain

_MOST_TASKS = 60
"""Tasks that every page lists; where there are more, a page lists those of its own sections."""
_TEASER = 160


@dataclass(frozen=True, slots=True)
class Atlas:
    """The site's parts, and the pages that they stand on."""

    catalogue: model.Catalogue
    paging: Paging
    sections: tuple[Section, ...]
    """Each with the first portion of its tasks."""
    anchors: Mapping[str, str]
    """By task id."""
    section_of: Mapping[str, int]
    """By task id."""

    def first(self, task: Task) -> Portion:
        """Where a task begins."""
        return self.paging.portions[task.id][0]


def contents(leaf: Leaf, atlas: Atlas, *, systems: bool, scene: Scene) -> tuple[Entry, ...]:
    """The table of contents as this page shows it."""
    here = {part.section for part in leaf.parts}
    short = sum(len(section.tasks) for section in atlas.sections) <= _MOST_TASKS
    entries = [_entry("systems", scene.words.models, leaf, scene)] if systems else []
    for index, section in enumerate(atlas.sections):
        url = atlas.paging.sections[index]
        tasks = tuple(_task(task, leaf, atlas) for task in section.tasks if short or index in here)
        own = url != FIRST
        href = url if own and url != leaf.url else link(url, section.anchor, leaf.url)
        entries.append(Entry(href, section.title, "", tasks, "page" if own and url == leaf.url else ""))
    if atlas.catalogue.citation:
        entries.append(_entry("citation", scene.words.citation, leaf, scene))
    return tuple(entries)


def _entry(anchor: str, word: str, leaf: Leaf, scene: Scene) -> Entry:
    return Entry(link(FIRST, anchor, leaf.url), scene.text(word), "")


def _task(task: Task, leaf: Leaf, atlas: Atlas) -> Entry:
    first = atlas.first(task)
    current: Literal["", "page", "true"] = ""
    named_by_section = leaf.url in atlas.paging.sections and leaf.url != FIRST
    if not named_by_section and any(p.alone and p.task.id == task.id for p in leaf.portions):
        current = "page" if first.url == leaf.url else "true"
    count = str(len(first.task.examples))
    return Entry(place(first, task.anchor, leaf.url), task.title, count, current=current)


def overview(atlas: Atlas, scene: Scene) -> tuple[Chapter, ...]:
    """The sections and tasks as the first page lists them; none where they stand there themselves."""
    if not atlas.paging.overview:
        return ()
    return tuple(_chapter(index, section, atlas, scene) for index, section in enumerate(atlas.sections))


def _chapter(index: int, section: Section, atlas: Atlas, scene: Scene) -> Chapter:
    written, url = atlas.catalogue.sections[index], atlas.paging.sections[index]
    own = url != FIRST
    return Chapter(
        anchor=section.anchor,
        href=url if own else "",
        title=section.title,
        description=Markup() if own else scene.prose(written.description),
        teaser=_teaser(written.description, scene) if own else None,
        count="",
        tasks=tuple(
            Chapter(
                anchor=task.anchor,
                href=place(atlas.first(task), task.anchor, FIRST),
                title=task.title,
                description=Markup(),
                teaser=_teaser(drawn.description, scene),
                count=task.count,
            )
            for task, drawn in zip(section.tasks, written.tasks, strict=True)
        ),
    )


def _teaser(description: str, scene: Scene) -> Text | None:
    return scene.maybe(cut(plain(description), _TEASER))


def steps(leaf: Leaf, atlas: Atlas, scene: Scene) -> tuple[Step | None, Step | None]:
    """The ways to the page before and the page after this one, in reading order."""
    words = scene.words
    before, after = _before(leaf, atlas), _after(leaf, atlas)
    back = _step(before, words.previous, leaf, atlas, scene) if before else None
    if before is None and leaf.url != FIRST:
        back = Step(FIRST, words.previous, scene.text(words.overview), "")
    return back, _step(after, words.next, leaf, atlas, scene) if after else None


def _before(leaf: Leaf, atlas: Atlas) -> Portion | None:
    """What comes before all that the page shows."""
    if leaf.url == FIRST:
        return None
    first = leaf.portions[0]
    if first.number > 1:
        return atlas.paging.portions[first.task.id][first.number - 2]
    order = list(atlas.paging.portions)
    place = order.index(first.task.id)
    if place == 0:
        return None
    earlier = atlas.paging.portions[order[place - 1]]
    return earlier[-1] if earlier[0].alone else earlier[0]


def _after(leaf: Leaf, atlas: Atlas) -> Portion | None:
    """What comes after all that the page shows; of several tasks, what follows the last."""
    order = list(atlas.paging.portions)
    if not leaf.portions:
        return atlas.paging.portions[order[0]][0] if order else None
    last = leaf.portions[-1]
    if len(leaf.portions) == 1 and last.number < last.count:
        return atlas.paging.portions[last.task.id][last.number]
    later = order.index(last.task.id) + 1
    return atlas.paging.portions[order[later]][0] if later < len(order) else None


def _step(portion: Portion, word: str, leaf: Leaf, atlas: Atlas, scene: Scene) -> Step:
    """A step to a portion; to the whole page of another section where that has several tasks."""
    section = atlas.section_of[portion.task.id]
    own = portion.url == atlas.paging.sections[section] != FIRST
    if own and section not in {part.section for part in leaf.parts}:
        return Step(portion.url, word, atlas.sections[section].title, "")
    page = scene.words.page.format(portion.number) if portion.number > 1 else ""
    href = place(portion, atlas.anchors[portion.task.id], leaf.url)
    return Step(href, word, scene.text(portion.task.title), page)
