"""M says beside a clip that has no loudness that it is not matched."""

from __future__ import annotations

from pathlib import Path

import pytest
from listening_room import RECORD, Room
from observed import settle
from playwright.sync_api import Browser

from bench import Serve, built
from projects import encoded, tone, write

pytestmark = pytest.mark.browser
PAGE = """\
-- examples/catalogue.yaml --
title: Levels
rules: {loudness-spread: off, silent: off}
models:
  one: {name: First}
  two: {name: Second}
  three: {name: Third}
  four: {name: Fourth}
sections:
  - title: Samples
    tasks: [position.yaml]
-- examples/position.yaml --
title: Task position
output: audio
examples:
  - outputs: {one: one.wav, two: two.wav, three: three.wav, four: four.wav}
"""


def test_m_says_beside_a_clip_without_loudness_that_it_is_not_matched(
    browser: Browser, tmp_path: Path, serve: Serve
) -> None:
    """Clips under 0.4 s have no loudness."""
    write(tmp_path / "p", PAGE, base="")
    audio = tmp_path / "p" / "data" / "audio"
    audio.mkdir(parents=True, exist_ok=True)
    for name, sound in (
        ("one", tone(seconds=3)),
        ("two", tone(330, seconds=3) * 2),
        ("three", tone(seconds=0.3)),
        ("four", tone() * 0),
    ):
        (audio / f"{name}.wav").write_bytes(encoded(sound))
    page = browser.new_page()
    page.add_init_script(RECORD)
    page.goto(serve(built(tmp_path / "p", tmp_path / "site")).address)
    settle(page)
    room = Room(page)
    room.button("Second")
    room.plays("Second")
    shown = "nodes => nodes.map(node => getComputedStyle(node, '::after').content)"
    assert page.locator("a[data-clip]").evaluate_all(shown) == ["none"] * 4
    room.press("m")
    room.wait("now.volume < 0.7")
    told = page.locator("a[data-clip]").evaluate_all(shown)
    assert ["0.0 dB" in told[0], "dB" in told[1]] == [True, True]
    assert ["too short to match" in told[2], "too quiet to match" in told[3]] == [True, True]
    room.button("Third")
    page.wait_for_function("() => document.querySelector('[data-gained]').textContent === 'too short to match'")
    page.close()
