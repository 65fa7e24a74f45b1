"""The language of a text, as far as its script tells: for the `lang` attribute of the page.

Rule 1: a script decides, never a word list; where a script serves many languages, its most spoken one is named.
Rule 2: what an author says (`language` in the catalogue) wins.
Rule 3: cutting a text into runs loses no character: the runs joined are the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from markupsafe import Markup

from soundcase.values import dataclass

_LANGUAGE_OF_SCRIPT: Mapping[str, str] = {
    "LATIN": "en",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "BOPOMOFO": "zh",
    "ARABIC": "ar",
    "HEBREW": "he",
    "CYRILLIC": "ru",
    "GREEK": "el",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "SINHALA": "si",
    "THAI": "th",
    "LAO": "lo",
    "KHMER": "km",
    "MYANMAR": "my",
    "TIBETAN": "bo",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "ETHIOPIC": "am",
    "THAANA": "dv",
    "SYRIAC": "syr",
    "NKO": "nqo",
    "ADLAM": "ff-Adlm",
}
"""The first word of a letter's Unicode name → the language that its script is taken for."""

_ARABIC = (
    "ar", "ara", "arb", "apc", "arq", "ary", "arz", "acm", "afb", "ajp", "aeb", "fa", "fas", "per", "prs",
    "pes", "ur", "urd", "ps", "pus", "sd", "snd", "ug", "uig", "ckb", "sdh", "ks", "kas", "lrc", "mzn",
    "glk", "pnb", "skr", "bal", "bqi", "azb", "haz", "hnd", "ota", "khw", "dcc", "luz", "bft",
)  # fmt: skip
_HEBREW = (
    "he", "heb", "iw", "yi", "yid", "ji", "lad", "jrb", "hbo",
)  # fmt: skip
_SCRIPT_SUBTAGS: Mapping[str, str] = {
    "latn": "LATIN",
    "cyrl": "CYRILLIC",
    "arab": "ARABIC",
    "aran": "ARABIC",
    "hebr": "HEBREW",
    "thaa": "THAANA",
    "syrc": "SYRIAC",
    "nkoo": "NKO",
    "adlm": "ADLAM",
    "deva": "DEVANAGARI",
    "guru": "GURMUKHI",
    "grek": "GREEK",
    "geor": "GEORGIAN",
    "armn": "ARMENIAN",
    "ethi": "ETHIOPIC",
    "hang": "HANGUL",
}
_REGIONAL = frozenset(("az-ir", "ku-iq", "ku-ir", "pa-pk", "uz-af", "tk-af", "kk-cn", "ky-cn", "ms-cc"))
"""Languages that these countries write in Arabic letters."""
_RIGHT_TO_LEFT = frozenset({"ARABIC", "HEBREW", "THAANA", "SYRIAC", "NKO", "ADLAM"})
_RIGHT_TO_LEFT_TAGS = ("rohg", "mand", "mend", "samr", "phnx", "avst")
"""Subtags of scripts that run to the left, and whose letters are not listed here."""

_SCRIPTS_OF_LANGUAGE: Mapping[str, frozenset[str]] = {
    "zh": frozenset({"CJK", "BOPOMOFO"}),
    "yue": frozenset({"CJK", "BOPOMOFO"}),
    "ja": frozenset({"CJK", "HIRAGANA", "KATAKANA"}),
    "ko": frozenset({"HANGUL", "CJK"}),
    **dict.fromkeys(_ARABIC, frozenset({"ARABIC"})),
    **dict.fromkeys(_HEBREW, frozenset({"HEBREW"})),
    **dict.fromkeys(("dv", "div"), frozenset({"THAANA"})),
    **dict.fromkeys(("syr", "aii", "arc"), frozenset({"SYRIAC"})),
    "nqo": frozenset({"NKO"}),
    **dict.fromkeys(("ru", "uk", "bg", "be", "kk", "ky", "mk", "mn", "sr", "tg"), frozenset({"CYRILLIC"})),
    **dict.fromkeys(("hi", "mr", "ne", "sa"), frozenset({"DEVANAGARI"})),
    **dict.fromkeys(("bn", "as"), frozenset({"BENGALI"})),
    **dict.fromkeys(("am", "ti"), frozenset({"ETHIOPIC"})),
    **{
        language: frozenset({script})
        for script, language in _LANGUAGE_OF_SCRIPT.items()
        if language
        in {"el", "gu", "pa", "ta", "te", "kn", "ml", "si", "th", "lo", "km", "my", "bo", "ka", "hy"}
    },
}
Direction = Literal["ltr", "rtl"]
_TURNING = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LATIN = frozenset({"LATIN"})
_DENSE = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})
"""Scripts in which one character says about as much as three Latin letters."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one language; `lang` is None where it is that of its surroundings."""

    text: str
    lang: str | None = None
    markup: Markup | None = None
    """Printed in its place."""

    @property
    def dir(self) -> Direction | None:
        """Its direction, where that has to be said."""
        return "rtl" if self.lang and direction(self.lang) == "rtl" else None


