"""The examples of a task as they are kept: read again, some at a time, when somebody asks for them.

Rule: they are found by digests of their own, so that one that changes leaves most others as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, overload

from soundcase.catalogue.parsed import ParsedExamples, TaskHead
from soundcase.catalogue.resolve import Written, task_examples
from soundcase.kept import KeptValues, StandIn, digest_of
from soundcase.model import Example, SourcePath
from soundcase.values import dataclass

CHUNK = 100
"""Examples that are kept together."""
EXAMPLES, HEAD, ROWS = "examples", "task head", "rows"
"""Kinds of kept values: examples, and what was read of a file, which `usual` asks for when it changes."""
Part = TypeVar("Part", bytes, Example)


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
        for part in chunks(self.digests):
            self._kept.name(EXAMPLES, part)

    def between(self, start: int, stop: int) -> KeptExamples:
        """Some of them, which are not read before somebody asks."""
        part = slice(start, stop)
        return KeptExamples(self.digests[part], self._kept, lambda: self._again()[part], self._last)

    def _chunk(self, number: int) -> tuple[Example, ...]:
        part = slice(number * CHUNK, (number + 1) * CHUNK)
        digests = self.digests[part]
        if self._last.digests != digests:
            self._last.examples = self._kept.value(EXAMPLES, digests, lambda: tuple(self._again()[part]))
            self._last.digests = digests
        return self._last.examples


def digests_of(examples: Sequence[Example]) -> tuple[bytes, ...]:
    """The digest of each example; those of kept ones are known without reading them."""
    return examples.digests if isinstance(examples, KeptExamples) else tuple(map(digest_of, examples))


def keep_examples(examples: Sequence[Example], digests: Sequence[bytes], kept: KeptValues) -> None:
    """Keep examples so that they are found by their digests."""
    for part, some in zip(chunks(digests), chunks(examples), strict=True):
        kept.keep(EXAMPLES, part, some)


def chunks(several: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    """Examples, or their digests, as they are kept together."""
    return (tuple(several[start : start + CHUNK]) for start in range(0, len(several), CHUNK))


def parsed_examples(
    head: TaskHead, entries: Sequence[Written], rows: SourcePath, kept: KeptValues, start: int = 0
) -> ParsedExamples:
    """Examples as their entries say them, kept by their digests."""
    examples = task_examples(head, entries, rows, start)
    digests = digests_of(examples)
    keep_examples(examples, digests, kept)
    return ParsedExamples(digests, tuple(sorted({model for one in examples for model in one.answering()})))


def examples_between(examples: Sequence[Example], start: int, stop: int) -> Sequence[Example]:
    """Some consecutive examples; kept ones are not read before somebody asks."""
    return examples.between(start, stop) if isinstance(examples, KeptExamples) else examples[start:stop]


def claim(examples: ParsedExamples, kept: KeptValues, *, head: bytes = b"") -> None:
    """Have what was read of a file kept for when it changes."""
    if head:
        kept.name(HEAD, head)
    for key in examples.keys:
        kept.name(ROWS, key)
