"""What a page does while a test looks: its console, its requests, and which clips sound.

Rule 1: the page's own scripts and policy stay as they are; only the browser's `play` is listened to.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Locator, Page, Request

RECORD_MEDIA = """
window.heard = [];
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  if (!window.heard.includes(this)) window.heard.push(this);
  this.loop = true;
  return play.call(this);
};
"""
"""Notes every media element that is asked to play, whether it stands in the document or not.

Clips repeat, so that none comes to its end while a slow machine looks, and an end is not taken for a pause.
"""

STARTED = """() => [...new Set([...window.heard, ...document.querySelectorAll('audio, video')])]
  .filter(media => !media.paused && !media.muted && media.volume > 0)
  .map(media => [new URL(media.currentSrc || media.src).pathname.split('/').pop(), media.currentTime])
  .map(([name, seconds]) => [decodeURI(name), seconds])"""
"""File and position in seconds of every clip that was started, not paused, and can be heard."""


@dataclass(slots=True)
class Watched:
    """What was seen so far."""

    complaints: list[str] = field(default_factory=list)
    """Console errors and warnings, uncaught exceptions, failed requests."""
    urls: list[str] = field(default_factory=list)


def watch(page: Page) -> Watched:
    """Note from now on what a page says and asks for."""
    seen = Watched()

    def note_message(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            seen.complaints.append(f"console {message.type}: {message.text}")

    def note_failure(request: Request) -> None:
        if request.resource_type != "media":  # a paused clip drops its download, which is no fault
            seen.complaints.append(f"failed: {request.url}")

    page.on("console", note_message)
    page.on("pageerror", lambda error: seen.complaints.append(f"uncaught: {error}"))
    page.on("requestfailed", note_failure)
    page.on("request", lambda request: seen.urls.append(request.url))
    return seen


def listen(page: Page) -> None:
    """Note from the next navigation on which media elements play."""
    page.add_init_script(RECORD_MEDIA)


def started(page: Page) -> list[str]:
    """The files that are heard."""
    names: list[str] = page.evaluate(f"() => ({STARTED})().map(([name]) => name)")
    return names


def wait_until_sounding(page: Page, name: str) -> None:
    """Wait until exactly this file is started, and time passes in it."""
    page.wait_for_function(
        f"""name => {{
          const now = ({STARTED})();
          return now.length === 1 && now[0][0] === name && now[0][1] > 0;
        }}""",
        arg=name,
    )


def wait_until_silent(page: Page) -> None:
    """Wait until nothing plays."""
    page.wait_for_function(f"() => ({STARTED})().length === 0")


def said_on_click(control: Locator) -> str:
    """What the page says in the task in which this is clicked: the words stay for some seconds only."""
    told: str = control.evaluate(
        "node => { node.click(); return document.querySelector('page-status').textContent }"
    )
    return told


def settle(page: Page) -> None:
    """Wait until the page's own scripts have run, those of a blind test too, and two frames were drawn."""
    page.wait_for_load_state("load")
    page.wait_for_function("() => !document.documentElement.hasAttribute('data-blinding')")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def toggle_blind(page: Page) -> None:
    """Begin a blind test or end it."""
    on = "document.documentElement.hasAttribute('data-blind')"
    before = page.evaluate(on)
    button = page.locator("blind-listening > button")
    if not button.is_visible():
        page.get_by_role("button", name="Filter").click()
    button.click()
    page.wait_for_function(f"before => {on} !== before", arg=before)


def wait_for_players(page: Page) -> None:
    """Wait until every clip is a player: they are made while nothing else is to do."""
    page.wait_for_function("() => !document.querySelector('sound-clip:not([data-state])')")


def scroll_through(page: Page) -> None:
    """Show every part of the page once, as a reader who scrolls to the end does."""
    page.evaluate(
        """async () => {
          for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
            scrollTo({top: y, behavior: 'instant'});
            await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
          }
          scrollTo({top: 0, behavior: 'instant'});
        }"""
    )
