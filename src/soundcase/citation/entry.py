"""BibTeX as values: entries, the names in them, and what is wrong with it.

Rule 1: texts are Unicode without TeX, on one line; names of types and fields are in small letters.
Rule 2: a name is either in parts (`family` at least) or one whole, `literal`: a team, an institution.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from soundcase.values import dataclass

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?![\d])")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""As BibTeX has them by name."""
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ARXIV_ID = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?"
_ARXIV = re.compile(rf"(?:arxiv\.org/(?:abs|pdf)/|arxiv:\s*)({_ARXIV_ID})", re.IGNORECASE)


class CitedDate(NamedTuple):
    """A date as far as it is known; 0 for what is not."""

    year: int = 0
    month: int = 0
    day: int = 0

    def parts(self) -> tuple[int, ...]:
        """Year, month and day, as many as are known."""
        known = self[: 1 if not self.month else 2 if not self.day else 3]
        return known if self.year else ()


@dataclass(frozen=True, slots=True)
class PersonName:
    """The name of somebody."""

    family: str = ""
    given: str = ""
    particle: str = ""
    """What stands before the family name: `van der`."""
    suffix: str = ""
    """What stands behind it: `Jr.`"""
    literal: str = ""

    @property
    def whole(self) -> str:
        """The name as it is read: given names first."""
        parts = (self.given, self.particle, self.family)
        return self.literal or f"{' '.join(filter(None, parts))}{f', {self.suffix}' if self.suffix else ''}"

    @property
    def sorted(self) -> str:
        """The name as lists have it: family name first."""
        family = " ".join(filter(None, (self.particle, self.family)))
        return self.literal or ", ".join(filter(None, (family, self.given, self.suffix)))


@dataclass(frozen=True, slots=True)
class CitedEntry:
    """One entry of BibTeX."""

    kind: str
    """Its type, without the `@`."""
    key: str
    fields: Mapping[str, str]
    """All but the names, without what is empty."""
    authors: tuple[PersonName, ...] = ()
    editors: tuple[PersonName, ...] = ()

    def first(self, *names: str) -> str:
        """The first of these fields that the entry has; empty where it has none."""
        return next((self.fields[name] for name in names if name in self.fields), "")

    @property
    def date(self) -> CitedDate:
        """The date on which it came out."""
        if found := _DATE.match(self.first("date")):
            year, month, day = (int(part or 0) for part in found.groups())
        else:
            year_found, month = re.search(r"\d{4}", self.first("year")), _month(self.first("month"))
            year, day = int(year_found[0]) if year_found else 0, int(_number(self.first("day")))
        month = month if month <= 12 else 0
        return CitedDate(year, month, day if month and day <= 31 else 0)

    @property
    def doi(self) -> str:
        """Its DOI, which begins with `10.`; empty where there is none."""
        found = _DOI.search(self.first("doi")) or (
            _DOI.search(self.first("url")) if "doi.org/" in self.first("url") else None
        )
        return found[0].rstrip(".,;") if found else ""

    @property
    def arxiv(self) -> str:
        """Its number at arXiv; empty where there is none."""
        told = self.first("archiveprefix", "eprinttype").casefold()
        eprint = self.first("eprint").removeprefix("arXiv:")
        if re.fullmatch(_ARXIV_ID, eprint) and told in ("", "arxiv"):
            return eprint
        places = (self.first(name) for name in ("url", "journal", "journaltitle", "note", "howpublished"))
        return next((found for one in (eprint, *places) if (found := arxiv_id(one))), "")

    @property
    def url(self) -> str:
        """The address at which it is found; empty where none is known."""
        own = re.search(r"https?://[^\s<>\"]+", f"{self.first('url')} {self.first('howpublished')}")
        if own:
            return own[0]
        return (
            f"https://doi.org/{self.doi}" if self.doi else self.arxiv and f"https://arxiv.org/abs/{self.arxiv}"
        )

    @property
    def pages(self) -> tuple[str, str]:
        """Its first page and its last; empty where they are not known."""
        first, _, last = (one.strip() for one in re.sub(r"[-–—]+", "–", self.first("pages")).partition("–"))
        return first, last

    @property
    def keywords(self) -> tuple[str, ...]:
        """Its key words."""
        words = self.first("keywords", "keyword").replace(";", ",").split(",")
        return tuple(filter(None, map(str.strip, words)))


def arxiv_id(text: str) -> str:
    """The number at arXiv that an address or a phrase such as `arXiv preprint arXiv:2508.03983` names."""
    found = _ARXIV.search(text)
    return found[1] if found else ""


BROKEN, TYPE, FIELD, TWICE = (
    "broken-citation",
    "unknown-citation-type",
    "incomplete-citation",
    "duplicate-citation",
)
"""The codes of what may be wrong with it."""


@dataclass(frozen=True, slots=True)
class CitationFlaw:
    """Something that is wrong with it."""

    code: str
    message: str
    hint: str
    words: str
    """What of the text it is about, as written."""
    nth: int
    """How often the same words stand before them, in small letters or large ones."""


@dataclass(frozen=True, slots=True)
class Citation:
    """BibTeX, understood; without entries where it is none."""

    entries: tuple[CitedEntry, ...] = ()
    flaws: tuple[CitationFlaw, ...] = ()


NONE = Citation()
"""Of a page that does not say how to cite it."""


def _month(text: str) -> int:
    """The number of a month; 0 for what is none."""
    name = text.casefold().strip()[:3]
    return MONTHS.index(name) + 1 if name in MONTHS else int(_number(text))


def _number(text: str) -> str:
    found = re.search(r"\d{1,2}(?!\d)", text)
    return found[0] if found else "0"
