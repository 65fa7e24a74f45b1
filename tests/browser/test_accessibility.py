"""axe, headings, names and languages: the page for readers who do not see or hear it all."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from observed import settle, wait_for_players
from playwright.sync_api import Page

from bench import SAMPLES, Serve, SiteOf
from judges import axe_findings, axe_findings_in_both, axe_passes

pytestmark = pytest.mark.browser

BACKGROUNDS = """() => [document.body, document.documentElement]
  .map(node => getComputedStyle(node).backgroundColor)"""

CJK_WITHOUT_LANGUAGE = """() => {
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (words.nextNode()) {
    const node = words.currentNode;
    if (!/[\\u4e00-\\u9fff]/.test(node.data) || node.parentElement.closest('script, style, noscript')) continue;
    if (!node.parentElement.closest('[lang]').lang.startsWith('zh')) found.push(node.data.trim().slice(0, 40));
  }
  return found;
}"""


@pytest.mark.parametrize("name", ["index.html", "404.html"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(page: Page, demo_site: Path, serve: Serve, *, width: int, name: str) -> None:
    """WCAG 2.2 A and AA with best practice; issue 2."""
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(serve(demo_site).address + name)
    settle(page)
    assert axe_findings_in_both(page) == []


@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_in_sample_projects(page: Page, site_of: SiteOf, *, width: int, kind: str) -> None:
    """issue 4: tables of clips, spans, scores, stems and turns."""
    page.set_viewport_size({"width": width, "height": 844})
    page.goto((site_of(kind) / "index.html").as_uri())
    settle(page)
    assert axe_findings_in_both(page) == []


@pytest.mark.parametrize("kind", SAMPLES)
def test_sample_projects_have_names_headings_and_languages(page: Page, site_of: SiteOf, *, kind: str) -> None:
    page.goto((site_of(kind) / "index.html").as_uri())
    settle(page)
    assert page.evaluate(CJK_WITHOUT_LANGUAGE) == []
    levels = page.evaluate(
        "() => [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(node => Number(node.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    wait_for_players(page)
    names = page.locator("[data-play]").evaluate_all(
        """all => all.map(node => [node.closest('[data-task]')?.dataset.task ?? '',
             node.getAttribute('aria-label') ?? node.textContent].join('\\n'))"""
    )
    assert len(names) == len(set(names)) > 10  # within a task, whose name is its section's heading


def test_axe_is_awake(page: Page, demo_site: Path, serve: Serve) -> None:
    page.goto(serve(demo_site).address)
    settle(page)
    assert axe_passes(page) > 20
    page.evaluate("() => document.querySelector('button[data-play]').replaceChildren()")
    page.evaluate("() => document.querySelector('button[data-play]').removeAttribute('aria-label')")
    page.evaluate("() => document.querySelector('button[data-play]').removeAttribute('aria-labelledby')")
    page.evaluate("() => document.querySelector('button[data-play]').removeAttribute('title')")
    assert [finding.partition(":")[0] for finding in axe_findings(page)] == ["button-name"]


def test_dark_is_dark(page: Page, demo_site: Path, serve: Serve) -> None:
    page.goto(serve(demo_site).address)
    colours = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        colours.append(page.evaluate(BACKGROUNDS))
    assert colours[0] != colours[1]


def test_headings_have_no_gaps(page: Page, demo_site: Path, serve: Serve) -> None:
    page.goto(serve(demo_site).address)
    levels = page.evaluate(
        "() => [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(node => Number(node.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_chinese_words_say_that_they_are_chinese(page: Page, demo_site: Path, serve: Serve) -> None:
    page.goto(serve(demo_site).address)
    assert page.evaluate(CJK_WITHOUT_LANGUAGE) == []
    assert page.locator("[data-role='prompt'][lang|='zh'], [lang|='zh'] [data-role='prompt']").count() == 1


def test_every_table_has_a_caption_and_scoped_headers(page: Page, demo_site: Path, serve: Serve) -> None:
    page.goto(serve(demo_site).address)
    tables = page.evaluate(
        """() => [...document.querySelectorAll('table')].map(table => ({
             caption: table.caption?.textContent.trim() ?? '',
             headers: table.querySelectorAll('th').length,
             unscoped: table.querySelectorAll('th:not([scope])').length,
           }))"""
    )
    assert tables
    assert all(table["caption"] and table["headers"] and not table["unscoped"] for table in tables)


def test_the_first_tab_stop_skips_to_the_content(page: Page, demo_site: Path, serve: Serve) -> None:
    page.goto(serve(demo_site).address)
    page.keyboard.press("Tab")
    target = page.evaluate("() => document.activeElement.getAttribute('href')")
    assert target
    assert target.startswith("#")
    assert page.evaluate("id => document.getElementById(id).tagName", target[1:]) == "MAIN"


def test_labels_are_told_apart_by_more_than_colour(page: Page, demo_site: Path, serve: Serve) -> None:
    """In forced colours all chips look alike, so their verdicts must also stand in the accessibility tree."""
    page.goto(serve(demo_site).address)
    tree = page.locator('[data-task="environmental-sound"] [data-example]').first.aria_snapshot().lower()
    assert "missed" in tree or "not found" in tree
    assert "added" in tree or "extra" in tree or "wrong" in tree
