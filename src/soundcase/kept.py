"""Values that builds keep: what a pure function made of known inputs is read, and not made again.

Rule 1: a key is the digest of all that the function sees, and of the code: what is found under it is right.
Rule 2: an entry that is not whole, or is another's, does not exist: the value is made anew.
Rule 3: only values of soundcase's own classes are read; whatever stands in an entry, nothing of it runs.
Rule 4: a folder that cannot be written to costs memory, never the build.
Rule 5: what a build that ended well did not ask for is gone after it.
"""

# The code is read before every build, and paths would take longer than to read it:
# ruff: noqa: PTH120, PTH123, PTH208

from __future__ import annotations

import copyreg
import hashlib
import os
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar, cast

from markupsafe import Markup

from soundcase import __version__
from soundcase.cache_folder import cache_folder, cache_key, make_cache_folder
from soundcase.system import replace_file

Value = TypeVar("Value")
_DIGEST_SIZE: Final = 20
_PROTOCOL: Final = 5
_MODULES: Final = ("soundcase", "markupsafe")


class StandIn:
    """A value that is read when it is used; as an input it stands by its digest; it is never kept itself."""

    @property
    def digest(self) -> bytes:
        """The digest of all that it says."""
        raise NotImplementedError

    def __reduce__(self) -> NoReturn:
        raise TypeError("what stands for a value cannot be kept in its place")

    def __init_subclass__(cls) -> None:
        _REDUCED[cls] = lambda one: (bytes, (one.digest,))


_REDUCED: dict[type, Callable[[Any], Any]] = {**copyreg.dispatch_table}
"""What is digested in a value's place."""


def digest_of(value: object) -> bytes:
    """The digest of a value of soundcase's own classes, texts, numbers, tuples, lists and mappings.

    Equal values have equal digests in every process, whichever of their parts are one object; so no sets.
    """
    written = BytesIO()
    pickler = pickle.Pickler(written, _PROTOCOL)
    pickler.fast = True  # without its memo, which would tell one object twice from two that are equal
    pickler.dispatch_table = _REDUCED
    pickler.dump(value)
    return hashlib.blake2b(written.getbuffer(), digest_size=_DIGEST_SIZE).digest()


@cache
def code_version() -> bytes:
    """The digest of what decides a value besides its inputs: soundcase, Python, and the installed packages."""
    code = hashlib.blake2b(digest_size=_DIGEST_SIZE)
    code.update(f"{__version__} {sys.version}\n".encode())
    for folder in sys.path:
        if folder.endswith(("site-packages", "dist-packages")):
            with suppress(OSError):
                names = sorted(
                    name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info"))
                )
                code.update("\n".join(names).encode())
    package = os.path.dirname(__file__)
    for folder, folders, names in os.walk(package):
        folders.sort()
        for path in (f"{folder}/{name}" for name in sorted(names) if name.endswith((".py", ".json"))):
            code.update(path.removeprefix(package).encode())
            with open(path, "rb") as file:
                code.update(file.read())
    return code.digest()


class KeptValues:
    """The values that the builds of a project keep; without a folder, in memory."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._used: set[str] = set()
        self._unwritten: dict[str, object] = {}
        """What no folder takes."""

    def value(self, kind: str, inputs: object, make: Callable[[], Value]) -> Value:
        """The value of `make` for these inputs, which are all that it depends on; it must not be changed."""
        name = self.name(kind, inputs)
        found = self._read(name)
        if found is None:
            found = (make(),)
            self._write(name, found[0])
        return cast("tuple[Value]", found)[0]

    def found(self, kind: str, inputs: object) -> Any:  # noqa: ANN401 (of whatever type was kept under this kind)
        """The value that was kept; None where there is none."""
        found = self._read(self.name(kind, inputs))
        return found[0] if found else None

    def keep(self, kind: str, inputs: object, value: object) -> None:
        """Keep a value that was made along with another."""
        name = self.name(kind, inputs)
        if self._folder is None or not (self._folder / name).exists():
            self._write(name, value)

    def name(self, kind: str, inputs: object) -> str:
        """The name of an entry, which this build uses."""
        told = digest_of((kind, inputs)) + code_version()
        name = hashlib.blake2b(told, digest_size=_DIGEST_SIZE).hexdigest()
        self._used.add(name)
        return name

    def sizes(self) -> tuple[int, ...]:
        """The bytes of each entry."""
        found = []
        for path in self._folder.iterdir() if self._folder and self._folder.is_dir() else ():
            with suppress(OSError):
                found.append(path.stat().st_size)
        return tuple(found)

    def clear(self) -> None:
        """Remove every entry. Raises OSError."""
        for path in self._folder.iterdir() if self._folder and self._folder.is_dir() else ():
            path.unlink(missing_ok=True)

    def forget_unused(self) -> None:
        """Remove the entries that nobody asked for."""
        with suppress(OSError):
            for path in self._folder.iterdir() if self._folder else ():
                if path.name not in self._used:
                    path.unlink()

    def _read(self, name: str) -> tuple[object] | None:
        """The value of an entry, in a tuple; None where there is none, or none that is whole."""
        if name in self._unwritten:
            return (self._unwritten[name],)
        if self._folder is None:
            return None
        try:
            with open(f"{self._folder}/{name}", "rb", buffering=0) as file:
                content = file.readall()
            if content[:_DIGEST_SIZE] == sealed(name, memoryview(content)[_DIGEST_SIZE:]):
                stream = BytesIO(content)
                stream.seek(_DIGEST_SIZE)
                return (_Reader(stream).load(),)
        except Exception:  # noqa: BLE001 (whatever somebody put there may raise anything)
            return None
        return None

    def _write(self, name: str, value: object) -> None:
        if self._folder is None:
            self._unwritten[name] = value
            return
        body = pickle.dumps(value, _PROTOCOL)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part = self._folder / f"{name}.{os.getpid()}"
            part.write_bytes(sealed(name, body) + body)
            replace_file(part, self._folder / name)
        except OSError:
            self._unwritten[name] = value


def sealed(name: str, body: bytes | memoryview) -> bytes:
    """The digest by which an entry is known to be whole, and this one."""
    seal = hashlib.blake2b(name.encode(), digest_size=_DIGEST_SIZE)
    seal.update(body)
    return seal.digest()


class _Reader(pickle.Unpickler):
    """Reads values of soundcase's own classes, and nothing else."""

    def find_class(self, module: str, name: str) -> type:
        found = super().find_class(module, name) if module.partition(".")[0] in _MODULES else None
        if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum | tuple | Markup)):
            return found
        raise pickle.UnpicklingError(f"no value: {module}.{name}")


def kept_values(root: Path) -> KeptValues:
    """The values that the builds of a project keep, in a folder that is made if it can be."""
    with suppress(OSError):
        make_cache_folder(str(root))
    return values_in(root)


def values_in(root: Path) -> KeptValues:
    """The same as they are: to look at them makes no folder."""
    return KeptValues(Path(cache_folder(str(root))).absolute() / f"kept-{cache_key(str(root))}")
