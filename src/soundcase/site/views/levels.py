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

    def gain(self, sound: Sound | None) -> float | None:
        """dB, never above 0, that bring a clip to the quietest; None where its loudness is not known."""
        if self.quietest is None or sound is None or sound.loudness is None:
            return None
        return min(0.0, self.quietest - sound.loudness)


def levels_of(sounds: Iterable[Sound | None]) -> RowLevels:
    """The levels that clips share in which this is heard."""
    known = [sound for sound in sounds if sound]
    peaks = [max(sound.bars) for sound in known if sound.bars]
    loudness = [sound.loudness for sound in known if sound.loudness is not None]
    return RowLevels(row_scale(peaks), min(loudness, default=None))
