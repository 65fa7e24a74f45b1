"""A text as the words that are compared, each with where it stands in the text.

Rule 1: a word is what blanks or punctuation separate; in scripts without blanks (Chinese, Japanese, Thai, Lao,
Khmer, Burmese, Tibetan) it is a character with its marks. So an error rate "by word" is the usual one for such
scripts too.
Rule 2: `normalised` compares NFKC without case, punctuation and white space; `exact` compares what is written.
Rule 3: places count code points of the text as given; none lies between a character and its marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Match = Literal["normalised", "exact"]

LETTER, DIGIT, UNSPACED, SYMBOL, MARK, SILENT, JOINER, APOSTROPHE, POINT, GAP = "LNUSM-J'. "
"""The kinds of characters. Silent ones and joiners neither count nor separate; a gap separates."""
_WORD = re.compile(
    r"(?:[LN]M*|[-J]+(?=[LN])|(?<=[LM])'(?=L)|(?<=N)\.(?=N))+"  # with apostrophes, and points in numbers
    r"|UM*"
    r"|S(?:M|J[^ ])*"  # a picture with its skin tone, or several joined
)
_UNSPACED = re.compile(
    "["
    "\u0e00-\u0eff"  # Thai, Lao
    "\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff"  # Tibetan, Burmese, Khmer
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u303b\u3041-\u312f\u31a0-\u31ff"  # radicals, kana, bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d"  # Han, half-width kana
    "\U0001aff0-\U0001b16f\U00020000-\U0003fffd"  # kana supplements, Han extensions
    "]"
)
_MARKS = re.compile("[\uff9e\uff9f\U0001f3fb-\U0001f3ff]")
"""What is a mark beside the marks of Unicode: voice marks of half-width kana, skin tones."""
_WITHIN_NUMBERS = (".", ",", ":")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is compared, and the characters of the text it was read from."""

    key: str
    start: int
    end: int
    """The first character behind it."""
    unspaced: bool = False
    """Whether it is a character of a script that sets no blanks."""


@lru_cache(maxsize=256)
def words(text: str, match: Match) -> tuple[Word, ...]:
    """The words of a text that count, in its order."""
    kind, key = _READINGS[match]
    kinds = "".join(map(kind, text))
    spans = [(found.start(), found.end()) for found in _WORD.finditer(kinds)]
    read = [Word(key(text[start:end]), start, end, kinds[start] == UNSPACED) for start, end in spans]
    return tuple(word for word in read if word.key)


def joined(counted: tuple[Word, ...]) -> str:
    """The words as one text: a blank between two, none beside a character of a script without blanks."""
    parts: list[str] = []
    for before, word in zip((None, *counted), counted, strict=False):
        parts.append("" if before is None or before.unspaced or word.unspaced else " ")
        parts.append(word.key)
    return "".join(parts)


@lru_cache(maxsize=8192)
def _folded_kind(character: str) -> str:
    """The kind of a character where case, width and punctuation do not count."""
    folded = _folded(character)
    category = unicodedata.category(character)
    if category[0] == "M" or _MARKS.match(character):
        return MARK
    if category == "Cf":
        return JOINER if character == "\u200d" else SILENT
    if folded in ("'", "\u2019", "\u02bc"):
        return APOSTROPHE
    if folded in _WITHIN_NUMBERS:
        return POINT
    kept = "".join(filter(_counts, folded))
    if not kept:
        return GAP
    if _UNSPACED.match(kept):
        return UNSPACED
    if any(unicodedata.category(one)[0] == "N" for one in kept):
        return DIGIT
    return LETTER if any(unicodedata.category(one)[0] == "L" for one in kept) else SYMBOL


@lru_cache(maxsize=8192)
def _exact_kind(character: str) -> str:
    """The kind of a character where everything counts but white space."""
    category = unicodedata.category(character)
    if character.isspace():
        return GAP
    if category[0] == "M" or _MARKS.match(character):
        return MARK
    if _UNSPACED.match(character):
        return UNSPACED
    wide = unicodedata.east_asian_width(character) in "WF" and category[0] in "PS"
    return SYMBOL if wide else LETTER


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=8192)
def _folded_key(text: str) -> str:
    kept = "".join(one for one in _folded(text) if _counts(one) or one in _WITHIN_NUMBERS)
    return kept.strip("".join(_WITHIN_NUMBERS))


def _counts(character: str) -> bool:
    """True if a character is more than punctuation, white space and control."""
    category = unicodedata.category(character)
    return category[0] in "LMN" or category in ("Sc", "Sm", "So")


_READINGS: Mapping[Match, tuple[Callable[[str], str], Callable[[str], str]]] = {
    "normalised": (_folded_kind, _folded_key),
    "exact": (_exact_kind, str),
}
"""How the kind of a character and the key of a word are found."""
