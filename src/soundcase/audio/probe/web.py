"""Reasons for which a browser would not play a clip.

Rule: a clip is playable only if Chromium, Firefox and Safari all play its container, codec, rate and
channel count: measured in the first two, by its makers' documents in the third.
"""

from __future__ import annotations

from soundcase.audio.probe.kinds import KINDS
from soundcase.audio.probe.structure import Structure, differs

LOWEST_HZ, HIGHEST_HZ = 3000, 384_000
MOST_CHANNELS = 8
_FLAC_BITS = (8, 16, 24)


def unplayable_reason(structure: Structure) -> str:
    """The reason why some browser does not play the clip rightly; empty if all do."""
    declared, frames = structure.declared, structure.frames
    if why := refusal(structure):
        return why
    if structure.brief:
        return "Chromium does not seek in so brief a FLAC"
    if structure.guessed:
        return "browsers have to guess its duration"
    if declared is None or frames is None or structure.kind.startswith("wav"):  # in WAV, all go by the bytes
        return ""
    lies = differs(declared / structure.rate, frames / structure.rate)
    return "browsers believe the wrong duration in its header" if lies else ""


def refusal(structure: Structure) -> str:
    """The same, whatever browsers take its duration for."""
    if why := KINDS[structure.kind].unplayable or structure.unplayable_reason:
        return why
    if not LOWEST_HZ <= structure.rate <= HIGHEST_HZ:
        return f"browsers play {LOWEST_HZ} to {HIGHEST_HZ} Hz, and its rate is {structure.rate} Hz"
    if structure.channels > MOST_CHANNELS:
        return f"browsers play up to {MOST_CHANNELS} channels, and it has {structure.channels}"
    if structure.kind == "flac" and structure.bits not in _FLAC_BITS:
        return f"Chromium plays FLAC of 8, 16 and 24 bits, and it has {structure.bits}"
    return ""
