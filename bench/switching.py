"""What a switch takes, from the key to the next clip alone being heard, beside the plain way in the same page.

sh scripts/test_browsers.sh --run python bench/switching.py [folder] [chromium | firefox | webkit …]

The plain way is `currentTime =` and `play()` on a second audio element that holds the clip already, then
`pause()` on the first; switches of both kinds take turns. A clip is heard alone as soon as its element plays,
its clock goes on, and every other element is paused, muted or at volume 0. `apart` is how far that clip is
off where the one before would be. The demos are built in the folder, unless their sites are there.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "foreign_browsers")]

from engines import ENGINES  # noqa: E402 - tests are no package
from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402

from web_server import serving  # noqa: E402

DEMOS = ("enhancement", "tts")
SWITCHES = 36
BLOCK = 6
"""Switches of one kind before the other kind has its turn."""
PAUSE = (0.7, 1.1)
"""Seconds between two switches: a listener's."""
LIMIT = 20
CHROMIUM = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
Run = Callable[[str], Any]
Press = Callable[[str], None]

MEASURE = """
(() => {
  const bar = document.querySelector('listening-bar');
  const silent = (one) => one.paused || one.muted || one.volume < 0.001;
  const plain = [new Audio(), new Audio()];
  for (const one of plain) { one.preload = 'auto'; one.loop = true; }
  const hrefs = {};
  let at = 0;
  const watch = (begun, all, isNext, before) => {
    let last = null;
    const look = () => {
      const next = all().find(isNext);
      if (next && !silent(next) && !next.seeking && all().every((one) => one === next || silent(one))) {
        const now = next.currentTime;
        if (last !== null && now > last && now - last < 0.3) {
          const { from, place, rate } = before;
          const apart = Math.abs(now - place - (performance.now() - from) / 1000) % next.duration;
          return void window.measured.push([performance.now() - begun, Math.min(apart, next.duration - apart)]);
        }
        last = now;
      } else last = null;
      setTimeout(look, 1);
    };
    look();
  };
  const heard = (all) => all.find((one) => !silent(one));
  const noted = (all) => ({ from: performance.now(), place: heard(all)?.currentTime ?? 0 });
  const tracks = () => bar.made.tracks;
  addEventListener('keydown', (event) => {
    const begun = performance.now();
    if (event.key === '0') {
      const [old, next] = [plain[at], plain[1 - at]];
      const before = noted(plain);
      next.currentTime = old.currentTime % next.duration;
      next.play();
      old.pause();
      at = 1 - at;
      watch(begun, () => plain, (one) => one === next, before);
    } else if (/^[1-9]$/.test(event.key) && window.asked) {
      const href = hrefs[event.key], before = noted(tracks());
      setTimeout(() => watch(begun, tracks, (one) => one.src === href, before));
    }
  }, true);
  Object.assign(window, {
    measured: [], asked: false,
    keys: () => {
      for (const { text, clip } of bar.row.chips) hrefs[text] = clip.link.href;
      return Object.keys(hrefs).filter((text) => /^[1-9]$/.test(text));
    },
    plainly: (begin, key) => {
      const one = plain[begin ? at : 1 - at];
      one.src = hrefs[key];
      if (begin) one.play();
    },
    hush: () => { for (const one of plain) one.pause(); },
    held: () => plain[1 - at].readyState > 3 && plain[at].currentTime > 0.3,
  });
})()
"""


