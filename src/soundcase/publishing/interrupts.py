"""The signals that ask a process to end, and when they do.

Rule 1: the first one interrupts what runs, as Ctrl-C does; a second one ends the process where it stands.
Rule 2: while a site takes its place, which takes some renames, they wait: no reader finds half of each.
Rule 3: a signal that was ignored when the process began, as below `nohup`, stays ignored.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

from soundcase.system import ENDING


def obey_signals() -> None:
    """Let every signal that asks for an end interrupt the main thread, by KeyboardInterrupt."""

    def interrupt(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        raise KeyboardInterrupt

    for one in ENDING:
        if signal.getsignal(one) is not signal.SIG_IGN:
            signal.signal(one, interrupt)


@contextmanager
def undivided() -> Iterator[None]:
    """Nothing that is begun within is interrupted; what came meanwhile counts at the end."""
    if current_thread() is not main_thread():  # where signals never arrive
        yield
        return
    came: list[int] = []
    before = {one: signal.signal(one, lambda number, _: came.append(number)) for one in ENDING}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        for number in came:
            signal.raise_signal(number)
