"""Characters that no page, no JSON and no XML can hold, replaced by U+FFFD; the only place that decides which.

Rule 1: these are control characters but tab and line feed, lone surrogates and noncharacters.
Rule 2: two surrogates that make a pair are joined; line ends are line feeds.
Rule 3: `unfit` finds them as they are written in a source: raw, or as an escape of JSON or YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from soundcase.values import dataclass

REPLACEMENT = "\ufffd"
HINT = "remove it at its source, or write what is meant"
_NONCHARACTERS = "".join(f"{chr(plane << 16 | 0xFFFE)}-{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
_UNFIT = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(
    r"\\(?:u([Dd][89ABab][0-9A-Fa-f]{2})\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})"
    r"|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|.)"
)
_SUSPECT = re.compile(r"\\(?:[0abefvNUx]|u(?:00|[Dd][89A-Fa-f]|[Ff][DdFf]))")
"""How each escape of an unfit character begins; most texts that are written in escapes have none."""
_SHORT_ESCAPES = {"0": 0x00, "a": 0x07, "b": 0x08, "v": 0x0B, "f": 0x0C, "e": 0x1B, "N": 0x85}
_LINE_END = re.compile("\r\n?")


@dataclass(frozen=True, slots=True)
class Unfit:
    """A character that cannot be shown, where it is written."""

    start: int
    """Its index in the source."""
    end: int
    code: int

    @property
    def name(self) -> str:
        """The name of the character: `U+0007`."""
        return f"U+{self.code:04X}"

    @property
    def half(self) -> bool:
        """True if it is a surrogate without its partner."""
        return 0xD800 <= self.code < 0xE000


def clean(text: str) -> str:
    """The text as a page can hold it.

    >>> clean("ok \\ud83d\\ude00 \\ud83d\\x07")
    'ok 😀 \ufffd\ufffd'
    """
    if text.isprintable() or not _UNFIT.search(text):
        return text
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _UNFIT.sub(REPLACEMENT, _LINE_END.sub("\n", text))


def unfit(source: str, *, escapes: bool) -> Iterator[Unfit]:
    """The unfit characters of a source; with `escapes`, those that JSON and YAML write with a backslash too."""
    for found in _UNFIT.finditer(source):
        if found.group() != "\r":
            yield Unfit(found.start(), found.end(), ord(found.group()))
    if escapes and _SUSPECT.search(source):
        for found in _ESCAPE.finditer(source):
            code = _escaped(found)
            if code is not None and code != 0x0D and code <= 0x10FFFF and _UNFIT.match(chr(code)):
                yield Unfit(found.start(), found.end(), code)


def _escaped(found: re.Match[str]) -> int | None:
    """The code point that an escape, or two that make a pair, stand for; None where it is another escape."""
    high, low, *one = found.groups()
    if high:
        return ord(bytes.fromhex(high + low).decode("utf-16-be"))
    written = next(filter(None, one), "")
    return int(written, 16) if written else _SHORT_ESCAPES.get(found.group()[1:])


def unfit_message(several: Iterable[Unfit]) -> str:
    """The message about a text that has these characters."""
    first, *others = several
    what = "half a character, as a text that was cut has it" if first.half else "a character for machines"
    more = f" and {len(others)} more" if others else ""
    return f"{first.name} ({what}){more} is shown as '{REPLACEMENT}'"
