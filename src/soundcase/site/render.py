"""The bytes of a site: views through templates, and the data beside them.

Rule: an element that holds nothing but words of the page's own gets `words.mark`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from html import unescape
from urllib.parse import unquote

from soundcase import __version__
from soundcase.kept import KeptValues
from soundcase.model import Catalogue
from soundcase.publishing.placement import Payload
from soundcase.publishing.publish import Site
from soundcase.site.export import sitemap_xml
from soundcase.site.pages import SiteSource, site_source
from soundcase.site.plan import Plan
from soundcase.site.shards import data_files, search_scripts
from soundcase.site.theme import Theme, placed_mistakes, style_digest
from soundcase.site.views.frame import NotFound, PageView
from soundcase.site.views.navigation import anchor_pages
from soundcase.site.views.page import PageInputs, canonical, not_found, page_view
from soundcase.values import dataclass

_WITHIN = re.compile(r'href="#([^"]+)"')
_ID = re.compile(r' id="([^"]+)"')


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page as it is printed, before links to anchors of other pages are found."""

    html: str
    groups: tuple[str, ...]
    """Its anchors that are those of groups."""
    elsewhere: tuple[str, ...]
    """Anchors that it leads to and has not, as they are written in its links."""


def printed(page: PageView, theme: Theme) -> PrintedPage:
    """A page through its template; ThemeError where a project's template fails."""
    assets = {"css": theme.css.url, "js": theme.js.url, "icon": theme.icon.url}
    with placed_mistakes(theme):
        template = theme.environment.get_template("index.html" if page.header else "page.html")
        html = template.render(assets=assets, page=page)
    own = {unescape(one) for one in _ID.findall(html)}
    groups = (group.anchor for part in page.sections for task in part.tasks for group in task.groups)
    led = dict.fromkeys(_WITHIN.findall(html))
    return PrintedPage(html, tuple(filter(None, groups)), tuple(one for one in led if _target(one) not in own))


def _target(href: str) -> str:
    return unquote(unescape(href))


def printed_not_found(page: NotFound, theme: Theme) -> str:
    """The page for addresses that lead nowhere."""
    with placed_mistakes(theme):
        style = theme.environment.get_template("assets/404.css").render().strip()
        template = theme.environment.get_template("404.html")
        return template.render(page=page, style=style, style_source=style_digest(style))


def linked(page: PrintedPage, where: Mapping[str, tuple[str, ...]]) -> str:
    """The page with what an author's text links to by `#` found on whichever page it stands."""
    if not page.elsewhere:
        return page.html

    def found(link: re.Match[str]) -> str:
        pages = where.get(_target(link[1]), ())
        return f'href="{pages[0]}#{link[1]}"' if link[1] in page.elsewhere and pages else link[0]

    return _WITHIN.sub(found, page.html)


def _made(inputs: PageInputs, theme: Theme) -> PrintedPage:
    return printed(page_view(inputs), theme)


def printed_pages(source: SiteSource, theme: Theme) -> dict[str, bytes]:
    """Every page by its path in the site, in UTF-8; ThemeError where a project's template fails."""
    pages = {}
    for spec in source.paging.pages:
        inputs = source.page(spec)
        make = partial(_made, inputs, theme)
        pages[spec.url] = source.kept.value("page", (inputs, theme.digest), make)
    where: dict[str, tuple[str, ...]] = {}
    if len(pages) > 1 and any(page.elsewhere for page in pages.values()):
        groups = ((group, url) for url, page in pages.items() for group in page.groups)
        where = anchor_pages(source.paging, source.anchors, groups)
    html = {url: linked(page, where) for url, page in pages.items()}
    html["404.html"] = printed_not_found(not_found(source.head.value), theme)
    return {url: text.encode() for url, text in html.items()}


def render_site(
    catalogue: Catalogue, plan: Plan, theme: Theme, files: Mapping[str, Payload], kept: KeptValues | None = None
) -> Site:
    """The site of a catalogue without errors, in memory; `files` are those of the plan. Raises ThemeError."""
    source = site_source(catalogue, plan, __version__, kept or KeptValues())
    data = data_files(source) | {".nojekyll": b""}
    if catalogue.url:
        data["sitemap.xml"] = sitemap_xml(canonical(catalogue, spec.url) for spec in source.paging.pages)
    return Site(
        assets={**theme.assets, **search_scripts(source), **files},
        pages={**printed_pages(source, theme), **data},
    )
