"""Everything that deriving needs: a cache, somebody to do the work, and where the clips are."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from soundcase.audio.media.cache import Cache, open_cache
from soundcase.audio.media.cluster import cluster
from soundcase.audio.media.crews import threads
from soundcase.audio.media.progress import OnDone
from soundcase.audio.media.reading import check_reach


def _nobody(done: int, clips: int, seconds: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Work:
    """Who does it, and how."""

    jobs: int = 1
    """Clips in hand at once, on this machine."""
    dask: str = ""
    """Address of a Dask scheduler; empty for this machine."""
    audio: str = ""
    """Folder or URL of the clips; empty for the project's `data/audio/`."""
    on_done: OnDone = field(default=_nobody)


@dataclass(frozen=True, slots=True)
class Workshop:
    """A cache and workers, open for one build."""

    cache: Cache
    executor: Executor
    at_once: int
    """Workers."""
    audio: str
    """Folder or URL of the clips; empty for the project's."""
    on_done: OnDone
    apart: bool = False
    """Whether the workers do not share this machine's disk."""


@contextmanager
def workshop(root: Path, work: Work) -> Iterator[Workshop]:
    """The workshop of a project; raises DerivationError where no cluster answers or no clip can be read."""
    check_reach(work.audio)
    with open_cache(root) as cache:
        if work.dask:
            with cluster(work.dask) as crew:
                yield Workshop(cache, crew.executor, crew.at_once, work.audio, work.on_done, apart=True)
        else:
            with threads(work.jobs) as pool:
                yield Workshop(cache, pool, work.jobs, work.audio, work.on_done)
