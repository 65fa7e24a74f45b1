"""`CITATION.cff`, which GitHub, Zenodo and reference managers read: the page as a data set, with the paper as
what is preferred.

Source: the Citation File Format, schema 1.2.0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import yaml

from soundcase.citation.entry import CitedEntry, PersonName
from soundcase.citation.kinds import kind_named
from soundcase.citation.license import license_named
from soundcase.citation.names import displayed_name
from soundcase.model import Author, Catalogue
from soundcase.text.readings import bare

_DOI = re.compile(r"10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+")
_ISSN = re.compile(r"\d{4}-\d{3}[\dxX]")
_ISBN = re.compile(r"[0-9\- ]{10,17}X?")
CffValue = str | int | Sequence[object] | Mapping[str, object]


def cff(catalogue: Catalogue, entries: Sequence[CitedEntry]) -> str:
    """The citation file of a page; empty where nobody is known who made it."""
    references = [one for one in map(_reference, entries) if one]
    authors = [_author(one) for one in catalogue.authors] or (references[0]["authors"] if references else [])
    if not authors:
        return ""
    whole = license_named(catalogue.license)
    told: dict[str, CffValue] = {
        "cff-version": "1.2.0",
        "message": "Please cite the paper." if references else "Please cite it as follows.",
        "type": "dataset",
        "title": bare(catalogue.title),
        "authors": authors,
        "url": catalogue.url,
        "license": whole.spdx if whole else "",
    }
    if references:
        told["preferred-citation"] = references[0]
        told["references"] = references[1:]
    return yaml.safe_dump(_filled(told), sort_keys=False, allow_unicode=True, width=100)


def _filled(values: Mapping[str, CffValue]) -> dict[str, CffValue]:
    return {name: value for name, value in values.items() if value}


def _reference(entry: CitedEntry) -> dict[str, CffValue]:
    """An entry; empty where it lacks what the format asks for: a title and names."""
    kind, first = kind_named(entry.kind), entry.first
    people = entry.authors or entry.editors
    title = first("title")
    if not (people and title):
        return {}
    thesis = kind.cff == "thesis"
    return _filled(
        {
            "type": kind.cff,
            "title": title,
            "authors": [_person(one) for one in people],
            "editors": [_person(one) for one in entry.editors] if entry.authors else [],
            "journal": first("journal", "journaltitle"),
            "collection-title": first("booktitle", "series"),
            "conference": _entity(first("booktitle")) if kind.cff == "conference-paper" else {},
            "institution": _entity(first("institution", "school")),
            "publisher": _entity(first("publisher", "organization")),
            "thesis-type": (kind.genre or first("type")) if thesis else "",
            "edition": first("edition"),
            "volume": first("volume"),
            "issue": first("issue", "number") if kind.cff == "article" else "",
            "number": "" if kind.cff == "article" else first("number"),
            **_place_and_date(entry),
        }
    )


def _place_and_date(entry: CitedEntry) -> dict[str, CffValue]:
    date, (start, end) = entry.date, entry.pages
    known = (
        ("doi", entry.doi, _DOI),
        ("isbn", entry.first("isbn"), _ISBN),
        ("issn", entry.first("issn"), _ISSN),
    )
    whole = "-".join((f"{date.year:04}", *(f"{part:02}" for part in date[1:]))) if date.day else ""
    arxiv = [{"type": "other", "value": f"arXiv:{entry.arxiv}"}] if entry.arxiv else []
    return {
        "start": start,
        "end": end,
        "year": date.year,
        "month": date.month,
        "date-published": whole,
        **{name: value for name, value, form in known if form.fullmatch(value)},
        "identifiers": arxiv,
        "url": entry.url,
        "notes": entry.first("note"),
    }


def _entity(name: str) -> dict[str, str]:
    return {"name": name} if name else {}


def _person(name: PersonName) -> dict[str, str]:
    parts = {
        "family-names": name.family,
        "given-names": name.given,
        "name-particle": name.particle,
        "name-suffix": name.suffix,
        "name": name.literal,
    }
    return {part: text for part, text in parts.items() if text}


def _author(author: Author) -> dict[str, str]:
    name = _person(displayed_name(bare(author.name)))
    places = ", ".join(map(bare, author.affiliations))
    more = {
        "affiliation": "" if "name" in name else places,
        "orcid": f"https://orcid.org/{author.orcid}" if author.orcid else "",
        "website": author.url,
    }
    return name | {part: text for part, text in more.items() if text}
