"""Runs `fetch` again and again, each time killed at a later operation on the file system, and then once more.

Started as a process of its own: `python fetch_crashes.py START RESULTS`, with a project to start from and a
folder for the results. Prints an array with an object for each operation: what the clips were when the process
was killed there, and what they and the cache were after the next run.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sys
from pathlib import Path
from threading import Lock
from typing import Any

import soundcase.commands.fetch.download
from soundcase.commands.fetch.fetch import FetchOptions, fetch
from soundcase.project import Project

OWN = FetchOptions(replace=True, jobs=1, private=True)
EVENTS = frozenset(("open", "os.rename", "os.remove", "os.mkdir", "write"))


class Killer:
    """Counts operations within a folder and ends the process at the chosen one."""

    def __init__(self, folder: str, at: int) -> None:
        self.folder, self.at, self.count, self.lock = folder, at, 0, Lock()

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Hear of an operation that is about to be carried out."""
        if event in EVENTS and str(arguments[0]).startswith(self.folder):
            with self.lock:
                self.count += 1
                if self.count == self.at:
                    os.kill(os.getpid(), signal.SIGKILL)


def halved(killer: Killer) -> None:
    """Let a block be written in two halves, so that it can be killed between them."""
    write = soundcase.commands.fetch.download._write

    def watched(file: Any, block: bytes) -> None:
        for half in (block[: len(block) // 2], block[len(block) // 2 :]):
            write(file, half)
            killer("write", (killer.folder,))

    soundcase.commands.fetch.download._write = watched


def run(root: Path, at: int) -> bool:
    """Whether a run that is to be killed at operation `at` was; 0 for none."""
    child = os.fork()
    if not child:
        killer = Killer(str(root), at)
        sys.addaudithook(killer)
        halved(killer)
        fetched = fetch(Project(root, root / "site"), OWN, lambda *_: None, lambda: None)
        os._exit(1 if fetched.failed else 0)
    status = os.waitpid(child, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit(f"fetching failed at {at}")
    return os.WIFSIGNALED(status)


def clips(root: Path) -> dict[str, str]:
    """The digests of all files that stand among the clips."""
    folder = root / "data" / "audio"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def main() -> None:
    start, results = Path(sys.argv[1]), Path(sys.argv[2])
    told: list[dict[str, Any]] = []
    warm = shutil.copytree(start, results / "warm")  # so that the children need not import anything
    fetch(Project(warm, warm / "site"), OWN, lambda *_: None, lambda: None)
    killed = True
    while killed:
        root = results / str(len(told) + 1)
        shutil.copytree(start, root)
        killed = run(root, len(told) + 1)
        then = clips(root)
        run(root, 0)
        left = [path.name for path in root.glob(".soundcase/fetch-*/*")]
        told.append({"killed": then, "after": clips(root), "left": left})
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
