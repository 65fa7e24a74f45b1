"""Figures follow from observations by their digests: what changes no number finds them, all else does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drawn import catalogue, example, media, plan, source, task
from soundcase.kept import KeptValues, digest_of
from soundcase.model import Catalogue, Example, Score

RIGHT = "Rain on a roof and a dog."


def rated(number: int, **given: object) -> Example:
    """An example with a text, a score and a group."""
    pieces = {
        model: (media("Rain on a roof.", scores={"MOS": 3.5 + number % 2 + shift}),)
        for model, shift in (("one", 0), ("two", 0.5))
    }
    return example(
        number,
        **{
            "title": f"Number {number}",
            "group": "xy"[number % 2],
            "reference": (media(RIGHT),),
            "outputs": pieces,
            **given,
        },
    )


ROWS = tuple(map(rated, range(1, 13)))
SCORES = (Score("MOS", "higher"), Score("WER", "lower", "%", "wer", "pooled"))


def site(*rows: Example, **given: object) -> Catalogue:
    """Twelve examples on four pages."""
    return catalogue(task(*rows, scores=SCORES), per_page=3, **given)


def edited(number: int, **given: object) -> Catalogue:
    """The same with one example edited."""
    return site(*(rated(one.number, **given) if one.number == number else one for one in ROWS))


def figures(drawn: Catalogue) -> bytes:
    """The digest of a task's figures."""
    return source(drawn, plan(drawn)).standings(next(drawn.tasks())).digest


def page(drawn: Catalogue, number: int) -> bytes:
    """The digest of all that a page follows from."""
    made = source(drawn, plan(drawn))
    return digest_of(made.page(made.paging.pages[number]))


def scored(value: float) -> dict[str, object]:
    """What both systems gave, one with another score."""
    return {"outputs": {model: (media("Rain on a roof.", scores={"MOS": value}),) for model in ("one", "two")}}


def test_an_edit_that_changes_no_number_finds_the_figures() -> None:
    known = figures(site(*ROWS))
    assert figures(edited(7, title="Another")) == known
    assert figures(edited(7, note="A remark.")) == known
    assert figures(replace(site(*ROWS), title="Another")) == known


@pytest.mark.parametrize(
    "given",
    [
        scored(2.5),
        {"group": "z"},
        {"tags": {"place": "street"}},
        {"reference": (media("Rain."),)},
        {"outputs": {}},
    ],
)
def test_whatever_changes_a_number_or_whose_it_is_makes_them_anew(given: dict[str, object]) -> None:
    assert figures(edited(7, **given)) != figures(site(*ROWS))


def test_whose_systems_are_ours_changes_the_differences() -> None:
    drawn = site(*ROWS)
    models = {key: replace(model, ours=key == "one") for key, model in drawn.models.items()}
    assert figures(replace(drawn, models=models)) != figures(drawn)


def test_only_the_page_with_the_results_follows_from_them() -> None:
    before, after = site(*ROWS), edited(12, **scored(2.5))
    assert [page(before, number) == page(after, number) for number in range(4)] == [False, True, True, False]


def test_figures_of_a_cut_site_are_those_of_a_whole_one() -> None:
    whole = replace(site(*ROWS), per_page=100)
    cut = source(site(*ROWS), plan(whole))
    assert (
        cut.standings(next(whole.tasks())).value
        == source(whole, plan(whole)).standings(next(whole.tasks())).value
    )


def test_what_was_kept_is_read_and_not_made_again() -> None:
    drawn, kept = site(*ROWS), KeptValues()
    first = source(drawn, plan(drawn), kept).standings(next(drawn.tasks()))
    assert first.value
    again = source(edited(7, title="Another"), plan(drawn), kept).standings(next(drawn.tasks()))
    assert again.value is first.value
