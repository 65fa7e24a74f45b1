"""From where a clip is, a path or a URL, to a file on this machine.

Rule 1: a local path is read where it lies; a remote file is fetched to a temporary file, removed afterwards.
Rule 2: no more than a limit is fetched, whatever the other side says or sends.
Rule 3: whatever goes wrong is an OSError with plain words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

LARGEST = 4 << 30
"""Bytes of the largest file that is fetched."""
_BLOCK = 1 << 20
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:://|::)")
_TELLING = frozenset(
    ("ETag", "etag", "mtime", "LastModified", "last_modified", "md5Hash", "generation", "created", "blob_id")
)
"""What a file system may say of a file that changes when the file does."""


def is_url(location: str) -> bool:
    """Whether a location is a URL rather than a path."""
    return bool(_SCHEME.match(location))


def joined(base: str, name: str) -> str:
    """The location of a clip under a folder's path or URL; on the web its name is percent-encoded."""
    if not is_url(base):
        return str(Path(base) / name)
    web = base.startswith(("http://", "https://"))
    return f"{base.rstrip('/')}/{quote(name) if web else name}"


def stamp(url: str) -> str:
    """A text that changes whenever the file behind a URL does; empty where nobody can tell."""
    try:
        system, path = _opened(url)
        said = system.info(path)
        return str(system.ukey(path)) if _TELLING & set(said) else ""
    except Exception:  # noqa: BLE001 - every file system has its own errors; fetching will show them
        return ""


@contextmanager
def readable(location: str, *, largest: int = LARGEST) -> Iterator[Path]:
    """A path where the file can be read; raises OSError for a URL that gives no file, or too large a one."""
    if not is_url(location):
        yield Path(location)
        return
    with TemporaryDirectory(prefix="soundcase-") as folder:
        target = Path(folder) / "clip"
        _fetch(location, target, largest)
        yield target


def _fetch(url: str, target: Path, largest: int) -> None:
    try:
        system, path = _opened(url)
        with system.open(path, "rb") as source, target.open("wb") as file:
            while block := source.read(_BLOCK):
                file.write(block)
                if file.tell() > largest:
                    raise OSError(f"more than {largest / 1e6:.0f} MB came")
    except OSError:
        raise
    except Exception as error:
        raise OSError(f"{type(error).__name__}: {error}") from error


def _opened(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]
    except ImportError as error:
        raise OSError("reading URLs needs: pip install 'soundcase[dask]'") from error
    system, path = url_to_fs(url)
    return system, str(path)
