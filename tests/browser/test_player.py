"""Listening: switching systems, loops, speed, levels, pictures, bar, keys; from a server and from disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from listening_room import RECORD, SECONDS, Room, site
from observed import settle, wait_for_players, watch
from playwright.sync_api import Browser, Page

from bench import Serve, alone
from judges import axe_findings

pytestmark = pytest.mark.browser
REGION = "() => { const { from, to } = document.querySelector('listening-bar').region; return [from, to] }"
STAYS = """() => {
  const media = HTMLMediaElement.prototype;
  const state = Object.getOwnPropertyDescriptor(media, 'readyState');
  Object.defineProperty(media, 'readyState', { get() { return Math.min(state.get.call(this), 2); } });
  for (const track of document.querySelector('listening-bar').deck.tracks) {
    track.addEventListener('playing', (event) => event.stopImmediatePropagation(), true);
  }
}"""
"""The state stays at 2 and nobody says `playing`, as WebKitGTK does after a seek in a pause."""
STANDS = """() => {
  const deck = document.querySelector('listening-bar').deck;
  const { href } = document.querySelector('#position--1 sound-clip a[data-what="Second"]');
  const track = deck.tracks.find(({ address }) => address === href);
  const media = HTMLMediaElement.prototype;
  const [place, source] = ['currentTime', 'src'].map((name) => Object.getOwnPropertyDescriptor(media, name));
  const play = track.play;
  let at = null;
  Object.assign(window, { stood: 0, woken: false, silent: false });
  track.play = () => {
    if (!window.woken) { at = place.get.call(track); window.stood += 1; }
    return play.call(track);
  };
  Object.defineProperty(track, 'currentTime', {
    get: () => at ?? place.get.call(track),
    set: (seconds) => { if (at !== null) at = seconds; place.set.call(track, seconds); },
  });
  Object.defineProperty(track, 'src', {
    get: () => source.get.call(track),
    set: (address) => { if (window.stood) [at, window.woken] = [null, true]; source.set.call(track, address); },
  });
  setInterval(() => { if (at !== null && deck.heard === track) window.silent = true; }, 5);
}"""
"""The clock of the second system's clip stands until it is loaded anew, as in WebKitGTK after a while."""
PREPARED = """() => {
  const { deck } = document.querySelector('listening-bar');
  const beside = deck.tracks.filter((track) => track.beside && !track.ended);
  return beside.length > 1 && beside.every((track) => deck.runs(track) && Math.abs(deck.apart(track)) < 0.03);
}"""
"""The clips of the row run without a sound beside the one that is heard, but for one that is over by then."""
LATE = (
    "for (const name of ['seeked', 'timeupdate', 'playing', 'waiting', 'pause', 'ended', 'error'])"
    " heard.dispatchEvent(new Event(name))",
    "heard.play = () => Promise.reject(new DOMException('', 'NotAllowedError'));"
    " deck.resume(); deck.stop(); delete heard.play",
    "heard.sought = heard.paused ? undefined : 50;"
    " Object.defineProperty(heard, 'error', { value: { code: 3 }, configurable: true });"
    " heard.dispatchEvent(new Event('error')); delete heard.error",
)
"""Events and promises of a clip that was stopped; a place that it could not find."""
SILENT = """() => {
  const { heard } = document.querySelector('listening-bar').made;
  return heard.paused && !heard.seeking && heard.readyState > 0;
}"""
ENDS = """deck.heard.pause();
  Object.defineProperty(deck.heard, 'ended', { get() { return this.paused && this.currentTime < 50; } })"""
"""The clip is over; that is told later."""
ENDED = "for (const name of ['pause', 'ended']) deck.heard.dispatchEvent(new Event(name))"
NEAR = 0.05
"""Seconds that a switch may be off; issue 4."""
FROM_BOTH = pytest.mark.parametrize("room", ["server", "disk"], indirect=True)
"""For what is loaded, sought and handed over: a browser reads a file in another way than it asks a server."""


