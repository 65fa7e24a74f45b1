"""Derived things on disk, by content: what was made once is not made again.

Rule 1: an entry is written beside its place and moved there whole; a killed build leaves no half entry.
Rule 2: an entry that is not what it says (cut, flipped, foreign) does not exist: it is made anew.
Rule 3: nothing here decides what a clip's content is; a stat stamp only spares reading an unchanged file again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeAlias

from soundcase.publishing.watch import signature

Json: TypeAlias = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Contents:
    """What a cache holds."""

    entries: int
    size: int
    """Bytes."""


@dataclass(slots=True)
class Cache:
    """The derived things of a project."""

    folder: Path
    used: set[str] = field(default_factory=set)
    """Keys that this build asked for or kept."""
    _stamps: dict[str, list[str]] | None = None
    """File → its signature and digest, as last seen."""

    @staticmethod
    def key(content: str, recipe: str, version: str) -> str:
        """The key of what a recipe makes of some content (a SHA-256 digest) with some version of the tools."""
        return hashlib.sha256(f"{content}\n{recipe}\n{version}".encode()).hexdigest()

    def record(self, key: str) -> Json:
        """The value kept under a key; None where there is none, or none that is whole."""
        self.used.add(key)
        try:
            digest, _, body = self._path(key, ".json").read_bytes().partition(b"\n")
        except OSError:
            return None
        if hashlib.sha256(body).hexdigest().encode() != digest:
            return None
        value: Json = json.loads(body)
        return value

    def keep_record(self, key: str, value: Json) -> None:
        """Keep a value under a key. Raises OSError."""
        self.used.add(key)
        body = json.dumps(value, sort_keys=True).encode()
        self._write(self._path(key, ".json"), hashlib.sha256(body).hexdigest().encode() + b"\n" + body)

    def blob(self, key: str, *, sha256: str, size: int) -> Path | None:
        """The file kept under a key, if it is whole."""
        self.used.add(key)
        path = self._path(key, ".blob")
        try:
            whole = path.stat().st_size == size and _digest(path) == sha256
        except OSError:
            return None
        return path if whole else None

    def keep_blob(self, key: str, content: bytes) -> Path:
        """Keep a file's content under a key. Raises OSError."""
        self.used.add(key)
        path = self._path(key, ".blob")
        self._write(path, content)
        return path

    def digest(self, path: Path, name: str) -> str:
        """The SHA-256 of a file, read again only where its stamp changed. Raises OSError."""
        stamps = self._known()
        seen = signature(path.stat())
        known = stamps.get(name)
        if known and known[0] == seen:
            return known[1]
        found = _digest(path)
        if signature(path.stat()) == seen:
            stamps[name] = [seen, found]
        return found

    def save(self) -> None:
        """Remember the stamps and what this build used. Raises OSError."""
        if self._stamps is not None:
            self._write(self.folder / "stamps.json", json.dumps(self._stamps, sort_keys=True).encode())
        self._write(self.folder / "used.json", json.dumps(sorted(self.used)).encode())

    def contents(self) -> Contents:
        """How much there is."""
        sizes = [path.stat().st_size for path in self._entries()]
        return Contents(len(sizes), sum(sizes))

    def prune(self) -> Contents:
        """Remove what the last build did not use; what was removed."""
        used = frozenset(self._read("used.json", list))
        stale = [path for path in self._entries() if path.stem not in used]
        return _removed(stale)

    def clear(self) -> Contents:
        """Remove everything; what was removed."""
        return _removed([*self._entries(), *self.folder.glob("*.json")])

    def _entries(self) -> Iterable[Path]:
        return sorted(path for path in self.folder.glob("??/*") if path.suffix in (".json", ".blob", ".part"))

    def _known(self) -> dict[str, list[str]]:
        if self._stamps is None:
            stamps = self._read("stamps.json", dict)
            self._stamps = {
                name: pair for name, pair in stamps.items() if isinstance(pair, list) and len(pair) == 2
            }
        return self._stamps

    def _read(self, name: str, shape: type) -> Mapping[str, list[str]]:
        try:
            value = json.loads((self.folder / name).read_bytes())
        except (OSError, ValueError):
            value = None
        return value if isinstance(value, shape) else shape()

    def _path(self, key: str, suffix: str) -> Path:
        return self.folder / key[:2] / f"{key}{suffix}"

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            file.write(content)
        os.replace(file.name, path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _removed(paths: Iterable[Path]) -> Contents:
    entries = size = 0
    for path in paths:
        size += path.stat().st_size
        entries += 1
        path.unlink()
    return Contents(entries, size)
