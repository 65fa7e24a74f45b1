"""Licences by the names and addresses that authors give them."""

from __future__ import annotations

import re
from typing import NamedTuple

_LINK = re.compile(r"https?://[^\s()<>\"]+")
_WHOLE = re.compile(r"\[(?P<text>[^\]]*)\]\((?P<url>[^)\s]*)\)|<(?P<bare>[^>]*)>")
_CC = re.compile(
    r"(?:cc|creative commons)[ -](by(?:[ -](?:nc[ -]sa|nc[ -]nd|nc|sa|nd))?)[ -]v?(\d\.\d)(?: licen[cs]e)?"
)
_CC_PLACE = re.compile(r"https?://creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)(?:/.*)?")
_OTHERS = (
    (
        r"cc[ -]?0(?:[ -]?1\.0)?(?: universal)?|https?://creativecommons\.org/publicdomain/zero/1\.0(?:/.*)?",
        "CC0-1.0",
    ),
    (
        r"(?:the )?apache(?: licen[cs]e)?(?:,? version)?[ -]v?2(?:\.0)?|https?://(?:www\.)?apache\.org/licenses/license-2\.0.*",
        "Apache-2.0",
    ),
    (r"(?:the )?mit(?: licen[cs]e)?|https?://opensource\.org/licenses?/mit/?", "MIT"),
    (r"bsd[ -]3[ -]clause(?: licen[cs]e)?", "BSD-3-Clause"),
    (r"bsd[ -]2[ -]clause(?: licen[cs]e)?", "BSD-2-Clause"),
    (r"gpl[ -]?v?3(?:\.0)?(?:-only)?", "GPL-3.0-only"),
    (r"gpl[ -]?v?3(?:\.0)?-or-later", "GPL-3.0-or-later"),
)
_CC_ZERO = "https://creativecommons.org/publicdomain/zero/1.0/"


class KnownLicense(NamedTuple):
    """A licence that has an identifier at SPDX, and its address."""

    spdx: str
    url: str


def license_named(markdown: str) -> KnownLicense | None:
    """The licence that a text names, or links to, and says nothing else; None for any other text.

    >>> license_named("[CC BY-NC 4.0](https://creativecommons.org/licenses/by-nc/4.0/).").spdx
    'CC-BY-NC-4.0'
    >>> license_named("The code is MIT.")
    """
    text = markdown.strip().removesuffix(".")
    whole = _WHOLE.fullmatch(text)
    names = [name for name in whole.group("url", "text", "bare") if name] if whole else [text]
    return next((found for name in names if (found := _known(" ".join(name.casefold().split())))), None)


def license_link(markdown: str) -> str:
    """The address of the only licence that a text names or links to; empty where there are several or none."""
    named, links = license_named(markdown), {*_LINK.findall(markdown)}
    return named.url if named else links.pop() if len(links) == 1 else ""


def _known(name: str) -> KnownLicense | None:
    if found := _CC.fullmatch(name) or _CC_PLACE.fullmatch(name):
        kind, version = found[1].replace(" ", "-"), found[2]
        spdx = f"CC-{kind.upper()}-{version}"
        return KnownLicense(spdx, f"https://creativecommons.org/licenses/{kind}/{version}/")
    spdx = next((one for pattern, one in _OTHERS if re.fullmatch(pattern, name)), "")
    address = _CC_ZERO if spdx == "CC0-1.0" else f"https://spdx.org/licenses/{spdx}.html"
    return KnownLicense(spdx, address) if spdx else None
