"""Pages cut into examples: what was printed, in the layout that it has, with all that leads it in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from drawn import Element, catalogue, example, media, pages, parsed, task
from soundcase.model import Catalogue, Layout, Prompt
from soundcase.site.cuttings import SIZE, Cutting, cuttings

LAYOUTS: tuple[Layout, ...] = ("cards", "rows", "table", "transposed")
ODD = 'a "b" <li> </section> <noscript>'


def answers(number: int) -> dict[str, tuple[object, ...]]:
    return {"one": (media(f"One says {number}."),), "two": (media(f"Two says {number} {ODD}."),)}


def of(layout: Layout, count: int = 23, *, groups: int = 3) -> Catalogue:
    """A task of so many examples in groups."""
    several = (
        example(number, group=f"Part {number * groups // (count + 1)}", outputs=answers(number))
        for number in range(1, count + 1)
    )
    return catalogue(task(*several, layout=layout, prompt=Prompt("What is heard?")))


def cut(drawn: Catalogue) -> tuple[Cutting, ...]:
    """The cuttings of the one task."""
    (several,) = cuttings(pages(drawn)["index.html"]).values()
    return several


def drawn_as(element: Element, number: str) -> list[tuple[str, object, str]]:
    """What stands in the parts of an example, elements by their names, attributes and words."""
    parts: Iterator[Element] = iter(element.all(data_example=number))
    return [(one.tag, one.attributes, one.text) for part in parts for one in part.walk()]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_example_is_in_one_cutting_as_its_page_shows_it(layout: Layout) -> None:
    drawn = of(layout)
    page = parsed(pages(drawn)["index.html"])
    told = cut(drawn)
    assert [len(one.ids) for one in told] == [SIZE, SIZE, SIZE, SIZE, 3]
    assert [each for one in told for each in one.ids] == [str(number) for number in range(1, 24)]
    for one in told:
        element = parsed(one.html)
        for number in one.ids:
            assert drawn_as(element, number) == drawn_as(page, number) != []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_cutting_has_the_task_its_prompt_and_its_groups_but_not_its_head(layout: Layout) -> None:
    _, second, *_ = cut(of(layout))
    element = parsed(second.html)
    assert element.one(data_task="timbre").attributes["data-layout"] == layout
    assert "What is heard?" in element.text
    groups = [
        one.text.strip() for one in element.walk() if str(one.attributes.get("class")).startswith("group-")
    ]
    assert groups == ["Part 0", "Part 1"]
    assert element.all("h3") == []


def test_a_row_keeps_the_head_of_its_table() -> None:
    for one in cut(of("table")):
        element = parsed(one.html)
        assert [head.text for head in element.one("thead").all("th", scope="col")][1:3] == [
            "Model One",
            "Model Two ours",
        ]
        assert len(element.all("table")) == 1


@pytest.mark.parametrize("layout", ["cards", "table"])
def test_what_several_examples_share_comes_with_each_cutting_that_has_one(layout: Layout) -> None:
    several = [example(number, text="Said once for all.", outputs=answers(number)) for number in range(1, 13)]
    for one in cut(catalogue(task(*several, layout=layout))):
        assert "Said once for all." in one.html


def test_players_for_pages_without_scripts_are_left_out() -> None:
    drawn = of("cards", 3)
    assert "<noscript>" in pages(drawn)["index.html"]
    assert all("<noscript>" not in one.html for one in cut(drawn))


def test_a_page_without_the_contract_has_no_cuttings() -> None:
    assert cuttings("<p>Nothing <li data-example='1'>here") == {}
    assert cuttings('<section data-task="a"><p data-example="1"></section>')["a"][0].ids == ("1",)
    assert cuttings('<section data-task="a"><p>Nothing.</p></section>') == {"a": ()}
