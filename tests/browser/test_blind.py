"""Blind listening: names hidden, order changed in each example, everything back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from observed import listen, said_on_click, settle, wait_for_players, wait_until_sounding, watch
from playwright.sync_api import Page

from bench import Serve, built
from judges import axe_findings
from projects import write

pytestmark = pytest.mark.browser

NAMES = {"ours": "Oursystem", "theirs": "Theirsystem", "third": "Thirdsystem"}
PROJECT = """\
audio: c.wav tone
audio: mix.wav tone-long
-- examples/catalogue.yaml --
title: Base
models:
  ours: {name: Oursystem, ours: true, group: New, meta: {bitrate: 6 kbit/s}}
  theirs: {name: Theirsystem, group: Old, meta: {bitrate: 7 kbit/s}}
  third: {name: Thirdsystem, group: Old}
sections:
  - title: Part
    tasks: [cards.yaml, rows.yaml, columns.yaml, stems.yaml, talk.yaml, alone.yaml]
rules: {same-content: off, duration-differs: off, empty-cell: off}
-- examples/cards.yaml --
title: Cards
prompt: {ours: Say it., theirs: Tell it., third: Do it.}
scores: {WER: {measure: wer}}
examples:
"""
CARD = """\
  - audio: mix.wav
    reference: A tone {0}.
    note: Oursystem is right.
    outputs: {{ours: {{text: A tone {0}., note: fine}}, theirs: Two tones {0}., third: None {0}.}}
"""
MORE = """\
-- examples/rows.yaml --
title: Rows
output: audio
scores: {MOS: {better: higher}}
examples:
  - audio: mix.wav
    outputs:
      ours: {audio: a.wav, scores: {MOS: 4}}
      theirs: {audio: b.wav, scores: {MOS: 3}}
      third: c.wav
  - {audio: mix.wav, outputs: {ours: b.wav, theirs: c.wav, third: a.wav}}
-- examples/columns.yaml --
title: Columns
layout: transposed
output: audio
media: {spectrogram: true}
examples:
  - {audio: mix.wav, outputs: {ours: a.wav, theirs: b.wav, third: c.wav}}
  - {audio: mix.wav, outputs: {ours: b.wav, theirs: c.wav, third: a.wav}}
-- examples/stems.yaml --
title: Stems
layout: table
examples:
  - audio: mix.wav
    outputs:
      ours: [{label: low, audio: a.wav}, {label: high, audio: b.wav}]
      theirs: [{label: low, audio: b.wav}, {label: high, audio: c.wav}]
      third: [{label: low, audio: c.wav}, {label: high, audio: a.wav}]
-- examples/talk.yaml --
title: Talk
examples:
  - audio: mix.wav
    turns:
      - {speaker: Ann, text: One, outputs: {ours: mine, theirs: yours, third: its}}
      - {speaker: Ben, text: Two, outputs: {ours: my own, theirs: your own, third: its own}}
      - {speaker: Ben, text: Three, outputs: {ours: only mine}}
-- examples/alone.yaml --
title: Alone
examples:
  - {audio: mix.wav, outputs: {ours: nobody else}}
"""
TASKS = ["cards", "rows", "columns", "stems", "talk"]
TOGGLE = "blind-listening > button"
ORDER = """() => [...document.querySelectorAll('[data-blind-name]')]
  .map(cell => [cell.closest('[data-task]').dataset.task, cell.dataset.blindName,
                (cell.querySelector('[data-output]') || {dataset: {}}).dataset.output || ''])"""
MAIN = """() => [...document.querySelectorAll('[data-task]')]
  .map(task => task.innerHTML.replace(/<comparison-table[^>]*>/g, ''))"""
"""The examples; the boxes of tables note the sizes of their heads as they are drawn."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    cards = "".join(CARD.format(number) for number in range(8))
    root = write(tmp_path_factory.mktemp("blind"), PROJECT + cards + MORE)
    built(root, root / "site")
    return root / "site"


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, site: Path, serve: Serve) -> str:
    return serve(site).address + "index.html" if request.param == "http" else (site / "index.html").as_uri()


def at(page: Page, address: str) -> Page:
    page.goto(address)
    settle(page)
    wait_for_players(page)
    return page


