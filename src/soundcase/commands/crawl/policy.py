"""The Content-Security-Policy of a host, as far as a site needs its own scripts, styles, pictures and clips.

Source: https://www.w3.org/TR/CSP3/ (which directive governs what, and how sources match).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

_GOVERNED = {
    "scripts do not run": ("script-src-elem", "script-src", "default-src"),
    "styles are not applied": ("style-src-elem", "style-src", "default-src"),
    "pictures are not shown": ("img-src", "default-src"),
    "clips do not play": ("media-src", "default-src"),
}
"""What goes wrong, and the directives that decide it: the first that is there does."""


def blocked_by(header: str, page: str) -> Iterator[str]:
    """The harm of a header to a page, in words; its policies are joined by commas, and all of them hold."""
    for directives in _policies(header):
        if "sandbox" in directives and "allow-scripts" not in directives["sandbox"]:
            yield "scripts do not run"
            continue
        for what, names in _GOVERNED.items():
            decides = next((name for name in names if name in directives), None)
            if decides and not any(_matches(source.lower(), page) for source in directives[decides]):
                yield what


def frames_refused(header: str) -> bool:
    """True if pages of other hosts may not show this one."""
    return any("*" not in one.get("frame-ancestors", "*") for one in _policies(header))


def _policies(header: str) -> Iterator[Mapping[str, list[str]]]:
    """The sources of each directive, by policy; the first of a name counts."""
    for policy in header.split(","):
        directives: dict[str, list[str]] = {}
        for part in policy.split(";"):
            name, *sources = part.split() or [""]
            directives.setdefault(name.lower(), sources)
        yield directives


def _matches(source: str, page: str) -> bool:
    """True if a source lets in what stands beside the page."""
    parts = urlsplit(page)
    host, port = parts.hostname or "", parts.port
    if source in ("*", "'self'", f"{parts.scheme}:", "https:" if parts.scheme == "https" else "http:"):
        return True
    if source.startswith("'"):
        return False
    scheme, _, rest = source.rpartition("://")
    name = rest.partition("/")[0]
    wanted, _, wanted_port = name.partition(":")
    fits = wanted in (host, "*") or (wanted.startswith("*.") and host.endswith(wanted[1:]))
    return fits and scheme in ("", parts.scheme, "http") and wanted_port in ("", "*", str(port or ""))
