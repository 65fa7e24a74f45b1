"""One file, downloaded: tried again where it helps, gone on with where it stopped.

Rule 1: bytes are joined only where the server shows that they are of one version, or a digest will prove it.
Rule 2: a try that got further makes the earlier ones forgotten; a server that sends the same again does not.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import FileIO
from threading import Event

from urllib3 import BaseHTTPResponse

from soundcase.catalogue.sources import ClipSource
from soundcase.commands.fetch.answer import begins_at, refusal, version_of
from soundcase.commands.fetch.partial import Partial, Version, digest
from soundcase.commands.fetch.patience import FinalError, PassingError, Patience, StoppedError
from soundcase.commands.fetch.web import AGAIN, Web, quoted, standstill
from soundcase.problems.problem import Fault

_BLOCK = 1 << 16
_FURTHER = 1 << 16
"""Bytes that count as getting further."""

OnBytes = Callable[[int, int | None], None]
"""Told the bytes that are there, and in all where that is known."""


@dataclass(frozen=True, slots=True)
class Line:
    """How downloads are made: over which web, with what patience, until when."""

    web: Web
    patience: Patience
    largest: int
    """Bytes."""
    stop: Event
    clock: Callable[[], float] = time.monotonic


@dataclass(slots=True)
class Download:
    """One file on its way."""

    source: ClipSource
    partial: Partial
    line: Line
    on_bytes: OnBytes
    joined: bool = False
    """Whether bytes of several answers were put together."""

    def complete(self) -> None:
        """Complete the partial file; raises FinalError, StoppedError and OSError."""
        self.joined = self.partial.size > 0
        partial, patience = self.partial, self.line.patience
        failures, furthest = 0, partial.size
        while not self._whole():
            try:
                self._try()
            except PassingError as error:
                if partial.size >= furthest + _FURTHER:
                    failures, furthest = 0, partial.size
                failures += 1
                if failures >= patience.tries:
                    raise FinalError(_given_up(error.fault, partial.size, failures)) from error
                if self.line.stop.wait(patience.pause(failures) if error.after is None else error.after):
                    raise StoppedError from error
            else:
                return

    def _whole(self) -> bool:
        """Whether all has come already: a killed run may have ended just there."""
        if self.partial.size == 0:
            return False
        if self.source.sha256:
            return digest(self.partial.path) == self.source.sha256
        return self.partial.complete()

    def _try(self) -> None:
        asked = self._resuming()
        with self.line.web.opened(self.source.url, asked) as response:
            if response.status not in (200, 206):
                self._refused(response, resuming=bool(asked))
            version = version_of(response.status, response.headers)
            if response.status == 206 and not self._continues(version, response):
                self.partial.discard()
                raise PassingError(self._broken("changed while it was downloaded"), after=0.0)
            self._check_size(version.size or 0)
            if response.status == 200:
                self.partial.begin(version)
            self.joined = response.status == 206
            self._receive(response, version)

    def _resuming(self) -> dict[str, str]:
        """The headers that ask for the rest; none where the file has to come from its beginning."""
        size, version = self.partial.size, self.partial.version()
        if not size or version is None or version.encoded:
            return {}
        if not version.validator and not self.source.sha256:
            return {}
        proof = {"If-Range": version.validator} if version.validator else {}
        return {"Range": f"bytes={size}-", **proof}

    def _refused(self, response: BaseHTTPResponse, *, resuming: bool) -> None:
        if resuming and response.status == 416:  # it is shorter than what has come: another file
            self.partial.discard()
            raise PassingError(self._broken("changed while it was downloaded"), after=0.0)
        raise refusal(self.source.url, response.status, response.headers, self.line.patience)

    def _continues(self, version: Version, response: BaseHTTPResponse) -> bool:
        known = self.partial.version()
        fits = known is not None and known.may_be(version) and not version.encoded
        return fits and begins_at(response.headers) == self.partial.size

    def _broken(self, how: str) -> Fault:
        return Fault("fetch-incomplete", f"{quoted(self.source.url)} {how}", AGAIN)

    def _check_size(self, size: int) -> None:
        if size > self.line.largest:
            self.partial.discard()
            text = f"{quoted(self.source.url)} is larger than {self.line.largest:,} bytes"
            raise FinalError(Fault("fetch-too-large", text, "--max-size sets the limit"))

    def _receive(self, response: BaseHTTPResponse, version: Version) -> None:
        size, pace = self.partial.size, _Pace(self.line)
        with self.partial.more() as file:
            while block := response.read1(_BLOCK, decode_content=version.encoded):
                size += len(block)
                self._check_size(size)
                _write(file, block)
                self.on_bytes(size, version.size)
                if self.line.stop.is_set():
                    raise StoppedError
                if pace.stands_still(len(block)):
                    raise PassingError(standstill(self.source.url))
        if version.size is not None and size < version.size:
            raise PassingError(self._broken("ended too early"))


class _Pace:
    """Finds out that a server sends next to nothing, though never quite nothing."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._began, self._came = line.clock(), 0

    def stands_still(self, count: int) -> bool:
        """Whether too little came in the last window, `count` bytes just now."""
        patience, now = self._line.patience, self._line.clock()
        self._came += count
        if now - self._began < patience.window:
            return False
        slow = self._came < patience.lowest_rate * patience.window
        self._began, self._came = now, 0
        return slow


def _given_up(fault: Fault, size: int, failures: int) -> Fault:
    kept = f"; {size:,} bytes are kept" if size else ""
    return Fault(fault.code, f"{fault.message} (tried {failures} times{kept})", fault.hint)


def _write(file: FileIO, block: bytes) -> None:
    view = memoryview(block)
    while view:
        written = file.write(view)
        if not written:
            raise OSError(errno.EIO, "nothing more can be written")
        view = view[written:]
