"""The pages' scripts in Firefox and WebKitGTK, from a server and from disk: for `make test-browsers` only.

Rule 1: what counts is what comes out of the loudspeaker, here a pipe that nobody hears.
Rule 2: a reader's click or key starts what sounds: browsers refuse a script that does so by itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from engines import ENGINES, TONES, Ear, Page
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver

from bench import Serve, built
from made_films import film
from projects import encoded, tone
from soundcase.cli import commands

VISIBLE = """return [...document.querySelectorAll('[data-task=rows] [data-example]')]
  .filter(row => row.getClientRects().length).map(row => row.dataset.example)"""
LONG = 90
"""Seconds of each clip: none ends while a slow machine looks."""
CATALOGUE = """\
title: Engines
models: {one: {name: Onesystem}, two: {name: Twosystem, ours: true}}
sections: [{title: Part, tasks: [rows.yaml, films.yaml]}]
rules: {same-content: off, same-content-twice: off}
"""
ROW = """\
  - title: Row %d
    text: words %d
    tags: {half: %s}
    outputs: {one: {audio: one.wav, scores: {MOS: 3}}, two: {audio: two.wav, scores: {MOS: 4}}}
"""
FILMS = """\
title: Films
output: audio
examples:
  - outputs: {one: {video: film.webm}, two: two.wav}
