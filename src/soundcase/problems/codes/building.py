"""Codes of making and publishing the site."""

from __future__ import annotations

from soundcase.problems.codes.code import error, warning

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
        "a folder that cannot be written",
        """The disk is full, or the folder is read-only. A site that was published before is still whole; a new
        project is not there at all.""",
    ),
    error(
        "template-error",
        "a template fails",
        """A file under `templates/` overrides one of the theme and has a mistake. Remove it to get the theme's
        own back.""",
    ),
    warning(
        "large-file",
        "a published file over 25 MB",
        """GitHub takes at most 25 MB through its web page, warns from 50 MB and refuses 100 MB; readers on
        phones wait. Encode the clip, or cut it.""",
    ),
    error(
        "too-large-file",
        "a published file over 100 MB",
        """GitHub refuses files over 100 MB. Encode the clip, cut it, or publish elsewhere and set this rule
        to `off`.""",
        adjustable=True,
    ),
    warning(
        "page-weight",
        "a page that loads much before anybody presses play",
        "Pictures, styles and texts of one page are over 1 MB together. The message names the largest.",
    ),
    warning(
        "site-size",
        "a site over 1 GB",
        "GitHub Pages publishes at most 1 GB. The message names the largest files.",
    ),
)
