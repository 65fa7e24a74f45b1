"""A file's bytes at random access, opened so that nothing can block, surprise or exhaust memory.

Rule 1: only regular files are opened, never waited for; the check is repeated on the open descriptor.
Rule 2: a small file is read once; of a large one, no more is held than was asked for.
Rule 3: reading past the end gives fewer bytes, never an error; a header's claim allocates nothing.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO

from soundcase.problems.problem import Fault
from soundcase.system import AT_ONCE

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

WHOLE = 16 << 20
"""Files up to this many bytes are held in memory."""
BLOCK = 1 << 20
"""Larger files are walked through in blocks of this many bytes."""

Piece = bytes | tuple[int, int]
"""Bytes as they are, or the span `[start, end)` of a file."""

_NODES = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_REASONS = {
    errno.EACCES: "may not be read by this user",
    errno.EPERM: "may not be read by this user",
    errno.ELOOP: "is a link that leads in a circle",
    errno.ENAMETOOLONG: "has a name that is too long for this file system",
    errno.ENXIO: "is a device without hardware behind it",
}


def printable(text: str) -> str:
    r"""The text with what a terminal or UTF-8 cannot take written as escapes, e.g. `bad\xff.wav`."""
    return "".join(c if c.isprintable() else _escape(c) for c in text)


def _escape(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a name that is not UTF-8 (PEP 383)
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def quoted(text: str) -> str:
    """The text between single quotes, as messages show names and values."""
    return f"'{printable(text)}'"


class Spliced(io.RawIOBase):
    """A read-only, seekable stream over pieces: bytes put in, and spans of a file."""

    def __init__(self, file: BinaryIO, pieces: Sequence[Piece]) -> None:
        self._file = file
        self._pieces = tuple(pieces)
        self._starts = [0]
        for piece in pieces:
            length = len(piece) if isinstance(piece, bytes) else piece[1] - piece[0]
            self._starts.append(self._starts[-1] + length)
        self._position = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """The position in bytes."""
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """The new position, never before the start."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._starts[-1]}[whence]
        self._position = max(0, base + offset)
        return self._position

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill the buffer; the count of bytes that were left."""
        target = memoryview(buffer).cast("B")
        done = 0
        while done < len(target) and self._position < self._starts[-1]:
            chunk = self._next(len(target) - done)
            if not chunk:
                break
            target[done : done + len(chunk)] = chunk
            done += len(chunk)
            self._position += len(chunk)
        return done

    def _next(self, count: int) -> bytes:
        index = bisect_right(self._starts, self._position) - 1
        piece, within = self._pieces[index], self._position - self._starts[index]
        count = min(count, self._starts[index + 1] - self._position)
        if isinstance(piece, bytes):
            return piece[within : within + count]
        self._file.seek(piece[0] + within)
        return self._file.read(count)


class Source:
    """An open regular file."""

    __slots__ = ("_content", "_file", "size")

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._content = file.read(size) if size <= WHOLE else None
        self.size = size if self._content is None else len(self._content)

    def __enter__(self) -> Source:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def read(self, offset: int, count: int) -> bytes:
        """Up to `count` bytes from `offset`; fewer at the end of the file."""
        if not 0 <= offset < self.size or count <= 0:
            return b""
        if self._content is not None:
            return self._content[offset : offset + count]
        self._file.seek(offset)
        return self._file.read(min(count, self.size - offset))

    def blocks(self) -> Iterator[bytes]:
        """The whole content, in order."""
        if self._content is not None:
            yield self._content
            return
        for offset in range(0, self.size, BLOCK):
            yield self.read(offset, BLOCK)

    def sha256(self) -> str:
        """Hexadecimal digest of the whole content."""
        digest = hashlib.sha256()
        for block in self.blocks():
            digest.update(block)
        return digest.hexdigest()

    def stream(self, pieces: Sequence[Piece]) -> BinaryIO:
        """A seekable stream over the pieces; good while this source is open."""
        if self._content is None:
            return io.BufferedReader(Spliced(self._file, pieces), BLOCK)
        if len(pieces) == 1 and pieces[0] == (0, self.size):
            return io.BytesIO(self._content)
        return io.BytesIO(b"".join(p if isinstance(p, bytes) else self._content[p[0] : p[1]] for p in pieces))

    def find(self, needle: bytes, start: int, end: int) -> int:
        """The first place of `needle` that begins in `[start, end)`; -1 if there is none."""
        if self._content is not None:
            return self._content.find(needle, start, min(end + len(needle) - 1, self.size))
        while start < end:
            block = self.read(start, min(BLOCK, end - start) + len(needle) - 1)
            place = block.find(needle)
            if place >= 0:
                return start + place
            start += BLOCK
        return -1


def open_source(path: Path, shown: str) -> Source | Fault:
    """The file's bytes, or why there are none: missing, no regular file, or not readable."""
    try:
        node = path.stat()
        if stat.S_ISREG(node.st_mode):
            descriptor = os.open(path, os.O_RDONLY | AT_ONCE)
            file = io.BufferedReader(io.FileIO(descriptor))
            node = os.fstat(descriptor)
            if stat.S_ISREG(node.st_mode):
                return Source(file, node.st_size)
            file.close()
        what = next((name for test, name in _NODES if test(node.st_mode)), "something special")
        return Fault("unreadable-file", f"{quoted(shown)} is {what}, not a file", "Name a regular file.")
    except (FileNotFoundError, NotADirectoryError):
        if path.is_symlink():
            text = f"{quoted(shown)} is a link to {quoted(str(path.readlink()))}, which does not exist"
            return Fault("unreadable-file", text, "Fix the link, or put the file in its place.")
        return Fault("missing-file", f"there is no file {quoted(shown)}", "Check the spelling of its name.")
    except OSError as error:
        return unreadable(error, shown)
    except ValueError:
        return Fault("unreadable-file", f"{quoted(shown)} has a zero character in its name", "Rename it.")


def unreadable(error: OSError, shown: str) -> Fault:
    """The fault for an error of the operating system."""
    reason = _REASONS.get(error.errno or 0, f"cannot be read ({error.strerror or type(error).__name__})")
    return Fault("unreadable-file", f"{quoted(shown)} {reason}", "Name a regular file that can be opened.")
