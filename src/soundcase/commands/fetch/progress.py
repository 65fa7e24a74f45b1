"""How far the downloads are: bars on a terminal, a plain line for each clip elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Literal, Protocol

from soundcase.catalogue.sources import ClipSource
from soundcase.problems.phrases import harmless
from soundcase.problems.problem import Fault


@dataclass(frozen=True, slots=True)
class Moved:
    """A download that got further."""

    source: ClipSource
    done: int
    """Bytes."""
    total: int | None
    """Bytes; None where the server does not say."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one clip: `kept` is one that is there, but is not what its digest says."""

    source: ClipSource
    what: Literal["fetched", "there", "kept", "failed"]
    size: int = 0
    """Bytes that the clip has, if it was fetched."""
    fault: Fault | None = None


class Watcher(Protocol):
    """Somebody who is told how far the downloads are."""

    def __call__(self, news: Moved | Outcome, clips: int) -> None:
        """One download moved or ended; `clips` are all that there are."""


def size_in_words(size: int) -> str:
    """A size (bytes) for people."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} bytes"


def lines(say: Callable[[str], None]) -> Watcher:
    """Tells a line for each clip that was fetched or failed, for logs."""

    def watch(news: Moved | Outcome, clips: int) -> None:  # noqa: ARG001 - bars show them
        if isinstance(news, Outcome) and news.what == "fetched":
            say(f"fetched {harmless(news.source.name)} ({size_in_words(news.size)})")
        elif isinstance(news, Outcome) and news.what == "failed":
            say(f"failed  {harmless(news.source.name)}")

    return watch


@contextmanager
def bars() -> Iterator[Watcher]:
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

        def watch(news: Moved | Outcome, clips: int) -> None:
            name = news.source.name
            if isinstance(news, Outcome):
                overall.update(every, advance=1, total=clips, description=f"{next(ended)} of {clips} clips")
                if name in under_way:
                    single.remove_task(under_way.pop(name))
                return
            if name not in under_way:
                under_way[name] = single.add_task(escape(harmless(name)[-40:]), total=news.total)
            single.update(under_way[name], completed=news.done, total=news.total)

        yield watch
