"""Places in a clip: Chromium finds those of every encode, and a player survives those that it does not find."""

from __future__ import annotations

import base64
from pathlib import Path

import numpy as np
import pytest
from listening_room import RECORD, Room
from observed import settle, watch
from playwright.sync_api import Page

from bench import Serve, built
from projects import encoded, tone, write
from soundcase.audio.encode.encoder import Encoder
from soundcase.audio.encode.recipe import BRIEF_FRAMES, Sounding, recipe_for

pytestmark = pytest.mark.browser

SEEK = """async ([content, type, shares]) => {
  const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], {type}));
  const audio = new Audio(address);
  const come = name => new Promise((done, fail) => {
    audio.addEventListener(name, done, {once: true});
    audio.addEventListener('error', () => fail(new Error(audio.error.message)), {once: true});
  });
  await come('loadedmetadata');
  const lost = [];
  for (const share of shares) {
    const arrived = come('seeked');
    audio.currentTime = share * audio.duration;
    await arrived.catch(async () => {
      lost.push(share);
      const again = come('loadedmetadata');
      audio.src = address;
      await again;
    });
  }
  return lost;
}"""
"""The shares of a clip at which it cannot be entered."""
PROJECT = """\
-- examples/catalogue.yaml --
title: Brief
media: {encode: original}
rules: {empty-cell: off}
models:
  one: {name: First}
  two: {name: Second}
sections:
  - title: Samples
    tasks:
      - title: Task position
        id: position
        output: audio
        examples:
          - outputs: {one: one.flac, two: two.flac}
"""


def places_not_found(page: Page, content: bytes, mime: str) -> list[float]:
    shares = [0.02, *(number / 16 for number in range(1, 16)), 0.97]
    lost: list[float] = page.evaluate(SEEK, [base64.b64encode(content).decode(), mime, shares])
    return lost


@pytest.mark.parametrize("keep", [False, True])
@pytest.mark.parametrize("kind", ["flac", "wav-float64"])
@pytest.mark.parametrize("rate", [8000, 16000, 48000])
def test_every_place_of_a_brief_clip_is_found(
    page: Page, rate: int, kind: str, keep: bool, tmp_path: Path
) -> None:
    """Whatever `auto` makes of it; issue 4, 2."""
    for frames in (rate // 4, 3 * 4096 + 5, BRIEF_FRAMES - 1):
        seconds = frames / rate
        clip = Sounding(kind, False, rate, 1, 16, 2 * frames, seconds, kind == "flac")
        sound = np.asarray(tone(220, seconds=seconds, rate=rate), np.float32)
        (wanted,) = recipe_for(clip, "auto", keep_lossless=keep)
        encoder = Encoder(wanted, tmp_path / "made", rate, 1)
        encoder.feed(sound)
        made = encoder.finish()
        assert places_not_found(page, made.path.read_bytes(), made.mime) == []


def test_a_place_that_is_not_found_is_entered_a_little_earlier(
    page: Page, tmp_path: Path, serve: Serve
) -> None:
    """Brief FLAC as it is, because the project wants its originals: switching goes on without an error."""
    root = write(tmp_path / "p", PROJECT, base="")
    (root / "data" / "audio").mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(("one", "two")):
        sound = np.asarray(tone(220 + 110 * number, seconds=2, rate=8000))
        (root / "data" / "audio" / f"{name}.flac").write_bytes(encoded(sound, 8000, "FLAC"))
    page.add_init_script(RECORD)
    seen = watch(page)
    page.goto(serve(built(root, tmp_path / "site")).address)
    settle(page)
    room = Room(page)
    room.button("First")
    room.press("l")  # brief clips repeat, so that none is over while a slow machine looks
    room.plays("First")
    for place in (0.1, 0.5, 0.9, 1.3, 1.7, 1.95):
        page.evaluate("place => document.querySelector('listening-bar').made.seek(place)", place)
        for what in ("Second", "First"):
            room.button(what)
            room.wait(f"now.what === {what!r} && ['playing', 'idle'].includes(now.state)")
    assert page.locator("[data-state=error], [data-error]").count() == 0
    assert seen.complaints == []
