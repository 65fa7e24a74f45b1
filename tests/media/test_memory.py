"""The media stage holds no more of a long clip than of a short one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import soundfile

from memory import PEAK

RATE = 16000
SCRIPT = f"""{PEAK}
from soundcase.audio.media.cache import Cache
from soundcase.audio.media.derive import derive
from soundcase.audio.media.job import MediaRequest
from soundcase.audio.media.pool import MediaContext, threads
def run(path):
    with Cache(Path(sys.argv[1]) / "cache") as cache, threads(1) as (executor, _):
        content = cache.digest(Path(path))
        asked = MediaRequest(path, path, content, encode=("mp3", "flac"), spectrogram_top_hz=8000)
        (one,) = derive([asked], MediaContext(cache, executor))
    made = [artifact.suffix for artifact in one.clip.encodes]
    assert made == [".mp3", ".flac"] and one.clip.spectrogram and one.clip.facts.sound, made
    return peak_mb()
before = max(run(sys.argv[2]), run(sys.argv[3]))
print(run(sys.argv[4]) - before, before)
"""


def noise(path: Path, seconds: int) -> str:
    chance = np.random.default_rng(seconds)
    with soundfile.SoundFile(path, "w", RATE, 1, "PCM_16") as clip:
        for _ in range(seconds):
            clip.write(0.1 * chance.standard_normal(RATE))
    return str(path)


def test_ten_minutes_take_no_more_memory_than_one(tmp_path: Path) -> None:
    """Measuring, verifying, drawing and two encodes at once; a number per sample would be 38 MB; issue 3.

    The second minute is there because the allocator takes some more for a second clip, however long.
    """
    clips = [noise(tmp_path / f"{seconds}.wav", seconds) for seconds in (60, 61, 600)]
    command = [sys.executable, "-c", SCRIPT, str(tmp_path), *clips]
    grown, before = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert int(grown) < 20
    assert int(before) < 300
