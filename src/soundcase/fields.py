"""The declaration of a field of the catalogue: its kind, its place on the page, its description.

Rule 1: the classes of `model` declare their fields with `declared`; what reads, checks, draws, searches, writes
or describes fields asks `fields_of`, and names one only where it treats that one as no other.
Rule 2: what is done with a field follows from its kind and its place.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, TypedDict, Unpack

from soundcase.values import dataclass

FieldKind = Literal[
    "line", "text", "exact", "markdown", "language", "labels", "tags", "prompt", "media", "outputs", "turns",
    "seconds", "file", "url", "sha256", "channels", "scores", "numbers", "choices", "cited", "consent", "files",
]  # fmt: skip
"""`line`: a name or heading, empty where there is none. `text`: authors' words, with formulas and readings,
None where there are none. `exact`: words that are shown and compared to the letter. `markdown`: a remark.
`media`: pieces of media; `outputs`: the same by model. `choices`: answers to choose from.
`cited`: a name or an address. `files`: files to download."""
Place = Literal["", "before", "after", "origin"]
"""What the systems got, what is right, or where it comes from, which is shown on request; empty for what has no
place of its own."""
Bare = Literal["text", "labels", "audio", "output", "reference"]
"""What a bare string in media is: always the same; or what the task's `output` says; or a clip where that is
`audio`, else a text."""

_DEFAULTS: Mapping[FieldKind, object] = {
    **dict.fromkeys(("text", "exact", "labels", "seconds", "file")),
    **dict.fromkeys(("media", "turns", "choices", "files"), ()),
}
"""What a field holds of which nothing is said; an empty text where this does not tell."""
_MAPPINGS = ("tags", "outputs", "scores", "numbers")
_DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class Field:
    """A declared field."""

    name: str
    kind: FieldKind
    about: str
    """The description of its key, for the manual and for editors."""
    place: Place = ""
    rank: int = 0
    """Where its cell stands among those of its place: the lower ones first, then as they are declared."""
    bare: Bare = "text"
    required: bool = False

    @property
    def role(self) -> str:
        """Its `data-role` on the page."""
        return {"labels": "label"}.get(self.name, self.name.replace("_", "-"))

    def bare_in(self, output: str) -> str:
        """The kind of a bare string in a task with this `output`: `text`, `labels` or `audio`."""
        kinds = {"output": output, "reference": "audio" if output == "audio" else "text"}
        return kinds.get(self.bare, self.bare)


class FieldOptions(TypedDict, total=False):
    """Options of few declarations; see `Field`."""

    rank: int
    bare: Bare
    required: bool


def declared(
    kind: FieldKind, about: str, place: Place = "", *, default: object = "", **options: Unpack[FieldOptions]
) -> Any:  # noqa: ANN401 (it stands for a value of the field's type)
    """The declaration of a field in a dataclass."""
    metadata = {_DECLARED: Field("", kind, about, place, **options)}
    if kind in _MAPPINGS:
        return dataclasses.field(default_factory=dict, metadata=metadata)
    return dataclasses.field(default=_DEFAULTS.get(kind, default), metadata=metadata)


def fields_of(values: type) -> Mapping[str, Field]:
    """The declared fields of a class by their names, in the order of the catalogue."""
    return _fields_of(values)


@cache
def _fields_of(values: Any) -> Mapping[str, Field]:  # noqa: ANN401 (a frozen class is no `Hashable` for mypy)
    return {
        one.name: dataclasses.replace(one.metadata[_DECLARED], name=one.name)
        for one in dataclasses.fields(values)
        if _DECLARED in one.metadata
    }


def placed(values: type, place: Place) -> tuple[Field, ...]:
    """The fields of a class that have a cell in this place, in reading order."""
    found = (one for one in fields_of(values).values() if one.place == place)
    return tuple(sorted(found, key=lambda one: one.rank))
