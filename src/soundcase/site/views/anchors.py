"""Addresses of elements across pages, for links, the search index and `catalogue.json`."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from soundcase.site.paging import FIRST, Paging
from soundcase.site.views.frame import SectionView
from soundcase.site.views.layout import TaskView

_OF_THE_FIRST_PAGE = ("systems", "abstract", "citation")


def example_anchors(tasks: Mapping[str, tuple[TaskView, ...]]) -> dict[tuple[str, str], str]:
    """The anchor of every example, by the ids of its task and its own."""
    return {
        (key, shown.id): shown.anchor
        for key, slices in tasks.items()
        for page_slice in slices
        for group in page_slice.groups
        for shown in group.examples
    }


def addresses(paging: Paging, anchors: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Page and anchor of every example, by the ids of its task and its own."""
    return {
        (key, each.id): f"{page_slice.url}#{quote(anchors[key, each.id])}"
        for key, slices in paging.slices.items()
        for page_slice in slices
        for each in page_slice.task.examples[page_slice.start : page_slice.stop]
    }


def whereabouts(
    paging: Paging, sections: tuple[SectionView, ...], tasks: Mapping[str, tuple[TaskView, ...]]
) -> dict[str, tuple[str, ...]]:
    """Anchor → the pages that have it, the one that a link from elsewhere leads to first."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(_OF_THE_FIRST_PAGE, (FIRST,))
    outline = (FIRST,) if paging.overview else ()
    for index, section in enumerate(sections):
        on = [spec.url for spec in paging.pages if index in {part.section for part in spec.parts}]
        found[section.anchor] = (paging.sections[index], *on, *outline)
    for key, views in tasks.items():
        slices = paging.slices[key]
        found[views[0].anchor] = (*(page_slice.url for page_slice in slices), *outline)
        for page_slice, view in zip(slices, views, strict=True):
            for group in view.groups:
                if group.anchor:
                    found[group.anchor] = (page_slice.url,)
                found.update((shown.anchor, (page_slice.url,)) for shown in group.examples)
    return found
