"""The texts, numbers and unions that catalogue entries are made of.

Rule 1: every scalar arrives as text (YAML guesses nothing) and gets its type here.
Rule 2: the JSON Schema also admits numbers, truth values and null where text is meant, because editors read
YAML with guessing.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Mapping
from functools import cache
from itertools import pairwise
from textwrap import dedent
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
)

from soundcase.audio.signal.downmix import AMBISONICS, LAYOUTS
from soundcase.catalogue.schema import ID, LANGUAGE
from soundcase.provenance import ADDRESS, CONSENTS, is_address, is_cited, is_consent, is_date

_SCALAR = ["string", "number", "boolean", "null"]
COLOUR = r"^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$"
_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = rf"(?=.{{1,253}}$)({_LABEL}\.)+(?=[A-Za-z]){_LABEL}"
_SHA256 = r"^[0-9a-f]{64}$"
ORCID = r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$"


def matching(pattern: str, wanted: str) -> AfterValidator:
    """A check that a text matches; `wanted` completes "must be …"."""
    expression = re.compile(pattern)
    return checked(lambda value: bool(expression.fullmatch(value)), wanted)


def checked(holds: Callable[[str], bool], wanted: str) -> AfterValidator:
    """A check that something holds of a text; `wanted` completes "must be …"."""

    def check(value: str) -> str:
        if not holds(value):
            raise ValueError(f"must be {wanted}")
        return value

    return AfterValidator(check)


def _truth(value: object) -> object:
    if value in ("true", "false"):
        return value == "true"
    if isinstance(value, str):
        raise ValueError("must be 'true' or 'false'")
    return value


def _number(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", value):
        raise ValueError("must be a number" + (", written without a comma" if "," in value else ""))
    return value


def _address(value: str) -> str:
    """The address; what no program could take apart is refused here, so that none has to expect it."""
    if not is_address(value):
        raise ValueError("must be an address whose host and port are valid")
    return value


def shape(wanted: str, **tags: type) -> Discriminator:
    """The branch of a union by a value's shape alone; `wanted` names the branches for people."""

    def choose(value: object) -> str | None:
        return next((f"<{tag}>" for tag, shape in tags.items() if isinstance(value, shape)), None)

    return Discriminator(choose, "shape", wanted)


Text = Annotated[str, WithJsonSchema({"type": _SCALAR})]
Line = Annotated[str, Field(min_length=1), WithJsonSchema({"type": _SCALAR, "minLength": 1})]
Id = Annotated[
    str,
    matching(ID, "without blanks and without any of / \\ \" ' < > & # ? %"),
    WithJsonSchema({"type": ["string", "number"], "pattern": ID}),
]
Address = Annotated[
    str,
    matching(ADDRESS, "an address that begins with https:// or http://"),
    AfterValidator(_address),
    WithJsonSchema({"type": "string", "pattern": ADDRESS}),
]
DomainName = Annotated[
    str,
    matching(_DOMAIN, "a host name of the form demo.lab.org, without https:// and without a path"),
    AfterValidator(str.lower),
    WithJsonSchema({"type": "string", "pattern": f"^{_DOMAIN}$"}),
]
Language = Annotated[
    str,
    matching(LANGUAGE, "a language tag such as 'en', 'zh' or 'pt-BR'"),
    WithJsonSchema({"type": ["string", "boolean"], "pattern": LANGUAGE}),
]
Sha256 = Annotated[
    str,
    matching(_SHA256, "64 hexadecimal digits in lower case"),
    WithJsonSchema({"type": "string", "pattern": _SHA256}),
]
Cited = Annotated[Line, checked(is_cited, "a name, or a whole address that begins with https:// or http://")]
ConsentText = Annotated[
    Line,
    checked(is_consent, f"one of {', '.join(CONSENTS)}, or a sentence"),
    WithJsonSchema({"type": "string", "pattern": rf"^({'|'.join(CONSENTS)})$|\S\s+\S"}),
]
Date = Annotated[
    str,
    checked(is_date, "a date such as 2025, 2025-08 or 2025-08-14"),
    WithJsonSchema({"type": ["string", "number"], "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$"}),
]
Truth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema({"enum": [True, False, "true", "false"]})]
Seconds = Annotated[
    float,
    Field(ge=0, le=1_000_000),
    BeforeValidator(_number),
    WithJsonSchema({"type": "number", "minimum": 0}),
]
Radius = Annotated[Seconds, Field(le=32)]
Hours = Annotated[
    float,
    Field(gt=0, le=24),
    BeforeValidator(_number),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 24}),
]
Count = Annotated[
    int,
    Field(ge=1, le=1000),
    BeforeValidator(_number),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 1000}),
]
Format = Literal["mp3", "opus", "aac", "flac", "wav"]
OneOrMore = Annotated[
    Annotated[Line, Tag("<text>")] | Annotated[tuple[Line, ...], Tag("<list>"), Field(min_length=1)],
    shape("a text or a list of texts", text=str, list=list),
]
PerModel = Annotated[
    Annotated[Line, Tag("<text>")] | Annotated[Mapping[str, Line], Tag("<map>")],
    shape("a text, or a mapping of model ids to texts", text=str, map=dict),
]


_CHANNEL = r"[1-9]\d{0,3}"
_LAYOUT = f"{_CHANNEL}|{AMBISONICS}|{'|'.join(map(re.escape, LAYOUTS))}"
Channel = Annotated[
    str,
    matching(_CHANNEL, "the number of a channel, from 1"),
    WithJsonSchema({"type": ["string", "integer"], "pattern": f"^{_CHANNEL}$", "minimum": 1}),
]
Channels = Annotated[
    Annotated[
        str,
        matching(_LAYOUT, f"the number of a channel, '{AMBISONICS}', or a layout: {', '.join(LAYOUTS)}"),
        WithJsonSchema({"type": ["string", "number"], "pattern": f"^({_LAYOUT})$"}),
        Tag("<text>"),
    ]
    | Annotated[tuple[Channel, ...], Tag("<list>"), Field(min_length=1, max_length=2)],
    shape("a channel, a layout, or a list of one or two channels", text=str, list=list),
]


class Entry(BaseModel):
    """A mapping in a catalogue file."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


@cache
def descriptions(entry: type[Entry]) -> Mapping[str, str]:
    """The meaning of each key, as the text below its field says; read only where it is asked for."""
    found = {name: field.description for name, field in entry.model_fields.items() if field.description}
    for one in reversed(entry.__mro__[: entry.__mro__.index(BaseModel)]):
        [body] = [
            node.body
            for node in ast.parse(dedent(inspect.getsource(one))).body
            if isinstance(node, ast.ClassDef)
        ]
        for field, text in pairwise(body):
            match field, text:
                case ast.AnnAssign(target=ast.Name(name)), ast.Expr(value=ast.Constant(value=str(words))):
                    found[name] = inspect.cleandoc(words)
    return found
