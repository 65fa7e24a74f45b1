"""The files beside the pages, for hosts, search engines, reference managers and previews.

Rule: each is there only where the catalogue says what it is about: an address, a host name, a citation.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from soundcase.model import Catalogue
from soundcase.publishing.placement import Payload
from soundcase.site.card import CardWords, card_png
from soundcase.site.export import sitemap_xml
from soundcase.site.pages import SiteSource
from soundcase.site.views.context import SiteHead
from soundcase.site.views.found import CARD, absolute, canonical, wants_card
from soundcase.text.readings import bare

_SITEMAP = "sitemap.xml"


def files_beside(source: SiteSource) -> dict[str, Payload]:
    """These files by their addresses, without the card."""
    catalogue, head = source.catalogue, source.head.value
    files: dict[str, Payload] = {}
    if catalogue.publish.cname:
        files["CNAME"] = f"{catalogue.publish.cname}\n".encode()
    if catalogue.url:
        files[_SITEMAP] = sitemap_xml(canonical(catalogue, spec.url) for spec in source.paging.pages)
        files["robots.txt"] = f"User-agent: *\nAllow: /\n\nSitemap: {absolute(catalogue, _SITEMAP)}\n".encode()
    if head.citation.entries:
        asked = head.catalogue.citation, catalogue.title, catalogue.authors, catalogue.url, catalogue.license
        made = source.kept.value("citation files", asked, lambda: tuple(_citation_files(head)))
        files |= {url: text.encode() for url, text in made}
    return files


def _citation_files(head: SiteHead) -> Iterator[tuple[str, str]]:
    from soundcase.citation.cff import cff
    from soundcase.citation.csl import csl_json
    from soundcase.citation.ris import ris

    catalogue, entries = head.catalogue, head.citation.entries
    yield "citation.bib", f"{catalogue.citation.strip()}\n"
    yield "citation.ris", ris(entries)
    yield "citation.csl.json", csl_json(entries)
    if text := cff(catalogue, entries):
        yield "CITATION.cff", text


def card(source: SiteSource) -> dict[str, Payload]:
    """The picture that stands for the site where somebody shares its address, if it needs one."""
    if not wants_card(source.head.value):
        return {}
    words = _words(source.catalogue, source.wave())
    return {CARD: source.kept.value("card", words, partial(card_png, words))}


def _words(catalogue: Catalogue, bars: tuple[float, ...]) -> CardWords:
    authors = tuple(bare(one.name) for one in catalogue.authors)
    return CardWords(bare(catalogue.title), authors, bars, catalogue.theme.accent, catalogue.language)
