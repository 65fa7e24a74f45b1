"""How the names end of what importers take for clips; what a file really is, `probe` finds out later."""

from __future__ import annotations

import re
from collections.abc import Iterable

from soundcase.audio.probe.kinds import SUFFIXES, VIDEO_SUFFIXES, WEB_SUFFIXES

SOUND_SUFFIXES = SUFFIXES - VIDEO_SUFFIXES
"""In small letters, with their dots."""


def _any_of(suffixes: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(suffixes, reverse=True)))})"


SOUND_ENDING = _any_of(WEB_SUFFIXES)
"""The end of a clip's name on a page, as a regular expression, for what is to stand behind it."""

SOUND_NAME = re.compile(f"{_any_of(SOUND_SUFFIXES)}$", re.IGNORECASE)
"""The end of a clip's name in a list."""
