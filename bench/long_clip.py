"""Peak memory of whole builds of one long clip, and how it grows with the clip's length.

    python bench/long_clip.py [SECONDS ...]        # default: 60 600 3600; needs 3 GB of disk for an hour

The clip is of 96 kHz, stereo, 24 bits; it is measured and verified, and gets a waveform, a spectrogram, an MP3
and a FLAC from one decode. Peak memory is that of the whole process, in MiB; an hour stays under 300.
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

RATE, CHANNELS = 96_000, 2
TASK = """title: Long
media: {encode: [mp3, flac], spectrogram: true}
examples: [{audio: long.flac, outputs: {ours: a sound}}]
"""
CATALOGUE = """title: Bench
models: {ours: {}}
sections: [{title: All, tasks: [long.yaml]}]
rules: {too-large-file: off, large-file: off, site-size: off}
"""
BUILD = """
import resource, sys
from soundcase.__main__ import main
try:
    main()
finally:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print("peak", peak // (2**20 if sys.platform == "darwin" else 1024), file=sys.stderr)
"""


def project(root: Path, seconds: int) -> Path:
    """A project whose one clip is noise that swells and fades, written second by second."""
    audio, examples = root / "data" / "audio", root / "examples"
    audio.mkdir(parents=True)
    examples.mkdir()
    random = np.random.default_rng(1)
    with soundfile.SoundFile(audio / "long.flac", "w", RATE, CHANNELS, "PCM_24") as clip:
        for second in range(seconds):
            level = 0.002 + 0.1 * (second % 10 == 0)
            clip.write(random.standard_normal((RATE, CHANNELS)) * level)
    (examples / "long.yaml").write_text(TASK)
    (examples / "catalogue.yaml").write_text(CATALOGUE)
    return root


def measure(seconds: int, folder: Path) -> None:
    """Print one row."""
    root = project(folder, seconds)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = [sys.executable, "-c", BUILD, "build", "--force", "-C", str(root)]
    ran = subprocess.run(words, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert ran.returncode == 0, ran.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    made = sorted(path.suffix for path in (root / "site" / "audio").iterdir())
    pictures = len(list((root / "site" / "spectrograms").iterdir()))
    assert (made, pictures) == ([".flac", ".flac", ".mp3"], 1), f"the build made {made}, {pictures} pictures"
    print(f"{seconds:7}  {ran.stderr.split()[-1]:>8}  {seconds / cpu:17.1f}", flush=True)


def main() -> None:
    """Measure each length given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seconds", type=int, nargs="*", default=[60, 600, 3600])
    given = parser.parse_args()
    print("seconds  peak MiB  audio s per CPU s")
    for seconds in given.seconds:
        with tempfile.TemporaryDirectory() as folder:
            measure(seconds, Path(folder) / "project")


if __name__ == "__main__":
    main()
