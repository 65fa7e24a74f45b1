"""A blind test: nothing tells the systems apart, preferences are noted, everything comes back as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from observed import (
    listen,
    said_on_click,
    settle,
    started,
    toggle_blind,
    wait_for_players,
    wait_until_sounding,
    watch,
)
from playwright.sync_api import Browser, Page, expect
from shapes import shapes_project

from bench import Serve, built
from judges import axe_findings_in_both
from made_films import film
from projects import add_clip, add_picture, write

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
PLACES = """() => [...document.querySelectorAll('[data-task] [data-example] :is([data-output], .empty)')]
  .map(one => [one.closest('[data-task]').dataset.task, one.closest('[data-example]').dataset.example,
               one.closest('[data-model]').dataset.model, one.textContent])"""
"""Of each answer its task, example, number and words."""
PAGE = """() => {
  const copy = document.body.cloneNode(true);
  for (const own of copy.querySelectorAll('page-tools, tool-notes, page-status')) own.remove();
  return copy.outerHTML.replace(/<comparison-table[^>]*>/g, '').replace(/ (style|data-state)="[^"]*"/g, '');
}"""
"""All but the tools, and what is noted as the page is drawn: sizes of heads, states of players."""
SHAPES = ["cards", "table", "transposed"]
HOMES = """\
title: Homes
hero: heard--1
models:
  m-one: {name: Onefold, ours: true, description: The **first** one., group: New}
  m-two: {name: Twofold, group: Old}
  m-three: {name: Threefold, group: Old}
sections:
  - title: All
    tasks:
      - id: seen
        title: Seen
        examples:
          - audio: talk.wav
            outputs:
              m-one: {image: onefold/out.png, alt: Onefold}
              m-two: {image: twofold/out.png, alt: Twofold}
              m-three: {image: threefold/out.png, alt: Threefold}
      - id: filmed
        title: Filmed
        examples:
          - audio: talk.wav
            outputs: {m-one: {video: onefold/film.mp4}, m-two: {video: twofold/film.mp4}}
      - id: heard
        title: Heard
        output: audio
        media: {spectrogram: true}
        scores: {MOS: {better: higher}}
        examples:
          - audio: talk.wav
            outputs:
              m-one: {audio: onefold/onefold-1.wav, scores: {MOS: 4}}
              m-two: {audio: twofold/twofold-1.wav, scores: {MOS: 3}}
              m-three: {audio: threefold/threefold-1.wav, scores: {MOS: 2}}
