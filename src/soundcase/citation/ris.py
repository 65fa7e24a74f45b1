"""RIS, which reference managers import: a line a value, entries ended by `ER`.

Source: the RIS format as Reference Manager described it (2011), tags as EndNote and Zotero read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from soundcase.citation.entry import CitedEntry
from soundcase.citation.kinds import kind_named

_FIELDS = (
    ("TI", ("title",)),
    ("T2", ("journal", "journaltitle", "booktitle", "series")),
    ("VL", ("volume",)),
    ("IS", ("number", "issue")),
    ("ET", ("edition",)),
    ("PB", ("publisher", "institution", "school", "organization")),
    ("CY", ("address", "location")),
    ("SN", ("issn", "isbn")),
    ("AB", ("abstract",)),
    ("N1", ("note",)),
    ("LA", ("language", "langid")),
)


def ris(entries: Iterable[CitedEntry]) -> str:
    """The entries as RIS, with the line ends that it asks for."""
    return "".join(f"{tag}  - {value}\r\n" for one in entries for tag, value in _lines(one))


def _lines(entry: CitedEntry) -> Iterator[tuple[str, str]]:
    kind = kind_named(entry.kind)
    yield "TY", "UNPB" if kind.ris == "GEN" and entry.arxiv else kind.ris
    yield "ID", entry.key
    yield from (("AU", one.sorted) for one in entry.authors)
    yield from (("A2", one.sorted) for one in entry.editors)
    yield from ((tag, text) for tag, names in _FIELDS if (text := entry.first(*names)))
    if kind.genre:
        yield "M3", kind.genre
    date = entry.date
    if date.year:
        yield "PY", str(date.year)
        yield "DA", "/".join([str(date.year), *(f"{part:02}" if part else "" for part in date[1:]), ""])
    first, last = entry.pages
    yield from ((tag, page) for tag, page in (("SP", first), ("EP", last)) if page)
    yield from (("KW", word) for word in entry.keywords)
    yield from ((tag, text) for tag, text in (("DO", entry.doi), ("UR", entry.url)) if text)
    yield "ER", ""
