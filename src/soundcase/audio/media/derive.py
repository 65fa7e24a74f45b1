"""Many clips: what the cache has is taken from there, the rest is carried out, on threads or on a cluster.

Rule 1: the results have the order of the requests, and do not depend on who did the work, in which order, or on
    how many others there were.
Rule 2: what is done is kept at once: interrupting loses only the clips in hand.
Rule 3: at most two portions per worker are in flight, each of one clip or of a few brief ones: what is made of
    clips is not held in memory.
Rule 4: clips of equal content are one piece of work, and named as each of their requests names them.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import SimpleQueue

from soundcase.audio.media.cache import Cache
from soundcase.audio.media.choice import chosen, known, needed
from soundcase.audio.media.entries import CacheEntry
from soundcase.audio.media.job import (
    DerivationError,
    JobResult,
    MediaJob,
    MediaRequest,
    MediaResult,
    Recipe,
    SpectrogramRecipe,
)
from soundcase.audio.media.naming import NEUTRAL, named
from soundcase.audio.media.pool import MediaContext, OnDone
from soundcase.audio.media.reading import is_url
from soundcase.audio.media.versions import tools
from soundcase.audio.media.work import carry_out_all
from soundcase.audio.probe import Probed, over_limit
from soundcase.audio.signal.downmix import settled
from soundcase.facts import Artifact, PlayedClip
from soundcase.publishing.interrupts import undivided

_MOST = 32
"""Clips of a portion."""
_LARGE = 1 << 20
"""Bytes of a portion's clips."""


@dataclass(slots=True)
class _Clip:
    """One content on its way, and the requests that share it."""

    content: str
    """SHA-256; empty where only reading it will tell."""
    requests: list[MediaRequest] = field(default_factory=list)
    probed: Probed | None = None
    artifacts: dict[Recipe, Artifact] = field(default_factory=dict)
    failures: dict[Recipe, str] = field(default_factory=dict)
    complete: bool = True

    @property
    def names(self) -> frozenset[str]:
        """The names that the catalogue has for it."""
        return frozenset(request.name for request in self.requests)

    @property
    def longest(self) -> float:
        """Seconds; a longer clip is refused."""
        return max(request.longest for request in self.requests)


_Work = tuple[_Clip, MediaJob]
_Results = Future[tuple[JobResult, ...]]


def derive(
    requests: Sequence[MediaRequest], context: MediaContext, *, sparing: bool = False
) -> tuple[MediaResult, ...]:
    """The answers to all requests; raises DerivationError, and OSError where no disk has room.

    If `sparing`, nothing is fetched, and nothing made but WAV, which is no more work than a look: of a clip
    that wants more, its header has to do, and an answer says that it is not complete.
    """
    clips: dict[str, _Clip] = {}
    for request in requests:
        clip = clips.setdefault(request.content or f"at {request.location}", _Clip(request.content))
        clip.requests.append(request)
    progress = _Progress(context.on_done, sum(len(clip.names) for clip in clips.values()))
    jobs: list[_Work] = []
    for clip in clips.values():
        job = _missing(clip, context.cache)
        if job is None:
            progress.add(clip)
        elif sparing and (job.facts or is_url(job.location)):
            clip.complete = False
        else:
            jobs.append((clip, replace(job, sparing=sparing)))
    if jobs:
        _carry_out(jobs, context, progress)
    return tuple(_result(clips[one.content or f"at {one.location}"], one) for one in requests)


def _carry_out(jobs: Sequence[_Work], context: MediaContext, progress: _Progress) -> None:
    """Do the jobs, and keep what comes of them."""
    folder = None if context.apart else str(context.cache.scratch())
    executor = context.workers(len(jobs))
    waiting: dict[_Results, Sequence[_Clip]] = {}
    done: SimpleQueue[_Results] = SimpleQueue()
    gc.freeze()  # what the build holds already need not be looked through again for each thousand clips
    try:
        for batch in _batches(jobs, context.at_once):
            with undivided():  # an interrupted lock would stay locked, and a worker wait for it without end
                future = executor.submit(carry_out_all, [job for _, job in batch], folder)
                waiting[future] = [clip for clip, _ in batch]
                future.add_done_callback(done.put)
            if len(waiting) >= 2 * context.at_once:
                _take_done(done, waiting, context.cache, progress)
        while waiting:
            _take_done(done, waiting, context.cache, progress)
    except BaseException:
        _give_up(waiting, context.cache)
        raise
    finally:
        gc.unfreeze()