rules: {same-content: off, duration-differs: off, empty-cell: off}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    cards = "".join(CARD.format(number) for number in range(8))
    root = write(tmp_path_factory.mktemp("blind"), PROJECT + cards + MORE)
    built(root, root / "site")
    return root / "site"


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clips, pictures and films whose files are named after their systems."""
    root = write(tmp_path_factory.mktemp("homes"), f"-- examples/catalogue.yaml --\n{HOMES}")
    add_clip(root, "talk.wav", "tone")
    for name in ("onefold", "twofold", "threefold"):
        add_clip(root, f"{name}/{name}-1.wav", "tone-long")
        add_picture(root, f"{name}/out.png")
    for name in ("onefold", "twofold"):
        film(root / "data" / "video" / name / "film.mp4", amplitude=0.5)
    built(root, root / "site")
    return root / "site"


@pytest.fixture(scope="module", params=SHAPES)
def shape(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = shapes_project(tmp_path_factory.mktemp("shape"), request.param)
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


def places(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.evaluate(PLACES)
    return found


def told(page: Page, *secrets: str) -> list[str]:
    """Where the document says one of these words: in a text, an attribute, an id."""
    html: str = page.evaluate("document.documentElement.outerHTML")
    words = "|".join(rf"(?<![a-z]){re.escape(one)}(?![a-z])" for one in secrets)
    return [html[max(found.start() - 60, 0) : found.end() + 30] for found in re.finditer(words, html)]


def play_all(page: Page) -> None:
    """Play every clip once, so that all that is made while playing is there, and show the panel."""
    for button in page.locator("button[data-play]:visible").all():
        button.evaluate("button => button.click()")
    page.wait_for_selector("listening-panel [data-chip]", state="attached")


def test_no_name_is_left_to_eye_or_ear(page: Page, address: str) -> None:
    seen = watch(page)
    at(page, address + "?blind=k3")
    for task in TASKS:
        section = page.locator(f'[data-task="{task}"]')
        for said in (section.inner_text(), section.aria_snapshot()):
            for hidden in (*NAMES.values(), "kbit/s", "WER ↓ ", "Tell it.: "):
                assert hidden not in said, f"{hidden} in {task}"
        assert all(f"System {number}" in section.inner_text() for number in (1, 2, 3))
    assert page.locator(".is-ours, .ours").count() == 0
    assert page.locator("#systems").count() == 0
    for task in TASKS:
        names = page.locator(f"[data-task={task}] button[data-play]").evaluate_all(
            "all => all.map(one => one.getAttribute('aria-label'))"
        )
        assert len(set(names)) == len(names)
    assert seen.complaints == []


def test_nothing_in_the_document_tells(page: Page, site: Path) -> None:
    """Ids, names, names of files, before and while clips play, and everything as it was when it is over."""
    listen(page)
    at(page, (site / "index.html").as_uri())
    before = page.evaluate(PAGE)
    toggle_blind(page)
    secrets = [*NAMES, *NAMES.values(), "kbit", "spectrograms/", "audio/a", "audio/b", "audio/c", "a.wav"]
    assert told(page, *secrets) == []
    play_all(page)
    assert told(page, *secrets) == []
    at(page, (site / "index.html").as_uri())
    toggle_blind(page)
    page.locator("#rows--1 .prefer").first.click()
    toggle_blind(page)
    assert page.evaluate(PAGE) == before


def test_nothing_tells_in_any_shape(page: Page, shape: Path) -> None:
    at(page, (shape / "index.html").as_uri())
    before = page.evaluate(PAGE)
    secrets = [
        "Codec A",
        "Codec B",
        "Codec C",
        "Codec D",
        '"low',
        '"mid',
        '"old',
        '"ours',
        "Baselines",
        "kbit",
        "9.25",
    ]
    assert len(told(page, *secrets)) > len(secrets)
    toggle_blind(page)
    assert told(page, *secrets) == []
    play_all(page)
    assert told(page, *secrets) == []
    at(page, (shape / "index.html").as_uri())
    toggle_blind(page)
    toggle_blind(page)
    assert page.evaluate(PAGE) == before


def test_files_named_after_systems_do_not_tell(page: Page, homes: Path, serve: Serve) -> None:
    """Clips, pictures and videos are still there, under nobody's name."""
    listen(page)
    seen = watch(page)
    address = serve(homes).address + "index.html"
    at(page, address)
    before = page.evaluate(PAGE)
    toggle_blind(page)
    secrets = ["onefold", "twofold", "threefold", "m-one", "m-two", "m-three"]
    assert told(page, *secrets) == []
    for shown in page.locator("[data-task=seen] .picture > span, video-clip > span:first-child").all():
        assert (shown.bounding_box() or {"height": 0})["height"] > 0
    for button in page.locator("[data-task=heard] [data-model] button[data-play]").all():
        button.click()
        page.wait_for_function("() => document.querySelector('sound-clip[data-state=playing]')")
        assert told(page, *secrets) == []
        assert len(started(page)) == 1
    page.evaluate("() => document.querySelector('video-clip').film.play()")
    page.wait_for_function("() => document.querySelector('video-clip').dataset.state === 'playing'")
    assert page.evaluate("() => document.querySelector('video-clip').film.ariaLabel").endswith("System 1")
    assert told(page, *secrets) == []
    at(page, address)
    toggle_blind(page)
    toggle_blind(page)
    assert page.evaluate(PAGE) == before
    assert seen.complaints == []


