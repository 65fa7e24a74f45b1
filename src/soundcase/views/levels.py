"""The clips of one example beside each other: one scale for their waveforms, one loudness to bring them to.

Rule: gains only attenuate, so that no true peak rises and nothing can clip.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from soundcase.facts import Sound
from soundcase.plan import PlannedClip
from soundcase.signal import row_scale


@dataclass(frozen=True, slots=True)
class Levels:
    """What the clips of one example share."""

    scale: float = 1.0
    """The factor for the bars of all waveforms."""
    gains: Mapping[str, float | None] = field(default_factory=dict)
    """Source of a clip → dB, never above 0; None where its loudness is not known."""


def row_gains(sounds: Sequence[Sound | None]) -> tuple[float | None, ...]:
    """dB to add to each clip: min(0, loudness of the quietest − its own), in LUFS; None without loudness."""
    known = [sound.loudness for sound in sounds if sound and sound.loudness is not None]
    return tuple(
        None if sound is None or sound.loudness is None else min(0.0, min(known) - sound.loudness)
        for sound in sounds
    )


def levels_of(clips: Iterable[PlannedClip]) -> Levels:
    """The scale and gains for the clips of one example."""
    row = {clip.source: clip.facts.sound for clip in clips}
    peaks = [max(sound.bars) for sound in row.values() if sound and sound.bars]
    return Levels(row_scale(peaks), dict(zip(row, row_gains(tuple(row.values())), strict=True)))
