"""The table of problem codes: how grave each is, and what `build-site explain` says about it."""

from __future__ import annotations

from soundcase.problems.codes.catalogue import CONTENT, READING
from soundcase.problems.codes.code import Code
from soundcase.problems.codes.commands import BUILDING, FETCHING, IMPORTING
from soundcase.problems.codes.files import FILES
from soundcase.problems.problem import Place, Problem

__all__ = ["CODES", "Code", "problem_of"]

CODES: dict[str, Code] = {
    code.name: code for code in (*READING, *CONTENT, *FILES, *BUILDING, *IMPORTING, *FETCHING)
}
"""Every code, in the order of the manual."""


def problem_of(code: str, message: str, place: Place, hint: str = "") -> Problem:
    """A problem as grave as its code is in the table."""
    return Problem(code, CODES[code].severity, message, place, hint)
