"""The ways through a site: contents, overview, links between pages, anchors.

Rule: an address is written as it is seen from the page that it stands on; on that page it is an anchor alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal
from urllib.parse import quote

from markupsafe import Markup

from soundcase.model import Catalogue, Section, Task
from soundcase.site.anchors import SiteAnchors
from soundcase.site.known import Known
from soundcase.site.paging import FIRST, Paging, SlicePlace
from soundcase.site.views.context import RenderContext
from soundcase.site.views.frame import ContentsEntry, OverviewEntry, PagerLink
from soundcase.site.views.layout import PageLink, Pagination
from soundcase.text.markdown import plain
from soundcase.values import dataclass

_MOST_TASKS = 60
"""Tasks that every page lists; where there are more, a page lists those of its own sections."""
_TEASER = 160


@dataclass(frozen=True, slots=True)
class TaskOutline:
    """A task as other pages lead to it."""

    id: str
    anchor: str
    title: str
    count: int
    """Of its examples."""
    section: int
    """Index of its section."""
    slices: tuple[SlicePlace, ...]


@dataclass(frozen=True, slots=True)
class SectionOutline:
    """A section as other pages lead to it."""

    anchor: str
    title: str
    url: str
    """The page that introduces it."""
    tasks: tuple[TaskOutline, ...]


@dataclass(frozen=True, slots=True)
class SiteOutline:
    """The site's parts, and the pages that they stand on."""

    sections: tuple[SectionOutline, ...]
    overview: bool
    """Whether the first page only leads to the others."""

    @property
    def tasks(self) -> tuple[TaskOutline, ...]:
        """Every task, in page order."""
        return tuple(task for section in self.sections for task in section.tasks)


def outline_of(catalogue: Catalogue, paging: Paging, anchors: SiteAnchors) -> SiteOutline:
    """The outline of a site; of the examples, only their number is read."""
    sections = []
    for index, section in enumerate(catalogue.sections):
        tasks = (
            TaskOutline(
                id=task.id,
                anchor=anchors.tasks[task.id],
                title=task.title,
                count=len(task.examples),
                section=index,
                slices=tuple(page_slice.place for page_slice in paging.slices[task.id]),
            )
            for task in section.tasks
        )
        url = paging.sections[index]
        sections.append(SectionOutline(anchors.sections[index], section.title, url, tuple(tasks)))
    return SiteOutline(tuple(sections), paging.overview)


@dataclass(frozen=True, slots=True)
class PageOutline:
    """A page as it stands among the others."""

    url: str
    parts: tuple[tuple[int, tuple[tuple[TaskOutline, SlicePlace], ...]], ...]
    """The sections on it, by their indices, each with the slices of its tasks."""
    site: Known[SiteOutline]

    @property
    def slices(self) -> tuple[tuple[TaskOutline, SlicePlace], ...]:
        """Everything that it shows, in reading order."""
        return tuple(shown for _, several in self.parts for shown in several)

    @property
    def sections(self) -> tuple[int, ...]:
        """The sections on it, by their indices."""
        return tuple(section for section, _ in self.parts)

    @property
    def lone(self) -> bool:
        """The site is this page, with one task on it."""
        return len(self.slices) == sum(len(task.slices) for task in self.site.value.tasks) == 1


def contents(
    page: PageOutline, *, before: Iterable[tuple[str, str]], citation: bool, site: RenderContext
) -> tuple[ContentsEntry, ...]:
    """The table of contents as this page shows it; `before` are anchors and names of what comes first.

    Empty where the site is one page of one task, which its headings say.
    """
    if page.lone:
        return ()
    short = len(page.site.value.tasks) <= _MOST_TASKS
    entries = [
        ContentsEntry(anchor_href(FIRST, anchor, page.url), site.word(name), "") for anchor, name in before
    ]
    for index, section in enumerate(page.site.value.sections):
        listed = section.tasks if short or index in page.sections else ()
        own = section.url != FIRST
        href = (
            section.url
            if own and section.url != page.url
            else anchor_href(section.url, section.anchor, page.url)
        )
        current: Literal["", "page"] = "page" if own and section.url == page.url else ""
        tasks = tuple(_task(task, page, site) for task in listed)
        entries.append(ContentsEntry(href, site.text(section.title), "", tasks, current))
    if citation:
        href = anchor_href(FIRST, "citation", page.url)
        entries.append(ContentsEntry(href, site.word(site.words.citation), ""))
    return tuple(entries)


