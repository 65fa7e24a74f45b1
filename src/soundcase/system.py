"""Differences between operating systems, all of them: flags of files, locks, signals, replacing, processes.

Rule: nothing else asks which system this is, or uses a name that Windows' Python lacks. `mypy --platform win32`
    and `tests/test_system.py`, which takes these names away, hold it.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import time

_FLAGS = ("O_BINARY", "O_CLOEXEC", "O_NOINHERIT", "O_NONBLOCK", "O_NOFOLLOW")
BINARY, _CLOSED, _PRIVATE, _AT_ONCE, NO_LINK = (int(getattr(os, name, 0)) for name in _FLAGS)
OPEN = BINARY | _CLOSED | _PRIVATE
"""Flags of every file that is opened here: bytes as they are, and nothing for processes that are started."""
AT_ONCE = OPEN | _AT_ONCE
"""The same for what may be a pipe, where opening would wait for its other end."""

ENDING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)
"""The signals that ask a process to end."""

_BUSY = (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)
_PAUSE = 0.05
"""Seconds between two looks at what another process has, where the system does not say when it is free."""
_TRIES = 40 if sys.platform == "win32" else 1
"""How often a file is replaced that somebody else has open, which Windows refuses meanwhile: for 2 s in all."""


if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int) -> bool:
        """Lock an open file; False if another process has it. Raises OSError where it cannot be locked."""
        try:
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as reason:
            if reason.errno not in _BUSY:
                raise
            return False
        return True

    def lock(descriptor: int) -> None:
        """Lock an open file, and wait for it. Raises OSError where it cannot be locked."""
        while not try_lock(descriptor):
            time.sleep(_PAUSE)

    def has_ended(process: int) -> bool:  # noqa: ARG001 - asking by a signal would send one
        """True if a process is known not to run any more."""
        return False

    USER = ""
    """What tells users of a shared folder for temporary files apart; here each has one."""

else:
    import fcntl

    def try_lock(descriptor: int) -> bool:
        """Lock an open file; False if another process has it. Raises OSError where it cannot be locked."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as reason:
            if reason.errno not in _BUSY:
                raise
            return False
        return True

    def lock(descriptor: int) -> None:
        """Lock an open file, and wait for it. Raises OSError where it cannot be locked."""
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def has_ended(process: int) -> bool:
        """True if a process is known not to run any more."""
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return False

    USER = f"-{os.getuid()}"
    """What tells users of a shared folder for temporary files apart."""


def replace_file(source: str | os.PathLike[str], target: str | os.PathLike[str]) -> None:
    """Give a file its place, in one step. Raises OSError."""
    for left in reversed(range(_TRIES)):
        try:
            os.replace(source, target)  # noqa: PTH105 - texts too
        except PermissionError:
            if not left:
                raise
            time.sleep(_PAUSE)
        else:
            return


def cores() -> int:
    """The number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
