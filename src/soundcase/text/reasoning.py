"""The reasoning in a system's words, told from its answer by the tags that models set around it.

Rule 1: of a text nothing is lost but the tags: each character is in the answer or in the reasoning.
Rule 2: reasoning that is not ended goes to the end, and what is ended but was never begun, from the beginning:
templates of chats begin it themselves, and answers are cut off.
Rule 3: the blanks at both ends of the answer are the reasoning's; they stood around the tags.
"""

from __future__ import annotations

import re

from soundcase.values import dataclass

_TAG = re.compile(r"<(/?)think(?:ing)?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Thought:
    """An answer without its reasoning."""

    answer: str
    reasoning: str | None
    """None where there are no tags."""


def split(text: str) -> Thought:
    """The answer and the reasoning in a text.

    >>> split("<think>\\nA dog.\\n</think>\\n\\nIt barks.")
    Thought(answer='It barks.', reasoning='\\nA dog.\\n\\n\\n')
    """
    said: list[str] = []
    thought: list[str] = []
    inside = begun = False
    place = 0
    for tag in _TAG.finditer(text):
        ends = bool(tag[1])
        never_begun = ends and not begun
        (thought if inside or never_begun else said).append(text[place : tag.start()])
        inside, begun, place = not ends, True, tag.end()
    if not begun:
        return Thought(text, None)
    (thought if inside else said).append(text[place:])
    words = "".join(said)
    answer = words.strip()
    before = len(words) - len(words.lstrip())
    return Thought(answer, "".join((*thought, words[:before], words[before + len(answer) :])))
