"""The download of one file: tried again where it helps, resumed where it stopped.

Rule 1: bytes are joined only where the server shows that they are of one version, or a digest will prove it.
Rule 2: a try that got further makes the earlier ones forgotten; a server that sends the same again does not.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from dataclasses import replace
from io import FileIO
from threading import Event

from urllib3 import BaseHTTPResponse

from soundcase.catalogue.sources import ClipSource
from soundcase.commands.fetch.answer import begins_at, refusal, version_of
from soundcase.commands.fetch.partial import FileVersion, Partial, digest
from soundcase.commands.fetch.retry import PermanentError, RetryPolicy, StoppedError, TransientError
from soundcase.commands.fetch.web import AGAIN, Web, quoted, standstill
from soundcase.problems.problem import Fault
from soundcase.values import dataclass

_BLOCK = 1 << 16
_FURTHER = 1 << 16
"""Bytes that count as getting further."""

OnBytes = Callable[[int, int | None], None]
"""Called with the bytes that are there, and in all where that is known."""


@dataclass(frozen=True, slots=True)
class DownloadContext:
    """The means that all downloads of one run share."""

    web: Web
    retry: RetryPolicy
    largest: int
    """Bytes."""
    stop: Event
    clock: Callable[[], float] = time.monotonic


@dataclass(slots=True)
class Download:
    """One file on its way."""

    source: ClipSource
    partial: Partial
    context: DownloadContext
    on_bytes: OnBytes
    joined: bool = False
    """Whether bytes of several answers were put together."""

    def complete(self) -> None:
        """Complete the partial file; raises PermanentError, StoppedError and OSError."""
        self.joined = self.partial.size > 0
        partial, retry = self.partial, self.context.retry
        failures, furthest = 0, partial.size
        while not self._whole():
            try:
                self._try()
            except TransientError as error:
                if partial.size >= furthest + _FURTHER:
                    failures, furthest = 0, partial.size
                failures += 1
                if failures >= retry.tries:
                    kept = f"; {partial.size:,} bytes are kept" if partial.size else ""
                    message = f"{error.fault.message} (tried {failures} times{kept})"
                    raise PermanentError(replace(error.fault, message=message)) from error
                if self.context.stop.wait(retry.pause(failures) if error.after is None else error.after):
                    raise StoppedError from error
            else:
                return

    def _whole(self) -> bool:
        """True if all has come already: a killed run may have ended just there."""
        if self.partial.size == 0:
            return False
        if self.source.sha256:
            return digest(self.partial.path) == self.source.sha256
        return self.partial.complete()

    def _try(self) -> None:
        asked = self._resuming()
        with self.context.web.opened(self.source.url, asked) as response:
            if response.status not in (200, 206):
                if asked and response.status == 416:  # it is shorter than what has come: another file
                    raise self._changed()
                raise refusal(self.source.url, response.status, response.headers, self.context.retry)
            version = version_of(response.status, response.headers)
            if response.status == 206:
                known = self.partial.version()
                fits = known is not None and known.may_be(version) and not version.encoded
                if not fits or begins_at(response.headers) != self.partial.size:
                    raise self._changed()
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

    def _changed(self) -> TransientError:
        """The error of a file that is not the one it was; the part that has come is of no use."""
        self.partial.discard()
        return TransientError(self._broken("changed while it was downloaded"), after=0.0)

    def _broken(self, how: str) -> Fault:
        return Fault("fetch-incomplete", f"{quoted(self.source.url)} {how}", AGAIN)

    def _check_size(self, size: int) -> None:
        if size > self.context.largest:
            self.partial.discard()
            text = f"{quoted(self.source.url)} is larger than {self.context.largest:,} bytes"
            raise PermanentError(Fault("fetch-too-large", text, "--max-size sets the limit"))

    def _receive(self, response: BaseHTTPResponse, version: FileVersion) -> None:
        size, pace = self.partial.size, _Pace(self.context)
        with self.partial.appending() as file:
            while block := response.read1(_BLOCK, decode_content=version.encoded):
                size += len(block)
                self._check_size(size)
                _write(file, block)
                self.on_bytes(size, version.size)
                if self.context.stop.is_set():
                    raise StoppedError
                if pace.stands_still(len(block)):
                    raise TransientError(standstill(self.source.url))
        if version.size is not None and size < version.size:
            raise TransientError(self._broken("ended too early"))


class _Pace:
    """The watch over a server that sends next to nothing, though never quite nothing."""

    def __init__(self, context: DownloadContext) -> None:
        self._context = context
        self._began, self._came = context.clock(), 0

    def stands_still(self, count: int) -> bool:
        """True if too little came in the last window, `count` bytes just now."""
        retry, now = self._context.retry, self._context.clock()
        self._came += count
        if now - self._began < retry.window:
            return False
        slow = self._came < retry.lowest_rate * retry.window
        self._began, self._came = now, 0
        return slow


def _write(file: FileIO, block: bytes) -> None:
    view = memoryview(block)
    while view:
        written = file.write(view)
        if not written:
            raise OSError(errno.EIO, "nothing more can be written")
        view = view[written:]
