"""The name of everything that decides a derived file's bytes.

Rule 1: asking for it imports none of the tools: packages are asked by their metadata.
Rule 2: the package's own part is the text of its modules, so that no change of them is forgotten.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = ("av", "mutagen", "numpy", "pillow", "soundfile", "soxr")
_ROOMS = ("encode", "media", "probe", "signal")


@cache
def tools() -> str:
    """Versions of the libraries and a digest of the rooms that decode, measure and encode."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parent.parent
    for room in _ROOMS:
        for path in sorted((package / room).glob("*.py")):
            digest.update(f"{room}/{path.name}\n".encode())
            digest.update(path.read_bytes())
    return " ".join((digest.hexdigest(), *(f"{name}-{_version(name)}" for name in _PACKAGES)))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
