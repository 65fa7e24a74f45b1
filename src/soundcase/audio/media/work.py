"""One clip, worked on: one decode feeds its measures, spectrograms and encodes.

Rule 1: what comes back depends on the clip's content and on what was asked, not on its name, place or time.
Rule 2: a clip that cannot be read is a fault; an encode that cannot be made leaves the rest as it is.
Rule 3: what was not foreseen (a header that lies) is made by a second decode, and so is an encode that goes
        beyond full scale, which only its end tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from soundcase.audio.media.analysis import ClipAnalyzer
from soundcase.audio.media.choice import foreseen, known, needed
from soundcase.audio.media.job import JobResult, MediaJob, Recipe
from soundcase.audio.media.naming import NEUTRAL
from soundcase.audio.media.reading import is_url, readable
from soundcase.audio.media.versions import tools
from soundcase.audio.probe import Probed, header_facts, probe_file
from soundcase.audio.probe.source import unreadable

_TRIES = 3
"""Times that an encode is made quieter; a lossy codec may raise other peaks when the level changes."""
_ELSEWHERE = "Check the spelling of its name, and that you may read it there."


def carry_out_all(jobs: Sequence[MediaJob], folder: str | None) -> tuple[JobResult, ...]:
    """The results of jobs, one after another, as of `carry_out`."""
    _keep_memory()
    return tuple(carry_out(job, folder) for job in jobs)


@cache
def _keep_memory() -> None:
    """Let the allocator keep what clips give back: glibc keeps as much as was ever given back at once.

    Else the arrays of every clip are fresh pages, which to fill with zeros takes a fifth of all time.
    """
    import numpy as np

    np.empty(1 << 22, np.uint8)


def carry_out(job: MediaJob, folder: str | None) -> JobResult:
    """The result of a job; artifacts are written to `folder`, or come back as bytes where there is none."""
    with ExitStack() as stack:
        try:
            path = stack.enter_context(readable(job.location))
        except OSError as error:
            fault = unreadable(error, NEUTRAL)
            fault = replace(fault, hint=_ELSEWHERE) if is_url(job.location) else fault
            return JobResult(Probed(NEUTRAL, None, (fault,)), {}, {}, {}, tools())
        if job.sparing and (promised := _promised(path, job)):
            return JobResult(promised, {}, {}, {}, tools(), promised=True)
        place = Path(folder or stack.enter_context(TemporaryDirectory(prefix="soundcase-")))
        decodes = _decodes(path, job, place)
        artifacts = {recipe: made for one in decodes for recipe, made in one.artifacts.items()}
        failures = {recipe: why for one in decodes for recipe, why in one.failures.items()}
        contents: dict[str, bytes] = {}
        if folder is None:
            contents = {made.sha256: Path(made.path).read_bytes() for made in artifacts.values()}
            artifacts = {recipe: replace(made, path="") for recipe, made in artifacts.items()}
        return JobResult(decodes[0].probed, artifacts, failures, contents, tools())


def _promised(path: Path, job: MediaJob) -> Probed | None:
    """The facts that the header of a clip promises; None where they make nothing be wanted of it."""
    clip = foreseen(path)
    if clip is None or not needed(job.requests, clip):
        return None
    return header_facts(path, NEUTRAL, job.requests[0].content, longest=job.longest)


def _decodes(path: Path, job: MediaJob, folder: Path) -> Sequence[ClipAnalyzer]:
    """The decodes that a job takes: one, and more where that showed what else is needed."""

    def decoded(recipes: Mapping[Recipe, float]) -> ClipAnalyzer:
        with ClipAnalyzer(folder, recipes, facts=facts) as analyzer:
            analyzer.finish(probe_file(path, NEUTRAL, listeners=analyzer.listeners, longest=job.longest))
        return analyzer

    facts, recipes = job.facts, job.recipes
    if facts is None and not job.sparing and (clip := foreseen(path)):
        recipes = needed(job.requests, clip)
    decodes = [decoded(dict.fromkeys(recipes, 0.0))]
    if decodes[0].probed.facts is None:  # what was begun is not the whole clip
        decodes[0].drop(recipes)
        return decodes
    if facts is None:
        facts = decodes[0].probed.facts
        wanted = () if job.sparing else needed(job.requests, known(facts))
        decodes[0].drop(set(recipes) - set(wanted))
        if missing := [one for one in wanted if one not in {*decodes[0].artifacts, *decodes[0].failures}]:
            decodes.append(decoded(dict.fromkeys(missing, 0.0)))
    beyond = {recipe: gain for one in decodes for recipe, gain in one.beyond.items()}
    for _ in range(_TRIES if beyond else 0):
        for one in decodes:
            one.drop(beyond)
        decodes.append(decoded(beyond))
        if not (beyond := dict(decodes[-1].beyond)):
            break
    return decodes
