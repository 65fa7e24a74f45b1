"""The texts of provenance, as they may be written: names or addresses, consent, dates.

Rule: an address is whole; what begins like one and is none was meant to be one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal, get_args
from urllib.parse import urlsplit

Consent = Literal["given", "licensed", "synthetic", "not-needed"]
CONSENTS: tuple[Consent, ...] = get_args(Consent)
"""The words for consent: the speakers agreed, a licence says it, nobody real speaks, or nobody at all."""
ADDRESS = r"^https?://[^\s<>\"]+$"
_LIKE_ADDRESS = re.compile(r"(?i)[a-z][a-z0-9+.-]*://|www\.|mailto:")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def is_address(text: str) -> bool:
    """True for an address of the web that every program can take apart."""
    try:
        parts = urlsplit(text)
        whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return whole and bool(re.fullmatch(ADDRESS, text))


def is_cited(text: str) -> bool:
    """True for a name, or a whole address.

    >>> is_cited("LibriSpeech test-clean"), is_cited("https://example.org/a"), is_cited("www.example.org")
    (True, True, False)
    """
    return bool(text) and (not _LIKE_ADDRESS.match(text) or is_address(text))


def is_consent(text: str) -> bool:
    """True for one of `CONSENTS`, or for a sentence that says more.

    >>> is_consent("given"), is_consent("The speakers signed a form."), is_consent("yes")
    (True, True, False)
    """
    return text in CONSENTS or len(text.split()) > 1


def is_said_well(kind: str, text: str) -> bool:
    """True where a field of this kind may hold the text."""
    return _CHECKS.get(kind, bool)(text)


_CHECKS: Mapping[str, Callable[[str], bool]] = {"cited": is_cited, "consent": is_consent}


def is_date(text: str) -> bool:
    """True for a year, a month or a day of the calendar, as ISO 8601 has them.

    >>> is_date("2025"), is_date("2025-02"), is_date("2025-02-30"), is_date("Feb 2025")
    (True, True, False, False)
    """
    found = _DATE.fullmatch(text)
    try:
        return bool(found and date(int(found[1]), int(found[2] or 1), int(found[3] or 1)))
    except ValueError:
        return False
