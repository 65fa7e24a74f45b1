"""The MIME types under which hosts have to send files, by suffix.

Rule 1: what browsers were seen to accept is accepted: registered names and customary ones (`audio/x-wav`).
Rule 2: of a suffix that is not listed any type will do, unless it is that of a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from soundcase.audio.probe.kinds import SUBTYPES, TYPES, VIDEO_SUFFIXES

_SCRIPT = ("text/javascript", "application/javascript", "application/x-javascript")
_TYPES: Mapping[str, tuple[str, ...]] = {
    ".html": ("text/html", "application/xhtml+xml"),
    ".htm": ("text/html", "application/xhtml+xml"),
    ".css": ("text/css",),
    ".js": _SCRIPT,
    ".json": ("application/json", "text/json", "text/plain"),
    ".xml": ("application/xml", "text/xml"),
    ".txt": ("text/plain",),
    ".svg": ("image/svg+xml",),
    ".png": ("image/png",),
    ".jpg": ("image/jpeg",),
    ".jpeg": ("image/jpeg",),
    ".gif": ("image/gif",),
    ".webp": ("image/webp",),
    ".avif": ("image/avif",),
    ".pdf": ("application/pdf",),
}
"""The first is the one to send."""
_TEXTS = frozenset((".html", ".htm", ".css", ".js"))
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([^\s;\"']+)", re.IGNORECASE)
_PAGE = ("text/html", "application/xhtml+xml")


def wrong_type(suffix: str, said: str) -> str:
    """The type that should be sent in place of what is said (`Content-Type`); empty where that is right."""
    kind = said.partition(";")[0].strip().lower()
    wanted = _TYPES.get(suffix)
    if wanted:
        return "" if kind in wanted else wanted[0]
    if suffix in SUBTYPES or suffix in VIDEO_SUFFIXES:
        return "" if _is_media(suffix, kind) else TYPES.get(suffix, "video/mp4")
    return f"a type of '{suffix}'" if kind in _PAGE and suffix else ""


def wrong_charset(suffix: str, said: str) -> str:
    """The charset that contradicts the file, which is UTF-8; empty where none does."""
    if suffix not in _TEXTS:
        return ""
    found = _CHARSET.search(said)
    return "" if found is None or found[1].lower() in ("utf-8", "utf8", "us-ascii") else found[1]


def _is_media(suffix: str, kind: str) -> bool:
    top, _, sub = kind.partition("/")
    if suffix in VIDEO_SUFFIXES and top == "video":
        return True
    names = SUBTYPES.get(suffix, frozenset())
    return top in ("audio", "video", "application") and (sub in names or sub.removeprefix("x-") in names)
