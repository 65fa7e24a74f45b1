"""From where a clip is, a path or a URL, to a file on this machine.

Rule 1: a local path is read where it lies; a remote file is fetched to a temporary file, removed afterwards.
Rule 2: no more than a limit is fetched, whatever the other side says or sends.
Rule 3: whatever goes wrong is an OSError with plain words.
"""

from __future__ import annotations

import errno
import logging
import re
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import shorten
from typing import Any
from urllib.parse import quote

from soundcase.audio.media.job import DerivationError

LARGEST = 4 << 30
"""Bytes of the largest file that is fetched."""
_BLOCK = 1 << 20
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:://|::)")
_TELLING = frozenset(
    ("ETag", "etag", "mtime", "ino", "LastModified", "last_modified", "Content-MD5", "content_md5", "Digest")
) | frozenset(("md5Hash", "crc32c", "generation", "version_id", "created", "blob_id"))
"""What a file system may say of a file that changes when the file does.

Not HTTP's `Last-Modified`, which counts whole seconds.
"""

_TRIED = 3
"""Clips whose failures together count as one of the storage."""
_LONGEST = 300
"""Characters of a reason; some servers send whole pages."""
_TALKATIVE = ("fsspec", "gcsfs", "google")
"""Packages that log, with tracebacks, what they raise anyway."""
_NOWHERE = logging.NullHandler()


def is_url(location: str) -> bool:
    """True for a URL, False for a path."""
    return bool(_SCHEME.match(location))


def joined(base: str, name: str) -> str:
    """The location of a clip under a folder's path or URL; on the web its name is percent-encoded."""
    if not is_url(base):
        return str(Path(base) / name)
    web = base.startswith(("http://", "https://"))
    return f"{base.rstrip('/')}/{quote(name) if web else name}"


def remote_signature(url: str) -> str:
    """A text that changes whenever the file behind a URL does; empty where nobody can tell."""
    try:
        system, path = _opened(url)
        said = system.info(path)
        if not _TELLING & set(said):
            return ""
        telling = " ".join(f"{name}={said[name]}" for name in sorted({*_TELLING, "size"} & set(said)))
        return sha256(telling.encode()).hexdigest()
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
    except FileNotFoundError as error:
        raise FileNotFoundError(errno.ENOENT, "nothing is there, or nobody answers") from error
    except OSError as error:
        if error.strerror:
            raise
        raise OSError(errno.EIO, _reason(error)) from error
    except Exception as error:
        raise OSError(errno.EIO, _reason(error)) from error


def _reason(error: Exception) -> str:
    """The reason of a failure, on one line."""
    if isinstance(error, OSError) and str(error):
        return shorten(error.strerror or str(error), _LONGEST)
    return shorten(f"{type(error).__name__}: {error}".rstrip(": "), _LONGEST)


def outage(urls: Sequence[str]) -> str:
    """The reason why storage gives nothing at all, as its first clips tell it; empty where it gives something.

    Some file systems try for half a minute before they give up, and would for every clip. One clip alone, or
    one that is not there, is left to be told at its place.
    """
    error = _refusal(urls[0]) if len(urls) > 1 else None
    if error is None:
        return ""
    with ThreadPoolExecutor(_TRIED) as pool:
        return _reason(error) if all(pool.map(_refusal, urls[1:_TRIED])) else ""


def _refusal(url: str) -> Exception | None:
    try:
        system, path = _opened(url)
        system.info(path)
    except FileNotFoundError:
        return None
    except Exception as error:  # noqa: BLE001 - every file system has its own errors
        return error
    return None


def forget() -> None:
    """Forget what this process knows of storage, so that a new build sees what changed there.

    The file system of the Hugging Face Hub lists a folder once, and reads no more of a clip than it listed.
    """
    loaded = getattr(sys.modules.get("fsspec"), "registry", {})
    for system in tuple(loaded.values()):
        system.clear_instance_cache()


def check_reach(location: str) -> None:
    """Raises DerivationError, which says what to install, where clips cannot be read from a URL at all."""
    scheme = location.partition(":")[0]
    try:
        if is_url(location):
            forget()
            _opened(location)
    except ImportError as error:
        raise DerivationError(f"reading clips from {scheme} needs another package: {error}") from error
    except ValueError as error:
        raise DerivationError(f"clips cannot be read from '{scheme}': {error}") from error
    except Exception as error:
        raise DerivationError(f"clips cannot be read from {scheme}: {_reason(error)}") from error


def _opened(url: str) -> tuple[Any, str]:
    for package in _TALKATIVE:
        logging.getLogger(package).addHandler(_NOWHERE)
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]

        system, path = url_to_fs(url)
    except ImportError as error:
        if url.startswith(("http://", "https://")) or (error.name or "").startswith("fsspec"):
            raise ImportError("pip install 'soundcase[remote]'") from error
        raise
    return system, str(path)
