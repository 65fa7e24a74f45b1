"""Colours of systems: the same for one system wherever it is, beside its name and never in its place."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from drawn import HERE, catalogue, example, media, pages, task
from soundcase.model import Model
from soundcase.site.views.colours import colour_of


def test_each_system_has_its_colour_by_its_place_in_the_catalogue() -> None:
    models = {f"m{place}": Model(HERE, f"m{place}", "M", ours=place in (2, 3)) for place in range(12)}
    found = [colour_of(one, models) for one in models]
    assert found == ["1", "2", "0", "3", "4", "5", "6", "7", "8", "1-2", "2-2", "3-2"]
    assert colour_of("unlisted", models) == ""


@pytest.mark.parametrize("layout", ["cards", "table", "transposed"])
def test_what_is_a_systems_has_its_colour_beside_its_name(layout: str) -> None:
    models = {key: Model(HERE, key, f"Model {key}", ours=key == "b") for key in ("a", "b")}
    compared = task(example(outputs={"b": (media("said"),)}), models=("b", "a"), layout=layout)
    page = BeautifulSoup(pages(catalogue(compared, models=models))["index.html"], "html.parser")
    held = [node for node in page.select("[data-model]") if node.get("data-role") != "prompt"]
    assert {(node["data-model"], node["data-colour"]) for node in held} == {("a", "1"), ("b", "0")}
    names = page.find_all(string=re.compile(r"^\s*Model [ab]\s*$"))
    assert len(names) >= 2
    for name in names:
        assert name.parent
        assert name.parent.find("i", attrs={"data-swatch": True}, recursive=False)
