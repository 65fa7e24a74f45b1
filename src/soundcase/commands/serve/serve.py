"""Building, serving and watching: the life of `build-site serve`.

Rule 1: builds run in the main thread, one after the other, so that an interrupt ends a build as it ends any
    other; what is saved meanwhile is built next. Answers are given in a thread of their own.
Rule 2: a bug in a build or an answer ends the server with its traceback; a user's mistake never does.
"""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import logging
import socket
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import perf_counter

import uvicorn
from watchfiles import watch

from soundcase.build import Built, Options, build
from soundcase.commands.serve.files import application
from soundcase.commands.serve.live import Live, State
from soundcase.commands.summary import remembered
from soundcase.problems.problem import Severity
from soundcase.problems.report import as_text
from soundcase.project import Project
from soundcase.publishing import build_fingerprint
from soundcase.site.theme import theme_folder
from soundcase.values import dataclass

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_TRIES = 50
"""Ports that are tried, one after the other."""
_SETTLED_MS = 10
"""A save is over when nothing was written for this long; a slower one is built again."""
_LONGEST_MS = 400
"""…or, while something writes on and on, after this long."""
_LOOK_AGAIN_MS = 500
"""How often folders that did not exist are looked for."""


@dataclass(frozen=True, slots=True)
class Rebuild:
    """One build of a project that is served."""

    built: Built
    seconds: float
    changed: frozenset[str]
    """Paths that were saved; empty for the first build."""


def serve(
    project: Project, options: Options, listening: socket.socket, on_built: Callable[[Rebuild], None]
) -> None:
    """Build the project and serve its site on a bound socket until the process is interrupted.

    `on_built` is called after every build, the first before anything is served.
    """
    known = build_fingerprint.observe(str(project.root))
    live = Live(_state(1, _built(project, options, on_built, frozenset())))
    with _answers(project.output, live, listening) as (loop, ended):
        for changed in _changes(project, known, ended):
            state = _state(live.state.builds + 1, _built(project, options, on_built, changed))
            asyncio.run_coroutine_threadsafe(live.update(state), loop).result()


@contextmanager
def _answers(
    output: Path, live: Live, listening: socket.socket
) -> Iterator[tuple[asyncio.AbstractEventLoop, Event]]:
    """The site served meanwhile; the loop that serves it, and an event that is set if that fails."""
    loopback = listening.getsockname()[0] in {"127.0.0.1", "::1"}
    site = application(output, live, _LOOPBACK if loopback else ("*",))
    server = _Server(uvicorn.Config(site, log_level="error", access_log=False, timeout_graceful_shutdown=0))
    server.live = live
    loop, ended = asyncio.new_event_loop(), Event()
    with ThreadPoolExecutor(1, "answers") as thread:
        running = thread.submit(loop.run_until_complete, server.serve(sockets=[listening]))
        running.add_done_callback(lambda _: ended.set())
        try:
            yield loop, ended
        finally:
            server.should_exit = True
            running.result()


class _Server(uvicorn.Server):
    """A server that ends at once: lines to open pages are closed, downloads are cut without a message."""

    live: Live

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the lines of open pages, then everything else."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await self.live.close()
        await super().shutdown(sockets)


def _built(
    project: Project, options: Options, on_built: Callable[[Rebuild], None], changed: frozenset[str]
) -> Built:
    began = perf_counter()
    built = build(project, options, remembered)
    on_built(Rebuild(built, perf_counter() - began, changed))
    return built


def _state(builds: int, built: Built) -> State:
    errors = [one for one in built.problems if one.severity is Severity.ERROR]
    return State(builds, as_text(errors, built.checked.loaded.lines, colour=False) if errors else "")


def _watched(project: Project) -> list[Path]:
    """The folders that a build reads, those that are there."""
    wanted = {project.examples, project.root / "data", project.templates, project.schemas, theme_folder()}
    return sorted(folder for folder in wanted if folder.is_dir())


def _changes(project: Project, known: Mapping[str, str], ended: Event) -> Iterator[frozenset[str]]:
    """Once for each save, the paths that changed, until `ended` is set.

    `known` are the inputs as they were before the last build (`build_fingerprint.observe`): what was saved
    while nobody watched, or in a folder that is new, is found by comparison and named by no path.
    """
    folders = _watched(project)
    while not ended.is_set():
        watching = False
        for seen in watch(
            *(folders or [project.root]),
            debounce=_LONGEST_MS,
            step=_SETTLED_MS,
            stop_event=ended,
            rust_timeout=_LOOK_AGAIN_MS,
            yield_on_timeout=True,
            recursive=bool(folders),
        ):
            missed = not watching and build_fingerprint.observe(str(project.root)) != known
            watching, now = True, _watched(project)
            if now != folders:
                known = build_fingerprint.observe(str(project.root))
            if seen or missed or now != folders:
                yield frozenset(path for _, path in seen)
            if now != folders:
                folders = now
                break


class AddressError(Exception):
    """Nothing can listen there; the message says why, and where it could."""


def listen(host: str, port: int, *, only: bool) -> socket.socket:
    """A bound socket: at this port, or unless `only`, at the next free one; raises AddressError."""
    try:
        family = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
    except OSError as error:
        raise AddressError(f"'{host}' is no address of this machine") from error
    for tried in range(port, min(port + _TRIES, 65536)):
        try:
            bound = _bound(family, host, tried)
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise AddressError(f"cannot listen at {host}: {error.strerror}") from error
            continue
        if only and tried != port:
            bound.close()
            raise AddressError(f"port {port} is taken or not allowed; {tried} is free: --port {tried}")
        return bound
    raise AddressError(f"no port from {port} on is free at {host}")


def address(bound: socket.socket) -> str:
    """The web address of a bound socket."""
    host, port = bound.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared, not bound)
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def is_private(host: str) -> bool:
    """True for an address that only this machine can reach."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _bound(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(128)
    except OSError:
        bound.close()
        raise
    return bound
