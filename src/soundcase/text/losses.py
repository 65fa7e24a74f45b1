"""Losses of a Markdown text on its way to the page, and the targets of its links and pictures.

Rule: what vanishes without a loss to readers (classes, comments, boxes around words) is not reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

from soundcase.problems.phrases import quoted
from soundcase.text.dialect import html_of
from soundcase.text.formulas import ELEMENTS
from soundcase.text.markdown import BLOCKS, HEADINGS, INLINE, SCHEMES
from soundcase.values import dataclass

_PASSING = BLOCKS | INLINE | HEADINGS | (ELEMENTS - {"math"}) | {
    "img", "div", "section", "article", "header", "footer", "main", "aside", "figure", "figcaption", "center",
    "tfoot", "caption", "colgroup", "col", "html", "body", "head", "nav", "address", "hgroup", "time", "data",
    "big", "tt", "strike", "source", "track", "param", "noscript", "title", "meta", "link", "option",
}  # fmt: skip
"""Elements that stay, or whose words stay as they would be read."""
_LOOKS = frozenset({"style", "color", "bgcolor", "background", "face", "size", "align"})
_EMBEDDED = "nothing of another site is loaded: write a link, '[what it is](https://…)'"
_HINTS = {
    "audio": "make it an example, or link to the file: '[name](data/audio/name.wav)'",
    "video": "put it into an example as 'video:', or link to the file: '[name](data/video/name.mp4)'",
    "math": "write it as TeX, '$…$', and set 'math: true'",
    "picture": "write '![what it shows](data/images/name.png)'",
    "svg": "save it as a file: '![what it shows](data/images/name.svg)'",
    "canvas": "save it as a picture: '![what it shows](data/images/name.png)'",
    "iframe": _EMBEDDED,
    "embed": _EMBEDDED,
    "object": _EMBEDDED,
    "script": "pages run no script from texts; put it into templates/assets/js/",
    "style": "put it into a file in templates/assets/css/",
    "font": "emphasise with '**…**'; colours are set in templates/assets/css/",
}
_ELSEWHERE = "save it in data/images/ and write '![what it shows](data/images/name.png)'"
_ACT = "nothing in a text runs: remove it"
_PAINT = "emphasise with '**…**'; looks are set in templates/assets/css/"
_OTHER = "remove it; the words in it stay"


_MAY_REFER = re.compile(r"[<\[@]|://|www\.", re.IGNORECASE)
"""Signs without which a text has no element of its own, no link and no picture."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that the page will not show."""

    words: str
    """As it is written."""
    nth: int
    what: str
    hint: str


@dataclass(frozen=True, slots=True)
class MarkdownLink:
    """The target of a link or a picture."""

    href: str
    words: str
    nth: int
    picture: bool = False
    alt: str = ""


class _Reader(HTMLParser):
    """The start tags of the HTML that a text becomes."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = text
        self.seen: dict[str, int] = {}
        self.losses: list[Loss] = []
        self.links: list[MarkdownLink] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or ""
        given = {name: value or "" for name, value in attrs}
        if tag not in _PASSING:
            self._lose(self._written(raw), f"<{tag}>", _HINTS.get(tag, _OTHER))
            return
        for name in given:
            if name.startswith("on"):
                self._lose(self._written(raw), f"{name}=", _ACT)
            elif name in _LOOKS and not (name == "align" and tag in ("td", "th", "img")):
                self._lose(self._written(raw), f"{name}=", _PAINT)
        href, picture = given.get({"a": "href", "img": "src"}.get(tag, ""), "").strip(), tag == "img"
        if not href:
            return
        words = next((one for one in (raw, f"({href}", f"<{href}>", href) if one in self.text), raw)
        written, scheme = self._written(words), _scheme(href)
        if not picture and scheme and scheme not in SCHEMES:
            self._lose(written, f"a link to {quoted(href)}", "link to an address with https://")
        elif picture and scheme:
            self._lose(written, f"a picture of another place, {quoted(href)},", _ELSEWHERE)
        else:
            self.links.append(MarkdownLink(href, *written, picture, given.get("alt", "")))

    def _written(self, words: str) -> tuple[str, int]:
        nth = self.seen.get(words, 0)
        self.seen[words] = nth + 1
        return words, nth

    def _lose(self, written: tuple[str, int], what: str, hint: str) -> None:
        self.losses.append(Loss(*written, what, hint))


def _scheme(href: str) -> str:
    try:
        parts = urlsplit("".join(href.split()))
    except ValueError:
        return "?"
    return parts.scheme or ("//" if parts.netloc else "")


@lru_cache(maxsize=1 << 15)
def _read(text: str) -> tuple[tuple[Loss, ...], tuple[MarkdownLink, ...]]:
    if not _MAY_REFER.search(text):
        return (), ()
    html = html_of(text)
    if "<a" not in html and "<img" not in html and "<" not in text:
        return (), ()
    reader = _Reader(text)
    reader.feed(html)
    reader.close()
    return tuple(reader.losses), tuple(reader.links)


def losses(text: str, *, math: bool = False) -> Iterator[Loss]:
    """The losses of a text on its way to the page; with `math`, formulas are kept."""
    return (one for one in _read(text)[0] if not (math and one.what == "<math>"))


def links(text: str) -> Iterator[MarkdownLink]:
    """The links and pictures of a text that stay within the site or the project, without those of footnotes."""
    for one in _read(text)[1]:
        if _scheme(one.href) not in SCHEMES and not one.href.startswith(("#fn:", "#fnref")):
            yield one
