"""The start tags of a page, as browsers take them from its text.

Rule: the time is a small multiple of the text's length, whatever it holds: what has no end ends the page.

Source: https://html.spec.whatwg.org/multipage/parsing.html#tokenization, without states that no tag depends on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_BLANKS = re.compile(r"[\s/]*")
_ATTRIBUTE = re.compile(r"[^\s/>][^\s/>=]*")
_EQUALS = re.compile(r"\s*=\s*")
_BARE = re.compile(r"[^\s>]*")
_RAW = frozenset(("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"))
"""Elements whose content is text to its end."""


class Tag(NamedTuple):
    """One start tag."""

    start: int
    """Index of its first character."""
    name: str
    """In lower case."""
    attributes: Mapping[str, str]
    """By name in lower case; the first of a name counts."""


def tags(text: str) -> Iterator[Tag]:
    """The start tags, in order."""
    at = text.find("<")
    while at >= 0:
        name = _NAME.match(text, at + 1)
        if name is None:
            end = _passed(text, at)
        else:
            attributes: dict[str, str] = {}
            end = _attributes(text, name.end(), attributes)
            if end >= 0:
                yield Tag(at, name[0].lower(), attributes)
                end = _closing(text, name[0].lower(), end) if name[0].lower() in _RAW else end
        if end < 0:
            return
        at = text.find("<", end)


def _passed(text: str, at: int) -> int:
    """The end of what begins with `<` and is no start tag; -1 where it has none."""
    if text.startswith("<!--", at):
        if text.startswith((">", "->"), at + 4):
            return at + 5
        end = text.find("-->", at + 4)
        return end if end < 0 else end + 3
    if text.startswith(("<!", "<?", "</"), at):
        return text.find(">", at)
    return at + 1


def _closing(text: str, name: str, start: int) -> int:
    """The index of an end tag; -1 where there is none."""
    found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(text, start)
    return found.start() if found else -1


def _attributes(text: str, at: int, into: dict[str, str]) -> int:
    """Read attributes up to the end of their tag: the index behind it, -1 where it has none."""
    length = len(text)
    while True:
        blanks = _BLANKS.match(text, at)
        at = blanks.end() if blanks else at
        if at >= length:
            return -1
        if text[at] == ">":
            return at + 1
        name = _ATTRIBUTE.match(text, at)
        assert name is not None
        equals = _EQUALS.match(text, name.end())
        value, at = "", name.end()
        if equals:
            value, at = _value(text, equals.end())
            if at < 0:
                return -1
        into.setdefault(name[0].lower(), unescape(value))


def _value(text: str, at: int) -> tuple[str, int]:
    """A value and the index behind it, -1 where its quotes are never closed."""
    if text[at : at + 1] in ('"', "'"):
        end = text.find(text[at], at + 1)
        return text[at + 1 : max(end, 0)], end + 1 if end >= 0 else -1
    bare = _BARE.match(text, at)
    assert bare is not None
    return bare[0], bare.end()
