"""The workers of the media stage, threads of this machine or a Dask cluster, and what they share in a build.

Threads, not processes: decoders, encoders and large array operations release the interpreter's lock, and
threads need neither a second import of numpy nor copies of results. Measured on 36 real clips (241 s of audio;
facts, one encode and one spectrogram of each) on two cores that other work shared, twice each: two threads took
6.4 and 6.5 s, two processes 9.3 and 11.1 s, their start included.

Rule 1: workers of a cluster read clips by URL, or by paths that they share, and send back bytes.
Rule 2: a worker that dies is survived: what it had in hand is done by another.
Rule 3: what a user can mend is a DerivationError in plain words.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from soundcase.audio.media.cache import Cache, open_cache
from soundcase.audio.media.job import DerivationError
from soundcase.audio.media.reading import check_reach, forget
from soundcase.values import dataclass

if TYPE_CHECKING:
    from distributed import Client

    from soundcase.audio.media.processes import Processes

OnDone = Callable[[int, int, float], None]
"""Told clips done, clips in all, and seconds of audio done."""

_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_FEW = 1500
"""Jobs from which on it pays to start processes, each of which has to import what reads clips."""
_RETRIES = 3
"""Times that a piece of work is done again after an error or a death."""


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """Options of the media stage; none of them changes what comes out."""

    jobs: int = 1
    """Clips in hand at once, on this machine."""
    dask: str = ""
    """Address of a Dask scheduler; empty for this machine."""
    audio: str = ""
    """Folder or URL of the clips; empty for the project's `data/audio/`."""
    on_done: OnDone = field(default=lambda *_: None)


@dataclass(frozen=True, slots=True)
class MediaContext:
    """A cache and workers, open for one build."""

    cache: Cache
    executor: Executor
    at_once: int = 1
    """Workers."""
    audio: str = ""
    """Folder or URL of the clips; empty for the project's."""
    on_done: OnDone = field(default=lambda *_: None)
    apart: bool = False
    """Whether the workers do not share this machine's disk."""
    seen: Mapping[str, str] | None = None
    """The project's files as `build_fingerprint` observed them; None where nobody did."""
    processes: bool = False
    """Whether processes may take the executor's place where there is much to do."""

    _started: list[Processes] = field(default_factory=list)

    def workers(self, jobs: int) -> Executor:
        """The executor for so many jobs."""
        if self.processes and not self._started and jobs >= _FEW and self.at_once > 1:
            from soundcase.audio.media.processes import Processes

            self._started.append(Processes(self.at_once, {**os.environ, **dict.fromkeys(_ONE_THREAD, "1")}))
        return self._started[0] if self._started else self.executor

    def end(self) -> None:
        """End the processes."""
        while self._started:
            self._started.pop().shutdown(cancel_futures=True)


@contextmanager
def media_context(root: Path, options: WorkerOptions) -> Iterator[MediaContext]:
    """The context of a project; raises DerivationError where no cluster answers or no clip can be read."""
    check_reach(options.audio)
    workers = cluster(options.dask) if options.dask else threads(options.jobs)
    with open_cache(root) as cache, workers as (executor, at_once):
        far = bool(options.dask)
        context = MediaContext(
            cache, executor, at_once, options.audio, options.on_done, apart=far, processes=not far
        )
        try:
            yield context
        finally:
            context.end()


def one_thread_each() -> None:
    """Keep array libraries from starting threads of their own, if they are not loaded yet."""
    if "numpy" not in sys.modules:
        for name in _ONE_THREAD:
            os.environ.setdefault(name, "1")


@contextmanager
def threads(jobs: int) -> Iterator[tuple[Executor, int]]:
    """An executor of `jobs` threads; interrupted, it begins nothing more and waits for no clip in hand."""
    one_thread_each()
    pool = ThreadPoolExecutor(max_workers=max(1, jobs), thread_name_prefix="media")
    ended = False
    try:
        yield pool, jobs
        ended = True
    finally:
        pool.shutdown(wait=ended, cancel_futures=True)


@contextmanager
def cluster(address: str, *, timeout: float = 10.0) -> Iterator[tuple[Executor, int]]:
    """The workers behind a scheduler's address, e.g. `tcp://10.0.0.1:8786`, and the number of their threads.

    `timeout` is how many seconds scheduler and first worker have to answer; raises DerivationError.
    """
    client = _connected(address, timeout)
    try:
        try:
            client.wait_for_workers(1, timeout=timeout)
        except TimeoutError as error:
            raise DerivationError(f"the Dask scheduler at '{address}' has no worker") from error
        client.run(forget, on_error="return")  # type: ignore[no-untyped-call,unused-ignore]
        count = sum(client.nthreads().values())  # type: ignore[no-untyped-call,unused-ignore]
        executor = client.get_executor(pure=False, retries=_RETRIES)  # type: ignore[no-untyped-call,unused-ignore]
        try:
            yield cast(Executor, executor), max(1, count)
        finally:
            executor.shutdown(wait=False)
    finally:
        client.close(timeout=timeout)  # type: ignore[no-untyped-call,unused-ignore]


def _connected(address: str, timeout: float) -> Client:
    try:
        from distributed import Client as Connection
    except ImportError as error:
        raise DerivationError("--dask needs: pip install 'soundcase[dask]'") from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client: Client = Connection(address, timeout=timeout, set_as_default=False)  # type: ignore[no-untyped-call,unused-ignore]
        return client
    except (OSError, ValueError, ImportError) as error:
        raise DerivationError(f"no Dask scheduler answers at '{address}' ({error})") from error
