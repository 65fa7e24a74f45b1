"""Several downloads at once, reported to one listener.

Threads of its own rather than an executor's: one that waits for a silent server must not keep the process from
ending. They may be cut off anywhere, since what they write is whole or can be gone on with.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from queue import SimpleQueue
from threading import Event, Thread
from typing import TypeVar

from soundcase.values import dataclass

Task = TypeVar("Task")
News = TypeVar("News")
Report = Callable[[News], None]
_GRACE = 1.0
"""Seconds that threads get to notice that they are to stop."""


@dataclass(frozen=True, slots=True)
class _Ended:
    """The end of a thread, with the bug that ended it."""

    bug: BaseException | None


def run_together(
    tasks: Sequence[Task], jobs: int, carry_out: Callable[[Task, Report[News]], None], stop: Event
) -> Generator[News, None, None]:
    """The news of all tasks, as they come; `stop` is set when nobody listens any more, and ends them."""
    news: SimpleQueue[News | _Ended] = SimpleQueue()
    waiting = deque(tasks)

    def run() -> None:
        bug: BaseException | None = None
        try:
            for task in _taken(waiting):
                if stop.is_set():
                    break
                carry_out(task, news.put)
        except BaseException as error:  # noqa: BLE001 - raised again where the news is read
            bug = error
        news.put(_Ended(bug))

    threads = [Thread(target=run, daemon=True, name=f"fetch-{n}") for n in range(min(jobs, len(tasks)))]
    for thread in threads:
        thread.start()
    try:
        running = len(threads)
        while running:
            one = news.get()
            if not isinstance(one, _Ended):
                yield one
                continue
            running -= 1
            if one.bug is not None:
                raise one.bug
    finally:
        stop.set()
        for thread in threads:
            thread.join(_GRACE / len(threads))


def _taken(waiting: deque[Task]) -> Iterator[Task]:
    """The tasks that still wait, each for the thread that takes it."""
    while True:
        try:
            task = waiting.popleft()
        except IndexError:
            return
        yield task
