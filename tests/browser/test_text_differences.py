"""Differences against a reference: marked on request, and gone again without a trace."""

from __future__ import annotations

from pathlib import Path

import pytest
from observed import settle, watch
from playwright.sync_api import Page

from bench import Serve, built
from judges import axe_findings_in_both, nu_findings
from projects import write

pytestmark = pytest.mark.browser

PROJECT = """\
-- examples/catalogue.yaml --
title: Base
models:
  ours: {name: Ours, ours: true}
  theirs: {name: Theirs}
sections:
  - title: Part
    tasks: [words.yaml, scripts.yaml, free.yaml]
-- examples/words.yaml --
title: Words
scores: {WER: {measure: wer}}
examples:
  - audio: a.wav
    reference: The cat sat on the mat.
    outputs:
      ours: the cat sat, on the mat
      theirs: 😀 The dog sat sat on mat.
-- examples/scripts.yaml --
title: Scripts
layout: table
text_match: exact
examples:
  - audio: b.wav
    reference: 今天天气很好。
    outputs: {ours: 今天天汽好。, theirs: ''}
  - audio: b.wav
    reference: مرحبا كيف حالك
    outputs: {ours: مرحبا حالك, theirs: مرحبا كيف حالك}
-- examples/free.yaml --
title: Free
examples:
  - audio: a.wav
    outputs: {ours: No reference., theirs: Nor here.}
"""
BUTTON = "text-differences button"
PIECES = (
    """() => [...document.querySelectorAll('[data-output]')].map(text => [text.textContent, text.innerHTML])"""
)
MARKS = """example => [...document.querySelectorAll(`#${example} mark`)]
  .map(mark => [mark.dataset.differs, mark.textContent || mark.getAttribute('aria-label')])"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("differences"), PROJECT)
    built(root, root / "site")
    return root / "site"


@pytest.fixture(params=["http", "file"])
def shown(request: pytest.FixtureRequest, page: Page, site: Path, serve: Serve) -> Page:
    page.goto(serve(site).address if request.param == "http" else (site / "index.html").as_uri())
    settle(page)
    return page


def wait_for_marks(page: Page, there: bool = True) -> None:
    """Texts are marked when they come near the screen: wait until these are, or none is."""
    page.wait_for_function(
        """there => [...document.querySelectorAll('[data-diff]')]
             .every(text => Boolean(text.querySelector('mark')) === there)""",
        arg=there,
    )


def press(page: Page) -> None:
    page.locator(BUTTON).click()
    wait_for_marks(page, page.locator(BUTTON).get_attribute("aria-pressed") == "true")


def test_the_places_that_differ_are_marked_by_kind(shown: Page) -> None:
    seen = watch(shown)
    assert shown.locator("mark").count() == 0
    press(shown)
    assert shown.locator(BUTTON).get_attribute("aria-pressed") == "true"
    assert shown.evaluate(MARKS, "words--1") == [
        ["same", "same as the reference"],
        ["added", "😀"],
        ["changed", "dog"],
        ["added", "sat"],
        ["missing", "missing: the"],
    ]
    assert shown.evaluate(MARKS, "scripts--1") == [
        ["changed", "汽"],
        ["missing", "missing: 很"],
        ["missing", "missing: 今天天气很好。"],
    ]
    assert shown.evaluate(MARKS, "scripts--2") == [
        ["missing", "missing: كيف"],
        ["same", "same as the reference"],
    ]
    assert shown.locator('[data-task="free"] mark').count() == 0
    assert seen.complaints == []


def test_texts_stay_what_they_are_and_marks_go_without_a_trace(shown: Page) -> None:
    before = shown.evaluate(PIECES)
    press(shown)
    marked = shown.evaluate(PIECES)
    assert [text for text, _ in marked] == [text for text, _ in before]
    assert marked != before
    press(shown)
    assert shown.evaluate(PIECES) == before
    assert shown.locator("mark:visible").count() == 0


def test_the_view_is_in_the_address_and_the_way_of_comparing_on_the_page(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri() + "?diff=1")
    wait_for_marks(page)
    assert page.locator(BUTTON).get_attribute("aria-pressed") == "true"
    assert page.locator("[data-output] mark").count() > 0
    legend = page.locator(".diff-legend").inner_text()
    assert "punctuation" in legend
    assert "everything counts" in legend
    assert "WER: errors per word" in page.locator('[data-task="words"] .task-head').inner_text()
    assert page.locator("#words--1 .scores").all_inner_texts()[0].split("\n")[-1].endswith("0 %")


def test_a_mark_says_its_kind_to_readers_who_do_not_see_it(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri() + "?diff=1")
    wait_for_marks(page)
    tree = page.locator("#words--1").aria_snapshot()
    for words in ("changed:", "not in the reference:", "missing: the", "same as the reference"):
        assert words in tree


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(page: Page, site: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((site / "index.html").as_uri() + "?diff=1")
    wait_for_marks(page)
    assert axe_findings_in_both(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_checker_finds_nothing(site: Path, serve: Serve) -> None:
    assert nu_findings([serve(site).address]) == []


def test_a_page_without_references_has_no_such_tool(page: Page, demo_site: Path) -> None:
    page.goto((demo_site / "index.html").as_uri())
    settle(page)
    assert page.locator(BUTTON).count() == page.locator("[data-diff]").count() == 0
