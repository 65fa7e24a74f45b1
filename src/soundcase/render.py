"""Views through templates to the bytes of pages."""

from __future__ import annotations

from collections.abc import Mapping

from soundcase.theme import Theme, placed_mistakes, style_digest
from soundcase.views import Site


def render(site: Site, theme: Theme) -> dict[str, bytes]:
    """Every page by its path in the site, in UTF-8; ThemeError where a project's template fails."""
    with placed_mistakes(theme):
        own_style = _style(theme)
        pages = {
            "index.html": _printed(theme, "index.html", page=site.page),
            "404.html": _printed(
                theme, "404.html", page=site.not_found, style=own_style, style_source=style_digest(own_style)
            ),
        }
    return {path: text.encode() for path, text in pages.items()}


def _style(theme: Theme) -> str:
    """The few rules of a page that must not load anything."""
    return theme.environment.get_template("assets/404.css").render().strip()


def _printed(theme: Theme, name: str, **values: object) -> str:
    addresses: Mapping[str, str] = {"css": theme.css.url, "js": theme.js.url, "icon": theme.icon.url}
    return theme.environment.get_template(name).render(assets=addresses, **values)
