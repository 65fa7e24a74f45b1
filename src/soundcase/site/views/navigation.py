"""The ways through a site: contents, overview, links between pages, anchors.

Rule: an address is written as it is seen from the page that it stands on; on that page it is an anchor alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from urllib.parse import quote

from markupsafe import Markup

from soundcase import model
from soundcase.site.paging import FIRST, PageSlice, PageSpec, Paging
from soundcase.site.views.context import RenderContext
from soundcase.site.views.frame import ContentsEntry, OverviewEntry, PagerLink, SectionView
from soundcase.site.views.layout import PageLink, Pagination, TaskView
from soundcase.text.markdown import plain
from soundcase.values import dataclass

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
    entries = []
    if systems:
        entries.append(ContentsEntry(anchor_href(FIRST, "systems", spec.url), site.word(site.words.models), ""))
    for index, section in enumerate(outline.sections):
        url = outline.paging.sections[index]
        tasks = tuple(_task(task, spec, outline) for task in section.tasks if short or index in here)
        own = url != FIRST
        href = url if own and url != spec.url else anchor_href(url, section.anchor, spec.url)
        entries.append(ContentsEntry(href, section.title, "", tasks, "page" if own and url == spec.url else ""))
    if outline.catalogue.citation:
        href = anchor_href(FIRST, "citation", spec.url)
        entries.append(ContentsEntry(href, site.word(site.words.citation), ""))
    return tuple(entries)


def _task(task: TaskView, spec: PageSpec, outline: SiteOutline) -> ContentsEntry:
    first = outline.first(task)
    current: Literal["", "page", "true"] = ""
    named_by_section = spec.url in outline.paging.sections and spec.url != FIRST
    if not named_by_section and any(p.alone and p.task.id == task.id for p in spec.slices):
        current = "page" if first.url == spec.url else "true"
    count = str(len(first.task.examples))
    return ContentsEntry(slice_href(first, task.anchor, spec.url), task.title, count, current=current)


def overview(outline: SiteOutline, site: RenderContext) -> tuple[OverviewEntry, ...]:
    """The sections and tasks as the first page lists them; none where they stand there themselves."""
    if not outline.paging.overview:
        return ()
    entries = []
    for section, written, url in zip(
        outline.sections, outline.catalogue.sections, outline.paging.sections, strict=True
    ):
        own = url != FIRST
        tasks = tuple(
            OverviewEntry(
                anchor=task.anchor,
                href=slice_href(outline.first(task), task.anchor, FIRST),
                title=task.title,
                description=Markup(),
                teaser=site.maybe(shortened(plain(drawn.description), _TEASER)),
                count=task.count,
            )
            for task, drawn in zip(section.tasks, written.tasks, strict=True)
        )
        entries.append(
            OverviewEntry(
                anchor=section.anchor,
                href=url if own else "",
                title=section.title,
                description=Markup() if own else site.prose(written.description),
                teaser=site.maybe(shortened(plain(written.description), _TEASER)) if own else None,
                count="",
                tasks=tasks,
            )
        )
    return tuple(entries)


def pager_links(
    spec: PageSpec, outline: SiteOutline, site: RenderContext
) -> tuple[PagerLink | None, PagerLink | None]:
    """The ways to the page before and the page after this one, in reading order."""
    words = site.words
    before, after = _neighbours(spec, outline)
    back = _pager_link(before, words.previous, spec, outline, site) if before else None
    if before is None and spec.url != FIRST:
        back = PagerLink(FIRST, words.previous, site.word(words.overview), "")
    return back, _pager_link(after, words.next, spec, outline, site) if after else None


def _neighbours(spec: PageSpec, outline: SiteOutline) -> tuple[PageSlice | None, PageSlice | None]:
    """The slices before and after all that the page shows; of several tasks, after the last."""
    slices = outline.paging.slices
    order = list(slices)
    if not spec.slices:
        return None, slices[order[0]][0] if order else None
    before, after = None, None
    first, last = spec.slices[0], spec.slices[-1]
    index = order.index(first.task.id)
    if spec.url != FIRST and first.number > 1:
        before = slices[first.task.id][first.number - 2]
    elif spec.url != FIRST and index > 0:
        earlier = slices[order[index - 1]]
        before = earlier[-1] if earlier[0].alone else earlier[0]
    later = order.index(last.task.id) + 1
    if len(spec.slices) == 1 and last.number < last.count:
        after = slices[last.task.id][last.number]
    elif later < len(order):
        after = slices[order[later]][0]
    return before, after


def _pager_link(
    page_slice: PageSlice, word: str, spec: PageSpec, outline: SiteOutline, site: RenderContext
) -> PagerLink:
    """The link to a slice; to the whole page of another section where that has several tasks."""
    section = outline.section_of[page_slice.task.id]
    own = page_slice.url == outline.paging.sections[section] != FIRST
    if own and section not in {part.section for part in spec.parts}:
        return PagerLink(page_slice.url, word, outline.sections[section].title, "")
    page = site.words.page.format(page_slice.number) if page_slice.number > 1 else ""
    href = slice_href(page_slice, outline.anchors[page_slice.task.id], spec.url)
    return PagerLink(href, word, site.text(page_slice.task.title), page)


_AROUND = 2
"""How many pages before and after the current are named."""


def named_pages(current: int, count: int) -> tuple[int, ...]:
    """The numbers to show, in order; 0 stands for those left out, never for a single one."""
    near = range(current - _AROUND, current + _AROUND + 1)
    shown = [number for number in range(1, count + 1) if number in {1, count} or number in near]
    named: list[int] = []
    for number in shown:
        gap = number - named[-1] - 1 if named else 0
        named += [number - 1, number] if gap == 1 else [0, number] if gap else [number]
    return tuple(named)


def paginations(
    slices: tuple[PageSlice, ...], anchor: str, site: RenderContext
) -> tuple[Pagination | None, ...]:
    """For each slice of a task the links to all of them; None where the task stands on one page."""
    if len(slices) == 1:
        return (None,)
    words, title = site.words, slices[0].task.title
    forms = (words.pages_of, words.more_pages_of)
    name, end_name = (site.names.claim(form.format(title), join=" ") for form in forms)
    return tuple(_pagination(page_slice, slices, anchor, (name, end_name), site) for page_slice in slices)


def _pagination(
    page_slice: PageSlice,
    slices: tuple[PageSlice, ...],
    anchor: str,
    names: tuple[str, str],
    site: RenderContext,
) -> Pagination:
    words, title = site.words, page_slice.task.title

    def page_link(number: int, word: str = "") -> PageLink:
        href = slice_href(slices[number - 1], anchor, page_slice.url)
        name = words.page_of.format(title, number)
        unique = f"{word}: {name}" if word else name
        return PageLink(href, word or str(number), unique, current=number == page_slice.number)

    return Pagination(
        name=names[0],
        end_name=names[1],
        links=tuple(
            page_link(number) if number else PageLink("", "…", "")
            for number in named_pages(page_slice.number, page_slice.count)
        ),
        previous=page_link(page_slice.number - 1, words.previous) if page_slice.number > 1 else None,
        next=page_link(page_slice.number + 1, words.next) if page_slice.number < page_slice.count else None,
    )


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


def anchor_pages(
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


def anchor_href(url: str, anchor: str, page: str) -> str:
    """The address of an element on a page, as seen from this page or another."""
    return f"#{quote(anchor)}" if url == page else f"{url}#{quote(anchor)}"


def slice_href(page_slice: PageSlice, anchor: str, page: str) -> str:
    """The address of a slice of a task; that of its page where nothing else stands there."""
    if page_slice.alone and page_slice.url != page:
        return page_slice.url
    return anchor_href(page_slice.url, anchor, page)


def shortened(text: str, length: int) -> str:
    """The text, or its first words where it is longer."""
    if len(text) <= length:
        return text
    start = text[:length]
    return (start.rsplit(" ", 1)[0] if " " in start else start).rstrip(" ,;:") + " …"
