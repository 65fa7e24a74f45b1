"""A site on a host, asked for politely: few connections, no more bytes than needed, never another host.

Rule 1: redirects are followed within the host and its scheme only; any other is told, and not followed.
Rule 2: a file of sound or film is asked for as browsers do, in parts: first its beginning, then the rest. Put
    together they have the digest of the whole only where the host counts bytes rightly.
Rule 3: a host that does not answer any more is left alone.
"""

from __future__ import annotations

import hashlib
import re
import time
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import field, replace
from threading import Event
from urllib.parse import quote, urljoin, urlsplit

from urllib3 import BaseHTTPResponse

from soundcase.commands.crawl.reply import HEAD, LARGEST_TEXT, Order, Reply
from soundcase.commands.fetch.answer import asked_to_wait
from soundcase.commands.fetch.retry import PermanentError, RetryPolicy, TransientError
from soundcase.commands.fetch.web import Web, quoted, without_login
from soundcase.problems.problem import Fault
from soundcase.values import dataclass

POLITE = RetryPolicy(connect=10.0, read=20.0, tries=3, longest_asked=15.0, redirects=5)
"""The patience with a host: less than a download has, since there are many files to ask for."""
_BLOCK = 1 << 16
_TAIL = 16
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_BUSY = frozenset((408, 425, 429, 500, 502, 503, 504))
_LOST = {"site-unreachable": 3, "site-incomplete": 8}
"""Files in a row that could not be asked for, or did not come whole, after which the host counts as gone."""
_SHIRKS = {200: "sends the whole file for a part of it", 416: "refuses the first bytes of a file (status 416)"}
_SPAN = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_CODES = {
    "fetch-unreachable": "site-unreachable",
    "fetch-incomplete": "site-incomplete",
    "fetch-redirect": "site-redirect",
    "fetch-refused": "site-refused",
}
_AGAIN = "run the check again; if it stays so, look at the host's own messages"


@dataclass(frozen=True, slots=True)
class _Part:
    """One answer of the host."""

    status: int
    headers: Mapping[str, str]
    final: str
    body: bytes = b""
    digest: str = ""
    size: int = 0
    """Bytes that came."""
    whole: bool = True
    """Whether the body was read to its end."""


@dataclass(slots=True)
class Host:
    """The host of a site."""

    base: str
    web: Web
    retry: RetryPolicy = POLITE
    remote: bool = True
    upgrade: bool = False
    """Whether a redirect from http to https of the same host is followed."""
    _gone: Counter[str] = field(default_factory=Counter)
    _lost: Event = field(default_factory=Event)

    def where(self, url: str) -> str:
        """The whole address, without a login in it."""
        return without_login(self._address(url))

    @property
    def lost(self) -> bool:
        """True if the host does not answer any more."""
        return self._lost.is_set()

    def ask(self, order: Order) -> Reply:
        """The answer to one order."""
        if self.lost:
            return Reply(order=order, status=0, skipped=True)
        try:
            answer = self._ranged(order) if order.ranged else self._plain(order)
        except PermanentError as error:
            code = error.fault.code
            fault = replace(error.fault, code=_CODES.get(code, code))
            self._gone[fault.code] += 1
            if self._gone[fault.code] == _LOST.get(fault.code):
                self._lost.set()
            hint = fault.hint if fault.code in ("site-unreachable", "site-redirect") else _AGAIN
            return Reply(order=order, status=0, fault=replace(fault, hint=hint))
        self._gone.clear()
        return answer

    def _plain(self, order: Order) -> Reply:
        most = LARGEST_TEXT if order.size is None else order.size + 1
        part = self._part(order, {}, most if order.whole else HEAD, keep=order.kept)
        part = _decoded(part, most) if order.kept else part
        return self._answer(order, part)

    def _ranged(self, order: Order) -> Reply:
        """A file asked for in two parts."""
        first = self._part(order, {"Range": f"bytes=0-{HEAD - 1}"}, HEAD, keep=True)
        if first.status not in (200, 206, 416):
            return self._answer(order, first)
        wrong, total = _SHIRKS.get(first.status, ""), None
        if first.status == 206:
            wrong, total = _span_fault(first, 0, HEAD)
        if first.headers.get("content-encoding", "identity") not in ("", "identity"):
            wrong = "compresses sound, so that its parts cannot be told apart"
        if wrong or total is None:
            plain = self._plain(order)
            return replace(plain, ranges=(wrong or "does not say how long a file is") if plain.size else "")
        return self._rest(order, first, total)

    def _rest(self, order: Order, first: _Part, total: int) -> Reply:
        """The answer to an order of which the beginning came."""
        answer = replace(self._answer(order, first), size=total, sha256="")
        if total <= HEAD:
            return replace(answer, sha256=hashlib.sha256(first.body).hexdigest())
        if total != (order.size or total):  # another file: no need to see more of it
            return answer
        begin = HEAD if order.whole and total <= (order.size or LARGEST_TEXT) else max(HEAD, total - _TAIL)
        rest = self._part(order, {"Range": f"bytes={begin}-"}, total, keep=False, before=first.body)
        wrong = f"answers with status {rest.status} where it is asked for the end of a file"
        wrong = _span_fault(rest, begin, total)[0] if rest.status == 206 else wrong
        if wrong:
            return replace(self._plain(order), ranges=wrong)
        if begin == HEAD and rest.digest != (order.sha256 or rest.digest):
            plain = self._plain(order)
            return replace(plain, ranges="sends other bytes for a part" * (plain.sha256 == order.sha256))
        return replace(answer, sha256=rest.digest if begin == HEAD else "")

    def _answer(self, order: Order, part: _Part) -> Reply:
        length = part.headers.get("content-length", "")
        size = part.size if part.whole else int(length) if length.isascii() and length.isdigit() else None
        return Reply(
            order=order,
            status=part.status,
            headers=part.headers,
            final=part.final,
            head=part.body[:HEAD],
            body=part.body if order.kept and part.whole else None,
            sha256=part.digest if part.whole and order.whole else "",
            size=size,
        )

    def _part(
        self, order: Order, headers: Mapping[str, str], most: int, *, keep: bool, before: bytes = b""
    ) -> _Part:
        """One answer, at the end of redirects, tried again where that helps; raises PermanentError."""
        failures = 0
        while True:
            try:
                part = self._followed(order, headers, most, keep=keep, before=before)
                if part.status not in _BUSY:
                    return part
                after = asked_to_wait(part.headers)
            except TransientError as error:
                part, after = None, error.after
                fault = error.fault
            failures += 1
            if failures >= self.retry.tries or (after or 0) > self.retry.longest_asked:
                if part is not None:
                    return part
                raise PermanentError(fault)
            time.sleep(self.retry.pause(failures) if after is None else after)

    def _followed(
        self, order: Order, headers: Mapping[str, str], most: int, *, keep: bool, before: bytes
    ) -> _Part:
        here = self._address(order.url)
        seen = {here}
        for _ in range(self.retry.redirects + 1):
            with self.web.answered(here, headers) as response:
                target = response.headers.get("Location")
                if response.status not in _REDIRECTS or not target:
                    return _read(response, here, most, keep=keep, before=before)
            there = redirected(here, target, upgrade=self.upgrade)
            if there in seen:
                raise _wrong(f"{quoted(self._address(order.url))} leads in a circle, by way of {quoted(there)}")
            seen.add(there)
            here = there
        raise _wrong(f"{quoted(self._address(order.url))} leads on more than {self.retry.redirects} times")

    def _address(self, url: str) -> str:
        return urljoin(self.base, quote(url, safe="/:@!$&'()*+,;=~")) if url else self.base


