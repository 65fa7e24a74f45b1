"""Light or dark at the reader's wish, remembered in this browser alone; on paper always light."""

from __future__ import annotations

from pathlib import Path

import pytest
from observed import said_on_click, settle
from playwright.sync_api import Browser, Page

from bench import Serve
from judges import axe_findings

pytestmark = pytest.mark.browser

GROUND = "() => getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(20, 22, 27)"
BAR = """() => [...document.querySelectorAll('meta[name=theme-color]')]
  .filter(meta => matchMedia(meta.media).matches).map(meta => meta.content)"""


@pytest.mark.parametrize("way", ["http", "file"])
def test_the_readers_choice_goes_before_the_systems_and_is_remembered(
    page: Page, demo_site: Path, serve: Serve, way: str
) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(serve(demo_site).address if way == "http" else (demo_site / "index.html").as_uri())
    settle(page)
    switch = page.locator("page-scheme button")
    assert page.evaluate(GROUND) == DARK
    assert said_on_click(switch) == "Colours: light"
    assert page.evaluate(GROUND) == LIGHT
    assert page.evaluate(BAR) == ["#ffffff"]
    assert axe_findings(page) == []
    page.reload()
    settle(page)
    assert page.evaluate(GROUND) == LIGHT
    page.emulate_media(color_scheme="light")
    assert said_on_click(switch) == "Colours: dark"
    assert page.evaluate(GROUND) == DARK
    assert page.evaluate(BAR) == ["#14161b"]
    assert axe_findings(page) == []
    assert said_on_click(switch) == "Colours: as the system has them"
    assert page.evaluate(GROUND) == LIGHT
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(GROUND) == DARK


def test_nothing_is_kept_before_a_choice(page: Page, demo_site: Path, serve: Serve) -> None:
    page.goto(serve(demo_site).address)
    settle(page)
    assert page.evaluate("() => localStorage.length") == 0


def test_a_browser_that_keeps_nothing_changes_the_page_all_the_same(
    page: Page, demo_site: Path, serve: Serve
) -> None:
    page.add_init_script(
        """Object.defineProperty(window, 'localStorage', {
             get() { throw new DOMException('', 'SecurityError'); }})"""
    )
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(serve(demo_site).address)
    settle(page)
    switch = page.locator("page-scheme button")
    assert said_on_click(switch) == "Colours: light"
    assert said_on_click(switch) == "Colours: dark"
    assert page.evaluate(GROUND) == DARK
    assert failed == []


def test_paper_is_light(page: Page, demo_site: Path) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto((demo_site / "index.html").as_uri())
    settle(page)
    for _ in range(2):
        page.locator("page-scheme button").click()
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(GROUND) == LIGHT
    tokens = ["--ink", "--found", "--added-tint", "--system-1"]
    read = (
        "names => names.map(name => getComputedStyle(document.documentElement).getPropertyValue(name).trim())"
    )
    dark = page.evaluate(read, tokens)
    page.emulate_media(media="print", color_scheme="light")
    assert page.evaluate(read, tokens) == dark == ["#000", "#0b6b4a", "#fdf1ea", "#0a816e"]


def test_without_scripts_the_system_decides(browser: Browser, demo_site: Path) -> None:
    for scheme, ground in (("light", LIGHT), ("dark", DARK)):
        context = browser.new_context(
            java_script_enabled=False, color_scheme="dark" if scheme == "dark" else "light"
        )
        page = context.new_page()
        page.goto((demo_site / "index.html").as_uri())
        body = page.locator("body")
        assert body.evaluate("node => getComputedStyle(node).backgroundColor") == ground
        context.close()
