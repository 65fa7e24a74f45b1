"""The words for a place in a file."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"[^\"]*|'[^']*|[^\s\"'>]*)\Z")
_TAG = re.compile(r"<([A-Za-z][\w:-]*)")
_KEY = re.compile(r'"((?:[^"\\]|\\.){1,60})"\s*:\s*(?:"(?:[^"\\]|\\.)*|\[[^\]]*|)\Z')
_LOOK = 4000


class TextPlaces:
    """The lines of a text, and what stands around a place."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self._text))]

    def line(self, place: int) -> int:
        """The number of the line, from 1."""
        return bisect_right(self._lines, place)

    def told(self, place: int) -> str:
        """Line, column, and the part of the markup: `line 12, column 7, alt of <img>`."""
        line = self.line(place)
        inside = self._inside(place)
        column = place - self._lines[line - 1] + 1
        return f"line {line}, column {column}" + (f", {inside}" if inside else "")

    def _inside(self, place: int) -> str:
        before = self._text[max(0, place - _LOOK) : place]
        opened = before.rfind("<!--")
        if opened > before.rfind("-->"):
            return "a comment"
        tag = before.rfind("<")
        if tag > before.rfind(">") and (named := _TAG.match(before, tag)):
            attribute = _ATTRIBUTE.search(before[tag:])
            return f"{attribute[1]} of <{named[1]}>" if attribute else f"<{named[1]}>"
        for name in ("script", "style", "title", "desc", "metadata"):
            if before.rfind(f"<{name}") > before.rfind(f"</{name}"):
                return f"<{name}>"
        key = _KEY.search(before[-500:])
        return f"'{key[1]}'" if key else ""


def binary_place(content: bytes, place: int) -> str:
    """The byte, and the part of the file where its kind shows it: `byte 214, tEXt chunk`."""
    return f"byte {place}" + next((f", {one} chunk" for one in _chunks(content, place)), "")


def _chunks(content: bytes, place: int) -> list[str]:
    """The name of the chunk of a PNG, a WAV or an AIFF around a place."""
    png, riff = content.startswith(b"\x89PNG"), content[:4] in (b"RIFF", b"RF64", b"FORM")
    start = 8 if png else 12
    while (png or riff) and start + 8 <= len(content):
        head = content[start : start + 8]
        size, name = (head[:4], head[4:]) if png else (head[4:], head[:4])
        end = start + 8 + int.from_bytes(size, "little" if content[:4] in (b"RIFF", b"RF64") else "big")
        end += 4 if png else end & 1
        if start <= place < end:
            return [name.decode("latin-1").strip()]
        start = end
    return []
