"""Which files of the project the links in Markdown mean.

Rule: only what lies under `data/` is published, whatever a link says; a link may be relative to the project, to
`data/`, to the folders in it, or to `examples/`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

_FROM = ("", "data/", "data/audio/", "data/images/", "data/video/", "examples/")


def candidates(href: str) -> Iterator[str]:
    """The paths, relative to the project, that a link may mean; none for a link that leaves the project."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or not path or path.startswith("/") or "\\" in path or "\0" in path:
        return
    for base in _FROM:
        found = posixpath.normpath(base + path)
        if found.startswith("data/"):
            yield found
