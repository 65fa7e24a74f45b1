"""Builds, serves, watches: the life of `build-site serve`.

Rule 1: builds run one after the other, in a thread of their own; what is saved meanwhile is built next.
Rule 2: a bug in a build ends the server with its traceback; a user's mistake never does.
"""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from time import perf_counter

import uvicorn

from soundcase.build import Built, Options, build
from soundcase.commands.serve.files import application
from soundcase.commands.serve.live import Live, State
from soundcase.commands.serve.watching import changes
from soundcase.commands.summary import remembered
from soundcase.problems.problem import Severity
from soundcase.problems.report import as_text
from soundcase.project import Project
from soundcase.publishing import build_fingerprint

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_PATIENCE_S = 2
"""Seconds that open downloads get when the server is stopped."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a build did, for whoever tells it to people."""

    built: Built
    seconds: float
    changed: frozenset[str]
    """Paths that were saved; empty for the first build."""


def serve(project: Project, options: Options, listening: socket.socket, tell: Callable[[Told], None]) -> None:
    """Build the project and serve its site on a bound socket until the process is interrupted.

    `tell` is called after every build, the first before anything is served.
    """
    asyncio.run(_serve(project, options, listening, tell))


async def _serve(
    project: Project, options: Options, listening: socket.socket, tell: Callable[[Told], None]
) -> None:
    make = partial(_built, project, options, tell)
    known = build_fingerprint.observe(str(project.root))
    live = Live(_next(State(0), await asyncio.to_thread(make, frozenset())))
    loopback = listening.getsockname()[0] in {"127.0.0.1", "::1"}
    site = application(project.output, live, _LOOPBACK if loopback else ("*",))
    settings = uvicorn.Config(site, log_level="error", access_log=False, timeout_graceful_shutdown=_PATIENCE_S)
    server = _Server(settings)
    following = asyncio.create_task(_follow(changes(project, known), live, make))
    following.add_done_callback(lambda _: server.stop())
    ending = asyncio.create_task(_close(server, live))
    try:
        await server.serve(sockets=[listening])
    finally:
        server.stop()
        await ending
        following.cancel()
        await asyncio.wait([following])
        if not following.cancelled():
            following.result()


class _Server(uvicorn.Server):
    """Ends quietly, and says so before it waits for its readers."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.stopping = asyncio.Event()

    def stop(self) -> None:
        """Take no more readers."""
        self.should_exit = True
        self.stopping.set()

    def handle_exit(self, sig: int, frame: object) -> None:  # noqa: ARG002 (overridden)
        """An interrupt is how this server is meant to end: it is not raised again afterwards."""
        if self.should_exit and sig == signal.SIGINT:
            self.force_exit = True
        self.stop()


async def _close(server: _Server, live: Live) -> None:
    """End the lines of open pages as soon as the server is to stop."""
    await server.stopping.wait()
    await live.close()


async def _follow(
    saves: AsyncIterator[frozenset[str]], live: Live, make: Callable[[frozenset[str]], Built]
) -> None:
    """Build again after every save."""
    async for changed in saves:
        built = await asyncio.to_thread(make, changed)
        await live.tell(_next(live.state, built))


def _built(project: Project, options: Options, tell: Callable[[Told], None], changed: frozenset[str]) -> Built:
    began = perf_counter()
    built = build(project, options, remembered)
    tell(Told(built, perf_counter() - began, changed))
    return built


def _next(state: State, built: Built) -> State:
    """The state after a build: a new version where readers see something else."""
    published = built.published
    if built.failed or published is None:
        errors = [one for one in built.problems if one.severity is Severity.ERROR]
        return State(state.version, as_text(errors, built.checked.loaded.lines, colour=False))
    return State(state.version + bool(published.written or published.pruned))
