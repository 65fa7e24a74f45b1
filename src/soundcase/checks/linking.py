"""The files of a project that its Markdown links to or shows.

Rule 1: only files under `data/` of kinds that no browser runs are published; pictures have to pass as figures.
Rule 2: a link may be relative to the project, to `data/`, to the folders in it, or to `examples/`.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from soundcase.attachment import DOWNLOADS
from soundcase.audio.probe.kinds import SUFFIXES, VIDEO_SUFFIXES
from soundcase.catalogue.files import inside
from soundcase.catalogue.uses import FileUse
from soundcase.checks.rules.context import TextLink
from soundcase.problems.problem import Fault
from soundcase.project import Project
from soundcase.values import dataclass

_IMAGES = "data/images/"
_FROM = ("", "data/", "data/audio/", "data/images/", "data/video/", "data/files/", "examples/")
_SUFFIXES = SUFFIXES | VIDEO_SUFFIXES | DOWNLOADS.keys()


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """A file to download: Markdown links to it, or an example offers it."""

    path: Path
    name: str
    """Relative to the project."""
    size: int
    """Bytes."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Linked:
    """The files that Markdown means, by its links as they are written."""

    files: Mapping[str, LinkedFile]
    pictures: Mapping[str, FileUse]
    """→ the picture, relative to `data/images/`, where it is first shown."""


def is_offered(name: str) -> bool:
    """True for a file of a kind that is published for download."""
    return PurePosixPath(name).suffix.lower() in _SUFFIXES


def linked(project: Project, links: Iterable[TextLink], digest: Callable[[Path], str]) -> Linked:
    """The files that some links and pictures lead to; `digest` is SHA-256."""
    files: dict[str, LinkedFile] = {}
    pictures: dict[str, FileUse] = {}
    for link in links:
        for name in _existing(project, link.href):
            if link.picture and name.startswith(_IMAGES):
                pictures.setdefault(link.href, FileUse(name.removeprefix(_IMAGES), link.origin, ("", "")))
            elif not link.picture and is_offered(name):
                path = project.root / name
                files.setdefault(link.href, LinkedFile(path, name, path.stat().st_size, digest(path)))
    return Linked(files, pictures)


def _existing(project: Project, href: str) -> Iterator[str]:
    for name in _candidates(href):
        path = inside(project.root, name, root=project.root)
        if not isinstance(path, Fault) and _readable(path):
            yield name


def _candidates(href: str) -> Iterator[str]:
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


def _readable(path: Path) -> bool:
    """True if a file is there that can be published; no name is too long or too odd to ask for."""
    try:
        return path.is_file() and os.access(path, os.R_OK)
    except (OSError, ValueError):
        return False
