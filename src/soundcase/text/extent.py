"""The extent of a text, without laying it out: lines, and what people count of it.

Rule: letters of East Asian scripts are twice as wide as others; marks take no room.
"""

from __future__ import annotations

import math
import unicodedata


def lines_of(text: str, across: int) -> int:
    """The lines of a text where so many narrow characters stand in one."""
    return sum(math.ceil(width_of(line) / across) or 1 for line in text.split("\n"))


def width_of(line: str) -> int:
    """The narrow characters that have the width of a line."""
    if line.isascii():
        return len(line)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in line)
    return len(line) + wide - sum(unicodedata.category(char) == "Mn" for char in line)
