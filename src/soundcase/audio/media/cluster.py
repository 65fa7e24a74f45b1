"""Work given to a Dask cluster.

Rule 1: workers read clips by URL, or by paths that they share, and send back bytes.
Rule 2: a worker that dies is survived: what it had in hand is done by another.
Rule 3: what a user can mend is a DerivationError in plain words.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from soundcase.audio.media.job import DerivationError
from soundcase.audio.media.reading import forget

if TYPE_CHECKING:
    from distributed import Client

_RETRIES = 3
"""Times that a piece of work is done again after an error or a death."""


@dataclass(frozen=True, slots=True)
class Crew:
    """The workers of a cluster."""

    executor: Executor
    at_once: int
    """Threads of all workers together."""


@contextmanager
def cluster(address: str, *, patience: float = 10.0) -> Iterator[Crew]:
    """The workers behind a scheduler's address, e.g. `tcp://10.0.0.1:8786`; raises DerivationError.

    `patience` is how many seconds scheduler and first worker have to answer.
    """
    client = _connected(address, patience)
    try:
        _await_worker(client, address, patience)
        client.run(forget, on_error="return")  # type: ignore[no-untyped-call,unused-ignore]
        threads = sum(client.nthreads().values())  # type: ignore[no-untyped-call,unused-ignore]
        executor = client.get_executor(pure=False, retries=_RETRIES)  # type: ignore[no-untyped-call,unused-ignore]
        try:
            yield Crew(cast(Executor, executor), max(1, threads))
        finally:
            executor.shutdown(wait=False)
    finally:
        client.close(timeout=patience)  # type: ignore[no-untyped-call,unused-ignore]


def _connected(address: str, patience: float) -> Client:
    try:
        from distributed import Client as Connection
    except ImportError as error:
        raise DerivationError("--dask needs: pip install 'soundcase[dask]'") from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client: Client = Connection(address, timeout=patience, set_as_default=False)  # type: ignore[no-untyped-call,unused-ignore]
        return client
    except (OSError, ValueError, ImportError) as error:
        raise DerivationError(f"no Dask scheduler answers at '{address}' ({error})") from error


def _await_worker(client: Client, address: str, patience: float) -> None:
    try:
        client.wait_for_workers(1, timeout=patience)
    except TimeoutError as error:
        raise DerivationError(f"the Dask scheduler at '{address}' has no worker") from error
