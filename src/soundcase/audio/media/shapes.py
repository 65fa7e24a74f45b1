"""Values as JSON and back, strictly: what has not the shape of its class is no value.

Rule: nothing is guessed or converted; a field that is missing has its default, one that is unknown is an error.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

Value = TypeVar("Value")
_Reader = Callable[[Any], Any]
_PLAIN: dict[Any, tuple[type, ...]] = {str: (str,), int: (int,), float: (float, int), bool: (bool,)}


def dumped(value: object) -> bytes:
    """A value as JSON on one line."""
    return json.dumps(value, default=_fields, separators=(",", ":")).encode()


def parsed(body: bytes, shape: type[Value]) -> Value:
    """The value of this type that some JSON says; raises ValueError, TypeError where it is another."""
    found: Value = _reader(cast("Any", shape))(json.loads(body))
    return found


def _fields(value: Any) -> dict[str, Any]:  # noqa: ANN401 (of any frozen class)
    return {one.name: getattr(value, one.name) for one in fields(value)}


@cache
def _reader(shape: Any) -> _Reader:  # noqa: ANN401 (a type, or what `typing` makes of several)
    """What reads values of a type: of a frozen class, a tuple, a plain one, or one of these or None."""
    inner = get_args(shape)
    if shape in _PLAIN:
        return lambda value: _checked(value, type(value) in _PLAIN[shape])
    if NoneType in inner:
        [read] = [_reader(one) for one in inner if one is not NoneType]
        return lambda value: None if value is None else read(value)
    if get_origin(shape) is tuple:
        return _tuple_reader(*inner)
    assert is_dataclass(shape)
    readers, made = {name: _reader(hint) for name, hint in get_type_hints(shape).items()}, cast("Any", shape)

    def read_fields(value: Any) -> object:  # noqa: ANN401 (any value of JSON)
        given = _checked(value, type(value) is dict)
        return made(**{name: readers[name](one) for name, one in given.items()})

    return read_fields


def _tuple_reader(*inner: Any) -> _Reader:  # noqa: ANN401 (as above)
    if inner == (float, ...):  # of bars there are a hundred in each clip
        return lambda value: tuple(_checked(value, type(value) is list and {*map(type, value)} <= {float, int}))
    if inner[-1] is Ellipsis:
        read = _reader(inner[0])
        return lambda value: tuple(map(read, _checked(value, type(value) is list)))
    readers = tuple(map(_reader, inner))
    return lambda value: tuple(
        read(one) for read, one in zip(readers, _checked(value, type(value) is list), strict=True)
    )


def _checked(value: Any, fits: bool) -> Any:  # noqa: ANN401, FBT001 (any value of JSON)
    if not fits:
        raise ValueError("another shape")
    return value
