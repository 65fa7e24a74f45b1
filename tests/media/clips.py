"""Clips for the media stage, and the question whether two results are one."""

from __future__ import annotations

import io
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from soundcase.audio.media.cache import Cache
from soundcase.audio.media.crews import threads
from soundcase.audio.media.derive import Derived, derive
from soundcase.audio.media.job import Job, Wish
from soundcase.audio.media.kept import Made

WISHES = (Wish("auto"), Wish(("flac",), keep_lossless=True, spectrogram_top_hz=8000))


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


def jobs(paths: list[Path], cache: Cache, wishes: tuple[Wish, ...] = WISHES) -> list[Job]:
    return [Job(path.name, str(path), cache.digest(path), wishes) for path in paths]


def derived(paths: list[Path], folder: Path, *, at_once: int = 2) -> Mapping[str, Derived]:
    """What becomes of the clips, on threads."""
    with Cache(folder) as cache, threads(at_once) as executor:
        return derive(jobs(paths, cache), cache, executor, at_once=at_once)


def substance(found: Mapping[str, Derived]) -> Any:
    """Everything that a result says and holds, but where its files lie."""

    def whole(made: Made) -> Any:
        return replace(made, path=Path()), made.path.read_bytes()

    return [
        (
            name,
            one.probed,
            [(wish, [whole(made) for made in several]) for wish, several in one.encodes.items()],
            [(top, whole(made)) for top, made in one.spectrograms.items()],
            dict(one.failures),
        )
        for name, one in found.items()
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
