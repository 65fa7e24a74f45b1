"""The check of a site as a whole: visited, judged by every rule, summed up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from soundcase.checks.judge import final
from soundcase.commands.crawl import file_rules, link_rules, serving_rules
from soundcase.commands.crawl.findings import Found
from soundcase.commands.crawl.folder import Folder
from soundcase.commands.crawl.host import POLITE, Host
from soundcase.commands.crawl.reply import Order, SitePlace
from soundcase.commands.crawl.together import answers
from soundcase.commands.crawl.visit import Visit, VisitOptions, visit
from soundcase.commands.fetch.progress import size_in_words
from soundcase.commands.fetch.retry import RetryPolicy
from soundcase.commands.fetch.web import Web
from soundcase.problems.codes import problem_of
from soundcase.problems.phrases import number_of
from soundcase.problems.problem import Place, Problem
from soundcase.problems.report import counted, in_order
from soundcase.values import dataclass

Rule = Callable[[Visit], Iterator[Found]]
RULES: tuple[Rule, ...] = (
    file_rules.first_page,
    file_rules.no_manifest,
    file_rules.missing,
    file_rules.stale,
    file_rules.another_build,
    file_rules.unfinished,
    file_rules.strangers,
    file_rules.differ_in_case,
    link_rules.dead_links,
    link_rules.insecure,
    serving_rules.types,
    serving_rules.parts,
    serving_rules.not_found,
    serving_rules.headers,
    serving_rules.hidden,
    serving_rules.elsewhere,
)


@dataclass(frozen=True, slots=True)
class Crawled:
    """A site that was checked: its problems by file, and what was looked at, in words."""

    problems: tuple[Problem, ...]
    summary: str


def crawl(site: str, options: VisitOptions, *, strict: bool = False, retry: RetryPolicy = POLITE) -> Crawled:
    """Check the site at an address, or in a folder."""
    if not is_address(site):
        return _judged(visit(Folder.of(Path(site)), options), strict=strict)
    web = Web(retry, options.jobs, private=True)
    try:
        source, found = _opened(Host(site, web, retry, upgrade=True), options)
        if source is None:
            problems = final([_problem(one, Host(site, web)) for one in found], strict=strict)
            return Crawled(problems, f"Checked nothing: {counted(problems)}")
        return _judged(visit(source, options), found, strict=strict)
    finally:
        web.close()


def is_address(site: str) -> bool:
    """True for an address on the web, not a folder."""
    return site.lower().startswith(("https://", "http://"))


def _opened(start: Host, options: VisitOptions) -> tuple[Host | None, tuple[Found, ...]]:
    """The host at the folder that an address finally means, and what is wrong with the way there."""
    (answer,) = answers(start, [Order("")], 1, options.patience)
    if answer.fault is not None:
        return None, (Found(answer.fault.code, "", answer.fault.message, answer.fault.hint),)
    address = answer.final.partition("?")[0]
    folder, _, page = address.rpartition("/")
    if not page or page.lower().endswith((".html", ".htm")):
        return Host(f"{folder}/", start.web, start.retry), ()
    host = Host(f"{address}/", start.web, start.retry)
    if not answer.there:
        return host, ()
    message = "the address of the page has no '/' at its end: what it refers to is looked for beside it"
    return host, (Found("site-link", "", message, "have the host lead on from there to the address with '/'"),)


def _judged(seen: Visit, found: tuple[Found, ...] = (), *, strict: bool) -> Crawled:
    every = [*found, *(one for rule in RULES for one in rule(seen))]
    problems = final([_problem(one, seen.source) for one in every], strict=strict)
    return Crawled(tuple(in_order(problems)), f"Checked {_extent(seen)}: {counted(problems)}")


def _problem(found: Found, source: SitePlace) -> Problem:
    place = Place(source.where(found.url), found.line, found.column)
    return problem_of(found.code, found.message, place, found.hint)


def _extent(seen: Visit) -> str:
    """How much was looked at, and what was not."""
    came = [answer for answer in seen.came.values() if not answer.skipped]
    skipped = len(seen.came) - len(came)
    partly = sum(1 for answer in came if answer.there and not answer.order.whole)
    size = size_in_words(sum((answer.size or 0) for answer in came if answer.there))
    away = len({link.absolute for link in seen.links if link.target is None and link.absolute})
    notes = [
        f"{partly} of them only in part" * bool(partly),
        f"{skipped} were not asked for, since the host did not answer any more" * bool(skipped),
        "there was more than is ever asked for" * seen.cut,
        f"{number_of(away, 'link')} to other places not followed" * bool(away),
    ]
    files = sum(1 for answer in came if not _is_folder(answer.order.url))
    return "; ".join((f"{number_of(files, 'file')} of {size}", *filter(None, notes)))


def _is_folder(url: str) -> bool:
    """True for the address of a folder, whose page has an address of its own."""
    return not url or url.endswith("/")