def _task(task: TaskOutline, page: PageOutline, site: RenderContext) -> ContentsEntry:
    first = task.slices[0]
    current: Literal["", "page", "true"] = ""
    named_by_section = page.url != FIRST and page.url in (section.url for section in page.site.value.sections)
    if not named_by_section and any(place.alone and shown.id == task.id for shown, place in page.slices):
        current = "page" if first.url == page.url else "true"
    href = slice_href(first, task.anchor, page.url)
    return ContentsEntry(href, site.text(task.title), str(task.count), current=current)


def overview(
    outline: SiteOutline, written: Sequence[tuple[Section, Sequence[Task]]], site: RenderContext
) -> tuple[OverviewEntry, ...]:
    """The sections and tasks as the first page lists them; `written` are these, without examples."""
    entries = []
    for section, (head, heads) in zip(outline.sections, written, strict=True):
        own = section.url != FIRST
        tasks = tuple(
            OverviewEntry(
                anchor=task.anchor,
                href=slice_href(task.slices[0], task.anchor, FIRST),
                title=site.text(task.title),
                description=Markup(),
                teaser=site.maybe(shortened(plain(drawn.description), _TEASER)),
                count=site.words.examples.of(task.count),
            )
            for task, drawn in zip(section.tasks, heads, strict=True)
        )
        entries.append(
            OverviewEntry(
                anchor=section.anchor,
                href=section.url if own else "",
                title=site.text(section.title),
                description=Markup() if own else site.prose(head.description),
                teaser=site.maybe(shortened(plain(head.description), _TEASER)) if own else None,
                count="",
                tasks=tasks,
            )
        )
    return tuple(entries)


def pager_links(page: PageOutline, site: RenderContext) -> tuple[PagerLink | None, PagerLink | None]:
    """The ways to the page before and the page after this one, in reading order."""
    words = site.words
    before, after = _neighbours(page)
    back = _pager_link(*before, words.previous, page, site) if before else None
    if before is None and page.url != FIRST:
        back = PagerLink(FIRST, words.previous, site.word(words.overview), "")
    return back, _pager_link(*after, words.next, page, site) if after else None


_Step = tuple[TaskOutline, SlicePlace]


def _neighbours(page: PageOutline) -> tuple[_Step | None, _Step | None]:
    """The slices before and after all that the page shows; of several tasks, after the last."""
    tasks = page.site.value.tasks
    if not page.slices:
        return None, (tasks[0], tasks[0].slices[0]) if tasks else None
    before: _Step | None = None
    after: _Step | None = None
    (first, begin), (last, end) = page.slices[0], page.slices[-1]
    index, later = tasks.index(first), tasks.index(last) + 1
    if page.url != FIRST and begin.number > 1:
        before = first, first.slices[begin.number - 2]
    elif page.url != FIRST and index > 0:
        earlier = tasks[index - 1]
        before = earlier, earlier.slices[-1 if earlier.slices[0].alone else 0]
    if len(page.slices) == 1 and end.number < end.count:
        after = last, last.slices[end.number]
    elif later < len(tasks):
        after = tasks[later], tasks[later].slices[0]
    return before, after


