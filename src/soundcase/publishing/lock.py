"""One build at a time: a lock that the operating system releases when its owner dies, however it dies.

Rule 1: what is locked is an open file; the file itself means nothing and is never removed.
Rule 2: processes that the owner starts do not share the lock, so that none of them can outlive it with it.
Rule 3: where no lock can be had (a read-only project, a file system without locks) the temporary folder
    of the system serves; where that fails too, the build goes on, since it is whole without a lock as well.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from soundcase.cache_folder import cache_folder, cache_key
from soundcase.system import AT_ONCE, NO_LINK, USER, lock, try_lock

_held: set[int] = set()


def lock_path(root: Path) -> Path:
    """The path of a project's lock, in its cache folder."""
    return Path(cache_folder(str(root))) / f"build-{cache_key(str(root))}.lock"


@contextmanager
def build_lock(path: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold the lock at `path`; if another process has it, call `on_wait` once and wait until it ends."""
    waited = False

    def once() -> None:
        nonlocal waited
        if not waited:
            waited = True
            on_wait()

    descriptor = _acquire(path, once)
    if descriptor is None:
        name = cache_key("", str(path.resolve()))
        folder = Path(tempfile.gettempdir()) / f"soundcase{USER}"
        descriptor = _acquire(folder / f"{name}.lock", once)
    try:
        yield
    finally:
        if descriptor is not None:
            _held.discard(descriptor)
            os.close(descriptor)


def _acquire(path: Path, on_wait: Callable[[], None]) -> int | None:
    """The descriptor that holds the lock, None where no lock can be had at this path."""
    while True:
        try:
            if not path.parent.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                (path.parent / ".gitignore").write_text("*\n", encoding="ascii")
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | NO_LINK | AT_ONCE, 0o644)
        except OSError:
            return None
        try:
            locked = _lock(descriptor, on_wait)
        except BaseException:  # Ctrl-C while waiting
            os.close(descriptor)
            raise
        if locked and _is_still(path, descriptor):
            _held.add(descriptor)
            return descriptor
        os.close(descriptor)
        if not locked:
            return None


def _lock(descriptor: int, on_wait: Callable[[], None]) -> bool:
    """True if the lock could be had, at once or by waiting for it."""
    try:
        if not try_lock(descriptor):
            on_wait()
            lock(descriptor)
    except OSError:
        return False
    return True


def _is_still(path: Path, descriptor: int) -> bool:
    """True if the locked file is the one that others will open; somebody may have removed it meanwhile."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False


def _let_go() -> None:
    """In a forked child: close the copies of the lock's descriptor, which leaves the owner's lock alone."""
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)
