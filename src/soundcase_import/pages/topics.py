"""The topic of a page, as far as the roles of its clips depend on it."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOPICS = {
    "changes": re.compile(
        r"(?i)\bVC\b|conver[ts]|edit|transfer|translat|anonymi[sz]|accent|remix|attack|perturb|watermark|转换|翻译|编辑"
    ),
    "voices": re.compile(
        r"(?i)text-to-speech|\bTTS\b|\bSVS\b|(?:speech|voice|singing) synthesis|clon(?:e|ing)\b|合成|克隆"
    ),
    "rebuilds": re.compile(r"(?i)codec|vocod|reconstruct|compress|auto-?encod|resynth|token|编解码|声码器"),
    "cleans": re.compile(
        r"(?i)enhanc(?!ed)|denois|dereverb|separat(?!e\b)|extract|restor|super-?resolution|bandwidth|declip|cancel|增强|分离|降噪"
    ),
}
"""What words say that a page is about."""


class About(NamedTuple):
    """The words over a comparison, and the topic of its page."""

    over: str = ""
    """The headings over it."""
    topic: str = ""
    """What the page speaks of most."""


UNTOLD = About()


def topic_of(text: str) -> str:
    """The topic that words speak of most; empty where they say none."""
    counts = {name: len(words.findall(text)) for name, words in _TOPICS.items()}
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] else ""
