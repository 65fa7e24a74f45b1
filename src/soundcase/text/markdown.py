"""Markdown to HTML that is safe to print: the only way in which markup of a catalogue reaches a page.

Rule 1: what comes out consists of the elements and attributes listed here, and of nothing else.
Rule 2: no headings, so that the page's outline stays its own; a heading becomes a bold paragraph.
Rule 3: nothing is loaded but pictures of the project; another picture becomes its alternative text.
Rule 4: words in another script than the page's carry their language and direction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from html.parser import HTMLParser

import nh3
from markupsafe import Markup, escape

from soundcase.text import formulas
from soundcase.text.dialect import html_of
from soundcase.text.language import direction, language_of, runs
from soundcase.values import dataclass

BLOCKS = frozenset({
    "p", "ul", "ol", "li", "blockquote", "pre", "hr", "dl", "dt", "dd", "details", "summary",
    "table", "thead", "tbody", "tr", "th", "td",
})  # fmt: skip
INLINE = frozenset({
    "a", "em", "strong", "b", "i", "u", "code", "br", "sub", "sup", "kbd", "samp", "var", "abbr", "s", "del",
    "ins", "mark", "q", "cite", "dfn", "small", "span", "bdi", "bdo", "ruby", "rt", "rp", "wbr",
})  # fmt: skip
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
SCHEMES = frozenset({"http", "https", "mailto"})
_ATTRIBUTES: dict[str, set[str]] = {
    **{element: set(formulas.ATTRIBUTES) for element in formulas.ELEMENTS},
    "*": {"lang", "dir", "title"},
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "th": {"align", "colspan", "rowspan"},
    "td": {"align", "colspan", "rowspan"},
    "details": {"open"},
    "sup": {"id"},
    "li": {"id"},
}
_VOID = frozenset({"br", "hr", "wbr"})
_TURNED = frozenset({"p", "li", "dt", "dd", "th", "td", "blockquote", "summary"})
_FOOTNOTE = re.compile(r"#?(fn(?:ref\d*)?:\S+)")
_UNSEEN = frozenset({"rt", "rp"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of the project, as the page shows it."""

    src: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Setting:
    """The setting of a page on which Markdown is printed."""

    language: str = "en"
    math: bool = False
    """True where formulas become MathML."""
    files: Mapping[str, str] = field(default_factory=dict)
    """A link as it is written → the address of the project's file that it means."""
    pictures: Mapping[str, Shown] = field(default_factory=dict)
    """The same for pictures."""
    foreign: bool = False
    """True where others than the authors wrote: a link that is no whole address leads nowhere."""
    claim: Callable[[str], str] = str
    """From the id that is wanted for a footnote to one that the page does not have yet."""