@lru_cache(maxsize=8192)
def _script(char: str) -> str | None:
    """The script of a letter; None for blanks, digits, punctuation, symbols and unlisted scripts."""
    if unicodedata.category(char)[0] not in "LM":
        return None
    first = unicodedata.name(char, "").split(" ", 1)[0].removesuffix("-")
    return first if first in _LANGUAGE_OF_SCRIPT else None


@lru_cache
def _scripts_of(language: str) -> frozenset[str]:
    base, *subtags = language.casefold().split("-")
    named = next((script for tag, script in _SCRIPT_SUBTAGS.items() if tag in subtags), None)
    if named or f"{base}-{subtags[-1] if subtags else ''}" in _REGIONAL:
        return frozenset({named or "ARABIC"})
    return _SCRIPTS_OF_LANGUAGE.get(base, _LATIN)


@lru_cache
def direction(language: str) -> Direction:
    """The direction that a language (BCP 47) is written in: its script's, which a subtag may name."""
    subtags = language.casefold().split("-")[1:]
    leftwards = any(tag in subtags for tag in _RIGHT_TO_LEFT_TAGS)
    return "rtl" if leftwards or _scripts_of(language) & _RIGHT_TO_LEFT else "ltr"


def turns(text: str) -> bool:
    """True if a text has letters that run to the left, or characters that change the direction."""
    return not text.isascii() and bool(_TURNING.search(text))


_CLOSERS = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"),
    **dict.fromkeys("\u2066\u2067\u2068", "\u2069"),
}
"""Characters that change the direction → the one that ends that (UAX 9, 3.1.2)."""


def unclosed(text: str) -> list[int]:
    """The places of the characters that change the direction and are not ended within their line."""
    still: list[int] = []
    for place, char in enumerate(text):
        if char in _CLOSERS:
            still.append(place)
        elif char == "\n":
            still.clear()
        elif char == "\u202c" and still and _CLOSERS[text[still[-1]]] == char:
            still.pop()
        elif char == "\u2069":
            isolates = [at for at, opened in enumerate(still) if _CLOSERS[text[opened]] == char]
            del still[isolates[-1] if isolates else len(still) :]
    return still


def closed(text: str) -> str:
    """The text with its changes of direction ended, so that they cannot reorder what stands behind it."""
    if text.isascii():
        return text
    return text + "".join(_CLOSERS[text[place]] for place in reversed(unclosed(text)))


def has_letters_of(text: str, language: str) -> bool:
    """True if a text has letters of a script that the language is written in."""
    scripts = _scripts_of(language)
    return any(_script(char) in scripts for char in text)


def _named(script: str, seen: frozenset[str] | set[str]) -> str:
    """The language of a script among others: Han beside kana is Japanese, beside Hangul Korean."""
    if script == "CJK" and seen & {"HIRAGANA", "KATAKANA"}:
        return "ja"
    if script == "CJK" and "HANGUL" in seen:
        return "ko"
    return _LANGUAGE_OF_SCRIPT[script]


def language_of(text: str, page_language: str, given: str = "") -> str | None:
    """The BCP 47 tag of a text that is not in the page's language; None where it is, or is not known."""
    if given:
        return None if given.casefold() == page_language.casefold() else given
    home = _scripts_of(page_language)
    if text.isascii() and home == _LATIN:
        return None
    weights: Counter[str] = Counter()
    for char, count in Counter(text).items():
        script = _script(char)
        if script:
            weights[script] += 3 * count if script in _DENSE else count
    if not weights:
        return None
    at_home = sum(weight for script, weight in weights.items() if script in home)
    foreign = {script: weight for script, weight in weights.items() if script not in home}
    if not foreign or at_home >= sum(foreign.values()):
        # Kana in a text whose Han counted as the page's own: the whole text is Japanese.
        kana = weights["HIRAGANA"] + weights["KATAKANA"]
        return "ja" if "CJK" in home and "HIRAGANA" not in home and kana * 4 >= weights["CJK"] > 0 else None
    return _named(max(foreign, key=lambda script: foreign[script]), set(weights))


def fits(text: str, language: str) -> bool:
    """True if this language may be that of the text: no other script has more weight in it."""
    return language_of(text, language) is None


def runs(text: str, language: str) -> tuple[Run, ...]:
    """The text cut where letters of a script foreign to `language` begin and end; Latin is foreign nowhere."""
    if text.isascii():
        return (Run(text),)
    home = _scripts_of(language) | _LATIN
    seen = {script for char in set(text) if (script := _script(char))}
    if seen <= home:
        return (Run(text),)
    scripts = [_script(char) for char in text]
    return tuple(_cut(text, [_named(s, seen) if s and s not in home else s and "" for s in scripts]))


def _cut(text: str, languages: list[str | None]) -> list[Run]:
    """Runs of equal language ("" is home); what has none (None) goes inside a run, never to its edges."""
    found: list[Run] = []
    start = end = 0
    current = ""
    for index, language in enumerate(languages):
        if language is None or language == current:
            end = index + 1 if language is not None or not current else end
            continue
        close = end if current else index
        found.append(Run(text[start:close], current or None))
        if current and language:
            found.append(Run(text[close:index]))
            start = index
        else:
            start = close
        current, end = language, index + 1
    close = end if current else len(text)
    found += [Run(text[start:close], current or None), Run(text[close:])]
    return [run for run in found if run.text]
