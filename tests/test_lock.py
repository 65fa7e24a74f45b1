"""The lock: one build at a time, and never a lock without a living owner."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from soundcase.publishing.lock import build_lock, lock_path

HOLD = (
    "import sys; from pathlib import Path; from soundcase.publishing.lock import build_lock\n"
    "with build_lock(Path(sys.argv[1]), lambda: print('waiting', flush=True)):\n"
    "    print('held', flush=True)\n"
    "    sys.stdin.read()\n"
)


@contextmanager
def holder(path: Path, script: str = HOLD) -> Iterator[subprocess.Popen[str]]:
    """A process that takes the lock and holds it until its standard input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        yield process
        process.kill()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def finish(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    process.wait()


def is_free(path: Path) -> bool:
    waits: list[None] = []
    descriptor = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        waits.append(None)
    os.close(descriptor)
    return not waits


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".soundcase" / "build.lock"


def never() -> None:
    pytest.fail("nobody holds the lock, yet it waits")


def test_the_lock_is_held_inside_and_free_after(path: Path) -> None:
    with build_lock(path, never):
        assert not is_free(path)
    assert is_free(path)


def test_the_lock_is_free_after_an_exception(path: Path) -> None:
    with pytest.raises(KeyError), build_lock(path, never):
        raise KeyError
    assert is_free(path)


def test_the_second_build_says_so_once_and_waits_for_the_first(path: Path) -> None:
    with holder(path) as first:
        assert said(first) == "held"
        with holder(path) as second:
            assert said(second) == "waiting"
            assert not is_free(path)
            finish(first)
            assert said(second) == "held"
            finish(second)
    assert is_free(path)


def test_the_lock_of_a_killed_owner_is_free(path: Path) -> None:
    with holder(path) as first:
        assert said(first) == "held"
        first.send_signal(signal.SIGKILL)
        first.wait()
        with build_lock(path, never):
            assert not is_free(path)


def test_a_worker_that_outlives_its_killed_owner_does_not_keep_the_lock(path: Path) -> None:
    script = (
        "import os, sys, time; from pathlib import Path; from soundcase.publishing.lock import build_lock\n"
        "with build_lock(Path(sys.argv[1]), lambda: None):\n"
        "    worker = os.fork()\n"
        "    if not worker:\n"
        "        print(os.getpid(), flush=True)\n"
        "        time.sleep(60)\n"
        "        os._exit(0)\n"
        "    sys.stdin.read()\n"
    )
    with holder(path, script) as first:
        worker = int(said(first))
        assert not is_free(path)
        first.kill()
        first.wait()
        os.kill(worker, 0)
        assert is_free(path)
        os.kill(worker, signal.SIGKILL)


def test_a_forked_worker_does_not_release_its_owners_lock(path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from soundcase.publishing.lock import build_lock\n"
        "with build_lock(Path(sys.argv[1]), lambda: None):\n"
        "    worker = os.fork()\n"
        "    if not worker:\n"
        "        os._exit(0)\n"
        "    os.waitpid(worker, 0)\n"
        "    print('worker ended', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with holder(path, script) as first:
        assert said(first) == "worker ended"
        assert not is_free(path)


def test_ctrl_c_while_waiting_ends_the_wait(path: Path) -> None:
    with holder(path) as first:
        assert said(first) == "held"
        second = subprocess.Popen(
            [sys.executable, "-c", HOLD, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert said(second) == "waiting"
        while Path(f"/proc/{second.pid}/wchan").exists() and not _sleeps(second.pid):
            time.sleep(0.01)
        second.send_signal(signal.SIGINT)
        assert "KeyboardInterrupt" in second.communicate()[1]


def _sleeps(process: int) -> bool:
    return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "S"


def test_a_lock_file_that_was_removed_while_waiting_is_made_again(path: Path) -> None:
    with holder(path) as first:
        assert said(first) == "held"
        with holder(path) as second:
            assert said(second) == "waiting"
            path.unlink()
            finish(first)
            assert said(second) == "held"
            assert not is_free(path)


def test_its_folder_is_made_and_hidden_from_git(path: Path) -> None:
    with build_lock(path, never):
        assert (path.parent / ".gitignore").read_text(encoding="ascii") == "*\n"


def test_where_no_file_can_be_made_the_temporary_folder_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    path = tmp_path / "file" / "build.lock"
    with build_lock(path, never):
        (substitute,) = (tmp_path / "temporary").rglob("*.lock")
        assert not is_free(substitute)
    with build_lock(tmp_path / "file" / "other.lock", never):
        assert len(list((tmp_path / "temporary").rglob("*.lock"))) == 2


def open_files() -> int:
    return sum(1 for number in range(256) if Path(f"/dev/fd/{number}").exists())


def test_where_no_lock_can_be_had_at_all_the_build_goes_on(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(fcntl, "flock", unsupported)
    reached = []
    before = open_files()
    with build_lock(path, never):
        reached.append(True)
    assert reached == [True]
    assert open_files() == before


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_what_is_not_a_plain_file_is_not_used_as_a_lock(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    path.parent.mkdir()
    if kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "victim")
    with build_lock(path, never):
        assert len(list((tmp_path / "temporary").rglob("*.lock"))) == 1
    assert not (tmp_path / "victim").exists()


def test_the_lock_stands_in_the_projects_cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOUNDCASE_CACHE", raising=False)
    assert lock_path(tmp_path).parent == tmp_path / ".soundcase"
    monkeypatch.setenv("SOUNDCASE_CACHE", str(tmp_path / "moved"))
    assert lock_path(tmp_path).parent == tmp_path / "moved"


def test_projects_that_share_a_cache_folder_do_not_share_a_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOUNDCASE_CACHE", str(tmp_path / "moved"))
    assert lock_path(tmp_path / "one") != lock_path(tmp_path / "two")
    assert lock_path(tmp_path / "one") == lock_path(tmp_path / "two" / ".." / "one")
