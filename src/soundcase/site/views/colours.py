"""The colour of each system: the same wherever it is named, heard or counted.

Rule: it follows from the catalogue's list alone, so it is the same on all pages, whatever they show.
"""

from __future__ import annotations

from collections.abc import Mapping

from soundcase.model import Model

COLOURS = 8
"""How many `tokens.css` has beside the accent."""


def colour_of(system: str, models: Mapping[str, Model]) -> str:
    """The number of the colour of a system, by its place, and of its mark: `3`, or `1-2` for the ninth.

    `0` is the accent, for our first; empty is a system that is not listed.
    """
    if system not in models:
        return ""
    ours = next((one.id for one in models.values() if one.ours), None)
    if system == ours:
        return "0"
    mark, hue = divmod([one for one in models if one != ours].index(system), COLOURS)
    return f"{hue + 1}-{mark + 1}" if mark else f"{hue + 1}"