"""


@pytest.fixture(scope="session")
def site(shared_folder: Path) -> Path:
    """A page of twelve rows of two clips, and a row of a video and a clip."""
    root = shared_folder / "engines"
    audio = root / "data" / "audio"
    (root / "examples").mkdir(parents=True)
    audio.mkdir(parents=True)
    rows = "".join(ROW % (number, number, "first" if number < 7 else "second") for number in range(1, 13))
    (root / "examples" / "catalogue.yaml").write_text(CATALOGUE, "utf-8")
    head = "title: Rows\noutput: audio\nscores: {MOS: {better: higher}}\n"
    (root / "examples" / "rows.yaml").write_text(f"{head}examples:\n{rows}", "utf-8")
    (root / "examples" / "films.yaml").write_text(FILMS, "utf-8")
    for name, hz in zip(("one", "two"), TONES, strict=False):
        (audio / f"{name}.wav").write_bytes(encoded(tone(hz, seconds=LONG)))
    film(root / "data" / "video" / "film.webm", LONG, picture="libvpx", sound="libopus", hz=TONES[2])
    return built(root, root / "site")


@pytest.fixture(scope="session")
def unpacked(site: Path) -> Path:
    """The same page from its archive."""
    archive = site.parent.parent / "engines.zip"
    result = CliRunner().invoke(commands, ["build", "-C", str(site.parent), "--zip", str(archive)])
    assert result.exit_code == 0, result.output
    with ZipFile(archive) as packed:
        packed.extractall(site.parent / "unpacked")
    return site.parent / "unpacked" / "demo" / "index.html"


@pytest.fixture(scope="session", params=ENGINES)
def driver(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    """One browser after another."""
    running = ENGINES[request.param](tmp_path_factory.mktemp("driver"))
    running.set_window_size(1280, 900)
    yield running
    running.quit()


@pytest.fixture(scope="session")
def ear() -> Ear:
    """At the loudspeaker."""
    return Ear(Path(os.environ["SOUNDCASE_HEARD"]))


@pytest.fixture(params=["server", "disk"])
def page(
    request: pytest.FixtureRequest, driver: WebDriver, site: Path, unpacked: Path, serve: Serve, ear: Ear
) -> Page:
    """The page, opened anew: from a server, or from an archive of it that was unpacked."""
    address = serve(site).address if request.param == "server" else unpacked.as_uri()
    return Page(driver, address, ear)


def test_a_clip_plays_and_pauses(page: Page) -> None:
    page.play(1, "Onesystem")
    page.plays(1, "Onesystem", after=0.5)
    page.play(1, "Onesystem")
    page.wait("now.state === 'paused' && now.tracks === 0")
    page.hears()


def test_one_clip_sounds_at_a_time_and_a_row_keeps_its_position(page: Page) -> None:
    page.play(1, "Onesystem")
    page.plays(1, "Onesystem", after=1)
    for system in ("Twosystem", "Onesystem", "Twosystem"):
        before = page.run("return document.querySelector('listening-bar').made.time")
        page.play(1, system)
        page.plays(1, system, after=before)
    page.play(2, "Onesystem")
    page.plays(2, "Onesystem")


def test_keys_play_switch_seek_and_stop(page: Page) -> None:
    page.press("1")
    page.plays(1, "Onesystem")
    page.press("2")
    page.plays(1, "Twosystem")
    page.press(Keys.SPACE)
    page.wait("now.state === 'paused'")
    before = page.run("return document.querySelector('listening-bar').made.time")
    page.press(Keys.ARROW_RIGHT)
    page.wait(f"now.seconds > {before} + 1.9")
    page.press("j", "1")
    page.plays(2, "Onesystem")
    page.press(Keys.ESCAPE)
    page.wait("now.state === 'idle' && now.tracks === 0 && now.seconds === 0")
    page.hears()


def test_a_loop_repeats(page: Page) -> None:
    page.play(1, "Onesystem")
    page.plays(1, "Onesystem", after=0.5)
    page.press("l", "]")
    end = page.run("return document.querySelector('listening-bar').region.to")
    page.wait(f"now.seconds < {end} / 2 && now.state === 'playing'")


def test_words_are_found_and_stand_in_the_address(page: Page) -> None:
    page.press("/")
    page.press("Row 12")
    page.wait(f"JSON.stringify((() => {{ {VISIBLE} }})()) === '[\"12\"]'")
    page.wait("decodeURIComponent(location.search).replaceAll('+', ' ') === '?q=Row 12'")


def test_examples_of_a_tag_are_explored_and_heard(page: Page) -> None:
    page.click("page-facets button")
    page.wait("document.querySelectorAll('.facets [data-example]').length === 10")
    page.run(
        "const tag = document.querySelector('.facets [data-key=\"tag half\"]'); tag.value = 'second';"
        "tag.dispatchEvent(new Event('change', {bubbles: true}))"
    )
    page.wait("document.querySelectorAll('.facets [data-example]').length === 6")
    page.click(".facets [data-example] button[data-play]")
    page.plays(7, "Onesystem")


def test_a_blind_test_hides_names_and_reveals_them(page: Page) -> None:
    page.open("?blind=k3")
    text = "return document.querySelector('[data-task=rows]').innerText"
    assert "Onesystem" not in page.run(text)
    page.press("1")
    page.wait("now.state === 'playing' && now.what.startsWith('System 1') && now.seconds > 0.1")
    page.click("#rows--1 td .prefer")
    page.wait("document.querySelector('blind-listening').innerText.includes('1 of ')")
    page.click("blind-listening > button")
    page.wait("document.querySelector('.blind-results').textContent.includes('1 of 1')")
    assert "Onesystem" in page.run(text)
    page.wait("now.state === 'playing' && now.what.includes('system, ')")


def test_a_video_and_a_clip_take_turns_at_the_same_position(page: Page) -> None:
    page.click("video")
    page.wait("now.films === 1 && now.film > 1 && now.what.startsWith('Onesystem')")
    page.hears(TONES[2])
    before = page.run("return document.querySelector('video').currentTime")
    page.click("[data-task=films] button[data-play]")
    page.wait(f"now.films === 0 && now.right && now.state === 'playing' && now.seconds > {before}")
    page.hears(TONES[1])
    before = page.run("return document.querySelector('listening-bar').made.time")
    page.press("1")
    page.wait(f"now.films === 1 && now.tracks === 0 && now.film > {before}")
    page.hears(TONES[2])
