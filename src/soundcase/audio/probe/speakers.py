"""Speakers of channels: one name per channel, in the order in which the channels decode.

Rule: only what a file or its codec's standard says counts; where neither does, there is no name at all.
Source: Microsoft, "Multiple Channel Audio Data and WAVE Files" (the mask and its short names); RFC 9639 §8.3
(FLAC); the Vorbis I specification §4.3.9; Apple, "Core Audio Format Specification 1.0".
"""

from __future__ import annotations

Layout = tuple[str, ...]

_MASK = "FL FR FC LFE BL BR FLC FRC BC SL SR TC TFL TFC TFR TBL TBC TBR"


def _layouts(*lines: str) -> dict[int, Layout]:
    return {len(line.split()): tuple(line.split()) for line in lines}


_FLAC = _layouts(
    "FC",
    "FL FR",
    "FL FR FC",
    "FL FR BL BR",
    "FL FR FC BL BR",
    "FL FR FC LFE BL BR",
    "FL FR FC LFE BC SL SR",
    "FL FR FC LFE BL BR SL SR",
)
_VORBIS = _layouts(
    "FC",
    "FL FR",
    "FL FC FR",
    "FL FR BL BR",
    "FL FC FR BL BR",
    "FL FC FR BL BR LFE",
    "FL FC FR SL SR BC LFE",
    "FL FC FR SL SR BL BR LFE",
)
_BY_MASK = 1 << 16
_CAF = {
    100 << 16 | 1: "FC",
    101 << 16 | 2: "FL FR",
    108 << 16 | 4: "FL FR BL BR",
    113 << 16 | 3: "FL FR FC",
    117 << 16 | 5: "FL FR FC SL SR",
    121 << 16 | 6: "FL FR FC LFE SL SR",
    122 << 16 | 6: "FL FR SL SR FC LFE",
    123 << 16 | 6: "FL SL FC SR FR LFE",
    124 << 16 | 6: "FC FL FR SL SR LFE",
    128 << 16 | 8: "FL FR FC LFE SL SR BL BR",
}
"""Core Audio's layout tags; the lower half of each is its count of channels."""


def masked(mask: int, channels: int) -> Layout:
    """The speakers of a WAVE channel mask; none where it names another number of them."""
    named = tuple(name for bit, name in enumerate(_MASK.split()) if mask >> bit & 1)
    return (
        ("FC",) if channels == 1 and len(named) == 1 else named if len(named) == channels else usual(channels)
    )


def usual(channels: int) -> Layout:
    """The speakers of one and of two channels; none for more, which may be anything."""
    return _FLAC[channels] if channels <= 2 else ()


def in_flac(channels: int) -> Layout:
    """The speakers that FLAC gives to so many channels."""
    return _FLAC.get(channels, ())


def in_vorbis(channels: int) -> Layout:
    """The speakers that Vorbis gives to so many channels."""
    return _VORBIS.get(channels, ())


def in_caf(tag: int, mask: int, channels: int) -> Layout:
    """The speakers of a `chan` chunk."""
    if tag == _BY_MASK:
        return masked(mask, channels)
    named = tuple(_CAF.get(tag, "").split())
    return named if len(named) == channels else usual(channels)
