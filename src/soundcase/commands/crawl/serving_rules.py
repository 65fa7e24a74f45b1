"""Rules about how a host serves a site: types, parts of files, what is missing, headers in the way."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from soundcase.commands.crawl.findings import Found, alike
from soundcase.commands.crawl.host import origin
from soundcase.commands.crawl.policy import blocked_by, frames_refused
from soundcase.commands.crawl.reply import Reply, suffix_of
from soundcase.commands.crawl.types import wrong_charset, wrong_type
from soundcase.commands.crawl.visit import Visit
from soundcase.problems.phrases import quoted

_BEGINNING = 100
"""Bytes by which the page for what is missing is known, whichever build made it."""
_CRAWLER = "Googlebot"


def _served(visit: Visit) -> Iterator[tuple[str, Reply]]:
    """The site's own files that came over the network."""
    if visit.source.remote:
        for url, answer in visit.came.items():
            if answer.there and (visit.listed is None or not url or url in visit.listed):
                yield url, answer


def types(visit: Visit) -> Iterator[Found]:
    """Files under types by which browsers do not know what they are, or read them wrongly."""
    faults = []
    for url, answer in _served(visit):
        said = answer.headers.get("content-type", "")
        if wanted := wrong_type(suffix_of(url), said):
            faults.append(((said, wanted), url))
        elif charset := wrong_charset(suffix_of(url), said):
            faults.append(((charset, "utf-8"), url))
    for (said, wanted), url, more in alike(faults):
        told = f"is sent as {quoted(said)}" if said else "is sent without a type"
        hint = f"have the host send 'Content-Type: {wanted}'" if "/" in wanted else f"it has to be {wanted}"
        yield Found(
            "site-type", url, f"'{url or 'the first page'}'{more} {told}, not as {quoted(wanted)}", hint
        )


def parts(visit: Visit) -> Iterator[Found]:
    """A host that does not give parts of a file: readers cannot go to a place in a clip."""
    faults = [(answer.ranges, url) for url, answer in _served(visit) if answer.ranges]
    for how, url, more in alike(faults):
        hint = "readers cannot seek: use a host that answers 'Range' with 206 and the right 'Content-Range'"
        yield Found("site-ranges", url, f"the host {how}: '{url}'{more}", hint)


def not_found(visit: Visit) -> Iterator[Found]:
    """A host that has a page for everything, or an old one for what is not there: told once."""
    yield from islice((found for answer in visit.absent for found in _not_found(visit, answer)), 1)


def _not_found(visit: Visit, answer: Reply) -> Iterator[Found]:
    url = answer.order.url
    if answer.fault is not None:
        yield Found(answer.fault.code, url, answer.fault.message, answer.fault.hint)
    elif answer.there:
        message = f"'{url}', which nobody has, is answered with a file and status {answer.status}"
        hint = "turn off the host's rule for single-page applications: what is missing has to get status 404"
        yield Found("site-soft-404", url, message, hint)
    elif answer.status >= 500:
        message = f"'{url}', which nobody has, is answered with status {answer.status} instead of 404"
        yield Found("site-refused", url, message, "look at the host's own messages")
    elif old := _old_page(visit, answer):
        yield Found("site-stale", url, old, "publish '404.html' again, or empty the host's cache")


def _old_page(visit: Visit, answer: Reply) -> str:
    """The words for a page about what is missing that another build made; empty for any other page."""
    own, ours = visit.came.get("404.html"), (visit.listed or {}).get("404.html")
    if own is None or ours is None or not own.there or answer.sha256 == ours.sha256:
        return ""
    if own.head[:_BEGINNING] != answer.head[:_BEGINNING]:
        return ""
    return "what is missing is answered with a '404.html' that another build made"


def headers(visit: Visit) -> Iterator[Found]:
    """Headers by which browsers do not show the page, or not all of it."""
    faults = []
    for url, answer in _served(visit):
        page = suffix_of(url) in (".html", ".htm")
        policy = answer.headers.get("content-security-policy", "")
        if page and (harm := ", ".join(blocked_by(policy, answer.final))):
            faults.append(((f"is shown without some of it ({harm})", "Content-Security-Policy"), url))
        if page and answer.headers.get("content-disposition", "").lower().startswith("attachment"):
            faults.append((("is saved, not shown", "Content-Disposition"), url))
        if page and url.startswith("embed/") and frames_refused(policy):
            faults.append((("cannot be shown in another page", "Content-Security-Policy"), url))
        if (
            page
            and url.startswith("embed/")
            and answer.headers.get("x-frame-options", "").upper()
            in (
                "DENY",
                "SAMEORIGIN",
            )
        ):
            faults.append((("cannot be shown in another page", "X-Frame-Options"), url))
    for (what, name), url, more in alike(faults):
        message = f"'{url or 'the first page'}'{more} {what}, because the host sends '{name}'"
        yield Found(
            "site-blocked", url, message, f"have the host leave '{name}' out, or allow the site's own files"
        )


def hidden(visit: Visit) -> Iterator[Found]:
    """A site that search engines are told to pass over."""
    faults = []
    for url, answer in _served(visit):
        robots = answer.headers.get("x-robots-tag", "").lower()
        if "noindex" in robots or "none" in robots.replace(",", " ").split():
            faults.append(("its header 'X-Robots-Tag'", url))
    faults += [
        ("a 'meta' of the page", url) for url, _, facts in visit.pages() if facts.noindex and _is_found(url)
    ]
    if visit.robots is not None and visit.robots.there and visit.robots.body:
        rules = RobotFileParser()
        rules.parse(visit.robots.body.decode("utf-8", "replace").splitlines())
        if not rules.can_fetch(_CRAWLER, visit.source.base):
            faults.append(("'/robots.txt'", ""))
    for why, url, more in alike(faults):
        message = f"search engines are told to pass over '{url or 'the first page'}'{more}, by {why}"
        yield Found("site-unlisted", url, message, "remove it where the page is meant to be found")


def elsewhere(visit: Visit) -> Iterator[Found]:
    """Pages that say they stand at another address."""
    if not visit.source.remote:
        return
    faults = []
    for url, answer, facts in visit.pages():
        moved = bool(facts.canonical) and _differs(facts.canonical, answer.final, visit.source.base)
        if moved and _is_found(url):
            faults.append((urljoin(urljoin(answer.final, facts.canonical), "."), url))
    for said, url, more in alike(faults):
        message = f"'{url or 'the first page'}'{more} says that it stands below {quoted(said)}"
        yield Found("site-elsewhere", url, message, "correct 'url' in the catalogue, or publish it there")


def _is_found(url: str) -> bool:
    """True for a page that readers find by itself: no piece of one, and not the one about what is missing."""
    return url != "404.html" and not url.startswith("embed/")


def _differs(canonical: str, final: str, base: str) -> bool:
    """True if a page says another address; of one tried on this machine only a folder counts."""
    try:
        said = urljoin(final, canonical)
        there, here = unquote(urlsplit(said).path), unquote(urlsplit(base).path)
        inside = there.startswith(here) and "/" not in there.removeprefix(here)
        if origin(said) == origin(base) or not _is_local(urlsplit(base).hostname or ""):
            return not (inside and origin(said)[1] == origin(base)[1])
    except ValueError:
        return True
    return here != "/" and not inside


def _is_local(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
