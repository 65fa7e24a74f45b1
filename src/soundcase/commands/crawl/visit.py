"""The visit to a site: what was asked for, what came, and what its pages refer to.

Rule: a site with a manifest is asked for all that it lists, and for what its pages refer to besides; from there
the visit does not go on. One without is followed from page to page, inside its own folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from urllib.parse import unquote, urljoin, urlsplit

from soundcase.commands.crawl.host import origin
from soundcase.commands.crawl.page import PageFacts, Reference, page_facts, style_facts
from soundcase.commands.crawl.reply import MEDIA, PAGES, ROBOTS, Order, Reply, SitePlace, suffix_of
from soundcase.commands.crawl.together import Patience, answers
from soundcase.publishing.manifest import MANIFEST, PublishedFile, listed_files
from soundcase.values import dataclass

MOST_OTHERS = 2000
"""Addresses that are asked for though no manifest lists them."""
OnProgress = Callable[[int, int], None]
"""Called with the files that have been asked for, and how many there are as far as is known."""


@dataclass(frozen=True, slots=True)
class VisitOptions:
    """The limits of a visit."""

    jobs: int = 4
    """Connections at once."""
    budget: int = 100_000_000
    """Bytes that are read to compare digests; of what is left only the beginnings are."""
    patience: Patience = Patience()
    built: Mapping[str, PublishedFile] | None = None
    """The files of the build that should be there; None where nobody says."""
    on_progress: OnProgress = lambda _done, _count: None


@dataclass(frozen=True, slots=True)
class FollowedLink:
    """One reference of a page, resolved."""

    page: str
    """The address of the page or style."""
    reference: Reference
    target: str | None
    """Relative to the site, with `/` before it to the host; None where it leads elsewhere, or is no address."""
    anchor: str
    absolute: str
    """The whole address; empty where it is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Everything that came of a visit."""

    source: SitePlace
    first: Reply
    manifest: Reply
    listed: Mapping[str, PublishedFile] | None = None
    """By address; None where there is no manifest that can be read."""
    came: Mapping[str, Reply] = field(default_factory=dict)
    """By address."""
    facts: Mapping[str, PageFacts] = field(default_factory=dict)
    """Of pages and styles, by address."""
    links: tuple[FollowedLink, ...] = ()
    absent: tuple[Reply, ...] = ()
    """What is said of files that nobody has."""
    robots: Reply | None = None
    """What the host says to search engines; None for a folder."""
    built: Mapping[str, PublishedFile] | None = None
    """The files that should be there; None where nobody says."""
    cut: bool = False
    """Whether there was more than is ever asked for."""

    def pages(self) -> Iterator[tuple[str, Reply, PageFacts]]:
        """Its own pages: of a site with a manifest those that it lists."""
        for url, facts in self.facts.items():
            if suffix_of(url) != ".css" and (self.listed is None or not url or url in self.listed):
                yield url, self.came[url], facts


def visit(source: SitePlace, options: VisitOptions) -> Visit:
    """Visit a site; whatever goes wrong stands in the answers."""
    first, manifest = answers(source, [Order("")], 1, options.patience), None
    (start,) = first
    (manifest,) = answers(source, [Order(MANIFEST)], 1, options.patience)
    listed = listed_files(manifest.body) if manifest.there and manifest.body is not None else None
    walk = _Walk(source, options, listed)
    if start.there or listed:
        walk.take([start])
        walk.ask(_orders(listed or {}, options.budget))
        walk.follow()
    extra = [Order(url) for url in _absent_names(source.base)] if start.there else []
    said = {one.order: one for one in answers(source, extra, options.jobs, options.patience)}
    robots = tuple(answers(source, [Order(ROBOTS)] * (start.there and source.remote), 1, options.patience))
    return Visit(
        source=source,
        first=start,
        manifest=manifest,
        listed=listed,
        came=walk.came,
        facts=walk.facts,
        links=tuple(walk.links),
        absent=tuple(said[order] for order in extra),
        robots=robots[0] if robots else None,
        built=options.built,
        cut=walk.cut,
    )


def _absent_names(base: str) -> tuple[str, ...]:
    """A page and a clip that no site has, always the same ones for a site."""
    name = f"soundcase-check-{hashlib.sha256(base.encode()).hexdigest()[:12]}"
    return f"{name}.html", f"audio/{name}.mp3"


def _orders(listed: Mapping[str, PublishedFile], budget: int) -> list[Order]:
    """An order for each file of a manifest: pages whole, then the smallest, as far as the budget goes."""
    orders = []
    for url, file in sorted(listed.items(), key=lambda one: (not one[1].page, one[1].size, one[0])):
        budget -= file.size
        whole = file.page or suffix_of(url) == ".css" or budget >= 0
        orders.append(Order(url, whole, file.size, file.sha256))
    return orders


class _Walk:
    """The visit as far as it has come: the one thing here that grows."""

    def __init__(
        self, source: SitePlace, options: VisitOptions, listed: Mapping[str, PublishedFile] | None
    ) -> None:
        self.source, self.options, self.listed = source, options, listed
        self.came: dict[str, Reply] = {}
        self.facts: dict[str, PageFacts] = {}
        self.links: list[FollowedLink] = []
        self.cut = False

    def ask(self, orders: list[Order]) -> None:
        """Take the answers to some orders."""
        self.take(answers(self.source, orders, self.options.jobs, self.options.patience), len(orders))

    def take(self, some: Iterable[Reply], count: int = 1) -> None:
        """Take answers, with what pages among them refer to."""
        before = len(self.came)
        for answer in some:
            url = answer.order.url
            self.came[url] = replace(answer, body=None)
            facts = _facts(answer)
            if facts is not None:
                self.facts[url] = facts
                if self._own(url):
                    self.links += _links(self.source, answer, facts)
            self.options.on_progress(len(self.came), before + count)

    def follow(self) -> None:
        """Ask for what the pages refer to and what has not been asked for."""
        seen = 0
        while seen < len(self.links):
            targets = dict.fromkeys(link.target for link in self.links[seen:] if link.target is not None)
            seen = len(self.links)
            wanted = [url for url in targets if url not in self.came]
            room = MOST_OTHERS - (len(self.came) - len(self.listed or ()))
            self.cut = self.cut or len(wanted) > room
            self.ask([Order(url, whole=suffix_of(url) not in MEDIA) for url in wanted[: max(0, room)]])

    def _own(self, url: str) -> bool:
        """True for what the visit goes on from."""
        if self.listed is not None:
            return not url or url in self.listed
        return not url.startswith("/")


def _facts(answer: Reply) -> PageFacts | None:
    """The facts of a page or a style; None of anything else."""
    if answer.body is None or not answer.there:
        return None
    if answer.order.suffix == ".css":
        return style_facts(answer.body)
    html = "html" in answer.headers.get("content-type", "") or answer.order.suffix in PAGES
    return page_facts(answer.body) if html else None


def _links(source: SitePlace, answer: Reply, facts: PageFacts) -> Iterator[FollowedLink]:
    url = answer.order.url
    try:
        here = urljoin(answer.final, facts.base)
    except ValueError:
        here = answer.final
    for reference in dict.fromkeys(facts.references):
        try:
            absolute = urljoin(here, reference.href)
            target = _target(source, absolute)
            anchor = unquote(urlsplit(absolute).fragment)
        except ValueError:
            absolute, target, anchor = "", None, ""
        yield FollowedLink(url, reference, target, anchor, absolute)


def _target(source: SitePlace, absolute: str) -> str | None:
    """The address within the site or its host; None where it leads elsewhere. Raises ValueError."""
    parts = urlsplit(absolute)
    if parts.scheme not in ("http", "https") or origin(absolute) != origin(source.base):
        return None
    path, base = unquote(parts.path) or "/", unquote(urlsplit(source.base).path)
    if path.startswith(base):
        return path.removeprefix(base)
    return path if source.remote else None
