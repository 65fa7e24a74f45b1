r"""Names and headings as LaTeX takes them: whatever they hold is printed, and nothing in it is a command.

Rule 1: what means something to TeX (`&`), to its fonts (`--`) or to babel (`"`) is escaped.
Rule 2: signs that no text font of pdfTeX has (`→`, `α`, `₂`) become formulas, superscripts and subscripts.
Rule 3: where a page sets formulas, those that it can read stay formulas; readings are left out.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress

from soundcase.text.formulas import FormulaError, formulas, mathml
from soundcase.text.readings import bare

_ESCAPES = {
    **{sign: rf"\{sign}" for sign in "&%$#_{}"},
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\char34{}",
    "[": "{[}", "]": "{]}", "*": "{*}",  # behind `\\` they would be its options
}  # fmt: skip
_SIGNS = {
    "−": "-", "±": r"\pm", "×": r"\times", "÷": r"\div", "·": r"\cdot", "°": r"^\circ", "µ": r"\mu",
    "←": r"\leftarrow", "→": r"\rightarrow", "↔": r"\leftrightarrow", "↑": r"\uparrow", "↓": r"\downarrow",
    "⇒": r"\Rightarrow", "≤": r"\leq", "≥": r"\geq", "≈": r"\approx", "≠": r"\neq", "∞": r"\infty",
    "∈": r"\in", "√": r"\surd", "∆": r"\Delta",
}  # fmt: skip
_GREEK = re.compile(r"(?<![\u0370-\u03ff])[α-νξπ-ρσ-ωΓΔΘΛΞΠΣΦΨΩ](?![\u0370-\u03ff])")
"""A Greek letter by itself, where LaTeX has it; several are a word of the language."""
_LIGATURE = re.compile(r"(?<=[-'`,!?])(?=[-'`,])")
_PRINTED = re.compile(r"[\n -~\u00a1-\u017f\u2010-\u2022\u2026\u20ac]+")
"""What pdfTeX prints."""


def latex(text: str, *, math: bool = False) -> str:
    r"""A text of one line; with its formulas where they are wanted.

    >>> print(latex("R&D_50% → 3"))
    R\&D\_50\% $\rightarrow$ 3
    """
    parts, place = [], 0
    for formula in formulas(text) if math else ():
        with suppress(FormulaError):
            mathml(formula.tex)
            tex = re.sub(r"(?<!\\)[%#]", r"\\\g<0>", " ".join(formula.tex.split()))
            parts += [_escaped(text[place : formula.start]), f"${tex}$"]
            place = formula.end
    return "".join((*parts, _escaped(text[place:])))


def unprinted(tex: str) -> str:
    """The characters of a LaTeX text that pdfTeX does not print; XeTeX and LuaTeX do, with a font for them."""
    return "".join(sorted(set(_PRINTED.sub("", tex))))


def _escaped(text: str) -> str:
    plain = unicodedata.normalize("NFC", re.sub(r"\s+", " ", bare(text)))
    alone = {found.start() for found in _GREEK.finditer(plain)}
    signs = (_greek(sign) if place in alone else _escape(sign) for place, sign in enumerate(plain))
    return _LIGATURE.sub("{}", "".join(signs))


def _greek(letter: str) -> str:
    *_, size, _, name = unicodedata.name(letter).split()
    name = name.lower().replace("lamda", "lambda")
    return f"$\\{name if size == 'SMALL' else name.capitalize()}$"


def _escape(sign: str) -> str:
    if sign in _SIGNS:
        return f"${_SIGNS[sign]}$"
    kind, *codes = unicodedata.decomposition(sign).split() or [""]
    if kind in ("<super>", "<sub>"):
        inner = "".join(_escape(chr(int(code, 16))) for code in codes)
        return rf"\text{kind[1:-1]}script{{{inner}}}"
    return "" if unicodedata.category(sign) == "Cf" else _ESCAPES.get(sign, sign)
