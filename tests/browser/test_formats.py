"""Clips in several formats: every browser is led to the first one that it plays."""

from __future__ import annotations

from pathlib import Path

import pytest
from observed import listen, settle, wait_until_sounding
from playwright.sync_api import Page

from bench import Serve, build_site
from projects import BASE, parsed, write

pytestmark = pytest.mark.browser

REFUSE = """refused => {
  const ask = HTMLMediaElement.prototype.canPlayType;
  HTMLMediaElement.prototype.canPlayType = function (type) {
    return refused.some(one => type.startsWith(one)) ? '' : ask.call(this, type);
  };
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with a clip in three formats, of a source that every browser plays."""
    folder = tmp_path_factory.mktemp("formats")
    words = parsed(BASE).files["examples/words.yaml"]
    root = write(folder / "p", f"-- examples/words.yaml --\n{words}media: {{encode: [opus, mp3, flac]}}\n")
    assert build_site(root, folder / "site").returncode == 0
    return folder / "site"


@pytest.mark.parametrize(
    ("refused", "suffix", "told"),
    [
        ([], ".opus", "Ogg Opus"),
        (["audio/ogg"], ".mp3", "MP3"),
        (["audio/ogg", "audio/mpeg"], ".flac", "FLAC"),
        (["audio/ogg", "audio/mpeg", "audio/flac"], ".wav", "WAV"),
        (["audio/"], ".opus", "Ogg Opus"),
    ],
)
def test_the_first_format_that_the_browser_plays_is_played_and_named(
    page: Page, site: Path, serve: Serve, refused: list[str], suffix: str, told: str
) -> None:
    """A browser that says no to all is left to try the first; issue 3."""
    listen(page)
    page.add_init_script(f"({REFUSE})({refused})")
    page.goto(serve(site).address)
    settle(page)
    link = page.locator("a[data-clip]").first
    href = link.get_attribute("href") or ""
    assert href.endswith(suffix)
    assert told in link.inner_text().split(" · ")
    assert (link.get_attribute("aria-label") or "").endswith(link.inner_text())
    page.locator("button[data-play]").first.click()
    wait_until_sounding(page, href.rpartition("/")[2])
