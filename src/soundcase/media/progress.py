"""How far the work is: a bar on a terminal, a plain line every few seconds elsewhere.

Rule: nothing is shown for work that is done before the first line is due.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

OnDone = Callable[[int, int, float], None]
"""Told clips done, clips in all, and seconds of audio done."""
EVERY_SECONDS = 5.0


def told(done: int, clips: int, audio: float, elapsed: float) -> str:
    """One line: clips, seconds of audio, and the seconds that are left at this pace; `elapsed` in seconds."""
    left = elapsed / done * (clips - done) if done else 0.0
    return f"{done} of {clips} clips, {audio:.0f} s of audio, {left:.0f} s left"


def lines(say: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> OnDone:
    """Tells a line every few seconds, for logs."""
    began = last = clock()

    def on_done(done: int, clips: int, audio: float) -> None:
        nonlocal last
        now = clock()
        if now - last >= EVERY_SECONDS:
            last = now
            say(told(done, clips, audio, now - began))

    return on_done


@contextmanager
def bar() -> Iterator[OnDone]:
    """A bar on the terminal behind standard error, with clips, seconds of audio and time left."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("Listening"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("clips, {task.fields[audio]:.0f} s of audio,"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("clips", total=None, audio=0.0)

        def on_done(done: int, clips: int, audio: float) -> None:
            progress.update(task, completed=done, total=clips, audio=audio)

        yield on_done