def order(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.evaluate(ORDER)
    return found


def test_no_name_is_left_to_eye_or_ear(page: Page, address: str) -> None:
    seen = watch(page)
    at(page, address + "?blind=k3")
    for task in TASKS:
        section = page.locator(f'[data-task="{task}"]')
        for said in (section.inner_text(), section.aria_snapshot()):
            for hidden in (*NAMES.values(), "kbit/s", "WER ↓ ", "Tell it.: "):
                assert hidden not in said, f"{hidden} in {task}"
        assert section.locator(".is-ours, em.ours:visible").count() == 0
        assert {"A", "B", "C"} <= {name for where, name, _ in order(page) if where == task}
    assert "Oursystem" in page.locator('[data-task="alone"]').inner_text()
    assert "Oursystem" in page.locator("#systems").inner_text()
    names = page.locator("button[data-play]").evaluate_all(
        "all => all.map(one => one.getAttribute('aria-label'))"
    )
    assert len(set(names)) == len(names)
    assert seen.complaints == []


def test_a_seed_gives_the_same_order_again_and_others_give_others(page: Page, address: str) -> None:
    first = order(at(page, address + "?blind=k3"))
    assert order(at(page, address + "?blind=k3")) == first
    orders = [order(at(page, f"{address}?blind={seed}")) for seed in ("a", "b", "c")]
    assert len({str(one) for one in orders}) > 1
    cards = [model for task, _, model in first if task == "cards"]
    assert len({tuple(cards[place : place + 3]) for place in range(0, len(cards), 3)}) > 1


def test_switching_off_brings_everything_back(page: Page, address: str) -> None:
    at(page, address)
    before = page.evaluate(MAIN)
    page.locator(TOGGLE).click()
    assert "blind=" in page.url or page.locator(TOGGLE).get_attribute("aria-pressed") == "true"
    assert page.evaluate(MAIN) != before
    page.locator(".reveal").first.click()
    page.get_by_role("button", name="New order").click()
    page.get_by_role("button", name="Reveal all").click()
    page.locator(TOGGLE).click()
    assert page.evaluate(MAIN) == before
    assert order(page) == []


def test_one_example_is_revealed_in_place_and_truly(page: Page, address: str) -> None:
    at(page, address + "?blind=k3")
    told = said_on_click(page.locator("#rows--2 .reveal"))
    revealed = [name for task, name, _ in order(page) if task == "rows"]
    assert [" = " in name for name in revealed] == [False] * 3 + [True] * 3
    assert "A = " in page.locator("#rows--2").inner_text()
    assert told.startswith("Example 2: A = ")
    page.get_by_role("button", name="Reveal all").click()
    shown = order(page)
    assert all(name.split(" = ")[1] == NAMES[model] for _, name, model in shown if model)
    assert page.locator(".reveal:visible").count() == 0


def test_in_a_dialogue_and_over_stems_a_letter_is_one_system(page: Page, address: str) -> None:
    at(page, address + "?blind=q")
    for task in ("talk", "stems"):
        found: dict[str, set[str]] = {}
        for where, name, model in order(page):
            if where == task and model:
                found.setdefault(name, set()).add(model)
        assert set(found) == {"A", "B", "C"}
        assert all(len(models) == 1 for models in found.values())


def test_a_clip_that_plays_goes_on_while_names_go_and_come(page: Page, address: str) -> None:
    listen(page)
    at(page, address)
    cell = page.locator('#rows--1 [data-output="theirs"]')
    href = cell.locator("a[data-clip]").get_attribute("href")
    cell.locator("button[data-play]").click()
    assert href
    name = href.rpartition("/")[2]
    wait_until_sounding(page, name)
    for _ in range(2):
        page.locator(TOGGLE).click()
        wait_until_sounding(page, name)


def test_number_keys_follow_what_is_seen(page: Page, address: str) -> None:
    listen(page)
    at(page, address + "?blind=k3")
    row = page.locator("#rows--1")
    seen = row.locator("[data-blind-name='B'] a[data-clip]").get_attribute("href")
    row.locator("button[data-play]").first.click()
    page.keyboard.press("2")
    assert seen
    wait_until_sounding(page, seen.rpartition("/")[2])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(page: Page, site: Path, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    at(page, (site / "index.html").as_uri() + "?blind=k3")
    page.locator(".reveal").first.click()
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
