"""What a browser really does with sound files: loads, shows a duration, finds a place, plays to the end.

Rule 1: the files come from a server that gives parts of them, as sites do, under the type their names say.
Rule 2: a browser that lets nothing sound before somebody touches the page opens it with `#touched`, and clicks.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypedDict, cast
from urllib.parse import unquote

_TYPES = {
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".webm": "audio/webm",
    ".3g2": "video/3gpp2",
    ".mka": "audio/x-matroska",
}
_PAGE = """<!doctype html><meta charset="utf-8"><script>
const names = NAMES;
const event = (audio, name, ms) => new Promise((done) => {
  const timer = setTimeout(() => done("timeout"), ms);
  for (const one of [name, "error"]) {
    audio.addEventListener(one, () => { clearTimeout(timer); done(one); }, { once: true });
  }
});
async function tried(name) {
  const audio = new Audio();
  audio.muted = true;
  audio.preload = "auto";
  const told = { loaded: event(audio, "loadedmetadata", 30000) };
  audio.src = `/file/${encodeURIComponent(name)}`;
  told.loaded = await told.loaded;
  if (told.loaded === "loadedmetadata") {
    told.seconds = String(audio.duration);
    if (isFinite(audio.duration) && audio.duration > 0) {
      let next = event(audio, "seeked", 30000);
      audio.currentTime = audio.duration * 0.6;
      told.seeked = await next;
      next = event(audio, "ended", told.seeked === "seeked" ? 30000 : 1);
      audio.playbackRate = 4;
      audio.play().catch((error) => { told.refused = String(error); audio.dispatchEvent(new Event("error")); });
      told.ended = await next;
      told.reached = audio.currentTime;
    }
  }
  audio.removeAttribute("src");
  audio.load();
  return told;
}
async function worker() {
  while (names.length) {
    const name = names.shift();
    const body = JSON.stringify([name, await tried(name)]);
    await fetch("/told", { method: "POST", body });
  }
}
const start = () =>
  Promise.all(Array.from({ length: 6 }, worker)).then(() => fetch("/over", { method: "POST", body: "" }));
if (location.hash === "#touched") addEventListener("click", start, { once: true });
else start();
</script>"""


class Tried(TypedDict, total=False):
    """What became of one file."""

    loaded: str
    seconds: str
    seeked: str
    ended: str
    refused: str
    reached: float


@dataclass(slots=True)
class Trial:
    """A page that tries files, and what it told; `over` is set when it is through."""

    address: str
    told: dict[str, Tried] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def plays(self, name: str, seconds: float) -> bool:
        """Whether a file is played rightly, where it lasts so long."""
        tried = self.told[name]
        if tried["loaded"] != "loadedmetadata" or tried.get("ended") != "ended":
            return False
        # On a busy machine the clock of a browser goes on for a moment behind the end.
        return abs(float(tried["seconds"]) - seconds) <= 0.1 and -0.1 <= tried["reached"] - seconds <= 1


class _Server(ThreadingHTTPServer):
    """Gives the page and the files, and takes in what the page tells."""

    daemon_threads = True

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = files
        self.trial = Trial(f"http://127.0.0.1:{self.server_address[1]}/")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/over":
            self.server.trial.over.set()
        else:
            name, told = json.loads(body)
            self.server.trial.told[name] = cast("Tried", told)
        self._answer(200, b"", "text/plain")

    def do_GET(self) -> None:
        if self.path.startswith("/file/"):
            self._give(unquote(self.path.removeprefix("/file/")))
        else:
            page = _PAGE.replace("NAMES", json.dumps(list(self.server.files)))
            self._answer(200, page.encode(), "text/html")

    def _give(self, name: str) -> None:
        content = self.server.files[name]
        kind = _TYPES.get(f".{name.rpartition('.')[2]}", "application/octet-stream")
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
        if asked is None:
            self._answer(200, content, kind)
        elif int(asked[1]) >= len(content):
            self._answer(416, b"", kind, f"bytes */{len(content)}")
        else:
            start, last = int(asked[1]), int(asked[2] or len(content) - 1)
            part = content[start : last + 1]
            self._answer(206, part, kind, f"bytes {start}-{start + len(part) - 1}/{len(content)}")

    def _answer(self, status: int, body: bytes, kind: str, span: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Accept-Ranges", "bytes")
        if span:
            self.send_header("Content-Range", span)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:  # the browser has seen enough
            self.close_connection = True


@contextmanager
def trial(files: Mapping[str, bytes]) -> Iterator[Trial]:
    """A server whose page tries these files in the browser that opens it."""
    with _Server(files) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.trial
        server.shutdown()
