"""BibTeX as it is written, read by bibtexparser: its entries, and what is wrong with it, at its place.

Rule 1: a text without an entry is no BibTeX, and nothing is wrong with it, unless it begins like one.
Rule 2: what one entry has wrong costs no other.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from soundcase.citation.checks import flaw_at, flaws_of, unfailed
from soundcase.citation.entry import Citation, CitedEntry
from soundcase.citation.names import person_names
from soundcase.citation.tex import address_in, without_tex
from soundcase.citation.values import FieldText, written_value

if TYPE_CHECKING:
    from bibtexparser.library import Library
    from bibtexparser.model import Block, Entry

_PEOPLE = ("author", "editor")
_ADDRESSES = frozenset({"url", "doi", "eprint", "file", "pdf", "howpublished"})
_ENTRY = re.compile(r"@\s*\w+\s*[{(]")


def read_citation(text: str) -> Citation:
    """The entries of BibTeX, and what is wrong with it."""
    if not _ENTRY.search(text):
        if text.lstrip().startswith("@"):
            return Citation((), (flaw_at(text, text.index("@"), "begins no entry", "write '@type{key, …}'"),))
        return Citation()
    library = _library(text)
    macros = {one.key.casefold(): one.value for one in library.strings}
    entries = [(one, _written(one, macros)) for one in _entries(library.blocks)]
    understood = tuple(_understood(one, fields) for one, fields in entries)
    return Citation(understood, tuple(flaws_of(text, library.blocks, [fields for _, fields in entries])))


def _library(text: str) -> Library:
    from bibtexparser.splitter import Splitter

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it tells on stderr what we tell as problems
    return Splitter(text).split()


def _entries(blocks: list[Block]) -> Iterator[Entry]:
    """Every entry that could be read, also those with a key or a field twice."""
    from bibtexparser.model import Entry

    yield from (one for one in map(unfailed, blocks) if isinstance(one, Entry))


def _written(entry: Entry, macros: Mapping[str, str]) -> dict[str, FieldText]:
    """The fields of an entry as they are written; of two with one name the first."""
    fields: dict[str, FieldText] = {}
    for one in entry.fields:
        fields.setdefault(one.key.casefold(), written_value(str(one.value), macros))
    return fields


def _understood(entry: Entry, fields: Mapping[str, FieldText]) -> CitedEntry:
    texts = {
        name: (address_in if name in _ADDRESSES else without_tex)(one.tex)
        for name, one in fields.items()
        if name not in _PEOPLE
    }
    people = (tuple(person_names(fields[name].tex)) if name in fields else () for name in _PEOPLE)
    return CitedEntry(
        entry.entry_type.casefold(),
        without_tex(entry.key),
        {name: text for name, text in texts.items() if text},
        *people,
    )
