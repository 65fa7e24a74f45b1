"""The converter of Markdown as GitHub reads it; `dialect` asks it for what has markup.

Rule 1: python-markdown reads; lists are written the way it wants them, since it asks for a blank line before
a list and for four blanks before what belongs to an item.
Rule 2: formulas and readings are taken out first, so that no sign in them is markup.
Rule 3: a bare address is a link as GitHub has it, but needs no blank beside it in scripts that set none: it
ends before their first character.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache, partial
from xml.etree.ElementTree import Element

import markdown
from markdown.inlinepatterns import InlineProcessor, LinkInlineProcessor, SimpleTagInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString
from markupsafe import Markup, escape

from soundcase.text.formulas import CODE, FORMULA, FormulaError, formula_of, mathml
from soundcase.text.readings import READING, ruby

_EXTENSIONS = ("sane_lists", "tables", "fenced_code")
_SETTINGS: dict[str, dict[str, object]] = {
    "tables": {"use_align_attribute": True},
    "footnotes": {"BACKLINK_TITLE": ""},
}
_FORMULAS_FIRST, _LISTS_FIRST = 24, 22
"""Behind fenced code (25), before raw HTML (20)."""
_ADDRESSES_FIRST = 85
"""Behind tags (90), before emphasis (60)."""
_WIDE_SIGNS = (
    "\u2014\u2018-\u201d\u2026"  # quotation marks, dashes and dots are as wide in such texts
    "\u1100-\u11ff\u2e80-\u303e\u3040-\ua4cf\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffef"
    "\U0001aff0-\U0001b16f\U00020000-\U0003fffd"
)
_ADDRESS = (
    rf"(?:(?<![^\W_])|(?<=[{_WIDE_SIGNS}]))(?:"
    rf"(?i:(?:ht|f)tps?://|www\.)[A-Za-z0-9\[][^\s<>\x02\x03{_WIDE_SIGNS}]*"
    r"|(?P<mail>[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]+)(?![A-Za-z0-9_@-]))"
)
_AFTER = re.compile(r"&[A-Za-z0-9]+;$|[?!.,:;*_~'\"]$")
"""A sign behind an address that is none of it."""
_STRUCK = r"(?<!~)(~~)(?=[^\s~])(.+?)(?<=[^\s~])~~(?!~)"
_ITEM = re.compile(r"(?P<indent> *)(?P<mark>[-*+]|(?P<number>\d{1,9})[.)])(?P<gap> +)(?P<rest>\S.*)")
_RULE = re.compile(r" {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_BOX = re.compile(r"\[([ xX])\] (?=\S)")
_LEVEL, _CODE_INDENT = "    ", 4
_LONGEST_ADDRESS = 2048
"""Characters that stand behind the words of a link at most."""
_BRACKETS = re.compile(r"[\[\]]")


class _Stash(Preprocessor):
    """Formulas and readings out of the reach of markup, as they are to be shown."""

    def __init__(self, md: markdown.Markdown, *, math: bool) -> None:
        super().__init__(md)
        self.math = math

    def run(self, lines: list[str]) -> list[str]:
        text = self._stashed("\n".join(lines), FORMULA, self._formula)
        return self._stashed(text, READING, ruby).split("\n")

    def _stashed(
        self, text: str, pattern: re.Pattern[str], shown_as: Callable[[re.Match[str]], Markup | None]
    ) -> str:
        """The text with each match put away that does not stand in inline code."""

        def put_away(found: re.Match[str]) -> str:
            shown = shown_as(found)
            return found[0] if shown is None else str(self.md.htmlStash.store(str(shown)))

        parts, place = [], 0
        for code in CODE.finditer(text):
            parts += [pattern.sub(put_away, text[place : code.start()]), code[0]]
            place = code.end()
        return "".join((*parts, pattern.sub(put_away, text[place:])))

    def _formula(self, found: re.Match[str]) -> Markup | None:
        formula = formula_of(found)
        if formula is None:
            return None
        try:
            return mathml(formula.tex, block=formula.block) if self.math else escape(formula.source)
        except FormulaError:
            return escape(formula.source)


class _Address(InlineProcessor):
    """A bare address as a link; none within a link."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override] # noqa: N802
        self, m: re.Match[str], _: str
    ) -> tuple[Element, int, int]:
        """The link, and where its address stands."""
        address = _trimmed(m[0])
        scheme = "mailto:" if m["mail"] else "http://" if address[:4].lower() == "www." else ""
        link = Element("a", href=scheme + address)
        link.text = AtomicString(address)
        return link, m.start(), m.start() + len(address)


