"""The meaning of a server's answer for a download: decided from its status and headers alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from soundcase.commands.fetch.partial import FileVersion
from soundcase.commands.fetch.retry import PermanentError, RetryPolicy, TransientError
from soundcase.commands.fetch.web import AGAIN, quoted
from soundcase.problems.problem import Fault

_TRANSIENT = frozenset((408, 425, 429, 500, 502, 503, 504))
_REASONS = {
    401: "needs a login",
    403: "may not be read",
    404: "is not there",
    407: "is behind a proxy that needs a login",
    410: "is not there any more",
    429: "is asked for too often",
    451: "may not be shown here",
    503: "is not to be had just now",
}
LOOK = "open the address in a browser: it has to give the file itself, not a page about it"
_LOGIN = "fetch sends no login: put the file where everybody may read it, or into data/audio/ by hand"
_FIX = "fix the 'url', or the 'base_url' under 'media'"
_HINTS = {
    401: _LOGIN,
    403: _LOGIN,
    404: _FIX,
    407: "give the proxy's address a name and a password",
    410: _FIX,
}
_SPAN = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")

Headers = Mapping[str, str]


def version_of(status: int, headers: Headers) -> FileVersion:
    """The version of the file that this answer sends; `status` is 200 or 206."""
    etag = headers.get("ETag", "")
    encoded = headers.get("Content-Encoding", "identity").lower() not in ("", "identity")
    span = _SPAN.fullmatch(headers.get("Content-Range", ""))
    if status == 206:
        size = int(span[3]) if span and span[3] != "*" else None
    else:
        length = headers.get("Content-Length", "")
        size = int(length) if length.isascii() and length.isdigit() and not encoded else None
    # `Last-Modified` counts where the file cannot have changed in the same second (RFC 9110, 8.8.2.2).
    modified, now = _date(headers.get("Last-Modified", "")), _date(headers.get("Date", ""))
    strong = modified and now and (now - modified).total_seconds() >= 1
    return FileVersion(
        "" if etag.startswith("W/") else etag, headers["Last-Modified"] if strong else "", size, encoded
    )


def begins_at(headers: Headers) -> int | None:
    """The byte at which a partial answer begins; None where it does not say."""
    span = _SPAN.fullmatch(headers.get("Content-Range", ""))
    return int(span[1]) if span else None


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def refusal(url: str, status: int, headers: Headers, retry: RetryPolicy) -> PermanentError | TransientError:
    """The error to raise for an answer without the file."""
    reason = _REASONS.get(status, "gives no file")
    hint = AGAIN if status in _TRANSIENT else _HINTS.get(status, LOOK)
    fault = Fault("fetch-refused", f"{quoted(url)} {reason} (status {status})", hint)
    if status not in _TRANSIENT:
        return PermanentError(fault)
    after = asked_to_wait(headers)
    if after is not None and after > retry.longest_asked:
        text = f"{fault.message}, and the server asks to come again in {after:.0f} s"
        return PermanentError(Fault("fetch-refused", text, "run 'build-site fetch' again then"))
    return TransientError(fault, after=after)


def asked_to_wait(headers: Headers) -> float | None:
    """The seconds that `Retry-After` names, as a number or a date; None where it names none."""
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    until = _date(text)
    if until is None:
        return None
    now = _date(headers.get("Date", "")) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds())
