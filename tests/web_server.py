"""A small web server for tests: a folder under a base path, with Range and right types; it notes every request.

Rule 1: it answers as GitHub Pages does where a page can tell: 206 for a range, 404.html for what is missing.
Rule 2: nothing outside the folder is ever served.
"""

from __future__ import annotations

import http.server
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".m4a": "audio/mp4",
}
MEDIA = frozenset(suffix for suffix, kind in TYPES.items() if kind.startswith("audio/"))
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Request:
    """One request, as it arrived."""

    path: str
    range: str
    status: int

    @property
    def is_media(self) -> bool:
        """Whether a clip was asked for."""
        return Path(urlsplit(self.path).path).suffix in MEDIA


@dataclass(slots=True)
class Served:
    """A folder that is being served."""

    address: str
    """The folder's own address, with a closing `/`."""
    requests: list[Request] = field(default_factory=list)

    def media_requests(self) -> list[Request]:
        """The requests for clips, in order."""
        return [request for request in self.requests if request.is_media]


def asked_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a `Range` header that can be answered with one part, else None."""
    match = re.fullmatch(r"bytes=(\d*)-(\d*)", header)
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


class _Handler(http.server.BaseHTTPRequestHandler):
    """Serves `folder` under `base`."""

    protocol_version = "HTTP/1.1"
    folder: Path
    base: str
    served: Served

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet: requests are noted, not printed."""

    def do_GET(self) -> None:
        """Answer with a file, a part of it, or the page for what is missing."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer like GET, without the body."""
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        found = self._find()
        path = found or self.folder / "404.html"
        wanted = self.headers.get("Range", "")
        if not path.is_file():
            self._head(404, {"Content-Type": "text/plain", "Content-Length": "0"}, wanted)
            return
        size = path.stat().st_size
        headers = {
            "Content-Type": TYPES.get(path.suffix, "application/octet-stream"),
            "Accept-Ranges": "bytes",
        }
        span = asked_range(wanted, size) if found else None
        if span is None:
            self._head(200 if found else 404, headers | {"Content-Length": str(size)}, wanted)
            span = (0, size - 1)
        elif span[0] > span[1]:
            self._head(416, {"Content-Range": f"bytes */{size}", "Content-Length": "0"}, wanted)
            return
        else:
            part = {
                "Content-Range": f"bytes {span[0]}-{span[1]}/{size}",
                "Content-Length": str(span[1] - span[0] + 1),
            }
            self._head(206, headers | part, wanted)
        if with_body:
            with path.open("rb") as source:
                self._send(source, *span)

    def _find(self) -> Path | None:
        path = unquote(urlsplit(self.path).path)
        if not path.startswith(self.base):
            return None
        found = (self.folder / path.removeprefix(self.base)).resolve()
        if found.is_dir():
            found = found / "index.html"
        return found if found.is_file() and found.is_relative_to(self.folder) else None

    def _head(self, status: int, headers: dict[str, str], wanted: str) -> None:
        self.served.requests.append(Request(self.path, wanted, status))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _send(self, source: BinaryIO, first: int, last: int) -> None:
        source.seek(first)
        left = last - first + 1
        while left > 0 and (chunk := source.read(min(CHUNK, left))):
            self.wfile.write(chunk)
            left -= len(chunk)


class _Server(http.server.ThreadingHTTPServer):
    """Ends with its test, and takes a reader who hangs up for what it is."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet: browsers drop connections as soon as they have what they want."""


@contextmanager
def serving(folder: Path, base: str = "/repo/") -> Iterator[Served]:
    """Serve a folder under a base path on a free port of this machine until the block ends."""
    served = Served("")
    handler = type("Handler", (_Handler,), {"folder": folder.resolve(), "base": base, "served": served})
    server = _Server(("127.0.0.1", 0), handler)
    served.address = f"http://127.0.0.1:{server.server_port}{base}"
    # Nobody polls: a session serves a hundred sites, and their ticking would slow everything down.
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": None}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        _stop(server)
        server.server_close()
        thread.join()


def _stop(server: http.server.HTTPServer) -> None:
    """Tell the server to stop, and wake it until it has heard."""
    stopping = threading.Thread(target=server.shutdown, daemon=True)
    stopping.start()
    while stopping.is_alive():
        with suppress(OSError), socket.create_connection(("127.0.0.1", server.server_port), timeout=1):
            stopping.join(0.05)
