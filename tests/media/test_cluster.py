"""A real Dask cluster on this machine: the same bytes as without one, also when a worker dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from clips import ASKED, clips, derived, substance

from soundcase.audio.media.cache import Cache
from soundcase.audio.media.derive import derive
from soundcase.audio.media.job import DerivationError, MediaRequest
from soundcase.audio.media.reading import joined, readable, remote_signature

pytest.importorskip("distributed", reason="the package distributed is missing")

from fsspec import filesystem  # type: ignore[import-untyped]
from moody import moody_content

from soundcase.audio.media.pool import MediaContext, cluster

ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join(sys.path),
    "DASK_DISTRIBUTED__ADMIN__LOG_LENGTH": "0",
}


@pytest.fixture
def scheduler() -> Iterator[str]:
    """The address of a scheduler that lives as long as the test."""
    words = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    script = "import sys; from distributed.cli.dask_scheduler import main; main(sys.argv[1:])"
    with subprocess.Popen(
        [sys.executable, "-c", script, *words], stderr=subprocess.PIPE, env=ENVIRONMENT, text=True
    ) as process:
        assert process.stderr is not None
        line = next(line for line in process.stderr if "Scheduler at:" in line)
        yield line.split()[-1]
        process.kill()


@pytest.fixture
def workers(scheduler: str, tmp_path: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """Two workers of one thread each, without nannies that would bring them back."""
    script = "import sys; from distributed.cli.dask_worker import main; main(sys.argv[1:])"
    with ExitStack() as stack:
        running = []
        for number in range(2):
            place = str(tmp_path / f"worker {number}")
            words = [
                scheduler,
                "--nthreads",
                "1",
                "--no-nanny",
                "--no-dashboard",
                "--local-directory",
                str(place),
            ]
            process = subprocess.Popen(
                [sys.executable, "-c", script, *words], stderr=subprocess.DEVNULL, env=ENVIRONMENT, text=True
            )
            running.append(stack.enter_context(process))
            stack.callback(process.kill)
        yield running


@pytest.mark.filterwarnings("default")
def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(
    scheduler: str, workers: list[subprocess.Popen[str]], tmp_path: Path
) -> None:
    paths = clips(tmp_path / "audio", 12)
    near = substance(derived(paths, tmp_path / "near"))
    killed: list[int] = []

    def on_done(done: int, clips: int, seconds: float) -> None:
        if done == 4:
            assert seconds == pytest.approx(4)
            os.kill(workers[0].pid, signal.SIGKILL)
            killed.append(clips)

    with Cache(tmp_path / "far") as cache, cluster(scheduler, timeout=60) as (executor, _):
        places = {path.name: joined((tmp_path / "audio").as_uri(), path.name) for path in paths}
        asked = [MediaRequest(name, place, "", **one) for name, place in places.items() for one in ASKED]
        far = derive(asked, MediaContext(cache, executor, 2, on_done=on_done, apart=True))
        assert substance(far) == near
    assert killed == [12]
    assert workers[0].wait() == -signal.SIGKILL
    assert workers[1].poll() is None


@pytest.mark.filterwarnings("default")
def test_a_worker_lists_again_for_the_next_build(
    scheduler: str, workers: list[subprocess.Popen[str]], tmp_path: Path
) -> None:
    workers[0].kill()
    (tmp_path / "clips").mkdir()
    for name in ("a.wav", "b.wav"):
        (tmp_path / "clips" / name).write_bytes(name.encode())
        with cluster(scheduler, timeout=60) as (executor, _):
            assert executor.submit(moody_content, tmp_path / "clips", name).result() == name.encode()


@pytest.mark.filterwarnings("default")
def test_a_scheduler_without_workers_is_told_in_plain_words(scheduler: str) -> None:
    with pytest.raises(DerivationError, match="has no worker"), cluster(scheduler, timeout=1):
        pass


@pytest.mark.filterwarnings("default")
def test_an_address_where_nobody_answers_is_told_in_plain_words() -> None:
    with (
        pytest.raises(DerivationError, match=r"no Dask scheduler answers at 'tcp://127.0.0.1:1'"),
        cluster("tcp://127.0.0.1:1", timeout=1),
    ):
        pass


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(DerivationError, match=r"pip install 'soundcase\[dask\]'"), cluster("tcp://127.0.0.1:1"):
        pass


def test_a_file_in_memory_is_fetched_and_removed() -> None:
    filesystem("memory").pipe("/clips/a b.wav", b"sound")
    with readable("memory://clips/a b.wav") as path:
        assert path.read_bytes() == b"sound"
    assert not path.exists()


def test_no_more_than_the_limit_is_fetched() -> None:
    filesystem("memory").pipe("/clips/large.wav", bytes(3 << 20))
    with (
        pytest.raises(OSError, match="more than 1 MB came"),
        readable("memory://clips/large.wav", largest=1 << 20),
    ):
        pass


def test_a_url_that_gives_nothing_is_one_fault(tmp_path: Path) -> None:
    from clips import Counting

    with Cache(tmp_path / "cache") as cache:
        asked = MediaRequest("a.wav", "memory://clips/none.wav", "", encode="auto")
        (found,) = derive([asked], MediaContext(cache, Counting()))
        assert [fault.code for fault in found.faults] == ["unreadable-file"]
        assert "'a.wav'" in found.faults[0].message
        assert cache.contents().entries == 0


def test_a_stamp_changes_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"one")
    first = remote_signature(path.as_uri())
    assert first
    assert remote_signature(path.as_uri()) == first
    path.write_bytes(b"three")
    assert remote_signature(path.as_uri()) not in ("", first)
    assert remote_signature("memory://clips/none.wav") == ""


def test_names_are_joined_as_their_place_wants_them(tmp_path: Path) -> None:
    assert joined("s3://bucket/clips/", "a b.wav") == "s3://bucket/clips/a b.wav"
    assert joined("https://example.org/clips", "a b#1.wav") == "https://example.org/clips/a%20b%231.wav"
    assert joined(str(tmp_path), "a b.wav") == str(tmp_path / "a b.wav")