def _trimmed(address: str) -> str:
    """An address without the signs of its sentence: marks at its end, and brackets that it does not open."""
    while True:
        open_ended = address.endswith(")") and address.count(")") > address.count("(")
        shorter = address[:-1] if open_ended else _AFTER.sub("", address)
        if shorter == address:
            return address
        address = shorter


class _Lists(Preprocessor):
    """Lists as python-markdown wants them."""

    def run(self, lines: list[str]) -> list[str]:
        found: list[str] = []
        columns: list[int] = []
        """Of each open item, the column where its text begins."""
        kinds: list[bool] = []
        """Of each open item, whether it has a number."""
        follows = paragraph = False
        """True after a line that is not blank, and within a paragraph that is not an item's first."""
        for line in lines:
            if not line.strip():
                follows = paragraph = False
                found.append("")
                continue
            indent = len(line) - len(line.lstrip(" "))
            item = None if _RULE.match(line) else _ITEM.fullmatch(line)
            sibling = None
            while columns and (item or not follows) and indent < columns[-1]:
                columns.pop()
                sibling = kinds.pop()
            base = columns[-1] if columns else 0
            begins = not paragraph or sibling is not None or bool(columns)
            if item and indent - base < _CODE_INDENT and (begins or item["number"] in (None, "1")):
                numbered = item["number"] is not None
                if paragraph or (follows and sibling == (not numbered)):
                    found.append("")
                mark = f"{item['number']}." if numbered else item["mark"]
                rest = _BOX.sub(lambda box: "☐ " if box[1] == " " else "☑ ", item["rest"], count=1)
                found.append(f"{_LEVEL * len(columns)}{mark} {rest}")
                columns.append(item.start("rest"))
                kinds.append(numbered)
                paragraph = False
            else:
                found.append(_LEVEL * len(columns) + line[min(base, indent) :])
                paragraph = paragraph or not follows or not columns
            follows = True
        return found


@lru_cache(maxsize=8)
def _closing(data: str) -> dict[int, int]:
    """Where each bracket that is closed opens and ends."""
    found, opened = {}, []
    for bracket in _BRACKETS.finditer(data):
        if bracket[0] == "[":
            opened.append(bracket.start())
        elif opened:
            found[opened.pop()] = bracket.start()
    return found


def _in_brackets(data: str, start: int) -> tuple[str, int, bool]:
    """The words of a link, where they end, and whether they do, without looking anew from each bracket."""
    end = _closing(data).get(start - 1)
    return ("", start, False) if end is None else (data[start:end], end + 1, True)


def _in_parentheses(
    read: Callable[[str, int], tuple[str, str | None, int, bool]], data: str, start: int
) -> tuple[str, str | None, int, bool]:
    """The address of a link and its title, where they end, and whether there is one, as `read` finds them."""
    address, title, end, found = read(data[start : start + _LONGEST_ADDRESS], 0)
    return address, title, start + end, found


@cache
def converter_of(*, math: bool, footnotes: bool) -> markdown.Markdown:
    """One converter for all texts: making one costs more than most texts."""
    extensions = (*_EXTENSIONS, "footnotes") if footnotes else _EXTENSIONS
    settings = {name: _SETTINGS[name] for name in extensions if name in _SETTINGS}
    converter = markdown.Markdown(extensions=extensions, extension_configs=settings, output_format="html")
    converter.preprocessors.register(_Stash(converter, math=math), "formulas", _FORMULAS_FIRST)
    converter.preprocessors.register(_Lists(converter), "lists", _LISTS_FIRST)
    for pattern in converter.inlinePatterns:
        if isinstance(pattern, LinkInlineProcessor):
            pattern.getText = _in_brackets  # type: ignore[method-assign, assignment]
            pattern.getLink = partial(_in_parentheses, pattern.getLink)  # type: ignore[method-assign]
    converter.inlinePatterns.register(_Address(_ADDRESS, converter), "addresses", _ADDRESSES_FIRST)
    converter.inlinePatterns.register(SimpleTagInlineProcessor(_STRUCK, "del"), "struck", _ADDRESSES_FIRST - 1)
    return converter
