"""What the YAML parser complains of, told in the words of somebody who writes a catalogue.

Rule: what never closes is placed where it opens; everything else where reading failed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from soundcase.catalogue.nodes import Mark
from soundcase.codes import CODES
from soundcase.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Closed:
    """A text in quotes, or values in brackets, that the parser has read."""

    by: str
    """`quote` or `bracket`."""
    start: Mark
    end: Mark


_TOLD: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a second ': ' in one value",
        "put the value into quotes, or check the indentation",
    ),
    ("could not find expected ':'", "a line without 'key: value'", "add the colon, or indent it as text"),
    (
        "did not find expected key",
        "this line does not fit the lines above",
        "align it with the keys it belongs to, and check the quotes before it",
    ),
    ("did not find expected '-'", "this line does not fit the list above", "align it, or begin it with '- '"),
    (
        "found character that cannot start any token",
        "a value cannot begin with this character",
        "put the value into quotes",
    ),
    (
        "found unknown escape character",
        "this escape is unknown",
        "write \\\\ for one backslash, or use single quotes",
    ),
    (
        "block sequence entries are not allowed",
        "a list cannot begin here",
        "begin it on a line of its own, or put the text into quotes",
    ),
    ("found undefined tag", "tags are not used", "put the value into quotes"),
    (
        "did not find expected alphabetic",
        "a value cannot begin with this character",
        "put the value into quotes",
    ),
    (
        "did not find expected ',' or",
        "a comma or a closing bracket is missing",
        "put values with brackets into quotes",
    ),
)


_MISFITS = ("did not find expected key", "did not find expected '-' indicator")
_WHOLE = {
    "bracket": "put the whole value into quotes",
    "quote": "inside quotes write \"It's\" or 'It''s'; or put other quotes around the whole value",
}


def syntax_problem(
    error: yaml.YAMLError,
    lines: Sequence[str],
    path: str,
    *,
    opened: Mark | None,
    closed: Closed | None,
) -> Problem:
    """The problem behind a parser's error.

    `opened` is the innermost bracket still open, `closed` what was closed just before the error, if any.
    """
    mark: Mark | None = getattr(error, "problem_mark", None)
    context: Mark | None = getattr(error, "context_mark", None)
    said = str(getattr(error, "problem", None) or error)
    mark = mark or context
    if mark is None:
        return _at(path, "yaml-syntax", said, (0, 0), "")
    if "quoted scalar" in str(getattr(error, "context", "")) and "end of stream" in said and context:
        return _unclosed(path, "quote", (context.line, context.column))
    if "maximum nesting depth" in said:  # libyaml's own limit, which it meets while it looks ahead
        return _at(path, "too-deep", "more levels of nesting than can be read", (mark.line, mark.column), "")
    tab = _tab_before(lines, mark)
    if tab:
        hint = "indent with spaces, two for each level"
        return _at(path, "yaml-tab", "a tab stands in the indentation", tab, hint)
    if closed and _closed_late(closed, mark):
        return _unclosed(path, "quote", (closed.start.line, closed.start.column), closed.end.line + 1)
    if opened and opened.line != mark.line:
        return _unclosed(path, "bracket", (opened.line, opened.column))
    if closed and said in _MISFITS and _follows(lines, closed, mark):
        return _continued(path, closed)
    if "could not find expected ':'" in said and context:
        mark = context
    message, hint = next(((told, hint) for key, told, hint in _TOLD if key in said), (said, ""))
    return _at(path, "yaml-syntax", message, (mark.line, mark.column), hint)


def _closed_late(closed: Closed, mark: Mark) -> bool:
    """Whether the quoted text before the error runs over lines: its closing quote was meant to open another."""
    start, end = closed.start, closed.end
    return closed.by == "quote" and start.line < end.line == mark.line and end.column <= mark.column


def _follows(lines: Sequence[str], closed: Closed, mark: Mark) -> bool:
    """Whether the error stands right behind what was closed, as in `[laughs] hello`."""
    here = closed.start.line == closed.end.line == mark.line < len(lines)
    return here and not lines[mark.line][closed.end.column : mark.column].strip()


def _tab_before(lines: Sequence[str], mark: Mark) -> tuple[int, int] | None:
    for number in (mark.line, mark.line - 1):
        if 0 <= number < len(lines):
            line = lines[number]
            indentation = line[: len(line) - len(line.lstrip(" \t"))]
            if "\t" in indentation and line.strip():
                return number, indentation.index("\t")
    return None


def _continued(path: str, closed: Closed) -> Problem:
    message = f"text follows behind the closing {closed.by}"
    return _at(path, "yaml-syntax", message, (closed.start.line, closed.start.column), _WHOLE[closed.by])


def _unclosed(path: str, what: str, opening: tuple[int, int], closed_on: int = 0) -> Problem:
    until = f"is closed only on line {closed_on}" if closed_on else "is never closed"
    hint = (
        "close it on the same line, or write a long text as a block: 'key: |'"
        if what == "quote"
        else "close it"
    )
    return _at(path, "yaml-syntax", f"this {what} {until}", opening, hint)


def _at(path: str, code: str, message: str, position: tuple[int, int], hint: str) -> Problem:
    line, column = position
    place = Place(path, line + 1, column + 1, column + 2)
    return Problem(code, CODES[code].severity, message, place, hint)
