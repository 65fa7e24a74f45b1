"""The words of an anonymous page: names of systems by their aliases, addresses and redacted words by a mark."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from soundcase.anonymous.hrefs import with_targets, without_addresses
from soundcase.catalogue.texts import TextKind
from soundcase.values import dataclass

MARK = "[redacted]"
_GIVEN = frozenset(("text", "prompt", "prompt_text"))
"""Fields whose words models were given: they are no remarks of the authors, and stay to the letter."""
_PART = re.compile(r"[A-Za-z]+|\d+|[^\W\dA-Za-z_]+")


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything that decides how a text reads in the anonymous edition."""

    names: Mapping[str, str]
    """What a system is called → its alias."""
    redact: tuple[str, ...] = ()
    keep_links: tuple[str, ...] = ()
    usual: frozenset[str] = frozenset()
    """Words in small letters that pages have anyway: a name of these alone is replaced as a whole text only."""

    def __call__(self, text: str, kind: TextKind, field: str) -> str:
        """A text of this field as the edition says it."""
        return self.exact(text) if kind == "exact" or field in _GIVEN else self.words(text, kind)

    def exact(self, text: str) -> str:
        """A text of which only redacted words are taken out."""
        return without(text, self.redact)

    def words(self, text: str, kind: TextKind = "words") -> str:
        """A text of the authors."""
        if kind == "markdown":
            text = with_targets(text, self._target)
        text = without_addresses(self.exact(text), self.stays, MARK)
        if text in self.names:
            return self.names[text]
        return _renamed(text, tuple(self.names.items()), self.usual)

    def stays(self, address: str) -> bool:
        """True for an address that the author keeps."""
        return any(address.startswith(one) for one in self.keep_links if "://" in one)

    def _target(self, href: str) -> str | None:
        """A link of Markdown; None where it leaves the site and is not kept."""
        try:
            outside = bool(urlsplit(href).scheme or urlsplit(href).netloc)
        except ValueError:
            outside = True
        return None if outside and not self.stays(href) else href


def without(text: str, words: tuple[str, ...]) -> str:
    """A text with a mark in place of these words, however they are written: case, hyphens, blanks."""
    for word in words:
        text = _pattern(word, ignore_case=True).sub(MARK, text)
    return text


def _renamed(text: str, names: tuple[tuple[str, str], ...], usual: frozenset[str]) -> str:
    """A text with aliases in place of names, the longer names first."""
    for name, alias in sorted(names, key=lambda one: (-len(one[0]), one[0])):
        if not is_usual(name, usual):
            text = _pattern(name, ignore_case=is_telling(name)).sub(lambda _, alias=alias: alias, text)  # type: ignore[misc]
    return text


def is_usual(name: str, usual: frozenset[str]) -> bool:
    """True for a name of nothing but words that stand on pages anyway, such as `Reference`."""
    return all(one.lower() in usual for one in re.findall(r"\w+", name))


def is_telling(name: str) -> bool:
    """True for a name that is no plain word, such as `MyNet-7B`: it is known in any case of its letters."""
    return not re.fullmatch(r"[A-Z]?[a-z]+", name)


@lru_cache(maxsize=4096)
def _pattern(word: str, *, ignore_case: bool) -> re.Pattern[str]:
    """A word with any hyphens, dots or blanks between its parts, and no other letters or digits at its ends."""
    parts = _PART.findall(word)
    if not parts:
        return re.compile(re.escape(word) if word else r"(?!)")
    joined = r"[\s._\-\u2010-\u2015]*".join(map(re.escape, parts))
    before = r"(?<![A-Za-z0-9])" if parts[0].isascii() else ""
    behind = r"(?![A-Za-z0-9]|[.,]\d)" if parts[-1].isascii() else ""
    return re.compile(before + joined + behind, re.IGNORECASE if ignore_case else 0)
