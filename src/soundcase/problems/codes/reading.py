"""Codes of reading YAML and holding it against the format."""

from __future__ import annotations

from soundcase.problems.codes.code import error, warning

READING = (
    error(
        "missing-catalogue",
        "there is no catalogue",
        """A project needs `examples/catalogue.yaml`. Run the command in the project's folder or name it
        with `-C DIR`.""",
    ),
    error(
        "unreadable-file",
        "a file cannot be opened",
        """The path names a folder, a device, a pipe, a broken link or a file that this user may not read.
        Only regular files are read. With `--audio URL`, the storage does not have the clip, does not answer, or
        does not let you in.""",
    ),
    error(
        "not-utf8",
        "a YAML file is not UTF-8 text",
        """Catalogue files are UTF-8, with or without a byte order mark. Save the file again as UTF-8; in most
        editors that is an entry in the status bar or the Save As dialogue.""",
    ),
    error(
        "too-large",
        "a YAML file is too large",
        "Catalogue files are read whole, so their size is limited. Split the task into several files.",
    ),
    error(
        "yaml-syntax",
        "the text is not YAML",
        """The place is where reading failed; what never closes is placed where it opens. A value that holds
        `: ` or ` #`, or begins with one of ``@ ` % & * ! | > [ ] { } , ' "``, goes into quotes or into a
        block (`|` and an indented text on the next lines).""",
    ),
    warning(
        "unprintable-character",
        "a character that no page can show",
        """Control characters (a bell, an escape) and half characters (lone surrogates, as a limit of tokens
        leaves them behind) cannot stand in a page or in its data. The page shows "\ufffd" in their place, as
        browsers do. If that is what the model gave, set this rule to `off`.""",
    ),
    warning(
        "comment-in-text",
        "a comment that was probably meant as text",
        """In YAML ` #` begins a comment: `text: number #1 fan` reads as `number`. Put the whole text into
        quotes. A real comment behind a text stands two blanks after it, with one blank behind its `#`.""",
    ),
    error(
        "yaml-tab",
        "a tab is used for indentation",
        "YAML forbids tabs before the first word of a line. Use spaces; two for a level are usual.",
    ),
    error(
        "too-deep",
        "values are nested too deeply",
        "A catalogue needs about ten levels; deeper nesting is refused before it can exhaust memory.",
    ),
    error(
        "alias-explosion",
        "aliases multiply into too many values",
        """Anchors (`&name`) and aliases (`*name`) that refer to each other can grow to billions of values,
        or without end. Write the values out, or share them through `defaults`.""",
    ),
    error(
        "yaml-feature",
        "a part of YAML that catalogues do not use",
        """Tags (`!!int`), merge keys (`<<`), several documents in one file, and keys that are not plain text
        are refused: each makes a file mean something else than it seems to say. Values shared by the
        examples of a task go into its `defaults`.""",
    ),
    error(
        "empty-file",
        "a file holds no value",
        "The file is empty or holds only comments. Write the catalogue or task, or remove its name.",
    ),
    error(
        "duplicate-key",
        "a key stands twice in one mapping",
        "YAML readers would silently keep one of the two. Remove or rename one.",
    ),
    error(
        "unknown-key",
        "a key that the format does not have",
        "Usually a slip of the finger, or a key that belongs one level up or down.",
    ),
    error("missing-key", "a required key is missing", "Add the key; `build-site schema` lists all of them."),
    error(
        "wrong-type",
        "a value of the wrong shape",
        "A text stands where a list or mapping is expected, or the other way round.",
    ),
    error(
        "wrong-value",
        "a value that is not allowed here",
        "The message lists what is allowed. Values are compared as written, upper and lower case matter.",
    ),
    error(
        "unknown-rule",
        "a rule that does not exist",
        "The keys of `rules` are problem codes; `build-site explain` lists them.",
    ),
    error(
        "empty-value",
        "a key without a value",
        """Nothing follows the colon. Write the value or remove the key. If a model really answered
        with nothing, write `""`.""",
    ),
    error(
        "outside-project",
        "a path leaves the project",
        """Absolute paths, `..`, links that lead elsewhere and Windows drive letters are refused, so that a
        catalogue can never publish a file that is not part of the project. Copy the file into the project.""",
    ),
)
