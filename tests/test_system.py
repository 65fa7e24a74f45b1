"""Windows, as far as it is seen from elsewhere: no name that its Python lacks, and its own kind of locks."""

from __future__ import annotations

import errno
import importlib.util
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import soundcase.system

LACKING = """
import asyncio, multiprocessing, os, shutil, signal, socket, subprocess, sys, tempfile
import av, click, nh3, numpy, PIL.Image, rich.console, soundfile, soxr, uvicorn, watchfiles
from types import SimpleNamespace

locked = set()
def locking(descriptor, mode, length):
    place = os.fstat(descriptor)[1:3]
    if place in locked:
        raise OSError(13, "Permission denied")

sys.modules["msvcrt"] = SimpleNamespace(LK_NBLCK=2, locking=locking)
for name in ("fcntl", "resource", "pwd", "grp", "termios", "tty"):
    sys.modules[name] = None
real, sys.platform = sys.platform, "win32"
import soundcase.system
sys.platform = real
for name in (
    "O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "fchmod", "fork", "getuid", "geteuid", "killpg",
    "mkfifo", "pread", "pwrite", "register_at_fork", "sched_getaffinity", "uname", "copy_file_range", "sysconf",
    "fchdir", "chroot", "getpgid", "getsid", "setsid", "wait4", "WIFEXITED", "posix_fadvise",
):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGHUP", "SIGKILL", "SIGALRM", "SIGPIPE", "SIGUSR1", "pthread_sigmask"):
    delattr(signal, name)
os.kill = None  # would end a process there that is only asked after
"""
"""What makes a Python of this system as poor as that of Windows."""


def poor(code: str, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run code in a Python that lacks what Windows' lacks."""
    command = [sys.executable, "-c", f"{LACKING}\n{code}", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


RUN = "from soundcase.__main__ import main; sys.exit(main())"


@pytest.mark.parametrize("kind", ["understanding", "enhancement"])
def test_a_project_is_made_and_built_and_built_again(tmp_path: Path, kind: str) -> None:
    made = poor(RUN, "init", "page", "--kind", kind, cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    built = poor(RUN, "build", cwd=tmp_path / "page")
    assert built.returncode == 0, built.stderr
    assert "Built site" in built.stdout
    assert "Nothing changed" in poor(RUN, "build", cwd=tmp_path / "page").stdout
    other = subprocess.run(
        ["build-site", "-o", "other"], cwd=tmp_path / "page", check=True, capture_output=True, text=True
    )
    assert "Built" in other.stdout
    first, second = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "page" / "site", tmp_path / "page" / "other")
    )
    first.pop(Path(".gitignore"), None), second.pop(Path(".gitignore"), None)
    assert first == second


@pytest.mark.parametrize("command", ["check", "stats", "probe", "export"])
def test_commands_need_no_more(tmp_path: Path, command: str) -> None:
    poor(RUN, "init", "page", "--kind", "understanding", cwd=tmp_path)
    more = {"probe": ["data/audio/sounds/dog.mp3"], "export": ["../exported"]}.get(command, [])
    done = poor(RUN, command, *more, cwd=tmp_path / "page")
    assert done.returncode == 0, done.stderr + done.stdout


def windows(monkeypatch: pytest.MonkeyPatch, locking: Any, replace: Any = os.replace) -> ModuleType:
    """The module as Windows loads it."""
    fake: Mapping[str, Any] = {"LK_NBLCK": 2, "locking": locking}
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(**fake))
    monkeypatch.setattr(os, "replace", replace)
    spec = importlib.util.spec_from_file_location("windows_system", soundcase.system.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "_PAUSE", 0)
    return module


def test_a_lock_is_tried_and_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [13, 13, 13, 0]

    def locking(descriptor: int, mode: int, length: int) -> None:
        assert (mode, length, os.lseek(descriptor, 0, os.SEEK_CUR)) == (2, 1, 0)
        if number := answers.pop(0):
            raise OSError(number, os.strerror(number))

    system = windows(monkeypatch, locking)
    descriptor = os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT)
    assert not system.try_lock(descriptor)
    system.lock(descriptor)
    assert answers == []
    answers = [errno.EBADF]
    with pytest.raises(OSError, match="Bad file"):
        system.try_lock(descriptor)
    os.close(descriptor)


def test_a_file_that_somebody_reads_is_replaced_when_they_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, original = [True, True], os.replace

    def replace(source: Path, target: Path) -> None:
        if busy:
            busy.pop()
            raise PermissionError(13, "The process cannot access the file because it is being used")
        original(source, target)

    system = windows(monkeypatch, None, replace)
    for name in ("new", "old"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    system.replace_file(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old").read_text(encoding="utf-8") == "new"
    busy[:] = [True] * 1000
    (tmp_path / "new").touch()
    with pytest.raises(PermissionError):
        system.replace_file(tmp_path / "new", tmp_path / "old")
