"""News for open pages: the state of the site, at once and whenever it changes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict, field

from soundcase.values import dataclass

_PULSE_S = 15.0
"""Seconds after which a silent line is given a sign of life, so that dropped ones are noticed."""


@dataclass(frozen=True, slots=True)
class State:
    """The site as of the last build."""

    version: int
    """Counts the builds that changed the site."""
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

    async def events(self) -> AsyncIterator[str]:
        """Server-sent events, one per state: https://html.spec.whatwg.org/multipage/server-sent-events.html."""
        sent: State | None = None
        while not self._closed:
            if self.state != sent:
                sent = self.state
                yield f"data: {json.dumps(asdict(sent))}\n\n"
                continue
            try:
                async with asyncio.timeout(_PULSE_S), self._news:
                    if self.state == sent and not self._closed:
                        await self._news.wait()
            except TimeoutError:
                yield ": still here\n\n"
