"""Values that stand for themselves by their digest, so that a key which has them stays small.

Rule: whoever gives a digest answers for it: equal digests, equal values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Known(Generic[Value]):
    """A value that is made when it is asked for; what is written of it, for keys, is its digest alone."""

    __slots__ = ("_make", "digest")

    def __init__(self, digest: bytes, make: Callable[[], Value]) -> None:
        self.digest = digest
        self._make = make

    @property
    def value(self) -> Value:
        """The value itself."""
        return self._make()

    def __reduce__(self) -> tuple[type, tuple[bytes]]:
        return bytes, (self.digest,)
