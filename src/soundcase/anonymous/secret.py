"""The secret of a project, from which the neutral names of its anonymous edition follow.

Rule: it never leaves `.soundcase/`. Whoever has a site cannot tell what a file of it was called, or held.
"""

from __future__ import annotations

import hmac
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from soundcase.cache_folder import cache_folder, cache_key, make_cache_folder
from soundcase.system import OPEN

Hidden = Callable[[str], str]
"""From a text to 32 hexadecimal digits that nobody can turn back."""
_BYTES = 32
_DIGITS = 32


def project_secret(root: Path) -> bytes:
    """The secret of a project, made where there is none yet; a new one each time where none can be kept."""
    path = Path(cache_folder(str(root))) / f"secret-{cache_key(str(root))}"
    with suppress(OSError):
        make_cache_folder(str(root))
        _make(path)
        found = path.read_bytes()
        if len(found) == _BYTES:
            return found
    return os.urandom(_BYTES)


def _make(path: Path) -> None:
    """Write a secret that nobody else may read, whole or not at all, unless there is one."""
    if path.is_file() and path.stat().st_size == _BYTES:
        return
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(part, OPEN | os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, os.urandom(_BYTES))
    finally:
        os.close(descriptor)
    part.replace(path)


def hidden_by(secret: bytes) -> Hidden:
    """The names that a secret gives."""

    def hidden(text: str) -> str:
        content = text.encode("utf-8", "surrogateescape")
        return hmac.new(secret, content, "sha256").hexdigest()[:_DIGITS]

    return hidden
