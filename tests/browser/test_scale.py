"""A task of many examples on one page: found, linked to and printed like few."""

from __future__ import annotations

import pytest
from observed import settle, wait_for_players
from playwright.sync_api import Page, expect

import projects
from bench import built

pytestmark = pytest.mark.browser
COUNT = 300
LINE = "  - {{title: Number {0}, audio: a.wav, outputs: {{theirs: Said {0}., ours: Told {0}.}}}}"
LAST = f"many--{COUNT}"


@pytest.fixture(scope="module", params=["cards", "table"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page, from disk."""
    root = tmp_path_factory.mktemp("many")
    lines = "\n".join(LINE.format(number) for number in range(1, COUNT + 1))
    catalogue = projects.parsed(projects.BASE).files["examples/catalogue.yaml"]
    text = (
        f"-- examples/catalogue.yaml --\nper_page: {COUNT}\n{catalogue.replace('words.yaml', 'many.yaml')}"
        f"-- examples/many.yaml --\ntitle: Many\nlayout: {request.param}\nexamples:\n{lines}\n"
    )
    return (built(projects.write(root / "project", text), root / "site") / "index.html").as_uri()


def test_a_link_lands_on_its_example_and_stays_there(page: Page, address: str) -> None:
    page.goto(f"{address}#{LAST}")
    settle(page)
    wait_for_players(page)
    page.wait_for_function(
        """id => {
          const box = document.getElementById(id).getBoundingClientRect();
          return box.top >= 0 && box.bottom <= innerHeight;
        }""",
        arg=LAST,
    )


def test_of_many_examples_the_right_ones_are_found(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)
    page.locator("input[data-search]").fill("told 17")
    shown = page.locator("[data-example]:not([hidden])")
    expect(shown).to_have_count(13)
    expect(page.locator(".find-count")).to_have_text(f"13 of {COUNT} examples")
    box = shown.last.bounding_box()
    assert box is not None
    assert box["height"] > 60


def test_every_clip_is_a_player_when_a_reader_comes_to_it(page: Page, address: str) -> None:
    page.goto(f"{address}#{LAST}")
    settle(page)
    expect(page.locator(f"#{LAST} button[data-play]")).to_be_visible()


def test_a_clip_that_is_pointed_at_does_not_wait_for_its_turn(page: Page, address: str) -> None:
    page.add_init_script(
        """globalThis.requestIdleCallback = () => 0; // the machine is never idle
           const now = performance.now.bind(performance);
           let asked = 0;
           performance.now = () => now() + 10 * asked++;"""
    )
    page.goto(address)
    settle(page)
    assert page.locator("button[data-play]").count() < COUNT
    clip = page.locator("sound-clip").nth(COUNT // 2)
    clip.hover()
    expect(clip.locator("button[data-play]")).to_be_visible()


def test_on_paper_every_example_is_laid_out(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)
    page.emulate_media(media="print")
    assert page.evaluate(
        """() => [...document.querySelectorAll('[data-output]')]
             .every(node => node.checkVisibility({contentVisibilityAuto: true}))"""
    )
