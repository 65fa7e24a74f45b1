"""A text as its readers and their programs see it: decoded, without markup, unpacked.

Rule: each view leads back to places in the text that it was made of; the way back is made only when asked for.
"""

from __future__ import annotations

import binascii
import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property

Decode = Callable[[re.Match[str]], str]

_ENTITY = re.compile(r"&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,30};)")
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([0-7]{3})|"
    r"([0-9a-fA-F]{2,6})\s?)"
)
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_QUOTED = re.compile(r"(?:=[0-9A-F]{2})+")
_PUNY = re.compile(r"xn--[a-z0-9-]{2,60}", re.IGNORECASE)
_MARKUP = re.compile(r"<!--.*?-->|</?([A-Za-z][\w:-]*)[^<>]*>|<[!?][^<>]*>", re.DOTALL)
_LINE_PARTS = "a abbr b bdi bdo code em font i mark s small span strong sub sup tspan u var wbr"
_INLINE = frozenset(_LINE_PARTS.split())
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_LINES = re.compile(r"(?:[A-Za-z0-9+/]{60,80}\r?\n)+[A-Za-z0-9+/]+={0,2}")
"""Base64 as mail has it, in lines."""
_LINE, _LONGEST_LINE = 60, 80
_HEX = re.compile(r"(?<![0-9a-fA-F])(?:[0-9a-fA-F]{2}){5,}(?![0-9a-fA-F])")
_ROUNDS = 3
"""Times that percent signs may be encoded again."""


class View:
    """A text made of another by decoding what a pattern finds in it."""

    def __init__(self, base: View | str, pattern: re.Pattern[str], decode: Decode, name: str) -> None:
        self.base, self._pattern, self._decode = base, pattern, decode
        self.name = name
        """How the text was written, for people."""
        self.source: str = base if isinstance(base, str) else base.text

    @cached_property
    def text(self) -> str:
        """The text as it is read."""
        return self._pattern.sub(self._decode, self.source)

    @cached_property
    def _turns(self) -> tuple[list[int], list[int], list[bool]]:
        """Places here, those in the source where they come from, and whether what follows was decoded."""
        here, there, made, shift = [0], [0], [False], 0
        for found in self._pattern.finditer(self.source):
            decoded = len(self._decode(found))
            start = found.start() + shift
            here += [start, start + decoded]
            there += [found.start(), found.end()]
            made += [True, False]
            shift += decoded - (found.end() - found.start())
        return here, there, made

    def origin(self, place: int) -> int:
        """The place in the text at the very bottom."""
        here, there, made = self._turns
        index = bisect_right(here, place) - 1
        found = there[index] if made[index] else there[index] + place - here[index]
        return found if isinstance(self.base, str) else self.base.origin(found)

    def decoded(self, start: int, end: int) -> bool:
        """True where some of these characters were written otherwise."""
        here, _, made = self._turns
        first, last = bisect_right(here, start) - 1, bisect_right(here, max(start, end - 1)) - 1
        return any(made[first : last + 1]) or last > first


def _escaped(found: re.Match[str]) -> str:
    octal = found[5]
    code = int(octal, 8) if octal else int(next(one for one in found.groups() if one), 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else found[0] if code == 0 else ""


def _bytes(found: re.Match[str]) -> str:
    raw = bytes.fromhex(re.sub("[%=]", "", found[0]))
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _domain(found: re.Match[str]) -> str:
    try:
        return found[0][4:].encode().decode("punycode")
    except (UnicodeError, ValueError):
        return found[0]


_STEPS: tuple[tuple[str, re.Pattern[str], Decode, str], ...] = (
    ("&", _ENTITY, lambda found: html.unescape(found[0]), "as entities"),
    ("\\", _ESCAPE, _escaped, "as escapes"),
    *((("%", _PERCENT, _bytes, "percent-encoded"),) * _ROUNDS),
    ("xn--", _PUNY, _domain, "as punycode"),
)


def decodings(text: str) -> Iterator[View]:
    """The text with everything decoded that stands for other characters; nothing where there is none."""
    last: View | str = text
    for sign, pattern, decode, name in _STEPS:
        source = last if isinstance(last, str) else last.text
        if sign in source and pattern.search(source):
            last = View(last, pattern, decode, name)
    if not isinstance(last, str):
        yield last
    if "=" in text and re.search("=[0-9A-F]{2}=[0-9A-F]{2}", text) and "quoted-printable" in text.lower():
        yield View(text, _QUOTED, _bytes, "quoted-printable")


def unmarked(view: View | str) -> View:
    """The text of a page without its markup."""
    return View(view, _MARKUP, _between, "across markup")


def _between(found: re.Match[str]) -> str:
    """Nothing for what stands inside of a line, and a line's end for all else."""
    return "" if found[1] is None or found[1].lower() in _INLINE else "\n"


def packed(text: str) -> Iterator[tuple[str, bytes, str]]:
    """The bytes that runs of base64 and of hexadecimal digits stand for, with the run; each run once."""
    runs = dict.fromkeys(_BASE64.findall(text))
    lines = _LINES.findall(text) if any(_LINE <= len(run) <= _LONGEST_LINE for run in runs) else ()
    for run in dict.fromkeys((*runs, *lines)):
        if run.islower() or run.isupper() or run.isdigit():
            continue
        plain = re.sub(r"\\?[\r\n]|\\n|=", "", run).replace("-", "+").replace("_", "/")
        for shift in range(4):
            piece = plain[shift:]
            piece = piece[:-1] if len(piece) % 4 == 1 else piece
            yield run, binascii.a2b_base64(piece + "=" * (-len(piece) % 4)), "base64"
    for run in dict.fromkeys(digits for one in runs for digits in _HEX.findall(one)):
        yield run, bytes.fromhex(run), "hexadecimal"
