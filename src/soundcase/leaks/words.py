"""The words that are searched for, with their kinds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from soundcase.values import dataclass

WordKind = Literal["author", "affiliation", "model", "forbidden", "address", "user", "host", "path"]
"""`address` is a URL, an e-mail address, a handle, an ORCID or a git remote; `path` a folder on a machine."""


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
    """Tokens of soundcase's own templates and words, as `tokens` gives them: names like these (`Cards`) count
    where they stand alone, written as the catalogue writes them."""


def tokens(texts: Iterable[str]) -> frozenset[str]:
    """Every word of these texts in small letters, for `Wanted.usual`."""
    return frozenset(found for text in texts for found in re.findall(r"\w+", text.lower()))
