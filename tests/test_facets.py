"""Facets: the columns that scripts of pages search, and the files beside these."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import catalogue, example, media, opened, plan, read, source, task
from soundcase.model import Catalogue, Score
from soundcase.scores import ErrorRate
from soundcase.site.facets import column
from soundcase.site.render import render_site

SIGNS = [chr(code) for code in range(35, 127) if chr(code) not in "\\<"]


def unpacked(packed: Sequence[Any], count: int) -> list[Any]:
    """The cells of a column, as a script of the page reads them."""
    values, signs = packed
    width = len(signs) // count
    places = []
    for at in range(0, width * count, max(width, 1)):
        place = 0
        for sign in signs[at : at + width]:
            place = place * len(SIGNS) + SIGNS.index(sign)
        places.append(place)
    return [values[place] for place in places or [0] * count]


def scripts(drawn: Catalogue) -> dict[str, Any]:
    """What each script of facets hands over, by address."""
    site = render_site(source(drawn, plan(drawn)), opened(drawn.theme), {})
    texts = read({url: one for url, one in site.assets.items() if url.startswith("facets")})
    return {
        url: json.loads(text.decode().partition("{detail: ")[2].rpartition("}));")[0])
        for url, text in texts.items()
    }


def labelled(count: int = 12, **given: Any) -> Catalogue:
    """A task whose systems give labels: the second is right where the number is even."""
    several = (
        example(
            number,
            labels=("Rain", "Wind"),
            group="Odd" if number % 2 else "Even",
            tags={"place": f"p{number % 3}"},
            outputs={
                "one": (media(labels=("Rain",)),),
                "two": (media(labels=("Dog",) if number % 2 else ("Wind", "Rain")),) if number != 4 else (),
            },
        )
        for number in range(1, count + 1)
    )
    return catalogue(task(*several, output="labels"), **given)


def scored(count: int, **given: Any) -> Catalogue:
    """A task with a score and a measured rate."""
    rate = Score("WER", "lower", "%", measure="wer", average="pooled")
    several = (
        example(
            number, outputs={"one": (media("a", scores={"MOS": number / 7, "WER": ErrorRate(number, 10)}),)}
        )
        for number in range(1, count + 1)
    )
    return catalogue(task(*several, scores=(Score("MOS", "higher"), rate)), **given)


@given(st.lists(st.one_of(st.none(), st.integers(0, 9000), st.text(max_size=2)), min_size=1, max_size=300))
def test_a_column_says_what_it_was_made_of(cells: list[Any]) -> None:
    assert unpacked(column(cells), len(cells)) == cells


@pytest.mark.parametrize("kinds", [1, 2, 90, 91, 8100, 8101])
def test_a_column_holds_as_many_values_as_there_are(kinds: int) -> None:
    cells = [str(number) for number in range(kinds)]
    assert unpacked(column(cells), kinds) == cells


def test_verdicts_groups_and_tags_are_columns() -> None:
    (told,) = scripts(labelled())["facets.js"]["tasks"]
    assert told["judged"] == ["one", "two"]
    assert unpacked(told["verdicts"], 12) == ["PW", "PR", "PW", "PM", *["PW", "PR"] * 4]
    assert unpacked(told["group"], 12) == ["Odd", "Even"] * 6
    assert unpacked(told["tags"]["place"], 12) == ["p1", "p2", "p0"] * 4
    assert told["systems"] == {"one": "Model One", "two": "Model Two"}


def test_examples_stand_in_scripts_of_five() -> None:
    found = scripts(labelled(23, pages="task"))
    (told,) = found.pop("facets.js")["tasks"]
    assert told["parts"] == [["facets/timbre", 23]]
    assert [(url, page, ids) for url, (page, ids, _) in found.items()] == [
        (
            f"facets/timbre/{place + 1}.js",
            "timbre.html",
            [str(1 + number) for number in range(start, min(start + 5, 23))],
        )
        for place, start in enumerate(range(0, 23, 5))
    ]


def test_a_short_task_has_its_numbers_with_it() -> None:
    (told,) = scripts(scored(3))["facets.js"]["tasks"]
    (mos, wer) = told["numbers"]
    assert mos[:4] == ["MOS", "", False, "one"]
    assert unpacked(mos[4], 3) == [0.142857, 0.285714, 0.428571]
    assert wer[:4] == ["WER", "%", True, "one"]
    assert unpacked(wer[4], 3) == [[1, 10], [2, 10], [3, 10]]


def test_the_numbers_of_a_long_task_are_loaded_by_the_column() -> None:
    found = scripts(scored(12, pages="task", per_page=5))
    (told,) = found["facets.js"]["tasks"]
    assert [url for *_, url in told["numbers"]] == ["facets/timbre/numbers-1.js", "facets/timbre/numbers-2.js"]
    assert unpacked(found["facets/timbre/numbers-2.js"], 12)[11] == [12, 10]


def test_where_nothing_tells_examples_apart_there_are_no_facets() -> None:
    bare = catalogue(task(*(example(number, outputs={"one": (media("a"),)}) for number in range(1, 9))))
    assert scripts(bare) == {}


def test_columns_of_ten_thousand_examples_are_small() -> None:
    """Five systems of which each is right in seven of ten."""
    chance = Random(14)
    letters = ["".join(chance.choice("RRRRRRRWWP") for _ in range(5)) for _ in range(10_000)]
    assert len(gzip.compress(json.dumps(column(letters)).encode())) < 20_000


def test_texts_that_say_the_same_are_verdicts_and_no_numbers() -> None:
    rows = [
        example(
            n, reference=(media("A violin"),), outputs={"one": (media("a violin" if n % 2 else "A cello"),)}
        )
        for n in range(1, 9)
    ]
    drawn = catalogue(task(*rows, scores=(Score("Exact", "higher", "%", "exact"),)))
    (told,) = scripts(drawn)["facets.js"]["tasks"]
    assert unpacked(told["verdicts"], 8) == ["RM", "WM"] * 4
    assert told["numbers"] == []


def test_an_edited_example_changes_one_script() -> None:
    """And the columns, where it is judged otherwise."""

    def edited(**changes: Any) -> set[str]:
        before = labelled(23, pages="task")
        (section,) = before.sections
        (one,) = section.tasks
        several = (replace(each, **changes) if each.id == "7" else each for each in one.examples)
        after = replace(before, sections=(replace(section, tasks=(replace(one, examples=tuple(several)),)),))
        first, second = scripts(before), scripts(after)
        return {url for url in first.keys() | second.keys() if first.get(url) != second.get(url)}

    assert edited(note="A word more.") == {"facets/timbre/2.js"}
    assert edited(tags={"place": "p9"}) == {"facets/timbre/2.js", "facets.js"}
