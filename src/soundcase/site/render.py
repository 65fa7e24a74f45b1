"""The bytes of a site: views through templates, and the data beside them.

Rule: an element that holds nothing but words of the page's own gets `words.mark`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import unquote

from soundcase import __version__
from soundcase.model import Catalogue
from soundcase.publishing.placement import Payload
from soundcase.publishing.publish import Site
from soundcase.site.export import catalogue_json, sitemap_xml
from soundcase.site.plan import Plan
from soundcase.site.theme import Theme, placed_mistakes, style_digest
from soundcase.site.transcripts import compared
from soundcase.site.views.frame import SiteView
from soundcase.site.views.page import site_views

_WITHIN = re.compile(r'href="#([^"]+)"')


def render_site(catalogue: Catalogue, plan: Plan, theme: Theme, files: Mapping[str, Payload]) -> Site:
    """The site of a catalogue without errors, in memory; `files` are those of the plan. Raises ThemeError."""
    catalogue = compared(catalogue)
    shown = site_views(catalogue, plan, __version__)
    data = {"catalogue.json": catalogue_json(catalogue, plan, __version__, shown.addresses), ".nojekyll": b""}
    if catalogue.url:
        data["sitemap.xml"] = sitemap_xml(page.canonical for page in shown.pages)
    scripts = {url: script.encode() for url, script in shown.scripts.items()}
    return Site(assets={**theme.assets, **scripts, **files}, pages={**render(shown, theme), **data})


def render(site: SiteView, theme: Theme) -> dict[str, bytes]:
    """Every page by its path in the site, in UTF-8; ThemeError where a project's template fails."""
    assets = {"css": theme.css.url, "js": theme.js.url, "icon": theme.icon.url}
    pages = {}
    with placed_mistakes(theme):
        style = theme.environment.get_template("assets/404.css").render().strip()
        for page in site.pages:
            template = theme.environment.get_template("index.html" if page.header else "page.html")
            pages[page.url] = _linked(template.render(assets=assets, page=page), page.url, site).encode()
        pages["404.html"] = (
            theme.environment.get_template("404.html")
            .render(assets=assets, page=site.not_found, style=style, style_source=style_digest(style))
            .encode()
        )
    return pages


def _linked(html: str, url: str, site: SiteView) -> str:
    """The page with what an author's text links to by `#` found on whichever page it stands."""
    if len(site.pages) == 1:
        return html

    def found(link: re.Match[str]) -> str:
        pages = site.anchor_pages.get(unquote(unescape(link[1])), (url,))
        return link[0] if url in pages else f'href="{pages[0]}#{link[1]}"'

    return _WITHIN.sub(found, html)
