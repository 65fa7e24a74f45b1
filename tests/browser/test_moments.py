"""Links to a moment: a system's clip of an example ready there, or a passage looped; copied by a key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from observed import settle, wait_for_players, watch
from playwright.sync_api import Page, expect

from bench import Serve, built
from judges import axe_findings
from projects import write

pytestmark = pytest.mark.browser

PROJECT = """\
audio: one.wav tone-long
audio: two.wav tone-long
audio: three.wav tone-long
-- examples/catalogue.yaml --
title: Moments
models:
  base: {name: Base}
  "a+b:1.5-系=x": {name: Odd, ours: true}
sections:
  - title: Part
    tasks: [rows.yaml, columns.yaml, cards.yaml]
rules: {same-content: off}
-- examples/rows.yaml --
title: Rows
output: audio
examples:
  - {audio: one.wav, outputs: {base: two.wav, "a+b:1.5-系=x": three.wav}}
  - {audio: one.wav, reference: three.wav,
     outputs: {base: [two.wav, three.wav, one.wav], "a+b:1.5-系=x": one.wav}}
-- examples/columns.yaml --
title: Columns
layout: transposed
output: audio
examples:
  - {audio: one.wav, outputs: {base: two.wav, "a+b:1.5-系=x": three.wav}}
  - {audio: one.wav, outputs: {base: three.wav, "a+b:1.5-系=x": two.wav}}
-- examples/cards.yaml --
title: Cards
layout: cards
output: audio
examples:
  - {audio: one.wav, outputs: {base: two.wav, "a+b:1.5-系=x": three.wav}}
"""
ODD = "a%2Bb%3A1.5-%E7%B3%BB%3Dx"
NOW = """() => { const bar = document.querySelector('listening-bar'); const clip = bar.active;
  return clip && [clip.closest('[data-example]').dataset.example, clip.link.dataset.what,
    clip.dataset.state, Math.round(clip.position * 100) / 100, clip.hasAttribute('data-region')]; }"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows, columns and cards of two systems, one of them with an odd id."""
    root = tmp_path_factory.mktemp("moments")
    return built(write(root / "project", PROJECT, base=""), root / "site")


FROM_BOTH = pytest.mark.parametrize("address", ["http", "file"], indirect=True)
"""For what reads, writes or follows addresses: those of files have no origin."""


@pytest.fixture
def address(request: pytest.FixtureRequest, site: Path, serve: Serve) -> str:
    """The page over HTTP, or from disk where a test says so."""
    return (
        serve(site).address if getattr(request, "param", "http") == "http" else (site / "index.html").as_uri()
    )


@pytest.fixture
def open_at(page: Page, address: str) -> Iterator[Callable[[str], Page]]:
    """Opens the page as a link says; nothing may be complained of."""
    seen = watch(page)

    def opened(view: str) -> Page:
        page.goto("about:blank")
        page.goto(address + view)
        settle(page)
        wait_for_players(page)
        return page

    yield opened
    assert seen.complaints == []


def sounds(page: Page, what: str) -> None:
    """Wait until this clip is heard."""
    page.wait_for_function(
        """what => { const clip = document.querySelector('listening-bar').active;
          return clip && clip.link.dataset.what === what && clip.dataset.state === 'playing'
            && !document.querySelector('listening-bar').cued; }""",
        arg=what,
    )


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("?at=base:1.5#rows--1", ["1", "Base", "paused", 1.5, False]),
        (f"?at={ODD}:0#rows--1", ["1", "Odd", "paused", 0, False]),
        ("?at=base:1.25b#rows--2", ["2", "Base 2", "paused", 1.25, False]),
        ("?at=base:2-2.5c#rows--2", ["2", "Base 3", "paused", 2, True]),
        ("?at=reference:1#rows--2", ["2", "reference", "paused", 1, False]),
        (f"?at={ODD}:1-99#columns--2", ["2", "Odd", "paused", 1, True]),
        ("?at=audio:2.9#cards--1", ["1", "audio", "paused", 2.9, False]),
    ],
)
def test_a_link_gets_a_clip_ready_and_plays_nothing(
    open_at: Callable[[str], Page], view: str, expected: list[object]
) -> None:
    page = open_at(view)
    assert page.evaluate(NOW) == expected
    assert (
        page.evaluate("() => performance.getEntriesByType('resource').filter(e => /wav/.test(e.name)).length")
        == 0
    )
    expect(page.locator("listening-panel")).to_be_visible()
    expect(page.locator(view[view.index("#") :])).to_be_in_viewport()


