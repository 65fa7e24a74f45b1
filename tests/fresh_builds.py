"""`build-site` again and again, quickly, and as if nothing had run before.

A server imports what a build needs and forks for each command; it is started as a process of its own:
`python fresh_builds.py WAY`, with an order in JSON on each line of its input. It runs a copy of the code, which
a test may change.

Rule 1: a command prints and ends as the command line does; nothing of the code is replaced.
Rule 2: a command can be killed, interrupted or met by a full disk at its N-th operation on the file system.
"""

from __future__ import annotations

import errno
import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
import traceback
import warnings
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

REPOSITORY = Path(__file__).resolve().parent.parent
WRITES = os.O_WRONLY | os.O_RDWR
OPERATIONS = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate", "sqlite3.connect")
STOPS = ("killed", "interrupted", "out of room")
"""How a build may end in its midst."""
WAYS = ("forked", "warmed", "living", "fresh")
"""Where a command runs: in a child of a process that never built, in a child of one that did, in one process
with all before it, by a Python of its own."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a command printed, and its exit status; negative for a signal."""

    status: int
    out: str
    err: str


class Tool:
    """A copy of the code, and the servers that run it; `project` is what they are tried on."""

    def __init__(self, folder: Path, project: Path) -> None:
        self.code = folder / "code"
        self.edition = 0
        """0 where the code is as in the repository."""
        self._changes = 0
        self._imported = 0
        """The edition of what a server has imported, which it would not read again."""
        self._folder = folder
        self._project = project
        self._servers: dict[str, subprocess.Popen[str]] = {}
        self._pristine: dict[Path, bytes] = {}
        for part in ("src/soundcase", "templates"):
            shutil.copytree(REPOSITORY / part, self.code / part)

    def run(
        self,
        root: Path,
        *words: str,
        way: str = "forked",
        environment: dict[str, str] | None = None,
        stop: tuple[str, int] | None = None,
    ) -> Run:
        """One command in this folder, in one of the ways of `WAYS`."""
        if way == "fresh":
            return self._fresh(root, words, environment or {})
        if self.edition:  # whose servers do not live long
            way = "forked"
        order = {"root": str(root), "words": words, "environment": environment or {}, "stop": stop}
        status = self._ask(way, order)
        texts = [(self._folder / name).read_text("utf-8") for name in ("out", "err")]
        return Run(status, *texts)

    def change(self, path: Path, content: bytes) -> None:
        """Give one file of the code another content; what runs from now on is this code."""
        self._pristine.setdefault(path, path.read_bytes())
        self._changes += 1
        self.edition = self._changes
        self._imported = self.edition if path.suffix == ".py" else self._imported
        self._write({path: content})

    def restore(self) -> None:
        """Let the code be as in the repository."""
        self._end(f"changed-{self._imported}")
        self.edition = self._imported = 0
        self._write(self._pristine)

    def close(self) -> None:
        """End the servers."""
        for name in list(self._servers):
            self._end(name)

    def _write(self, files: dict[Path, bytes]) -> None:
        for path, content in files.items():
            path.write_bytes(content)
            for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
                compiled.unlink()

    def _end(self, name: str) -> None:
        if server := self._servers.pop(name, None):
            assert server.stdin
            assert server.stdout
            server.stdin.close()
            server.wait()
            server.stdout.close()

    def _environment(self, more: dict[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SOUNDCASE_")}
        own = {"PYTHONPATH": str(self.code / "src"), "OPENBLAS_NUM_THREADS": "1"}
        return {**kept, **own, **more}

    def _fresh(self, root: Path, words: tuple[str, ...], more: dict[str, str]) -> Run:
        command = [sys.executable, "-m", "soundcase", *words]
        environment = self._environment(more)
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=False)
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    def _ask(self, way: str, order: dict[str, Any]) -> int:
        name = f"changed-{self._imported}" if self._imported else way
        server = self._servers.get(name)
        if server is None:
            server = subprocess.Popen(
                [sys.executable, __file__, way, str(self._folder), str(self._project)],
                env=self._environment({}),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            self._servers[name] = server
        assert server.stdin
        assert server.stdout
        server.stdin.write(f"{json.dumps(order)}\n")
        server.stdin.flush()
        return int(server.stdout.readline())


def stopping(by: str, at: int) -> None:
    """Let this process end at its operation number `at` on the file system."""
    count = 0

    def hook(event: str, given: tuple[Any, ...]) -> None:
        nonlocal count
        if event not in OPERATIONS and not (event == "open" and (given[2] or 0) & WRITES):
            return
        count += 1
        if by == "out of room" and count >= at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL if by == "killed" else signal.SIGINT)

    sys.addaudithook(hook)


def status_of(words: list[str], *, lasting: bool) -> int:
    """Run the command line here; its exit status. A `lasting` process outlives it."""
    from soundcase.__main__ import main

    def leave(status: int) -> NoReturn:
        raise SystemExit(status)

    sys.argv = ["build-site", *words]
    end_at_once = os._exit
    if lasting:
        os._exit = leave
    try:
        return main()
    except SystemExit as end:
        return int(end.code or 0)
    except BaseException:  # noqa: BLE001 - a bug is to be read in what the command printed
        traceback.print_exc()
        return 70
    finally:
        os._exit = end_at_once
        sys.stdout.flush()
        sys.stderr.flush()


def carry_out(order: dict[str, Any], prints: Path, *, lasting: bool = True) -> int:
    """One command, with what it prints in two files; folder, variables and streams are as before afterwards."""
    kept, variables = (os.dup(1), os.dup(2), os.open(".", os.O_RDONLY)), dict(os.environ)
    for name, stream in (("out", 1), ("err", 2)):
        file = os.open(prints / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, stream)
        os.close(file)
    os.chdir(order["root"])
    os.environ.update(order["environment"])
    if order["stop"]:
        stopping(*order["stop"])
    try:
        return status_of(order["words"], lasting=lasting)
    finally:
        os.dup2(kept[0], 1)
        os.dup2(kept[1], 2)
        os.fchdir(kept[2])
        for file in kept:
            os.close(file)
        os.environ.clear()
        os.environ.update(variables)


def forked(order: dict[str, Any], prints: Path) -> int:
    """The same in a child, whose end is its own."""
    child = os.fork()
    if not child:
        status = 71
        try:
            status = carry_out(order, prints, lasting=False)
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def prepared(way: str, folder: Path, project: Path) -> None:
    """Have imported what a build imports; where `way` says so, by a build.

    The first server of all tells the others what that is.
    """
    names = folder / "modules.json"
    if way == "warmed" or not names.is_file():
        for kept in (".soundcase", "site"):
            shutil.rmtree(project / kept, ignore_errors=True)
        order: dict[str, Any] = {"root": str(project), "words": [], "environment": {}, "stop": None}
        if way == "warmed":
            assert carry_out(order, folder) == 0, (folder / "err").read_text("utf-8")
            return
        child = os.fork()
        if not child:
            status = carry_out(order, folder)
            names.write_text(json.dumps(sorted(sys.modules)), "utf-8")
            os._exit(status)
        os.waitpid(child, 0)
    for name in json.loads(names.read_text("utf-8")):
        with suppress(Exception), warnings.catch_warnings(action="ignore"):
            importlib.import_module(name)


def main() -> None:
    """Serve."""
    way, folder, project = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    signal.signal(signal.SIGINT, signal.default_int_handler)
    answers = os.fdopen(os.dup(1), "w")
    prepared(way, folder, project)
    for line in sys.stdin:
        status = (carry_out if way == "living" else forked)(json.loads(line), folder)
        answers.write(f"{status}\n")
        answers.flush()


if __name__ == "__main__":
    main()
