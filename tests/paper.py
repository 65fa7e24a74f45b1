"""What a printed page says: the text of a PDF, and what of a page's contract is not in it.

Rule 1: white space, hyphens and invisible characters do not count: paper breaks lines where it likes.
Rule 2: a text may go on over the next pages. Of one that is written to the left the words without marks count,
    in any order of their letters: readers of PDF turn and split these as they see fit.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

CONTRACT = """[...document.querySelectorAll(`[data-output], [data-role], [data-label], [data-average],
    [data-reasoning], [data-output] ~ dl dd, #citation-text`)]
    .filter(one => !one.matches("sound-clip, video, ul, [data-hero] *"))
    .map(one => one.textContent.trim()).filter(Boolean)"""
"""A script: every output with its reasoning, reference, label, score and average in words; the citation."""

_UNSEEN = re.compile(
    r"[\s\-‐★\u0000-\u001f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe0e\ufe0f\ufffe\uffff]+"
)
_LEFTWARD = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+")
_MARKED = re.compile(r"[\u0591-\u05bd\u064b-\u0655]")
_LEAST = 4
"""Characters of a text that stand on a page before it goes on over the next."""


def pages_of(pdf: Path) -> list[str]:
    """The text of each page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded() for page in document]


def absent(texts: Sequence[str], pages: Sequence[str]) -> list[str]:
    """Those texts that the pages lack."""
    packed = [_packed(page) for page in pages]
    words = _leftward_words("\n".join(pages))
    return [text for text in dict.fromkeys(texts) if not _stands(text, packed, words)]


def _stands(text: str, packed: Sequence[str], words: Counter[str]) -> bool:
    if leftward := _leftward_words(text):
        return leftward <= words
    rest = _packed(text)
    if any(rest in page for page in packed):
        return True
    for page in packed:
        rest = rest[_begun(rest, page) :]
    return not rest


def _begun(rest: str, page: str) -> int:
    """How much of the beginning of a text stands on a page, at its end or in pieces of it."""
    low, high = 0, len(rest)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if rest[:middle] in page else (low, middle - 1)
    return low if low >= min(_LEAST, len(rest)) else 0


def _packed(text: str) -> str:
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def _leftward_words(text: str) -> Counter[str]:
    words = _LEFTWARD.findall(unicodedata.normalize("NFKC", text))
    return Counter("".join(sorted(word)) for word in words if not _MARKED.search(word))
