"""The keys of an example, its media and its turns, as `model` declares them.

Rule: a key is described where its field is declared; here each kind of field gets its type.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import Field, Tag, create_model

from soundcase import model
from soundcase.catalogue.schema.scalars import (
    Address,
    Channels,
    Cited,
    ConsentText,
    Entry,
    Id,
    Language,
    Line,
    OneOrMore,
    PerModel,
    Seconds,
    Sha256,
    Text,
    shape,
)
from soundcase.catalogue.schema.scores import GivenScore, Number
from soundcase.fields import FieldKind, fields_of

ChoicesValue = Annotated[
    Annotated[tuple[Line, ...], Tag("<list>"), Field(min_length=2)]
    | Annotated[Mapping[str, Line], Tag("<mapping>"), Field(min_length=2)],
    shape("a list or a mapping", list=list, mapping=dict),
]
_Entry = TypeVar("_Entry", bound=Entry)
_TYPES: dict[FieldKind, Any] = {
    "line": Line,
    "text": Text,
    "exact": Text,
    "markdown": Text,
    "language": Language,
    "labels": OneOrMore,
    "tags": Mapping[str, Line],
    "prompt": PerModel,
    "seconds": Seconds,
    "file": Line,
    "url": Address,
    "sha256": Sha256,
    "channels": Channels,
    "scores": Mapping[str, GivenScore],
    "numbers": Mapping[str, Number],
    "choices": ChoicesValue,
    "cited": Cited,
    "consent": ConsentText,
}
"""What is written for each kind of field; the kinds that are mappings themselves are added below."""


def _with_fields(values: type) -> Callable[[type[_Entry]], type[_Entry]]:
    """Give an entry the fields that a class declares."""

    def entry_with_fields(entry: type[_Entry]) -> type[_Entry]:
        fields: dict[str, Any] = {
            one.name: (_TYPES[one.kind], Field(description=one.about))
            if one.required
            else (_TYPES[one.kind] | None, Field(None, description=one.about))
            for one in fields_of(values).values()
        }
        return create_model(
            entry.__name__, __base__=entry, __module__=entry.__module__, __doc__=entry.__doc__, **fields
        )

    return entry_with_fields


@_with_fields(model.Media)
class MediaEntry(Entry):
    """A piece of media: words, labels, a clip, a picture, or several of these that belong together."""


MediaItem = Annotated[
    Annotated[Text, Tag("<text>")] | Annotated[MediaEntry, Tag("<media>")],
    shape("a text or a mapping", text=str, media=dict),
]
MediaValue = Annotated[
    Annotated[Text, Tag("<text>")]
    | Annotated[MediaEntry, Tag("<media>")]
    | Annotated[tuple[MediaItem, ...], Tag("<list>"), Field(min_length=1)],
    shape("a text, a mapping or a list", text=str, media=dict, list=list),
]
_TYPES |= {"media": MediaValue, "outputs": Mapping[str, MediaValue]}


class AttachmentEntry(Entry):
    """A file to download."""

    file: Line
    """The file, relative to `data/files/`."""
    label: Line | None = None
    """What readers see in place of its name."""


AttachmentItem = Annotated[
    Annotated[Line, Tag("<text>")] | Annotated[AttachmentEntry, Tag("<file>")],
    shape("a name or a mapping", text=str, file=dict),
]
_TYPES["files"] = Annotated[
    Annotated[Line, Tag("<text>")]
    | Annotated[AttachmentEntry, Tag("<file>")]
    | Annotated[tuple[AttachmentItem, ...], Tag("<list>"), Field(min_length=1)],
    shape("a name, a mapping or a list", text=str, file=dict, list=list),
]


@_with_fields(model.Turn)
class TurnEntry(Entry):
    """One turn of a dialogue."""


_TYPES["turns"] = tuple[TurnEntry, ...]


@_with_fields(model.Example)
class ExampleFields(Entry):
    """The keys that an example and its task's `defaults` have in common."""


class ExampleEntry(ExampleFields):
    """One row of a comparison."""

    id: Id | None = None
    """Its name in links; its number where none is given."""
