"""New folders: whole or not at all.

Rule 1: everything is written to a hidden folder first. A folder that is new then takes its name in one step.
    One that was there stays the same folder, since somebody may stand in it or something be mounted at it:
    what is new moves in, each entry in one step, and out again where one fails or somebody stops it.
Rule 2: nothing that is there is ever overwritten.
Rule 3: a kill leaves at most a hidden folder, which the next attempt at the same place removes; in a folder
    that was there it may leave some entries as well, each of them whole and never the `last` one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from errno import EEXIST, ENOTDIR
from pathlib import Path

from soundcase.problems.codes import problem_of
from soundcase.problems.problem import Place, Problem
from soundcase.system import OPEN, try_lock

REPOSITORY = frozenset((".git",))
"""What a repository without any file holds: a usual beginning of a project."""

MOST = 4
"""Names of files in the way that a message lists."""


def obstacle(target: Path, *, beside: frozenset[str] = frozenset()) -> str:
    """The reason against a new folder there; empty for none. `beside` names files that may be in it already."""
    if not os.path.lexists(target):
        return ""
    if not target.is_dir():
        return f"'{target}' is there already"
    found = sorted(
        path.name for path in target.iterdir() if path.name not in beside and not _left(path, _PREFIX)
    )
    if not found:
        return ""
    more = f" and {len(found) - MOST} more" if len(found) > MOST else ""
    return f"the folder '{target}' holds other files: {', '.join(found[:MOST])}{more}"


def taken(target: Path, code: str, hint: str, *, beside: frozenset[str] = frozenset()) -> Problem | None:
    """The problem that something is in the way, by the code of whoever wants to write there."""
    try:
        message = obstacle(target, beside=beside)
    except OSError as error:
        return _cannot_write(target, error)
    return problem_of(code, message, Place(str(target)), hint) if message else None


def filled(
    texts: Mapping[str, str], files: Mapping[str, Path | bytes], *, folders: Sequence[str] = ()
) -> Callable[[Path], None]:
    """A function for `put` that fills a folder: texts and files by their path in it, empty `folders`.

    A file is copied from where it is, or written where its content is given.
    """

    def fill(folder: Path) -> None:
        for path in (*map(Path, folders), *(Path(name).parent for name in (*texts, *files))):
            (folder / path).mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        for name, source in files.items():
            if isinstance(source, bytes):
                (folder / name).write_bytes(source)
            else:
                shutil.copyfile(source, folder / name)

    return fill


def put(target: Path, fill: Callable[[Path], None], *, last: str = "") -> Problem | None:
    """Make the folder, filled by `fill`; a problem where that is not possible, and then nothing is there."""
    try:
        if target.is_dir():
            with hidden(target) as folder:
                fill(folder)
                _move_in(folder, target, last)
        else:
            with _parents(target), hidden(target) as folder:
                fill(folder)
                folder.rename(target)
    except OSError as error:
        return _cannot_write(target, error)
    return None


def _cannot_write(target: Path, error: OSError) -> Problem:
    message = f"'{target}' cannot be written: {error.strerror or error}"
    hint = "nothing was written there; try again when this is fixed"
    return problem_of("cannot-write", message, Place(str(target)), hint)


def _move_in(folder: Path, target: Path, last: str) -> None:
    moved: list[str] = []
    try:
        names = (path.name for path in folder.iterdir())
        for name in sorted(names, key=lambda name: (name == last, name)):
            if os.path.lexists(target / name):
                raise FileExistsError(EEXIST, f"'{name}' appeared in it meanwhile")
            (folder / name).rename(target / name)
            moved.append(name)
    except BaseException:
        for name in reversed(moved):
            (target / name).rename(folder / name)
        raise


@contextmanager
def _parents(target: Path) -> Iterator[None]:
    """The folders above the target; those that are new go again if it fails."""
    new = [folder for folder in target.parents if not os.path.lexists(folder)]
    above = next(folder for folder in target.parents if folder not in new)
    if not above.is_dir():
        raise NotADirectoryError(ENOTDIR, f"'{above}' is not a folder")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for folder in new:
            with suppress(OSError):
                folder.rmdir()
        raise


@contextmanager
def hidden(target: Path) -> Iterator[Path]:
    """A folder in the target or beside it, locked; gone afterwards unless it was renamed."""
    parent, prefix = (target, _PREFIX) if target.is_dir() else (target.parent, f".{target.name}{_PREFIX}")
    for path in tuple(parent.iterdir()):
        if _left(path, prefix):
            shutil.rmtree(path, ignore_errors=True)
            _lock_of(path).unlink(missing_ok=True)
    folder = parent / f"{prefix}{os.getpid()}{_SUFFIX}"
    with _alive(folder):
        try:
            folder.mkdir()
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _alive(folder: Path) -> Iterator[None]:
    """A locked file beside a hidden folder, as long as its process lives."""
    beside = _lock_of(folder)
    descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | OPEN)
    try:
        with suppress(OSError):  # some network file systems have no locks
            try_lock(descriptor)
        yield
    finally:
        os.close(descriptor)
        with suppress(OSError):
            beside.unlink()


_PREFIX = ".soundcase-"
_SUFFIX = ".part"
_LOCK = ".lock"


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name.removesuffix(_LOCK)}{_LOCK}")


def _left(path: Path, prefix: str) -> bool:
    """True for what a process that was killed has left: its hidden folder, or the lock of one."""
    if not (path.name.startswith(prefix) and path.name.removesuffix(_LOCK).endswith(_SUFFIX)):
        return False
    try:
        descriptor = os.open(_lock_of(path), os.O_RDWR | OPEN)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        return try_lock(descriptor)
    except OSError:
        return False
    finally:
        os.close(descriptor)
