"""Processes that read clips: the same results, errors as they are, and nothing that outlives the build."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from clips import Counting, clips, derived, requests, substance

from soundcase.audio.media.cache import Cache
from soundcase.audio.media.derive import derive
from soundcase.audio.media.job import DerivationError
from soundcase.audio.media.pool import MediaContext
from soundcase.audio.media.processes import Processes


@contextmanager
def processes(count: int) -> Iterator[Processes]:
    workers = Processes(count, os.environ)
    try:
        yield workers
    finally:
        workers.shutdown()


def test_processes_find_what_threads_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = clips(tmp_path / "audio", 9)
    paths[4].write_bytes(b"<html>no sound</html>")
    alone = substance(derived(paths, tmp_path / "one"))
    monkeypatch.setattr("soundcase.audio.media.pool._FEW", 1)
    with Cache(tmp_path / "two") as cache:
        unused = Counting()
        context = MediaContext(cache, unused, 2, processes=True)
        assert substance(derive(requests(paths, cache), context)) == alone
        context.end()
        assert unused.count == 0


def test_an_error_of_the_work_is_raised_as_it_is() -> None:
    with processes(1) as workers:
        with pytest.raises(FileNotFoundError, match="nowhere"):
            workers.submit(os.stat, "nowhere").result()
        assert workers.submit(int, "7").result() == 7


def test_what_a_library_prints_is_no_answer() -> None:
    with processes(1) as workers:
        assert workers.submit(os.write, 1, b"a remark\n").result() == 9
        assert workers.submit(int, "7").result() == 7


def test_a_worker_that_dies_is_told() -> None:
    with processes(1) as workers:
        for _ in range(2):
            with pytest.raises(DerivationError, match="died"):
                workers.submit(os._exit, 3).result()


def test_no_worker_outlives_a_process_that_is_killed() -> None:
    script = (
        "import os; from soundcase.audio.media.processes import Processes\n"
        "workers = Processes(1, os.environ)\n"
        "print(workers.submit(int, '7').result(), flush=True); os.kill(os.getpid(), 9)"
    )
    # Its standard error, which the worker shares, ends when both have ended.
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (run.stdout, run.returncode) == ("7\n", -9)
