"""A web server for tests of downloading, which does what it is told: it breaks off, lies, redirects, stalls.

Rule: each path has a list of answers, given in turn; the last of them is given again and again.
"""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from web_server import asked_range


class Handler(http.server.BaseHTTPRequestHandler):
    """Hands each request to the next answer of its path."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    odd: OddServer

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet."""

    def do_GET(self) -> None:
        """Note the request and answer it."""
        with self.odd.lock:
            self.odd.requests.append((self.path, dict(self.headers)))
            answers = self.odd.answers.get(self.path, [self.odd.absent])
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
        answer(self)

    def head(self, code: int, **headers: str | int) -> None:
        """Send a status and headers, with `-` for `_` in their names."""
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    def hang_up(self) -> None:
        """Close the connection after this answer."""
        self.close_connection = True


Answer = Callable[[Handler], None]


@dataclass(slots=True)
class OddServer:
    """A server that is being run."""

    address: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    absent: Answer = field(default_factory=lambda: status(404))
    """The answer of paths that have none."""
    gate: threading.Event = field(default_factory=threading.Event)
    """Opens what `holds` back."""

    def on(self, path: str, *answers: Answer) -> str:
        """Set the answers of a path; its address."""
        self.answers[path] = list(answers)
        return self.address + path

    def ranges(self) -> list[str]:
        """What each request asked for, in order; empty for the whole."""
        return [headers.get("Range", "") for _, headers in self.requests]


def sends(body: bytes, **headers: str | int) -> Answer:
    """The whole, whatever was asked for."""

    def answer(to: Handler) -> None:
        to.head(200, **{"Content_Length": len(body), **headers})
        to.wfile.write(body)
        if "Content_Length" in headers:
            to.hang_up()

    return answer


def serves(body: bytes, *, etag: str = '"1"', cut: int | None = None, ignores_proof: bool = False) -> Answer:
    """A file as good servers send it, with ranges; broken off after `cut` bytes."""

    def answer(to: Handler) -> None:
        span = asked_range(to.headers.get("Range", ""), len(body))
        if span and not ignores_proof and to.headers.get("If-Range", etag) != etag:
            span = None
        if span and span[0] >= len(body):
            to.head(416, Content_Range=f"bytes */{len(body)}", Content_Length=0)
            return
        first = span[0] if span else 0
        rest = body[first:]
        told = {"Content_Range": f"bytes {first}-{len(body) - 1}/{len(body)}"} if span else {}
        to.head(206 if span else 200, Content_Length=len(rest), **told, **({"ETag": etag} if etag else {}))
        to.wfile.write(rest[:cut])
        if cut is not None:
            to.hang_up()

    return answer


def unmeasured(body: bytes, *, chunked: bool = False, breaks: bool = False) -> Answer:
    """A body whose length is not told: ended by the connection's end, or in chunks."""

    def answer(to: Handler) -> None:
        to.hang_up()
        if not chunked:
            to.head(200, Connection="close")
            to.wfile.write(body)
            return
        to.head(200, Transfer_Encoding="chunked")
        to.wfile.write(b"%x\r\n%s\r\n" % (len(body), body))
        if not breaks:
            to.wfile.write(b"0\r\n\r\n")

    return answer


def status(code: int, **headers: str | int) -> Answer:
    """A status without a file."""
    return lambda to: to.head(code, **{"Content_Length": 0, **headers})


def leads(target: str, code: int = 302) -> Answer:
    """A redirect."""
    return status(code, Location=target)


def hangs_up(to: Handler) -> None:
    """Ends the connection without a word."""
    to.hang_up()


def holds(body: bytes, first: int, *, etag: str = '"1"') -> Answer:
    """The beginning of a file, then silence until the gate opens; then the end of the connection."""

    def answer(to: Handler) -> None:
        to.head(200, Content_Length=len(body), ETag=etag)
        to.wfile.write(body[:first])
        to.odd.gate.wait(300)
        to.hang_up()

    return answer


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet: clients are killed."""


@contextmanager
def odd_server() -> Iterator[OddServer]:
    """A server on a free port of this machine until the block ends."""
    odd = OddServer()
    server = _Server(("127.0.0.1", 0), type("Odd", (Handler,), {"odd": odd}))
    odd.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield odd
    finally:
        odd.gate.set()
        server.shutdown()
        server.server_close()
        thread.join()
