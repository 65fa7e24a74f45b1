"""A page in a browser that speaks WebDriver, and what a reader does there."""

from __future__ import annotations

from typing import Any

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.wait import WebDriverWait

LIMIT_S = 120
"""How long anything may take: only what hangs takes so long."""
STATE = """
const bar = document.querySelector('listening-bar');
const films = [...document.querySelectorAll('video')].filter(film => !film.paused);
const tracks = bar.made ? bar.made.tracks.filter(track => !track.paused && track.volume > 0) : [];
const now = {
  what: bar.active ? bar.active.label : '', state: bar.made ? bar.made.state : 'idle',
  seconds: bar.made ? bar.made.time : 0, tracks: tracks.length, films: films.length,
  film: films.length ? films[0].currentTime : 0,
};
"""


class Page:
    """The page at an address, its players made."""

    def __init__(self, driver: WebDriver, address: str) -> None:
        self.driver, self.address = driver, address
        self.open()

    def open(self, query: str = "") -> None:
        """Load it, and wait until every clip is a player."""
        self.driver.get("about:blank")
        self.driver.get(self.address + query)
        self.wait("!document.querySelector('sound-clip:not([data-state])')")

    def run(self, script: str, *values: object) -> Any:
        """What a script returns."""
        return self.driver.execute_script(script, *values)

    def wait(self, condition: str) -> None:
        """Wait until this holds of `now` and of the document."""
        script = f"{STATE} return Boolean({condition});"
        waiting = WebDriverWait(self.driver, LIMIT_S, poll_frequency=0.05)
        waiting.until(lambda driver: driver.execute_script(script), f"never: {condition}")

    def click(self, selector: str) -> None:
        """Click on the first such element."""
        element = self.driver.find_element("css selector", selector)
        self.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        element.click()

    def play(self, row: int, system: str) -> None:
        """Press a clip's button."""
        self.click(f'button[data-play][aria-label$=": Rows, Row {row}, {system}"]')

    def plays(self, row: int, system: str, after: float = 0.1) -> None:
        """Wait until this clip alone is heard, and its time goes on."""
        label = f"Rows, Row {row}, {system}"
        self.wait(
            f"now.what === '{label}' && now.state === 'playing' && now.tracks === 1 && !now.films"
            f" && now.seconds > {after}"
        )

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()
