"""One of several answers to choose from; how answers are compared with the right ones, and their worth."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_uppercase
from typing import Annotated, Literal

from soundcase.values import dataclass

LabelMatch = Literal["exact", "audioset", "choice"]
Verdict = Literal["", "right", "wrong", "partly", "undecided"]
"""`partly`: some right labels and not all, or others too. `undecided`: what was answered is not clear."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers that a system could choose from."""

    key: str
    """Its letter or number."""
    text: Annotated[str, "exact"]
    number: str = ""
    """Its place, from 1, where the author gave it no letter of its own."""


def lettered(value: Mapping[str, str] | tuple[str, ...]) -> tuple[Choice, ...]:
    """Choices with their letters; more than the alphabet has are numbered."""
    if isinstance(value, Mapping):
        return tuple(Choice(key, text) for key, text in value.items())
    places = [str(place) for place in range(1, len(value) + 1)]
    letters = ascii_uppercase if len(value) <= len(ascii_uppercase) else places
    return tuple(Choice(*one) for one in zip(letters, value, places, strict=False))
