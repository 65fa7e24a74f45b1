"""The value of a field as it is written: texts in braces or quotation marks, numbers, names, joined by `#`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from soundcase.citation.entry import MONTHS

_BARE = re.compile(r"[^\s{}\"#]+")
_DEEPEST = 8
"""Names that stand for names."""


class FieldText(NamedTuple):
    """A value, and what is odd about it."""

    tex: str
    unknown: str = ""
    """A name that stands for no text."""
    behind: str = ""
    """What follows where a comma should be."""


def written_value(value: str, macros: Mapping[str, str], depth: int = 0) -> FieldText:
    """The TeX of a value; `macros` are texts by their names in small letters, as written."""
    texts: list[str] = []
    unknown, joined = "", True
    for piece in _pieces(value):
        if piece == "#":
            joined = True
        elif not joined:
            return FieldText("".join(texts), unknown, piece)
        else:
            joined = False
            if piece[0] in '{"':
                texts.append(piece[1:-1])
            elif (name := piece.casefold()) in macros and depth < _DEEPEST:
                texts.append(written_value(macros[name], macros, depth + 1).tex)
            else:
                texts.append(piece)
                unknown = unknown or ("" if piece.isdecimal() or name in MONTHS else piece)
    return FieldText("".join(texts), unknown)


def _pieces(value: str) -> Iterator[str]:
    place = 0
    while place < len(value):
        sign = value[place]
        if sign in '{"':
            end = _end(value, place)
        elif found := _BARE.match(value, place):
            end = found.end()
        else:
            end = place + 1
        if not sign.isspace():
            yield value[place:end]
        place = end


def _end(value: str, start: int) -> int:
    """The place behind a text in braces or quotation marks."""
    depth = 0
    for found in re.compile(r"\\.|[{}\"]", re.DOTALL).finditer(value, start):
        depth += (found[0] == "{") - (found[0] == "}")
        closed = found[0] == "}" if value[start] == "{" else found[0] == '"' and found.start() > start
        if closed and depth <= 0:
            return found.end()
    return len(value)
