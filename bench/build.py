"""Cold, warm and one-clip-changed builds of synthetic projects, as ratios to reading and decoding alone.

    python bench/build.py [--seconds S] [COUNT ...]        # default: 4 s each, 36 and 1000 clips

Each figure is CPU time (user and system) of a whole process, so that other work on the machine counts little;
compare the ratios of one run, not seconds of different runs.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import soundfile

RATE = 16000
FLOOR = """
import sys, soundfile
from pathlib import Path
for path in sorted(Path(sys.argv[1]).iterdir()):
    path.read_bytes()
    soundfile.read(path)
"""


def project(root: Path, count: int, seconds: int) -> Path:
    """A project of `count` examples, each with a clip of its own: noise under a slow envelope, as FLAC."""
    audio, examples = root / "data" / "audio", root / "examples"
    audio.mkdir(parents=True)
    examples.mkdir()
    lines = ["title: Sounds", "examples:"]
    for number in range(count):
        write(audio / f"{number:05}.flac", number, seconds)
        lines.append(f"  - {{audio: {number:05}.flac, outputs: {{ours: noise {number}, theirs: a sound}}}}")
    (examples / "sounds.yaml").write_text("\n".join(lines) + "\n")
    (examples / "catalogue.yaml").write_text(
        "title: Bench\nmodels: {ours: {}, theirs: {}}\nsections:\n  - {title: All, tasks: [sounds.yaml]}\n"
    )
    return root


def write(path: Path, seed: int, seconds: int) -> None:
    """One clip, different for each seed."""
    noise = np.random.default_rng(seed).normal(0, 0.1, seconds * RATE)
    envelope = np.abs(np.sin(np.linspace(0, 3 + seed % 7, seconds * RATE)))
    soundfile.write(path, noise * envelope, RATE)


def cpu(*command: str) -> float:
    """CPU seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(count: int, seconds: int, folder: Path) -> None:
    """Print one row."""
    root = project(folder, count, seconds)
    build = ("-m", "soundcase", "-C", str(root))
    floor = cpu("-c", FLOOR, str(root / "data" / "audio"))
    cold, warm = cpu(*build), cpu(*build)
    again = cpu("-m", "soundcase", "build", "--force", "-C", str(root))
    write(root / "data" / "audio" / "00000.flac", count + 1, seconds)
    changed = cpu(*build)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    figures = "  ".join(f"{value / floor:6.2f}" for value in (cold, warm, again, changed))
    print(f"{count:6}  {floor:8.2f}  {figures}  {count * seconds / cold:9.0f}  {memory:6.0f}")


def main() -> None:
    """Measure each count given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=4, help="length of each clip")
    parser.add_argument("counts", type=int, nargs="*", default=[36, 1000])
    given = parser.parse_args()
    print(" clips   floor s    cold    warm  forced  one new  audio s/s   MB")
    for count in given.counts:
        with tempfile.TemporaryDirectory() as folder:
            measure(count, given.seconds, Path(folder) / "project")


if __name__ == "__main__":
    main()
