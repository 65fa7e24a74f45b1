"""Probing: the truth about audio files, from their content.

Rule 1: whatever is in a file, probing neither raises nor hangs, and its memory has a bound.
Rule 2: own readers say what a file is and whether it is whole; decoding says what is in it.
Rule 3: importing this package costs little: numpy, soundfile and mutagen come with the first file.
"""

from soundcase.audio.probe.missing import FolderIndex, missing_fault
from soundcase.audio.probe.probing import Probed, over_limit, probe_file, probe_files, rate_of

__all__ = [
    "FolderIndex",
    "Probed",
    "missing_fault",
    "over_limit",
    "probe_file",
    "probe_files",
    "rate_of",
]
