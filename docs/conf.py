"""How Sphinx builds the manual: Markdown in, pages out that load nothing from elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path

from sphinx.application import Sphinx

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "scripts"))

from manual import filled  # noqa: E402

project = "soundcase"
html_title = "soundcase"
language = "en"
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
nitpicky = True
smartquotes = False  # what is quoted is what is written

myst_heading_anchors = 3
myst_links_external_new_tab = False

html_theme = "furo"
html_favicon = "../templates/assets/icon.svg"
html_static_path = ["static"]
html_css_files = ["manual.css"]
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#3d4ec6", "color-brand-content": "#3d4ec6"},
    "dark_css_variables": {"color-brand-primary": "#a9b4fb", "color-brand-content": "#a9b4fb"},
}
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "github-dark"


def setup(app: Sphinx) -> None:
    """Let the code write its own parts of the reference."""
    app.connect("source-read", _fill)


def _fill(_: Sphinx, __: str, source: list[str]) -> None:
    source[0] = filled(source[0])
