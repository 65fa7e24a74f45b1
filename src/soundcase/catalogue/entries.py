"""Entries of examples as most are written, without the schema, whose library takes longer to load than a build.

Rule 1: what is read here the schema reads as the same values; whatever it might refuse or change is left to it.
Rule 2: which keys there are, and of what kind, `model` alone says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from typing import Any

from soundcase.catalogue.nodes import Plain
from soundcase.catalogue.schema import ID, LANGUAGE
from soundcase.fields import FieldKind, fields_of
from soundcase.model import Example, Media, Turn
from soundcase.provenance import is_cited, is_consent
from soundcase.scores import ScoreValue

_ID, _LANGUAGE = re.compile(ID), re.compile(LANGUAGE)
_NUMBER = r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?"
_NUMBERS = re.compile(_NUMBER)
_SCORE = re.compile(rf"({_NUMBER})(?: ± ({_NUMBER.removeprefix('-?')}))?")


class UnusualError(Exception):
    """This is for the schema to read."""


class UsualEntry:
    """An entry: its values by their keys."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self.__dict__.update(given)
        self.model_fields_set: Set[str] = given.keys()


def example_entry(value: Plain) -> UsualEntry:
    """An example; UnusualError where the schema has to look at it."""
    if not isinstance(value, dict):
        raise UnusualError
    own = {**value}
    given = {"id": _matching(_ID, own.pop("id"))} if "id" in own else {}
    return UsualEntry({**_values(own, Example), **given})


def _values(value: dict[str, Plain], owner: type) -> dict[str, object]:
    fields = fields_of(owner)
    found: dict[str, object] = {}
    for name, written in value.items():
        read = _KINDS.get(fields[name].kind) if name in fields else None
        if read is None:
            raise UnusualError
        found[name] = read(written)
    if any(one.required and name not in found for name, one in fields.items()):
        raise UnusualError
    return found


def _text(value: Plain) -> str:
    if not isinstance(value, str):
        raise UnusualError
    return value


def _line(value: Plain) -> str:
    if not isinstance(value, str) or not value:
        raise UnusualError
    return value


def _matching(pattern: re.Pattern[str], value: Plain) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise UnusualError
    return value


def _holding(holds: Callable[[str], bool]) -> Callable[[Plain], str]:
    def read(value: Plain) -> str:
        if not isinstance(value, str) or not holds(value):
            raise UnusualError
        return value

    return read


def _labels(value: Plain) -> str | tuple[str, ...]:
    return tuple(map(_line, value)) if isinstance(value, list) and value else _line(value)


def _by_name(read: Callable[[Plain], object]) -> Callable[[Plain], Mapping[str, object]]:
    def read_all(value: Plain) -> Mapping[str, object]:
        if not isinstance(value, dict):
            raise UnusualError
        return {name: read(one) for name, one in value.items()}

    return read_all


def _choices(value: Plain) -> object:
    if not isinstance(value, (list, dict)) or len(value) < 2:
        raise UnusualError
    return _by_name(_line)(value) if isinstance(value, dict) else tuple(map(_line, value))


def _prompt(value: Plain) -> object:
    return _by_name(_line)(value) if isinstance(value, dict) else _line(value)


def _media(value: Plain) -> object:
    return tuple(map(_piece, value)) if isinstance(value, list) and value else _piece(value)


def _piece(value: Plain) -> object:
    return UsualEntry(_values(value, Media)) if isinstance(value, dict) else _text(value)


def _attachments(value: Plain) -> object:
    return tuple(map(_attachment, value)) if isinstance(value, list) and value else _attachment(value)


def _attachment(value: Plain) -> object:
    if not isinstance(value, dict):
        return _line(value)
    if "file" not in value or not value.keys() <= {"file", "label"}:
        raise UnusualError
    return UsualEntry({"label": None, **_by_name(_line)(value)})


def _turns(value: Plain) -> object:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise UnusualError
    return tuple(UsualEntry(_values(one, Turn)) for one in value if isinstance(one, dict))


def _number(value: Plain) -> float:
    return float(_matching(_NUMBERS, value))


def _score(value: Plain) -> ScoreValue:
    found = _SCORE.fullmatch(_text(value))
    if not found:
        raise UnusualError
    return ScoreValue(float(found[1]), float(found[2]) if found[2] else None)


_KINDS: Mapping[FieldKind, Callable[[Plain], Any]] = {
    **dict.fromkeys(("line", "file"), _line),
    **dict.fromkeys(("text", "exact", "markdown"), _text),
    "language": lambda value: _matching(_LANGUAGE, value),
    "labels": _labels,
    "tags": _by_name(_line),
    "prompt": _prompt,
    "media": _media,
    "outputs": _by_name(_media),
    "turns": _turns,
    "scores": _by_name(_score),
    "numbers": _by_name(_number),
    "choices": _choices,
    "files": _attachments,
    "cited": _holding(is_cited),
    "consent": _holding(is_consent),
}
"""How a value of each kind is read; the others are for the schema."""
