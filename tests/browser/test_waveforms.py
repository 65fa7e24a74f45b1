"""Waveforms in a real browser: a surface to seek on, without a shift of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from observed import settle
from playwright.sync_api import Browser, Page

from bench import Serve
from drawn import catalogue, example, facts, media, opened, plan, played_clip, read, sound, source, task
from soundcase.site.render import printed_pages

pytestmark = pytest.mark.browser
SECONDS = 7.6125
PLACES = """() => [...document.querySelectorAll('sound-clip, sound-clip > :is(a, svg)')]
  .filter(node => !('played' in node.dataset))
  .map(node => node.getBoundingClientRect())
  .map(box => [box.x, box.y, box.width, box.height])"""


@pytest.fixture(scope="module")
def drawn_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with two clips whose files do not exist: one measured, one not."""
    site = tmp_path_factory.mktemp("waveforms")
    heard = replace(played_clip("heard.wav", facts("heard.wav", sound=sound()), derived=True), spectrogram=None)
    drawn = catalogue(task(example(audio=(media(audio="heard.wav"), media(audio="unheard.wav")))))
    theme = opened(drawn.theme)
    pages = read(printed_pages(source(drawn, plan(drawn, {"heard.wav": heard})), theme)[0])
    for path, content in {**theme.assets, **pages}.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)
    return site


@pytest.fixture
def shown(browser: Browser, drawn_site: Path, serve: Serve) -> Iterator[Page]:
    """The page, its sound silent and obedient."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.add_init_script(
        """Object.defineProperty(HTMLMediaElement.prototype, 'play', {value: () => new Promise(() => {})});
        Object.defineProperty(HTMLMediaElement.prototype, 'src', {set() {}});
        Object.defineProperty(HTMLMediaElement.prototype, 'currentTime', {
          get() { return this.moved || 0; },
          set(seconds) { this.moved = seconds; },
        });"""
    )
    page.goto(serve(drawn_site).address)
    settle(page)
    yield page
    page.close()


def seek_to(page: Page, share: float) -> None:
    """Click on the first clip's waveform at this share of its width."""
    box = page.locator("sound-clip > svg").first.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] / 3)


@pytest.mark.parametrize("share", [0.25, 0.5, 0.9])
def test_a_click_on_the_waveform_seeks_there(shown: Page, share: float) -> None:
    seek_to(shown, share)
    bar = shown.locator("sound-clip input").first
    assert float(bar.input_value()) == pytest.approx(SECONDS * share, abs=0.1)


def drag(page: Page, start: float, end: float) -> None:
    """Drag over the first clip's waveform between these shares of its width."""
    box = page.locator("sound-clip > svg").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * start, box["y"] + 9)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * end, box["y"] + 9, steps=4)
    page.mouse.up()


@pytest.mark.parametrize(("start", "end"), [(0.2, 0.7), (0.7, 0.2)])
def test_a_drag_over_the_waveform_marks_a_loop_and_goes_to_its_start(
    shown: Page, start: float, end: float
) -> None:
    drag(shown, start, end)
    bar = shown.locator("sound-clip input").first
    assert float(bar.input_value()) == pytest.approx(SECONDS * 0.2, abs=0.1)
    width = shown.locator("sound-clip > svg").first.evaluate("n => n.getBoundingClientRect().width")
    marked = shown.locator("sound-clip").first.evaluate("n => parseFloat(getComputedStyle(n, '::after').width)")
    assert marked == pytest.approx(0.5 * width, abs=6)


def test_arrow_keys_seek(shown: Page) -> None:
    seek_to(shown, 0.5)
    bar = shown.locator("sound-clip input").first
    before = float(bar.input_value())
    bar.press("ArrowRight")
    assert float(bar.input_value()) == pytest.approx(before + 2, abs=0.02)


def test_the_part_played_is_coloured(shown: Page) -> None:
    assert shown.locator("[data-played]").count() == 0
    seek_to(shown, 0.5)
    played = shown.locator("sound-clip > svg[data-played]")
    clip, stroke = played.evaluate("n => [getComputedStyle(n).clipPath, getComputedStyle(n).stroke]")
    rest = shown.locator("sound-clip > svg").first.evaluate("n => getComputedStyle(n).stroke")
    assert clip.startswith("inset(0")
    assert stroke != rest


def test_nothing_moves_when_the_player_is_made_or_used(browser: Browser, shown: Page) -> None:
    plain = browser.new_page(viewport={"width": 390, "height": 844})
    plain.route("**/*.js", lambda route: route.abort())
    plain.goto(shown.url)
    before = plain.evaluate(PLACES)
    plain.close()
    assert shown.evaluate(PLACES) == before
    seek_to(shown, 0.5)
    assert shown.evaluate(PLACES) == before


def test_without_scripts_the_waveform_is_there(browser: Browser, drawn_site: Path, serve: Serve) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(serve(drawn_site).address)
    box = page.locator("sound-clip > svg").bounding_box()
    player = page.locator("sound-clip audio").first.bounding_box()
    assert box
    assert player
    assert box["width"] > 100
    assert box["y"] + box["height"] <= player["y"] + 1
    page.close()


def test_a_clip_that_nobody_heard_keeps_its_bar(shown: Page) -> None:
    clips = shown.locator("sound-clip")
    look = "node => getComputedStyle(node, '::before').backgroundImage"
    assert clips.nth(0).evaluate(look) == "none"
    assert "gradient" in clips.nth(1).evaluate(look)
