"""A place where a text departs from its reference."""

from __future__ import annotations

from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where a text departs from its reference; where `start` is `end`, words are missing there."""

    start: int
    end: int
    """Code points of the text, the second behind the last."""
    reference: str = ""
    """The words of the reference that belong there; empty where the text says too much."""
