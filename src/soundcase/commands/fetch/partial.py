"""The part of a download that has come, on disk.

Rule 1: the notes about a version of the file are written before its first byte: no byte stands without them.
Rule 2: bytes are written as they come, without a buffer; a killed process loses none that it wrote.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from io import FileIO
from pathlib import Path

from soundcase.system import NO_LINK, OPEN, replace_file
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class FileVersion:
    """The version of a file that a server sends."""

    etag: str = ""
    """Empty where there is none that says the bytes are the same."""
    modified: str = ""
    """`Last-Modified`, where it says so."""
    size: int | None = None
    """Bytes in all."""
    encoded: bool = False
    """Sent compressed, so that no part of it can be asked for."""

    @property
    def validator(self) -> str:
        """The value for `If-Range`; empty where nothing proves that the file is still the same."""
        return self.etag or self.modified

    def may_be(self, other: FileVersion) -> bool:
        """True where nothing speaks against both being one version."""
        pairs = ((self.etag, other.etag), (self.modified, other.modified), (self.size, other.size))
        return all(one == two for one, two in pairs if one and two)


@dataclass(frozen=True, slots=True)
class Partial:
    """The beginning of a file that is being downloaded."""

    path: Path
    """`….part`; the notes stand beside it as `….json`."""

    @property
    def notes(self) -> Path:
        """The file that the version is written down in."""
        return self.path.with_suffix(".json")

    @property
    def size(self) -> int:
        """Bytes that are there."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def version(self) -> FileVersion | None:
        """The version that the bytes are of; None where nobody knows."""
        try:
            return FileVersion(**json.loads(self.notes.read_bytes()))
        except (OSError, ValueError, TypeError):
            return None

    def begin(self, version: FileVersion) -> None:
        """Begin a file anew. Raises OSError."""
        self.discard()
        half = self.path.with_suffix(".notes")
        half.write_text(json.dumps(asdict(version)), "utf-8")
        replace_file(half, self.notes)

    def discard(self) -> None:
        """Forget what has come. Raises OSError."""
        self.path.unlink(missing_ok=True)
        self.notes.unlink(missing_ok=True)

    @contextmanager
    def appending(self) -> Iterator[FileIO]:
        """The file, to write on at its end. Raises OSError."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | OPEN | NO_LINK
        with FileIO(os.open(self.path, flags, 0o666), "ab") as file:
            yield file

    def complete(self) -> bool:
        """True where as much is there as the server promised."""
        version = self.version()
        return version is not None and not version.encoded and version.size == self.size > 0


def digest(path: Path) -> str:
    """The sha256 of a file; empty where there is none. Raises OSError."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""