class _Rewriter(HTMLParser):
    """Rewrites sanitised HTML: headings, pictures, links, ids, languages. Its input is nh3's output only."""

    def __init__(self, setting: Setting, turned: str | None) -> None:
        super().__init__(convert_charrefs=True)
        self.setting = setting
        self.turned = turned
        """The direction of the text, where it is not the page's."""
        self.parts: list[str] = []
        self.ids: dict[str, str] = {}
        self.formula = 0
        """The number of open elements of formulas: their letters are no words."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs if value or name != "title"}
        if tag == "img":
            self._picture(given)
            return
        element = "p" if tag in HEADINGS else tag
        if tag in HEADINGS:
            given = {}
        if tag == "a":
            given = self._link(given)
        if "id" in given:
            given["id"] = self._id(given["id"])
        if "align" in given:
            given["class"] = f"is-{given.pop('align')}"
        if self.turned and element in _TURNED:
            given = {"dir": self.turned, **given}
        self.formula += tag in formulas.ELEMENTS
        written = "".join(f' {name}="{escape(value)}"' for name, value in given.items())
        self.parts.append(f"<{element}{written}>" + ("<strong>" if tag in HEADINGS else ""))

    def _link(self, given: dict[str, str]) -> dict[str, str]:
        href = given.get("href", "")
        note = _FOOTNOTE.fullmatch(href)
        if href.casefold().startswith(("http:", "https:")):
            return {**given, "rel": "external noopener"}
        if note and href.startswith("#"):
            return {**given, "href": f"#{self._id(note[1])}"}
        if self.setting.foreign and not href.casefold().startswith("mailto:"):
            return {name: value for name, value in given.items() if name != "href"}
        return {**given, "href": self.setting.files.get(href, href)} if href else given

    def _id(self, name: str) -> str:
        if name not in self.ids:
            self.ids[name] = self.setting.claim(name.replace(":", "-"))
        return self.ids[name]

    def _picture(self, given: dict[str, str]) -> None:
        shown = self.setting.pictures.get(given.get("src", ""))
        if shown is None:
            self.handle_data(given.get("alt", ""))
        else:
            size = f'width="{shown.width}" height="{shown.height}" loading="lazy" decoding="async"'
            alt = escape(given.get("alt", ""))
            self.parts.append(f'<img src="{escape(shown.src)}" alt="{alt}" {size}>')

    def handle_endtag(self, tag: str) -> None:
        if tag in HEADINGS:
            self.parts.append("</strong></p>")
        elif tag not in _VOID:
            self.formula -= tag in formulas.ELEMENTS
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        for run in [] if self.formula else runs(data, self.setting.language):
            turned = f' dir="{run.dir}"' if run.dir and self.turned != run.dir else ""
            text = escape(run.text)
            self.parts.append(f'<span lang="{run.lang}"{turned}>{text}</span>' if run.lang else text)
        if self.formula:
            self.parts.append(escape(data))


def _attribute(element: str, name: str, value: str) -> str | None:
    """The value that nh3 keeps of an attribute: ids are those of footnotes."""
    allowed = {
        "id": _FOOTNOTE.fullmatch(value) and not value.startswith("#"),
        "dir": value in ("ltr", "rtl", "auto"),
        "align": value in ("left", "right", "center"),
        "colspan": value.isdecimal(),
        "rowspan": value.isdecimal(),
        "start": value.isdecimal(),
    }
    return value if allowed.get(name, True) or element in formulas.ELEMENTS else None


def _clean(html: str, tags: frozenset[str]) -> str:
    if not html:
        return ""
    return nh3.clean(
        html,
        tags=set(tags),
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def _allowed(setting: Setting) -> frozenset[str]:
    return INLINE | {"img"} | (formulas.ELEMENTS if setting.math else frozenset())


def _rewritten(html: str, setting: Setting, text: str) -> Markup:
    if not html:
        return Markup()
    page = direction(setting.language)
    own = direction(language_of(text, setting.language) or setting.language)
    rewriter = _Rewriter(setting, own if own != page else None)
    rewriter.feed(html)
    rewriter.close()
    written = re.sub(r"<a [^>]*></a>", "", "".join(rewriter.parts))
    return Markup(written.strip())  # noqa: S704 - the tags are nh3's, the texts are escaped


def to_html(text: str, setting: Setting) -> Markup:
    """Markdown as blocks of HTML; empty for an empty text."""
    html = html_of(text, math=setting.math)
    return _rewritten(_clean(html, BLOCKS | HEADINGS | _allowed(setting)), setting, text)


def inline(text: str, setting: Setting) -> Markup:
    """Markdown as one run of HTML without blocks, for captions and table cells."""
    html = html_of(text, math=setting.math, footnotes=False)
    return _rewritten(" ".join(_clean(html, _allowed(setting)).split("\n")), setting, text)


def plain(text: str) -> str:
    """The words of a Markdown text on one line, for places where no markup can stand; formulas as written."""
    parser = _Words()
    parser.feed(_clean(html_of(text, footnotes=False), BLOCKS | INLINE | HEADINGS))
    parser.close()
    return " ".join("".join(parser.parts).split())


class _Words(HTMLParser):
    """The text of HTML, without the readings of ruby."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (overridden)
        self.unseen += tag in _UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in _UNSEEN

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(data)
