"""The examples of a task as they are kept: read again, some at a time, when somebody asks for them.

Rule: they are found by digests of their own, so that one that changes leaves most others as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from soundcase.kept import KeptValues, digest_of
from soundcase.model import Example

CHUNK = 100
"""Examples that are kept together."""


class KeptExamples(Sequence[Example]):
    """Examples that are in memory no longer than they are used; `again` makes them where they are lost."""

    def __init__(
        self, digests: Sequence[bytes], kept: KeptValues, again: Callable[[], Sequence[Example]]
    ) -> None:
        self.digests = tuple(digests)
        self._kept, self._again = kept, again
        self._last: tuple[int, tuple[Example, ...]] = (-1, ())

    def __len__(self) -> int:
        return len(self.digests)

    @overload
    def __getitem__(self, place: int) -> Example: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Example, ...]: ...
    def __getitem__(self, place: int | slice) -> Example | tuple[Example, ...]:
        if isinstance(place, slice):
            return tuple(self[number] for number in range(*place.indices(len(self))))
        number = range(len(self))[place]
        return self._chunk(number // CHUNK)[number % CHUNK]

    def __iter__(self) -> Iterator[Example]:
        for number in range(0, len(self), CHUNK):
            yield from self._chunk(number // CHUNK)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # as little as a list has

    def _chunk(self, number: int) -> tuple[Example, ...]:
        if self._last[0] != number:
            part = slice(number * CHUNK, (number + 1) * CHUNK)
            made = self._kept.value("examples", self.digests[part], lambda: tuple(self._again()[part]))
            self._last = (number, made)
        return self._last[1]


def digests_of(examples: Sequence[Example]) -> tuple[bytes, ...]:
    """The digest of each example; those of kept ones are known without reading them."""
    return examples.digests if isinstance(examples, KeptExamples) else tuple(map(digest_of, examples))


def keep_examples(examples: Sequence[Example], digests: Sequence[bytes], kept: KeptValues) -> None:
    """Keep examples so that they are found by their digests."""
    for start in range(0, len(examples), CHUNK):
        part = slice(start, start + CHUNK)
        kept.keep("examples", tuple(digests[part]), tuple(examples[part]))
