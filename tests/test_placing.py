"""New folders are there whole or not at all, and what is there stays as it is."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from soundcase.commands.new_folder import REPOSITORY, hidden, put, taken
from soundcase.problems.problem import Problem

NAMES = ("a", "b.txt", "examples")


def fill(folder: Path) -> None:
    """Two folders with a file each, and a file."""
    for name in NAMES:
        if name.endswith(".txt"):
            (folder / name).write_text("new")
        else:
            (folder / name).mkdir()
            (folder / name / "inside.txt").write_text("new")


def tree(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


WHOLE = ["a", "a/inside.txt", "b.txt", "examples", "examples/inside.txt"]


def told(problem: Problem | None) -> str:
    assert problem is not None
    return f"{problem.code}: {problem.message}"


def refused(target: Path) -> str:
    return told(taken(target, "init-target", "", beside=REPOSITORY))


def test_a_new_folder_gets_everything_and_its_parents(tmp_path: Path) -> None:
    assert put(tmp_path / "one" / "two" / "three", fill) is None
    assert tree(tmp_path / "one" / "two" / "three") == WHOLE
    assert [path.name for path in (tmp_path / "one" / "two").iterdir()] == ["three"]


def test_a_folder_that_was_there_stays_the_same_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody stands in it."""
    (tmp_path / "empty" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "empty")
    before = Path.cwd().stat().st_ino
    assert put(Path(), fill, last="examples") is None
    assert Path.cwd().stat().st_ino == before
    assert tree(Path()) == [".git", *WHOLE]


def test_what_is_in_the_way_is_named(tmp_path: Path) -> None:
    for name in ("e", "d", "c", "b", "a", ".git"):
        (tmp_path / name).touch()
    assert refused(tmp_path).endswith("holds other files: a, b, c, d and 1 more")
    assert "is there already" in refused(tmp_path / "a")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    assert "is there already" in refused(tmp_path / "nowhere")


def test_a_repository_without_files_is_free_and_so_is_a_link_to_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "mine" / ".git").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    assert taken(tmp_path / "link", "init-target", "", beside=REPOSITORY) is None
    assert taken(tmp_path / "link", "import-target", "") is not None
    assert put(tmp_path / "link", fill) is None
    assert tree(tmp_path / "mine") == [".git", *WHOLE]


def stopped(_: Path) -> None:
    raise KeyboardInterrupt


def full(_: Path) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("where", ["new", "new/in/new", "empty"])
@pytest.mark.parametrize("fault", [stopped, full])
def test_whatever_stops_it_nothing_is_left(tmp_path: Path, where: str, fault: Callable[[Path], None]) -> None:
    (tmp_path / "empty").mkdir()

    def half(folder: Path) -> None:
        fill(folder)
        fault(folder)

    if fault is stopped:
        with pytest.raises(KeyboardInterrupt):
            put(tmp_path / where, half)
    else:
        assert told(put(tmp_path / where, half)) == (
            f"cannot-write: '{tmp_path / where}' cannot be written: No space left on device"
        )
    assert tree(tmp_path) == ["empty"]


def test_what_moved_in_moves_out_when_something_appears_meanwhile(tmp_path: Path) -> None:
    """The last entry is in the way only once everything is written: nothing of it is overwritten."""

    def late(folder: Path) -> None:
        fill(folder)
        (tmp_path / "b.txt").write_text("mine")

    assert "'b.txt' appeared in it meanwhile" in told(put(tmp_path, late, last="examples"))
    assert tree(tmp_path) == ["b.txt"]
    assert (tmp_path / "b.txt").read_text() == "mine"


def test_a_folder_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    problem = told(put(tmp_path / "file" / "new" / "folder", fill))
    assert problem.startswith("cannot-write: ")
    assert problem.endswith(f"'{tmp_path / 'file'}' is not a folder")


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the system says it to everybody but root, who may write everywhere."""

    def refused(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))

    monkeypatch.setattr(Path, "mkdir", refused)
    assert "Permission denied" in told(put(tmp_path / "new", fill))
    assert "Permission denied" in told(put(tmp_path, fill))


KILLED = """
import os, sys
from pathlib import Path
from soundcase.commands.new_folder import put
from test_placing import fill

home = Path(sys.argv[1])


def killed_at(limit):
    calls = 0
    def count(event, _):
        nonlocal calls
        calls += event in {"open", "os.mkdir", "os.rename"}
        if calls == limit and event != "os.kill":
            os.kill(os.getpid(), 9)
    target = home / str(limit)
    (target / ".git").mkdir(parents=True)
    sys.addaudithook(count)
    put(target, fill, last="examples")
    os._exit(0)


for limit in range(1, 100):
    child = os.fork() or killed_at(limit)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
        break
print(limit)
"""


def test_a_kill_leaves_a_folder_that_was_there_without_what_makes_it_a_project(tmp_path: Path) -> None:
    """Each entry is whole, `examples` comes last; where no entry moved yet, the folder is as free as before."""
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        cwd=Path(__file__).parent,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    last = int(run.stdout)
    assert last > 8
    free = 0
    for limit in range(1, last + 1):
        target = tmp_path / str(limit)
        shown = [name for name in tree(target) if not name.startswith(".")]
        assert shown == WHOLE[: len(shown)]
        assert len(shown) in {0, 2, 3, 5}
        if not shown:
            free += 1
            assert taken(target, "init-target", "", beside=REPOSITORY) is None
            assert put(target, fill) is None
            assert tree(target) == [".git", *WHOLE]
    assert free > 4


def test_the_hidden_folder_of_somebody_at_work_is_in_the_way(tmp_path: Path) -> None:
    with hidden(tmp_path) as folder:
        assert folder.name in refused(tmp_path)
    assert taken(tmp_path, "init-target", "") is None
