"""The YAML parser's errors in the words of somebody who writes a catalogue.

Rule 1: what never closes is placed where it opens.
Rule 2: a slip is told where a repair lets reading go on; everything else where reading failed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import yaml

from soundcase.catalogue.nodes import Mark
from soundcase.catalogue.repairs import Repair, Stop, repairs
from soundcase.problems.codes import problem_of
from soundcase.problems.problem import Place, Problem

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_LARGEST = 2**20
"""Characters of a file in which repairs are tried; each try reads it again."""


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
    (
        "did not find expected node content",
        "a value is missing here",
        "write it, or remove the comma or colon before",
    ),
    (
        "did not find expected comment or line break",
        "text follows '|' or '>' on its line",
        "put the whole value into quotes, or begin the text on the next line, indented",
    ),
    (
        "invalid Unicode character escape",
        "this escape is half of a character",
        "write the character itself, or \\U and its eight digits",
    ),
    ("did not find expected <document start>", "the file ends above, at '...'", "remove the line '...'"),
)


_MISFITS = ("did not find expected key", "did not find expected '-' indicator", "did not find expected ',' or")
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
    if closed and said.startswith(_MISFITS) and _follows(lines, closed, mark, inside=opened is not None):
        return _continued(path, closed)
    repair = _repair(Stop(lines, mark, opened))
    if repair:
        return _at(path, "yaml-syntax", repair.message, (repair.line, repair.column), repair.hint)
    if opened and opened.line != mark.line:
        return _unclosed(path, "bracket", (opened.line, opened.column))
    if context and ("could not find expected ':'" in said or "expected alphabetic" in said):
        mark = context
    message, hint = next(((told, hint) for key, told, hint in _TOLD if key in said), (said, ""))
    return _at(path, "yaml-syntax", message, (mark.line, mark.column), hint)


def _repair(stop: Stop) -> Repair | None:
    """The first repair that lets reading go on."""
    if sum(map(len, stop.lines)) > _LARGEST:
        return None
    return next((one for one in repairs(stop) if _goes_on(one, stop)), None)


def _goes_on(repair: Repair, stop: Stop) -> bool:
    """True if the parser gets past the repaired lines and past where it stopped before."""
    lines = [repair.lines.get(number, line) for number, line in enumerate(stop.lines)]
    last = max(stop.mark.line, *repair.lines)
    brackets: list[int] = []
    try:
        for event in yaml.parse("\n".join(lines), Loader=LOADER):
            if isinstance(event, yaml.CollectionStartEvent) and (event.flow_style or brackets):
                brackets.append(cast(Mark, event.start_mark).line)
            elif isinstance(event, yaml.CollectionEndEvent) and brackets:
                brackets.pop()
    except yaml.YAMLError as error:
        mark: Mark | None = getattr(error, "problem_mark", None)
        return mark is not None and mark.line > last and not any(line <= last for line in brackets)
    return True


def _closed_late(closed: Closed, mark: Mark) -> bool:
    """True if the quoted text before the error runs over lines: its closing quote was meant to open another."""
    start, end = closed.start, closed.end
    return closed.by == "quote" and start.line < end.line == mark.line and end.column <= mark.column


def _follows(lines: Sequence[str], closed: Closed, mark: Mark, *, inside: bool) -> bool:
    """True if the error stands right behind what was closed, as in `[laughs] hello`.

    `inside` other brackets, a blank between the two says that a comma is missing.
    """
    here = closed.start.line == closed.end.line == mark.line < len(lines)
    between = lines[mark.line][closed.end.column : mark.column] if here else ""
    return here and not between.strip() and not (inside and between)


def _tab_before(lines: Sequence[str], mark: Mark) -> tuple[int, int] | None:
    for number in (mark.line, mark.line - 1):
        if 0 <= number < len(lines):
            line = lines[number]
            found = re.match(r"[ \t]*(?:-[ \t]+)*", line)
            indentation = found[0] if found else ""
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
    return problem_of(code, message, place, hint)
