"""Mistakes and risks as values: what is wrong, where it was written, what to do.

Rule 1: a user's mistake is a `Problem`, collected and shown with the others; it is never raised.
Rule 2: lines and columns count from 1; columns count characters, not bytes or screen cells.
Rule 3: a problem holds no excerpt; `report` cuts it from the source when it prints.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """The gravity of a problem: an error stops the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """The place of a culprit in a file."""

    path: str
    """Relative to the project, with `/`; the path as given for a file outside any project."""
    line: int = 1
    """0 for a file of which no line is meant: people read its path alone."""
    column: int = 1
    end: int = 0
    """The column behind the culprit's last character on its line; 0 where only a point is known."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake or risk, with all that a reader needs to mend it."""

    code: str
    """A stable name, e.g. `unknown-model`; `build-site explain CODE` says more."""
    severity: Severity
    message: str
    """The mistake, with the offending value quoted."""
    place: Place
    hint: str = ""
    """The remedy; empty where the message says it."""


def any_error(problems: Iterable[Problem]) -> bool:
    """True if one of some problems is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem that has no place yet: what a tool found in a file it was given.

    The severity comes from the table in `codes`, and a catalogue may change it.
    """

    code: str
    message: str
    hint: str = ""
