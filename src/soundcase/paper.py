"""What a page says of its paper, and how it is to look.

Rule: as in `model`, values are frozen and built whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who wrote the paper."""

    name: str
    affiliations: tuple[str, ...] = ()
    url: str = ""
    orcid: str = ""
    equal: bool = False
    """Contributed equally with the others so marked."""


@dataclass(frozen=True, slots=True)
class Link:
    """A labelled address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class ThemeSettings:
    """What a catalogue may say about the looks."""

    accent: str = ""
    """`#rrggbb`; empty for the theme's own."""
    font: Literal["sans", "serif", "mono"] = "sans"
    density: Literal["comfortable", "compact"] = "comfortable"
    radius: float | None = None
    """Corner radius in CSS pixels; None for the theme's own."""
