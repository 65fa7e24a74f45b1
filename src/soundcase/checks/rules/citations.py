"""Rules about the citation: what its BibTeX has wrong, each kind with its code."""

from __future__ import annotations

from collections.abc import Iterator

from soundcase.catalogue.texts import main_origin
from soundcase.checks.rules.context import Finding, HeadContext
from soundcase.citation.entry import BROKEN, FIELD, TWICE, TYPE


def _flaws(head: HeadContext, code: str) -> Iterator[Finding]:
    origin = main_origin(head.catalogue).at("citation")
    for one in head.citation.flaws:
        if one.code == code:
            yield Finding(origin, one.message, one.hint, words=one.words, nth=one.nth)


def broken_citation(head: HeadContext) -> Iterator[Finding]:
    """BibTeX that programs cannot read."""
    return _flaws(head, BROKEN)


def unknown_citation_type(head: HeadContext) -> Iterator[Finding]:
    """Types of entries that BibTeX does not know."""
    return _flaws(head, TYPE)


def incomplete_citation(head: HeadContext) -> Iterator[Finding]:
    """Entries that lack a field which their type requires."""
    return _flaws(head, FIELD)


def duplicate_citation(head: HeadContext) -> Iterator[Finding]:
    """Keys of entries, and fields of an entry, that stand twice."""
    return _flaws(head, TWICE)
