"""The versions of everything that decides the bytes of what is derived.

Rule: nothing is imported for it; packages are asked by their metadata, modules by their text.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

_PACKAGES = ("av", "mutagen", "numpy", "pillow", "soundfile", "soxr")
_MODULES = (
    "encode/*.py",
    "probe/*.py",
    "signal/*.py",
    "media/analysis.py",
    "media/choice.py",
    "media/naming.py",
    "media/work.py",
)


@cache
def tools() -> str:
    """The versions of the libraries and a digest of the modules that decode, measure and encode."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parent.parent
    for pattern in _MODULES:
        for path in sorted(package.glob(pattern)):
            digest.update(f"{path.relative_to(package).as_posix()}\n".encode())
            digest.update(path.read_bytes())
    return " ".join((digest.hexdigest(), *(f"{name}-{_version(name)}" for name in _PACKAGES)))


def _version(name: str) -> str:
    """The version in the name of the folder of a package's metadata; otherwise its metadata are read."""
    for folder in sys.path:
        with suppress(OSError):
            for entry in sorted(os.listdir(folder or ".")):  # noqa: PTH208 (paths take longer)
                if entry.lower().startswith(f"{name}-") and entry.endswith(".dist-info"):
                    return entry[len(name) + 1 : -len(".dist-info")]
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
