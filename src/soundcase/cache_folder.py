"""The `.soundcase/` folder of a project: what can be made again, and the names of what is kept there.

Rule: nothing beyond `os` and `zlib` is imported, as with `publishing.build_fingerprint`, which asks here before
    every build; `project` needs dataclasses, which alone take longer to import than everything it does.
"""

# ruff: noqa: PTH103, PTH118, PTH123

from __future__ import annotations

import os
from zlib import crc32


def cache_folder(root: str) -> str:
    """The folder for what can be made again: the project's `.soundcase/`, or what SOUNDCASE_CACHE names."""
    return os.environ.get("SOUNDCASE_CACHE") or os.path.join(root, ".soundcase")


def make_cache_folder(root: str) -> str:
    """The cache folder, created and hidden from git where it is new; raises OSError."""
    folder = cache_folder(root)
    os.makedirs(folder, exist_ok=True)
    ignore = os.path.join(folder, ".gitignore")
    if not os.path.lexists(ignore):
        with open(ignore, "w", encoding="ascii") as file:
            file.write("*\n")
    return folder


def cache_key(root: str, *parts: str) -> str:
    """Eight hexadecimal digits for a file name; a shared cache serves several projects, so the root counts."""
    shared = (os.path.realpath(root),) if os.environ.get("SOUNDCASE_CACHE") else ()
    return f"{crc32(os.fsencode(chr(0).join((*shared, *parts)))):08x}"
