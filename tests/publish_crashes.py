"""Runs `publish` again and again, each time ended by a signal at a later operation on the file system.

Started as a process of its own: `python publish_crashes.py PLAN`, where PLAN is a JSON file with the two
sites, the signal's number, the folder that holds the starting state and the folder for the results. For each
operation N, `N/` receives a copy of the starting state, in which a forked child publishes until it sends itself
the signal at the N-th operation. Prints the number of operations, which is the first N that survived.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from soundcase.publishing.interrupts import obey_signals
from soundcase.publishing.placement import Copy
from soundcase.publishing.publish import Site, publish

OPERATIONS = (
    "open",
    "write",
    "copy_file_range",
    "fsync",
    "close",
    "replace",
    "rename",
    "unlink",
    "mkdir",
    "rmdir",
)
OUTPUT = "site"
INTERRUPTED = 3
"""The exit status of a child that tidied up."""


def site_of(described: dict[str, dict[str, str]], folder: Path) -> Site:
    """A site from texts; assets under `copied/` are copies of files in `folder`, which is filled with them."""
    import hashlib

    assets: dict[str, bytes | Copy] = {}
    for url, text in described["assets"].items():
        content = text.encode()
        assets[url] = content
        if url.startswith("copied/"):
            source = folder / url.replace("/", "_")
            source.write_bytes(content)
            assets[url] = Copy(source, hashlib.sha256(content).hexdigest(), len(content))
    return Site(assets, {url: text.encode() for url, text in described["pages"].items()})


class Killer:
    """Counts operations and sends the signal at the chosen one; a write is cut in half by SIGKILL."""

    def __init__(self, at: int, number: int) -> None:
        self.at = at
        self.signal = number
        self.count = 0

    def watch(self, name: str) -> None:
        """Put a counting function in the place of `os.<name>`."""
        original = getattr(os, name)

        def counted(*args: Any, **options: Any) -> Any:
            self.count += 1
            if self.count == self.at:
                self.end(name, original, args)
            return original(*args, **options)

        setattr(os, name, counted)

    def end(self, name: str, original: Callable[..., Any], args: tuple[Any, ...]) -> None:
        """Ask for the end in the middle of the operation."""
        if self.signal == signal.SIGKILL and name == "write":
            original(args[0], bytes(args[1])[: len(args[1]) // 2])
        if self.signal == signal.SIGKILL and name == "copy_file_range":
            original(args[0], args[1], args[2] // 2)
        os.kill(os.getpid(), self.signal)


def crash(site: Site, output: Path, at: int, number: int) -> bool:
    """Whether a publication that is to be ended at its operation number `at` was."""
    child = os.fork()
    if not child:
        obey_signals()
        killer = Killer(at, number)
        for name in OPERATIONS:
            killer.watch(name)
        try:
            faults = publish(site, output).faults
        except KeyboardInterrupt:
            os._exit(INTERRUPTED)
        os._exit(1 if faults else 0)
    status = os.waitpid(child, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) not in (0, INTERRUPTED):
        raise SystemExit(f"publishing failed at {at}")
    return status != 0


def main() -> None:
    plan = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    start, results = Path(plan["start"]), Path(plan["results"])
    site = site_of(plan["site"], results)
    at = 0
    killed = True
    while killed:
        at += 1
        shutil.copytree(start, results / str(at), symlinks=True)
        killed = crash(site, results / str(at) / OUTPUT, at, plan["signal"])
    sys.stdout.write(f"{at}\n")


if __name__ == "__main__":
    main()
