"""Chunks, as RIFF, AIFF, CAF and Wave64 have them: a name, a size and a body, one behind the other.

Rule: a body reaches no further than the file; a claim of more is kept as the declared size, and missed as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from soundcase.audio.probe.source import Source
from soundcase.audio.probe.structure import Damage, Span
from soundcase.values import dataclass

Order = Literal["little", "big"]
_MOST = 1000
_SLACK = 64
"""Bytes that may be missing without remark: some writers count the header as data."""
_NAME = 4


@dataclass(frozen=True, slots=True)
class Chunk:
    """One chunk: its name, the span of its body that is there, and the size it declares."""

    name: bytes
    start: int
    end: int
    size: int
    padded: bool = True
    """Whether a body of odd length is followed by its padding byte."""
    endless: bool = False
    """Whether the size that it declares stands for: up to the end of the file."""

    @property
    def span(self) -> Span:
        """The body that is there."""
        return self.start, self.end

    def damage(self, frame: int | None) -> Damage | None:
        """The missing part of the body, from a sample frame on; None where nothing is."""
        missing = self.size - (self.end - self.start)
        return (
            Damage("truncated", f"{missing} bytes of its data are not there", frame)
            if missing > _SLACK
            else None
        )


@dataclass(frozen=True, slots=True)
class Chunking:
    """The layout of a format's chunks."""

    order: Order
    head: int = 8
    """Bytes of a name and a size."""
    name: int = 4
    """Bytes of the name; the first four tell it."""
    align: int = 2
    inclusive: bool = False
    """Whether a size counts the head."""
    endless: tuple[bytes, tuple[int, ...]] = (b"", ())
    """A name, and the sizes of such a chunk that mean: up to the end of the file."""


def chunks(source: Source, position: int, chunking: Chunking) -> Iterator[Chunk]:
    """The chunks from a position on, at most 1,000."""
    large = 0
    for _ in range(_MOST):
        head = source.read(position, chunking.head)
        if len(head) < chunking.head:
            return
        name, start = head[:_NAME], position + chunking.head
        size = int.from_bytes(
            head[chunking.name :], chunking.order, signed=chunking.head - chunking.name > _NAME
        )
        size -= chunking.head if chunking.inclusive else 0
        if name == b"ds64":  # of RF64: the size of its data chunk, which says that it is elsewhere
            large = int.from_bytes(source.read(start + 8, 8), "little")
        elif name == b"data" and size == 0xFFFFFFFF and large:
            size = large
        endless = name == chunking.endless[0] and size in chunking.endless[1]
        size = source.size - start if endless else size
        if size < 0:
            return
        end = min(start + size, source.size)
        position = end + -size % chunking.align
        padded = not (size & 1 and chunking.align > 1) or named(source, position) or not named(source, end)
        position = position if padded else end
        yield Chunk(name, start, end, size, padded, endless)


def named(source: Source, place: int) -> bool:
    """True where the name of a chunk may stand at a place."""
    name = source.read(place, _NAME)
    return len(name) == _NAME and name.isascii() and name.decode("ascii").isprintable()
