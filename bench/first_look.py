"""What the media stage costs for new clips, beside decoding alone and beside a laboratory's tools.

python bench/first_look.py [count …]     of brief clips, half WAV, a quarter FLAC and MP3; without, 36 and 2000

`decoded` reads and decodes every clip by libsndfile in one process. `media` is all that a build does with them,
in a process of its own, start-up included: every clip is new, or all are known. `tools` are ffprobe, ffmpeg's
EBU R 128 meter with true peak, and a script with numpy for the waveform, one process each for a clip.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import numpy as np
import soundfile

RUNS = 5
FORMS = ("wav", "flac", "wav", "mp3")
MOST_FOR_TOOLS = 36
DECODE = """
import sys, soundfile
from pathlib import Path
for path in Path(sys.argv[1]).iterdir():
    path.read_bytes()
    soundfile.read(path, dtype="float32", always_2d=True)
"""
MEDIA = """
import sys
from pathlib import Path
from soundcase.audio.media.derive import derive
from soundcase.audio.media.job import MediaRequest
from soundcase.audio.media.pool import WorkerOptions, media_context
with media_context(Path(sys.argv[2]), WorkerOptions(jobs=2)) as context:
    paths = sorted(Path(sys.argv[1]).iterdir())
    asked = [MediaRequest(path.name, str(path), context.cache.digest(path), encode="auto") for path in paths]
    if not all(one.complete for one in derive(asked, context, sparing=True)):
        derive(asked, context)
"""
WAVEFORM = """
import sys, numpy, soundfile
sound = abs(soundfile.read(sys.argv[1], dtype="float32", always_2d=True)[0]).max(axis=1)
print(numpy.maximum.reduceat(sound, numpy.arange(96) * len(sound) // 96))
"""


def make_clips(folder: Path, count: int) -> None:
    """Clips of half a second at 16 kHz: a sine in a little noise."""
    for number in range(count):
        random = np.random.default_rng(number)
        sine = 0.3 * np.sin(2 * np.pi * (200 + number % 600) * np.arange(8000) / 16000)
        soundfile.write(folder / f"{number:05}.{FORMS[number % 4]}", sine + random.normal(0, 0.02, 8000), 16000)


def spent(run: Callable[[], object]) -> tuple[float, float]:
    """Seconds of CPU of the processes that ended meanwhile, and of the clock."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    run()
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, ended - begun


def python(code: str, *arguments: object) -> Callable[[], object]:
    """A run of a script by this Python."""
    return lambda: subprocess.run([sys.executable, "-c", code, *map(str, arguments)], check=True)


def tools(clips: Sequence[Path]) -> None:
    """What tells the same of each clip."""
    for clip in clips:
        probe = ("ffprobe", "-v", "error", "-show_format", "-show_streams", str(clip))
        meter = ("ffmpeg", "-nostats", "-i", str(clip), "-af", "ebur128=peak=true", "-f", "null", "-")
        for command in (probe, meter, (sys.executable, "-c", WAVEFORM, str(clip))):
            subprocess.run(command, check=True, capture_output=True)


def one_run(clips: Path, project: Path) -> dict[str, tuple[float, float]]:
    """CPU and clock by what was run, for one clip."""
    shutil.rmtree(project, ignore_errors=True)
    some = sorted(clips.iterdir())
    found = {
        "decoded": spent(python(DECODE, clips)),
        "media": spent(python(MEDIA, clips, project)),
        "media, known": spent(python(MEDIA, clips, project)),
    }
    found = {name: (cpu / len(some), wall / len(some)) for name, (cpu, wall) in found.items()}
    if shutil.which("ffmpeg"):
        few = some[:MOST_FOR_TOOLS]
        cpu, wall = spent(lambda: tools(few))
        found["tools"] = cpu / len(few), wall / len(few)
    return found


def main() -> None:
    """Print a table of medians."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    for count in map(int, sys.argv[1:] or (36, 2000)):
        with tempfile.TemporaryDirectory() as folder:
            clips, project = Path(folder) / "clips", Path(folder) / "project"
            clips.mkdir()
            make_clips(clips, count)
            runs = [one_run(clips, project) for _ in range(RUNS)]
        print(f"{count} clips, median of {RUNS} runs")
        print(f"{'':14} CPU ms a clip   / decoded   / media   clock / CPU")
        for name in runs[0]:
            cpu = median(1000 * run[name][0] for run in runs)
            ratios = [median(run[name][0] / run[other][0] for run in runs) for other in ("decoded", "media")]
            share = median(run[name][1] / run[name][0] for run in runs)
            print(f"{name:14} {cpu:13.2f} {ratios[0]:11.2f} {ratios[1]:9.2f} {share:13.2f}")


if __name__ == "__main__":
    main()