class Measured:
    """One page in one browser, and what was measured there."""

    def __init__(self, run: Run, press: Press) -> None:
        self.run, self.press = run, press
        self.random = random.Random(1)  # noqa: S311 - the same moments each time
        self.last = ""

    def wait(self, condition: str) -> None:
        """Wait until this holds."""
        end = time.monotonic() + LIMIT
        while not self.run(f"Boolean({condition})"):
            if time.monotonic() > end:
                raise TimeoutError(condition)
            time.sleep(0.02)

    def key(self) -> str:
        """A clip's key, another one than the last."""
        self.last = self.random.choice([key for key in self.run("keys()") if key != self.last])
        return self.last

    def pause(self) -> None:
        """Listen for a while."""
        time.sleep(self.random.uniform(*PAUSE))

    def ours(self, count: int) -> list[list[float]]:
        """So many switches by the player."""
        self.run("window.measured = []")
        self.press(self.key())
        self.wait("bar().sounds && bar().deck.time > 0.3")
        self.pause()
        self.run("window.asked = true")
        for number in range(count):
            self.press(self.key())
            self.wait(f"measured.length > {number}")
            self.pause()
        self.run("window.asked = false")
        self.press("Escape")
        return list(self.run("measured"))

    def plain(self, count: int) -> list[list[float]]:
        """So many switches by two bare elements."""
        self.run("window.measured = []")
        self.run(f"plainly(true, {self.key()!r})")
        for number in range(count):
            self.run(f"plainly(false, {self.key()!r})")
            self.wait("held()")
            self.pause()
            self.press("0")
            self.wait(f"measured.length > {number}")
        self.run("hush()")
        return list(self.run("measured"))

    def all(self) -> tuple[list[list[float]], list[list[float]]]:
        """The player's switches and the plain ones."""
        self.wait("document.querySelector('[data-example] [data-model] sound-clip[data-state]')")
        self.run("window.bar = () => document.querySelector('listening-bar')")
        self.press("1")
        self.wait("bar().sounds && bar().deck.time > 0.2")
        self.press("l")
        self.press("Escape")
        self.run(MEASURE)
        ours, plain = [], []
        for _ in range(0, SWITCHES, BLOCK):
            ours += self.ours(BLOCK)
            plain += self.plain(BLOCK)
        return ours, plain


@contextmanager
def chromium(address: str) -> Iterator[Measured]:
    """A page in Chromium."""
    with sync_playwright() as driver:
        path = next((str(path) for path in map(Path, CHROMIUM) if path.exists()), None)
        browser = driver.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--mute-audio"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address)
        yield Measured(page.evaluate, page.keyboard.press)
        browser.close()


@contextmanager
def foreign(name: str, address: str) -> Iterator[Measured]:
    """A page in Firefox or WebKitGTK."""
    with tempfile.TemporaryDirectory() as folder:
        driver = ENGINES[name](Path(folder))
        driver.set_window_size(1280, 900)
        driver.get(address)

        def press(key: str) -> None:
            ActionChains(driver).send_keys("\ue00c" if key == "Escape" else key).perform()

        yield Measured(lambda script: driver.execute_script(f"return {script.strip()}"), press)
        driver.quit()


def sites(folder: Path) -> dict[str, Path]:
    """The demos' sites, built under a folder unless they are there."""
    for name in DEMOS:
        if not (folder / name / "site" / "index.html").exists():
            shutil.copytree(ROOT / "demos" / name, folder / name, dirs_exist_ok=True)
            subprocess.run([Path(sys.executable).with_name("build-site")], cwd=folder / name, check=True)
    return {name: folder / name / "site" for name in DEMOS}


def figures(taken: list[float]) -> str:
    """Median and range."""
    return f"{median(taken):5.0f} ({min(taken):3.0f} to {max(taken):4.0f})"


def row(engine: str, site: Path, place: str) -> str:
    """A line of the table."""
    with ExitStack() as stack:
        served = place == "server"
        address = stack.enter_context(serving(site)).address if served else (site / "index.html").as_uri()
        opened = chromium(address) if engine == "chromium" else foreign(engine, address)
        ours, plain = stack.enter_context(opened).all()
    took, bare = ([one[0] for one in kind] for kind in (ours, plain))
    apart = 1000 * median(one[1] for one in ours)
    return f"{figures(took)}  {figures(bare)}  {median(took) / median(bare):5.2f}  {apart:5.0f}"


def main() -> None:
    """Print a table: milliseconds, median and range."""
    folder, *asked = sys.argv[1:] or [tempfile.mkdtemp()]
    print(f"{'':34}{'ours':20}{'plain':22}ratio  apart")
    for demo, site in sites(Path(folder).resolve()).items():
        for engine in asked or ["chromium", *ENGINES]:
            for place in ("disk", "server"):
                print(f"{demo:12} {engine:10} {place:7} {row(engine, site, place)}", flush=True)


if __name__ == "__main__":
    main()
