"""The orders that a check gives, and the answers that a host or a folder gives to them.

Rule: an answer holds no more of a file than judging it takes: its digest, its beginning, and the text of pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import PurePosixPath
from typing import Protocol

from soundcase.audio.probe.kinds import SUFFIXES, VIDEO_SUFFIXES
from soundcase.problems.problem import Fault
from soundcase.publishing.manifest import MANIFEST
from soundcase.values import dataclass

HEAD = 1024
"""Bytes of the beginning of a file that are looked at."""
LARGEST_TEXT = 50_000_000
"""Bytes of a page, a style or a list; more are not read."""
ROBOTS = "/robots.txt"
PAGES = frozenset((".html", ".htm"))
_READ = PAGES | {"", ".css"}
MEDIA = SUFFIXES | VIDEO_SUFFIXES


def suffix_of(url: str) -> str:
    """The suffix of an address, in lower case; that of a page where it is a folder."""
    return PurePosixPath(url).suffix.lower() if url and not url.endswith("/") else ".html"


@dataclass(frozen=True, slots=True)
class Order:
    """One file to ask for."""

    url: str
    """Relative to the site, not escaped; empty for its first page. With `/` before it, relative to the host."""
    whole: bool = True
    """Whether all of it is asked for, or only enough to see what it is."""
    size: int | None = None
    """The bytes that it should have, where that is known."""
    sha256: str = ""
    """The digest that it should have, where that is known."""

    @property
    def suffix(self) -> str:
        """As `suffix_of`."""
        return suffix_of(self.url)

    @property
    def ranged(self) -> bool:
        """True for a file that browsers ask for in parts."""
        return self.suffix in MEDIA

    @property
    def kept(self) -> bool:
        """True for a file that is read for its links."""
        return self.suffix in _READ or self.url in (MANIFEST, ROBOTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer: a file, or the reason why there is none."""

    order: Order
    status: int = 200
    """As HTTP has it; 0 where nothing came."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """By name in lower case; empty for a file of a folder."""
    final: str = ""
    """The absolute address at which it was found, at the end of redirects."""
    head: bytes = b""
    body: bytes | None = None
    """All of it, where it is to be read for its links."""
    sha256: str = ""
    """Empty where not all of it was read."""
    size: int | None = None
    """Bytes; None where the host does not say and not all of it was read."""
    ranges: str = ""
    """The way in which the host does wrong when it is asked for a part; empty where it does right."""
    fault: Fault | None = None
    """The reason why it did not come, or not whole."""
    skipped: bool = False
    """Whether it was not asked for, since the host does not answer any more."""

    @property
    def there(self) -> bool:
        """True if there is a file."""
        return self.fault is None and not self.skipped and self.status in (200, 206)


class SitePlace(Protocol):
    """A place where a site stands."""

    base: str
    """The absolute address of its folder, with `/` at its end: of a folder a made-up one."""
    remote: bool
    """Whether it is asked over the network."""

    def ask(self, order: Order) -> Reply:
        """The answer to one order; whatever goes wrong is told by it."""

    def where(self, url: str) -> str:
        """An address as people know it."""
