"""Small stand-ins for two stores of clips: a bucket of Google Cloud Storage, a dataset of the Hugging Face Hub.

Rule 1: they answer what fsspec's file systems ask when they read, and nothing else; every path is noted.
Rule 2: what is in the folder is in the store, at once; `refusal` answers everything with one status.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from web_server import asked_range

CREATED = "2026-01-02T03:04:05.000Z"


@dataclass(slots=True)
class Store:
    """What a stand-in holds, and what was asked of it."""

    folder: Path
    address: str = ""
    refusal: int = 0
    """A status that answers everything; 0 for none."""
    fetched: list[str] = field(default_factory=list)
    """The files whose content was asked for."""

    def content(self, name: str) -> bytes | None:
        """What lies under a name."""
        path = self.folder / name
        return path.read_bytes() if name and path.is_file() else None

    def names(self) -> list[str]:
        """Every file, sorted."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    store: Store

    def log_message(self, *arguments: object) -> None:
        """Keep quiet."""

    def handle(self) -> None:
        """Answer until the other side leaves, which gcsfs does as soon as it knows enough."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        """Answer with what `answer` makes of the path."""
        address = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        if self.store.refusal:
            self.say({"error": {"code": self.store.refusal, "message": "Not for you"}}, self.store.refusal)
        else:
            self.answer(unquote(address.path), asked.get("prefix", ""))

    def answer(self, path: str, prefix: str) -> None:
        """Say or send something."""
        raise NotImplementedError

    def say(self, value: object, code: int = 200) -> None:
        """Send JSON."""
        self.send(json.dumps(value).encode(), code)

    def send_file(self, name: str) -> None:
        """Send a file, or the part of it that was asked for."""
        self.store.fetched.append(name)
        body = self.store.content(name)
        if body is None:
            self.say({"error": "Entry not found"}, 404)
            return
        first, last = asked_range(self.headers.get("Range", ""), len(body)) or (0, len(body) - 1)
        self.send(body[first : last + 1], 200 if last - first + 1 == len(body) else 206)

    def send(self, body: bytes, code: int) -> None:
        """Send a whole answer."""
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Bucket(_Handler):
    """The JSON API of Google Cloud Storage: a list, an object's metadata, an object's media."""

    def answer(self, path: str, prefix: str) -> None:
        kind, _, rest = path.partition("storage/v1/b/bucket/o")
        name = rest.removeprefix("/")
        if kind == "/download/":
            self.send_file(name)
        elif name:
            known = self.store.content(name) is not None
            self.say(self._object(name)) if known else self.say({"error": {"code": 404}}, 404)
        else:
            self.say(self._listing(prefix))

    def _listing(self, prefix: str) -> dict[str, Any]:
        found = [name for name in self.store.names() if name.startswith(prefix)]
        below = {name: name[len(prefix) :].partition("/") for name in found}
        items = [self._object(name) for name, (_, deeper, _) in below.items() if not deeper]
        return {
            "items": items,
            "prefixes": sorted({f"{prefix}{top}/" for top, deeper, _ in below.values() if deeper}),
        }

    def _object(self, name: str) -> dict[str, str]:
        body = self.store.content(name) or b""
        digest = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
        times = {"updated": CREATED, "timeCreated": CREATED}
        return {"bucket": "bucket", "name": name, "size": str(len(body)), "md5Hash": digest, **times}


class _Hub(_Handler):
    """The API of the Hugging Face Hub: a repository, a folder of it, a file of it."""

    def answer(self, path: str, prefix: str) -> None:  # noqa: ARG002 (overridden)
        api, files = "/api/datasets/lab/demo", "/datasets/lab/demo/resolve/main/"
        if path.startswith(files):
            self.send_file(path.removeprefix(files))
        elif path in (api, f"{api}/revision/main"):
            self.say(
                {"id": "lab/demo", "sha": "0" * 40, "private": False, "tags": [], "downloads": 0, "likes": 0}
            )
        elif path.startswith(f"{api}/tree/main"):
            folder = path.removeprefix(f"{api}/tree/main").removeprefix("/")
            self.say([self._file(name) for name in self.store.names() if Path(name).parent == Path(folder)])
        else:
            self.say({"error": "Repository not found"}, 404)

    def _file(self, name: str) -> dict[str, Any]:
        body = self.store.content(name) or b""
        return {
            "type": "file",
            "path": name,
            "size": len(body),
            "oid": hashlib.sha1(body, usedforsecurity=False).hexdigest(),
        }


@contextmanager
def _serving(handler: type[_Handler], folder: Path) -> Iterator[Store]:
    store = Store(folder)
    bound = type(handler.__name__, (handler,), {"store": store})
    with ThreadingHTTPServer(("127.0.0.1", 0), bound) as server:
        server.daemon_threads = True
        store.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield store
        server.shutdown()
        thread.join()


def bucket(folder: Path) -> AbstractContextManager[Store]:
    """The bucket `bucket`, by its address for STORAGE_EMULATOR_HOST."""
    return _serving(_Bucket, folder)


def hub(folder: Path) -> AbstractContextManager[Store]:
    """The dataset `lab/demo`, by its address for HF_ENDPOINT."""
    return _serving(_Hub, folder)
