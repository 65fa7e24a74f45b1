"""The way over the pages of a long task: first and last, those around the current, the one before and after."""

from __future__ import annotations

from soundcase.site.paging import Portion
from soundcase.site.views.layout import Leap, Pagination
from soundcase.site.views.places import place
from soundcase.site.views.scene import Scene

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


def paginations(portions: tuple[Portion, ...], anchor: str, scene: Scene) -> tuple[Pagination | None, ...]:
    """For each portion of a task the links to all of them; None where the task stands on one page."""
    if len(portions) == 1:
        return (None,)
    words, title = scene.words, portions[0].task.title
    forms = (words.pages_of, words.more_pages_of)
    name, end_name = (scene.names.claim(form.format(title), join=" ") for form in forms)
    return tuple(_pagination(portion, portions, anchor, (name, end_name), scene) for portion in portions)


def _pagination(
    portion: Portion, portions: tuple[Portion, ...], anchor: str, names: tuple[str, str], scene: Scene
) -> Pagination:
    words, title = scene.words, portion.task.title

    def leap(number: int, word: str = "") -> Leap:
        href = place(portions[number - 1], anchor, portion.url)
        name = words.page_of.format(title, number)
        said = f"{word}: {name}" if word else name
        return Leap(href, word or str(number), said, current=number == portion.number)

    return Pagination(
        name=names[0],
        end_name=names[1],
        leaps=tuple(
            leap(number) if number else Leap("", "…", "")
            for number in named_pages(portion.number, portion.count)
        ),
        previous=leap(portion.number - 1, words.previous) if portion.number > 1 else None,
        next=leap(portion.number + 1, words.next) if portion.number < portion.count else None,
    )
