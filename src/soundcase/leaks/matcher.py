"""Many strings looked for at once, in time that grows with the text alone.

The first bytes of each string lead to it by way of a table, which NumPy asks for every place of the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")

LEAST = 4
"""Bytes that a string has at least."""
_BITS = 18
_FACTOR = 2654435761
"""Knuth's, which spreads neighbouring numbers."""


class Matcher(Generic[T]):
    """Strings of at least so many bytes (two or four), each with a value."""

    def __init__(self, strings: Iterable[tuple[bytes, T]], least: int = LEAST) -> None:
        import numpy as np

        self._least = least
        found: dict[int, list[tuple[bytes, T]]] = defaultdict(list)
        for string, value in strings:
            found[int.from_bytes(string[:least], "little")].append((string, value))
        self._strings: Mapping[int, list[tuple[bytes, T]]] = dict(found)
        self._table = np.zeros(1 << _BITS, np.bool_)
        keys = np.array(list(found), np.uint32)
        self._table[keys * np.uint32(_FACTOR) >> np.uint32(32 - _BITS)] = True

    def found(self, text: bytes) -> Iterator[tuple[int, bytes, T]]:
        """Every place where a string begins, with the string and its value, in the order of places."""
        import numpy as np

        hits, least = list[int](), self._least
        for shift in range(least if self._strings else 0):
            count = (len(text) - shift) // least
            if count <= 0:
                break
            keys = np.frombuffer(text, f"<u{least}", count, shift).astype(np.uint32, copy=False)
            near = self._table[keys * np.uint32(_FACTOR) >> np.uint32(32 - _BITS)]
            hits += (np.flatnonzero(near) * least + shift).tolist()
        for place in sorted(hits):
            for string, value in self._strings.get(int.from_bytes(text[place : place + least], "little"), ()):
                if text.startswith(string, place):
                    yield place, string, value
