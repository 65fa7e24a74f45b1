"""The place where a value of the catalogue was written."""

from __future__ import annotations

from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class SourcePath:
    """A file, and the keys that lead to a value in it: the place where the value was written."""

    path: str
    keys: tuple[str | int, ...] = ()

    def at(self, *keys: str | int) -> SourcePath:
        """The same for a value further down."""
        return SourcePath(self.path, self.keys + keys)

    def __reduce__(self) -> tuple[type, tuple[str, tuple[str | int, ...]]]:
        """Itself for `pickle`, which reads it so in a third of the time: there are many."""
        return SourcePath, (self.path, self.keys)
