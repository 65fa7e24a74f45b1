"""The page among the files of a folder."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

from soundcase_import.names import SOUND_ENDING
from soundcase_import.options import refused

SUFFIXES = (".html", ".htm", ".xhtml", ".md", ".markdown")
MOST = 2000
"""Pages in a folder that are looked at."""
LARGEST = 32 << 20
"""Bytes of a page."""

_PLAYER = re.compile(rf"<audio\b|<source\b[^>]*audio/|{SOUND_ENDING}\b".encode(), re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)


def is_page(path: Path) -> bool:
    """True where the file's name says that it is a page."""
    return path.suffix.lower() in SUFFIXES


def page_in(source: Path) -> Path:
    """The page: the file itself, or the one in the folder that plays most; RefusedError where there is none."""
    if source.is_file():
        return source
    found = pages_in(source)
    if not found:
        raise refused("import-source", f"no page (HTML or Markdown) lies in '{source}'", source)
    return max(found, key=lambda path: (plays(path), -len(path.parts), path.stem == "index"))


def pages_in(folder: Path) -> list[Path]:
    """The pages in a folder, sorted."""
    paths = islice(sorted(folder.rglob("*")), MOST * 10)
    pages = (path for path in paths if is_page(path) and path.is_file() and ".git" not in path.parts)
    return list(islice(pages, MOST))


def content_of(page: Path) -> bytes:
    """The page's bytes; RefusedError where it cannot be read."""
    try:
        if page.stat().st_size > LARGEST:
            raise refused("import-source", f"'{page}' is larger than a page can be", page)
        return page.read_bytes()
    except OSError as error:
        raise refused("import-source", f"'{page}' cannot be read: {error.strerror or error}", page) from error


def plays(path: Path) -> int:
    """The number of players that a page seems to have."""
    if path.stat().st_size > LARGEST:
        return 0
    return len(_PLAYER.findall(_COMMENT.sub(b"", path.read_bytes())))
