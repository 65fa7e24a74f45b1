"""Videos: one thing sounds at a time, a row keeps its position, keys reach them; whole without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from observed import settle, watch
from playwright.sync_api import Browser, Locator, Page

from bench import Serve, built
from made_films import film
from projects import encoded, tone

pytestmark = pytest.mark.browser
LONG = 90
CATALOGUE = """\
title: Films
models: {one: {name: Onesystem}, two: {name: Twosystem, ours: true}, three: {name: Threesystem}}
sections: [{title: Part, tasks: [position.yaml, restart.yaml, off.yaml]}]
rules: {same-content: off, same-content-twice: off}
"""
TASK = """\
title: Task %s
sync: %s
output: audio
examples:
  - context: {label: silent, video: in.mp4}
    outputs: {one: {video: one.mp4}, two: {video: two.mp4}, three: three.wav}
"""
LEVELS = {"one": 0.1, "two": 0.2, "three": 0.4}
"""Amplitudes: the first is the quietest."""
SOUNDING = """() => {
  const bar = document.querySelector('listening-bar');
  const films = [...document.querySelectorAll('video')].filter(film => !film.paused);
  const clip = bar.sounds && !bar.active.film ? [bar.active.link.dataset.name] : [];
  return [...films.map(film => film.ariaLabel), ...clip];
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("films")
    (root / "examples").mkdir()
    (root / "data" / "audio").mkdir(parents=True)
    (root / "examples" / "catalogue.yaml").write_text(CATALOGUE, "utf-8")
    for sync in ("position", "restart", "off"):
        (root / "examples" / f"{sync}.yaml").write_text(TASK % (sync, sync), "utf-8")
    film(root / "data" / "video" / "in.mp4", LONG, sound="")
    for name, level in LEVELS.items():
        if name != "three":
            film(root / "data" / "video" / f"{name}.mp4", LONG, amplitude=level)
    (root / "data" / "audio" / "three.wav").write_bytes(encoded(tone(440, seconds=LONG) * 10 * LEVELS["three"]))
    return built(root, root / "site")


@pytest.fixture(params=["http", "file"])
def shown(request: pytest.FixtureRequest, page: Page, site: Path, serve: Serve) -> Page:
    page.goto(serve(site).address if request.param == "http" else (site / "index.html").as_uri())
    settle(page)
    return page


def name(what: str, sync: str = "position") -> str:
    return f"Task {sync}, example 1, {what}"


def called(what: str) -> str:
    return f"{what}, example 1"


def start(page: Page, what: str, sync: str = "position") -> None:
    """Play a video as its own button does, or a clip by its button."""
    if what == "Threesystem":
        button = page.locator(f"[data-task={sync}]").get_by_role(
            "button", name=f"Play {called(what)}", exact=True
        )
        button.click()
    else:
        page.evaluate(
            "label => document.querySelector(`video[aria-label='${label}']`).play()", name(what, sync)
        )


def wait_until_alone(page: Page, what: str, sync: str = "position") -> None:
    page.wait_for_function(
        f"label => JSON.stringify(({SOUNDING})()) === JSON.stringify([label])", arg=name(what, sync)
    )


def place(page: Page, what: str, sync: str = "position") -> float:
    found: float = page.evaluate(
        """label => { const bar = document.querySelector('listening-bar');
             const film = document.querySelector(`video[aria-label='${label}']`);
             return film ? film.currentTime : bar.deck.time; }""",
        name(what, sync),
    )
    return found


def video(page: Page, what: str) -> Locator:
    return page.locator(f"video[aria-label='{name(what)}']")


def go_to(page: Page, what: str, seconds: float, sync: str = "position") -> None:
    page.evaluate(
        "([label, at]) => { document.querySelector(`video[aria-label='${label}']`).currentTime = at }",
        [name(what, sync), seconds],
    )


def test_one_thing_sounds_at_a_time(shown: Page) -> None:
    seen = watch(shown)
    for what in ("Onesystem", "Twosystem", "Threesystem", "Onesystem", "Threesystem", "context, silent"):
        start(shown, what)
        wait_until_alone(shown, what)
    start(shown, "Twosystem", "off")
    wait_until_alone(shown, "Twosystem", "off")
    assert seen.complaints == []


def test_a_row_keeps_its_position_between_videos_and_clips(shown: Page) -> None:
    start(shown, "Onesystem")
    wait_until_alone(shown, "Onesystem")
    go_to(shown, "Onesystem", 20)
    for what in ("Twosystem", "Threesystem", "Onesystem", "Twosystem"):
        start(shown, what)
        wait_until_alone(shown, what)
        assert place(shown, what) >= 19.9
    start(shown, "context, silent")  # another recording
    wait_until_alone(shown, "context, silent")
    assert place(shown, "context, silent") < 19


@pytest.mark.parametrize(("sync", "first"), [("restart", 0), ("off", 20)])
def test_other_ways_to_switch_hold_for_videos_too(shown: Page, sync: str, first: int) -> None:
    start(shown, "Onesystem", sync)
    wait_until_alone(shown, "Onesystem", sync)
    go_to(shown, "Onesystem", 20, sync)
    start(shown, "Twosystem", sync)
    wait_until_alone(shown, "Twosystem", sync)
    assert place(shown, "Twosystem", sync) < 19
    start(shown, "Onesystem", sync)
    wait_until_alone(shown, "Onesystem", sync)
    assert (place(shown, "Onesystem", sync) >= 19.9) is (first == 20)


def test_a_place_that_the_reader_chose_counts(shown: Page) -> None:
    for what in ("Twosystem", "Onesystem"):
        start(shown, what)
        wait_until_alone(shown, what)
    go_to(shown, "Twosystem", 50)
    shown.wait_for_function("() => [...document.querySelectorAll('video-clip')].some(clip => clip.chosen)")
    start(shown, "Twosystem")
    wait_until_alone(shown, "Twosystem")
    assert place(shown, "Twosystem") >= 49.9


def test_keys_reach_videos(shown: Page) -> None:
    shown.locator("#position--1 video").first.scroll_into_view_if_needed()
    shown.keyboard.press("1")
    wait_until_alone(shown, "Onesystem")
    shown.keyboard.press("2")
    wait_until_alone(shown, "Twosystem")
    shown.keyboard.press("Space")
    shown.wait_for_function(f"() => ({SOUNDING})().length === 0")
    before = place(shown, "Twosystem")
    shown.keyboard.press("ArrowRight")
    assert place(shown, "Twosystem") == pytest.approx(before + 2, abs=0.1)
    shown.keyboard.press("Space")
    wait_until_alone(shown, "Twosystem")
    shown.keyboard.press("3")
    wait_until_alone(shown, "Threesystem")
    shown.keyboard.press("1")
    wait_until_alone(shown, "Onesystem")
    shown.keyboard.press("Escape")
    shown.wait_for_function(f"() => ({SOUNDING})().length === 0")
    assert place(shown, "Onesystem") == 0


def test_the_bar_names_a_video_and_its_buttons_and_chips_work_on_it(shown: Page) -> None:
    bar = shown.locator("listening-panel")
    start(shown, "Onesystem")
    wait_until_alone(shown, "Onesystem")
    bar.locator("[data-now]").get_by_text("Onesystem", exact=True).wait_for()
    assert bar.locator("[data-chip]").all_inner_texts() == ["1 Onesystem", "2 Twosystem", "3 Threesystem"]
    assert bar.locator("[data-chip][aria-pressed=true]").inner_text() == "1 Onesystem"
    assert "/ 1:30.0" in bar.locator("[data-clock]").inner_text()
    go_to(shown, "Onesystem", 20)
    for what in ("Threesystem", "Twosystem"):
        bar.locator("[data-chip]", has_text=what).click()
        wait_until_alone(shown, what)
        assert place(shown, what) >= 19.9
    bar.get_by_role("button", name=f"Pause {called('Twosystem')}").click()
    shown.wait_for_function(f"() => ({SOUNDING})().length === 0")
    bar.get_by_role("button", name=f"Play {called('Twosystem')}").click()
    wait_until_alone(shown, "Twosystem")
    bar.locator("[data-speed]").select_option("1.5")
    assert video(shown, "Twosystem").evaluate("film => film.playbackRate") == 1.5
    bar.get_by_role("button", name="Stop and close").click()
    shown.wait_for_function(f"() => ({SOUNDING})().length === 0")
    assert place(shown, "Twosystem") == 0
    assert video(shown, "Twosystem").evaluate("film => film === document.activeElement")


def test_levels_of_videos_and_clips_are_matched_to_the_quietest(shown: Page) -> None:
    start(shown, "Twosystem")
    wait_until_alone(shown, "Twosystem")
    shown.keyboard.press("m")
    told = shown.locator("#position--1 [data-gain]").evaluate_all(
        "nodes => nodes.map(node => getComputedStyle(node, '::after').content)"
    )
    assert ["0.0 dB" in told[0], "−6.0 dB" in told[1], "−11." in told[2]] == [True, True, True]
    assert video(shown, "Twosystem").evaluate("film => film.volume") == pytest.approx(0.5, abs=0.02)
    start(shown, "Threesystem")
    wait_until_alone(shown, "Threesystem")
    shown.wait_for_function(
        "() => Math.abs(document.querySelector('listening-bar').made.heard.volume - 0.25) < 0.02"
    )
    start(shown, "Onesystem")
    wait_until_alone(shown, "Onesystem")
    assert video(shown, "Onesystem").evaluate("film => film.volume") == 1
    shown.keyboard.press("m")
    start(shown, "Twosystem")
    wait_until_alone(shown, "Twosystem")
    assert video(shown, "Twosystem").evaluate("film => film.volume") == pytest.approx(1)


def test_a_passage_of_a_video_repeats_and_goes_over_to_the_clip_beside_it(shown: Page) -> None:
    start(shown, "Onesystem")
    wait_until_alone(shown, "Onesystem")
    go_to(shown, "Onesystem", 20)
    shown.keyboard.press("[")
    go_to(shown, "Onesystem", 21)
    shown.wait_for_function("() => document.querySelector('listening-bar').deck.time >= 21")
    shown.keyboard.press("]")
    begin, end = shown.evaluate(
        "() => { const { from, to } = document.querySelector('listening-bar').region; return [from, to]; }"
    )
    assert 19.9 <= begin < 21 <= end
    for what in ("Onesystem", "Threesystem"):
        for wanted in (f"> {end} - 0.5", f"< {begin} + 0.5"):
            shown.wait_for_function(
                f"() => {{ const {{ deck }} = document.querySelector('listening-bar'); "
                f"return deck.time >= {begin} - 0.1 && deck.time {wanted} && deck.time < {end} + 2; }}"
            )
        wait_until_alone(shown, what)
        shown.keyboard.press("3")
    shown.keyboard.press("l")


def test_a_video_that_is_over_goes_on_where_it_is_sought_though_its_end_is_told_later(shown: Page) -> None:
    start(shown, "Onesystem")
    wait_until_alone(shown, "Onesystem")
    shown.evaluate(
        """() => {
          const { deck } = document.querySelector('listening-bar');
          deck.film.pause();
          deck.seek(20);
          for (const name of ['pause', 'ended']) deck.film.dispatchEvent(new Event(name));
        }"""
    )
    wait_until_alone(shown, "Onesystem")
    shown.wait_for_function("() => document.querySelector('listening-bar').deck.time > 20")


def test_j_and_k_go_from_example_to_example(shown: Page) -> None:
    start(shown, "Onesystem")
    wait_until_alone(shown, "Onesystem")
    shown.keyboard.press("j")
    wait_until_alone(shown, "Onesystem", "restart")


def test_a_blind_test_hides_whose_video_it_is(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri() + "?blind=k3")
    settle(page)
    assert "system" not in page.locator("#position--1").aria_snapshot().replace("systems", "")


def test_without_scripts_it_is_a_player_with_a_picture_that_loads_nothing(
    browser: Browser, site: Path, serve: Serve
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    served = serve(site)
    page.goto(served.address)
    page.wait_for_load_state("networkidle")
    videos = page.locator("video[controls][preload=none][poster]")
    assert videos.count() == 9
    box = videos.first.bounding_box()
    assert box is not None
    assert box["height"] > 40
    assert [one.path for one in served.requests if one.path.endswith(".mp4")] == []
    context.close()


def test_of_two_videos_begun_at_once_the_later_plays(shown: Page) -> None:
    shown.evaluate(
        """labels => labels.forEach(label => document.querySelector(`video[aria-label='${label}']`).play())""",
        [name("Onesystem"), name("Twosystem")],
    )
    wait_until_alone(shown, "Twosystem")
    shown.evaluate(
        """labels => labels.forEach(label => document.querySelector(`video[aria-label='${label}']`).play())""",
        [name("Onesystem"), name("Twosystem", "off")],
    )
    wait_until_alone(shown, "Twosystem", "off")
