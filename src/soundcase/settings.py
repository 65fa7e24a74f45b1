"""The settings of a catalogue: what is derived from clips, the looks, where the site goes, which edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class MediaSettings:
    """Settings of what is derived from the clips."""

    encode: str | tuple[str, ...] = "auto"
    keep_lossless: bool = False
    spectrogram: bool = False
    base_url: str = ""
    """Clips without a `url` are downloaded from here, by their path."""
    max_hours: float = 4.0
    """A clip may be that long."""
    downloads: bool = False
    """Whether a task offers all its clips and texts in one archive."""
    thrift: int = 0
    """The step of `encode.recipe.STEPS` that brings the clips into a limit; 0 where there is none."""


@dataclass(frozen=True, slots=True)
class ThemeSettings:
    """Settings of the looks."""

    accent: str = ""
    """`#rrggbb`; empty for the theme's own."""
    font: Literal["sans", "serif", "mono"] = "sans"
    density: Literal["comfortable", "compact"] = "comfortable"
    radius: float | None = None
    """Corner radius in CSS pixels; None for the theme's own."""


HostName = Literal["pages", "gitlab", "huggingface", "netlify", "cloudflare"]
"""Hosts of static sites whose files and limits are known."""


@dataclass(frozen=True, slots=True)
class PublishSettings:
    """Settings of where the site goes."""

    host: HostName | None = None
    """None where the author does not say."""
    cname: str = ""
    """Its own host name, in lower case; empty for none."""


@dataclass(frozen=True, slots=True)
class AnonymousSettings:
    """Settings of the anonymous edition."""

    models: Mapping[str, str] = field(default_factory=dict)
    """Model id → what it is called there."""
    keep_links: tuple[str, ...] = ()
    """Labels, or beginnings of addresses."""
    forbid: tuple[str, ...] = ()
    """Words that it must not say, beside those of the catalogue."""
    redact: tuple[str, ...] = ()
    """Words in whose place a mark stands."""
    allow: tuple[str, ...] = ()
    """Words that tell nothing, though a name is called so."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The kind of site that is made of a project; the usual one, unless something else is asked for."""

    anonymous: bool = False
    """Whether nothing in it says who made it."""
    packed: bool = False
    """Whether it goes into one archive, for which no host's limits count, and which has no archives in it."""
    thrift: tuple[tuple[str, int], ...] = ()
    """By task id, the step of `MediaSettings.thrift`; none where nothing has to be saved."""


USUAL = Edition()
