"""Addresses, handles and places on a machine, which give away who made a site, whatever the words are.

Rule: a rare sign is looked for, and then around it: time grows with the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from soundcase.leaks.common import AT

Pattern = Literal["e-mail", "URL", "handle", "ORCID", "home folder"]

_AROUND = 80
_LOCAL, _DOMAIN = re.compile(r"[\w.+-]{1,64}\Z"), re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63})*\.[A-Za-z]{2,15}\b")
_SPOKEN = re.compile(
    r"([\w.+-]{1,64})\s{0,3}[\[({<]\s?at\s?[\])}>]\s{0,3}([\w-]{1,63}(?:\s?(?:\.|[\[({<]\s?dot\s?[\])}>])\s?[\w-]{2,63}){1,5})",
    re.IGNORECASE,
)
_URL = re.compile(r"[^\s\"'<>`\\{}|^]{1,2000}")
_SCHEMES = re.compile(r"(?:https?|ftp|ssh|git|svn|s3|hf|gs|file)\Z", re.IGNORECASE)
_WWW = re.compile(r"www\.[\w-]{2,63}\.[a-z]{2,15}[^\s\"'<>]{0,200}", re.IGNORECASE)
_REMOTE = re.compile(r"git@[\w.-]{3,63}[:/][\w./~-]{2,200}")
_HANDLE = re.compile(r"@[A-Za-z][\w-]{2,38}(?![\w-])(?!\.[a-z]|\s*\{)")
_TURNED = re.compile(
    r"(?<![\w.-])(?:moc|ude|gro|ten|oi|nc|ku|ed|rf|pj|rk|hc|ac|ua|ue)\.[\w.-]{2,63}@[\w+-][\w.+-]{0,63}(?<!\.)",
    re.IGNORECASE,
)
"""E-mail addresses written backwards, as pages do that turn them round again by their styles."""
_ORCID = re.compile(r"\b\d{4}-\d{4}-\d{4}-\d{3}[\dXx]\b")
_HOME = re.compile(
    r"(?<![\w.:/~-])/(?:home|Users|root|export/home)/[\w.-]{1,40}[^\s\"'<>]{0,80}|[A-Za-z]:(?:\\{1,2}|/)Users(?:\\{1,2}|/)[^\s\"'<>\\/]{1,40}"
    r"|file:///[^\s\"'<>]{2,100}",
)
_NAMESPACES = re.compile(
    r"https?://(?:www\.)?(?:w3\.org/|schema\.org|purl\.org/(?:dc|coar)|ns\.adobe\.com/|mlcommons\.org/croissant|"
    r"creativecommons\.org/(?:licenses|publicdomain|ns)|xmlns\.com/|json-schema\.org|sitemaps\.org|ogp\.me|"
    r"search\.yahoo\.com/mrss|spdx\.org/licenses|opensource\.org/licenses?|inkscape\.org/namespaces|"
    r"sodipodi\.sourceforge\.net/|iana\.org/)",
    re.IGNORECASE,
)
"""What formats and licences are called by, whoever uses them."""


def _places(text: str, sign: str) -> Iterator[int]:
    place = text.find(sign)
    while place >= 0:
        yield place
        place = text.find(sign, place + 1)


def found(text: str, allowed: tuple[str, ...]) -> Iterator[tuple[int, int, Pattern]]:
    """The places of everything in a text that may not stand in it, but for what is allowed."""
    for start, end, kind in _all(text):
        what = text[start:end]
        bare = re.sub(r"^(?:mailto:|https?://(?:www\.)?|//|@)", "", what, flags=re.IGNORECASE)
        if not any(
            what.startswith(one) or bare.startswith(re.sub(r"^https?://(?:www\.)?", "", one)) for one in allowed
        ):
            yield start, end, kind


def _all(text: str) -> Iterator[tuple[int, int, Pattern]]:
    yield from _ats(text)
    for place in _places(text, "://"):
        scheme = _SCHEMES.search(text[max(0, place - 6) : place])
        rest = _URL.match(text, place + 3)
        start = place - len(scheme[0]) if scheme else place
        if scheme and rest and scheme[0].lower() != "file" and not _NAMESPACES.match(text, start):
            yield start, rest.end(), "URL"
    for signs, pattern, kind in _SIGNS:
        if any(sign in text for sign in signs):
            yield from ((one.start(), one.end(), kind) for one in pattern.finditer(text))
    low = text.lower()
    for sign in ("at)", "at]", "at}", "at>", "at )", "at ]"):
        for place in _places(low, sign):
            first = max(0, place - _AROUND)
            if one := _SPOKEN.search(text, first, place + _AROUND):
                yield one.start(), one.end(), "e-mail"


_SIGNS: tuple[tuple[tuple[str, ...], re.Pattern[str], Pattern], ...] = (
    (("www.",), re.compile(r"(?<![\w/.-])" + _WWW.pattern, re.IGNORECASE), "URL"),
    (("git@",), _REMOTE, "URL"),
    (("@",), _TURNED, "e-mail"),
    (("orcid", "ORCID"), _ORCID, "ORCID"),
    (("home/", "Users", "root/", "file:"), _HOME, "home folder"),
)


def _ats(text: str) -> Iterator[tuple[int, int, Pattern]]:
    """E-mail addresses and handles."""
    for place in _places(text, "@"):
        local = _LOCAL.search(text[max(0, place - 64) : place])
        domain = _DOMAIN.match(text, place + 1)
        if local and domain:
            yield place - len(local[0]), domain.end(), "e-mail"
        elif not local and text[place - 1 : place] not in ("@", "/", "%"):
            handle = _HANDLE.match(text, place)
            if handle and handle[0][1:].lower() not in AT:
                yield place, handle.end(), "handle"
