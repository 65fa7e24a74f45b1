"""The survey of a catalogue's clips: each is decoded once, measured, and made into what its places ask for.

Rule 1: where one place says that nothing may be lost, nothing is lost anywhere.
Rule 2: the frequency axis is the same for all clips of a task that shows spectrograms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from soundcase.audio.media.derive import derive
from soundcase.audio.media.entries import CacheEntry
from soundcase.audio.media.job import MediaRequest, MediaResult
from soundcase.audio.media.pool import MediaContext
from soundcase.audio.media.reading import is_url, readable
from soundcase.audio.probe import rate_of
from soundcase.audio.signal import row_top_hz
from soundcase.catalogue.uses import Use, Uses
from soundcase.checks.inventory import ClipFile, Inventory
from soundcase.facts import Facts, PlayedClip
from soundcase.model import ClipKey, SourcePath
from soundcase.problems.problem import Fault
from soundcase.values import dataclass

_ORIGINAL = "the page offers the original, which some browsers may not play"
_OTHERS = "the page offers the other versions"


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that is known about a project's clips."""

    clips: Mapping[ClipKey, PlayedClip]
    """Those that could be read, with what was made of them, in page order."""
    facts: Mapping[str, Facts]
    """The same by the names that the catalogue uses."""
    faults: tuple[tuple[SourcePath, Fault], ...]
    complete: bool
    """Whether nothing of what was asked for is left to be made."""


def survey(
    files: Inventory, uses: Uses, context: MediaContext, *, making: bool, sparing: bool = False
) -> Survey:
    """Measure every clip that the catalogue names; if `making`, also make what its places ask for.

    If `sparing`, nothing is made yet: of clips that want it, and of those behind URLs, what is known has to do.

    Raises DerivationError, and OSError where no disk has room.
    """
    shown = {use.name for use in uses.clips if making and use.task.media.spectrogram} & files.clips.keys()
    looked = {name: _rate(files.clips[name], context, fetching=not sparing) for name in sorted(shown)}
    rates = {name: rate for name, rate in looked.items() if rate}
    requests = _requests(uses.clips, files.clips, rates, making=making)
    answers = derive(tuple(requests.values()), context, sparing=sparing)
    results = dict(zip(requests, answers, strict=True))
    clips = {key: result.clip for key, result in results.items() if result.clip}
    facts = {key.name: clip.facts for key, clip in clips.items()}
    for name in facts:
        file = files.clips[name]
        context.cache.learn(file.location, file.signature, facts[name].sha256)
    complete = all(answer.complete for answer in answers) and not (sparing and shown - rates.keys())
    return Survey(clips, facts, (*files.faults, *_faults(uses, results)), complete)


def _requests(
    uses: Sequence[Use], files: Mapping[str, ClipFile], rates: Mapping[str, int], *, making: bool
) -> Mapping[ClipKey, MediaRequest]:
    """A request for each clip that has a file; if not `making`, they only ask what the clips are.

    `rates` (Hz) are those of the clips shown as spectrograms.
    """
    lossless = {use.name for use in uses if use.task.media.keep_lossless}
    tops = _top_hz(uses, rates)
    requests: dict[ClipKey, MediaRequest] = {}
    for use in uses:
        if use.key not in requests and (file := files.get(use.name)):
            requests[use.key] = MediaRequest(
                name=use.name,
                location=file.location,
                content=file.content,
                longest=file.longest,
                channels=use.media.channels,
                encode=use.task.media.encode if making else None,
                keep_lossless=use.name in lossless,
                spectrogram_top_hz=tops.get(use.key),
            )
    return requests


def _top_hz(uses: Sequence[Use], rates: Mapping[str, int]) -> Mapping[ClipKey, int]:
    """The frequency at the upper edge of each clip's spectrogram."""
    tops: dict[ClipKey, int] = {}
    for _, places in groupby(uses, key=lambda use: id(use.task)):
        shown = [use.key for use in places if use.task.media.spectrogram]
        if known := [rates[key.name] for key in shown if key.name in rates]:
            tops |= {key: max(round(row_top_hz(known)), tops.get(key, 0)) for key in shown}
    return tops


def _rate(file: ClipFile, context: MediaContext, *, fetching: bool) -> int | None:
    """The rate (Hz) of a clip; one behind a URL is fetched for it once, if it may be.

    None also where there is nothing to be read, which deriving reports at its place.
    """
    entry = CacheEntry(context.cache, file.content) if is_url(file.location) and file.content else None
    rate = entry.rate() if entry else None
    if rate is None and (fetching or not is_url(file.location)):
        try:
            with readable(file.location) as path:
                rate = rate_of(path)
        except OSError:
            return None
        if entry and rate:
            entry.keep_rate(rate)
    return rate


def _faults(uses: Uses, results: Mapping[ClipKey, MediaResult]) -> Iterator[tuple[SourcePath, Fault]]:
    """The faults of files, each where it is first named, or where what could not be made is first played.

    A format that browsers do not play is no problem: the page offers a version that they do.
    """
    names: set[str] = set()
    keys: set[ClipKey] = set()
    for use in uses.clips:
        result = results.get(use.key)
        if result is None or use.key in keys:
            continue
        if use.name not in names:
            yield from ((use.origin, fault) for fault in result.faults if fault.code != "not-web-playable")
        hint = _OTHERS if result.clip and result.clip.encodes else _ORIGINAL
        for form, why in result.failures.items():
            message = f"no {form} version of '{use.name}' could be made: {why}"
            yield use.origin, Fault("not-encoded", message, hint)
        names.add(use.name)
        keys.add(use.key)
