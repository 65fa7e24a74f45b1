"""A problem code: its name, severity, title and explanation."""

from __future__ import annotations

from soundcase.problems.problem import Severity
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem."""

    name: str
    severity: Severity
    title: str
    explanation: str
    """The reason and the remedy, in Markdown."""
    adjustable: bool = False
    """True where `rules` in the catalogue may change its severity."""


def error(name: str, title: str, explanation: str, *, adjustable: bool = False) -> Code:
    """A code that stops the build."""
    return Code(name, Severity.ERROR, title, " ".join(explanation.split()), adjustable)


def warning(name: str, title: str, explanation: str) -> Code:
    """A code that does not stop the build; every catalogue may weigh it otherwise."""
    return Code(name, Severity.WARNING, title, " ".join(explanation.split()), adjustable=True)
