"""What listening costs beside decoding, on the same clips in the same run, in CPU time.

python bench/listeners.py [folder]        every clip that decodes; without a folder, 40 made ones of 7 s, 16 kHz
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy: the clips are what runs in parallel

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import soundfile

from soundcase.audio.signal import Analyzer, Bandwidth, Bars, Block, Canvas, LevelMeter, Loudness, Mel

RUNS = 7
BLOCK = 1 << 18

LISTENERS: dict[str, Callable[[int, int, int], Analyzer[object]]] = {
    "loudness": lambda rate, channels, _: Loudness(rate, channels),
    "levels": lambda rate, channels, _: LevelMeter(rate, channels),
    "bars": lambda _, channels, __: Bars(channels),
    "bandwidth": lambda rate, channels, _: Bandwidth(rate, channels),
    "spectrogram": lambda rate, channels, frames: Mel(rate, channels, frames, Canvas(rate / 2)),
}


def made(folder: Path) -> None:
    """Clips like those of a demo page: sounds that swell and fade, with pauses, at −3 dBFS."""
    random = np.random.default_rng(1)
    for number in range(40):
        swell = np.sin(np.arange(7 * 16000) / 16000 * (number % 7 + 1)).clip(0) ** 2
        sound = random.standard_normal(7 * 16000) * swell
        soundfile.write(folder / f"{number:02}.flac", 0.7 * sound / abs(sound).max(), 16000)


def decoded(path: Path) -> tuple[list[Block], int]:
    """All blocks of a clip, and its rate; none if it does not decode."""
    try:
        with soundfile.SoundFile(path) as sound:
            return list(sound.blocks(BLOCK, dtype="float32", always_2d=True)), sound.samplerate
    except (soundfile.SoundFileError, RuntimeError):
        return [], 0


def one_run(paths: list[Path]) -> dict[str, float]:
    """CPU seconds by step, for all clips; they are also the seconds of `audio`."""
    spent = dict.fromkeys(("decode", *LISTENERS, "audio"), 0.0)
    for path in paths:
        before = time.process_time()
        blocks, rate = decoded(path)
        spent["decode"] += time.process_time() - before
        frames = sum(map(len, blocks))
        spent["audio"] += frames / max(1, rate)
        for name, make in LISTENERS.items() if rate >= 4000 else ():
            before = time.process_time()
            analyzer = make(rate, blocks[0].shape[1], frames)
            for block in blocks:
                analyzer.feed(block)
            analyzer.result()
            spent[name] += time.process_time() - before
    return spent


def main() -> None:
    """Print a table of medians."""
    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) == 1:
            made(Path(folder))
        paths = sorted(
            path for path in Path(sys.argv[-1] if sys.argv[1:] else folder).iterdir() if path.is_file()
        )
        one_run(paths)
        runs = [one_run(paths) for _ in range(RUNS)]
    print(f"{len(paths)} files, {runs[0]['audio']:.0f} s of sound, median of {RUNS}")
    print(f"{'':28} CPU ms   / decode")
    sums = {name: (name,) for name in ("decode", *LISTENERS)}
    for name, steps in (sums | {"loudness + levels + bars": ("loudness", "levels", "bars")}).items():
        seconds = [sum(run[step] for step in steps) for run in runs]
        ratio = median(part / run["decode"] for part, run in zip(seconds, runs, strict=True))
        print(f"{name:28} {median(seconds) * 1000:6.1f} {ratio:10.2f}")


if __name__ == "__main__":
    main()
