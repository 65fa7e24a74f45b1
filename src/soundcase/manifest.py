"""What an output folder says about itself: which files in it are ours.

Rule 1: two files say it. The manifest lists what the last finished build placed; while a build is under
    way a second one lists everything that may stand there, old and new, so that nothing is ever orphaned.
Rule 2: what is read from disk is not trusted: an address that could lead out of the folder makes the
    whole file illegible.
Rule 3: a manifest depends on the site alone: no times, no paths, no machine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from soundcase import __version__
from soundcase.stamp import MANIFEST, PENDING

__all__ = [
    "MANIFEST",
    "PENDING",
    "TEMPORARY",
    "Entry",
    "Holdings",
    "check_urls",
    "folders_of",
    "is_safe",
    "manifest_bytes",
    "pending_bytes",
    "read_holdings",
]

_FORMAT = "soundcase-manifest/1"
_PENDING_FORMAT = "soundcase-pending/1"
_SHA256 = re.compile(r"[0-9a-f]{64}")
TEMPORARY = re.compile(r"\.soundcase-\d+-\d+\.part")
"""Names of files that are being written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One published file."""

    size: int
    """Bytes."""
    sha256: str
    page: bool
    """Whether it refers to others, and so has to go before they do."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What of an output folder is ours."""

    marked: bool
    """Whether one of our two files stands there, legible or not."""
    legible: bool
    """Whether every one of them that stands there could be read, and one does."""
    unfinished: bool
    """Whether a build was interrupted."""
    files: Mapping[str, Entry]
    """By URL, what the last finished build placed."""
    urls: frozenset[str]
    """Every file that we may have placed."""
    pages: frozenset[str]
    """Those of them that are pages."""


def read_holdings(output: Path) -> Holdings:
    """What the folder says is ours; nothing, if it says nothing. Raises OSError."""
    manifest, pending = _content(output / MANIFEST), _content(output / PENDING)
    entries = None if manifest is None else _entries(manifest)
    planned = None if pending is None else _planned(pending)
    marked = manifest is not None or pending is not None
    return Holdings(
        marked=marked,
        legible=marked and (manifest is None) == (entries is None) and (pending is None) == (planned is None),
        unfinished=pending is not None,
        files=entries or {},
        urls=frozenset(entries or ()) | frozenset(planned or ()),
        pages=frozenset(url for url, entry in (entries or {}).items() if entry.page)
        | frozenset(url for url, page in (planned or {}).items() if page),
    )


def manifest_bytes(files: Mapping[str, Entry]) -> bytes:
    """The manifest as it is stored."""
    listed = {
        url: {"size": files[url].size, "sha256": files[url].sha256, "page": files[url].page}
        for url in sorted(files)
    }
    return _json({"format": _FORMAT, "generator": f"soundcase {__version__}", "files": listed})


def pending_bytes(urls: Iterable[str], pages: Collection[str]) -> bytes:
    """The list that stands in the folder while a build is under way, as it is stored."""
    return _json({"format": _PENDING_FORMAT, "files": {url: {"page": url in pages} for url in sorted(urls)}})


def check_urls(urls: Iterable[str]) -> None:
    """Raise ValueError where a site could not stand in any folder: unsafe, clashing or reserved addresses."""
    seen: dict[str, str] = {}
    for url in urls:
        if not is_safe(url):
            raise ValueError(f"not an address inside a site: {url!r}")
        name = url.rpartition("/")[2]
        if url in (MANIFEST, PENDING) or TEMPORARY.fullmatch(name):
            raise ValueError(f"a name that publishing keeps for itself: {url!r}")
        other = seen.setdefault(url.casefold(), url)
        if other != url:
            raise ValueError(f"addresses that differ only by case: {other!r} and {url!r}")
    for url in seen.values():
        for folder in folders_of(url):
            if folder.casefold() in seen:
                raise ValueError(f"both a file and a folder: {folder!r}")
    folders: dict[str, str] = {}
    for folder in (folder for url in seen.values() for folder in folders_of(url)):
        other = folders.setdefault(folder.casefold(), folder)
        if other != folder:
            raise ValueError(f"folders that differ only by case: {other!r} and {folder!r}")


def is_safe(url: str) -> bool:
    """Whether an address stays inside the folder on every platform."""
    segments = url.split("/")
    return (
        not any(segment in ("", ".", "..") for segment in segments)
        and not any(character in '\\<>:"|?*' or ord(character) < 32 for character in url)
        and all(len(segment.encode(errors="replace")) <= 255 for segment in segments)
    )


def folders_of(url: str) -> tuple[str, ...]:
    """The folders that a file's address names, innermost first."""
    segments = url.split("/")
    return tuple("/".join(segments[:count]) for count in range(len(segments) - 1, 0, -1))


def _content(path: Path) -> bytes | None:
    if path.is_symlink() or path.is_dir():
        return b""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


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


def _entries(content: bytes) -> dict[str, Entry] | None:
    files = _files(content, _FORMAT)
    if files is None:
        return None
    entries = {url: _entry(about) for url, about in files.items()}
    whole = {url: entry for url, entry in entries.items() if entry is not None}
    return whole if len(whole) == len(entries) else None


def _entry(about: Mapping[object, object]) -> Entry | None:
    size, sha256, page = about.get("size"), about.get("sha256"), about.get("page")
    if not (isinstance(size, int) and isinstance(sha256, str) and isinstance(page, bool)):
        return None
    return Entry(size, sha256, page) if _SHA256.fullmatch(sha256) else None


def _planned(content: bytes) -> dict[str, bool] | None:
    """URL → whether it is a page."""
    files = _files(content, _PENDING_FORMAT)
    return None if files is None else {url: about.get("page") is True for url, about in files.items()}
