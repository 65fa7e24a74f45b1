"""Which element stands on which page: what links across pages, the search index and `catalogue.json` need."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from soundcase.site.paging import FIRST, Paging
from soundcase.site.views.frame import Section
from soundcase.site.views.layout import Task

_OF_THE_FIRST_PAGE = ("systems", "abstract", "citation")


def example_anchors(tasks: Mapping[str, tuple[Task, ...]]) -> dict[tuple[str, str], str]:
    """The anchor of every example, by the ids of its task and its own."""
    return {
        (key, shown.id): shown.anchor
        for key, portions in tasks.items()
        for portion in portions
        for group in portion.groups
        for shown in group.examples
    }


def addresses(paging: Paging, anchors: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Page and anchor of every example, by the ids of its task and its own."""
    return {
        (key, each.id): f"{portion.url}#{quote(anchors[key, each.id])}"
        for key, portions in paging.portions.items()
        for portion in portions
        for each in portion.task.examples[portion.start : portion.stop]
    }


def whereabouts(
    paging: Paging, sections: tuple[Section, ...], tasks: Mapping[str, tuple[Task, ...]]
) -> dict[str, tuple[str, ...]]:
    """Anchor → the pages that have it, the one that a link from elsewhere leads to first."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(_OF_THE_FIRST_PAGE, (FIRST,))
    outline = (FIRST,) if paging.overview else ()
    for index, section in enumerate(sections):
        on = [leaf.url for leaf in paging.leaves if index in {part.section for part in leaf.parts}]
        found[section.anchor] = (paging.sections[index], *on, *outline)
    for key, views in tasks.items():
        portions = paging.portions[key]
        found[views[0].anchor] = (*(portion.url for portion in portions), *outline)
        for portion, view in zip(portions, views, strict=True):
            for group in view.groups:
                if group.anchor:
                    found[group.anchor] = (portion.url,)
                found.update((shown.anchor, (portion.url,)) for shown in group.examples)
    return found
