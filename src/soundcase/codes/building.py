"""Codes of making and publishing the site."""

from __future__ import annotations

from soundcase.codes.code import error

BUILDING = (
    error(
        "output-not-ours",
        "the output folder holds other files",
        """Only a folder that is new, empty or made by an earlier build is written to, so that nothing of
        yours is ever deleted. Choose another folder with `-o`, or empty this one yourself.""",
    ),
    error(
        "output-overlaps",
        "the output folder is part of the project's sources",
        "The site would be written among its own sources. Choose another folder with `-o`.",
    ),
    error(
        "cannot-write",
        "the site cannot be written",
        "The disk is full, or the folder is read-only. What was published before is still whole.",
    ),
    error(
        "template-error",
        "a template fails",
        """A file under `templates/` overrides one of the theme and has a mistake. Remove it to get the theme's
        own back.""",
    ),
)
