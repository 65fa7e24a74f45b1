"""Problems of a page that a program made, at the calls that they are about.

Rule: a problem that is found in a file of the catalogue is told where the program gave what stands there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from soundcase.catalogue.load import Loaded
from soundcase.notebook.calls import Call
from soundcase.problems.codes import problem_of
from soundcase.problems.phrases import listed
from soundcase.problems.problem import Fault, Place, Problem
from soundcase.problems.report import address, as_text, counted, in_order
from soundcase.values import dataclass

_NAMED = re.compile(r"\bexamples/[^\s:]+\.(?:yaml|jsonl)(?::(\d+))?")


class ProblemError(Exception):
    """All mistakes of a page at once; its text shows them with the lines of the program."""

    def __init__(self, problems: Sequence[Problem], lines: Callable[[str], Sequence[str]]) -> None:
        """`lines` gives the source behind the path of a place."""
        self.problems = tuple(problems)
        """Each with its `code`, `severity`, `message`, `place` and `hint`."""
        super().__init__(as_text(self.problems, lines, colour=False, at=cell_address))

    def __str__(self) -> str:
        return f"{counted(self.problems)}\n\n{self.args[0]}"

    def _render_traceback_(self) -> list[str]:
        """The text alone, in notebooks: a mistake of a user has no traceback."""
        return str(self).split("\n")


class ProblemWarning(UserWarning):
    """The doubts about a page that could be made."""


class RefusedValueError(Exception):
    """A value that no page can take."""

    def __init__(self, message: str, hint: str = "", code: str = "unfit-value") -> None:
        """The parts of the problem that it is."""
        super().__init__(message)
        self.fault = Fault(code, message, hint)


def cell_address(place: Place) -> str:
    """The place for people; of a cell there is no use in a column."""
    return f"{place.path}, line {place.line}" if place.path.startswith(("In [", "cell ")) else address(place)


def raised(call: Call, faults: Iterable[Fault]) -> ProblemError:
    """The error of a call."""
    problems = [problem_of(one.code, one.message, call.place, one.hint) for one in faults]
    return ProblemError(problems, lambda _: call.lines)


@dataclass(frozen=True, slots=True)
class CallsOfFile:
    """The calls by which what stands in a file of the catalogue was given."""

    head: Call
    examples: tuple[Call, ...] = ()


def at_calls(
    problems: Iterable[Problem], loaded: Loaded, calls: Mapping[str, CallsOfFile], asked: Call
) -> ProblemError:
    """The problems at the places where the program gave what is wrong, else where it `asked` for the page."""
    lines: dict[str, Sequence[str]] = {}
    firsts = {path: _first_lines(loaded, path) for path in calls}

    def call(path: str, line: int) -> Call:
        found = _call(calls[path], firsts[path], line) if path in calls else asked
        lines[found.place.path] = found.lines
        return found

    def said(found: re.Match[str]) -> str:
        there = call(found[0].partition(":")[0], int(found[1] or 1))
        return _rows([there.row] if there.row else [], cell_address(there.place), " of ")

    told: dict[Problem, list[int]] = {}
    for one in problems:
        at = call(one.place.path, one.place.line)
        moved = replace(one, place=at.place, message=_NAMED.sub(said, one.message))
        told.setdefault(moved, []).extend([at.row] if at.row else [])
    moved_ = [replace(one, message=_rows(rows, one.message, ": ")) for one, rows in told.items()]
    return ProblemError(in_order(moved_), lambda path: lines.get(path, ()))


def _rows(rows: Sequence[int], text: str, joint: str) -> str:
    """A text with the rows of a table that it is about before it."""
    several = listed(str(row) for row in dict.fromkeys(rows))
    return f"row{'s' if ',' in several else ''} {several}{joint}{text}" if rows else text


def _first_lines(loaded: Loaded, path: str) -> Sequence[int]:
    """The lines on which the examples of a file begin; nothing where it cannot be read."""
    if path not in loaded.documents:
        return ()
    root = loaded.documents[path].root.value
    if isinstance(root, dict):
        root = root["examples"][1].value if "examples" in root else ""
    return [one.start.line + 1 for one in root] if isinstance(root, list) else ()


def _call(calls: CallsOfFile, firsts: Sequence[int], line: int) -> Call:
    number = bisect_right(firsts, line) - 1
    return calls.examples[number] if 0 <= number < len(calls.examples) else calls.head
