"""Folders that one build writes to and that a killed build leaves behind.

Rule: a folder is stale when the process that made it is gone, or, made on another machine, after a day.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from soundcase.publishing.file_signatures import clock

_PREFIX = "scratch-"
_DAY_NS = 86_400_000_000_000


def scratch_name() -> str:
    """How the names of this process's folders begin: they tell the machine and the process."""
    return f"{_PREFIX}{_machine()}-{os.getpid()}-"


def stale(folder: Path) -> Iterator[Path]:
    """The folders in `folder` that nobody writes to any more."""
    for path in sorted(folder.glob(f"{_PREFIX}*-*-*")):
        machine, pid = path.name.split("-")[1:3]
        if machine == _machine() and pid.isdigit():
            if not _alive(int(pid)):
                yield path
        elif clock() - path.stat().st_mtime_ns > _DAY_NS:
            yield path


def _machine() -> str:
    return sha256(socket.gethostname().encode()).hexdigest()[:8]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
