"""The cache of a project, looked at and cleaned by hand.

Rule: cleaning waits for a running build of the same project, which may be about to publish what is removed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from soundcase.audio.media.cache import Cache, CacheSize
from soundcase.cache_folder import cache_folder, cache_key
from soundcase.publishing.lock import build_lock, lock_path

OnWait = Callable[[], None]


def shown(root: Path, on_wait: OnWait) -> str:  # noqa: ARG001 - nobody has to be waited for
    """The place of the cache, and its size."""
    cache = _cache(root)
    return f"{cache.folder}: {_told(cache.contents())}"


def pruned(root: Path, on_wait: OnWait) -> str:
    """Remove what the last build did not use; what was done. Raises OSError."""
    with build_lock(lock_path(root), on_wait):
        cache = _cache(root)
        removed = cache.prune()
        return f"{cache.folder}: removed {_told(removed)}, kept {_told(cache.contents())}"


def cleared(root: Path, on_wait: OnWait) -> str:
    """Remove everything; what was done. Raises OSError."""
    with build_lock(lock_path(root), on_wait):
        cache = _cache(root)
        return f"{cache.folder}: removed {_told(cache.clear())}"


def _cache(root: Path) -> Cache:
    """The cache as it is: looking at it makes no folder."""
    return Cache(
        Path(cache_folder(str(root))).absolute() / "media",
        cache_key(str(root)),
    )


def _told(contents: CacheSize) -> str:
    entries = f"{contents.entries} {'entry' if contents.entries == 1 else 'entries'}"
    return f"{entries}, {contents.size / 1e6:.1f} MB"
