r"""Formulas in texts, as TeX writes them: found in `$…$`, `$$…$$`, `\(…\)` and `\[…\]`, and made into MathML.

Rule 1: money is no formula: in `$5 to $10` a blank stands before the second `$`; `\$` is a dollar. Right
behind a letter or digit (`US$5`) only a subscript, a superscript or a command begins one: `PESQ$_{WB}$`.
Rule 2: MathML consists of the elements and attributes listed here, and of nothing else.
Rule 3: what cannot be read is an error that says why, never a formula that says something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from xml.etree.ElementTree import Element

from markupsafe import Markup, escape

from soundcase.values import dataclass

LONGEST = 5000
"""Characters of one formula at most."""
CODE = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
"""Inline code, in which no sign is a formula."""
_BLOCK_OF_CODE = re.compile(r"^(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)|\Z)", re.DOTALL | re.MULTILINE)
_BODY = r"(?:(?!\n\s*\n)(?:\\.|[^\\]))+?"
FORMULA = re.compile(
    rf"\\\\|\\\$|\$\$(?P<block>{_BODY})\$\$|\\\[(?P<square>{_BODY})\\\]|\\\((?P<round>{_BODY})\\\)"
    r"|(?:(?<![A-Za-z0-9$])|(?<!\$)(?=\$(?:[_^]|\\[A-Za-z])))\$(?P<dollar>(?=[^\s$])(?:(?!\n\s*\n)(?:\\[^$]|[^\\$]))+?(?<!\s))\$(?![0-9$]|[A-Z]{2})",
    re.DOTALL,
)
_SIGNS = re.compile(r"\\[A-Za-z]|[\^_=<>{}]|^\S+$")
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}")
"""Signs of a formula, and words of a text, between two dollars."""
_AMOUNT = re.compile(rf"[0-9][0-9.,]*\s.*{_WORD.pattern}", re.DOTALL)

_CHILDREN = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3,
}  # fmt: skip
ELEMENTS = frozenset(_CHILDREN) | {
    "math", "mrow", "mi", "mn", "mo", "mtext", "ms", "mspace", "msqrt", "mstyle", "mpadded", "mphantom",
    "menclose", "mtable", "mtr", "mtd", "mmultiscripts", "mprescripts", "none",
}  # fmt: skip
ATTRIBUTES = frozenset({
    "display", "stretchy", "fence", "form", "separator", "lspace", "rspace", "minsize", "maxsize",
    "movablelimits", "accent", "accentunder", "width", "height", "depth", "voffset", "linethickness",
    "mathvariant", "mathcolor", "displaystyle", "scriptlevel", "columnalign", "rowspacing", "columnspacing",
    "notation", "largeop", "symmetric",
    "alttext",
})  # fmt: skip
_REFUSED = re.compile(r"\\(href|url|style|class|cssId|unicode|require|def|newcommand)(?![A-Za-z])")
_SILENT = re.compile(r"\\label\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])")
_OPERATOR = re.compile(r"\\operatorname\*?\s*(\{[^{}]*\})")
_NUMBERED = re.compile(r"(\\(?:begin|end)\{(?:align|equation|gather))\}")
_WHY = {
    "MissingSuperScriptOrSubscriptError": "nothing follows '^' or '_'",
    "DoubleSubscriptsError": "two subscripts follow each other: write 'a_{b_c}'",
    "DoubleSuperscriptsError": "two superscripts follow each other: write 'a^{b^c}'",
    "ExtraLeftOrMissingRightError": r"'\left' and '\right' do not pair",
    "MissingEndError": r"'\begin' has no '\end'",
    "NoAvailableTokensError": "something is missing at its end",
    "NumeratorNotFoundError": "a fraction has no numerator",
    "DenominatorNotFoundError": "a fraction has no denominator",
    "RecursionError": "it is nested too deeply",
}


class FormulaError(ValueError):
    """A formula that cannot be read; its text says why."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, where it stands in a text."""

    start: int
    end: int
    source: str
    """As written, with what stands around it."""
    tex: str
    block: bool
    """True where it stands on lines of its own."""


def formulas(text: str) -> Iterator[Formula]:
    """The formulas of a text, in order.

    >>> [one.tex for one in formulas(r"$5 to $10, \\$x$ but $x$ and \\(y\\)")]
    ['x', 'y']
    """
    if "$" not in text and "\\" not in text:
        return
    for found in FORMULA.finditer(text):
        formula = formula_of(found)
        if formula:
            yield formula


def formulas_in(text: str) -> Iterator[Formula]:
    """The formulas of a Markdown text, without what is code."""
    for code in (_BLOCK_OF_CODE, CODE):
        text = code.sub(lambda found: re.sub(r"\S", " ", found[0]), text)
    return formulas(text)


def formula_of(found: re.Match[str]) -> Formula | None:
    """The formula that a match of `FORMULA` is; None where it is none after all."""
    kind = found.lastgroup
    if kind is None:
        return None
    tex = found[kind]
    mathematical = (_SIGNS.search(tex) or not _WORD.search(tex)) and not _AMOUNT.match(tex)
    if not tex.strip() or (kind == "dollar" and not mathematical):
        return None
    return Formula(found.start(), found.end(), found[0], tex.strip(), kind in ("block", "square"))


@lru_cache(maxsize=4096)
def mathml(tex: str, *, block: bool = False) -> Markup:
    """A formula as MathML, with its source as the alternative text; FormulaError where it cannot be read."""
    _check_source(tex)
    try:
        from latex2mathml.converter import convert_to_element

        named = _OPERATOR.sub(r"\\mathop{\\mathrm\1}", _SILENT.sub("", tex))
        plain = _NUMBERED.sub(r"\1*}", named)
        root = convert_to_element(plain, display="block" if block else "inline")
        root.set("alttext", tex)
        written = "".join(_written(root))
    except FormulaError:
        raise
    except Exception as error:  # foreign parser: it raises whatever its tables and stacks run into
        raise FormulaError(_WHY.get(type(error).__name__, "it is no formula that can be read")) from error
    return Markup(written)  # noqa: S704 - elements and attributes are listed here, texts are escaped


def _check_source(tex: str) -> None:
    if len(tex) > LONGEST:
        raise FormulaError(f"it has more than {LONGEST:,} characters")
    refused = _REFUSED.search(tex)
    if refused:
        raise FormulaError(f"'{refused[0]}' cannot be used here")
    depth = 0
    for brace in re.findall(r"\\.|[{}]", tex, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            raise FormulaError("a '}' closes nothing")
    if depth:
        raise FormulaError("a '{' is never closed")


def _written(element: Element) -> Iterator[str]:
    """An element as text, with what is allowed of it."""
    name, text = element.tag, unescape(element.text or "")
    if name not in ELEMENTS:
        raise FormulaError(f"'{name}' cannot be used here")
    if _CHILDREN.get(name, len(element)) != len(element):
        raise FormulaError("something is missing in it")
    if name != "mtext" and re.match(r"\\[A-Za-z]", text):
        raise FormulaError(f"the command '{text}' is not known")
    kept = {key: value for key, value in element.attrib.items() if key in ATTRIBUTES}
    attributes = "".join(f' {key}="{escape(unescape(value))}"' for key, value in kept.items())
    yield f"<{name}{attributes}>{escape(text)}"
    for child in element:
        yield from _written(child)
    yield f"</{name}>"
