"""A site as a host serves it, file by file, so that any answer can be replaced by an odd one.

Rule: left as it is, it serves as good hosts do: types, parts of files, status 404 with the site's own page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from odd_server import Answer, Handler, OddServer, odd_server
from web_server import TYPES, asked_range

NONE: Mapping[str, str | int] = {}


def gives(body: bytes, kind: str, status: int = 200, headers: Mapping[str, str | int] = NONE) -> Answer:
    """A file with its type, in parts where parts are asked for."""

    def answer(to: Handler) -> None:
        span = asked_range(to.headers.get("Range", ""), len(body)) if status == 200 else None
        own = {"Content_Type": kind, "Accept_Ranges": "bytes", **headers}
        if span is None:
            to.head(status, **{"Content_Length": len(body), **own})
            to.wfile.write(body)
            return
        first, last = span
        part = body[first : last + 1]
        to.head(
            206, **{"Content_Length": len(part), "Content_Range": f"bytes {first}-{last}/{len(body)}", **own}
        )
        to.wfile.write(part)

    return answer


@dataclass(slots=True)
class Deployment:
    """A folder below a path of an odd server."""

    server: OddServer
    folder: Path
    base: str

    @property
    def address(self) -> str:
        """The address of its first page."""
        return self.server.address + self.base

    def path(self, name: str) -> str:
        """The path of a file on the host."""
        return self.base + quote(name, safe="/")

    def one(self, pattern: str) -> str:
        """The first file whose name fits."""
        return min(
            path.relative_to(self.folder).as_posix() for path in self.folder.glob(pattern) if path.is_file()
        )

    def body(self, name: str) -> bytes:
        """The content of a file as it was built."""
        return (self.folder / name).read_bytes()

    def put(self, name: str, *answers: Answer) -> str:
        """Have a file answered otherwise; a folder's first page with it."""
        self.server.on(self.path(name), *answers)
        if name == "index.html":
            self.server.on(self.base, *answers)
        return name

    def send(self, name: str, body: bytes | None = None, **headers: str | int) -> str:
        """Have a file answered with another content, or with other headers."""
        given = self.body(name) if body is None else body
        kind = TYPES.get(PurePosixPath(name).suffix, "application/octet-stream")
        return self.put(name, gives(given, kind, 200, headers))

    def edit(self, name: str, old: bytes, new: bytes) -> str:
        """Have a file answered with a piece of it replaced."""
        body = self.body(name)
        assert old in body
        return self.send(name, body.replace(old, new, 1))

    def every(self, **headers: str | int) -> None:
        """Have all files sent with more headers."""
        for path in self.folder.rglob("*"):
            if path.is_file():
                self.send(path.relative_to(self.folder).as_posix(), None, **headers)


@contextmanager
def deployed(folder: Path, base: str = "/demo/") -> Iterator[Deployment]:
    """A site on a free port of this machine until the block ends."""
    with odd_server() as server:
        site = Deployment(server, folder, base)
        site.every()
        server.absent = gives(site.body("404.html"), "text/html; charset=utf-8", 404)
        yield site