def _wrong(message: str) -> PermanentError:
    return PermanentError(
        Fault("site-redirect", message, "remove the redirect; files are asked for by their names")
    )


def redirected(here: str, target: str, *, upgrade: bool) -> str:
    """The target of a redirect within the host; raises PermanentError for any other."""
    try:
        there = urljoin(here, target).partition("#")[0]
        one, other = urlsplit(here), urlsplit(there)
        safer = (one.scheme, other.scheme) == ("http", "https") and one.hostname == other.hostname
        same = origin(here) == origin(there) or (upgrade and safer)
    except ValueError:
        raise _wrong(f"{quoted(here)} leads to {quoted(target)}, which is no address") from None
    if not same:
        what = "another host" if one.hostname != other.hostname else f"{other.scheme}://"
        raise _wrong(f"{quoted(here)} leads to {what}: {quoted(there)}")
    return there


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address; raises ValueError."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _read(response: BaseHTTPResponse, here: str, most: int, *, keep: bool, before: bytes) -> _Part:
    """What comes, up to `most` bytes; raises TransientError where it ends too early."""
    headers: dict[str, str] = {}
    for name, value in response.headers.items():
        headers[name.lower()] = value
    digest, kept, size, ended = hashlib.sha256(before), bytearray(), 0, False
    while size < most:
        block = response.read1(_BLOCK, decode_content=False)
        if not block:
            ended = True
            break
        digest.update(block)
        size += len(block)
        kept += block if keep or len(kept) < HEAD else b""
    length = headers.get("content-length", "")
    told = int(length) if length.isascii() and length.isdigit() and len(length) < 20 else None
    if ended and told is not None and size < told:
        text = f"{quoted(here)} ended after {size:,} of {told:,} bytes"
        raise TransientError(Fault("fetch-incomplete", text, _AGAIN))
    whole = ended or size == told
    return _Part(response.status, headers, here, bytes(kept), digest.hexdigest(), size, whole)


def _decoded(part: _Part, most: int) -> _Part:
    """A text without the compression that the host says it has; raises PermanentError where that is not so."""
    said = part.headers.get("content-encoding", "").lower()
    if said in ("", "identity") or part.status != 200:
        return part
    if said not in ("gzip", "x-gzip", "deflate"):
        text = f"{quoted(part.final)} comes compressed ({quoted(said)[1:-1]}), which was not asked for"
        raise PermanentError(Fault("site-incomplete", text))
    try:
        inflate = zlib.decompressobj(47)
        body = inflate.decompress(part.body, most)
    except zlib.error as error:
        text = f"{quoted(part.final)} is not compressed as its headers say ({quoted(said)[1:-1]})"
        raise PermanentError(Fault("site-incomplete", text)) from error
    return replace(part, body=body, digest=hashlib.sha256(body).hexdigest(), size=len(body))


def _span_fault(part: _Part, begin: int, most: int) -> tuple[str, int | None]:
    """The way in which a partial answer is wrong, empty where it is right, and the size of the file."""
    said = part.headers.get("content-range", "")
    span = _SPAN.fullmatch(said)
    if span is None:
        return f"sends a part without saying which ({quoted(said) if said else 'no Content-Range'})", None
    first, last = int(span[1][:19]), int(span[2][:19])
    total = None if span[3] == "*" else int(span[3][:19])
    if first != begin:
        return f"sends bytes from {first} where it is asked for those from {begin}", total
    if part.size != last - first + 1 or (total is not None and last >= total):
        return f"says that it sends {quoted(said)}, and sends {part.size:,} bytes", total
    if begin == 0 and total is not None and last != min(most, total) - 1:
        return f"sends {quoted(said)} where it is asked for {most:,} bytes", total
    return "", total
