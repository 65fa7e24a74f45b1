"""The table of problem codes: how grave each is, and what `build-site explain` says about it."""

from __future__ import annotations

from soundcase.problems.codes.building import BUILDING
from soundcase.problems.codes.code import Code
from soundcase.problems.codes.content import CONTENT
from soundcase.problems.codes.fetching import FETCHING
from soundcase.problems.codes.files import FILES
from soundcase.problems.codes.importing import IMPORTING
from soundcase.problems.codes.reading import READING
from soundcase.problems.problem import Place, Problem

__all__ = ["CODES", "Code", "problem_of"]

CODES: dict[str, Code] = {
    code.name: code for code in (*READING, *CONTENT, *FILES, *BUILDING, *IMPORTING, *FETCHING)
}
"""Every code, in the order of the manual."""


def problem_of(code: str, message: str, place: Place, hint: str = "") -> Problem:
    """A problem as grave as its code is in the table."""
    return Problem(code, CODES[code].severity, message, place, hint)
