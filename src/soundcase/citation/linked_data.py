"""A site as linked data (JSON-LD in the words of schema.org): the paper, the collection of examples, its clips.

Rule: it stands in a page as a block of data, which no browser runs, and nothing in it can end the block.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from markupsafe import Markup

from soundcase.citation.license import license_link, license_named
from soundcase.citation.paper import Paper
from soundcase.model import Author
from soundcase.provenance import is_address
from soundcase.text.markdown import plain
from soundcase.values import dataclass

MOST_CLIPS = 40
"""That a page tells, about 2 kB when compressed; the rest is in `catalogue.json`."""
_ESCAPED = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)

Node = dict[str, "NodeValue"]
NodeValue = str | Node | Sequence["NodeValue"] | None


@dataclass(frozen=True, slots=True)
class ToldSite:
    """A site as its data tell of it."""

    home: str
    """The address of its first page; empty where it is not known, and addresses are relative then."""
    title: str
    description: str
    """Plain."""
    language: str
    license: str
    """As its authors wrote it."""
    authors: tuple[Author, ...]
    """Without readings in their names."""
    data: str
    """The address of the same as data."""
    picture: str
    """The address of its preview; empty for none."""


@dataclass(frozen=True, slots=True)
class ToldClip:
    """A clip as the data of its page tell of it."""

    name: str
    url: str
    mime: str
    seconds: float
    license: str
    """As its authors wrote it; empty where that of the site holds."""


def linked_data(site: ToldSite, paper: Paper | None, clips: Iterable[ToldClip], *, leads: bool) -> Markup:
    """The data of a page; `leads` on the first, which tells of the paper and the whole."""
    collection: Node = {"@type": "Dataset", "@id": f"{site.home}#examples"}
    whole = _license(site.license)
    if isinstance(whole, dict):  # with an address of its own, for clips to refer to
        whole = {"@id": f"{site.home}#license", **whole}
    told = [(_collection(site, paper) if leads else collection) | {"license": whole}]
    same = {"@id": whole["@id"]} if isinstance(whole, dict) else whole
    told[0] |= {"hasPart": [_clip(one, same) for one in islice(clips, MOST_CLIPS)]}
    if paper and leads:
        told.insert(0, _paper(paper, site))
    graph = {"@context": "https://schema.org", "@graph": [_filled(one) for one in told]}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPED))  # noqa: S704 (what could end the block is escaped)


def _filled(node: Mapping[str, NodeValue]) -> Node:
    return {name: value for name, value in node.items() if value}


def _paper(paper: Paper, site: ToldSite) -> Node:
    entry = paper.entry
    doi = f"https://doi.org/{paper.doi}" if paper.doi else ""
    arxiv = f"https://arxiv.org/abs/{paper.arxiv}" if paper.arxiv else ""
    numbers = (("DOI", paper.doi, doi), ("arXiv", paper.arxiv, arxiv))
    periodical = entry.first("journal", "journaltitle")
    volume = periodical or entry.first("booktitle")
    pdf: Node = {"@type": "MediaObject", "contentUrl": paper.pdf, "encodingFormat": "application/pdf"}
    return {
        "@type": "ScholarlyArticle",
        "@id": f"{site.home}#paper",
        "headline": paper.title,
        "name": paper.title,
        "author": [*_people(paper.authors)],
        "abstract": paper.abstract,
        "datePublished": "-".join(f"{part:02}" for part in entry.date.parts()),
        "inLanguage": paper.language,
        "identifier": [
            {"@type": "PropertyValue", "propertyID": kind, "value": value, "url": place}
            for kind, value, place in numbers
            if value
        ],
        "sameAs": [one for one in (doi, arxiv) if one],
        "url": entry.url or site.home,
        "isPartOf": {"@type": "Periodical" if periodical else "Book", "name": volume} if volume else None,
        "pagination": "–".join(filter(None, entry.pages)),
        "publisher": _organization(entry.first("publisher", "institution", "school")),
        "encoding": pdf if paper.pdf else None,
        "image": site.picture,
    }


def _collection(site: ToldSite, paper: Paper | None) -> Node:
    return {
        "@type": "Dataset",
        "@id": f"{site.home}#examples",
        "name": site.title,
        "description": site.description or site.title,
        "url": site.home,
        "inLanguage": site.language,
        "creator": [*_people(site.authors)],
        "citation": {"@id": f"{site.home}#paper"} if paper else None,
        "distribution": {
            "@type": "DataDownload",
            "contentUrl": site.data,
            "encodingFormat": "application/json",
        },
    }


def _people(authors: Iterable[Author]) -> Iterator[Node]:
    for one in authors:
        places = [_organization(place) for place in one.affiliations]
        person: Node = {"@type": "Person", "name": one.name, "url": one.url, "identifier": one.orcid}
        yield _filled(person | {"affiliation": places})


def _organization(name: str) -> Node | None:
    return {"@type": "Organization", "name": name} if name else None


def _license(markdown: str) -> NodeValue:
    """A licence: its address where the text says no more than its name, else the text with the only address."""
    if is_address(markdown):
        return markdown
    if known := license_named(markdown):
        return known.url
    text = plain(markdown)
    return _filled({"@type": "CreativeWork", "name": text, "url": license_link(markdown)}) if text else None


def _clip(clip: ToldClip, whole: NodeValue) -> Node:
    return _filled(
        {
            "@type": "AudioObject",
            "name": clip.name,
            "contentUrl": clip.url,
            "encodingFormat": clip.mime.partition(";")[0],
            "duration": duration(clip.seconds),
            "license": _license(clip.license) or whole,
        }
    )


def duration(seconds: float) -> str:
    """Seconds as ISO 8601 has them.

    >>> duration(7.6), duration(3723.4), duration(60)
    ('PT7.6S', 'PT1H2M3.4S', 'PT1M')
    """
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    parts = (
        f"{hours}H" if hours else "",
        f"{minutes}M" if minutes else "",
        f"{rest / 1000:g}S" if rest else "",
    )
    return f"PT{''.join(parts) or '0S'}"
