"""Codes of new projects: from nothing, and from what a lab has already."""

from __future__ import annotations

from soundcase.problems.codes.code import error

IMPORTING = (
    error(
        "init-target",
        "a folder for a new project that is not empty",
        """`build-site init` makes a project in a folder that is new or empty, so that nothing of yours is ever
        overwritten. A repository without any file, in which `.git` stands alone, counts as empty.""",
    ),
    error(
        "import-source",
        "a source that cannot be imported",
        """`build-site import` takes a page (HTML or Markdown: the file, or the folder it lies in), results
        (JSONL, JSON, CSV or TSV, also gzipped) or a folder of clips. `--as` says which, where that is not found
        out.""",
    ),
    error(
        "import-target",
        "a target folder that is not empty",
        """Importing and exporting make a new folder and never overwrite anything. Choose another one, with
        `-o` where it is a project; a `.git` alone may be in that.""",
    ),
    error(
        "import-scripted",
        "a page whose content is drawn by scripts",
        """The page's file holds no players: scripts put them there when a browser opens it, or a template fills
        in their addresses (`{{ … }}`, `:src`). Open the page, save it as a complete page once everything is
        shown, and import that file; or import the data it is made from.""",
    ),
    error(
        "import-nothing",
        "a source without a single example",
        "An empty catalogue helps nobody, so nothing was written.",
    ),
    error(
        "import-record",
        "a record that cannot be read",
        """Results are read as one JSON object a line, a JSON array of objects, or a table with a heading. The
        message says what is wrong with this one.""",
    ),
    error(
        "import-field",
        "a field that is not found",
        """Which field means what is guessed from its name. Say it with `--map role=field`, for example
        `--map output=answer --map prompt=question`.""",
    ),
)
