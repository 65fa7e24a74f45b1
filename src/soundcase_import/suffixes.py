"""How the names end of what importers take for clips; what a file really is, `probe` finds out later."""

from __future__ import annotations

import re

_SOUNDS = ".wav .wave .mp3 .flac .ogg .oga .opus .m4a .aac .aif .aiff .webm .weba"
SOUND_SUFFIXES = frozenset(_SOUNDS.split())
"""In small letters, with their dots."""

SOUND_ENDING = f"(?:{'|'.join(re.escape(suffix) for suffix in _SOUNDS.split())})"
"""The same as a regular expression, for what is to stand behind it."""

SOUND_NAME = re.compile(f"{SOUND_ENDING}$", re.IGNORECASE)
"""The end of a clip's name."""
