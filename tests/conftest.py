"""What several tests share: the demo site built once, a browser, a web server.

Rule 1: nothing is written but under pytest's own temporary folders.
Rule 2: no test depends on how fast the machine is. SOUNDCASE_CPU_THROTTLE=4 makes each page four times slower.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from bench import REPOSITORY, Serve, SiteOf, absent_judges, alone, built, missing
from web_server import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

SOURCES = ("examples", "data", "templates")
collect_ignore = [] if os.environ.get("SOUNDCASE_ENGINES") else ["foreign_browsers"]
"""Firefox and WebKitGTK are asked by `make test-browsers` alone."""
OF_POSIX = (
    "media/test_cluster.py",
    "media/test_derive.py",
    "probe/test_probing.py",
    "test_bootstrap.py",
    "test_build_fingerprint.py",
    "test_completion.py",
    "test_fetch_stopped.py",
    "test_import_writing.py",
    "test_incremental.py",
    "test_interrupts.py",
    "test_inventory.py",
    "test_lock.py",
    "test_publish.py",
    "test_workflows.py",
)
"""Tests that fork, kill, name pipes or run shell scripts, which Windows has no like of."""
if sys.platform == "win32":
    collect_ignore += OF_POSIX
LIMIT_MS = 120_000
"""How long anything may take in a browser: only what hangs takes so long."""
THROTTLE = float(os.environ.get("SOUNDCASE_CPU_THROTTLE", "1"))
"""How many times slower the processor of each page is to be."""
CHROMIUM = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
"""Debian's, the one without windows first: the same engine opens and draws a page in a third of the time."""

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background: tests of Ctrl-C would wait
    signal.signal(signal.SIGINT, signal.default_int_handler)
settings.register_profile("soundcase", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("soundcase")


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Say below everything else which judges did not sit."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter and not hasattr(config, "workerinput"):
        for line in absent_judges(str(skipped.longrepr[2]) for skipped in reporter.stats.get("skipped", ())):
            reporter.write_line(line, yellow=True)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The repository's root."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A temporary folder that all workers of this run see."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session")
def demo_project(shared_folder: Path) -> Path:
    """A copy of the demo project, so that building it leaves nothing in the repository."""
    project = shared_folder / "demo-project"
    with alone(shared_folder / "demo-project.lock"):
        if not project.exists():
            half = shared_folder / "demo-project.half"
            for name in SOURCES:
                shutil.copytree(REPOSITORY / name, half / name)
            half.rename(project)
    return project


@pytest.fixture(scope="session")
def demo_site(demo_project: Path, shared_folder: Path) -> Path:
    """The demo's site, built once for all workers."""
    site = shared_folder / "demo-site"
    with alone(shared_folder / "demo-site.lock"):
        if not (site / "index.html").exists():
            built(demo_project, site)
    return site


@pytest.fixture(scope="session")
def site_of(demo_site: Path, shared_folder: Path) -> SiteOf:
    """The site of a sample project, built when it is first asked for; `demo` is the demo's."""

    def site(kind: str) -> Path:
        if kind == "demo":
            return demo_site
        folder = shared_folder / f"sample-{kind}"
        with alone(shared_folder / f"sample-{kind}.lock"):
            if not (folder / "site" / "index.html").exists():
                sources = shutil.ignore_patterns("site", ".soundcase")
                project = shutil.copytree(
                    REPOSITORY / "demos" / kind, folder / "project", ignore=sources, dirs_exist_ok=True
                )
                built(project, folder / "site")
        return folder / "site"

    return site


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Serves folders under `/repo/` until the session ends, each with its own address and notes."""
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(serving(folder))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=LIMIT_MS)
    with sync_playwright() as driver:
        yield driver


def _chromium(driver: Playwright) -> str | None:
    """The browser that is named, else Debian's; None for playwright's own, which has no windows either."""
    named = os.environ.get("SOUNDCASE_CHROMIUM")
    found = [path for path in ([named] if named else CHROMIUM) if Path(path).exists()]
    if found:
        return found[0]
    if named or not Path(driver.chromium.executable_path).exists():
        known = [named] if named else [*CHROMIUM, driver.chromium.executable_path]
        missing(f"Chromium is missing at {' and '.join(known)}; SOUNDCASE_CHROMIUM names another.")
    return None


def _slow(browser: Browser) -> None:
    """Make every page of this browser wait long for what it waits for, and slow where that is asked for."""
    of_browser, new_context = browser.new_page, browser.new_context

    def page_of(opened: Page) -> Page:
        opened.set_default_timeout(LIMIT_MS)
        if THROTTLE > 1:
            session = opened.context.new_cdp_session(opened)
            session.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
        return opened

    def context(**options: Any) -> BrowserContext:
        made = new_context(**options)
        of_context = made.new_page
        setattr(made, "new_page", lambda: page_of(of_context()))  # noqa: B010 - a method is given another body
        return made

    setattr(browser, "new_context", context)  # noqa: B010
    setattr(browser, "new_page", lambda **options: page_of(of_browser(**options)))  # noqa: B010


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Headless Chromium that reaches this machine only."""
    flags = [
        "--disable-gpu",
        "--mute-audio",
        "--disable-smooth-scrolling",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ]
    if getattr(os, "geteuid", os.getpid)() == 0:
        flags.append("--no-sandbox")
    running = playwright.chromium.launch(executable_path=_chromium(playwright), args=flags, timeout=LIMIT_MS)
    _slow(running)
    yield running
    running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A desktop page with nothing in it and nothing remembered."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()
