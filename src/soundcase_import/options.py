"""The options of an import, and the error that ends one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from pathlib import Path

from soundcase.problems.codes import problem_of
from soundcase.problems.problem import Place, Problem
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class ReadingChoice:
    """A part of a page that can be read in two ways: its sketch, and the ways' names, the likelier first."""

    name: str
    where: str
    """The headings above it."""
    rows: Sequence[Sequence[str]]
    readings: tuple[str, str]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The options of `build-site import`."""

    sources: tuple[Path, ...]
    kind: str = ""
    """`page`, `results`, `folder` or the name of an importer; found out where it is empty."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Role → field of the results."""
    sample: int | None = None
    seed: int = 0
    only_differing: bool = False
    ids: Path | None = None
    audio: Path | None = None
    """Where the clips are that results name."""
    without_audio: bool = False
    skip_missing: bool = False
    read: Mapping[str, str] = field(default_factory=dict)
    """Part of a page → the reading that is to be taken."""
    ask: Callable[[ReadingChoice], str] | None = None
    """Who decides between two readings; nobody where it is None."""
    pattern: str = ""
    """How a folder's paths are made, e.g. `{model}/{example}`."""


class RefusedError(Exception):
    """An import that cannot go on; the problems say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems)
        self.problems = problems


def refused(code: str, message: str, place: Path | str, hint: str = "", *, line: int = 1) -> RefusedError:
    """The error for one problem."""
    return RefusedError(problem_of(code, message, Place(str(place), line), hint))
