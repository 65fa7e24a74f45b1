"""What the steps of the media stage cost beside decoding alone, on the same clips in the same run, in CPU time.

python bench/stage.py [folder]        every clip that libsndfile decodes; without a folder, 40 made ones

`read` reads a clip and decodes it by libsndfile. Each further line is all that is done of a clip by itself:
`verified` probes and decodes it (checksums, clipped runs), the next ones listen while it does.
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

import soundfile
from listeners import made

from soundcase.audio.media.job import MediaJob, MediaRequest
from soundcase.audio.media.work import carry_out
from soundcase.audio.probe import probe_file
from soundcase.audio.probe.fanout import ListenerFactory
from soundcase.audio.signal import Bars, Loudness

RUNS = 9
TOP_HZ = 8000


def read(path: Path) -> None:
    """The floor: the file, and its samples."""
    path.read_bytes()
    soundfile.read(path, dtype="float32", always_2d=True)


def verified(listeners: ListenerFactory | None = None) -> Callable[[Path], None]:
    """Facts with full verification, and what these listeners hear meanwhile."""
    return lambda path: void(probe_file(path, path.name, listeners=listeners))


def stage(top_hz: int | None = None) -> Callable[[Path], None]:
    """Everything the media stage does for a clip."""

    def whole(path: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            asked = MediaRequest(path.name, str(path), "", encode="original", spectrogram_top_hz=top_hz)
            carry_out(MediaJob(str(path), requests=(asked,)), folder)

    return whole


def void(_: object) -> None:
    """Nothing is kept."""


STEPS: dict[str, Callable[[Path], None]] = {
    "read": read,
    "verified": verified(),
    "with loudness and waveform": verified(lambda of: [Loudness(of.rate, of.channels), Bars(of.channels)]),
    "all measures": stage(),
    "all measures, spectrogram": stage(TOP_HZ),
}


def one_run(paths: list[Path]) -> dict[str, float]:
    """CPU seconds by step; the steps take turns at each clip, so that a slow moment slows them all."""
    spent = dict.fromkeys(STEPS, 0.0)
    for path in paths:
        for name, step in STEPS.items():
            before = time.process_time()
            step(path)
            spent[name] += time.process_time() - before
    return spent


def decodes(path: Path) -> bool:
    """Whether libsndfile decodes it, at a rate that loudness is defined for."""
    try:
        with soundfile.SoundFile(path) as sound:
            sound.read()
            return bool(sound.samplerate >= 4000)
    except (soundfile.SoundFileError, RuntimeError):
        return False


def main() -> None:
    """Print a table of medians."""
    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) == 1:
            made(Path(folder))
        source = Path(sys.argv[-1] if sys.argv[1:] else folder)
        paths = [path for path in sorted(source.iterdir()) if path.is_file() and decodes(path)]
        one_run(paths)
        runs = [one_run(paths) for _ in range(RUNS)]
    print(f"{len(paths)} clips, median of {RUNS} runs")
    print(f"{'':28} CPU ms   / read")
    for name in STEPS:
        ratio = median(run[name] / run["read"] for run in runs)
        print(f"{name:28} {1000 * median(run[name] for run in runs):6.0f} {ratio:8.2f}")


if __name__ == "__main__":
    main()
