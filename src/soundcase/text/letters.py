"""Words to the letter as a page prints them: lines that want letters of one width (fenced code, tables written
in lines) in a box of their own, blank lines at the ends unseen.

Rule: the parts joined are the text. A line feed at the end of such lines belongs to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from soundcase.values import dataclass

_FENCED = r"^[ \t]*(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*\n)*?[ \t]*(?P=fence)[`~]*[ \t]*(?:\n|\Z)"
# Each line is decided once (`(?>`): one of many tabs or strokes would be tried at each of them.
_BARS = r"(?:^(?>[ \t]*\|[^\n]*\|[ \t]*)(?:\n|\Z)){2,}"
_TABBED = r"(?:^(?>[^\n]*?\S\t+\S[^\n]*)(?:\n|\Z)){2,}"
_DRAWN = r"(?:^(?>[^\n]*?[\u2500-\u257f][^\n]*)(?:\n|\Z)){2,}"
_FIXED = re.compile(f"{_FENCED}|{_BARS}|{_TABBED}|{_DRAWN}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class TextPart:
    """Some lines of a text."""

    text: str
    fixed: bool


def fixed_parts(text: str) -> Iterator[TextPart]:
    """The text cut where such lines begin and end.

    >>> [part.text for part in fixed_parts("So:\\n| a | b |\\n| c | d |\\nDone.") if part.fixed]
    ['| a | b |\\n| c | d |\\n']
    """
    place = 0
    for found in _FIXED.finditer(text):
        if found.start() > place:
            yield TextPart(text[place : found.start()], fixed=False)
        yield TextPart(found[0], fixed=True)
        place = found.end()
    if place < len(text) or not text:
        yield TextPart(text[place:], fixed=False)


def in_box(words: Markup) -> Markup:
    """The words in letters of one width, in a box that scrolls."""
    return Markup('<span class="fixed">{}</span>').format(words)


def unseen(blanks: str) -> Markup:
    """Blanks that are there and take no room."""
    return Markup("<span hidden>{}</span>").format(blanks)
