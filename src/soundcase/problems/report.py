"""Problems as people, programs and continuous integration read them.

Rule 1: order is by file and line; the excerpt is cut here, from the source, at the moment of printing.
Rule 2: people see `MOST` problems, errors first, and how many there are more; programs get all.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from soundcase.problems.phrases import harmless, number_of, writable
from soundcase.problems.problem import Place, Problem, Severity

MOST = 100
"""Problems that are shown to people."""
EXCERPT_WIDTH = 100
"""Characters of a source line that are shown around the culprit."""

Lines = Callable[[str], Sequence[str]]
"""From a path to the lines of that file; empty where there is nothing to show."""

_RED, _YELLOW, _BLUE, _BOLD, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[34m", "\x1b[1m", "\x1b[0m"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems by file, line and column, each once."""
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda problem: (problem.place, problem.code, problem.message))


def address(place: Place) -> str:
    """A place as people and editors read it."""
    return f"{harmless(place.path)}:{place.line}:{place.column}" if place.line else harmless(place.path)


def as_text(
    problems: Sequence[Problem], lines: Lines, *, colour: bool, at: Callable[[Place], str] = address
) -> str:
    """A block for each problem, with the source line and a caret under the culprit; `at` words its place."""

    def paint(text: str, *codes: str) -> str:
        return f"{''.join(codes)}{text}{_PLAIN}" if colour else text

    shown, more = _foremost(problems)
    blocks = (_block(problem, at(problem.place), lines(problem.place.path), paint) for problem in shown)
    return "\n\n".join((*blocks, *more))


def as_json(problems: Sequence[Problem]) -> str:
    """One array of objects; lines and columns from 1."""
    records = [
        {
            "code": problem.code,
            "severity": problem.severity.value,
            "path": problem.place.path,
            "line": problem.place.line or 1,
            "column": problem.place.column,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    return writable(json.dumps(records, indent=2, ensure_ascii=False))


def as_github(problems: Sequence[Problem], prefix: str) -> str:
    """Workflow commands that annotate the diff; `prefix` leads from the repository to the project."""
    shown, more = _foremost(problems)
    commands = []
    for problem in shown:
        place = problem.place
        start = {"line": place.line or 1, "col": place.column}
        fields = {"file": prefix + place.path, **start, "title": problem.code}
        if place.end > place.column:
            fields["endColumn"] = place.end
        properties = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in fields.items())
        message = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
        commands.append(f"::{problem.severity} {properties}::{_escaped(message)}")
    return writable("\n".join((*commands, *(f"::notice::{_escaped(text)}" for text in more))))


def _foremost(problems: Sequence[Problem]) -> tuple[Sequence[Problem], tuple[str, ...]]:
    """The problems to show, and a line about the others."""
    if len(problems) <= MOST:
        return problems, ()
    ranked = sorted(range(len(problems)), key=lambda n: problems[n].severity is not Severity.ERROR)
    chosen = set(ranked[:MOST])
    others = [problem for n, problem in enumerate(problems) if n not in chosen]
    return [problems[n] for n in sorted(chosen)], (f"… and {counted(others)} more",)


def counted(problems: Sequence[Problem]) -> str:
    """The number of problems of each severity, in words."""
    counts = Counter(problem.severity for problem in problems)
    parts = [number_of(counts[one], one) for one in Severity if counts[one]]
    return " and ".join(parts) or "no problems"


def _block(problem: Problem, at: str, lines: Sequence[str], paint: Callable[..., str]) -> str:
    place = problem.place
    hue = _RED if problem.severity is Severity.ERROR else _YELLOW
    head = paint(f"{problem.severity}[{problem.code}]", _BOLD, hue)
    block = [f"{head}{paint(': ' + harmless(problem.message), _BOLD)}", f"  {paint('-->', _BLUE)} {at}"]
    margin = " " * len(str(place.line))
    if 0 < place.line <= len(lines) and lines[place.line - 1].strip():
        text, caret = _excerpt(lines[place.line - 1], place)
        bar = paint("|", _BLUE)
        block.append(f"{paint(str(place.line), _BLUE)} {bar} {text}")
        block.append(f"{margin} {bar} {paint(caret, _BOLD, hue)}")
    if problem.hint:
        block.append(f"{margin} {paint('=', _BLUE)} {harmless(problem.hint)}")
    return "\n".join(block)


def _excerpt(line: str, place: Place) -> tuple[str, str]:
    """The line cut around the culprit, and carets under it, aligned by the width of cells on a terminal."""
    from rich.cells import cell_len

    start = place.column - 1
    end = max(place.end - 1, start + 1)
    first = max(0, start - EXCERPT_WIDTH // 2) if len(line) > EXCERPT_WIDTH else 0
    last = first + EXCERPT_WIDTH
    line = line.replace("\t", " ")
    before = ("…" if first else "") + harmless(line[first:start])
    culprit = harmless(line[start : min(end, last)])
    after = harmless(line[min(end, last) : last]) + ("…" if last < len(line) else "")
    carets = "^" * max(1, cell_len(culprit.rstrip()))
    return (before + culprit + after).rstrip(), " " * cell_len(before) + carets


def _escaped(text: str, more: str = "") -> str:
    """Text as workflow commands want it."""
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
