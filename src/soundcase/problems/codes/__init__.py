"""The table of problem codes: how grave each is, and what `build-site explain` says about it."""

from __future__ import annotations

from soundcase.problems.codes.catalogue import CONTENT, READING
from soundcase.problems.codes.code import Code
from soundcase.problems.codes.commands import BUILDING, FETCHING, FROM_PYTHON, IMPORTING
from soundcase.problems.codes.files import FILES
from soundcase.problems.codes.sites import SITES
from soundcase.problems.problem import Place, Problem

__all__ = ["CODES", "TABLES", "Code", "problem_of"]

TABLES: dict[str, tuple[Code, ...]] = {
    "Reading YAML and holding it against the format": READING,
    "What a catalogue says: models, ids, cells, texts": CONTENT,
    "The files that a catalogue names": FILES,
    "Making and publishing the site": BUILDING,
    "New projects: from nothing, and from what a lab has already": IMPORTING,
    "Downloading clips": FETCHING,
    "Sites that are published": SITES,
    "Pages that a program makes": FROM_PYTHON,
}
"""The codes by what they are about, titled and ordered as in the manual."""

CODES: dict[str, Code] = {code.name: code for table in TABLES.values() for code in table}
"""Every code, in the order of the manual."""


def problem_of(code: str, message: str, place: Place, hint: str = "") -> Problem:
    """A problem as grave as its code is in the table."""
    return Problem(code, CODES[code].severity, message, place, hint)
