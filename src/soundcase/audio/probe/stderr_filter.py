"""Keeps a C library's remarks off the terminal.

Rule 1: libmpg123 writes to file descriptor 2 whatever it finds odd; nothing in its Python face stops it.
Rule 2: what others write to the descriptor meanwhile is not lost: it is written when the last thread is done.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

_MARKS = (b"mpg123", b"Note: Illegal", b"Note: Trying to", b"Note: Skipped", b"Note: Hit end", b"Warning: Xing")
_STDERR = 2


@dataclass(slots=True)
class _Redirection:
    """One redirection of the whole process, shared by the threads that are inside."""

    inside: int = 0
    original: int = -1
    caught: IO[bytes] | None = None

    def begin(self) -> None:
        """Catch what is written to standard error."""
        try:
            self.original = os.dup(_STDERR)
        except OSError:  # started without standard error: there is nothing to keep clean
            return
        self.caught = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `end`
        os.dup2(self.caught.fileno(), _STDERR)

    def end(self) -> None:
        """Let standard error be as it was, and write what others had to say."""
        if self.caught is None:
            return
        os.dup2(self.original, _STDERR)
        os.close(self.original)
        self.caught.seek(0)
        foreign = without_remarks(self.caught.read())
        self.caught.close()
        self.caught = None
        if foreign:
            os.write(_STDERR, foreign)


_lock = threading.Lock()
_redirection = _Redirection()


@contextmanager
def mpg123_silenced() -> Iterator[None]:
    """Remarks of libmpg123 made inside vanish; all else on standard error comes out afterwards."""
    with _lock:
        if _redirection.inside == 0:
            _redirection.begin()
        _redirection.inside += 1
    try:
        yield
    finally:
        with _lock:
            _redirection.inside -= 1
            if _redirection.inside == 0:
                _redirection.end()


def without_remarks(text: bytes) -> bytes:
    """The lines that libmpg123 did not write."""
    lines = text.splitlines(keepends=True)
    return b"".join(line for line in lines if line.strip() and not any(mark in line for mark in _MARKS))
