"""Values whose classes are made quickly are those that `dataclasses` would make."""

from __future__ import annotations

import copy
import dataclasses
import math
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field
from typing import Any, ClassVar

import pytest

from soundcase.values import dataclass


def classes(decorator: Callable[..., Any]) -> dict[str, Any]:
    """Classes of every shape, made by a decorator."""

    @decorator(frozen=True, slots=True)
    class Empty:
        """No fields."""

    @decorator(frozen=True, slots=True)
    class One:
        """One field."""

        a: object

    @decorator(frozen=True, slots=True)
    class Defaults:
        """All kinds of defaults."""

        a: int
        b: str = "b"
        c: list[int] = field(default_factory=list)
        d: int = field(default=4, metadata={"about": "d"})
        known: ClassVar[int] = 7

    @decorator(frozen=True, slots=True)
    class Child(Defaults):
        """Inherits, and replaces a default."""

        b: str = "B"
        e: int = 5

    @decorator(frozen=True, slots=True, kw_only=True)
    class Named:
        """Only by name."""

        a: int
        b: int = 2

    @decorator(frozen=True, slots=True)
    class Made:
        """One field is no parameter."""

        a: int
        b: int = field(init=False, default=3)
        c: list[int] = field(init=False, default_factory=list)

        def __post_init__(self) -> None:
            object.__setattr__(self, "b", self.a * 2)

    @decorator(frozen=True, slots=True)
    class Own:
        """A method of its own."""

        a: int

        def __repr__(self) -> str:
            return "own"

    return {made.__name__: made for made in (Empty, One, Defaults, Child, Named, Made, Own)}


OURS, THEIRS = classes(dataclass), classes(dataclasses.dataclass)
CALLS: list[tuple[str, tuple[object, ...], dict[str, object]]] = [
    ("Empty", (), {}),
    ("One", ((1, 2),), {}),
    ("One", (math.nan,), {}),
    ("Defaults", (1,), {}),
    ("Defaults", (1, "x"), {"d": 5}),
    ("Child", (1,), {"e": 6}),
    ("Named", (), {"a": 1}),
    ("Made", (4,), {}),
    ("Own", (1,), {}),
]
WRONG: list[tuple[str, tuple[object, ...], dict[str, object]]] = [
    ("Empty", (1,), {}),
    ("One", (), {}),
    ("Defaults", (), {"b": "x"}),
    ("Defaults", (1,), {"z": 1}),
    ("Named", (1,), {}),
    ("Made", (1, 2), {}),
]


@pytest.mark.parametrize(("name", "positional", "named"), CALLS)
def test_a_value_is_what_dataclasses_would_make(
    name: str, positional: tuple[object, ...], named: dict[str, object]
) -> None:
    ours, theirs = OURS[name](*positional, **named), THEIRS[name](*positional, **named)
    assert repr(ours) == repr(theirs)
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs) or name == "One"
    assert [(one.name, one.metadata) for one in dataclasses.fields(ours)] == [
        (one.name, one.metadata) for one in dataclasses.fields(theirs)
    ]
    assert type(ours).__match_args__ == type(theirs).__match_args__
    assert type(ours).__slots__ == type(theirs).__slots__
    assert ours == OURS[name](*positional, **named)
    assert ours != theirs
    assert copy.copy(ours) == ours


@pytest.mark.parametrize(("name", "positional", "named"), WRONG)
def test_what_dataclasses_would_refuse_is_refused_with_its_words(
    name: str, positional: tuple[object, ...], named: dict[str, object]
) -> None:
    with pytest.raises(TypeError) as theirs:
        THEIRS[name](*positional, **named)
    with pytest.raises(TypeError) as ours:
        OURS[name](*positional, **named)
    assert str(ours.value).split("__init__")[1] == str(theirs.value).split("__init__")[1]


def test_values_differ_and_hash_by_their_fields_and_their_class() -> None:
    one, child = OURS["One"], OURS["Child"]
    assert len({one(1), one(1), one(2)}) == 2
    assert hash(OURS["Empty"]()) == hash(OURS["Empty"]())
    assert child(1) != OURS["Defaults"](1, "B")
    with pytest.raises(TypeError, match="unhashable"):
        hash(OURS["Defaults"](1))
    assert dataclasses.replace(child(1), e=9) == child(1, e=9)


def test_values_are_frozen() -> None:
    value = OURS["One"](1)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'a'"):
        value.a = 2
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'a'"):
        del value.a
    with pytest.raises(FrozenInstanceError):
        value.other = 2


@dataclass(frozen=True, slots=True)
class Kept:
    """A value that is pickled."""

    a: int
    b: str = "b"


def test_values_are_pickled() -> None:
    assert pickle.loads(pickle.dumps(Kept(1, "x"))) == Kept(1, "x")


def test_defaults_are_no_value_of_others() -> None:
    one, other = OURS["Defaults"](1), OURS["Defaults"](1)
    assert one.c is not other.c


def test_threads_may_make_the_first_values_of_a_class_at_once() -> None:
    """One of them may have begun with the constructor that another one then replaces."""

    @dataclass(frozen=True, slots=True)
    class Pair:
        one: int
        other: int = 2

    begun: Callable[..., None] = Pair.__init__
    assert Pair(1) == Pair(1, 2)
    late = object.__new__(Pair)
    begun(late, 3)
    assert late == Pair(3)
