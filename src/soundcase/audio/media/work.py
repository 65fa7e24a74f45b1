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
from pathlib import Path
from tempfile import TemporaryDirectory

from soundcase.audio.media.analysis import ClipAnalyzer
from soundcase.audio.media.choice import foreseen, known, needed
from soundcase.audio.media.job import JobResult, MediaJob, Recipe
from soundcase.audio.media.naming import NEUTRAL
from soundcase.audio.media.reading import is_url, readable
from soundcase.audio.media.versions import tools
from soundcase.audio.probe import Probed, probe_file
from soundcase.audio.probe.fanout import Stream
from soundcase.audio.probe.source import unreadable
from soundcase.audio.probe.structure import Structure
from soundcase.facts import Facts

_TRIES = 3
"""Times that an encode is made quieter; a lossy codec may raise other peaks when the level changes."""
_ELSEWHERE = "Check the spelling of its name, and that you may read it there."


def carry_out_all(jobs: Sequence[MediaJob], folder: str | None) -> tuple[JobResult, ...]:
    """The results of jobs, one after another, as of `carry_out`."""
    return tuple(carry_out(job, folder) for job in jobs)


def carry_out(job: MediaJob, folder: str | None) -> JobResult:
    """The result of a job; artifacts are written to `folder`, or come back as bytes where there is none."""
    with ExitStack() as stack:
        try:
            path = stack.enter_context(readable(job.location))
        except OSError as error:
            fault = unreadable(error, NEUTRAL)
            fault = replace(fault, hint=_ELSEWHERE) if is_url(job.location) else fault
            return JobResult(Probed(NEUTRAL, None, (fault,)), {}, {}, {}, tools())
        place = Path(folder or stack.enter_context(TemporaryDirectory(prefix="soundcase-")))
        decodes = _decodes(path, job, place)
        artifacts = {recipe: made for one in decodes for recipe, made in one.artifacts.items()}
        failures = {recipe: why for one in decodes for recipe, why in one.failures.items()}
        contents: dict[str, bytes] = {}
        if folder is None:
            contents = {made.sha256: Path(made.path).read_bytes() for made in artifacts.values()}
            artifacts = {recipe: replace(made, path="") for recipe, made in artifacts.items()}
        return JobResult(decodes[0].probed, artifacts, failures, contents, tools())


def _decodes(path: Path, job: MediaJob, folder: Path) -> Sequence[ClipAnalyzer]:
    """The decodes that a job takes: one, and more where that showed what else is needed."""
    first = _decode(path, job, folder, None, job.facts)
    decodes = [first]
    facts = job.facts or first.probed.facts
    if first.probed.facts is None or facts is None:  # what was begun is not the whole clip
        first.drop((*first.artifacts, *first.failures))
        return decodes
    if job.facts is None:
        wanted = needed(job.requests, known(facts))
        first.drop({*first.artifacts, *first.failures} - {*wanted})
        missing = [one for one in wanted if one not in {*first.artifacts, *first.failures}]
        if missing and not job.sparing:
            decodes.append(_decode(path, job, folder, dict.fromkeys(missing, 0.0), facts))
    beyond = {recipe: gain for one in decodes for recipe, gain in one.beyond.items()}
    for _ in range(_TRIES if beyond else 0):
        for one in decodes:
            one.drop(beyond)
        decodes.append(_decode(path, job, folder, beyond, facts))
        if not (beyond := dict(decodes[-1].beyond)):
            break
    return decodes


def _decode(
    path: Path, job: MediaJob, folder: Path, recipes: Mapping[Recipe, float] | None, facts: Facts | None
) -> ClipAnalyzer:
    """One decode that makes what these recipes say; without any, what the clip's header lets foresee."""

    def chosen(stream: Stream) -> Mapping[Recipe, float]:
        return dict.fromkeys(_foreseen(job, stream.structure, stream.size), 0.0) if recipes is None else recipes

    def enough(found: Structure, size: int) -> str:
        dear = any(getattr(one, "format", "") != "wav" for one in _foreseen(job, found, size))
        return job.requests[0].content if dear else ""

    with ClipAnalyzer(folder, chosen, facts=facts) as analyzer:
        hear, unless = analyzer.listeners, enough if job.sparing else None
        analyzer.finish(probe_file(path, NEUTRAL, listeners=hear, longest=job.longest, unless=unless))
    return analyzer


def _foreseen(job: MediaJob, found: Structure | None, size: int) -> Sequence[Recipe]:
    """The recipes of a job, as far as a structure lets them be foreseen where the facts are not known yet."""
    clip = foreseen(found, size) if found and job.facts is None else None
    return needed(job.requests, clip) if clip else job.recipes
