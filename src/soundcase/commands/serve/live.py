"""News for open pages: the version of each and the state of the site, at once and whenever they change."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import field

from soundcase.values import dataclass

_PULSE_S = 15.0
"""Seconds after which a silent line is given a sign of life, so that dropped ones are noticed."""


@dataclass(frozen=True, slots=True)
class State:
    """The site as of the last build."""

    builds: int
    """Counts them, so that no two states are equal."""
    problems: str = ""
    """Why the last build failed, as text; empty where the site is as the project says."""


@dataclass(slots=True)
class Live:
    """The state, and everybody who wants to hear of the next one."""

    state: State
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _closed: bool = False

    async def update(self, state: State) -> None:
        """Replace the state; all who listen hear of it."""
        async with self._news:
            self.state = state
            self._news.notify_all()

    async def close(self) -> None:
        """End every line."""
        async with self._news:
            self._closed = True
            self._news.notify_all()

    async def events(self, version: Callable[[], Awaitable[str]]) -> AsyncIterator[str]:
        """Server-sent events for a page whose `version` is asked for after every build.

        One whenever it or the problems changed: https://html.spec.whatwg.org/multipage/server-sent-events.html.
        """
        sent = ""
        while not self._closed:
            state = self.state
            news = json.dumps({"version": await version(), "problems": state.problems})
            if news != sent:
                sent = news
                yield f"data: {news}\n\n"
            while self.state == state and not self._closed:
                try:
                    async with asyncio.timeout(_PULSE_S), self._news:
                        if self.state == state and not self._closed:
                            await self._news.wait()
                except TimeoutError:
                    yield ": still here\n\n"
