"""The addresses that the clips of a catalogue can be downloaded from.

Rule 1: a clip is one file, in whichever form (NFC, NFD) its name is written; whoever names it with an address
or a digest says this for all who name it.
Rule 2: an address of its own comes before a folder's `base_url`.
Rule 3: a file with two addresses, or two digests, has none; which is meant is not guessed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from soundcase.catalogue.uses import Use
from soundcase.model import SourcePath
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class ClipSource:
    """A clip that can be downloaded."""

    name: str
    """Relative to `data/audio/`."""
    url: str
    sha256: str
    """Empty where the catalogue gives none."""
    longest: float
    """Seconds that it may have: where one place allows more, as many."""
    origin: SourcePath
    """Where the clip is named."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two places that say different things about one clip."""

    name: str
    what: str
    """`addresses` or `digests`."""
    first: str
    second: str
    first_origin: SourcePath
    origin: SourcePath
    """The later place."""


def clip_sources(clips: Iterable[Use]) -> tuple[tuple[ClipSource, ...], tuple[Conflict, ...]]:
    """The clips that have one address, in page order, and those that have too many."""
    uses: dict[str, list[Use]] = {}
    for use in clips:
        uses.setdefault(unicodedata.normalize("NFC", use.name), []).append(use)
    sources: list[ClipSource] = []
    conflicts: list[Conflict] = []
    for named in uses.values():
        name = named[0].name
        own = [(use.media.url, use.origin) for use in named if use.media.url]
        based = [
            (f"{use.task.media.base_url.rstrip('/')}/{quote(name)}", use.origin)
            for use in named
            if use.task.media.base_url
        ]
        addresses = own or based
        if not addresses:
            continue
        digests = [(use.media.sha256, use.origin) for use in named if use.media.sha256]
        conflict = _conflict(name, "addresses", addresses) or _conflict(name, "digests", digests)
        if conflict:
            conflicts.append(conflict)
            continue
        url, origin = addresses[0]
        longest = max(use.task.media.max_hours for use in named) * 3600
        sources.append(ClipSource(name, url, digests[0][0] if digests else "", longest, origin))
    return tuple(sources), tuple(conflicts)


def _conflict(name: str, what: str, values: Sequence[tuple[str, SourcePath]]) -> Conflict | None:
    """The first two of some values that differ."""
    for other, origin in values[1:]:
        first, first_origin = values[0]
        if other != first:
            return Conflict(name, what, first, other, first_origin, origin)
    return None