def _batches(jobs: Sequence[_Work], at_once: int) -> Iterator[Sequence[_Work]]:
    """The jobs in portions that are worth handing over: a long clip alone, brief ones together."""
    most = max(1, min(_MOST, len(jobs) // (4 * at_once)))
    batch: list[_Work] = []
    size = 0
    for clip, job in jobs:
        weight = _LARGE
        with suppress(OSError, ValueError):
            weight = os.stat(job.location).st_size  # noqa: PTH116 - half the time of Path's
        if batch and (len(batch) == most or size + weight > _LARGE):
            yield batch
            batch, size = [], 0
        batch.append((clip, job))
        size += weight
    yield batch


class _Progress:
    """The number of clips that are done, reported."""

    def __init__(self, on_done: OnDone, clips: int) -> None:
        self._on_done, self._clips, self._done, self._seconds = on_done, clips, 0, 0.0

    def add(self, clip: _Clip) -> None:
        """All names of a clip are done."""
        facts = clip.probed.facts if clip.probed else None
        self._done += len(clip.names)
        self._seconds += facts.seconds * len(clip.names) if facts else 0.0
        self._on_done(self._done, self._clips, self._seconds)


def _missing(clip: _Clip, cache: Cache) -> MediaJob | None:
    """The work on what the cache does not have; None if it has everything."""
    job = MediaJob(clip.requests[0].location, clip.longest, requests=tuple(clip.requests))
    if not clip.content:
        return job
    entry = CacheEntry(cache, clip.content)
    clip.probed = entry.probed()
    if clip.probed is None:
        return job
    facts = clip.probed.facts
    if facts is None:
        return None
    if fault := over_limit(facts.frames, facts.rate, facts.channels, longest=clip.longest, name=NEUTRAL):
        clip.probed = Probed(NEUTRAL, None, (fault,))
        return None
    recipes = needed(clip.requests, known(facts))
    clip.artifacts = {recipe: made for recipe in recipes if (made := entry.artifact(recipe))}
    missing = tuple(recipe for recipe in recipes if recipe not in clip.artifacts)
    return MediaJob(job.location, job.longest, facts, recipes=missing) if missing else None


def _take_done(
    done: SimpleQueue[_Results], waiting: dict[_Results, Sequence[_Clip]], cache: Cache, progress: _Progress
) -> None:
    """Wait for the next results, and keep them."""
    future = done.get()
    with undivided():
        results = future.result()
    for clip, result in zip(waiting[future], results, strict=True):
        _keep(clip, result, cache)
        if clip.complete:
            progress.add(clip)
    del waiting[future]


def _give_up(waiting: Mapping[_Results, Sequence[_Clip]], cache: Cache) -> None:
    """Begin nothing more, and keep what has come all the same."""
    for future in waiting:
        future.cancel()
    for future, clips in waiting.items():
        if future.done() and not future.cancelled() and future.exception() is None:
            with suppress(OSError, DerivationError):
                for clip, result in zip(clips, future.result(), strict=True):
                    _keep(clip, result, cache)


def _keep(clip: _Clip, result: JobResult, cache: Cache) -> None:
    """Take a result into a clip, and into the cache unless its source changed while it was read."""
    if result.version != tools():
        raise DerivationError(
            "a worker has other versions of soundcase or of its libraries than this machine: "
            "install the same ones everywhere"
        )
    if result.probed.promised:
        clip.probed, clip.complete = result.probed, False
        return
    facts = result.probed.facts
    read = facts.sha256 if facts else clip.content
    entry = CacheEntry(cache, read) if read and clip.content in (read, "") else None
    if clip.probed is None:
        clip.probed = result.probed
        if entry:
            entry.keep_probed(result.probed)
    for recipe, made in result.artifacts.items():
        if not made.path:
            made = replace(made, path=str(cache.scratch() / f"{made.sha256}{made.suffix}"))
            Path(made.path).write_bytes(result.contents[made.sha256])
        clip.artifacts[recipe] = entry.keep_artifact(recipe, made) if entry else made
    clip.failures.update(result.failures)


def _result(clip: _Clip, request: MediaRequest) -> MediaResult:
    if clip.probed is None:
        return MediaResult(None, (), {}, complete=False)
    probed = named(clip.probed, request.name)
    facts = probed.facts
    if facts is None:
        return MediaResult(None, probed.faults, {}, clip.complete)
    drawn: Artifact | None = None
    encodes: list[Artifact] = []
    failures: dict[str, str] = {}
    wanted = chosen(request, known(facts))
    for recipe in wanted:
        made = clip.artifacts.get(recipe)
        if isinstance(recipe, SpectrogramRecipe):
            drawn = made
        elif made:
            encodes.append(made)
        elif recipe in clip.failures:
            failures[recipe.format] = clip.failures[recipe]
    mix = settled(request.channels, facts.channels, facts.layout)
    complete = clip.complete and all(one in clip.artifacts for one in wanted)
    alone = bool(request.thrift and encodes)
    played = PlayedClip(request.name, facts, tuple(encodes), drawn, mix, alone)
    return MediaResult(played, probed.faults, failures, complete)
