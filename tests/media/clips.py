"""Clips for the media stage, and the question whether two results are one."""

from __future__ import annotations

import io
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from soundcase.audio.media.cache import Cache
from soundcase.audio.media.derive import derive
from soundcase.audio.media.job import MediaRequest, MediaResult
from soundcase.audio.media.pool import MediaContext, threads
from soundcase.facts import Artifact

ASKED: tuple[dict[str, Any], ...] = (
    {"encode": "auto"},
    {"encode": ("flac",), "keep_lossless": True, "spectrogram_top_hz": 8000},
)
"""What is asked of every clip, by two places."""


def sound(number: int, *, seconds: float = 1.0, rate: int = 16000) -> bytes:
    """A WAV file of 16 bits that differs by its number, too large to be small."""
    noise = np.random.default_rng(number).uniform(-0.2, 0.2, round(seconds * rate) * 3)
    target = io.BytesIO()
    soundfile.write(target, noise, rate * 3, format="WAV", subtype="PCM_16")
    return target.getvalue()


def clips(folder: Path, count: int) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"clip {number}.wav" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(sound(number))
    return paths


def requests(paths: list[Path], cache: Cache, asked: tuple[dict[str, Any], ...] = ASKED) -> list[MediaRequest]:
    return [MediaRequest(path.name, str(path), cache.digest(path), **one) for path in paths for one in asked]


def derived(paths: list[Path], folder: Path, *, at_once: int = 2) -> tuple[MediaResult, ...]:
    """What becomes of the clips, on threads: two results for each."""
    with Cache(folder) as cache, threads(at_once) as (executor, _):
        return derive(requests(paths, cache), MediaContext(cache, executor, at_once))


def substance(found: tuple[MediaResult, ...]) -> Any:
    """Everything that results say and hold, but where files lie."""

    def whole(made: Artifact) -> Any:
        return replace(made, path=""), Path(made.path).read_bytes()

    return [
        (
            one.faults,
            one.failures,
            one.clip and replace(one.clip, encodes=(), spectrogram=None),
            [whole(made) for made in one.clip.encodes] if one.clip else [],
            whole(one.clip.spectrogram) if one.clip and one.clip.spectrogram else None,
        )
        for one in found
    ]


class Counting(Executor):
    """Carries out at once, and counts."""

    def __init__(self) -> None:
        self.count = 0

    def submit(self, work: Any, /, *args: Any, **kwargs: Any) -> Any:
        from concurrent.futures import Future

        self.count += 1
        future: Future[Any] = Future()
        future.set_result(work(*args, **kwargs))
        return future
