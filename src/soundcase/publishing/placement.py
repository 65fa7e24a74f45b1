"""Placing one file so that it is there whole or not at all.

Rule 1: bytes go to a temporary file in the same folder, which then takes its place in one step
    (`rename` of POSIX). Whatever goes wrong before leaves the place as it was and no temporary file.
Rule 2: a copy holds what was probed, or it is not placed: its digest is taken from what was written.
Rule 3: links are never written or read through.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path

from soundcase.system import AT_ONCE, OPEN, replace_file
from soundcase.values import dataclass

_BLOCK = 1 << 20
_numbers = count()


@dataclass(frozen=True, slots=True)
class Copy:
    """A file to be copied, as it was when it was probed."""

    source: str | Path
    sha256: str
    size: int
    """Bytes."""
    fetch: Callable[[], AbstractContextManager[Path]] | None = None
    """Brings it to this machine for as long as it is needed; None where `source` lies here already."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made before, or can be made: its content is asked for only where it has to be written."""

    sha256: str
    size: int
    """Bytes."""
    read: Callable[[], bytes]


Payload = bytes | Copy | Made


def content_of(payload: Payload) -> tuple[int, str]:
    """The size of a file in bytes, and its SHA-256."""
    if isinstance(payload, bytes):
        return len(payload), hashlib.sha256(payload).hexdigest()
    return payload.size, payload.sha256


def blocks_of(payload: Payload) -> Iterator[bytes]:
    """The content of a file, block by block; raises OSError and, if need be at its end, SourceChangedError."""
    if not isinstance(payload, Copy):
        yield payload.read() if isinstance(payload, Made) else payload
        return
    digest = hashlib.sha256()
    with _opened(payload) as source:
        while block := _block(payload, source):
            digest.update(block)
            yield block
    if digest.hexdigest() != payload.sha256:
        raise SourceChangedError(payload.source)


class SourceChangedError(Exception):
    """The file to be copied is not the one that was probed, or cannot be read any more."""

    def __init__(self, source: str | Path) -> None:
        super().__init__(source)
        self.source = Path(source)


def place(payload: Payload, target: Path, *, durable: bool = False) -> None:
    """Make `target` hold the payload; raises OSError, SourceChangedError and then leaves it as it was."""
    temporary = stage(payload, target.parent, durable=durable)
    try:
        replace_file(temporary, target)
    except BaseException:
        discard(temporary)
        raise


def stage(payload: Payload, folder: Path, *, durable: bool = False) -> Path:
    """A temporary file in the folder with the payload; raises OSError, SourceChangedError and leaves none."""
    temporary, descriptor = _create(folder)
    try:
        try:
            if isinstance(payload, Copy):
                _copy(payload, descriptor)
            else:
                _write(descriptor, payload.read() if isinstance(payload, Made) else payload)
            if durable:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        discard(temporary)
        raise
    return temporary


def discard(temporary: Path) -> None:
    """Remove a temporary file if it is still there."""
    with suppress(OSError):
        temporary.unlink()


def holds(path: Path, size: int, sha256: str) -> bool:
    """True where a regular file of this size and content stands at the path."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size != size:
            return False
        with path.open("rb") as file:
            return _digest(file.fileno(), size) == sha256
    except OSError:
        return False


def _digest(descriptor: int, size: int) -> str:
    """SHA-256 of an open file, read once where it has the expected size in bytes."""
    digest = hashlib.sha256()
    step = min(size + 1, _BLOCK)
    os.lseek(descriptor, 0, os.SEEK_SET)
    while block := os.read(descriptor, step):
        digest.update(block)
    return digest.hexdigest()


def _create(folder: Path) -> tuple[Path, int]:
    while True:
        temporary = folder / f".soundcase-{os.getpid()}-{next(_numbers)}.part"
        with suppress(FileExistsError):
            return temporary, os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | OPEN, 0o644)


def _write(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest[:_BLOCK]) :]


def _copy(copy: Copy, descriptor: int) -> None:
    """Fill the open file with the probed content, else SourceChangedError."""
    with _opened(copy) as source:
        if not _copy_in_kernel(source, descriptor, copy.size):
            _stream(copy, source, descriptor)
    if _digest(descriptor, copy.size) != copy.sha256:
        raise SourceChangedError(copy.source)


@contextmanager
def _opened(copy: Copy) -> Iterator[int]:
    """A descriptor of the source if it is still a regular file of the probed size."""
    with ExitStack() as stack:
        try:  # O_NONBLOCK: a pipe in the file's place must not stop the build
            path = stack.enter_context(copy.fetch()) if copy.fetch else copy.source
            source = os.open(path, os.O_RDONLY | AT_ONCE)
        except OSError as reason:
            if reason.errno in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise SourceChangedError(copy.source) from reason
        stack.callback(os.close, source)
        status = os.fstat(source)
        if not stat.S_ISREG(status.st_mode) or status.st_size != copy.size:
            raise SourceChangedError(copy.source)
        yield source


_NOT_IN_KERNEL = (errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM, errno.EBADF)


def _copy_in_kernel(source: int, descriptor: int, size: int) -> bool:
    """True if the system copied the content by itself (shared blocks where the file system can)."""
    if not hasattr(os, "copy_file_range"):
        return False
    done = 0
    while done < size:
        try:
            step = os.copy_file_range(source, descriptor, size - done)
        except OSError as reason:
            if reason.errno in _NOT_IN_KERNEL and not done:
                return False
            raise
        if not step:  # shorter than it was, or a file system that pretends; the digest or streaming decides
            return done > 0
        done += step
    return True


def _stream(copy: Copy, source: int, descriptor: int) -> None:
    while block := _block(copy, source):
        _write(descriptor, block)


def _block(copy: Copy, source: int) -> bytes:
    try:
        return os.read(source, _BLOCK)
    except OSError as reason:
        raise SourceChangedError(copy.source) from reason
