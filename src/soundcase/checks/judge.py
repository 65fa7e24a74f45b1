"""From what was found to problems with places and severities.

Rule: the catalogue's `rules` change severities here and nowhere else.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from soundcase.catalogue.load import Loaded
from soundcase.checks.rules import findings
from soundcase.checks.rules.budgets import Weights, over_budget
from soundcase.checks.rules.evidence import Evidence, Finding
from soundcase.model import Spot
from soundcase.problems.codes import CODES
from soundcase.problems.problem import Fault, Place, Problem, Severity

CONSEQUENCES = frozenset(("no-content", "no-audio", "no-outputs", "empty-cell", "no-examples"))
"""Codes that say something is missing."""


def judge(loaded: Loaded, evidence: Evidence, faults: Iterable[tuple[Spot, Fault]]) -> tuple[Problem, ...]:
    """Every problem of a catalogue, with the severities that it sets."""
    raised = [*loaded.problems, *_faults(loaded, faults), *_findings(loaded, evidence)]
    return tuple(_adjusted(raised, loaded.rules))


def weigh(loaded: Loaded, weights: Weights) -> tuple[Problem, ...]:
    """What is too heavy in a finished site, with the severities that the catalogue sets."""
    raised = [
        Problem(code, CODES[code].severity, finding.message, _whereabouts(loaded, finding.spot), finding.hint)
        for code, finding in over_budget(weights)
    ]
    return tuple(_adjusted(raised, loaded.rules))


def _whereabouts(loaded: Loaded, spot: Spot | str) -> Place:
    return Place(spot) if isinstance(spot, str) else loaded.place(spot)


def strict(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems with warnings made errors."""
    return tuple(replace(problem, severity=Severity.ERROR) for problem in problems)


def _faults(loaded: Loaded, faults: Iterable[tuple[Spot, Fault]]) -> Iterator[Problem]:
    for spot, fault in faults:
        place = loaded.place(spot)
        yield Problem(fault.code, CODES[fault.code].severity, fault.message, place, fault.hint)


def _findings(loaded: Loaded, evidence: Evidence) -> Iterator[Problem]:
    unread: dict[str, list[int]] = {}
    for one in loaded.problems:
        if one.severity is Severity.ERROR:
            insort(unread.setdefault(one.place.path, []), one.place.line)
    for code, finding in findings(evidence):
        if code in CONSEQUENCES and isinstance(finding.spot, Spot) and _follows(loaded, finding.spot, unread):
            continue
        spot = finding.spot
        place = Place(spot) if isinstance(spot, str) else _place(loaded, spot, finding)
        message = finding.message
        if finding.also:
            other = loaded.place(finding.also)
            message += f" {other.path}:{other.line}"
        yield Problem(code, CODES[code].severity, message, place, finding.hint)


def _place(loaded: Loaded, spot: Spot, finding: Finding) -> Place:
    document = loaded.documents[spot.path]
    if finding.words:
        return document.place_in(spot.keys, finding.words, nth=finding.nth)
    return document.place(spot.keys, of_key=finding.of_key)


def _follows(loaded: Loaded, spot: Spot, unread: Mapping[str, Sequence[int]]) -> bool:
    """Whether something in the same example could not be read, so that what is missing there says nothing.

    `unread` are the lines with errors, sorted, by file.
    """
    keys = spot.keys
    if "examples" in keys[:-1]:
        keys = keys[: keys.index("examples") + 2]
    node, _ = loaded.documents[spot.path].find(keys)
    lines = unread.get(spot.path, ())
    first = bisect_left(lines, node.start.line + 1)
    return first < len(lines) and lines[first] <= node.end.line + 1


def _adjusted(problems: Iterable[Problem], rules: Mapping[str, str]) -> Iterator[Problem]:
    for problem in problems:
        severity = rules.get(problem.code)
        if severity is None:
            yield problem
        elif severity != "off":
            yield replace(problem, severity=Severity(severity))
