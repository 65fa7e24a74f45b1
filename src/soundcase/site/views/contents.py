"""Ways to everything: the contents of each page, the overview on the first, the steps between pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from soundcase import model
from soundcase.site.paging import FIRST, PageSlice, PageSpec, Paging
from soundcase.site.views.context import RenderContext
from soundcase.site.views.frame import ContentsEntry, OverviewEntry, PagerLink, SectionView
from soundcase.site.views.layout import TaskView
from soundcase.site.views.places import cut, link, place
from soundcase.site.views.values import Text
from soundcase.text.markdown import plain

_MOST_TASKS = 60
"""Tasks that every page lists; where there are more, a page lists those of its own sections."""
_TEASER = 160


@dataclass(frozen=True, slots=True)
class SiteOutline:
    """The site's parts, and the pages that they stand on."""

    catalogue: model.Catalogue
    paging: Paging
    sections: tuple[SectionView, ...]
    """Each with the first slice of its tasks."""
    anchors: Mapping[str, str]
    """By task id."""
    section_of: Mapping[str, int]
    """By task id."""

    def first(self, task: TaskView) -> PageSlice:
        """The address at which a task begins."""
        return self.paging.slices[task.id][0]


def contents(
    spec: PageSpec, outline: SiteOutline, *, systems: bool, site: RenderContext
) -> tuple[ContentsEntry, ...]:
    """The table of contents as this page shows it."""
    here = {part.section for part in spec.parts}
    short = sum(len(section.tasks) for section in outline.sections) <= _MOST_TASKS
    entries = [_entry("systems", site.words.models, spec, site)] if systems else []
    for index, section in enumerate(outline.sections):
        url = outline.paging.sections[index]
        tasks = tuple(_task(task, spec, outline) for task in section.tasks if short or index in here)
        own = url != FIRST
        href = url if own and url != spec.url else link(url, section.anchor, spec.url)
        entries.append(ContentsEntry(href, section.title, "", tasks, "page" if own and url == spec.url else ""))
    if outline.catalogue.citation:
        entries.append(_entry("citation", site.words.citation, spec, site))
    return tuple(entries)


def _entry(anchor: str, word: str, spec: PageSpec, site: RenderContext) -> ContentsEntry:
    return ContentsEntry(link(FIRST, anchor, spec.url), site.word(word), "")


def _task(task: TaskView, spec: PageSpec, outline: SiteOutline) -> ContentsEntry:
    first = outline.first(task)
    current: Literal["", "page", "true"] = ""
    named_by_section = spec.url in outline.paging.sections and spec.url != FIRST
    if not named_by_section and any(p.alone and p.task.id == task.id for p in spec.slices):
        current = "page" if first.url == spec.url else "true"
    count = str(len(first.task.examples))
    return ContentsEntry(place(first, task.anchor, spec.url), task.title, count, current=current)


def overview(outline: SiteOutline, site: RenderContext) -> tuple[OverviewEntry, ...]:
    """The sections and tasks as the first page lists them; none where they stand there themselves."""
    if not outline.paging.overview:
        return ()
    return tuple(
        _overview_entry(index, section, outline, site) for index, section in enumerate(outline.sections)
    )


def _overview_entry(
    index: int, section: SectionView, outline: SiteOutline, site: RenderContext
) -> OverviewEntry:
    written, url = outline.catalogue.sections[index], outline.paging.sections[index]
    own = url != FIRST
    return OverviewEntry(
        anchor=section.anchor,
        href=url if own else "",
        title=section.title,
        description=Markup() if own else site.prose(written.description),
        teaser=_teaser(written.description, site) if own else None,
        count="",
        tasks=tuple(
            OverviewEntry(
                anchor=task.anchor,
                href=place(outline.first(task), task.anchor, FIRST),
                title=task.title,
                description=Markup(),
                teaser=_teaser(drawn.description, site),
                count=task.count,
            )
            for task, drawn in zip(section.tasks, written.tasks, strict=True)
        ),
    )


def _teaser(description: str, site: RenderContext) -> Text | None:
    return site.maybe(cut(plain(description), _TEASER))


def pager_links(
    spec: PageSpec, outline: SiteOutline, site: RenderContext
) -> tuple[PagerLink | None, PagerLink | None]:
    """The ways to the page before and the page after this one, in reading order."""
    words = site.words
    before, after = _before(spec, outline), _after(spec, outline)
    back = _pager_link(before, words.previous, spec, outline, site) if before else None
    if before is None and spec.url != FIRST:
        back = PagerLink(FIRST, words.previous, site.word(words.overview), "")
    return back, _pager_link(after, words.next, spec, outline, site) if after else None


def _before(spec: PageSpec, outline: SiteOutline) -> PageSlice | None:
    """The link to what comes before all that the page shows."""
    if spec.url == FIRST:
        return None
    first = spec.slices[0]
    if first.number > 1:
        return outline.paging.slices[first.task.id][first.number - 2]
    order = list(outline.paging.slices)
    place = order.index(first.task.id)
    if place == 0:
        return None
    earlier = outline.paging.slices[order[place - 1]]
    return earlier[-1] if earlier[0].alone else earlier[0]


def _after(spec: PageSpec, outline: SiteOutline) -> PageSlice | None:
    """The link to what comes after all that the page shows; of several tasks, after the last."""
    order = list(outline.paging.slices)
    if not spec.slices:
        return outline.paging.slices[order[0]][0] if order else None
    last = spec.slices[-1]
    if len(spec.slices) == 1 and last.number < last.count:
        return outline.paging.slices[last.task.id][last.number]
    later = order.index(last.task.id) + 1
    return outline.paging.slices[order[later]][0] if later < len(order) else None


def _pager_link(
    page_slice: PageSlice, word: str, spec: PageSpec, outline: SiteOutline, site: RenderContext
) -> PagerLink:
    """The link to a slice; to the whole page of another section where that has several tasks."""
    section = outline.section_of[page_slice.task.id]
    own = page_slice.url == outline.paging.sections[section] != FIRST
    if own and section not in {part.section for part in spec.parts}:
        return PagerLink(page_slice.url, word, outline.sections[section].title, "")
    page = site.words.page.format(page_slice.number) if page_slice.number > 1 else ""
    href = place(page_slice, outline.anchors[page_slice.task.id], spec.url)
    return PagerLink(href, word, site.text(page_slice.task.title), page)
