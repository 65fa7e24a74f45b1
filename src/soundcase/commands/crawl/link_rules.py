"""Rules about the links of a site: each leads to a file that is there, and to an anchor that its page has."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from soundcase.commands.crawl.findings import Found
from soundcase.commands.crawl.folder import Folder
from soundcase.commands.crawl.visit import FollowedLink, Visit
from soundcase.problems.phrases import nearest, quoted

_FEW = 500
_ALWAYS = frozenset(("", "top"))


def dead_links(visit: Visit) -> Iterator[Found]:
    """Links and anchors that lead nowhere, each once for a page."""
    names = _names(visit)
    folded = {name.casefold(): name for name in names}
    seen: set[tuple[str, str]] = set()
    for link in visit.links:
        if (link.page, link.reference.href) not in seen:
            seen.add((link.page, link.reference.href))
            yield from _dead(visit, link, names, folded)


def _names(visit: Visit) -> frozenset[str]:
    """Every name that is known to be right."""
    return visit.source.names if isinstance(visit.source, Folder) else frozenset(visit.listed or ())


def _dead(visit: Visit, link: FollowedLink, names: frozenset[str], folded: dict[str, str]) -> Iterator[Found]:
    href = quoted(link.reference.href)
    if not link.absolute:
        yield _at(link, "site-link", f"{href} is no address")
    if link.target is None:
        return
    known = link.target in names
    spelled = folded.get(link.target.casefold())
    if spelled and not known:
        yield _at(
            link, "site-case", f"{href} leads to a file of another case", f"write '{spelled}': case counts"
        )
        return
    answer = visit.came.get(link.target)
    if (
        answer is None
        or answer.skipped
        or (known and visit.listed and link.target in visit.listed and not answer.there)
    ):
        return  # not asked for, or told as a missing file
    if not answer.there or any(
        one.there and one.sha256 == answer.sha256 for one in visit.absent if answer.sha256
    ):
        why = f": status {answer.status}" if visit.source.remote and answer.status >= 300 else ""
        if not link.target or answer.order.url in ("index.html", "404.html"):
            return
        yield _at(link, "site-link", f"{href} leads nowhere{why}", _near(link.target, names))
    elif link.anchor not in _ALWAYS and not link.anchor.startswith(":~:"):
        facts = visit.facts.get(link.target)
        anchor = link.anchor.partition(":~:")[0]
        if facts is not None and anchor not in facts.ids:
            yield _at(link, "site-link", f"{href}: no element there has the id {quoted(anchor)}")


def insecure(visit: Visit) -> Iterator[Found]:
    """Things that a page which came encrypted loads without encryption: browsers refuse them."""
    if not visit.source.remote or urlsplit(visit.source.base).scheme != "https":
        return
    for link in visit.links:
        if link.reference.loaded and link.absolute.startswith("http://"):
            message = (
                f"browsers do not load {quoted(link.reference.href)}: the page is encrypted, and this is not"
            )
            yield _at(link, "site-blocked", message, "write https://, or publish the file with the site")


def _near(target: str, names: frozenset[str]) -> str:
    """The nearest name, where looking for it takes no time."""
    return nearest(target, names) if len(names) < _FEW else ""


def _at(link: FollowedLink, code: str, message: str, hint: str = "") -> Found:
    return Found(code, link.page, message, hint, link.reference.line, link.reference.column)
