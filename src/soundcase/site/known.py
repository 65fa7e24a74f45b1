"""Values that stand for themselves by their digest, so that a key which has them stays small.

Rule: whoever gives a digest answers for it: equal digests, equal values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from soundcase.kept import StandIn

Value = TypeVar("Value")


class Known(StandIn, Generic[Value]):
    """A value that is made when it is asked for."""

    def __init__(self, digest: bytes, make: Callable[[], Value]) -> None:
        self._digest, self._make = digest, make

    @property
    def digest(self) -> bytes:
        """The digest of all that it says."""
        return self._digest

    @property
    def value(self) -> Value:
        """The value itself."""
        return self._make()
