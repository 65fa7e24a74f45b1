"""The values at the head of a page: authors, links, pictures. Part of `model`, which has them too."""

from __future__ import annotations

from typing import Annotated

from soundcase.source_path import SourcePath
from soundcase.values import dataclass

Markdown = Annotated[str, "markdown"]
AuthorWords = Annotated[str, "words"]
"""Words of the authors, with formulas and readings. Any other `str` is no text for readers, or declared."""


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who wrote the paper."""

    name: AuthorWords
    affiliations: tuple[AuthorWords, ...] = ()
    url: str = ""
    orcid: str = ""
    equal: bool = False
    """Contributed equally with the others so marked."""


@dataclass(frozen=True, slots=True)
class Link:
    """A labelled address."""

    label: AuthorWords
    url: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption."""

    origin: SourcePath
    image: str
    """Relative to `data/images/`."""
    alt: AuthorWords = ""
    caption: Markdown = ""
    url: str = ""
