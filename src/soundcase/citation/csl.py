"""CSL-JSON, which citation processors such as Pandoc, Zotero and Citation.js read.

Source: the JSON Schema `csl-data.json` of Citation Style Language 1.0.2.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from soundcase.citation.entry import CitedEntry, PersonName
from soundcase.citation.kinds import kind_named

CslValue = str | Sequence[object] | Mapping[str, object]

_FIELDS = (
    ("title", ("title",)),
    ("container-title", ("journal", "journaltitle", "booktitle")),
    ("collection-title", ("series",)),
    ("volume", ("volume",)),
    ("issue", ("issue", "number")),
    ("edition", ("edition",)),
    ("publisher", ("publisher", "institution", "school", "organization")),
    ("publisher-place", ("address", "location")),
    ("abstract", ("abstract",)),
    ("note", ("note",)),
    ("language", ("language", "langid")),
    ("ISBN", ("isbn",)),
    ("ISSN", ("issn",)),
)


def csl_json(entries: Iterable[CitedEntry]) -> str:
    """The entries as CSL-JSON."""
    return json.dumps([_item(one) for one in entries], ensure_ascii=False, indent=1) + "\n"


def _item(entry: CitedEntry) -> dict[str, CslValue]:
    kind = kind_named(entry.kind)
    first, last = entry.pages
    names = dict(_FIELDS)
    if kind.csl in ("report", "patent"):
        names["number"] = names.pop("issue")
    told: dict[str, CslValue] = {
        "id": entry.key,
        "type": "article" if kind.csl == "document" and entry.arxiv else kind.csl,
        "author": [_name(one) for one in entry.authors],
        "editor": [_name(one) for one in entry.editors],
        "issued": {"date-parts": [[*entry.date.parts()]]} if entry.date.year else {},
        **{name: entry.first(*fields) for name, fields in names.items()},
        "page": f"{first}-{last}" if last else first,
        "genre": kind.genre or entry.first("type"),
        "keyword": ", ".join(entry.keywords),
        "DOI": entry.doi,
        "URL": entry.url,
    }
    if told["type"] == "article" and entry.arxiv:
        told |= {
            "number": f"arXiv:{entry.arxiv}",
            "publisher": told["publisher"] or "arXiv",
            "genre": "preprint",
        }
    return {name: value for name, value in told.items() if value}


def _name(name: PersonName) -> dict[str, str]:
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
        "literal": name.literal,
    }
    return {part: text for part, text in parts.items() if text}
