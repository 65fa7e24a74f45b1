"""Long answers and reasoning: folded, and open for whoever looks; rows under a head, tabs on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from observed import settle, watch
from playwright.sync_api import Browser, Page

from bench import Serve, built
from judges import axe_findings, nu_findings
from projects import write

pytestmark = pytest.mark.browser


def long(word: str, rare: str) -> str:
    return " ".join([f"{word} {number}." for number in range(150)] + [rare])


ANSWERS = f"""\
-- examples/catalogue.yaml --
title: Base
models:
  theirs: {{name: Theirs}}
  ours: {{name: Ours, ours: true}}
sections:
  - title: Part
    tasks: [rows.yaml, brief.yaml, marked.yaml]
-- examples/rows.yaml --
title: Rows
examples:
  - id: first
    audio: a.wav
    reference: A dog.
    outputs:
      theirs: {{text: "{long("Theirs", "quetzal")}", reasoning: "{long("Thought", "wombat")}"}}
      ours: {{text: "{long("雨声", "完")}", reasoning: 思考}}
  - id: second
    audio: a.wav
    outputs:
      theirs: "{long("مطر", "نهاية")}"
      ours: Brief.
  - id: third
    audio: a.wav
    outputs: {{theirs: "{long("Third", "okapi")}", ours: Brief too.}}
-- examples/brief.yaml --
title: Brief
examples:
  - {{audio: a.wav, outputs: {{ours: A dog., theirs: "{long("One", "axolotl")}"}}}}
  - {{audio: a.wav, outputs: {{ours: A cat., theirs: A bird.}}}}
  - {{audio: a.wav, outputs: {{ours: A cat., theirs: A bird.}}}}
