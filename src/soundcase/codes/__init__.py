"""The table of problem codes: how grave each is, and what `build-site explain` says about it."""

from __future__ import annotations

from soundcase.codes.building import BUILDING
from soundcase.codes.code import Code
from soundcase.codes.content import CONTENT
from soundcase.codes.fetching import FETCHING
from soundcase.codes.files import FILES
from soundcase.codes.importing import IMPORTING
from soundcase.codes.reading import READING

__all__ = ["CODES", "Code"]

CODES: dict[str, Code] = {
    code.name: code for code in (*READING, *CONTENT, *FILES, *BUILDING, *IMPORTING, *FETCHING)
}
"""Every code, in the order of the manual."""
