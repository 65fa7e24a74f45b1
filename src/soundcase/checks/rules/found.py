"""Rules about how a site is cited and found: its BibTeX, each kind of mistake by its code, its address."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

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


def other_address(head: HeadContext) -> Iterator[Finding]:
    """An address of the site at another host than that of its `CNAME`."""
    cname, host = head.catalogue.publish.cname, urlsplit(head.catalogue.url).hostname
    if cname and host and host != cname:
        message = f"the site's address is at '{host}', but 'publish.cname' says '{cname}'"
        yield Finding(main_origin(head.catalogue).at("url"), message, f"write 'url: https://{cname}/'")