@pytest.mark.parametrize(
    "view",
    [
        "?at=base:1.5", "?at=base:1.5#rows", "?at=base:1.5#none--1", "?at=nobody:1#rows--1",
        "?at=base:99#rows--1", "?at=base:2-1#rows--1", "?at=base:x#rows--1", "?at=base:-1#rows--1",
        "?at=base#rows--1", "?at=:1#rows--1", "?at=base:1d#rows--2", "?at=base:1b#rows--1",
        "?at=%E0%A4:1#rows--1", "?at=base:1e2#rows--1",
        "?at=__proto__:1#rows--1",
    ],
)  # fmt: skip
def test_what_the_page_does_not_have_is_passed_over(open_at: Callable[[str], Page], view: str) -> None:
    page = open_at(view)
    assert page.evaluate(NOW) is None
    assert page.locator("listening-panel").count() == 0


@FROM_BOTH
def test_space_plays_from_there_and_the_address_says_no_more_of_it(open_at: Callable[[str], Page]) -> None:
    page = open_at("?at=base:1.5&other=1#rows--1")
    page.keyboard.press("Space")
    sounds(page, "Base")
    position = page.evaluate(NOW)[3]
    assert position >= 1.5
    page.wait_for_function("() => location.search === '?other=1'")


@FROM_BOTH
def test_the_next_system_goes_on_from_there(open_at: Callable[[str], Page]) -> None:
    page = open_at("?at=base:1.5#rows--1")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("2")
    sounds(page, "Odd")
    assert page.evaluate(NOW)[3] >= 1.5


def test_what_a_link_got_ready_and_was_stopped_plays_from_its_beginning(
    open_at: Callable[[str], Page],
) -> None:
    page = open_at("?at=base:1.5#rows--1")
    page.keyboard.press("Escape")
    assert page.evaluate(NOW) == ["1", "Base", "idle", 0, False]
    page.keyboard.press("Space")
    sounds(page, "Base")


def test_the_loop_of_a_link_is_played(open_at: Callable[[str], Page]) -> None:
    page = open_at("?at=base:1-1.5#rows--1")
    page.keyboard.press("Space")
    sounds(page, "Base")
    page.wait_for_function(
        """() => { const bar = document.querySelector('listening-bar'); const at = bar.active.position;
             window.least = Math.min(window.least ?? 9, window.most >= 1.3 ? at : 9);
             window.most = Math.max(window.most ?? 0, at); return window.least < 1.2; }"""
    )
    assert page.evaluate("() => window.most") < 1.7


@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_that_is_ready_has_no_fault_that_axe_finds(
    page: Page, site: Path, serve: Serve, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{serve(site).address}?at=base:1-1.5#rows--1")
    settle(page)
    assert axe_findings(page) == []


def copied(page: Page) -> tuple[str, str]:
    """The address that the key copies: what `at` says, and the fragment."""
    page.evaluate(
        """() => { window.copied = '';
          Object.defineProperty(navigator, 'clipboard', {configurable: true,
            value: {writeText: text => { window.copied = text; return Promise.resolve(); }}}); }"""
    )
    page.keyboard.press("c")
    page.wait_for_function("() => window.copied !== ''")
    expect(page.get_by_role("status").filter(has_text="Link to this moment copied")).to_be_visible()
    parts = urlsplit(page.evaluate("() => window.copied"))
    return parse_qs(parts.query)["at"][0], parts.fragment


@FROM_BOTH
@pytest.mark.parametrize(
    ("view", "at", "fragment"),
    [
        (f"?at={ODD}:1.5#rows--1", "a+b:1.5-系=x:1.5", "rows--1"),
        ("?at=base:1-2b#rows--2", "base:1-2b", "rows--2"),
        (f"?at={ODD}:1#columns--2", "a+b:1.5-系=x:1", "columns--2"),
        ("?at=audio:0.5#cards--1", "audio:0.5", "cards--1"),
    ],
)
def test_a_key_copies_the_link_to_what_is_ready(
    open_at: Callable[[str], Page], view: str, at: str, fragment: str
) -> None:
    page = open_at(view)
    assert copied(page) == (at, fragment)
    link = page.evaluate("() => window.copied")
    before = page.evaluate(NOW)
    page.goto("about:blank")
    page.goto(link)
    settle(page)
    assert page.evaluate(NOW) == before


@FROM_BOTH
def test_what_is_heard_can_be_linked_to(open_at: Callable[[str], Page]) -> None:
    page = open_at("")
    page.locator("#rows--2 [data-model=base] button[data-play]").nth(1).click()
    sounds(page, "Base 2")
    page.keyboard.press("Space")
    at, fragment = copied(page)
    assert re.fullmatch(r"base:\d(\.\d+)?b", at)
    assert fragment == "rows--2"


def test_the_key_does_nothing_before_anything_was_heard(open_at: Callable[[str], Page]) -> None:
    page = open_at("")
    page.keyboard.press("c")
    assert page.locator("page-status span").count() == 0
