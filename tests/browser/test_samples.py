"""The sample projects' pages say and play what their catalogues say, with and without scripts; issue 4."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from observed import listen, settle, wait_until_sounding, watch
from playwright.sync_api import Browser, Page

import samples
from bench import SAMPLES, Serve, SiteOf

pytestmark = pytest.mark.browser
each = pytest.mark.parametrize("kind", SAMPLES)

ALL_WORDS = "() => document.body.textContent.replace(/\\s+/g, ' ')"
VISIBLE_WORDS = "() => document.body.innerText.replace(/\\s+/g, ' ')"
CLIPS = """() => [...document.querySelectorAll('a[data-clip], a[data-original]')]
  .map(link => link.getAttribute('href'))"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    """So tall that nothing is far from the screen: what is has no visible text yet."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 20_000})
    yield context.new_page()
    context.close()


def missing_words(kind: str, shown: str) -> list[str]:
    said = shown.casefold()
    wanted = (re.sub(r"\s+", " ", words) for words in samples.words(kind))
    return [words for words in wanted if words.casefold() not in said]


@each
def test_every_text_is_on_the_page(page: Page, site_of: SiteOf, kind: str) -> None:
    page.goto((site_of(kind) / "index.html").as_uri())
    settle(page)
    assert missing_words(kind, page.evaluate(ALL_WORDS)) == []


@each
def test_every_clip_is_on_the_page(page: Page, site_of: SiteOf, kind: str) -> None:
    page.goto((site_of(kind) / "index.html").as_uri())
    published = {
        hashlib.sha256((site_of(kind) / unquote(href)).read_bytes()).hexdigest()
        for href in page.evaluate(CLIPS)
    }
    for name in samples.clips(kind):
        source = samples.folder(kind) / "data" / "audio" / name
        assert hashlib.sha256(source.read_bytes()).hexdigest() in published, name


@each
def test_the_page_is_complete_without_scripts(
    scriptless: Page, site_of: SiteOf, serve: Serve, kind: str
) -> None:
    served = serve(site_of(kind))
    scriptless.goto(served.address)
    assert missing_words(kind, scriptless.evaluate(VISIBLE_WORDS)) == []
    clips = scriptless.locator("[data-example] a[data-clip]").count()
    players = scriptless.evaluate(
        """() => [...document.querySelectorAll('[data-example] audio[controls]')]
             .filter(audio => audio.getBoundingClientRect().width >= 100).length"""
    )
    assert players == clips
    scriptless.wait_for_load_state("networkidle")
    assert served.media_requests() == []


@each
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_only_tables_scroll_sideways(page: Page, site_of: SiteOf, kind: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto((site_of(kind) / "index.html").as_uri())
    settle(page)
    assert page.evaluate(SIDEWAYS) == 0


@each
def test_from_disk_a_clip_plays_and_nothing_complains(page: Page, site_of: SiteOf, kind: str) -> None:
    seen = watch(page)
    listen(page)
    page.goto((site_of(kind) / "index.html").as_uri())
    settle(page)
    first = page.locator("sound-clip:visible").first
    clip = first.locator("a[data-clip]").get_attribute("href") or ""
    first.locator("button[data-play]").click()
    wait_until_sounding(page, clip.rpartition("/")[2])
    assert seen.complaints == []
    assert [url for url in seen.urls if not url.startswith("file://")] == []
