"""The addresses and anchors in a page or a style: what it refers to, where, and which ids it has.

Rule: nothing that a host sends may raise, or take long.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import NamedTuple

from soundcase.commands.crawl.tags import Tag, tags
from soundcase.values import dataclass

_LOADED: Mapping[str, tuple[str, ...]] = {
    "script": ("src",),
    "img": ("src",),
    "source": ("src",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "track": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
    "image": ("href", "xlink:href"),
}
"""Attributes of elements whose target a browser loads by itself."""
_LOADED_LINKS = frozenset(("stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"))
_OTHER_LINKS = frozenset(("alternate", "license", "author", "next", "prev", "cite-as", "describedby"))
_MOST = 50_000
"""References of a page that are looked at."""
_STYLE_URL = re.compile(r"""url\(\s*(?:"([^"\n]{0,4096})"|'([^'\n]{0,4096})'|([^"'()\s]{1,4096}))\s*\)""")
_STYLE_IMPORT = re.compile(r"""@import\s+["']([^"'\n]{1,4096})["']""")
_IGNORED = ("data:", "blob:", "about:", "javascript:", "mailto:", "tel:", "#:~:")


class Reference(NamedTuple):
    """One address in a page or a style."""

    href: str
    loaded: bool
    """Whether a browser loads it to show the page, or only goes there when asked."""
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The facts of one page."""

    references: tuple[Reference, ...] = ()
    ids: frozenset[str] = frozenset()
    canonical: str = ""
    base: str = ""
    """What addresses are relative to, where the page says it."""
    noindex: bool = False


def page_facts(body: bytes) -> PageFacts:
    """The facts of a page, as far as its text can be read as one."""
    text = body.decode("utf-8", "replace")
    every = list(tags(text))
    ids = (
        tag.attributes.get(name) for tag in every for name in (("id", "name") if tag.name == "a" else ("id",))
    )
    links = [tag.attributes for tag in every if tag.name == "link"]
    return PageFacts(
        _referred(text, ((tag.start, href, loaded) for tag in every for href, loaded in _hrefs(tag))),
        frozenset(filter(None, ids)),
        next((one.get("href", "").strip() for one in links if "canonical" in _relations(one)), ""),
        next((tag.attributes["href"] for tag in every if tag.name == "base" and "href" in tag.attributes), ""),
        any(_hides(tag) for tag in every),
    )


def style_facts(body: bytes) -> PageFacts:
    """The addresses in a style."""
    text = body.decode("utf-8", "replace")
    found = chain(_STYLE_URL.finditer(text), _STYLE_IMPORT.finditer(text))
    hrefs = ((match.start(), next(filter(None, match.groups()), ""), True) for match in found)
    return PageFacts(_referred(text, hrefs))


def _referred(text: str, hrefs: Iterable[tuple[int, str, bool]]) -> tuple[Reference, ...]:
    """References with their lines, from the indices at which they stand."""
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    found = []
    for start, href, loaded in islice(hrefs, _MOST):
        address = href.strip()
        if address and not address.lower().startswith(_IGNORED):
            line = bisect_right(lines, start)
            found.append(Reference(address, loaded, line, start - lines[line - 1] + 1))
    return tuple(found)


def _hrefs(tag: Tag) -> Iterator[tuple[str, bool]]:
    """The addresses in a tag, and whether a browser loads them by itself."""
    given = tag.attributes
    if tag.name in ("a", "area") and "href" in given:
        yield given["href"], False
    if tag.name == "link" and _relations(given) & (_LOADED_LINKS | _OTHER_LINKS):
        yield given.get("href", ""), bool(_relations(given) & _LOADED_LINKS)
    for name in _LOADED.get(tag.name, ()):
        yield given.get(name, ""), True
    for part in given.get("srcset", "").split(", ") if tag.name in ("img", "source") else ():
        yield part.strip().partition(" ")[0], True


def _relations(attributes: Mapping[str, str]) -> frozenset[str]:
    return frozenset(attributes.get("rel", "").lower().split())


def _hides(tag: Tag) -> bool:
    """True for a tag that tells search engines to pass over the page."""
    named = tag.name == "meta" and tag.attributes.get("name", "").lower() in ("robots", "googlebot")
    return named and "noindex" in tag.attributes.get("content", "").lower()
