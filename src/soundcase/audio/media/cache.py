"""Derived things on disk, by content: what was made once is not made again.

Rule 1: a file is written beside its place and moved there whole, a record appended to others; what a killed
    build left half done is no entry.
Rule 2: an entry that is not what it says (cut, flipped, foreign) does not exist: it is made anew.
Rule 3: nothing here decides what a clip's content is; a stamp only spares reading an unchanged file again, and
    a file that changed within the clock's last tick gets none.
Rule 4: a folder that cannot be written to costs the memory of this build, never the build.
Rule 5: a folder may serve several projects and several builds at once: what one keeps, another may use.
Rule 6: a killed build leaves a scratch folder behind; it is stale when the process that made it is gone, or,
    made on another machine, after a day.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
from collections.abc import Collection
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from tempfile import NamedTemporaryFile, mkdtemp
from types import TracebackType

from soundcase.audio.media.records import Records
from soundcase.cache_folder import cache_folder, cache_key, make_cache_folder
from soundcase.publishing.file_signatures import clock, is_young, signature
from soundcase.system import has_ended, replace_file
from soundcase.values import dataclass

_FILES = (".blob", ".part", ".json")
"""Of files by content; records were files of their own once."""
_SCRATCH = "scratch-"
_DAY_NS = 86_400_000_000_000


@dataclass(frozen=True, slots=True)
class CacheSize:
    """The size of a cache, or of what was removed from it."""

    entries: int
    size: int
    """Bytes."""


@dataclass(slots=True)
class Cache:
    """The derived things of a project, while a build uses them."""

    folder: Path
    owner: str = "project"
    """Tells the projects of a shared folder apart."""
    used: set[str] = field(default_factory=set)
    """Keys that this build asked for or kept."""
    failure: str = ""
    """Why something could not be kept; empty while all went well."""
    _scratch: Path | None = None
    _known: dict[str, object] | None = None
    _seen: dict[str, object] = field(default_factory=dict)
    """By place, stamp and digest; all that is known, and what this build saw of it or learnt."""
    _records: Records = field(init=False)
    _top: str = field(init=False)

    def __post_init__(self) -> None:
        self._records = Records(self.folder / "records")
        self._top = f"{self.folder}{os.sep}"

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remember the stamps, and after a build that ended well what it used; remove what is not kept."""
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)
        if self._seen and self._seen != self._known:
            self._remember("stamps", {**(self._known or {} if kind else {}), **self._seen})
        if kind is None:
            self._remember("used", sorted(self.used))

    def record(self, key: str) -> bytes | None:
        """The JSON kept under a key; None where there is none, or none that is whole."""
        self.used.add(key)
        return self._records.get(key)

    def keep_record(self, key: str, body: bytes) -> None:
        """Keep JSON under a key, if that is possible."""
        self.used.add(key)
        try:
            self._records.keep(key, body)
        except OSError as error:
            self.failure = str(error)

    def blob(self, key: str, *, sha256: str, size: int) -> Path | None:
        """The file kept under a key, if it is whole."""
        self.used.add(key)
        path = self._path(key, ".blob")
        try:
            whole = path.stat().st_size == size and self.digest(path) == sha256
        except OSError:
            return None
        return path if whole else None

    def keep_blob(self, key: str, made: Path) -> Path:
        """Move a finished file under a key; where it lies then, which is where it was if it cannot be kept."""
        self.used.add(key)
        path = self._path(key, ".blob")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(made, path)
        except OSError as error:
            self.failure = str(error)
            return made
        return path

    def entry_of(self, path: Path) -> str:
        """The key under which a file lies here; empty where it lies elsewhere."""
        return path.stem if path.suffix == ".blob" and path.is_relative_to(self.folder) else ""

    def digest(self, path: Path) -> str:
        """The SHA-256 of a file, read again only where its stamp changed. Raises OSError."""
        seen = signature(path.stat())
        known = self.known(str(path), seen)
        if known:
            return known
        now = clock()
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if signature(path.stat()) == seen and not is_young(seen, now):
            self.learn(str(path), seen, found)
        return found

    def known(self, location: str, seen: str) -> str:
        """The SHA-256 of what lies at a location (path or URL) whose stamp is `seen`; empty if unknown."""
        if self._known is None:
            stamps = _read(self._remembered("stamps"))
            self._known = stamps if isinstance(stamps, dict) else {}
        name = self._name(location)
        match pair := self._known.get(name):
            case [str() as then, str() as found] if seen and then == seen:
                self._seen[name] = pair
                return found
        return ""

    def learn(self, location: str, seen: str, sha256: str) -> None:
        """Remember what lies at a location while its stamp is `seen`."""
        if seen:
            self._seen[self._name(location)] = [seen, sha256]

    def scratch(self) -> Path:
        """A folder of this build alone, near the entries where that is possible, gone when the build ends.

        Raises OSError where nothing can be written anywhere.
        """
        if self._scratch is None:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                self._scratch = Path(mkdtemp(prefix=f"{_SCRATCH}{_machine()}-{os.getpid()}-", dir=self.folder))
            except OSError as error:
                self.failure = str(error)
                self._scratch = Path(mkdtemp(prefix="soundcase-"))
        return self._scratch

    def contents(self) -> CacheSize:
        """The size of all entries."""
        sizes = [*(size for _, size in self._records.sizes()), *(size for _, size in self._files())]
        return CacheSize(len(sizes), sum(sizes))

    def prune(self) -> CacheSize:
        """Remove what no project's last build used; what was removed. Raises OSError."""
        told = [words for path in self.folder.glob("used-*.json") if isinstance(words := _read(path), list)]
        used = {word for words in told for word in words if isinstance(word, str)}
        self._sweep()
        return self._remove(used) if told else CacheSize(0, 0)

    def clear(self) -> CacheSize:
        """Remove every entry, and all that is remembered; what was removed. Raises OSError."""
        removed = self._remove(frozenset())
        for path in [*self.folder.glob("used-*.json"), *self.folder.glob("stamps-*.json")]:
            path.unlink(missing_ok=True)
        self._sweep()
        return removed

    def _remove(self, used: Collection[str]) -> CacheSize:
        """Remove every entry but those that are used."""
        files = [(path, size) for path, size in self._files() if path.stem not in used]
        for path, _ in files:
            path.unlink()
        records = {key: size for key, size in self._records.sizes() if key not in used}
        self._records.remove(records)
        sizes = [*records.values(), *(size for _, size in files)]
        return CacheSize(len(sizes), sum(sizes))

    def _sweep(self) -> None:
        """Remove the scratch folders that nobody writes to any more."""
        for path in sorted(self.folder.glob(f"{_SCRATCH}*-*-*")):
            if _is_stale(path):
                shutil.rmtree(path, ignore_errors=True)

    def _files(self) -> list[tuple[Path, int]]:
        """Every file by content and its size in bytes, sorted."""
        found = []
        for path in sorted(self.folder.glob("??/*")):
            if path.suffix in _FILES and not path.is_symlink():
                try:
                    found.append((path, path.stat().st_size))
                except FileNotFoundError:  # another build's temporary file
                    continue
        return found

    def _remember(self, what: str, value: object) -> None:
        """Write a value for the next build: beside its place, and moved there whole."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self.folder, suffix=".part", delete=False) as file:
                try:
                    file.write(json.dumps(value, sort_keys=True).encode())
                    file.flush()
                    replace_file(file.name, self._remembered(what))
                except BaseException:
                    Path(file.name).unlink(missing_ok=True)
                    raise
        except OSError as error:
            self.failure = str(error)

    def _name(self, location: str) -> str:
        """A location as it is remembered: entries relative to the folder, which may be moved."""
        return location.removeprefix(self._top)

    def _remembered(self, what: str) -> Path:
        return self.folder / f"{what}-{self.owner}.json"

    def _path(self, key: str, suffix: str) -> Path:
        return self.folder / key[:2] / f"{key}{suffix}"


def key_of(content: str, recipe: str, version: str) -> str:
    """The key of what a recipe makes of some content (a SHA-256 digest) with some version of the tools."""
    return hashlib.sha256(f"{content}\n{recipe}\n{version}".encode()).hexdigest()


def open_cache(root: Path) -> Cache:
    """The cache of a project; its folder is made if it can be."""
    with suppress(OSError):
        make_cache_folder(str(root))
    return media_cache(root)


def media_cache(root: Path) -> Cache:
    """The cache of a project as it is: to look at it makes no folder."""
    return Cache(Path(cache_folder(str(root))).absolute() / "media", cache_key(str(root)))


def _is_stale(scratch: Path) -> bool:
    """True if the build is gone that wrote to a scratch folder, whose name tells machine and process."""
    machine, pid = scratch.name.split("-")[1:3]
    if machine != _machine() or not pid.isdigit():
        return clock() - scratch.stat().st_mtime_ns > _DAY_NS
    return has_ended(int(pid))


def _machine() -> str:
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def _read(path: Path) -> object:
    try:
        value: object = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return value
