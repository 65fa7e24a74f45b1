"""The five kinds of project under `demos/`: their clips at their final level, and the scores measured on them.

Rule 1: outputs of one example are equally loud; stems keep the level that they have in the mixture.
Rule 2: FLAC keeps 11 bits: the rest would be silence to listeners, and half of the file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

import numpy as np
import soundfile

from demo_clips import codec, dialogue, enhancement, separation, tts
from demo_clips.measures import Interval
from stand_ins.level import levelled
from stand_ins.signals import HZ, Signal
from stand_ins.write import apart, save

Scores = Mapping[str, Mapping[str, float | Interval]]
"""File → score → value."""

_STEP = 2.0**-10
_MP3_COMPRESSION = 0.85
"""32 kbit/s at 16 kHz."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One project's clips."""

    hz: int
    clips: Mapping[str, Callable[[], Signal]]
    measured: Callable[[Callable[[str], Signal]], Scores]
    """What is measured, given how clips are read."""
    levelled: bool = True

    def finished(self, name: str) -> Signal:
        """A clip as it is written."""
        samples = self.clips[name]()
        samples = levelled(samples, self.hz) if self.levelled else samples
        return np.round(samples / _STEP) * _STEP if name.endswith(".flac") else samples

    def write(self, name: str, folder: Path) -> Path:
        """Make a clip and write it into the folder; its path."""
        compression = 1.0 if name.endswith(".flac") else _MP3_COMPRESSION
        return save(self.finished(name), self.hz, folder / name, compression=compression)

    def difference(self, name: str, folder: Path) -> str:
        """What is wrong with the file in the folder, against the clip made again; empty if it is the same."""
        if not (folder / name).is_file():
            return "missing"
        with tempfile.TemporaryDirectory() as scratch:
            return apart(folder / name, self.write(name, Path(scratch)))

    def scores(self, folder: Path) -> Scores:
        """What is measured on the files in the folder."""
        return self.measured(partial(_samples, folder))


def _samples(folder: Path, name: str) -> Signal:
    samples, _ = soundfile.read(folder / name, dtype="float64")
    return np.asarray(samples, dtype=np.float64)


def _nothing(_: Callable[[str], Signal]) -> Scores:
    return {}


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "codec": Kind(codec.HZ, codec.CLIPS, codec.scores),
        "tts": Kind(tts.HZ, tts.CLIPS, tts.scores),
        "enhancement": Kind(enhancement.HZ, enhancement.CLIPS, enhancement.scores),
        "separation": Kind(HZ, separation.CLIPS, separation.scores, levelled=False),
        "dialogue": Kind(dialogue.HZ, dialogue.CLIPS, _nothing),
    }
)
"""Folder under `demos/` → its clips."""
