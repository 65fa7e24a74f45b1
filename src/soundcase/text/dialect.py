"""Markdown as GitHub reads it, as HTML that nobody has made safe yet (`markdown` does).

Rule: the converter is loaded only for a text that has a sign of markup; of most, a paragraph is all there is.
"""

from __future__ import annotations

import re
from functools import lru_cache

_BARE = re.compile(r"[^\W\d_](?:[^\W_]|[,;:.!?'\"()%–—’“”，。、！？；：（）-]|(?<! ) (?! ))*(?<! )")
"""A line of words in which nothing is markup."""


@lru_cache(maxsize=1 << 15)
def html_of(text: str, *, math: bool = False, footnotes: bool = True) -> str:
    """The HTML of a Markdown text: neither safe nor complete. Empty for an empty text."""
    if not text.strip():
        return ""
    if _BARE.fullmatch(text) and "www." not in text.lower():
        return f"<p>{text}</p>"
    from soundcase.text.converter import converter_of

    return converter_of(math=math, footnotes=footnotes).reset().convert(text)
