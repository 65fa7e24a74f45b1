"""Colours that can be read: an author's accent made light or dark enough for where it stands.

Contrast is that of WCAG 2.2 (relative luminance, success criterion 1.4.3). Colours are sRGB.
"""

from __future__ import annotations

import re
from math import dist
from operator import mul

from soundcase.values import dataclass

_HEX = re.compile(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")
OWN_ACCENT = "#3d4ec6"
"""The accent of `tokens.css` on a light ground."""
TINT = 0.08
"""The share of the accent in a tinted surface."""
_STEPS = 100
_TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_OKLAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour with channels from 0 to 1."""

    red: float
    green: float
    blue: float

    def __str__(self) -> str:
        return "#" + "".join(f"{round(channel * 255):02x}" for channel in (self.red, self.green, self.blue))

    @property
    def luminance(self) -> float:
        """Relative luminance, 0 (black) to 1 (white)."""
        red, green, blue = self.linear
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    @property
    def linear(self) -> tuple[float, float, float]:
        """Red, green and blue as amounts of light."""
        red, green, blue = (
            channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
            for channel in (self.red, self.green, self.blue)
        )
        return red, green, blue

    @property
    def oklab(self) -> tuple[float, float, float]:
        """Lightness and the two axes of hue in Oklab (Ottosson 2020), where distances are as they are seen."""
        cones = [sum(map(mul, row, self.linear)) ** (1 / 3) for row in _TO_CONES]
        lightness, green_red, blue_yellow = (sum(map(mul, row, cones)) for row in _TO_OKLAB)
        return lightness, green_red, blue_yellow

    def mixed(self, other: Colour, share: float) -> Colour:
        """The colour with a share (0 to 1) of another, as `color-mix(in srgb, …)` does."""
        return Colour(
            *(
                mine + (theirs - mine) * share
                for mine, theirs in (
                    (self.red, other.red),
                    (self.green, other.green),
                    (self.blue, other.blue),
                )
            )
        )


WHITE = Colour(1, 1, 1)
BLACK = Colour(0, 0, 0)


def parse(text: str) -> Colour:
    """The colour written as `#rrggbb`; ValueError for anything else."""
    match = _HEX.fullmatch(text)
    if not match:
        message = f"not a colour like '#1a2b3c': {text!r}"
        raise ValueError(message)
    return Colour(*(int(channel, 16) / 255 for channel in match.groups()))


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    low, high = sorted((one.luminance, other.luminance))
    return (high + 0.05) / (low + 0.05)


def difference(one: Colour, other: Colour) -> float:
    """The distance of two colours as it is seen, 0 to about 1 (in Oklab)."""
    return dist(one.oklab, other.oklab)


def readable(colour: Colour, ground: Colour, *, tint: float, ratio: float = 4.5) -> Colour:
    """The colour, darkened or lightened until it reads on the ground, tinted with it or not."""
    end = BLACK if ground.luminance > 0.4 else WHITE
    for step in range(_STEPS + 1):
        tried = parse(str(colour.mixed(end, step / _STEPS)))
        tinted = ground.mixed(tried, tint)
        if min(contrast(tried, ground), contrast(tried, tinted)) >= ratio:
            return tried
    return end


def shown_accent(accent: str) -> Colour:
    """An author's accent, or the theme's own, as it reads on white, and white on it."""
    return readable(parse(accent or OWN_ACCENT), WHITE, tint=TINT)
