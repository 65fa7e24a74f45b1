"""Frozen values as `dataclasses` makes them, whose classes are made in a tenth of the time.

The standard decorator compiles six methods for each class. A build imports 250 classes, and needs values of
half of them: here all share their methods but `__init__`, which is compiled for the first value of a class.

Rule: `fields`, `replace` and `asdict` take these values as their own; equality, hash, order of parameters,
    defaults and pickling are the same.
"""

# The methods take any value, and read what the decorator gives its class:
# ruff: noqa: ANN401, SLF001

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import MISSING, FrozenInstanceError, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

_Value = TypeVar("_Value")
_set = object.__setattr__


@dataclass_transform(field_specifiers=(dataclasses.field, dataclasses.Field))
def dataclass(
    *, frozen: bool = False, slots: bool = False, kw_only: bool = False
) -> Callable[[type[_Value]], type[_Value]]:
    """The decorator of `dataclasses`; quick for classes that are frozen and slotted."""

    def quick(plain: type[_Value]) -> type[_Value]:
        plain.__doc__ = plain.__doc__ or plain.__name__  # else `dataclasses` writes one, which takes long
        made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(plain)
        made._names = tuple(one.name for one in fields(made))
        made._values = attrgetter(*(made._names or ["__class__"]), "__class__")  # always a tuple
        for name, method in (("__init__", _init(made)), *_METHODS.items()):
            if name not in plain.__dict__:
                setattr(made, name, method)
        return made  # type: ignore[no-any-return]

    if frozen and slots:
        return quick
    return dataclasses.dataclass(frozen=frozen, slots=slots, kw_only=kw_only)


def _init(owner: type[Any]) -> Callable[..., None]:
    """The `__init__` of a class until it is called: it compiles the one that takes its place.

    It knows its class, and does not look for it: another thread may have put the compiled one there already.
    """

    def first(self: object, *positional: object, **named: object) -> None:
        compiled = _compiled(owner)
        setattr(owner, "__init__", compiled)  # noqa: B010 (mypy takes it for a method of a value)
        compiled(self, *positional, **named)

    return first


def _compiled(owner: type[Any]) -> Callable[..., None]:
    """The `__init__` of a class, as `dataclasses` would write it."""
    scope: dict[str, Any] = {"_set": _set, "_MISSING": MISSING}
    positional, named, body = ["self"], ["*"], ["pass"]
    for one in fields(owner):
        default, made = f"_default_{one.name}", f"_made_{one.name}"
        scope |= {default: one.default, made: one.default_factory}
        value = one.name if one.init else default
        parameter = one.name if one.default is MISSING else f"{one.name}={default}"
        if one.default_factory is not MISSING:
            parameter = f"{one.name}=_MISSING"
            value = f"{made}() if {one.name} is _MISSING else {one.name}" if one.init else f"{made}()"
        if one.init:
            (named if one.kw_only else positional).append(parameter)
        if one.init or one.default is not MISSING or one.default_factory is not MISSING:
            body.append(f"_set(self, {one.name!r}, {value})")
    if hasattr(owner, "__post_init__"):
        body.append("self.__post_init__()")
    parameters = ", ".join((*positional, *(named if named[1:] else ())))
    exec(f"def __init__({parameters}):\n " + "\n ".join(body), scope)  # noqa: S102 (as `dataclasses` does)
    return scope["__init__"]  # type: ignore[no-any-return]


def _repr(self: Any) -> str:
    said = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self))
    return f"{type(self).__qualname__}({said})"


def _eq(self: Any, other: Any) -> bool:
    return self._values(self) == other._values(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(self._values(self))


def _assign(self: object, name: str, value: object) -> None:  # noqa: ARG001 (called by Python)
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(self: object, name: str) -> None:  # noqa: ARG001 (called by Python)
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> tuple[object, ...]:
    return self._values(self)[: len(self._names)]  # type: ignore[no-any-return]


def _restore(self: Any, state: Iterable[object]) -> None:
    for name, value in zip(self._names, state, strict=True):
        _set(self, name, value)


_METHODS = {
    "__repr__": _repr,
    "__eq__": _eq,
    "__hash__": _hash,
    "__setattr__": _assign,
    "__delattr__": _delete,
    "__getstate__": _state,
    "__setstate__": _restore,
}
