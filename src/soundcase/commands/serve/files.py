"""A built site as a web server answers with it.

Rule: the version of a page is the digest of its text, which names all that it shows by content.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from soundcase.audio.probe.kinds import TYPES as SOUND_TYPES
from soundcase.commands.serve.live import Live

EVENTS, SCRIPT = "/_soundcase/events", "/_soundcase/reload.js"
TYPES = {
    **SOUND_TYPES,
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
}
"""Types by suffix: those of the machine differ from one to the next."""
_SPAN = re.compile(r"(\d{1,18})-(\d{0,18})|-(\d{1,18})", re.ASCII)
_FRESH = {"Cache-Control": "no-store"}
_NOTHING = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Nothing is built yet</title>
</head>
<body><p>Nothing is built yet.</p></body>
</html>
"""
_LOADS = f'<script src="{SCRIPT}?version={{}}" defer></script>'


def application(site: Path, live: Live, hosts: tuple[str, ...]) -> Starlette:
    """The site in a folder; `hosts` are the names it answers to, `*` for any."""

    async def page(request: Request) -> Response:
        return await run_in_threadpool(_answer, site, request)

    async def script(_: Request) -> Response:
        return FileResponse(Path(__file__).with_name("reload.js"), media_type=TYPES[".js"], headers=_FRESH)

    async def events(request: Request) -> Response:
        async def version() -> str:
            return _version(await run_in_threadpool(lambda: _text(site, _found(site, path))))

        path = request.query_params.get("page", "/")
        return StreamingResponse(live.events(version), media_type="text/event-stream", headers=_FRESH)

    return Starlette(
        routes=[Route(EVENTS, events), Route(SCRIPT, script), Route("/{path:path}", page)],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)],
    )


def _asked(ranges: str, size: int) -> str:
    """The `Range` to answer for a file of `size` bytes; empty for what is none, or of another unit.

    Of several, those behind the end are left out, unless all are: https://www.rfc-editor.org/rfc/rfc9110#section-14.2.
    """
    unit, _, listed = ranges.partition("=")
    parts = [part for part in (one.strip(" \t") for one in listed.split(",")) if part]
    found = [_SPAN.fullmatch(part) for part in parts]
    if unit.strip().lower() != "bytes" or not parts:
        return ""
    within = []
    for span in found:
        if span is None or (span[2] and int(span[2]) < int(span[1])):
            return ""
        if int(span[1]) < size if span[1] else int(span[3]) > 0:
            within.append(span[0])
    return f"bytes={','.join(within or parts)}"


def _answer(site: Path, request: Request) -> Response:
    """A file of the site, its pages with the script; what is missing as the site itself says it."""
    found = _found(site, request.url.path)
    if found is None or found.suffix == ".html":
        return _scripted(_text(site, found), status=200 if found else 404)
    kind = TYPES.get(found.suffix.lower(), "application/octet-stream")
    ranges = _asked(request.headers.get("range", ""), found.stat().st_size) if request.method == "GET" else ""
    others = [pair for pair in request.scope["headers"] if pair[0] != b"range"]
    request.scope["headers"] = [*others, (b"range", ranges.encode())] if ranges else others
    return FileResponse(found, media_type=kind, headers=_FRESH)


def _found(site: Path, path: str) -> Path | None:
    """The file at an address, the index of a folder; never one outside the site."""
    asked = unquote(path).lstrip("/")
    if "\0" in asked:
        return None
    try:
        found = (site / asked).resolve()
        if found.is_dir():
            found = found / "index.html"
        return found if found.is_file() and found.is_relative_to(site.resolve()) else None
    except OSError:  # a name that is too long for any file
        return None


def _text(site: Path, found: Path | None) -> str:
    """The text of a page; for none, that of the site for what is missing."""
    try:
        return (found or site / "404.html").read_text("utf-8")
    except OSError:
        return _NOTHING


def _version(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _scripted(text: str, *, status: int) -> Response:
    """A page that loads itself again when its version changes."""
    loads = _LOADS.format(_version(text))
    return HTMLResponse(text.replace("</head>", f"{loads}\n</head>", 1), status, headers=_FRESH)
