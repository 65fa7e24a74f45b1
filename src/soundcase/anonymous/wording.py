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
_NUMBERED = re.compile(r"\0(\d+)\0")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\dA-Za-z_]+")


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything that decides how a text reads in the anonymous edition."""

    names: Mapping[str, str]
    """What a system is called → its alias."""
    redact: tuple[str, ...] = ()
    keep_links: tuple[str, ...] = ()

    def __call__(self, text: str, kind: TextKind, field: str) -> str:
        """A text of this field as the edition says it."""
        return self.exact(text) if kind == "exact" or field in _GIVEN else self.words(text, kind)

    def exact(self, text: str) -> str:
        """A text of which only redacted words are taken out."""
        return without(text, self.redact)

    def words(self, text: str, kind: TextKind = "words") -> str:
        """A text of the authors."""
        targets: list[str] = []

        def target(href: str) -> str | None:
            """A number in place of a link that stays, whose letters are no words."""
            if not self._leads_on(href):
                return None
            targets.append(href)
            return f"\0{len(targets) - 1}\0"

        if kind == "markdown":
            text = with_targets(text, target)
        text = without_addresses(self.exact(text), self.stays, MARK)
        text = _renamed(text, tuple(self.names.items()))
        return _NUMBERED.sub(lambda found: targets[int(found[1])], text)

    def stays(self, address: str) -> bool:
        """True for an address that the author keeps."""
        return any(address.startswith(one) for one in self.keep_links if "://" in one)

    def _leads_on(self, href: str) -> bool:
        """True for a link of Markdown that stays within the site, or is kept."""
        try:
            outside = bool(urlsplit(href).scheme or urlsplit(href).netloc)
        except ValueError:
            outside = True
        return not outside or self.stays(href)


def without(text: str, words: tuple[str, ...]) -> str:
    """A text with a mark in place of these words, however they are written: case, hyphens, blanks."""
    for word in words:
        text = _pattern(word, ignore_case=True).sub(MARK, text)
    return text


def _renamed(text: str, names: tuple[tuple[str, str], ...]) -> str:
    """A text with aliases in place of names, the longer names first."""
    for name, alias in sorted(names, key=lambda one: (-len(one[0]), one[0])):
        text = _pattern(name, ignore_case=is_telling(name)).sub(lambda _, alias=alias: alias, text)  # type: ignore[misc]
    return text


def is_plain(name: str, plain: frozenset[str]) -> bool:
    """True for a name of nothing but plain words, such as `Reference`: it tells nothing."""
    return all(one.lower() in plain for one in re.findall(r"\w+", name))


def is_telling(name: str) -> bool:
    """True for a name that is no plain word, such as `MyNet-7B`: it is known in any case of its letters."""
    return not re.fullmatch(r"[A-Z]?[a-z]+", name)


@lru_cache(maxsize=4096)
def _pattern(word: str, *, ignore_case: bool) -> re.Pattern[str]:
    """A word with any hyphens, dots or blanks between its parts (My-Net 7B), and no more at its ends."""
    parts = _PART.findall(word)
    if not parts:
        return re.compile(re.escape(word) if word else r"(?!)")
    joined = r"[\s._\-\u2010-\u2015]*".join(map(re.escape, parts))
    before = r"(?<![A-Za-z0-9])" if parts[0].isascii() else ""
    behind = r"(?![A-Za-z0-9]|[.,]\d)" if parts[-1].isascii() else ""
    return re.compile(before + joined + behind, re.IGNORECASE if ignore_case else 0)
