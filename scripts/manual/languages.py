"""The languages of the page's own words, as a table: whatever files there are in `site/locales/`."""

from __future__ import annotations

import json

from soundcase.site.words import LANGUAGES, LOCALES


def languages() -> str:
    """A row for each language: its tag, and its name in itself."""
    names = {tag: json.loads((LOCALES / f"{tag}.json").read_text("utf-8"))["name"] for tag in LANGUAGES}
    return "\n".join(
        ["| tag | language |", "| --- | --- |", *(f"| `{tag}` | {name} |" for tag, name in names.items())]
    )
