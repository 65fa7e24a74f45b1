"""The lists in an output folder of the files in it that are ours.

Rule 1: there are two. The manifest lists what the last finished build placed; while a build is under
    way a second one lists everything that may stand there, old and new, so that nothing is ever orphaned.
Rule 2: what is read from disk is not trusted: an address that could lead out of the folder makes the
    whole file illegible.
Rule 3: a manifest depends on the site alone: no times, no paths, no machine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from pathlib import Path
from typing import NamedTuple

from soundcase import __version__
from soundcase.publishing.build_fingerprint import MANIFEST, PENDING
from soundcase.values import dataclass

__all__ = [
    "MANIFEST",
    "PENDING",
    "TEMPORARY",
    "Holdings",
    "PublishedFile",
    "check_urls",
    "folders_of",
    "is_safe",
    "listed_files",
    "manifest_bytes",
    "pending_bytes",
    "read_holdings",
]

_FORMAT = "soundcase-manifest/1"
_PENDING_FORMAT = "soundcase-pending/1"
_UNSAFE = re.compile(r'[\x00-\x1f\\<>:"|?*]|(?:^|/)\.{0,2}(?:/|$)')
_SHA256 = re.compile(r"[0-9a-f]{64}")
TEMPORARY = re.compile(r"\.soundcase-\d+-\d+\.part")
"""Names of files that are being written."""


class PublishedFile(NamedTuple):
    """One published file."""

    size: int
    """Bytes."""
    sha256: str
    page: bool
    """Whether it refers to others, and so has to go before they do."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """The files of an output folder that are ours."""

    marked: bool
    """Whether one of our two files stands there, legible or not."""
    legible: bool
    """Whether every one of them that stands there could be read, and one does."""
    unfinished: bool
    """Whether a build was interrupted."""
    files: Mapping[str, PublishedFile]
    """By URL, what the last finished build placed."""
    urls: frozenset[str]
    """Every file that we may have placed."""
    pages: frozenset[str]
    """Those of them that are pages."""


def read_holdings(output: Path) -> Holdings:
    """The files that are ours by the folder's own lists; none, if it has no list. Raises OSError."""
    manifest, pending = _content(output / MANIFEST), _content(output / PENDING)
    entries = None if manifest is None else _entries(manifest)
    planned = None if pending is None else _files(pending, _PENDING_FORMAT)
    marked = manifest is not None or pending is not None
    return Holdings(
        marked=marked,
        legible=marked and (manifest is None) == (entries is None) and (pending is None) == (planned is None),
        unfinished=pending is not None,
        files=entries or {},
        urls=frozenset(entries or ()) | frozenset(planned or ()),
        pages=frozenset(url for url, entry in (entries or {}).items() if entry.page)
        | frozenset(url for url, about in (planned or {}).items() if about.get("page") is True),
    )


def listed_files(manifest: bytes) -> Mapping[str, PublishedFile] | None:
    """The files that a manifest lists, by address; None where it is not one that can be read."""
    return _entries(manifest)


def manifest_bytes(files: Mapping[str, PublishedFile]) -> bytes:
    """The manifest as it is stored."""
    listed = (
        (url, f'"size": {one.size}, "sha256": "{one.sha256}", "page": {str(one.page).lower()}')
        for url, one in sorted(files.items())
    )
    return _json({"format": _FORMAT, "generator": f"soundcase {__version__}"}, listed)


def pending_bytes(urls: Iterable[str], pages: Collection[str]) -> bytes:
    """The list that stands in the folder while a build is under way, as it is stored."""
    listed = ((url, f'"page": {str(url in pages).lower()}') for url in sorted(urls))
    return _json({"format": _PENDING_FORMAT}, listed)


def check_urls(urls: Collection[str]) -> None:
    """Raise ValueError where a site could not stand in any folder: unsafe, clashing or reserved addresses."""
    for url in urls:
        if not is_safe(url):
            raise ValueError(f"not an address inside a site: {url!r}")
        if url in (MANIFEST, PENDING) or (".soundcase-" in url and TEMPORARY.fullmatch(url.rpartition("/")[2])):
            raise ValueError(f"a name that publishing keeps for itself: {url!r}")
    files, folders = _alone(urls), _alone({folder for url in urls for folder in folders_of(url)})
    for folder in folders.keys() & files.keys():
        raise ValueError(f"both a file and a folder: {files[folder]!r} and {folders[folder]!r}")


def _alone(names: Collection[str]) -> dict[str, str]:
    """The names without case; ValueError where two differ by it only."""
    found = {name.casefold(): name for name in names}
    if len(found) < len(set(names)):
        one, other = next((name, found[name.casefold()]) for name in names if found[name.casefold()] != name)
        raise ValueError(f"addresses that differ only by case: {one!r} and {other!r}")
    return found


def is_safe(url: str) -> bool:
    """True for an address that stays inside the folder on every platform and has names of usual length."""
    if _UNSAFE.search(url):
        return False
    return len(url) < 64 or all(len(segment.encode(errors="replace")) <= 255 for segment in url.split("/"))


def folders_of(url: str) -> tuple[str, ...]:
    """The folders that a file's address names, innermost first."""
    return _chain(url.rpartition("/")[0])


@lru_cache(maxsize=4096)
def _chain(folder: str) -> tuple[str, ...]:
    segments = folder.split("/") if folder else []
    return tuple("/".join(segments[:count]) for count in range(len(segments), 0, -1))


def _content(path: Path) -> bytes | None:
    if path.is_symlink():  # somebody's own doing: what it leads to says nothing about this folder
        return b""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _json(head: Mapping[str, str], files: Iterable[tuple[str, str]]) -> bytes:
    """The head and the files as JSON, a file a line; joined here since there are very many."""
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    listed = [f"{_quoted(url)}: {{{about}}}" for url, about in files]
    return ("{\n" + ",\n".join((*lines, '"files": {\n' + ",\n".join(listed))) + "\n}}\n").encode()


def _files(content: bytes, form: str) -> dict[str, dict[object, object]] | None:
    """The `files` of a stored list, None where it is not one of this form."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return None
    files = value.get("files") if isinstance(value, dict) and value.get("format") == form else None
    if not isinstance(files, dict):
        return None
    sound = all(is_safe(url) and isinstance(about, dict) for url, about in files.items())
    return files if sound else None


def _entries(content: bytes) -> dict[str, PublishedFile] | None:
    files = _files(content, _FORMAT)
    if files is None:
        return None
    entries = {url: _entry(about) for url, about in files.items()}
    whole = {url: entry for url, entry in entries.items() if entry is not None}
    return whole if len(whole) == len(entries) else None


def _entry(about: Mapping[object, object]) -> PublishedFile | None:
    size, sha256, page = about.get("size"), about.get("sha256"), about.get("page")
    if not (isinstance(size, int) and isinstance(sha256, str) and isinstance(page, bool)):
        return None
    return PublishedFile(size, sha256, page) if _SHA256.fullmatch(sha256) else None
