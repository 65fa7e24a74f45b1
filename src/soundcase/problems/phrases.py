"""Turns of phrase: a value quoted, the nearest known word, a name made from a title."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import lru_cache

QUOTED_WIDTH = 40
"""Characters of a value that a message shows."""
_LISTED = 20


def nearest(word: str, words: Iterable[str]) -> str:
    """The most similar of some words, as a question; empty where none is similar."""
    return _nearest(word, tuple(words))


@lru_cache(maxsize=4096)
def _nearest(word: str, words: tuple[str, ...]) -> str:
    folded = {candidate.casefold(): candidate for candidate in words}
    matches = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return f"did you mean '{folded[matches[0]]}'?" if matches else ""


def listed(words: Iterable[str]) -> str:
    """The first of some words, and how many there are more."""
    every = list(words)
    more = f" and {len(every) - _LISTED} more" if len(every) > _LISTED else ""
    return ", ".join(every[:_LISTED]) + more


def quoted(value: object) -> str:
    """A value as messages show it: short, on one line, harmless on a terminal."""
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    text = " ".join(str(value).split())
    return f"'{harmless(text[:QUOTED_WIDTH])}…'" if len(text) > QUOTED_WIDTH + 1 else f"'{harmless(text)}'"


def harmless(text: str) -> str:
    """The text with control and direction characters written as escapes, for terminals."""
    return "".join(one if one.isprintable() else _escape(one) for one in text)


def writable(text: str) -> str:
    """The text, with the bytes of names that are not UTF-8 as escapes, as JSON has them too."""
    return text.encode("utf-8", "backslashreplace").decode()


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def slug(title: str, fallback: str) -> str:
    """A name for links, made from a title: letters and digits of any script, joined by hyphens."""
    return re.sub(r"[\W_]+", "-", title.lower()).strip("-") or fallback


def number_of(count: int, noun: str) -> str:
    """A count with its noun: `1 clip`, `2 clips`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
