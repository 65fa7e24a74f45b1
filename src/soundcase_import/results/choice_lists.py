"""The options of a multiple choice that a question lists, each behind its letter.

Rule: they are options only where the letters follow each other from A on, and there are two at least.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_LINE = re.compile(r"(?m)^[ \t]*[(\[]?([A-Ja-j])[).\]:][ \t]+(\S.*?)[ \t]*$")
_INSIDE = re.compile(r"[(\[]([A-Ja-j])[)\]][ \t]*(\S.*?)[ \t,;]*(?=[(\[][A-Ja-j][)\]]|$|\n)")


def choices_in(text: str) -> Mapping[str, str]:
    """The options in a question by their letters, in capitals; none where it lists none.

    >>> choices_in("What is it?\\nA. A dog\\nB. A cat\\nAnswer with the letter.")
    {'A': 'A dog', 'B': 'A cat'}
    >>> choices_in("Who speaks? (a) Robot (b) Woman")
    {'A': 'Robot', 'B': 'Woman'}
    >>> choices_in("I am here. A. Smith said so.")
    {}
    """
    for form in (_LINE, _INSIDE):
        found: dict[str, str] = {}
        for letter, option in form.findall(text):
            if letter.upper() == chr(ord("A") + len(found)):
                found[letter.upper()] = option
        if len(found) > 1:
            return {letter: option for letter, option in found.items() if option != "None"}
    return {}
