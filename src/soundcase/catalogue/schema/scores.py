"""The scores that a task declares, and those that an output carries.

Rule 1: `4.21`, `4.21 ± 0.08` and `4.21 (0.08)` as papers have them; `{value, ci, n}` says it in full.
Rule 2: what people write where there is no number (`n/a`, a dash, nothing) is an empty score.
Rule 3: units, commas and what is not finite are refused with a hint that says how to write it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isfinite
from typing import Annotated, Literal

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from soundcase.catalogue.schema.scalars import Entry, Line, shape
from soundcase.scores import ScoreValue

_SIZE = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+\-−]?[0-9]+)?"
_NUMBER = rf"[+\-−]?{_SIZE}"
_SCORE = rf"({_NUMBER})(?: ?(?:±|\+/?[-−]|\$?\\pm\$?) ?({_SIZE})| ?\( ?±? ?({_SIZE}) ?\))?"
_NOTHING = r"[-–—−]?|[nN]/?[aA]"
_SCHEMA = {"type": ["number", "string"], "pattern": f"^ *(?:{_NOTHING}|{_SCORE}) *$"}


def _refused(text: str) -> PydanticCustomError:
    """The reason why a text is not a number, with a hint for what people write most."""
    message = "must be a number"
    hint = "write a number, '4.21 ± 0.08', {value: 4.21, ci: 0.08, n: 30}, or n/a where there is none"
    behind = re.fullmatch(rf"({_SCORE}) ?(%|[^\W\d_]\S*)", text)
    if re.search(r"\d,\d", text):
        message += ", written without a comma"
        hint = "write the decimals behind a point, and nothing between thousands: 1234.5"
    elif re.fullmatch(r"[+\-−]?(nan|inf|infinity)", text, re.IGNORECASE):
        hint = "write n/a where there is no number"
    elif behind:
        hint = f"write {behind[1]}, and the unit once, in the task's 'scores': {{unit: '{behind[5]}'}}"
    return PydanticCustomError("score", "{message}", {"message": message, "hint": hint})


def _float(text: str) -> float:
    value = float(text.replace("−", "-"))
    if not isfinite(value):
        hint = "it is larger than any number that a program can hold"
        raise PydanticCustomError("score", "{message}", {"message": "must be a number", "hint": hint})
    return value


def _score(value: object) -> ScoreValue | None:
    """A score as it is written in a text; None for an empty one."""
    text = " ".join(str(value).split())
    if re.fullmatch(_NOTHING, text):
        return None
    found = re.fullmatch(_SCORE, text)
    if not found:
        raise _refused(text)
    ci = found[2] or found[3]
    return ScoreValue(_float(found[1]), None if ci is None else _float(ci))


def _number(value: object) -> object:
    """A number in a mapping, which has a place of its own for everything else."""
    if isinstance(value, str):
        if not re.fullmatch(_NUMBER, value):
            raise _refused(value)
        _float(value)
        return value.replace("−", "-")
    return value


Number = Annotated[float, BeforeValidator(_number), WithJsonSchema({"type": "number"})]
Width = Annotated[
    float, Field(ge=0), BeforeValidator(_number), WithJsonSchema({"type": "number", "minimum": 0})
]
Trials = Annotated[int, Field(ge=1, le=10**9), WithJsonSchema({"type": "integer", "minimum": 1})]


class ScoreValueEntry(Entry):
    """A score with what is known of how sure it is."""

    value: Number
    """The number itself."""
    ci: Width | None = None
    """Half the width of its 95 % confidence interval: 0.08 for `4.21 ± 0.08`."""
    n: Trials | None = None
    """Over how many ratings or trials it is."""


GivenScore = Annotated[
    Annotated[ScoreValue | None, PlainValidator(_score), WithJsonSchema(_SCHEMA), Tag("<text>")]
    | Annotated[ScoreValueEntry, Tag("<score>")],
    shape("a number, or a mapping with 'value'", text=str, score=dict),
]


class ResultEntry(Entry):
    """A figure of the whole test set, and those of its parts."""

    groups: Mapping[str, GivenScore] | None = None
    """The same for parts of the set, by the names of the examples' groups where they have some."""
    value: Annotated[Number | None, Field(validate_default=True)] = None
    """The number itself, of the whole set."""
    ci: Width | None = None
    """Half the width of its 95 % confidence interval."""
    n: Trials | None = None
    """Over how many examples it is, or over how many words or ratings."""

    @field_validator("value")
    @classmethod
    def _is_there(cls, value: float | None, about: ValidationInfo) -> float | None:
        if value is None and about.data.get("groups", {}) is None:
            raise PydanticCustomError("missing", "a number")
        return value


GivenResult = Annotated[
    Annotated[ScoreValue | None, PlainValidator(_score), WithJsonSchema(_SCHEMA), Tag("<text>")]
    | Annotated[ResultEntry, Tag("<result>")],
    shape("a number, or a mapping with 'value' or 'groups'", text=str, result=dict),
]


class ScoreEntry(Entry):
    """A score of the task: given with the outputs, or measured on their texts."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["better"]}, {"required": ["measure"]}]}
    )

    measure: Literal["wer", "cer", "exact"] | None = None
    """Computed by the build from each output's text and its reference, compared as `text_match` says, in per
    cent: errors by word (`wer`) or by character (`cer`), or whether both say the same (`exact`). Such a score
    is not given with the outputs."""
    better: Annotated[Literal["higher", "lower"] | None, Field(validate_default=True)] = None
    """Which direction is better; of error rates always `lower`, of `exact` `higher`."""
    unit: Line | None = None
    """Printed behind the number, e.g. `dB` or `%`; of a measured score always `%`."""
    average: Literal["pooled", "mean", "none"] | None = None
    """How it is averaged over examples. `pooled`, for error rates and their default: all errors over the
    length of all references. `mean`, the default of all others: the mean of the examples. `none`: not at
    all."""

    @field_validator("better")
    @classmethod
    def _has_a_direction(cls, value: str | None, about: ValidationInfo) -> str | None:
        if value is None and "measure" in about.data and about.data["measure"] is None:
            raise PydanticCustomError("missing", "which direction is better")
        if value == "higher" and about.data.get("measure") in ("wer", "cer"):
            raise ValueError("must be 'lower': fewer errors are better")
        if value == "lower" and about.data.get("measure") == "exact":
            raise ValueError("must be 'higher': more right answers are better")
        return value

    @field_validator("unit")
    @classmethod
    def _is_per_cent(cls, value: str | None, about: ValidationInfo) -> str | None:
        if value not in (None, "%") and about.data.get("measure"):
            raise ValueError("must be '%': what is measured is given in per cent")
        return value

    @field_validator("average")
    @classmethod
    def _has_errors_to_add_up(cls, value: str | None, about: ValidationInfo) -> str | None:
        if value == "pooled" and "measure" in about.data and about.data["measure"] not in ("wer", "cer"):
            raise ValueError("must be 'mean' or 'none': only error rates have errors to add up")
        return value