def _pager_link(
    task: TaskOutline, place: SlicePlace, word: str, page: PageOutline, site: RenderContext
) -> PagerLink:
    """The link to a slice; to the whole page of another section where that has several tasks."""
    section = page.site.value.sections[task.section]
    if place.url == section.url != FIRST and task.section not in page.sections:
        return PagerLink(place.url, word, site.text(section.title), "")
    number = site.words.page.format(place.number) if place.number > 1 else ""
    return PagerLink(slice_href(place, task.anchor, page.url), word, site.text(task.title), number)


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


def pagination(place: SlicePlace, task: TaskOutline, site: RenderContext) -> Pagination | None:
    """The links from a slice of a task to all of them; None where the task stands on one page."""
    if place.count == 1:
        return None
    words, title = site.words, task.title
    forms = (words.pages_of, words.more_pages_of)
    name, end_name = (site.names.claim(form.format(title), join=" ") for form in forms)

    def page_link(number: int, word: str = "") -> PageLink:
        href = slice_href(task.slices[number - 1], task.anchor, place.url)
        called = words.page_of.format(title, number)
        unique = f"{word}: {called}" if word else called
        return PageLink(href, word or str(number), unique, current=number == place.number)

    return Pagination(
        name=name,
        end_name=end_name,
        links=tuple(
            page_link(number) if number else PageLink("", "…", "")
            for number in named_pages(place.number, place.count)
        ),
        previous=page_link(place.number - 1, words.previous) if place.number > 1 else None,
        next=page_link(place.number + 1, words.next) if place.number < place.count else None,
    )


_OF_THE_FIRST_PAGE = ("systems", "leaderboard", "abstract", "citation")


def anchor_pages(
    paging: Paging, anchors: SiteAnchors, groups: Iterable[tuple[str, str]] = ()
) -> dict[str, tuple[str, ...]]:
    """Anchor → the pages that have it, the one that a link from elsewhere leads to first.

    `groups` are anchors of groups, each with a page that has it.
    """
    found: dict[str, tuple[str, ...]] = dict.fromkeys(_OF_THE_FIRST_PAGE, (FIRST,))
    outline = (FIRST,) if paging.overview else ()
    for index, anchor in enumerate(anchors.sections):
        on = [spec.url for spec in paging.pages if index in {part.section for part in spec.parts}]
        found[anchor] = (paging.sections[index], *on, *outline)
    for key, slices in paging.slices.items():
        found[anchors.tasks[key]] = (*(page_slice.url for page_slice in slices), *outline)
        for page_slice in slices:
            own = anchors.examples[key][page_slice.start : page_slice.stop]
            found.update(dict.fromkeys(own, (page_slice.url,)))
    of_groups: dict[str, tuple[str, ...]] = {}
    for anchor, url in groups:
        of_groups[anchor] = (*of_groups.get(anchor, ()), url)
    return of_groups | found


ByExample = dict[tuple[str, str], str]
"""By the ids of a task and of an example in it."""


def addresses(paging: Paging, anchors: SiteAnchors, ids: Mapping[str, Sequence[str]]) -> ByExample:
    """Page and anchor of every example."""
    return {
        (key, ids[key][index]): f"{page_slice.url}#{quote(anchors.examples[key][index])}"
        for key, slices in paging.slices.items()
        for page_slice in slices
        for index in range(page_slice.start, page_slice.stop)
    }


def anchor_href(url: str, anchor: str, page: str) -> str:
    """The address of an element on a page, as seen from this page or another."""
    return f"#{quote(anchor)}" if url == page else f"{url}#{quote(anchor)}"


def slice_href(place: SlicePlace, anchor: str, page: str) -> str:
    """The address of a slice of a task; that of its page where nothing else stands there."""
    if place.alone and place.url != page:
        return place.url
    return anchor_href(place.url, anchor, page)


def shortened(text: str, length: int) -> str:
    """The text, or its first words where it is longer."""
    if len(text) <= length:
        return text
    start = text[:length]
    return (start.rsplit(" ", 1)[0] if " " in start else start).rstrip(" ,;:") + " …"