def test_what_stands_under_the_title_has_the_numbers_of_its_example(page: Page, homes: Path) -> None:
    """What is preferred there is noted for the example."""
    at(page, (homes / "index.html").as_uri() + "?blind=k3")
    chips = page.locator(".hero-chips button").all_inner_texts()
    assert [" ".join(chip.split()[1:]) for chip in chips if "System" in chip] == [
        "System 1",
        "System 2",
        "System 3",
    ]
    addresses = """scope => [...document.querySelectorAll(scope + ' [data-model] sound-clip')]
      .map(clip => [clip.closest('[data-model]').dataset.model, clip.link.href])"""
    assert page.evaluate(addresses, "[data-hero]") == page.evaluate(addresses, "#heard--1")
    page.locator(".hero-chips button", has_text="System 3").click()
    page.wait_for_selector("listening-panel [data-chip]", state="attached")
    page.keyboard.press("v")
    assert page.locator("#heard--1 [data-model='3'] :checked").count() == 1
    assert page.locator("[data-hero] .prefer").count() == 0


def test_a_seed_gives_the_same_order_again_and_others_give_others(page: Page, address: str) -> None:
    first = places(at(page, address + "?blind=k3"))
    assert places(at(page, address + "?blind=k3")) == first
    orders = [places(at(page, f"{address}?blind={seed}")) for seed in ("a", "b", "c")]
    assert len({str(one) for one in orders}) > 1
    kinds = [words.split()[0] for task, _, _, words in first if task == "cards"]
    assert len({tuple(kinds[place : place + 3]) for place in range(0, len(kinds), 3)}) > 1


def test_a_number_is_one_system_in_all_of_an_example(page: Page, address: str) -> None:
    """Turns of a dialogue, and stems beside each other."""
    at(page, address + "?blind=q")
    owners = {"mine": "ours", "my own": "ours", "only mine": "ours", "yours": "theirs", "your own": "theirs"}
    found = {
        (number, owners.get(words, "third"))
        for task, _, number, words in places(page)
        if task == "talk" and not words.startswith("–")
    }
    assert len(found) == len(NAMES)
    page.locator("#stems--1 button[data-play]").nth(1).click()
    page.wait_for_selector("listening-panel [data-chip]", state="attached")
    chips = page.locator("listening-panel [data-chip]").all_inner_texts()
    labels = [("a", "low"), ("b", "high")]
    assert chips[1:] == [f"{one}{sign} System {one}, {label}" for one in (1, 2, 3) for sign, label in labels]


def test_number_keys_follow_the_numbers(page: Page, address: str) -> None:
    at(page, address + "?blind=k3")
    for row in ("#rows--1", "#columns--1"):
        page.locator(f"[data-task={row[1:-3]}] button[data-play]").first.click()
        for key in "231":
            page.keyboard.press(key)
            expect(page.locator("listening-panel [role=status]")).to_have_text(f"{key}: System {key}")
            expect(page.locator("listening-panel b")).to_have_text(f"System {key}")
            expect(page.locator(f"[data-model='{key}'] [data-state=playing]")).to_have_count(1)


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
        toggle_blind(page)
        wait_until_sounding(page, name)
    assert "Theirsystem" in page.locator("listening-panel").inner_text()


def test_hidden_systems_take_no_part(page: Page, address: str) -> None:
    at(page, address + "?hide=third&blind=k3")
    assert told(page, *NAMES, *NAMES.values()) == []
    rows = page.locator("[data-task=rows]")
    assert "System 2" in rows.inner_text()
    assert "System 3" not in rows.inner_text()
    assert not any(words.startswith("None") for task, _, _, words in places(page) if task == "cards")
    assert page.locator("#rows--1 .prefer").count() == 3
    toggle_blind(page)
    assert "Thirdsystem" not in rows.inner_text()
    assert "Oursystem" in rows.inner_text()


