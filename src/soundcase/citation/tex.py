"""TeX as the Unicode that it sets: `G{\\"o}del` → `Gödel`. What cannot be read stays, without braces."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text

_ADDRESS = re.compile(r"\\(?:url|href)\s*\{([^{}]*)\}(?:\{[^{}]*\})?")
_NAMES = re.compile(r"\\(La)?TeX(?![A-Za-z])")
_DEEPEST = 50
"""Braces within braces that are read."""


def without_tex(tex: str) -> str:
    """The text as it would be set, on one line."""
    text = tex
    if re.search(r"[\\{}$~]|--|``|''", tex) and _depth(tex) <= _DEEPEST:
        known = _NAMES.sub(lambda found: f"{found[1] or ''}TeX", tex)
        text = _reader().latex_to_text(re.sub(r"(?<!\\)%", r"\\%", known), tolerant_parsing=True)
    return " ".join(unicodedata.normalize("NFC", text.replace("{", "").replace("}", "")).split())


def address_in(tex: str) -> str:
    """An address or a number without the TeX around its signs."""
    return re.sub(r"\\([_%&#~])|[{}]", r"\1", _ADDRESS.sub(r"\1", tex)).strip()


def _depth(tex: str) -> int:
    depth = deepest = 0
    for sign in tex:
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    return deepest


@cache
def _reader() -> LatexNodes2Text:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="text", keep_comments=True)
