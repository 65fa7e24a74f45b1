"""How Sphinx builds the manual: Markdown in, pages out that load nothing from elsewhere."""

from __future__ import annotations

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
html_extra_path = ["llms.txt"]
html_show_copyright = False
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#3d4ec6", "color-brand-content": "#3d4ec6"},
    "dark_css_variables": {"color-brand-primary": "#a9b4fb", "color-brand-content": "#a9b4fb"},
}
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "github-dark"
