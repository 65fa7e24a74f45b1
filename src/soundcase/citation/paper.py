"""The paper that a page is about, from its head and the first entry of its citation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from soundcase.citation.entry import Citation, CitedEntry, arxiv_id
from soundcase.citation.kinds import kind_named
from soundcase.model import Author, Catalogue, Link
from soundcase.text.markdown import plain
from soundcase.text.readings import bare
from soundcase.values import dataclass

_NO_ENTRY = CitedEntry("", "", {})
_BESIDE = re.compile(r"slides|poster|suppl|appendix|handout|幻灯|海报|附录|補足|付録", re.IGNORECASE)
_CONTAINERS = {
    "article": "citation_journal_title",
    "paper-conference": "citation_conference_title",
    "chapter": "citation_inbook_title",
}
_SCHOOLS = {"report": "citation_technical_report_institution", "thesis": "citation_dissertation_institution"}


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as search engines are told of it."""

    title: str
    authors: tuple[Author, ...]
    """Without readings in their names."""
    abstract: str
    language: str
    entry: CitedEntry
    """Without fields where the page has no citation."""
    arxiv: str
    doi: str
    pdf: str
    """Its address; empty where none is known."""


def paper_of(catalogue: Catalogue, citation: Citation) -> Paper | None:
    """The paper; None where a page says neither who made it nor how to cite it."""
    entry = citation.entries[0] if citation.entries else _NO_ENTRY
    if not (catalogue.authors or citation.entries):
        return None
    cited = tuple(Author(one.whole) for one in entry.authors)
    links = [link.url for link in catalogue.links]
    arxiv = entry.arxiv or next(filter(None, map(arxiv_id, links)), "")
    doi = next((found[0] for one in links if (found := re.search(r"(?<=doi\.org/)10\.\d{4,9}/\S+", one))), "")
    return Paper(
        title=entry.first("title") or bare(catalogue.title),
        authors=tuple(map(bare_author, catalogue.authors)) or cited,
        abstract=plain(catalogue.abstract),
        language=catalogue.language,
        entry=entry,
        arxiv=arxiv,
        doi=entry.doi or doi,
        pdf=next(filter(None, map(_pdf, catalogue.links)), "")
        or (f"https://arxiv.org/pdf/{arxiv}" if arxiv else ""),
    )


def bare_author(author: Author) -> Author:
    """An author without readings, with the whole address of the ORCID iD."""
    orcid = author.orcid.removeprefix("https://orcid.org/")
    address = f"https://orcid.org/{orcid}" if orcid else ""
    return Author(bare(author.name), tuple(map(bare, author.affiliations)), author.url, address)


def _pdf(link: Link) -> str:
    """The address of a link that leads to the paper itself."""
    parts = urlsplit(link.url)
    whole = parts.path.lower().endswith(".pdf") or re.search(
        r"(arxiv\.org|openreview\.net)/pdf\b", f"{parts.hostname}{parts.path}"
    )
    return link.url if whole and not _BESIDE.search(f"{link.label} {parts.path}") else ""


def highwire(paper: Paper) -> Iterator[tuple[str, str]]:
    """The paper in the names that Google Scholar and Zotero read.

    Source: "Inclusion Guidelines for Webmasters" of Google Scholar, and Highwire Press.
    """
    entry, date = paper.entry, paper.entry.date
    kind = kind_named(entry.kind)
    yield "citation_title", paper.title
    for author in paper.authors:
        yield "citation_author", author.name
        yield from (("citation_author_institution", place) for place in author.affiliations)
        yield "citation_author_orcid", author.orcid
    yield "citation_publication_date", "/".join(f"{part:02}" for part in date.parts())
    container = _CONTAINERS.get(kind.csl if kind.csl != "article-journal" else "article", "")
    yield container, entry.first("journal", "journaltitle", "booktitle")
    yield _SCHOOLS.get(kind.csl, ""), entry.first("institution", "school")
    yield (
        "citation_technical_report_number" if kind.csl == "report" else "citation_issue",
        entry.first("number"),
    )
    yield "citation_volume", entry.first("volume")
    yield from zip(("citation_firstpage", "citation_lastpage"), entry.pages, strict=True)
    yield "citation_publisher", entry.first("publisher")
    yield "citation_issn", entry.first("issn")
    yield "citation_isbn", entry.first("isbn")
    yield "citation_doi", paper.doi
    yield "citation_arxiv_id", paper.arxiv
    yield "citation_pdf_url", paper.pdf
    yield from (("citation_keywords", word) for word in entry.keywords)
    yield "citation_language", paper.language
