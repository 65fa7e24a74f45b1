"""Many clips: what the cache has is taken from there, the rest is carried out, on threads or on a cluster.

Rule 1: the result has the order of the jobs, and does not depend on who did the work, in which order, or on
    how many others there were.
Rule 2: what is done is kept at once: interrupting loses only the clips in hand.
Rule 3: at most two clips per worker are in flight: memory does not grow with the number of clips.
Rule 4: clips of equal content are one piece of work, and told under each of their names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import suppress
from dataclasses import dataclass, field, replace

from soundcase.audio.encode.recipe import EncodeRecipe
from soundcase.audio.media.cache import Cache
from soundcase.audio.media.choice import chosen, drawing, known
from soundcase.audio.media.job import DerivationError, Drawing, Job, Outcome, Todo, Wish
from soundcase.audio.media.kept import Made, Shelf
from soundcase.audio.media.naming import NEUTRAL, named
from soundcase.audio.media.progress import OnDone
from soundcase.audio.media.versions import tools
from soundcase.audio.media.work import carry_out
from soundcase.audio.probe import Probed, over_limit


def _quiet(done: int, clips: int, seconds: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Derived:
    """All that is known of one clip and was made of it."""

    probed: Probed
    encodes: Mapping[Wish, tuple[Made, ...]]
    """In the order in which they are offered; none where the original is offered as it is."""
    spectrograms: Mapping[Wish, Made]
    """Of wishes for one that could be made."""
    failures: Mapping[Wish, Mapping[str, str]]
    """By format (`mp3`), why an encode could not be made; wishes without failures are left out."""


@dataclass(slots=True)
class _Clip:
    """One content on its way; the jobs that share it."""

    jobs: list[Job]
    shelf: Shelf
    wishes: tuple[Wish, ...]
    longest: float
    """Seconds."""
    probed: Probed | None = None
    encodes: dict[EncodeRecipe, Made] = field(default_factory=dict)
    spectrograms: dict[Drawing, Made] = field(default_factory=dict)
    failures: dict[EncodeRecipe, str] = field(default_factory=dict)

    def recipes(self, wish: Wish) -> tuple[EncodeRecipe, ...]:
        """The encodes that a wish comes to; none for a clip that cannot be read."""
        facts = self.probed.facts if self.probed else None
        return chosen(wish, known(facts)) if facts else ()

    def drawing(self, wish: Wish) -> Drawing | None:
        """The spectrogram that a wish comes to; none for a clip that cannot be read."""
        facts = self.probed.facts if self.probed else None
        return drawing(wish, known(facts)) if facts else None


def derive(  # noqa: PLR0913 - three of them have defaults
    jobs: Sequence[Job],
    cache: Cache,
    executor: Executor,
    *,
    at_once: int = 1,
    apart: bool = False,
    on_done: OnDone = _quiet,
) -> Mapping[str, Derived]:
    """Everything the jobs ask for, by their names; raises DerivationError, and OSError where no disk has room.

    `at_once` is the number of workers; `apart` says that they do not share this machine's disk.
    """
    clips = _grouped(jobs, cache)
    told = _Telling(len(jobs), on_done)
    waiting: dict[Future[Outcome], _Clip] = {}
    try:
        for clip in clips:
            todo = _left(clip, told)
            if todo is None:
                continue
            place = None if apart else str(cache.scratch())
            waiting[executor.submit(carry_out, replace(clip.jobs[0], longest=clip.longest), todo, place)] = clip
            if len(waiting) >= 2 * at_once:
                _take_done(waiting, cache, told)
        while waiting:
            _take_done(waiting, cache, told)
    except BaseException:
        _give_up(waiting, cache)
        raise
    found = {job.name: _derived(clip, job) for clip in clips for job in clip.jobs}
    return {job.name: found[job.name] for job in jobs}


class _Telling:
    """Counts what is done and tells it."""

    def __init__(self, clips: int, on_done: OnDone) -> None:
        self._clips, self._done, self._seconds, self._on_done = clips, 0, 0.0, on_done

    def add(self, clip: _Clip) -> None:
        """All names of a clip are done."""
        facts = clip.probed.facts if clip.probed else None
        self._done += len(clip.jobs)
        self._seconds += facts.seconds * len(clip.jobs) if facts else 0.0
        self._on_done(self._done, self._clips, self._seconds)


def _grouped(jobs: Sequence[Job], cache: Cache) -> list[_Clip]:
    clips: dict[str, _Clip] = {}
    for job in jobs:
        clip = clips.get(job.content or f"at {job.location}")
        if clip is None:
            shelf = Shelf(cache, job.content, tools())
            clips[job.content or f"at {job.location}"] = _Clip(
                [job], shelf, tuple(dict.fromkeys(job.wishes)), job.longest
            )
        else:
            clip.jobs.append(job)
            clip.longest = max(clip.longest, job.longest)
            clip.wishes = tuple(dict.fromkeys((*clip.wishes, *job.wishes)))
    return list(clips.values())


def _left(clip: _Clip, told: _Telling) -> Todo | None:
    """What the cache does not have; None, and told, if it has everything."""
    clip.probed = clip.shelf.probed() if clip.jobs[0].content else None
    facts = clip.probed.facts if clip.probed else None
    if facts and (
        fault := over_limit(facts.frames, facts.rate, facts.channels, longest=clip.longest, name=NEUTRAL)
    ):
        clip.probed = Probed(NEUTRAL, None, (fault,))
    if clip.probed is None:
        return Todo(None, clip.wishes, (), ())
    if clip.probed.facts is None:
        told.add(clip)
        return None
    recipes = dict.fromkeys(recipe for wish in clip.wishes for recipe in clip.recipes(wish))
    for recipe in recipes:
        if made := clip.shelf.made(recipe):
            clip.encodes[recipe] = made
    drawings = dict.fromkeys(one for wish in clip.wishes if (one := clip.drawing(wish)))
    for one in drawings:
        if made := clip.shelf.made(one):
            clip.spectrograms[one] = made
    missing = tuple(recipe for recipe in recipes if recipe not in clip.encodes)
    undrawn = tuple(one for one in drawings if one not in clip.spectrograms)
    if missing or undrawn:
        return Todo(clip.probed.facts, (), missing, undrawn)
    told.add(clip)
    return None


def _take_done(waiting: dict[Future[Outcome], _Clip], cache: Cache, told: _Telling) -> None:
    """Wait for the next result, and keep all that have come."""
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in [one for one in waiting if one in done]:
        clip = waiting[future]
        _keep(clip, future.result(), cache)
        del waiting[future]
        told.add(clip)


def _give_up(waiting: Mapping[Future[Outcome], _Clip], cache: Cache) -> None:
    """Begin nothing more, and keep what has come all the same."""
    for future in waiting:
        future.cancel()
    for future, clip in waiting.items():
        if future.done() and not future.cancelled() and future.exception() is None:
            with suppress(OSError, DerivationError):
                _keep(clip, future.result(), cache)


def _keep(clip: _Clip, outcome: Outcome, cache: Cache) -> None:
    if outcome.version != tools():
        raise DerivationError(
            "a worker has other versions of soundcase or of its libraries than this machine: "
            "install the same ones everywhere"
        )
    facts, content = outcome.probed.facts, clip.jobs[0].content
    read = facts.sha256 if facts else content
    if clip.probed is None:
        clip.probed = outcome.probed
    if not content and read:
        clip.shelf = Shelf(cache, read, tools())
    steady = bool(read) and content in (read, "")
    keep = clip.shelf.keep if steady else clip.shelf.loose
    clip.encodes.update({recipe: keep(recipe, piece) for recipe, piece in outcome.encodes.items()})
    clip.spectrograms.update({one: keep(one, piece) for one, piece in outcome.spectrograms.items()})
    clip.failures.update(outcome.failures)
    if steady and clip.probed is outcome.probed:
        clip.shelf.keep_probed(outcome.probed)


def _derived(clip: _Clip, job: Job) -> Derived:
    assert clip.probed is not None, "every clip is done"
    asked = {wish: clip.recipes(wish) for wish in job.wishes}
    failed: dict[Wish, dict[str, str]] = {
        wish: {one.format: clip.failures[one] for one in recipes if one in clip.failures}
        for wish, recipes in asked.items()
    }
    drawings = {wish: one for wish in job.wishes if (one := clip.drawing(wish))}
    return Derived(
        probed=named(clip.probed, job.name),
        encodes={
            wish: tuple(clip.encodes[one] for one in recipes if one in clip.encodes)
            for wish, recipes in asked.items()
        },
        spectrograms={
            wish: clip.spectrograms[one] for wish, one in drawings.items() if one in clip.spectrograms
        },
        failures={wish: why for wish, why in failed.items() if why},
    )
