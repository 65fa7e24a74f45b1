"""What the player's clock says is what the page says of durations."""

from __future__ import annotations

from pathlib import Path

import pytest
from listening_room import RECORD, Room
from observed import settle
from playwright.sync_api import Browser, expect

from bench import Serve, built
from projects import encoded, tone, write
from soundcase.site.views.sounds import duration
from soundcase.site.words import words_of

pytestmark = pytest.mark.browser
SECONDS = (
    0,
    0.00006,
    0.0005,
    0.0044,
    0.05,
    0.0625,
    0.0949,
    0.095,
    0.15,
    7.25,
    7.6125,
    9.949,
    9.95,
    9.96,
    59.949,
    59.96,
    600,
    3599.99,
    3723.4,
)
PAGE = """\
-- examples/catalogue.yaml --
title: Brief
models:
  one: {name: First}
sections:
  - title: Samples
    tasks: [brief.yaml]
-- examples/brief.yaml --
title: Task position
output: audio
examples:
  - outputs: {one: one.wav}
"""


def test_the_clock_and_the_page_write_durations_alike(browser: Browser, tmp_path: Path, serve: Serve) -> None:
    """A clip of 0.05 s is not 0 s."""
    write(tmp_path / "p", PAGE, base="")
    audio = tmp_path / "p" / "data" / "audio"
    audio.mkdir(parents=True, exist_ok=True)
    (audio / "one.wav").write_bytes(encoded(tone(seconds=0.05)))
    page = browser.new_page()
    page.add_init_script(RECORD)
    page.goto(serve(built(tmp_path / "p", tmp_path / "site")).address)
    settle(page)
    told = page.evaluate("all => all.map(seconds => soundcase.clock(seconds))", SECONDS)
    assert told == [duration(seconds, words_of("en")) for seconds in SECONDS]
    assert page.evaluate("soundcase.clock(0.02, 7)") == "0.0 s"
    assert page.evaluate("soundcase.clock(1.7, 12)") == duration(1.7, words_of("en"), 12) == "0:01.7"
    room = Room(page)
    room.button("First", task="brief")
    expect(page.locator("[data-clock]")).to_contain_text("/ 0.05 s")
