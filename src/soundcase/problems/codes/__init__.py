"""The table of problem codes: how grave each is, and what `build-site explain` says about it."""

from __future__ import annotations

from soundcase.problems.codes.building import BUILDING
from soundcase.problems.codes.code import Code
from soundcase.problems.codes.content import CONTENT
from soundcase.problems.codes.fetching import FETCHING
from soundcase.problems.codes.files import FILES
from soundcase.problems.codes.importing import IMPORTING
from soundcase.problems.codes.reading import READING

__all__ = ["CODES", "Code"]

CODES: dict[str, Code] = {
    code.name: code for code in (*READING, *CONTENT, *FILES, *BUILDING, *IMPORTING, *FETCHING)
}
"""Every code, in the order of the manual."""
