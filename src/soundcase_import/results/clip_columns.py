"""Columns that name clips: which are of systems, what the others are, by their names as on a page.

Rule: columns that `export` writes (`file_name`, `reference_file_name`) are what they say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from soundcase.values import dataclass
from soundcase_import.draft import MEDIA
from soundcase_import.names import SOUND_NAME, unique
from soundcase_import.pages.cells import PageCell
from soundcase_import.pages.comparison import Series
from soundcase_import.pages.dom import Player
from soundcase_import.pages.roles import with_roles
from soundcase_import.results.records import Record

END = "file_name"
"""The end of the name of a column that is called as one of clips."""
_ROLES = {"reference": "reference_audio"}
"""The role of a clip, where that of a text is called the same."""
_OWN = {END: "audio", **{f"{name}_{END}": _ROLES.get(name, name) for name in MEDIA}}
_CLIP = re.compile(rf"[\s\S]*[^/\\. ][/\\. ]*{SOUND_NAME.pattern}", re.IGNORECASE)
"""The name of a clip: it has more than a suffix."""


@dataclass(frozen=True, slots=True)
class ClipColumns:
    """Columns of clips with their meaning."""

    roles: Mapping[str, str]
    """Role → column, or several with commas."""
    voices: Mapping[str, str]
    """System → column."""
    owners: Mapping[str, str]
    """Heading of a column → its system or its role."""
    doubts: tuple[str, ...]


def clip_fields(records: Sequence[Record]) -> list[str]:
    """The fields whose values all name clips, as far as the first records tell."""
    names = dict.fromkeys(name for record in records[:200] for name in record)
    given = {name: [str(one) for record in records[:200] if (one := record.get(name, ""))] for name in names}
    return [name for name, found in given.items() if found and all(map(_CLIP.fullmatch, found))]


def clip_columns(headings: Mapping[str, str], records: Sequence[Record], *, spoken: bool) -> ClipColumns:
    """The meaning of columns by their headings; `spoken` where the words to be said stand beside them."""
    names = unique(headings.values())
    series = [
        Series(name, tuple(_cell(one.get(field)) for one in records))
        for name, field in zip(names, headings, strict=True)
    ]
    roles: dict[str, str] = {}
    voices: dict[str, str] = {}
    owners: dict[str, str] = {}
    doubts = []
    for column, one in zip(headings, with_roles(series, spoken=spoken), strict=True):
        role = _OWN.get(column) or _ROLES.get(one.role, one.role)
        owners[one.heading] = one.heading if role == "output" else role
        if role == "output":
            voices[one.heading] = column
        else:
            roles[role] = f"{roles[role]}, {column}" if role in roles else column
        doubts += [one.doubt] if one.doubt and column not in _OWN else []
    return ClipColumns(roles, voices, owners, tuple(doubts))


def _cell(clip: object) -> PageCell:
    return PageCell(clips=(Player(str(clip)),)) if clip else PageCell()


def heading_of(column: str) -> str:
    """The name of what a column has the clips of."""
    heading = re.sub(r"(?:^|[_\-. ])(?:file_name|file|path|filepath|wav)$", "", column) or "audio"
    return "input" if heading == "audio" else heading.replace("_", " ")
