"""Progress of the downloads: bars on a terminal, a plain line for each clip elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Literal

from soundcase.catalogue.sources import ClipSource
from soundcase.problems.phrases import harmless
from soundcase.problems.problem import Fault
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """A download that got further."""

    source: ClipSource
    done: int
    """Bytes."""
    total: int | None
    """Bytes; None where the server does not say."""


@dataclass(frozen=True, slots=True)
class FetchResult:
    """The end of one clip's download: `kept` is one that is there, but is not what its digest says."""

    source: ClipSource
    state: Literal["fetched", "there", "kept", "failed"]
    size: int = 0
    """Bytes that the clip has, if it was fetched."""
    fault: Fault | None = None


FetchEvent = DownloadProgress | FetchResult
ProgressListener = Callable[[FetchEvent, int], None]
"""A function that is called when a download got further or ended, with the number of all clips."""


def size_in_words(size: int) -> str:
    """A size (bytes) for people."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} bytes"


def lines(say: Callable[[str], None]) -> ProgressListener:
    """A listener that prints a line for each clip that was fetched or failed, for logs."""

    def watch(event: FetchEvent, clips: int) -> None:  # noqa: ARG001 - bars show them
        if isinstance(event, FetchResult) and event.state == "fetched":
            say(f"fetched {harmless(event.source.name)} ({size_in_words(event.size)})")
        elif isinstance(event, FetchResult) and event.state == "failed":
            say(f"failed  {harmless(event.source.name)}")

    return watch


@contextmanager
def bars() -> Iterator[ProgressListener]:
    """A bar for all clips and one for each that is on its way, on the terminal behind standard error."""
    from rich.console import Console, Group
    from rich.live import Live
    from rich.markup import escape
    from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TransferSpeedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
    )
    overall = Progress(TextColumn("{task.description}"), BarColumn())
    single = Progress(*columns)
    under_way: dict[str, TaskID] = {}
    with Live(Group(overall, single), console=Console(stderr=True), transient=True, refresh_per_second=10):
        every = overall.add_task("Fetching", total=None)
        ended = count(1)

        def watch(event: FetchEvent, clips: int) -> None:
            name = event.source.name
            if isinstance(event, FetchResult):
                overall.update(every, advance=1, total=clips, description=f"{next(ended)} of {clips} clips")
                if name in under_way:
                    single.remove_task(under_way.pop(name))
                return
            if name not in under_way:
                under_way[name] = single.add_task(escape(harmless(name)[-40:]), total=event.total)
            single.update(under_way[name], completed=event.done, total=event.total)

        yield watch
