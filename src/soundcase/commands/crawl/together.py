"""Several orders at once, each with a deadline that no host can put off.

Rule: a thread that waits for a host which sends a byte now and then cannot be ended. It is left behind, as a
daemon, its order counts as failed, and another thread takes its place.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import field
from queue import Empty, SimpleQueue
from threading import Thread

from soundcase.commands.crawl.reply import Order, Reply, SitePlace
from soundcase.problems.problem import Fault
from soundcase.values import dataclass

_LOWEST_RATE = 32_000
"""Bytes per second that a file may take at least."""
_LOOK = 0.2


@dataclass(frozen=True, slots=True)
class Patience:
    """The time that one file gets."""

    seconds: float = 90.0
    rate: float = _LOWEST_RATE

    def deadline(self, order: Order) -> float:
        """Seconds for an order."""
        return self.seconds + (order.size or 0) * order.whole / self.rate


def answers(source: SitePlace, orders: Sequence[Order], jobs: int, patience: Patience) -> Iterator[Reply]:
    """The answers to all orders, as they come."""
    crew = _Crew(source, patience, deque(enumerate(orders)))
    for _ in range(min(jobs, len(orders))):
        crew.start()
    try:
        while len(crew.settled) < len(orders):
            try:
                number, came = crew.news.get(timeout=_LOOK)
            except Empty:
                for number in crew.late():
                    crew.settled.add(number)
                    crew.start()
                    yield _given_up(source, orders[number])
                continue
            if isinstance(came, BaseException):
                raise came
            if number not in crew.settled:
                crew.settled.add(number)
                yield came
    finally:
        crew.waiting.clear()


@dataclass(slots=True)
class _Crew:
    """The threads, and what they share; orders go by their numbers."""

    source: SitePlace
    patience: Patience
    waiting: deque[tuple[int, Order]]
    news: SimpleQueue[tuple[int, Reply | BaseException]] = field(default_factory=SimpleQueue)
    until: dict[int, float] = field(default_factory=dict)
    """When each order that was begun has had its time."""
    settled: set[int] = field(default_factory=set)
    """Orders that were answered or given up; only who reads the news adds to it."""

    def start(self) -> None:
        """One more thread."""
        Thread(target=self._run, daemon=True, name="crawl").start()

    def late(self) -> list[int]:
        """The orders that have had their time."""
        now = time.monotonic()
        return [one for one, end in list(self.until.items()) if one not in self.settled and now > end]

    def _run(self) -> None:
        while self.waiting:
            try:
                number, order = self.waiting.popleft()
            except IndexError:
                return
            self.until[number] = time.monotonic() + self.patience.deadline(order)
            try:
                self.news.put((number, self.source.ask(order)))
            except BaseException as bug:  # noqa: BLE001 - raised again where the news is read
                self.news.put((number, bug))
            if number in self.settled:  # another thread has taken this one's place
                return


def _given_up(source: SitePlace, order: Order) -> Reply:
    text = f"'{source.where(order.url)}' takes too long: its host sends next to nothing"
    return Reply(order=order, status=0, fault=Fault("site-incomplete", text, "ask the host what holds it up"))