-- examples/marked.yaml --
title: Marked
format: markdown
layout: cards
examples:
  - audio: a.wav
    outputs:
      ours: |
        **Rain** [elsewhere](https://example.org)

        ```
        {"a wide line of code " * 12}
        ```

        | a | b |
        |---|---|
        | {"1" * 90} | 2 |
      theirs: Plain.
"""
FOLDED = """() => [...document.querySelectorAll('.fold > .said')]
  .filter(said => said.scrollHeight > said.clientHeight + 4).length"""
LEFTS = "all => all.map(one => one.getBoundingClientRect().left)"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("folds"), ANSWERS)
    built(root, root / "site")
    return root / "site"


@pytest.fixture
def shown(page: Page, site: Path, serve: Serve) -> Page:
    page.goto(serve(site).address)
    settle(page)
    return page


def fold(page: Page, example: str, model: str) -> Any:
    return page.locator(f'[id="rows--{example}"] [data-model="{model}"] .fold')


def is_open(page: Page, example: str, model: str) -> bool:
    opened: bool = fold(page, example, model).evaluate("fold => fold.querySelector('details').open")
    return opened


def test_a_fold_shows_the_beginning_and_says_how_much_there_is(shown: Page) -> None:
    seen = watch(shown)
    one = fold(shown, "first", "theirs")
    text = one.locator('[data-output="theirs"]')
    assert text.evaluate("text => text.textContent") == long("Theirs", "quetzal")
    before = one.bounding_box()["height"]
    assert before < 360
    summary = one.locator("summary")
    assert summary.inner_text() == f"Show all · {len(long('Theirs', 'quetzal')):,} characters"
    summary.focus()
    shown.keyboard.press("Enter")
    shown.wait_for_function("text => text.scrollHeight <= text.clientHeight + 1", arg=text.element_handle())
    assert one.bounding_box()["height"] > before
    assert summary.inner_text() == "Show less"
    summary.click()
    shown.wait_for_function("text => text.scrollHeight > text.clientHeight", arg=text.element_handle())
    assert text.evaluate("text => text.textContent") == long("Theirs", "quetzal")
    assert seen.complaints == []


def test_a_fold_is_one_tab_stop(shown: Page) -> None:
    stops = shown.evaluate(
        """() => [...document.querySelectorAll('.abreast [data-model] *')]
          .filter(one => one.tabIndex >= 0 && one.localName !== 'details').map(one => one.localName)"""
    )
    assert set(stops) == {"summary"}
    assert len(stops) == shown.locator(".abreast .fold").count() + shown.locator(".abreast .reasoning").count()


def test_one_long_answer_does_not_push_its_neighbours_down(shown: Page) -> None:
    cards = shown.locator('[data-task="brief"] .card').evaluate_all(
        "cards => cards.map(card => card.offsetHeight)"
    )
    assert max(cards) < 700


def test_a_search_opens_what_it_finds_and_folds_it_again(shown: Page) -> None:
    shown.locator("[data-search]").fill("quetzal")
    shown.wait_for_function("() => document.querySelectorAll('.fold > details[open]').length === 1")
    assert is_open(shown, "first", "theirs")
    shown.locator("[data-search]").fill("wombat")
    shown.wait_for_function("() => document.querySelectorAll('.reasoning[open]').length === 1")
    assert not is_open(shown, "first", "theirs")
    shown.locator("[data-search]").fill("")
    shown.wait_for_function("() => !document.querySelector('details[open]')")
    shown.locator("[data-search]").fill("نهاية")
    shown.wait_for_function("() => document.querySelectorAll('.fold > details[open]').length === 1")
    assert is_open(shown, "second", "theirs")


def test_a_link_to_a_search_opens_what_it_finds(page: Page, site: Path, serve: Serve) -> None:
    page.goto(f"{serve(site).address}?q=wombat")
    page.wait_for_function("() => document.querySelectorAll('details[open]').length === 1")
    assert page.locator(".reasoning[open] [data-reasoning]").inner_text().endswith("wombat")


def test_what_the_browser_finds_is_opened(shown: Page) -> None:
    """Its search scrolls within what is folded, as an address with a text fragment does."""
    shown.evaluate("() => { document.querySelector('#rows--first .fold .said').scrollTop = 200; }")
    shown.wait_for_function("() => document.querySelector('#rows--first .fold > details').open")
    assert shown.evaluate("() => document.querySelector('#rows--first .fold .said').scrollTop") == 0


def test_a_link_to_an_example_opens_its_answers(page: Page, site: Path, serve: Serve) -> None:
    page.goto(f"{serve(site).address}#rows--first")
    page.wait_for_function("() => document.querySelectorAll('#rows--first .fold > details[open]').length === 2")
    assert not is_open(page, "third", "theirs")
    page.evaluate("() => { location.hash = 'rows--third'; }")
    page.wait_for_function("() => document.querySelectorAll('#rows--third .fold > details[open]').length === 1")


def test_all_is_open_without_scripts(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    text = page.locator('#rows--first [data-output="theirs"]')
    assert text.bounding_box()["height"] > 400  # type: ignore[index]
    assert page.locator(".fold summary:visible").count() == 0
    assert "wombat" in page.locator("#rows--first .reasoning [data-reasoning]").first.inner_text()
    context.close()


def test_print_has_every_word(shown: Page) -> None:
    shown.emulate_media(media="print")
    assert shown.evaluate(FOLDED) == 0
    assert shown.locator(".fold summary:visible").count() == 0
    assert all(box.bounding_box() for box in shown.locator("[data-reasoning]").all())
    assert all(box.bounding_box() for box in shown.locator(".abreast > div").all())
    assert shown.locator("system-tabs:visible").count() == 0
    shown.emulate_media(media="screen")
    assert shown.evaluate(FOLDED) == shown.locator(".fold").count()


def test_names_stay_over_their_answers(shown: Page) -> None:
    shown.set_viewport_size({"width": 1280, "height": 600})
    assert shown.locator('[data-task="rows"]').get_attribute("data-layout") == "rows"
    shown.evaluate("() => document.querySelector('#rows--third').scrollIntoView({ behavior: 'instant' })")
    head = shown.locator('[data-task="rows"] system-tabs')
    places = head.locator("[data-model]").evaluate_all(LEFTS)
    cells = shown.locator("#rows--third .abreast > div").evaluate_all(LEFTS)
    assert places == pytest.approx(cells, abs=1)
    assert 0 <= head.bounding_box()["y"] < 120  # type: ignore[index]


def test_on_a_phone_tabs_show_one_system_at_a_time(shown: Page) -> None:
    shown.set_viewport_size({"width": 390, "height": 844})
    tabs = shown.locator('[data-task="rows"] system-tabs [role="button"]')
    tabs.first.wait_for()
    assert tabs.evaluate_all("all => all.map(one => one.getAttribute('aria-pressed'))") == ["false", "true"]
    assert shown.locator("#rows--second .abreast > div:visible").get_attribute("data-model") == "ours"
    shown.evaluate("() => document.querySelector('#rows--third').scrollIntoView({ behavior: 'instant' })")
    tabs.first.focus()
    before = shown.locator("#rows--third").bounding_box()
    shown.keyboard.press("Enter")
    assert shown.locator("#rows--second .abreast > div:visible").get_attribute("data-model") == "theirs"
    assert shown.locator("#rows--third").bounding_box()["y"] == pytest.approx(before["y"], abs=2)  # type: ignore[index]
    shown.set_viewport_size({"width": 1280, "height": 800})
    shown.wait_for_function("() => !document.querySelector('system-tabs[role]')")
    assert shown.locator("#rows--second .abreast > div:visible").count() == 2


def test_what_is_heard_is_the_system_that_is_shown(page: Page, tmp_path: Path) -> None:
    systems = "models: {theirs: {name: Theirs}, ours: {name: Ours, ours: true}}"
    answers = "outputs: {theirs: {text: A dog., audio: a.wav}, ours: {text: A cat., audio: a.wav}}"
    root = write(
        tmp_path / "spoken",
        f"-- examples/catalogue.yaml --\ntitle: Base\n{systems}\nrules: {{same-content: off}}\n"
        "sections: [{title: Part, tasks: [spoken.yaml]}]\n"
        f"-- examples/spoken.yaml --\ntitle: Spoken\nlayout: rows\nexamples:\n  - {answers}\n  - {answers}\n",
    )
    built(root, tmp_path / "site")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto((tmp_path / "site" / "index.html").as_uri())
    settle(page)
    seen = page.locator("#spoken--1 .abreast > div:visible")
    assert seen.get_attribute("data-model") == "ours"
    page.keyboard.press("1")
    page.locator('#spoken--1 .abreast > [data-model="theirs"]').wait_for()
    assert seen.get_attribute("data-model") == "theirs"


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(shown: Page, width: int) -> None:
    shown.set_viewport_size({"width": width, "height": 800})
    assert axe_findings(shown) == []
    for summary in shown.locator(".reasoning summary:visible").all():
        summary.click()
    shown.evaluate("() => scrollTo({ top: 0, behavior: 'instant' })")  # nothing is half under the head
    assert axe_findings(shown) == []
    assert shown.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_the_page_is_valid(shown: Page) -> None:
    assert nu_findings([shown.url]) == []


def test_a_blind_test_hides_the_names_over_rows(shown: Page) -> None:
    head = shown.locator('[data-task="rows"] system-tabs')
    assert "Theirs" in head.inner_text()
    shown.locator("blind-listening button").first.click()
    shown.wait_for_function("() => !/Theirs|Ours/.test(document.querySelector('system-tabs').textContent)")
    assert not {"Theirs", "Ours"} & set(shown.locator("#rows--first .abreast dt").all_inner_texts())
