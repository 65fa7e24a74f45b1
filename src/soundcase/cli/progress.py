"""The progress of the media stage: a bar on a terminal, a plain line every few seconds elsewhere.

Rule 1: nothing is shown for work that is done before the first line is due.
Rule 2: a line estimates the time left from the pace since the last one, so that clips from the cache, which
come first and at once, promise nothing; before there is a pace it says none. A bar shows the time gone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from soundcase.audio.media.pool import OnDone

EVERY_SECONDS = 5.0


def progress_line(done: int, clips: int, audio: float, left: float | None) -> str:
    """One line: clips, seconds of audio, and the seconds that are left, where that is known."""
    estimate = "" if left is None else f", {left:.0f} s left"
    return f"{done} of {clips} clips, {audio:.0f} s of audio{estimate}"


def lines(say: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> OnDone:
    """A listener that prints a line every few seconds, for logs."""
    last, before = clock(), 0

    def on_done(done: int, clips: int, audio: float) -> None:
        nonlocal last, before
        now = clock()
        if now - last >= EVERY_SECONDS:
            left = (now - last) / (done - before) * (clips - done) if before else None
            last, before = now, done
            say(progress_line(done, clips, audio, left))

    return on_done


@contextmanager
def bar() -> Iterator[OnDone]:
    """A bar on the terminal behind standard error, with clips, seconds of audio and the time it took."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("Listening"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("clips, {task.fields[audio]:.0f} s of audio in"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("clips", total=None, audio=0.0)

        def on_done(done: int, clips: int, audio: float) -> None:
            progress.update(task, completed=done, total=clips, audio=audio)

        yield on_done
