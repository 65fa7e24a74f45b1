"""Markdown to HTML that is safe to print: the only way in which markup of a catalogue reaches a page.

Rule 1: what comes out consists of the elements and attributes listed here, and of nothing else.
Rule 2: no headings, so that the page's outline stays its own; a heading becomes a bold paragraph.
Rule 3: nothing is loaded: a picture becomes its alternative text.
Rule 4: words in another script than the page's carry their language.
"""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser

import markdown
import nh3
from markupsafe import Markup, escape

from soundcase.language import runs

_BLOCKS = {
    "p", "ul", "ol", "li", "blockquote", "pre", "hr", "dl", "dt", "dd",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_INLINE = {
    "a",
    "em",
    "strong",
    "b",
    "i",
    "code",
    "br",
    "sub",
    "sup",
    "kbd",
    "abbr",
    "s",
    "del",
    "mark",
    "q",
    "small",
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_ATTRIBUTES = {"a": {"href", "title"}, "abbr": {"title"}, "img": {"alt"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}
_EXTENSIONS = ("sane_lists", "tables", "fenced_code")
_VOID = {"br", "hr"}


class _Rewriter(HTMLParser):
    """Rewrites sanitised HTML: headings, pictures, outside links, languages. Its input is nh3's output only."""

    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language = language
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "img":
            self.handle_data(given.get("alt", ""))
        elif tag in _HEADINGS:
            self.parts.append("<p><strong>")
        else:
            if tag == "a" and given.get("href", "").casefold().startswith(("http:", "https:")):
                given["rel"] = "external noopener"
            written = "".join(f' {name}="{escape(value)}"' for name, value in given.items())
            self.parts.append(f"<{tag}{written}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HEADINGS:
            self.parts.append("</strong></p>")
        elif tag not in _VOID:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        for run in runs(data, self.language):
            text = escape(run.text)
            self.parts.append(f'<span lang="{run.lang}">{text}</span>' if run.lang else text)


def _clean(html: str, tags: set[str]) -> str:
    if not html:
        return ""
    return nh3.clean(
        html,
        tags=tags,
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )


def _rewritten(html: str, language: str) -> Markup:
    if not html:
        return Markup()
    rewriter = _Rewriter(language)
    rewriter.feed(html)
    rewriter.close()
    return Markup("".join(rewriter.parts).strip())  # noqa: S704 - the tags are nh3's, the texts are escaped


@cache
def _converter() -> markdown.Markdown:
    """One converter for all texts: making one costs more than most texts."""
    return markdown.Markdown(extensions=list(_EXTENSIONS), output_format="html")


def _converted(text: str) -> str:
    return _converter().reset().convert(text) if text else ""


def to_html(text: str, language: str = "en") -> Markup:
    """Markdown as blocks of HTML; empty for an empty text."""
    html = _converted(text)
    return _rewritten(_clean(html, _BLOCKS | _INLINE | _HEADINGS | {"img"}), language)


def inline(text: str, language: str = "en") -> Markup:
    """Markdown as one run of HTML without blocks, for captions and table cells."""
    html = _converted(text)
    return _rewritten(" ".join(_clean(html, _INLINE | {"img"}).split("\n")), language)


def plain(text: str) -> str:
    """The words of a Markdown text on one line, for places where no markup can stand."""
    html = _converted(text)
    parser = _Words()
    parser.feed(_clean(html, _BLOCKS | _INLINE | _HEADINGS))
    parser.close()
    return " ".join("".join(parser.parts).split())


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
