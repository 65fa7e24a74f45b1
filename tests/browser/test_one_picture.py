"""One picture of a clip at a time: as high as the other, and nothing is printed over anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from observed import settle, wait_for_players
from playwright.sync_api import Browser, Page

import projects
from bench import built

pytestmark = pytest.mark.browser

PROJECT = """\
audio: long.wav tone-long
-- examples/catalogue.yaml --
title: Pictures
models:
  ours: {{name: Ours, ours: true}}
  theirs: {{name: Theirs}}
media: {{spectrogram: true}}
sections:
  - title: Part
    tasks: [sounds.yaml]
rules: {{same-content: off, duration-differs: off}}
-- examples/sounds.yaml --
title: Sounds
output: audio
layout: {layout}
scores: {{MOS: {{better: higher}}}}
examples:
  - {{audio: long.wav, reference: a.wav,
     outputs: {{ours: {{audio: long.wav, scores: {{MOS: 4}}}}, theirs: {{audio: b.wav, scores: {{MOS: 3}}}}}}}}
  - {{audio: a.wav, outputs: {{ours: b.wav, theirs: [a.wav, b.wav]}}}}
"""
HEIGHTS = (
    """() => [...document.querySelectorAll('sound-clip')].map(clip => clip.getBoundingClientRect().height)"""
)
LISTED = ".is-turned td > sound-clip"
"""Players of turned tables: where there is no room for columns, a list of buttons without pictures."""
PICTURES = """clips => clips.map(clip => [...clip.querySelectorAll('img, svg')]
  .filter(node => node.checkVisibility({visibilityProperty: true})).length)"""
OVER = """() => {
  const boxes = [...document.querySelectorAll('sound-clip')].flatMap(clip => {
    const texts = [...clip.querySelectorAll(':scope > a, [data-time], .times > span')];
    return texts.filter(node => node.textContent && node.checkVisibility({visibilityProperty: true}))
      .map(node => [node.textContent, node.getBoundingClientRect()]);
  });
  const meet = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 1 && other.top < one.bottom - 1;
  return boxes.flatMap(([text, box], place) => boxes.slice(place + 1).filter(([, other]) => meet(box, other))
    .map(([other]) => `${text} over ${other}`));
}"""
"""Texts of players that are printed over others."""


@pytest.fixture(scope="module", params=["table", "cards", "transposed"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with spectrograms."""
    root = tmp_path_factory.mktemp("pictures")
    project = projects.write(root / "project", PROJECT.format(layout=request.param))
    return built(project, root / "site")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("some", [False, True])
def test_the_view_and_the_levels_change_no_height_and_cover_nothing(
    page: Page, site: Path, *, width: int, some: bool
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((site / "index.html").as_uri())
    settle(page)
    wait_for_players(page)
    if some:
        page.evaluate(
            "() => document.querySelectorAll('[data-model=theirs] .spectrogram').forEach(one => one.remove())"
        )
    heights = page.evaluate(HEIGHTS)
    listed = page.locator(LISTED)
    listing = width == 390 and bool(listed.count())
    assert len(set(heights)) == (2 if some or listing else 1) or width == 1280
    assert not listing or set(listed.evaluate_all(PICTURES)) == {0}
    page.locator("sound-clip:has(.spectrogram) button[data-play]").first.click()
    for keys in ("", "s", "s", "m", "s", "m", "s", "L"):
        for key in keys:
            page.keyboard.press(key)
        assert page.evaluate(OVER) == [], keys
        assert "m" in keys or page.evaluate(HEIGHTS) == heights, keys
        if keys == "m":
            heights = page.evaluate(HEIGHTS)
    shown = "node => node.checkVisibility({visibilityProperty: true})"
    drawn = page.locator("sound-clip:has(.spectrogram)" + (f":not({LISTED})" if listing else ""))
    if listing and some:  # the pictures of all that is not in the list are taken away
        assert drawn.count() == 0
        return
    picture = drawn.first
    assert picture.locator("img").evaluate(shown)
    page.keyboard.press("s")
    assert not picture.locator("img").evaluate(shown)
    assert picture.locator("svg").first.evaluate(shown)


def test_without_scripts_there_are_both(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    clip = page.locator("sound-clip").first
    wave, image = clip.locator("svg").first.bounding_box(), clip.locator("img").bounding_box()
    assert wave
    assert image
    assert image["y"] >= wave["y"] + wave["height"]
    context.close()


def test_on_paper_there_are_both(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    settle(page)
    page.keyboard.press("s")
    page.emulate_media(media="print")
    clip = page.locator("sound-clip").first
    for part in ("img", "svg:not([data-played], .hertz)"):
        assert clip.locator(part).first.evaluate("node => node.checkVisibility({visibilityProperty: true})")
