"""The page is whole from disk, under any path, and without scripts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from observed import listen, settle, wait_until_sounding
from playwright.sync_api import Browser, Page
from written import tasks

from bench import REPOSITORY, Serve
from web_server import serving

pytestmark = pytest.mark.browser
TASKS = tasks(REPOSITORY / "examples")

VISIBLE_WORDS = "() => document.body.innerText.replace(/\\s+/g, ' ')"


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    """So tall that nothing is far from the screen: what is has no visible text yet."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 20_000})
    yield context.new_page()
    context.close()


def every_answer() -> list[str]:
    given = [words for task in TASKS for example in task.examples for words in example.outputs.values()]
    return [label for words in given for label in ([words] if isinstance(words, str) else words)]


def test_from_disk_a_clip_plays(page: Page, demo_site: Path) -> None:
    listen(page)
    page.goto((demo_site / "index.html").as_uri())
    settle(page)
    for number in (0, 13, 30):
        example = page.locator("[data-example]").nth(number)
        clip = example.locator("a[data-clip]").get_attribute("href") or ""
        example.locator("button[data-play]").click()
        wait_until_sounding(page, clip.rpartition("/")[2])


def test_from_disk_styles_apply(page: Page, demo_site: Path) -> None:
    page.goto((demo_site / "index.html").as_uri())
    assert page.evaluate("() => [...document.styleSheets].reduce((sum, sheet) => sum + !!sheet.href, 0)") >= 1
    assert page.evaluate("() => getComputedStyle(document.body).marginTop") == "0px"


def test_from_a_folder_with_an_awkward_name(page: Page, demo_site: Path, tmp_path: Path) -> None:
    """Reviewers unpack a zip where they like; `#`, `%` and `?` mean something in addresses."""
    folder = tmp_path / "a #1 paper? 50% 演示"
    shutil.copytree(demo_site, folder)
    listen(page)
    page.goto((folder / "index.html").as_uri())
    example = page.locator("[data-example]").first
    clip = example.locator("a[data-clip]").get_attribute("href") or ""
    example.locator("button[data-play]").click()
    wait_until_sounding(page, clip.rpartition("/")[2])


@pytest.mark.parametrize("base", ["/", "/a/deeper/folder/"])
def test_under_another_path_everything_is_found(page: Page, demo_site: Path, base: str) -> None:
    with serving(demo_site, base) as served:
        listen(page)
        page.goto(served.address)
        example = page.locator("[data-example]").first
        clip = example.locator("a[data-clip]").get_attribute("href") or ""
        example.locator("button[data-play]").click()
        wait_until_sounding(page, clip.rpartition("/")[2])
        assert [request for request in served.requests if request.status >= 400] == []
        page.goto("about:blank")


def test_without_scripts_every_answer_can_be_read(scriptless: Page, demo_site: Path, serve: Serve) -> None:
    scriptless.goto(serve(demo_site).address)
    words = scriptless.evaluate(VISIBLE_WORDS)
    assert [answer for answer in every_answer() if answer not in words] == []


def test_without_scripts_every_prompt_can_be_read(scriptless: Page, demo_site: Path, serve: Serve) -> None:
    scriptless.goto(serve(demo_site).address)
    words = scriptless.evaluate(VISIBLE_WORDS)
    assert [prompt for task in TASKS for prompt in task.prompts.values() if prompt not in words] == []


def test_without_scripts_every_clip_has_a_visible_native_player(
    scriptless: Page, demo_site: Path, serve: Serve
) -> None:
    served = serve(demo_site)
    scriptless.goto(served.address)
    players = scriptless.evaluate(
        """() => [...document.querySelectorAll('[data-example] audio[controls]')]
             .filter(audio => audio.getBoundingClientRect().width >= 100).length"""
    )
    assert players == 36
    scriptless.wait_for_load_state("networkidle")
    assert served.media_requests() == []


def test_without_scripts_nothing_promises_what_does_not_work(
    scriptless: Page, demo_site: Path, serve: Serve
) -> None:
    scriptless.goto(serve(demo_site).address)
    visible = scriptless.evaluate(
        "() => [...document.querySelectorAll('button')].filter(node => node.checkVisibility()).length"
    )
    assert visible == 0


def test_the_page_for_what_is_missing_leads_back(page: Page, demo_site: Path, serve: Serve) -> None:
    served = serve(demo_site)
    answer = page.goto(served.address + "no-such-page")
    assert answer is not None
    assert answer.status == 404
    page.locator("main a").first.click()
    page.wait_for_url(lambda url: url in {served.address, f"{served.address}index.html"})
    assert page.locator("[data-task]").count() == len(TASKS)
