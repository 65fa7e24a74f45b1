"""Results and the leaderboard as readers use them: sorted by a column, as written on paper, with links."""

from __future__ import annotations

from pathlib import Path

import pytest
from observed import settle
from playwright.sync_api import Browser, Page, expect

from bench import Serve, alone, built
from judges import axe_findings, nu_findings, parse_errors
from projects import write

pytestmark = pytest.mark.browser

PROJECT = """-- examples/catalogue.yaml --
title: Results
models:
  ours: {name: Ours, ours: true}
  theirs: Theirs
  others: Others
sections:
  - title: Understanding
    tasks: [scenes.yaml, words.yaml]
rules: {no-audio: off, empty-cell: off}
-- examples/scenes.yaml --
title: Scenes
output: labels
results:
  accuracy: {theirs: 61.4 ± 0.9, ours: {value: 86.1, ci: 0.7, n: 9000}, others: {value: 70, n: 9000}}
selection: {of: 9000, how: random}
examples:
  - {labels: Rain, tags: {noise: low}, group: West, outputs: {ours: Rain, theirs: Rain, others: Wind}}
  - {labels: Wind, tags: {noise: loud}, group: West, outputs: {ours: Wind, theirs: Rain, others: Wind}}
  - {labels: Dog, tags: {noise: low}, group: East, outputs: {ours: Dog, theirs: Cat}}
  - {labels: Cat, tags: {noise: loud}, group: East, outputs: {ours: Dog, theirs: Cat, others: Cat}}
-- examples/words.yaml --
title: Words
scores: {MOS: {better: higher}, PPL: {better: lower}}
examples:
  - outputs: {ours: {text: A., scores: {MOS: 3, PPL: 9}}, theirs: {text: B., scores: {MOS: 4, PPL: 8}}}
  - outputs: {ours: {text: A., scores: {MOS: 4, PPL: 9}}, theirs: {text: B., scores: {MOS: 5, PPL: 8}}}
"""
NAMES = "rows => rows.map(row => row.dataset.model)"


@pytest.fixture(scope="module")
def site(shared_folder: Path) -> Path:
    folder = shared_folder / "leaderboard"
    with alone(shared_folder / "leaderboard.lock"):
        if not (folder / "site" / "index.html").exists():
            built(write(folder, PROJECT, base=""), folder / "site")
    return folder / "site"


@pytest.fixture
def shown(page: Page, site: Path, serve: Serve) -> Page:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(serve(site).address)
    settle(page)
    return page


def lines(page: Page, place: str = "#leaderboard") -> list[str]:
    found: list[str] = page.locator(f"{place} tbody tr").evaluate_all(NAMES)
    return found


def test_the_head_of_a_column_sorts_the_lines_best_first_then_back(shown: Page) -> None:
    written = lines(shown)
    assert written == ["ours", "theirs", "others"]
    head = shown.locator("#leaderboard thead tr").last.locator("th").first
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert lines(shown) == ["ours", "others", "theirs"]
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert lines(shown) == ["theirs", "others", "ours"]
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") is None
    assert lines(shown) == written


def test_fewer_is_better_where_the_head_says_so_and_what_has_no_number_is_last(shown: Page) -> None:
    shown.get_by_role("button", name="PPL").first.click()
    assert lines(shown) == ["theirs", "ours", "others"]


def test_paper_has_the_lines_as_they_were_written(shown: Page) -> None:
    shown.locator("#leaderboard .sorter").first.click()
    sorted_lines = lines(shown)
    shown.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert lines(shown) == ["ours", "theirs", "others"]
    shown.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert lines(shown) == sorted_lines


def test_folded_results_are_on_paper(shown: Page) -> None:
    fold = shown.locator("[data-task=scenes] .more-results").first
    assert not fold.locator("td").first.is_visible()
    shown.emulate_media(media="print")
    assert fold.locator("td").first.evaluate("cell => cell.checkVisibility({ contentVisibilityAuto: true })")


def test_without_scripts_numbers_lead_to_the_examples_of_their_task(
    browser: Browser, site: Path, serve: Serve
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(serve(site).address)
    link = page.get_by_role("link", name="1 wrong").first
    assert (link.get_attribute("href") or "").startswith("?show=scenes~")
    link.click()
    assert page.url.endswith("#scenes")
    expect(page.locator("#scenes")).to_be_visible()
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing(page: Page, site: Path, serve: Serve, *, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(serve(site).address)
    settle(page)
    for fold in page.locator(".more-results > summary").all():
        fold.click()
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_is_valid(site: Path, serve: Serve) -> None:
    assert parse_errors(site / "index.html") == []
    assert nu_findings([serve(site).address + "index.html"]) == []


def test_a_blind_test_has_no_results(shown: Page) -> None:
    shown.get_by_role("button", name="Blind test").click()
    expect(shown.get_by_role("heading", name="Leaderboard")).to_have_count(0)
    assert shown.locator(".summary").count() == 0
    shown.get_by_role("button", name="Reveal").click()
    expect(shown.get_by_role("heading", name="Leaderboard")).to_be_visible()
    assert lines(shown) == ["ours", "theirs", "others"]