@pytest.fixture(scope="session")
def listening_site(shared_folder: Path) -> Path:
    """The site of the listening room, built once for all workers."""
    root = shared_folder / "listening"
    with alone(shared_folder / "listening.lock"):
        return root / "site" if (root / "site" / "index.html").exists() else site(root)


@pytest.fixture
def room(
    request: pytest.FixtureRequest, browser: Browser, listening_site: Path, serve: Serve
) -> Iterator[Room]:
    """The page from a server, or from where a test says; without complaints until it is left."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    seen = watch(page)
    page.add_init_script(RECORD)
    from_disk = (listening_site / "index.html").as_uri()
    page.goto(from_disk if getattr(request, "param", "server") == "disk" else serve(listening_site).address)
    settle(page)
    wait_for_players(page)
    yield Room(page)
    assert seen.complaints == []
    context.close()


@FROM_BOTH
def test_another_system_goes_on_at_the_same_position(room: Room) -> None:
    room.button("First")
    room.plays("First", after=1)
    room.page.evaluate("() => window.followHandovers()")
    for number, what in enumerate(("Second", "reference", "First"), start=1):
        before = float(str(room.state()["seconds"]))
        click = f"button => ({PREPARED})() && (document.querySelector(button).click(), true)"
        room.page.wait_for_function(click, arg=room.named(what))  # no sooner, and no later
        room.plays(what, after=before)
        apart = room.page.evaluate("() => window.apart")
        assert len(apart) == number
        assert apart[-1] <= NEAR
    assert 2 < int(str(room.state()["elements"])) <= 6


def test_what_is_not_here_yet_is_marked_as_coming_and_the_clip_before_shown_as_heard(room: Room) -> None:
    room.button("First")
    room.plays("First")
    room.page.evaluate(
        """() => {
          const { deck } = document.querySelector('listening-bar');
          deck.runs = (track) => track === deck.heard || window.come;
        }"""
    )
    room.press("2")
    panel = room.page.locator("listening-panel")
    chip = panel.get_by_role("group").get_by_role("button", name="2 Second")
    room.wait("now.what === 'Second' && now.state === 'loading'")
    assert (chip.get_attribute("aria-busy"), chip.get_attribute("aria-pressed")) == ("true", "false")
    chips = panel.get_by_role("group").get_by_role("button", pressed=True)
    assert chips.all_inner_texts() == ["1 First"]
    assert panel.locator("[data-now] b").inner_text() == "First"
    room.page.evaluate("() => { window.come = true }")
    room.plays("Second")
    assert (chip.get_attribute("aria-busy"), chip.get_attribute("aria-pressed")) == ("false", "true")
    assert panel.locator("[data-now] b").inner_text() == "Second"


@FROM_BOTH
def test_a_reader_who_saves_data_loads_what_is_played_alone(room: Room) -> None:
    room.page.evaluate(
        "() => Object.defineProperty(Navigator.prototype, 'connection', { value: { saveData: true } })"
    )
    room.button("First")
    room.plays("First", after=1)
    assert room.page.evaluate("() => document.querySelector('listening-bar').deck.tracks.length") == 1


def test_a_browser_that_never_says_that_it_can_play_is_believed_by_what_it_holds(room: Room) -> None:
    room.page.evaluate(STAYS)
    for what in ("First", "Second", "reference", "First"):
        room.button(what)
        room.plays(what)
    room.press("Space", "Space")
    room.plays("First")


@pytest.mark.parametrize("paused", [False, True])
def test_a_clip_whose_clock_stands_is_loaded_anew(room: Room, paused: bool) -> None:
    room.button("First")
    room.plays("First", after=0.5)
    room.page.wait_for_function(PREPARED)
    room.press("Space")
    room.wait("now.state === 'paused' && now.audible === 0")
    room.page.evaluate(STANDS)
    if not paused:
        room.press("Space")
        room.wait("now.state === 'playing' && window.stood > 0")
    before = float(str(room.state()["seconds"]))
    room.button("Second")
    room.plays("Second", after=before + 0.5)
    stood, silent = room.page.evaluate("() => [window.stood, window.silent]")
    assert stood > 0
    assert silent is paused  # else the one before is heard until then


@FROM_BOTH
def test_a_paused_clip_hands_over_its_position_too(room: Room) -> None:
    room.button("First")
    room.plays("First", after=0.5)
    room.button("First")
    room.wait("now.state === 'paused' && now.audible === 0")
    at = room.page.evaluate("() => document.querySelector('listening-bar').made.time")
    started = room.page.locator(room.named("Second")).evaluate(
        "button => { button.click(); return document.querySelector('listening-bar').active.position }"
    )
    assert started == pytest.approx(at, abs=NEAR)
    room.plays("Second", after=at)


@FROM_BOTH
def test_a_clip_that_is_over_by_then_begins_again(room: Room) -> None:
    room.button("First")
    room.plays("First")
    room.seek("First", SECONDS["three"] + 5)
    room.plays("First", after=SECONDS["three"] + 5)
    room.button("Third")
    room.plays("Third")
    assert room.begun() == ["Third", 0]


def test_prompt_audio_is_another_recording(room: Room) -> None:
    room.button("First")
    room.plays("First", after=1)
    room.button("prompt audio")
    room.plays("prompt audio")
    assert room.begun() == ["prompt audio", 0]


@FROM_BOTH
def test_where_the_task_says_so_each_clip_begins_again(room: Room) -> None:
    room.button("First", task="restart")
    room.plays("First", after=1)
    room.button("Second", task="restart")
    room.plays("Second")
    assert room.begun() == ["Second", 0]


@FROM_BOTH
def test_where_the_task_says_so_each_clip_keeps_its_own_place(room: Room) -> None:
    room.button("First", task="off")
    room.plays("First", after=1)
    room.button("Second", task="off")
    room.plays("Second")
    assert room.begun() == ["Second", 0]
    room.button("First", task="off")
    room.plays("First", after=1)
    what, where = room.begun()
    assert what == "First"
    assert float(str(where)) >= 0.9


def drag(room: Room, what: str, start: float, end: float) -> None:
    wave = room.clip(what).locator(":scope > svg:visible, img:visible").first
    wave.scroll_into_view_if_needed()
    box = wave.bounding_box()
    assert box
    room.page.mouse.move(box["x"] + box["width"] * start, box["y"] + 9)
    room.page.mouse.down()
    room.page.mouse.move(box["x"] + box["width"] * end, box["y"] + 9, steps=3)
    room.page.mouse.up()


@FROM_BOTH
def test_a_dragged_passage_repeats_on_every_clip_of_its_row(room: Room) -> None:
    room.page.set_viewport_size({"width": 2400, "height": 900})
    drag(room, "First", 0.3, 0.35)
    start, end = room.page.evaluate(REGION)
    assert start == pytest.approx(30, abs=0.5)
    assert end == pytest.approx(35, abs=0.5)
    room.page.locator("select[data-speed]").select_option("2")  # it comes round twice as soon
    room.plays("First", after=start)
    backs = f"window.sought.filter(({{from, to}}) => from > {end} - 0.05 && Math.abs(to - {start}) < 0.001)"
    room.page.wait_for_function(f"() => {backs}.length >= 2")
    marked = room.page.locator("#position--1 sound-clip[data-region]")
    assert marked.count() == 3  # not the clip that is over by then, nor the prompt, which is another recording
    room.button("Second")
    room.plays("Second", after=start)
    before = room.page.evaluate(f"() => {backs}.length")
    room.page.wait_for_function(f"before => {backs}.length > before", arg=before)
    room.press("l")
    assert room.page.locator("[data-region]").count() == 0


def test_a_drag_counts_though_the_page_is_told_of_its_end_alone(room: Room) -> None:
    room.page.evaluate("() => addEventListener('pointermove', event => event.stopImmediatePropagation(), true)")
    drag(room, "First", 0.3, 0.6)
    assert room.page.evaluate(REGION) == pytest.approx([30, 60], abs=1)
    room.plays("First", after=30)


@FROM_BOTH
def test_a_passage_that_ends_with_its_clip_repeats_too(room: Room) -> None:
    drag(room, "Third", 0.6, 1)
    start, end = room.page.evaluate(REGION)
    assert end == pytest.approx(SECONDS["three"], abs=0.1)
    room.plays("Third", after=start)
    last = SECONDS["three"] - 0.001
    room.page.evaluate(
        "last => { document.querySelector('listening-bar').made.heard.currentTime = last }", last
    )
    room.wait(f"now.state === 'playing' && now.seconds > {start} && now.seconds < {end} - 0.1")


def test_keys_set_and_end_a_loop(room: Room) -> None:
    room.button("First")
    room.plays("First", after=0.3)
    room.press("l")
    loop = room.page.locator('[data-tool="loop"]')
    assert loop.get_attribute("aria-pressed") == "true"
    assert "whole clip" in str(room.state()["said"])
    room.press("ArrowRight", "[", "ArrowRight", "]")
    region = room.page.evaluate("() => document.querySelector('listening-bar').region")
    assert region["from"] > 2
    assert region["to"] > region["from"] + 1.5
    room.press("l")
    assert loop.get_attribute("aria-pressed") == "false"
    assert room.page.evaluate("() => document.querySelector('listening-bar').region") is None


@pytest.mark.parametrize(
    "meanwhile",
    [
        "deck.heard.dispatchEvent(new Event('playing'))",
        "deck.heard.dispatchEvent(new Event('seeked'))",
        "deck.level = 0.5",
        "deck.seek(40); deck.seek(50)",
        "deck.pause(); deck.resume()",
        f"{ENDS}; {ENDED}",
        f"{ENDS}; deck.seek(50); {ENDED}",
    ],
)
def test_a_place_that_is_sought_is_reached_whatever_comes_meanwhile(room: Room, meanwhile: str) -> None:
    room.button("First")
    room.plays("First", after=0.3)
    room.page.evaluate(
        f"() => {{ const deck = document.querySelector('listening-bar').made; deck.seek(50); {meanwhile}; }}"
    )
    room.page.wait_for_function(
        """() => { const { time, heard } = document.querySelector('listening-bar').made;
             return time > 50 && time < 90 && Math.abs(heard.currentTime - time) < 0.05 && heard.volume > 0;
           }"""
    )


@FROM_BOTH
def test_speed_changes_and_the_pitch_stays(room: Room) -> None:
    room.button("First")
    room.plays("First")
    room.press("Shift+>")
    room.wait("now.rate === 1.25 && now.pitch")
    room.page.locator("select[data-speed]").select_option("2")
    room.wait("now.rate === 2")
    room.button("Second")
    room.plays("Second")
    room.wait("now.rate === 2 && now.pitch")


@FROM_BOTH
def test_levels_are_matched_by_attenuation_with_a_floor(room: Room) -> None:
    room.button("Second")
    room.plays("Second")
    room.wait("now.volume === 1")
    room.press("m")
    room.wait("Math.abs(now.volume - 0.1) < 0.001")  # the voice is 34 dB below: no more than 20 are taken
    shown = "n => getComputedStyle(n.parentElement.querySelector('a[data-clip]'), '::after').content"
    assert "−20.0 dB" in room.page.locator(room.named("Second")).evaluate(shown)
    assert "−20.0 dB" in room.page.locator("[data-gained]").inner_text()
    room.press("m")
    room.wait("now.volume === 1")
    room.button("Second", example=2)
    room.plays("Second")
    room.press("m")
    room.wait("now.volume === 1")  # the quietest of its row
    room.button("First", example=2)
    room.plays("First")
    room.wait("Math.abs(now.volume - 0.25) < 0.02")


def test_a_level_that_rounds_to_zero_has_no_sign(room: Room) -> None:
    clip = room.clip("First", example=2).locator("a[data-clip]")
    clip.evaluate("link => { link.dataset.gain = '-0.04' }")
    room.button("First", example=2)
    room.plays("First")
    room.press("m")
    assert room.page.locator("[data-gained]").inner_text() == "0.0 dB"
    assert clip.get_attribute("data-matched") == "0.0 dB"


WIDTHS = """() => [...document.querySelectorAll('#position--1 .spectrogram img')]
  .filter(node => node.checkVisibility({visibilityProperty: true}))
  .map(node => node.getBoundingClientRect().width)"""


@FROM_BOTH
def test_spectrograms_take_the_place_of_waveforms_on_one_time_axis(room: Room) -> None:
    waves = room.page.locator("#position--1 sound-clip > svg:not([data-played])")
    assert not waves.nth(1).is_visible()
    room.button("First")
    room.plays("First")
    view = room.page.locator('[data-tool="view"]')
    assert view.get_attribute("aria-pressed") == "true"
    widths = room.page.evaluate(WIDTHS)
    assert widths[3] / widths[1] == pytest.approx(SECONDS["three"] / SECONDS["one"], abs=0.01)
    assert widths[4] == pytest.approx(widths[1], abs=1)
    image = room.clip("Second").locator("img").bounding_box()
    assert image
    room.page.mouse.click(image["x"] + image["width"] / 2, image["y"] + 30)
    room.plays("Second", after=SECONDS["two"] / 2 - 5)
    view.click()
    assert waves.nth(1).is_visible()
    assert room.page.evaluate(WIDTHS) == []
    assert view.get_attribute("aria-pressed") == "false"
    assert waves.nth(3).evaluate("node => node.getBoundingClientRect().width") == pytest.approx(
        widths[3], abs=1
    )
    room.press("s")
    assert room.page.evaluate(WIDTHS) == widths


def focused(page: Page) -> str:
    label: str = page.evaluate("() => document.activeElement.getAttribute('aria-label') || ''")
    return label


def test_nothing_is_made_before_the_first_clip_or_key(room: Room) -> None:
    assert room.page.locator("listening-bar *").count() == 0
    assert not room.page.evaluate("() => document.documentElement.hasAttribute('data-listening')")


@FROM_BOTH
def test_digits_and_letters_play_the_clips_of_an_example(room: Room) -> None:
    room.press("2")
    room.plays("Second")
    assert "example 1" in str(room.state()["where"])
    for key, what in (("1", "First"), ("r", "reference"), ("p", "prompt audio"), ("3", "Third")):
        room.press(key)
        room.plays(what)
        assert str(room.state()["said"]).endswith(what)
    room.press("9")
    assert room.state()["what"] == "Third"


def test_keys_speak_to_the_example_that_has_the_focus(room: Room) -> None:
    room.page.locator(room.named("First", task="restart", example=2)).focus()
    room.press("2")
    room.plays("Second")
    assert room.state()["where"] == "Task restart, example 2"
    assert focused(room.page).endswith("Second, example 2")


@FROM_BOTH
def test_space_arrows_and_escape(room: Room) -> None:
    room.press("1")
    room.plays("First", after=0.2)
    room.press("Space")
    room.wait("now.state === 'paused' && now.audible === 0")
    before = float(str(room.state()["seconds"]))
    room.press("ArrowRight")
    room.wait(f"now.seconds > {before + 1.9}")
    room.press("ArrowLeft")
    room.wait(f"now.seconds < {before + 0.1}")
    room.press("Space")
    room.plays("First")
    room.press("Escape")
    room.wait("now.state === 'idle' && now.audible === 0 && now.seconds === 0")


@pytest.mark.parametrize("late", LATE)
def test_what_is_told_after_the_end_changes_nothing(room: Room, late: str) -> None:
    """At once, while the sound fades, and once it is silent; no later picture mends what is shown."""
    told = f"""() => {{
      const bar = document.querySelector('listening-bar'), deck = bar.made, {{ heard }} = deck;
      if (deck.sounds) deck.stop();
      bar.drawn = -Infinity;
      {late};
      bar.drawn = Infinity;
    }}"""
    room.press("1")
    room.plays("First", after=0.5)
    room.page.evaluate(told)
    room.page.wait_for_function(SILENT)
    assert room.state()["state"] == "idle"
    room.page.evaluate(told)
    room.wait("now.state === 'idle' && now.audible === 0 && now.seconds === 0")
    room.press("Space")
    room.page.evaluate("() => { document.querySelector('listening-bar').drawn = 0 }")
    room.plays("First")


@pytest.mark.parametrize("end", ["pause", "stop"])
def test_a_place_that_is_sought_while_the_sound_fades_wakes_nothing(room: Room, end: str) -> None:
    room.press("1")
    room.plays("First", after=0.3)
    room.page.evaluate(
        f"() => {{ const deck = document.querySelector('listening-bar').made; deck.{end}(); deck.seek(50); }}"
    )
    room.page.wait_for_function(SILENT)
    assert room.page.evaluate("() => document.querySelector('listening-bar').time") == 50
    room.press("Space")
    room.plays("First", after=50)


@FROM_BOTH
@pytest.mark.parametrize("end", ["pause", "stop"])
def test_a_file_that_is_lost_meanwhile_is_loaded_anew(room: Room, end: str) -> None:
    room.press("1")
    room.plays("First", after=0.3)
    room.page.evaluate(f"() => document.querySelector('listening-bar').made.{end}()")
    room.wait("now.audible === 0")
    room.page.evaluate("() => { document.querySelector('listening-bar').made.heard.src = 'index.html' }")
    room.page.wait_for_function("() => document.querySelector('listening-bar').made.heard.error")
    assert room.page.locator("[data-state=error]").count() == 0
    room.press("Space")
    room.plays("First")


def test_before_a_player_is_used_space_and_arrows_scroll(room: Room) -> None:
    room.page.set_viewport_size({"width": 1280, "height": 500})
    room.press("Space")
    room.page.wait_for_function("() => scrollY > 100")
    assert room.page.locator("listening-bar *").count() == 0
    before = room.page.evaluate("() => scrollY")
    room.press("ArrowUp")
    room.page.wait_for_function("before => scrollY < before", arg=before)


@FROM_BOTH
def test_j_and_k_go_from_example_to_example_and_take_the_sound_along(room: Room) -> None:
    room.page.locator(room.named("Second")).focus()
    room.press("j")
    assert focused(room.page).endswith("First, example 2")
    room.press("k", "2")
    room.plays("Second")
    room.press("j")
    room.wait("now.where === 'Task position, example 2' && now.what === 'Second'")
    assert focused(room.page).endswith("Second, example 2")
    room.press("ArrowDown", "j")
    room.wait("now.where === 'Task restart, example 2' && now.what === 'Second'")
    room.press("k")
    room.wait("now.where === 'Task restart, example 1'")


def test_the_bar_shows_and_switches_the_clips_of_the_row(room: Room) -> None:
    room.press("1")
    room.plays("First")
    bar = room.page.get_by_role("region", name="Player")
    chips = bar.get_by_role("group").get_by_role("button")
    assert chips.all_inner_texts() == ["P prompt audio", "1 First", "2 Second", "3 Third", "R reference"]
    assert bar.get_by_role("group").get_by_role("button", pressed=True).all_inner_texts() == ["1 First"]
    chips.nth(2).click()
    room.plays("Second")
    assert bar.get_by_role("group").get_by_role("button", pressed=True).all_inner_texts() == ["2 Second"]
    bar.get_by_role("button", name="Pause Second, example 1").click()
    room.wait("now.state === 'paused'")
    bar.get_by_role("button", name="Stop and close").click()
    assert not bar.is_visible()
    assert focused(room.page).endswith("Second, example 1")


def test_the_bar_covers_no_focus(room: Room) -> None:
    room.page.set_viewport_size({"width": 390, "height": 700})
    room.press("1")
    room.plays("First")
    top = room.page.locator("listening-panel").bounding_box()
    assert top
    for button in room.page.locator("button[data-play]").all()[::3]:
        button.focus()
        box = button.bounding_box()
        assert box
        assert box["y"] + box["height"] <= top["y"]
    assert room.page.evaluate("() => document.documentElement.scrollWidth") <= 390


def test_keys_are_shown_and_can_be_turned_off(room: Room) -> None:
    room.page.locator(room.named("First")).focus()
    room.press("Shift+?")
    dialog = room.page.get_by_role("dialog", name="Keys")
    assert dialog.is_visible()
    room.press("2")
    assert room.page.evaluate("() => window.heard.length") == 0
    dialog.get_by_role("checkbox").uncheck()
    room.press("Escape")
    assert not dialog.is_visible()
    assert focused(room.page).endswith("First, example 1")
    room.press("2", "Shift+?", "m")
    assert room.page.evaluate("() => window.heard.length") == 0
    assert not dialog.is_visible()
    room.press("Enter")
    room.plays("First")
    room.page.locator('[data-tool="help"]').click()
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Close").click()
    room.press("2")
    room.plays("Second")


def test_nothing_that_is_typed_or_held_with_a_modifier_is_a_key(room: Room) -> None:
    room.page.evaluate(
        """() => {
          for (const name of ['input', 'textarea', 'select'])
            document.querySelector('main').prepend(document.createElement(name));
          const free = document.createElement('p');
          free.contentEditable = 'true';
          free.textContent = 'words';
          document.querySelector('main').prepend(free);
        }"""
    )
    for what in ("main > input", "main > textarea", "main > select", "main > p"):
        room.page.locator(what).focus()
        room.press("1", "r", "j", "l", "Shift+?")
    room.page.locator(room.named("First")).focus()
    room.press("Control+1", "Alt+2", "Meta+r", "Shift+R")
    assert room.page.evaluate("() => window.heard.length") == 0
    assert room.page.locator("listening-bar *").count() == 0


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_in_bar_and_dialog(
    browser: Browser,
    listening_site: Path,
    serve: Serve,
    width: int,
    scheme: str,
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844}, reduced_motion="reduce")
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.add_init_script(RECORD)
    page.goto(serve(listening_site).address)
    room = Room(page)
    room.press("1")
    room.plays("First")
    room.press("l", "m", "s", "Escape")
    settle(page)
    assert axe_findings(page) == []
    room.press("Shift+?")
    assert axe_findings(page) == []
    page.close()


def test_in_forced_colours_the_bar_stays_legible(room: Room) -> None:
    room.page.emulate_media(forced_colors="active")
    room.press("1")
    room.plays("First")
    signs = room.page.locator("listening-panel [data-tool]:not([hidden])").evaluate_all(
        """all => all.map(node => [getComputedStyle(node, '::before').backgroundColor,
             getComputedStyle(node).backgroundColor])"""
    )
    assert signs
    assert [sign for sign, ground in signs if sign == ground] == []


def test_on_paper_there_is_no_bar(room: Room) -> None:
    room.press("1")
    room.plays("First")
    room.page.emulate_media(media="print")
    assert not room.page.locator("listening-panel").is_visible()
