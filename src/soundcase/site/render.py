"""The bytes of a site: views through templates, and the data beside them.

Rule: an element that holds nothing but words of the page's own gets `words.mark`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from functools import partial
from hashlib import sha256
from html import unescape
from urllib.parse import unquote

from soundcase.kept import digest_of
from soundcase.publishing.placement import Made, Payload
from soundcase.publishing.publish import Site
from soundcase.site.beside import card, files_beside
from soundcase.site.dataset_file import dataset_file
from soundcase.site.embeds import embed_files
from soundcase.site.facet_files import KeptPage, facet_scripts
from soundcase.site.pages import SiteSource
from soundcase.site.shards import data_files, search_scripts
from soundcase.site.theme import Theme, placed_mistakes, style_digest
from soundcase.site.views.frame import NotFound, PageView
from soundcase.site.views.navigation import anchor_pages
from soundcase.site.views.page import PageInputs, not_found, page_view
from soundcase.values import dataclass

_WITHIN = re.compile(r'href="#([^"]+)"')
_SHOWN = re.compile(r' (?:src|poster)="([^"]+)"')
_ID = re.compile(r' id="([^"]+)"')
_SIGNS = {"css": "\x02styles", "icon": "\x02icon"}
"""These stand for the addresses of what has the colours in a kept page, so that others make no page anew.
A project's own templates may do more with the addresses than print them: they get these themselves."""


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A printed page beside its text, before links to anchors of other pages are found."""

    sha256: str
    size: int
    """Bytes."""
    shown: tuple[str, ...]
    """The pictures that a browser loads to show it."""
    groups: tuple[str, ...]
    """Its anchors that are those of groups."""
    elsewhere: tuple[str, ...]
    """Anchors that it leads to and has not, as they are written in its links."""


def printed(page: PageView, theme: Theme) -> str:
    """A page through its template; ThemeError where a project's template fails."""
    assets = {**theme.addresses, **({} if theme.overrides else _SIGNS)}
    with placed_mistakes(theme):
        template = theme.environment.get_template("index.html" if page.header else "page.html")
        return template.render(assets=assets, page=page)


def _groups(page: PageView) -> tuple[str, ...]:
    groups = (group.anchor for part in page.sections for task in part.tasks for group in task.groups)
    return tuple(filter(None, groups))


def _record(html: str, groups: tuple[str, ...]) -> PrintedPage:
    own = {unescape(one) for one in _ID.findall(html)}
    led, content = dict.fromkeys(_WITHIN.findall(html)), html.encode()
    return PrintedPage(
        sha256=sha256(content).hexdigest(),
        size=len(content),
        shown=tuple(dict.fromkeys(_target(one) for one in _SHOWN.findall(html))),
        groups=groups,
        elsewhere=tuple(one for one in led if _target(one) not in own),
    )


def _target(href: str) -> str:
    return unquote(unescape(href))


def printed_not_found(page: NotFound, theme: Theme) -> str:
    """The page for addresses that lead nowhere."""
    with placed_mistakes(theme):
        style = theme.environment.get_template("assets/404.css").render().strip()
        template = theme.environment.get_template("404.html")
        return template.render(page=page, style=style, style_source=style_digest(style))


def linked(html: str, elsewhere: Container[str], where: Mapping[str, tuple[str, ...]]) -> str:
    """The page with what an author's text links to by `#` found on whichever page it stands."""

    def found(link: re.Match[str]) -> str:
        pages = where.get(_target(link[1]), ()) if link[1] in elsewhere else ()
        return f'href="{pages[0]}#{link[1]}"' if pages else link[0]

    return _WITHIN.sub(found, html)


def _printed(source: SiteSource, theme: Theme) -> Iterator[tuple[str, PrintedPage, Callable[[], str]]]:
    """Every page with its path in the site, and its text, which is read when it is asked for."""
    for url, key, page in _kept_pages(source, theme):
        record = source.kept.value(
            "page record", (key, theme.css.url, theme.icon.url), partial(_recorded, page, theme)
        )
        source.kept.name("page", key)
        yield url, record, partial(_text, page, theme)


def _kept_pages(source: SiteSource, theme: Theme) -> Iterator[tuple[str, bytes, _Printed]]:
    """Every page with its path, the digest of all that it follows from, and a way to it as it is printed."""
    for spec in source.paging.pages:
        inputs = source.page(spec)
        key = digest_of((inputs, theme.digest))
        yield spec.url, key, partial(source.kept.value, "page", key, partial(_page, inputs, theme))


def _page(inputs: PageInputs, theme: Theme) -> tuple[str, tuple[str, ...]]:
    """A page as it is printed, and the anchors of its groups."""
    view = page_view(inputs)
    return printed(view, theme), _groups(view)


_Printed = Callable[[], tuple[str, tuple[str, ...]]]


def _recorded(page: _Printed, theme: Theme) -> PrintedPage:
    html, groups = page()
    return _record(_styled(html, theme), groups)


def _text(page: _Printed, theme: Theme) -> str:
    return _styled(_html(page), theme)


def _html(page: _Printed) -> str:
    return page()[0]


def _styled(html: str, theme: Theme) -> str:
    """A page with the addresses of styles and icon, which stand before all that authors wrote but escaped."""
    for name, sign in _SIGNS.items():
        html = html.replace(f'"{sign}"', f'"{theme.addresses[name]}"', 1)
    return html


def _payload(page: PrintedPage, text: Callable[[], str], where: Mapping[str, tuple[str, ...]]) -> Payload:
    if any(_target(one) in where for one in page.elsewhere):
        return linked(text(), page.elsewhere, where).encode()
    return Made(page.sha256, page.size, lambda: text().encode())


def printed_pages(source: SiteSource, theme: Theme) -> tuple[dict[str, Payload], dict[str, tuple[str, ...]]]:
    """Every page by its path in the site, and the pictures that it shows.

    What is kept is neither viewed nor printed. ThemeError where a project's template fails.
    """
    pages = {url: (record, text) for url, record, text in _printed(source, theme)}
    where: dict[str, tuple[str, ...]] = {}
    if len(pages) > 1 and any(record.elsewhere for record, _ in pages.values()):
        groups = ((group, url) for url, (record, _) in pages.items() for group in record.groups)
        where = anchor_pages(source.paging, source.anchors, groups)
    html = {url: _payload(record, text, where) for url, (record, text) in pages.items()}
    html["404.html"] = printed_not_found(not_found(source.head.value), theme).encode()
    return html, {url: record.shown for url, (record, _) in pages.items()}


def render_site(source: SiteSource, theme: Theme, files: Mapping[str, Payload]) -> Site:
    """The site of a catalogue without errors; `files` are those of the plan. Raises ThemeError."""
    told = data_files(source)
    beside = {**dataset_file(source, told), **files_beside(source), ".nojekyll": b""}
    pages, shown = printed_pages(source, theme)
    printed = (KeptPage(url, key, partial(_html, page)) for url, key, page in _kept_pages(source, theme))
    scripts = {**search_scripts(source), **facet_scripts(source, printed), **embed_files(source, theme)}
    return Site(
        assets={**theme.assets, **scripts, **card(source), **files},
        pages={**pages, **told, **beside},
        shown=shown,
    )
