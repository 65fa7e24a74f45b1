"""The room that is kept for examples far from the screen, in the steps that the styles know."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from drawn import catalogue, example, index, media, task
from soundcase.model import Example
from soundcase.site.theme import theme_folder
from soundcase.site.views.tasks import MANY, STEPS

LONG = "one two three four five " * 20


def kept(*examples: Example, **given: object) -> int:
    """What the page says of a task of these."""
    many = (
        replace(each, number=number, id=str(number)) for number, each in enumerate(examples * (MANY + 1), 1)
    )
    section = index(catalogue(task(*many, **given))).one("section", data_task="timbre")
    return int(section.attributes["data-tall"] or 0)


def test_the_styles_know_every_step() -> None:
    css = (theme_folder() / "assets" / "css" / "parts" / "far.css").read_text("utf-8")
    assert dict(re.findall(r'\[data-tall="(\d+)"\] { --tall: (\d+)rem; }', css)) == {
        str(n): str(n) for n in STEPS
    }


@pytest.mark.parametrize(
    ("less", "more"),
    [
        (example(text="short"), example(text=LONG)),
        (example(text="字" * 200), example(text="字" * 400)),
        (example(text="short"), example(audio=(media(audio="a.wav"),) * 5)),
        (
            example(outputs={"one": (media("x"),)}),
            example(outputs={"one": (media(LONG),), "two": (media(LONG),)}),
        ),
    ],
)
def test_more_to_show_gets_more_room(less: Example, more: Example) -> None:
    assert kept(less) < kept(more)


def test_wide_characters_count_twice() -> None:
    assert kept(example(text="字" * 200)) == kept(example(text="ab" * 200)) > kept(example(text="a" * 100))


def test_a_few_long_examples_among_many_change_nothing() -> None:
    short = tuple(example(number, text="short") for number in range(1, 10))
    assert kept(*short, example(10, text=LONG * 5)) == kept(*short)


@pytest.mark.parametrize(("count", "many"), [(MANY, False), (MANY + 1, True)])
def test_only_the_examples_of_long_tasks_are_laid_out_one_by_one(count: int, many: bool) -> None:
    drawn = task(*(example(number, text="x") for number in range(1, count + 1)))
    section = index(catalogue(drawn)).one("section", data_task="timbre")
    assert ("data-many" in section.attributes) is many
