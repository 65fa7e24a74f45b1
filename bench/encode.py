"""What encoding while a clip is decoded costs, beside encoding alone. Run it with the project's Python.

python bench/encode.py [clips]        clips of 8 s, speech-like noise at 16 kHz, in WAV; default 20
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import soundfile

from soundcase.audio.encode.encoder import Encoder
from soundcase.audio.encode.recipe import EncodeRecipe
from soundcase.audio.probe import probe_file
from soundcase.audio.probe.fanout import Stream

RATE, SECONDS, RUNS = 16000, 8, 3
RECIPES = (
    EncodeRecipe("mp3", 64_000, RATE, 1),
    EncodeRecipe("opus", 32_000, RATE, 1),
    EncodeRecipe("aac", 64_000, RATE, 1),
    EncodeRecipe("flac", None, RATE, 1, 16),
)


def clips(folder: Path, count: int) -> list[Path]:
    """That many files of filtered noise that comes and goes."""
    chance = np.random.default_rng(1)
    found = []
    for number in range(count):
        noise = chance.standard_normal(RATE * SECONDS)
        swell = 0.55 + 0.45 * np.sin(2 * np.pi * 3 * np.arange(len(noise)) / RATE)
        smooth = np.convolve(noise * swell, np.hanning(9) / 9, "same")
        found.append(folder / f"{number}.wav")
        soundfile.write(found[-1], 0.1 * smooth, RATE)
    return found


def alone(files: list[Path], recipe: EncodeRecipe, target: Path) -> None:
    """Encode samples that are in memory already."""
    for sound in [soundfile.read(path, dtype="float32", always_2d=True)[0] for path in files]:
        encoder = Encoder(recipe, target, RATE, 1)
        encoder.feed(sound)
        encoder.finish()


def listening(files: list[Path], recipe: EncodeRecipe, target: Path) -> None:
    """Probe each file, and encode it by listening."""
    encoders: list[Encoder] = []

    def begin(stream: Stream) -> list[Encoder]:
        encoders.append(Encoder(recipe, target, stream.rate, stream.channels))
        return encoders[-1:]

    for path in files:
        probe_file(path, listeners=begin)
        encoders.pop().finish()


def cpu_seconds(
    work: Callable[[list[Path], EncodeRecipe, Path], None],
    files: list[Path],
    recipe: EncodeRecipe,
    target: Path,
) -> float:
    """CPU time of this process for one piece of work."""
    started = time.process_time()
    work(files, recipe, target)
    return time.process_time() - started


def main() -> None:
    """Print a table of medians."""
    with tempfile.TemporaryDirectory() as folder:
        files = clips(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else 20)
        target = Path(folder) / "encode"
        alone(files[:1], RECIPES[0], target)  # so that no run pays for imports
        print(f"{'':6} {'alone':>8} {'listening':>10}  ratio  times real time")
        for recipe in RECIPES:
            pairs = [
                (cpu_seconds(alone, files, recipe, target), cpu_seconds(listening, files, recipe, target))
                for _ in range(RUNS)
            ]
            one, other = (median(column) for column in zip(*pairs, strict=True))
            speed = len(files) * SECONDS / other
            print(f"{recipe.format:6} {one:7.2f}s {other:9.2f}s  {other / one:5.2f}  {speed:8.0f}")


if __name__ == "__main__":
    main()
