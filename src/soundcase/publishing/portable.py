"""Names of files that hold on every system, and what is wrong with others.

Source: "Naming Files, Paths, and Namespaces" (Microsoft): signs and names that Windows keeps for itself, and
paths of 260 characters, of which an archive leaves 60 to the folder it is unpacked in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST_PATH = 200
"""Characters of a path in an archive."""
DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))))
"""What Windows refuses as the name of a file, whatever follows a dot."""
_LONGEST_NAME = 60
_ODD = re.compile(r"[^A-Za-z0-9_.-]+")
_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"|?*\\]')


def portable_name(name: str, fallback: str) -> str:
    """The name as ASCII that every system takes, at most 60 characters; `fallback` where nothing of it is left.

    >>> [portable_name(one, "file") for one in ("Süd, 3.5", "con.aux", "../x", "語", "a:b*c.")]
    ['Sud-3.5', 'file-con.aux', 'x', 'file', 'a-b-c']
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    safe = _ODD.sub("-", plain).strip("-.")[:_LONGEST_NAME].strip("-.") or fallback
    return f"{fallback}-{safe}" if _is_device(safe) else safe


def unportable(paths: Iterable[str]) -> tuple[str, str] | None:
    """The first path that not every system can unpack, and why; None where all can."""
    found: dict[str, str] = {}
    for path in paths:
        for name in (path, *_folders(path)):
            other = found.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
            if other != name:
                return path, f"it differs only in case or accents from '{other}'"
        if len(path) > LONGEST_PATH:
            return path, f"it has {len(path)} characters, and {LONGEST_PATH} are the most"
        if reason := next(filter(None, map(_refused, path.split("/"))), ""):
            return path, reason
    return None


def _folders(path: str) -> Iterable[str]:
    parts = path.split("/")
    return ("/".join(parts[:count]) for count in range(1, len(parts)))


def _refused(name: str) -> str:
    """Why Windows takes no such name; empty where it does."""
    if _is_device(name):
        return f"'{name}' is the name of a device on Windows"
    if _FORBIDDEN.search(name):
        return "it has a sign that Windows refuses in names"
    return "Windows drops the dot or blank at its end" if name != name.rstrip(". ") else ""


def _is_device(name: str) -> bool:
    return unicodedata.normalize("NFKC", name).partition(".")[0].rstrip().casefold() in DEVICES
