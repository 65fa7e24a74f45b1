"""The example under the title: one press away, without scrolling; chips and keys; without scripts."""

from __future__ import annotations

import pytest
from observed import listen, settle, wait_for_players
from playwright.sync_api import Browser, Page, expect

from bench import SAMPLES, Serve, SiteOf

pytestmark = pytest.mark.browser
SCREENS = ((390, 844), (768, 1024), (1280, 800))

PLAYING = """() => {
  const clip = document.querySelector('listening-bar').active;
  return clip && { what: clip.what, inside: Boolean(clip.closest('[data-hero]')), state: clip.dataset.state };
}"""


def opened(page: Page, site_of: SiteOf, kind: str, serve: Serve) -> Page:
    listen(page)
    page.goto(serve(site_of(kind)).address)
    settle(page)
    wait_for_players(page)
    return page


def sounds(page: Page, name: str) -> None:
    page.wait_for_function(
        """name => {
          const clip = document.querySelector('listening-bar').active;
          return clip && clip.link.href.includes(`/${name}.`);
        }""",
        arg=name,
    )


@pytest.mark.parametrize("kind", ["demo", *SAMPLES])
@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_first_sound_is_one_click_away_without_scrolling(
    page: Page, site_of: SiteOf, serve: Serve, kind: str, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    opened(page, site_of, kind, serve)
    first = page.locator("button[data-play]").locator("visible=true").first
    box = first.bounding_box()
    assert box
    assert box["y"] + box["height"] <= height
    first.click()
    page.wait_for_function(f"() => ({PLAYING})()?.state === 'playing' && ({PLAYING})().inside")
    assert page.evaluate("scrollY") == 0


def test_chips_choose_and_play_and_keys_choose_chips(page: Page, site_of: SiteOf, serve: Serve) -> None:
    hero = opened(page, site_of, "tts", serve).locator("[data-hero]")
    chips, shown = hero.locator("[data-choose]"), hero.locator("[data-part]").locator("visible=true")
    hero.get_by_role("button", name="1 Patchwork").click()
    sounds(page, "ana-patchwork")
    expect(hero.locator("[aria-pressed=true]")).to_have_text("1 Patchwork")
    assert [
        each for each in shown.all() if each.evaluate("one => getComputedStyle(one).visibility") == "visible"
    ] != []
    page.keyboard.press("4")
    sounds(page, "ana-larkspur")
    expect(hero.locator("[aria-pressed=true]")).to_have_text("4 Larkspur")
    page.keyboard.press("r")
    sounds(page, "ana-reference")
    expect(hero.locator("[aria-pressed=true]")).to_have_text("R Reference")
    expect(chips).to_have_count(6)
    assert page.evaluate(PLAYING)["inside"]


def test_the_same_stem_of_the_next_system_takes_over(page: Page, site_of: SiteOf, serve: Serve) -> None:
    hero = opened(page, site_of, "separation", serve).locator("[data-hero]")
    hero.locator("[data-chosen] [data-play]").nth(1).click()
    sounds(page, "march-ratios-drums")
    hero.get_by_role("button", name="2 Median filters").click()
    sounds(page, "march-medians-drums")


@pytest.mark.parametrize("kind", ["demo", *SAMPLES])
def test_without_scripts_all_of_it_is_there(browser: Browser, site_of: SiteOf, kind: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto((site_of(kind) / "index.html").as_uri())
    hero = page.locator("[data-hero]")
    players = hero.locator("audio[controls]")
    assert players.count() == hero.locator("[data-clip]").count() > 0
    for player in players.all():
        box = player.bounding_box()
        assert box
        assert box["width"] > 100
    hidden = hero.locator("[data-part]").evaluate_all(
        "parts => parts.filter(one => getComputedStyle(one).visibility !== 'visible').length"
    )
    assert hidden == 0
    assert not hero.get_by_role("button").count()
    context.close()
