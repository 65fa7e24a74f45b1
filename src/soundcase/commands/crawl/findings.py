"""The findings of a check, and several alike as one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

from soundcase.values import dataclass

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Found:
    """Something that is wrong with a site."""

    code: str
    url: str
    """The file, relative to the site."""
    message: str
    hint: str = ""
    line: int = 0
    """0 for the file as a whole."""
    column: int = 1


def alike(found: Iterable[tuple[Key, str]]) -> Iterator[tuple[Key, str, str]]:
    """Of each kind of fault the first address that has it, and how many more there are, in words."""
    kinds: dict[Key, list[str]] = {}
    for key, url in found:
        kinds.setdefault(key, []).append(url)
    for key, urls in kinds.items():
        more = len(urls) - 1
        yield key, urls[0], f" (and {more} more)" if more else ""
