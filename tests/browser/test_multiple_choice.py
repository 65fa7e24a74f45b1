"""Multiple choice on the page: what there was to choose from, what was chosen, and what that is worth."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from observed import settle
from playwright.sync_api import Page

from bench import built
from judges import axe_findings_in_both
from projects import encoded, tone, write

pytestmark = pytest.mark.browser
CATALOGUE = """\
-- examples/catalogue.yaml --
title: Questions
models:
  one: {name: First}
  two: {name: Second}
sections:
  - title: Sounds
    tasks: [asked.yaml]
"""
TASK = """\
-- examples/asked.yaml --
title: Asked
layout: LAYOUT
output: OUTPUT
label_match: choice
examples:
  - audio: a.wav
    choices: [A dog, A cat]
    labels: B
    outputs: {one: The answer is (B)., two: A dog or a cat}
  - audio: b.wav
    choices: {1: Rain, 2: Wind, 3: "Rain, and wind"}
    labels: Wind
    outputs: {one: "3", two: wind.}
"""
VERDICTS = """() => [...document.querySelectorAll('[data-verdict]')].filter(one => one.closest('[data-model]'))
  .map(one => [one.closest('[data-model]').dataset.model, one.dataset.verdict, one.innerText.trim()])"""


@pytest.fixture(scope="module", params=["cards", "rows", "table", "transposed"])
def layout(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def site(folder: Path, layout: str, output: str) -> Path:
    task = TASK.replace("LAYOUT", layout).replace("OUTPUT", output)
    write(folder / "p", CATALOGUE + task, base="")
    (folder / "p" / "data" / "audio").mkdir(parents=True, exist_ok=True)
    for name, sound in (("a", tone()), ("b", tone(330))):
        (folder / "p" / "data" / "audio" / f"{name}.wav").write_bytes(encoded(sound))
    return built(folder / "p", folder / "site")


@pytest.fixture(scope="module")
def site_of_texts(tmp_path_factory: pytest.TempPathFactory, layout: str) -> Path:
    return site(tmp_path_factory.mktemp("choices"), layout, "text")


def test_answers_in_words_have_the_choice_that_they_were_read_as(page: Page, site_of_texts: Path) -> None:
    """To the letter, with what they were read as beside them and not in them."""
    folder = site_of_texts
    page.goto((folder / "index.html").as_uri())
    settle(page)
    assert sorted(page.evaluate(VERDICTS)) == [
        ["one", "added", "3 Rain, and wind"],
        ["one", "found", "B A cat"],
        ["two", "found", "2 Wind"],
        ["two", "undecided", "undecided"],
    ]
    said = page.locator("[data-output]").evaluate_all("all => all.map(one => one.textContent)")
    assert sorted(said) == sorted(["The answer is (B).", "A dog or a cat", "3", "wind."])
    letters = page.locator("[data-role=choices] [data-letter]").evaluate_all(
        "all => all.map(one => [one.dataset.letter, one.innerText.replace(/\\s+/g, ' ')])"
    )
    assert letters[:2] == [["A", "A A dog"], ["B", "B A cat"]]
    assert letters[2:] == [["1", "1 Rain"], ["2", "2 Wind"], ["3", "3 Rain, and wind"]]
    data = json.loads((folder / "catalogue.json").read_text("utf-8"))
    first = data["sections"][0]["tasks"][0]["examples"][0]
    assert first["choices"][1] == {"key": "B", "text": "A cat", "number": "2"}
    verdicts = {key: (one[0].get("chosen"), one[0]["verdict"]) for key, one in first["outputs"].items()}
    assert verdicts == {"one": ("B", "right"), "two": (None, "undecided")}


def test_answers_in_labels_are_read_as_choices_too(page: Page, tmp_path: Path, layout: str) -> None:
    page.goto((site(tmp_path, layout, "labels") / "index.html").as_uri())
    settle(page)
    assert sorted((model, verdict) for model, verdict, _ in page.evaluate(VERDICTS)) == [
        ("one", "added"),
        ("one", "found"),
        ("two", "found"),
        ("two", "undecided"),
    ]


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_in_choices(page: Page, site_of_texts: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto((site_of_texts / "index.html").as_uri())
    settle(page)
    assert axe_findings_in_both(page) == []
