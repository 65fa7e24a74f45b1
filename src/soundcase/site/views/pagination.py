"""The way over the pages of a long task: first and last, those around the current, the one before and after."""

from __future__ import annotations

from soundcase.site.paging import PageSlice
from soundcase.site.views.context import RenderContext
from soundcase.site.views.layout import PageLink, Pagination
from soundcase.site.views.places import place

_AROUND = 2
"""How many pages before and after the current are named."""


def named_pages(current: int, count: int) -> tuple[int, ...]:
    """The numbers to show, in order; 0 stands for those left out, never for a single one."""
    near = range(current - _AROUND, current + _AROUND + 1)
    shown = [number for number in range(1, count + 1) if number in {1, count} or number in near]
    told: list[int] = []
    for number in shown:
        gap = number - told[-1] - 1 if told else 0
        told += [number - 1, number] if gap == 1 else [0, number] if gap else [number]
    return tuple(told)


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
        href = place(slices[number - 1], anchor, page_slice.url)
        name = words.page_of.format(title, number)
        said = f"{word}: {name}" if word else name
        return PageLink(href, word or str(number), said, current=number == page_slice.number)

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
