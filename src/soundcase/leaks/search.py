"""The search of all files of a site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from soundcase.leaks.words import Wanted, WordKind
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class Leak:
    """One place where a site says what it must not."""

    file: str
    """The address of the file, relative to the site."""
    place: str
    """For people: `line 12, column 7, alt of <img>`, `its name`, `byte 214, tEXt chunk`."""
    word: str
    """The word as its owner writes it, or what was found where a pattern found it."""
    kind: WordKind | Literal["e-mail", "URL", "handle", "ORCID", "home folder"]
    form: str
    """How it was written: `as it is`, `another spelling`, `reversed`, `percent-encoded`, `base64` …"""
    excerpt: str
    """What stands there, shortened."""
    line: int = 0
    """Of a text, from 1; 0 elsewhere."""


def search(files: Iterable[tuple[str, bytes]], wanted: Wanted) -> Iterator[Leak]:
    """Every leak in files (address relative to the site, content) and in their names, in their order.

    Leave out files that come with soundcase (scripts, styles): they are the same for all projects.
    """
    for name, content in files:
        for word in wanted.words:
            if word.text.encode() in content:
                yield Leak(name, "", word.text, word.kind, "as it is", word.text)


def unsearched(wanted: Wanted) -> tuple[str, ...]:
    """Words that cannot be searched for: empty, or equal to what the site says in their place."""
    return tuple(word.text for word in wanted.words if not word.text or word.text in wanted.shown)
