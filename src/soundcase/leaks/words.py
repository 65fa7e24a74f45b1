"""The words that are searched for, with their kinds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from soundcase.leaks.letters import letters
from soundcase.values import dataclass

WordKind = Literal["author", "affiliation", "model", "forbidden", "address", "user", "host", "path"]
"""`address` is a URL, an e-mail address, a handle, an ORCID or a git remote; `path` a folder on a machine."""

_LONGEST_PHRASE = 60


@dataclass(frozen=True, slots=True)
class NamedWord:
    """Something that a site must not say, as its owner writes it."""

    text: str
    kind: WordKind


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything that a search looks for."""

    words: tuple[NamedWord, ...]
    allowed: tuple[str, ...] = ()
    """Addresses that may stand in the site, with all that begins with them; e-mail and handles too."""
    shown: tuple[str, ...] = ()
    """Texts that the site says in place of names. A word that equals one of them is not searched for."""
    usual: frozenset[str] = frozenset()
    """Texts that soundcase itself writes, as `tokens` gives them. A name that is one of them (`Reference`) is
    not searched for; one that is a word of them (`Base`) counts where it stands as a name."""


def tokens(texts: Iterable[str]) -> frozenset[str]:
    """Every word of these texts, and behind a `=` the letters of each short one, for `Wanted.usual`."""
    found: set[str] = set()
    for text in texts:
        found.update(re.findall(r"[^\W_]+", text.lower()))
        if len(text) <= _LONGEST_PHRASE:
            found.add("=" + letters(text).decode())
    return frozenset(found)
