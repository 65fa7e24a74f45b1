"""Writing a clip in the format its name says, and comparing a file with a clip made again.

Rule 1: the suffix decides the format here, so that content and name cannot disagree.
Rule 2: a file is replaced whole, or not at all.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from types import MappingProxyType

import numpy as np
import soundfile

from stand_ins.clips import made, rate_of
from stand_ins.level import levelled
from stand_ins.signals import Signal

FORMATS = MappingProxyType(
    {".wav": ("WAV", "PCM_16"), ".flac": ("FLAC", "PCM_16"), ".mp3": ("MP3", "MPEG_LAYER_III")}
)
"""Suffix → container and codec, in soundfile's words."""

TOLERANCE = MappingProxyType({".wav": 1e-3, ".flac": 1e-3, ".mp3": 2e-2})
"""Largest difference of a decoded sample between machines: rounding; for MP3 the encoder's version as well."""


def write_clip(name: str, folder: Path) -> Path:
    """Make a clip and write it into the folder; its path."""
    return save(finished(name), rate_of(name), folder / name)


def save(samples: Signal, hz: int, path: Path, *, compression: float | None = None) -> Path:
    """Write samples in the format of the path's suffix; the path.

    `compression` is in 0…1; for MP3 the bit rate falls with it.
    """
    container, codec = FORMATS[path.suffix]
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    os.close(handle)
    try:
        soundfile.write(temporary, samples, hz, format=container, subtype=codec, compression_level=compression)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return path


def finished(name: str) -> Signal:
    """A clip at its final loudness, as it is written."""
    return levelled(made(name), rate_of(name))


def difference(name: str, folder: Path) -> str:
    """What is wrong with the file in the folder, against the clip made again; empty if it is the same."""
    if not (folder / name).is_file():
        return "missing"
    with tempfile.TemporaryDirectory() as scratch:
        return apart(folder / name, write_clip(name, Path(scratch)))


def apart(path: Path, again: Path) -> str:
    """What is wrong with one file, against another of the same format; empty if they sound the same."""
    there, rate = soundfile.read(path, dtype="float64")
    wanted, hz = soundfile.read(again, dtype="float64")
    if rate != hz:
        return f"has {rate} Hz instead of {hz}"
    if there.shape != wanted.shape:
        return f"has {there.size} samples instead of {wanted.size}"
    most = float(np.max(np.abs(there - wanted)))
    return "" if most <= TOLERANCE[path.suffix] else f"differs by up to {most:.4f} of full scale"
