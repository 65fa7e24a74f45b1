"""The examples of a task as they are kept: read again, some at a time, when somebody asks for them.

Rule: they are found by digests of their own, so that one that changes leaves most others as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from soundcase.kept import KeptValues, StandIn, digest_of
from soundcase.model import Example
from soundcase.values import dataclass

CHUNK = 100
"""Examples that are kept together."""


@dataclass(slots=True)
class _Last:
    """The examples that were read last, of all or of some."""

    digests: tuple[bytes, ...] = ()
    examples: tuple[Example, ...] = ()


class KeptExamples(StandIn, Sequence[Example]):
    """Examples that are in memory no longer than they are used; `again` makes them where they are lost."""

    def __init__(
        self,
        digests: Sequence[bytes],
        kept: KeptValues,
        again: Callable[[], Sequence[Example]],
        last: _Last | None = None,
    ) -> None:
        self.digests = tuple(digests)
        self._kept, self._again = kept, again
        self._last = last or _Last()

    @property
    def digest(self) -> bytes:
        """The digest of them all."""
        return digest_of(self.digests)

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

    def claim(self) -> None:
        """Have their entries kept, though nobody may ask for them."""
        for start in range(0, len(self), CHUNK):
            self._kept.name("examples", self.digests[start : start + CHUNK])

    def between(self, start: int, stop: int) -> KeptExamples:
        """Some of them, which are not read before somebody asks."""
        part = slice(start, stop)
        return KeptExamples(self.digests[part], self._kept, lambda: self._again()[part], self._last)

    def _chunk(self, number: int) -> tuple[Example, ...]:
        part = slice(number * CHUNK, (number + 1) * CHUNK)
        digests = self.digests[part]
        if self._last.digests != digests:
            self._last.examples = self._kept.value("examples", digests, lambda: tuple(self._again()[part]))
            self._last.digests = digests
        return self._last.examples


def digests_of(examples: Sequence[Example]) -> tuple[bytes, ...]:
    """The digest of each example; those of kept ones are known without reading them."""
    return examples.digests if isinstance(examples, KeptExamples) else tuple(map(digest_of, examples))


def keep_examples(examples: Sequence[Example], digests: Sequence[bytes], kept: KeptValues) -> None:
    """Keep examples so that they are found by their digests."""
    for start in range(0, len(examples), CHUNK):
        part = slice(start, start + CHUNK)
        kept.keep("examples", tuple(digests[part]), tuple(examples[part]))


def examples_between(examples: Sequence[Example], start: int, stop: int) -> Sequence[Example]:
    """Some consecutive examples; kept ones are not read before somebody asks."""
    return examples.between(start, stop) if isinstance(examples, KeptExamples) else examples[start:stop]
