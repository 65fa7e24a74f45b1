"""Findings at their places: looked up in the files that they are about, and kept until those change."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from soundcase.catalogue.load import Loaded
from soundcase.checks.rules.context import Finding, Found
from soundcase.checks.rules.parts import known
from soundcase.kept import KeptValues
from soundcase.model import SourcePath
from soundcase.problems.codes import problem_of
from soundcase.problems.problem import Place, Problem, Severity

CONSEQUENCES = frozenset(("no-content", "no-audio", "no-outputs", "empty-cell", "no-examples"))
"""Codes that say something is missing."""


class Sought(NamedTuple):
    """A place that is sought in a file of the catalogue; see `Finding`."""

    origin: SourcePath
    of_key: bool = False
    words: str = ""
    nth: int = 0


def placed(loaded: Loaded, found: Iterable[Found], kept: KeptValues) -> Iterator[Problem]:
    """The problems that were found, at their places, without those that follow from what could not be read."""
    unread: dict[str, list[int]] = {}
    for one in loaded.problems:
        if one.severity is Severity.ERROR:
            insort(unread.setdefault(one.place.path, []), one.place.line)
    shown = [(code, finding) for code, finding in found if not _follows(loaded, code, finding, unread)]
    places = _places(loaded, (sought for _, finding in shown for sought in _sought(finding)), kept)
    for code, finding in shown:
        at = [places[sought] for sought in _sought(finding)] or [Place(str(finding.origin))]
        message = " ".join((finding.message, *(f"{other.path}:{other.line}" for other in at[1:])))
        yield problem_of(code, message, at[0], finding.hint)


def _sought(finding: Finding) -> Iterator[Sought]:
    """The places of a finding; none where it is about a file."""
    if isinstance(finding.origin, SourcePath):
        yield Sought(finding.origin, finding.of_key, finding.words, finding.nth)
        if finding.also:
            yield Sought(finding.also)


def _places(loaded: Loaded, sought: Iterable[Sought], kept: KeptValues) -> Mapping[Sought, Place]:
    files: dict[str, dict[Sought, None]] = {}
    for one in sought:
        files.setdefault(one.origin.path, {})[one] = None

    def places_of(inputs: tuple[str, str, tuple[Sought, ...]]) -> tuple[Place, ...]:
        return tuple(_place(loaded, one) for one in inputs[-1])

    places: dict[Sought, Place] = {}
    for path, asked in files.items():
        inputs = (path, loaded.documents.digest(path), tuple(asked))
        places |= zip(asked, known(kept, places_of, inputs), strict=True)
    return places


def _place(loaded: Loaded, sought: Sought) -> Place:
    document, keys = loaded.documents[sought.origin.path], sought.origin.keys
    if sought.words:
        return document.place_in(keys, sought.words, nth=sought.nth)
    return document.place(keys, of_key=sought.of_key)


def _follows(loaded: Loaded, code: str, finding: Finding, unread: Mapping[str, Sequence[int]]) -> bool:
    """True if something in the same example could not be read, so that what is missing there says nothing.

    `unread` are the lines with errors, sorted, by file.
    """
    origin = finding.origin
    if code not in CONSEQUENCES or isinstance(origin, str) or origin.path not in unread:
        return False
    keys = origin.keys
    if "examples" in keys[:-1]:
        keys = keys[: keys.index("examples") + 2]
    node, _ = loaded.documents[origin.path].find(keys)
    lines = unread[origin.path]
    first = bisect_left(lines, node.start.line + 1)
    return first < len(lines) and lines[first] <= node.end.line + 1
