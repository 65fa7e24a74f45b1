"""The words of a page for search engines, previews in social media and reference managers.

Rule 1: where nobody says who made the site, how to cite it, or where it is published, it says nothing of itself
but its title and its description.
Rule 2: addresses are absolute where the site's own is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urljoin

from markupsafe import Markup

from soundcase.citation.entry import Citation
from soundcase.citation.linked_data import ToldClip, ToldSite, linked_data
from soundcase.citation.paper import bare_author, highwire, paper_of
from soundcase.model import Catalogue, Example, Task
from soundcase.site.export import WHOLE
from soundcase.site.paging import FIRST
from soundcase.site.plan import FilesShown
from soundcase.site.views.context import SiteHead
from soundcase.site.views.frame import FileLink, MetaTag, Preview
from soundcase.site.views.sounds import address
from soundcase.text.markdown import plain
from soundcase.text.readings import bare
from soundcase.values import dataclass

CARD = "card.png"
CARD_SIZE = 1200, 630
"""Pixels; previews have this shape everywhere."""
CITATION_FILES = (
    ("BibTeX", "citation.bib", "application/x-bibtex"),
    ("RIS", "citation.ris", "application/x-research-info-systems"),
    ("CSL-JSON", "citation.csl.json", "application/vnd.citationstyles.csl+json"),
)
_PREVIEWED = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_SHAPE = 1.5, 2.4
"""How much wider than high a picture is that no preview cuts."""
_LEAST_WIDTH = 600


def absolute(catalogue: Catalogue, url: str) -> str:
    """The public address of a file of the site; empty where the site's own is not known."""
    if not catalogue.url:
        return ""
    home = catalogue.url if catalogue.url.endswith(".html") else catalogue.url.rstrip("/") + "/"
    return urljoin(home, url)


def canonical(catalogue: Catalogue, url: str) -> str:
    """The public address of a page, if it is known."""
    return catalogue.url if url == FIRST else absolute(catalogue, url)


def preview(head: SiteHead) -> Preview | None:
    """The picture of links to the site: the first figure if it has about the shape, else the card.

    None where the site's address is not known: then nobody could fetch it.
    """
    catalogue = head.catalogue
    if not catalogue.url:
        return None
    figure = catalogue.figures[0] if catalogue.figures else None
    own = head.pictures.get(figure.image) if figure else None
    if own and figure and own.picture.mime in _PREVIEWED and own.picture.width >= _LEAST_WIDTH:
        width, height = own.picture.width, own.picture.height
        if _SHAPE[0] <= width / height <= _SHAPE[1]:
            return Preview(
                absolute(catalogue, address(own.url)), width, height, own.picture.mime, bare(figure.alt)
            )
    return Preview(absolute(catalogue, CARD), *CARD_SIZE, "image/png", bare(catalogue.title))


def wants_card(head: SiteHead) -> bool:
    """True if the site's links are shown with a picture that is made for them."""
    shown = preview(head)
    return shown is not None and shown.url == absolute(head.catalogue, CARD)


def citation_files(citation: Citation) -> tuple[FileLink, ...]:
    """The citation in other formats, where it can be read."""
    return tuple(FileLink(*one) for one in CITATION_FILES) if citation.entries else ()


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page about itself."""

    url: str
    title: str
    summary: str


def meta_tags(page: PageWords, head: SiteHead) -> tuple[MetaTag, ...]:
    """The tags of a page's head that have a content."""
    tags = [*_previews(page, head), *(_cited(head) if page.url == FIRST else ())]
    return tuple(tag for tag in tags if tag.name and tag.content)


def _previews(page: PageWords, head: SiteHead) -> Iterator[MetaTag]:
    catalogue, shown = head.catalogue, preview(head)
    told = [
        ("type", "website"),
        ("title", page.title),
        ("description", page.summary),
        ("url", canonical(catalogue, page.url)),
        ("site_name", bare(catalogue.title) if page.url != FIRST else ""),
        ("locale", catalogue.language.replace("-", "_") if catalogue.url else ""),
    ]
    if shown:
        told += [("image", shown.url), ("image:type", shown.mime), ("image:alt", shown.alt)]
        told += [("image:width", str(shown.width)), ("image:height", str(shown.height))]
    yield from (MetaTag("property", f"og:{name}", content) for name, content in told)
    if shown:
        yield MetaTag("name", "twitter:card", "summary_large_image")
        same = (
            ("title", page.title),
            ("description", page.summary),
            ("image", shown.url),
            ("image:alt", shown.alt),
        )
        yield from (MetaTag("name", f"twitter:{name}", content) for name, content in same)


def _cited(head: SiteHead) -> Iterator[MetaTag]:
    paper = paper_of(head.catalogue, head.citation)
    yield from (MetaTag("name", name, content) for name, content in (highwire(paper) if paper else ()))


ShownExamples = Iterable[tuple[Task, Sequence[Example], FilesShown]]
"""The examples on a page with their tasks and files."""


def page_data(url: str, head: SiteHead, shown: ShownExamples) -> Markup:
    """A page as linked data; empty where nobody says whose it is."""
    catalogue, picture, leads = head.catalogue, preview(head), url == FIRST
    if not (catalogue.url or catalogue.authors or head.citation.entries):
        return Markup()
    texts = (catalogue.description, catalogue.abstract, catalogue.subtitle) if leads else ()
    site = ToldSite(
        home=canonical(catalogue, FIRST),
        title=bare(catalogue.title),
        description=next(filter(None, map(plain, texts)), ""),
        language=catalogue.language,
        license=catalogue.license,
        authors=tuple(map(bare_author, catalogue.authors)),
        data=absolute(catalogue, WHOLE) or WHOLE,
        picture=picture.url if picture else "",
    )
    paper = paper_of(catalogue, head.citation) if leads else None
    return linked_data(site, paper, _clips(shown, head), leads=leads)


def _clips(shown: ShownExamples, head: SiteHead) -> Iterator[ToldClip]:
    """The clips in the order of the page, each once."""
    told: set[str] = set()
    for task, examples, files in shown:
        for example in examples:
            for role, model, piece in example.media():
                clip = files.clips.get(piece.clip) if piece.clip else None
                url = address(files.urls[clip.offered[0].sha256]) if clip else ""
                if clip and url not in told:
                    told.add(url)
                    name, place = _named(task, example, role, model, head), absolute(head.catalogue, url) or url
                    yield ToldClip(name, place, clip.offered[0].mime, clip.facts.seconds, piece.license)


def _named(task: Task, example: Example, role: str, model: str, head: SiteHead) -> str:
    found = head.catalogue.models.get(model)
    who = (found.name if found else model) or head.words.parts.get(role.replace("-", "_"), role)
    one = example.title or f"{head.words.example} {example.number}"
    return " · ".join((bare(task.title), bare(one), bare(who)))
