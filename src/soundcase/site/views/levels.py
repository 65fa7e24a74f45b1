"""The clips of one example beside each other: one scale for their waveforms, one loudness to bring them to.

Rule 1: what is compared is what the page plays: the encodes, or where there are none the originals.
Rule 2: gains only attenuate, so that no true peak rises and nothing can clip.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from soundcase.audio.signal import row_scale
from soundcase.facts import Sound


@dataclass(frozen=True, slots=True)
class RowLevels:
    """The levels that the clips of one example share."""

    scale: float = 1.0
    """The factor for the bars of all waveforms."""
    quietest: float | None = None
    """The loudness of the quietest, in LUFS; None where none is known."""

    def gain(self, loudness: float | None) -> float | None:
        """dB, never above 0, that bring a sound of so many LUFS to the quietest; None where it is not known."""
        return None if self.quietest is None or loudness is None else min(0.0, self.quietest - loudness)


def levels_of(sounds: Iterable[Sound | None], films: Iterable[float | None] = ()) -> RowLevels:
    """The levels that clips share in which this is heard, and videos of this loudness (LUFS)."""
    known = [sound for sound in sounds if sound]
    peaks = [max(sound.bars) for sound in known if sound.bars]
    loudness = [one for one in (*(sound.loudness for sound in known), *films) if one is not None]
    return RowLevels(row_scale(peaks), min(loudness, default=None))