def test_search_does_not_find_by_what_is_hidden(page: Page, address: str) -> None:
    at(page, address)
    page.locator("[data-search]").fill("oursystem is right")
    assert page.locator(".card:visible").count() == 8
    toggle_blind(page)
    assert page.locator(".card:visible").count() == 0
    toggle_blind(page)
    assert page.locator(".card:visible").count() == 8


def test_preferences_are_kept_and_told_at_the_end(page: Page, address: str) -> None:
    """By pointer and by key, here and after the page was left, in an order that others can have."""
    at(page, address + "?blind=k3")
    mine = {example: number for _, example, number, words in places(page) if words.startswith("A tone")}
    for example in ("1", "2", "3"):
        page.locator(f"#cards--{example} [data-model='{mine[example]}'] .prefer").click()
    assert said_on_click(page.locator("#cards--4 .card-head .prefer input")).startswith(
        "Example 4: No preference. 4 of 14"
    )
    page.locator("#rows--1 button[data-play]").first.click()
    page.keyboard.press("2")
    page.keyboard.press("v")
    assert page.locator("#rows--1 [data-model='2'] :checked").count() == 1
    at(page, address + "?blind=k3")
    assert page.locator(".prefer :checked").count() == 5
    assert "5 of 14" in page.locator("blind-listening").inner_text()
    at(page, address + "?blind=other")
    assert page.locator(".prefer :checked").count() == 0
    at(page, address + "?blind=k3")
    toggle_blind(page)
    results = page.locator(".blind-results")
    tally = [line.split() for line in results.locator("li").all_text_contents()]
    assert {name: of for name, _, _, _, of in tally[:-1]} == dict.fromkeys(NAMES.values(), "5")
    assert {name: int(wins) for name, _, wins, _, _ in tally[:-1]}["Oursystem"] in {3, 4}
    assert tally[-1] == ["No", "preference", "1", "of", "5"]
    assert "blind=" not in page.url
    assert page.evaluate("document.activeElement.textContent") == "Results of the blind test"


def test_results_are_copied_as_lines_for_a_sheet(browser: Browser, site: Path, serve: Serve) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    at(page, serve(site).address + "index.html?blind=k3")
    page.locator("#cards--1 [data-model='2'] .prefer").click()
    toggle_blind(page)
    page.get_by_role("button", name="Copy").last.click()
    page.wait_for_function("() => document.querySelector('page-status').textContent === 'Copied'")
    lines = [line.split("\t") for line in page.evaluate("navigator.clipboard.readText()").splitlines()]
    assert lines[0][1].endswith("?blind=k3")
    assert {name for name, _, _ in lines[1:4]} == {"Oursystem (New)", "Theirsystem (Old)", "Thirdsystem (Old)"}
    assert sum(int(wins) for _, wins, _ in lines[1:4]) == 1
    assert lines[4] == ["No preference", "0", "1"]
    assert lines[6] == ["", "", "Preferred", "System 1", "System 2", "System 3"]
    assert lines[7][:3] == ["Cards", "Example 1", lines[7][4]]
    assert len(lines) == 7 + 14
    context.close()


def test_prose_that_names_a_system_is_told_of(page: Page, site: Path, homes: Path) -> None:
    words = "Texts of the authors name systems"
    at(page, (site / "index.html").as_uri() + "?blind=1")
    assert words not in page.locator("main").inner_text()
    page.locator("#cards h3").evaluate("title => { title.textContent = 'Oursystem at its best' }")
    toggle_blind(page)
    toggle_blind(page)
    assert words in page.locator("main").inner_text()
    at(page, (homes / "index.html").as_uri() + "?blind=1")
    assert words not in page.locator("main").inner_text()


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(page: Page, site: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    at(page, (site / "index.html").as_uri() + "?blind=k3")
    page.locator(".prefer").first.click()
    assert axe_findings_in_both(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    toggle_blind(page)
    page.locator(".blind-results summary").click()
    assert axe_findings_in_both(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
