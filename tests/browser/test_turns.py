"""Dialogues: turns that follow the example's clip, and start it."""

from __future__ import annotations

from pathlib import Path

import pytest
from observed import listen, settle, wait_until_sounding, watch
from playwright.sync_api import Browser, Page

from bench import Serve, built
from judges import axe_findings_in_both
from projects import write

pytestmark = pytest.mark.browser

PROJECT = """\
audio: talk.wav tone-long
-- examples/catalogue.yaml --
title: Base
models:
  ours: {name: Ours, ours: true}
  theirs: {name: Theirs}
  third: {name: Third}
sections:
  - title: Part
    tasks: [cards.yaml, table.yaml, transposed.yaml]
rules: {same-content: off, empty-cell: off, duration-differs: off}
"""
TASK = """\
-- examples/{0}.yaml --
title: {0}
layout: {0}
models: [ours, theirs, third]
examples:
  - id: talk
    audio: talk.wav
    turns:
      - {{speaker: Ann, text: Hello there., start: 0}}
      - speaker: Ben
        start: 1
        reference: Hello Ann.
        outputs: {{ours: {{text: Hello Ann., audio: a.wav}}, theirs: Hi.}}
      - {{speaker: Ann, text: And you, start: 2}}
"""
LAYOUTS = ["cards", "table", "transposed"]
NOW = """() => [...document.querySelectorAll('[data-turn][aria-current]')]
  .map(turn => [turn.closest('[data-task]').dataset.task, turn.dataset.turn])"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = PROJECT + "".join(TASK.format(layout) for layout in LAYOUTS)
    root = write(tmp_path_factory.mktemp("turns"), text)
    built(root, root / "site")
    return root / "site"


@pytest.fixture(params=["http", "file"])
def shown(request: pytest.FixtureRequest, page: Page, site: Path, serve: Serve) -> Page:
    listen(page)
    page.goto(serve(site).address if request.param == "http" else (site / "index.html").as_uri())
    settle(page)
    return page


def talk(page: Page) -> str:
    href = page.locator('[data-task="cards"] a[data-clip]').first.get_attribute("href")
    assert href
    return href.rpartition("/")[2]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_turn_plays_the_clip_from_its_start_and_is_marked_while_it_sounds(shown: Page, layout: str) -> None:
    seen = watch(shown)
    assert shown.evaluate(NOW) == []
    turn = shown.locator(f'[data-task="{layout}"] [data-turn="2"]')
    turn.get_by_role("button", name="Play at 1.0 s").click()
    wait_until_sounding(shown, talk(shown))
    shown.wait_for_function(f'() => JSON.stringify(({NOW})()) === \'[["{layout}","2"]]\'')
    shown.wait_for_function(f'() => JSON.stringify(({NOW})()) === \'[["{layout}","3"]]\'')
    turn.locator("button[data-play]").first.click()
    shown.wait_for_function(f"() => ({NOW})().length === 0")
    assert seen.complaints == []


def test_following_a_clip_never_scrolls(shown: Page) -> None:
    shown.set_viewport_size({"width": 390, "height": 300})
    shown.locator('[data-task="cards"] .start button').first.click()
    wait_until_sounding(shown, talk(shown))
    before = shown.evaluate("scrollY")
    shown.wait_for_function(f'() => JSON.stringify(({NOW})()) === \'[["cards","2"]]\'')
    assert shown.evaluate("scrollY") == before


@pytest.mark.parametrize("layout", LAYOUTS)
def test_answers_stand_side_by_side_with_the_reference_and_holes_among_them(
    page: Page, site: Path, layout: str
) -> None:
    page.goto((site / "index.html").as_uri())
    turn = page.locator(f'[data-task="{layout}"] [data-turn="2"]')
    heads = turn.locator(".answers dt").all_inner_texts()
    assert [head.split(" ")[0] for head in heads] == ["Reference", "Ours", "Theirs", "Third"]
    assert turn.locator('[data-model="third"]').inner_text().split("\n")[-1].startswith(("–", "no output"))
    tops = turn.locator(".answers > div").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert len(set(tops)) == 1
    page.set_viewport_size({"width": 390, "height": 800})
    tops = turn.locator(".answers > div").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert len(set(tops)) == 4
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_the_times_are_words(browser: Browser, site: Path) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto((site / "index.html").as_uri())
    times = page.locator('[data-task="cards"] .start')
    assert times.all_inner_texts() == ["at 0.0 s", "at 1.0 s", "at 2.0 s"]
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(page: Page, site: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((site / "index.html").as_uri())
    settle(page)
    page.locator('[data-task="cards"] .start button').nth(1).click()
    page.wait_for_function(f"() => ({NOW})().length === 1")
    page.keyboard.press("Escape")
    assert axe_findings_in_both(page) == []
