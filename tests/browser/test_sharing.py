"""The menu of an example, and its page in a frame of a page of another origin."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from observed import settle
from playwright.sync_api import Browser, Page

from bench import Serve
from judges import axe_findings, nu_findings
from test_provenance import CLIP, run, write

pytestmark = pytest.mark.browser
GROUND = "() => getComputedStyle(document.querySelector('main')).backgroundColor"
TELL = "() => frames[0].postMessage({soundcase: 'scheme', scheme: 'dark'}, '*')"
MENU = "[data-menu-of]"
HOST = """<!doctype html><html lang="en"><meta name="color-scheme" content="light dark"><title>A page</title>
<main><h1>A page</h1><iframe src="{}" title="An example" width="600" height="40"></iframe></main>
<script>
addEventListener("message", ({{ data, source }}) => {{
  if (data.soundcase !== "height") return;
  for (const frame of document.querySelectorAll("iframe"))
    if (frame.contentWindow === source) frame.height = data.height;
}});
</script>"""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a project with all that a menu may show."""
    root = tmp_path_factory.mktemp("shared")
    answers = {"ours": {"text": "A tone.", "audio": "b.wav"}}
    example = {"audio": CLIP, "seed": "7", "outputs": answers}
    tasks = [
        {"id": layout, "title": layout, "layout": layout, "examples": [example, example]}
        for layout in ("cards", "table", "transposed")
    ]
    more = {"sections": [{"title": "S", "tasks": tasks}], "rules": {"same-content": "off"}}
    write(root / "p", url="https://lab.example/demo/", **more)
    run("-C", root / "p", "-o", root / "site")
    return root / "site"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("task", ["cards", "table", "transposed"])
def test_the_menu_is_used_by_keyboard(page: Page, shared: Path, *, width: int, task: str) -> None:
    """From disk."""
    page.set_viewport_size({"width": width, "height": 844})
    page.goto((shared / "index.html").as_uri())
    settle(page)
    link = page.locator(f"#{task}--2 a[data-copy]")
    link.focus()
    page.keyboard.press("Enter")
    menu = page.get_by_role("dialog")
    menu.wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Copy link"
    assert link.get_attribute("aria-expanded") == "true"
    told = []
    for _ in range(3):
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.localName") != "summary":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        told.append(menu.locator("details[open]").inner_text())
        assert axe_findings(page) == []
        box = menu.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert [text.split("\n", 1)[0] for text in told] == ["QR code", "Embed", "Where this comes from"]
    assert "by the licence of the source" in told[2]
    snippet = menu.locator("textarea").input_value()
    assert f'src="https://lab.example/demo/embed/{task}--2.html"' in snippet
    page.keyboard.press("Escape")
    menu.wait_for(state="detached")
    assert link.evaluate("link => link === document.activeElement")


def test_without_scripts_there_is_the_link_and_what_is_said(browser: Browser, shared: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((shared / "index.html").as_uri())
    page.locator("#table--1 details[data-origin] summary").click()
    assert page.locator("#table--1 details[data-origin]").get_by_text("CC BY 4.0").is_visible()
    page.locator("#table--1 a[data-copy]").click()
    assert page.url.endswith("#table--1")
    context.close()


def test_an_example_plays_in_a_page_of_another_origin(
    page: Page, shared: Path, serve: Serve, tmp_path: Path
) -> None:
    address = f"{serve(shared).address}embed/cards--1.html"
    (tmp_path / "index.html").write_text(HOST.format(address), "utf-8")
    (tmp_path / "dark.html").write_text(HOST.format(f"{address}?scheme=dark"), "utf-8")
    page.goto(serve(tmp_path).address)
    page.wait_for_function("document.querySelector('iframe').offsetHeight > 100")
    _, frame = page.frames
    assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight")
    folded = page.evaluate("document.querySelector('iframe').offsetHeight")
    frame.locator("summary").click()
    page.wait_for_function("height => document.querySelector('iframe').offsetHeight > height", arg=folded)
    first, second = frame.locator("sound-clip").all()
    first.locator("button").click()
    frame.locator("[data-role=audio][data-state=playing]").wait_for()
    second.locator("button").press("Enter")
    frame.locator("[data-output=ours][data-state=playing]").wait_for()
    assert first.get_attribute("data-state") == "idle"
    before = frame.evaluate(GROUND)
    page.evaluate(TELL)
    frame.locator("html[data-scheme=dark]").wait_for()
    assert frame.evaluate(GROUND) != before
    assert axe_findings(page) == []
    back = frame.locator("h1 a")
    assert back.get_attribute("href") == "../index.html#cards--1"
    page.goto(f"{serve(tmp_path).address}dark.html")
    assert page.frames[1].locator("html").get_attribute("data-scheme") == "dark"


def test_pages_for_frames_are_valid_and_accessible(page: Page, shared: Path, serve: Serve) -> None:
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(f"{serve(shared).address}embed/cards--1.html")
        settle(page)
        assert axe_findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert nu_findings([f"{serve(shared).address}embed/cards--1.html"]) == []
    assert json.loads(page.locator("body").get_attribute("data-words") or "{}").keys() >= {"play", "pause"}
