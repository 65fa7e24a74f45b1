"""Small records by their keys, in few files that only grow: one for each first byte of a key.

Rule 1: a record is a line: key, digest and body; one that is not what its digest says (cut, flipped, mixed with
    another) does not exist. Of several lines with one key, the last that is whole counts.
Rule 2: a record is appended by one write, so that builds at once do not mix theirs, and begins a line of its
    own, so that half a record, of a build that was killed, spoils no other.
Rule 3: a file is read once; what other builds append later is not seen.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from soundcase.system import OPEN, replace_file

_SUFFIX = ".records"
_KEY, _HEAD = 64, 129
"""Bytes of a key, and of a key and a digest."""


class Records:
    """The records in a folder; their keys are SHA-256 digests, their bodies hold no line break."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, dict[bytes, bytes]] = {}

    def get(self, key: str) -> bytes | None:
        """The body of a record; None where there is none that is whole."""
        line = self._lines(key[:2]).get(key.encode())
        return line[_HEAD:] if line else None

    def keep(self, key: str, body: bytes) -> None:
        """Append a record; raises OSError."""
        line = _line(key.encode(), body)
        path = self._folder / f"{key[:2]}{_SUFFIX}"
        try:
            file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | OPEN, 0o666)
        except FileNotFoundError:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | OPEN, 0o666)
        try:
            os.write(file, b"\n" + line)
        finally:
            os.close(file)
        self._lines(key[:2])[key.encode()] = line

    def sizes(self) -> Iterator[tuple[str, int]]:
        """Every key, and the bytes of its record."""
        for path in sorted(self._folder.glob(f"??{_SUFFIX}")):
            yield from ((key.decode(), len(line)) for key, line in self._lines(path.stem).items())

    def remove(self, keys: Collection[str]) -> None:
        """Remove the records of these keys, and whatever is no record; raises OSError."""
        for path in self._folder.glob("??.part"):  # of a build that was killed here
            path.unlink()
        for path in sorted(self._folder.glob(f"??{_SUFFIX}")):
            lines = self._lines(path.stem)
            left = {key: line for key, line in lines.items() if key.decode() not in keys}
            self._files[path.stem] = left
            if not left:
                path.unlink(missing_ok=True)
                continue
            part = path.with_suffix(".part")
            part.write_bytes(b"".join(b"\n" + line for line in left.values()))
            replace_file(part, path)

    def _lines(self, name: str) -> dict[bytes, bytes]:
        """The whole lines of a file by their keys."""
        if name not in self._files:
            lines: dict[bytes, bytes] = {}
            with suppress(OSError):
                for line in (self._folder / f"{name}{_SUFFIX}").read_bytes().split(b"\n"):
                    if line and line == _line(line[:_KEY], line[_HEAD:]):
                        lines[line[:_KEY]] = line
            self._files[name] = lines
        return self._files[name]


def _line(key: bytes, body: bytes) -> bytes:
    return b"%b %b%b" % (key, sha256(key + body).hexdigest().encode(), body)
