"""Sounds whose measures are known, and ways to feed them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import soundfile

from bench import program
from soundcase.audio.signal import Analyzer, Block

Result = TypeVar("Result")

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference"


def sine(hz: float, seconds: float, *, rate: int = 48000, dbfs: float = 0.0, channels: int = 1) -> Block:
    """A sine with that peak level, the same on all channels."""
    times = np.arange(round(seconds * rate)) / rate
    one = 10 ** (dbfs / 20) * np.sin(2 * np.pi * hz * times)
    return np.repeat(one[:, np.newaxis], channels, axis=1)


def noise(seconds: float, *, rate: int = 48000, rms: float = 0.1, channels: int = 1, seed: int = 1) -> Block:
    """White noise."""
    random = np.random.default_rng(seed)
    return (rms * random.standard_normal((round(seconds * rate), channels))).astype(np.float32)


def heard(analyzer: Analyzer[Result], sound: Block, *sizes: int) -> Result:
    """The result for a sound that is cut into blocks of these sizes, in turn; uncut without sizes."""
    for block in cut(sound, *sizes):
        analyzer.feed(block)
    return analyzer.result()


def cut(sound: Block, *sizes: int) -> Iterator[Block]:
    begin, turn = 0, 0
    while begin < len(sound):
        size = sizes[turn % len(sizes)] if sizes else len(sound)
        yield sound[begin : begin + size]
        begin, turn = begin + size, turn + 1


def tool(*command: str | Path) -> str:
    """What a foreign program says; skips where it is not installed."""
    words = [program(str(command[0])), *map(str, command[1:])]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return done.stderr + done.stdout


def written(sound: Block, rate: int, path: Path, subtype: str = "PCM_16") -> Path:
    soundfile.write(path, sound, rate, subtype=subtype)
    return path


def read(path: Path) -> tuple[Block, int]:
    block, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return block, rate
