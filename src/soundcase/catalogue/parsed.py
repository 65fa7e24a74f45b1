"""The values that stand for one file of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from soundcase.model import Catalogue, Task
from soundcase.problems.problem import Problem
from soundcase.values import dataclass

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Reading(Generic[Value]):
    """A file that was read."""

    value: Value | None
    """None where nothing of it can be understood."""
    problems: tuple[Problem, ...]
    legible: bool
    """Whether it is YAML or JSON Lines at all, so that places in it are known."""


@dataclass(frozen=True, slots=True)
class TaskHead:
    """A task without its examples, and what they have in common."""

    task: Task
    """Its `models` are those that it names; none where the examples tell."""
    shared: Mapping[str, Any]
    """The values of its `defaults`."""
    names_models: bool


@dataclass(frozen=True, slots=True)
class ParsedExamples:
    """Examples of one file, which are kept by themselves."""

    digests: tuple[bytes, ...]
    answering: tuple[str, ...]
    """The models that gave something, sorted."""
    keys: tuple[bytes, ...] = ()
    """Those of `usual`, under which they were found by the hundred."""


@dataclass(frozen=True, slots=True)
class ParsedTask:
    """A task as its file says it."""

    head: TaskHead
    examples: ParsedExamples
    """Its own; those of another file are not among them."""
    examples_from: str
    """That file; empty where there is none."""
    key: bytes = b""
    """That of `usual`, under which the head was found."""


@dataclass(frozen=True, slots=True)
class ParsedCatalogue:
    """The main file."""

    head: Catalogue
    """Without tasks."""
    tasks: tuple[tuple[tuple[int, str | ParsedTask], ...], ...]
    """For each section its tasks, or their files, with their numbers in the list."""
    rules: tuple[tuple[str, str], ...]
    """Codes with the severities that it sets."""
