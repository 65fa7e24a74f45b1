"""The YAML parser's errors in the words of somebody who writes a catalogue.

Rule 1: what never closes is placed where it opens.
Rule 2: a slip is reported where a repair lets reading go on; everything else where reading failed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

import yaml

from soundcase.catalogue.nodes import Mark, Point
from soundcase.catalogue.repairs import Repair, Stop, repairs
from soundcase.problems.codes import problem_of
from soundcase.problems.problem import Place, Problem
from soundcase.values import dataclass

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

    def is_late(self, mark: Mark) -> bool:
        """True if it is a text over lines before an error: its closing quote was meant to open another."""
        start, end = self.start, self.end
        return self.by == "quote" and start.line < end.line == mark.line and end.column <= mark.column

    def touches(self, mark: Mark, lines: Sequence[str], *, inside: bool) -> bool:
        """True if an error stands right behind it, as in `[laughs] hello`.

        `inside` other brackets, a blank between the two says that a comma is missing.
        """
        here = self.start.line == self.end.line == mark.line < len(lines)
        between = lines[mark.line][self.end.column : mark.column] if here else ""
        return here and not between.strip() and not (inside and between)


_REPORTED: tuple[tuple[str, str, str], ...] = (
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
    context: Mark | None = getattr(error, "context_mark", None)
    mark: Mark | None = getattr(error, "problem_mark", None) or context
    reason = str(getattr(error, "problem", None) or error)
    if mark is None:
        return _at(path, "yaml-syntax", reason, Point(0, 0), "")
    if "quoted scalar" in str(getattr(error, "context", "")) and "end of stream" in reason and context:
        return _unclosed(path, "quote", context)
    if "maximum nesting depth" in reason:  # libyaml's own limit, which it meets while it looks ahead
        return _at(path, "too-deep", "more levels of nesting than can be read", mark, "")
    tab = _tab_before(lines, mark)
    if tab:
        message = "a tab stands in the indentation"
        return _at(path, "yaml-tab", message, tab, "indent with spaces, two for each level")
    if closed and closed.is_late(mark):
        return _unclosed(path, "quote", closed.start, closed.end.line + 1)
    if closed and reason.startswith(_MISFITS) and closed.touches(mark, lines, inside=opened is not None):
        message = f"text follows behind the closing {closed.by}"
        return _at(path, "yaml-syntax", message, closed.start, _WHOLE[closed.by])
    tried = repairs(Stop(lines, mark, opened)) if sum(map(len, lines)) <= _LARGEST else ()
    repair = next((one for one in tried if _goes_on(one, lines, mark)), None)
    if repair:
        return _at(path, "yaml-syntax", repair.message, repair, repair.hint)
    if opened and opened.line != mark.line:
        return _unclosed(path, "bracket", opened)
    if context and ("could not find expected ':'" in reason or "expected alphabetic" in reason):
        mark = context
    message, hint = next(((text, hint) for key, text, hint in _REPORTED if key in reason), (reason, ""))
    return _at(path, "yaml-syntax", message, mark, hint)


def _goes_on(repair: Repair, lines: Sequence[str], stopped: Mark) -> bool:
    """True if the parser gets past the repaired lines and past where it stopped before."""
    repaired = [repair.lines.get(number, line) for number, line in enumerate(lines)]
    last = max(stopped.line, *repair.lines)
    brackets: list[int] = []
    try:
        for event in yaml.parse("\n".join(repaired), Loader=LOADER):
            if isinstance(event, yaml.CollectionStartEvent) and (event.flow_style or brackets):
                brackets.append(cast(Mark, event.start_mark).line)
            elif isinstance(event, yaml.CollectionEndEvent) and brackets:
                brackets.pop()
    except yaml.YAMLError as error:
        mark: Mark | None = getattr(error, "problem_mark", None)
        return mark is not None and mark.line > last and not any(line <= last for line in brackets)
    return True


def _tab_before(lines: Sequence[str], mark: Mark) -> Point | None:
    for number in (mark.line, mark.line - 1):
        if 0 <= number < len(lines):
            line = lines[number]
            found = re.match(r"[ \t]*(?:-[ \t]+)*", line)
            indentation = found[0] if found else ""
            if "\t" in indentation and line.strip():
                return Point(number, indentation.index("\t"))
    return None


def _unclosed(path: str, what: str, opening: Mark, closed_on: int = 0) -> Problem:
    until = f"is closed only on line {closed_on}" if closed_on else "is never closed"
    hint = (
        "close it on the same line, or write a long text as a block: 'key: |'"
        if what == "quote"
        else "close it"
    )
    return _at(path, "yaml-syntax", f"this {what} {until}", opening, hint)


def _at(path: str, code: str, message: str, mark: Mark, hint: str) -> Problem:
    return problem_of(code, message, Place(path, mark.line + 1, mark.column + 1, mark.column + 2), hint)
