"""The survey of a catalogue's clips: each is decoded once, measured, and made into what its places ask for.

Rule: what was found is kept by slice, by what was asked of which contents; what could not be made, or may turn
    out otherwise the next time, is not.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from soundcase.audio.media.derive import derive
from soundcase.audio.media.entries import OF_THE_PLACE, probe_key
from soundcase.audio.media.job import MediaRequest, MediaResult
from soundcase.audio.media.pool import MediaContext
from soundcase.audio.media.versions import tools
from soundcase.checks.inventory import Inventory
from soundcase.checks.requests import Making, requests_of
from soundcase.checks.slices import SlicedCatalogue
from soundcase.facts import Facts, PlayedClip
from soundcase.kept import KeptValues, StandIn, digest_of
from soundcase.model import ClipKey, SourcePath
from soundcase.problems.problem import Fault
from soundcase.values import dataclass

_ORIGINAL = "the page offers the original, which some browsers may not play"
_OTHERS = "the page offers the other versions"
_AT_ONCE = 2000
"""Clips whose facts are in memory before they are kept."""
Key = TypeVar("Key")
Value = TypeVar("Value")


class MadeFile(NamedTuple):
    """A file that was made of a clip."""

    folder: str
    """Where on the site its like stand."""
    sha256: str
    size: int
    """Bytes."""
    suffix: str
    entry: str
    """Its key in the cache."""
    path: str = ""
    """Where it lies now."""


class ClipRecord(NamedTuple):
    """A clip as it is played: its file, and what is wrong with it."""

    key: ClipKey
    sha256: str
    """Empty where it cannot be read."""
    size: int
    """Bytes."""
    suffix: str
    faults: tuple[Fault, ...]
    entry: str
    """The key of its facts in the cache."""


class MadeRecord(NamedTuple):
    """The files that were made of a clip."""

    files: tuple[MadeFile, ...]
    """Encodes, the one to offer first at the front, then the spectrogram."""
    failures: tuple[tuple[str, str], ...]
    """By format (`mp3`), why an encode could not be made."""
    alone: bool = False
    """Whether the original is not published."""


class LazyMapping(StandIn, Mapping[Key, Value], Generic[Key, Value]):
    """A mapping that is read, whole, whenever somebody looks into it."""

    def __init__(self, digest: bytes, read: Callable[[], Mapping[Key, Value]]) -> None:
        self._digest, self.read = digest, read

    @property
    def digest(self) -> bytes:
        """The digest of what was asked of which contents."""
        return self._digest

    def __getitem__(self, key: Key) -> Value:
        return self.read()[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self.read())

    def __len__(self) -> int:
        return len(self.read())

    def items(self) -> ItemsView[Key, Value]:
        """All of them, read once."""
        return self.read().items()


SliceFacts = LazyMapping[str, Facts]
"""The clips of a slice that could be read, by name."""
SliceClips = LazyMapping[ClipKey, PlayedClip]
"""The same with what was made of them."""


@dataclass(frozen=True, slots=True)
class SurveyedSlice:
    """The clips of a slice, as far as they are known."""

    records: tuple[ClipRecord, ...]
    made: tuple[MadeRecord, ...]
    """For each of them; none where nothing was to be made."""
    facts: SliceFacts
    clips: SliceClips


class PlayedClips(Mapping[ClipKey, PlayedClip]):
    """The clips of all slices, in page order, those of one slice at a time in memory."""

    def __init__(self, slices: Sequence[SurveyedSlice]) -> None:
        self._slices = slices
        self._places: dict[ClipKey, int] = {}
        for number, part in enumerate(slices):
            for one in part.records:
                if one.sha256:
                    self._places.setdefault(one.key, number)
        self._last: tuple[int, Mapping[ClipKey, PlayedClip]] = (-1, {})

    def __getitem__(self, key: ClipKey) -> PlayedClip:
        number = self._places[key]
        if self._last[0] != number:
            self._last = (number, self._slices[number].clips.read())
        return self._last[1][key]

    def __iter__(self) -> Iterator[ClipKey]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that is known about a project's clips."""

    slices: tuple[SurveyedSlice, ...]
    """In page order."""
    faults: tuple[tuple[SourcePath, Fault], ...]
    complete: bool
    """Whether nothing of what was asked for is left to be made."""

    @property
    def contents(self) -> Mapping[str, str]:
        """The SHA-256 of each clip that could be read, by name."""
        return {one.key.name: one.sha256 for part in self.slices for one in part.records if one.sha256}

    @property
    def clips(self) -> Mapping[ClipKey, PlayedClip]:
        """The same, with what was made of them, in page order."""
        return PlayedClips(self.slices)

    def played(self) -> Mapping[ClipKey, tuple[ClipRecord, MadeRecord]]:
        """Every clip that could be read, in page order."""
        nothing = MadeRecord((), ())
        found: dict[ClipKey, tuple[ClipRecord, MadeRecord]] = {}
        for part in self.slices:
            for record, made in zip(part.records, part.made or [nothing] * len(part.records), strict=True):
                if record.sha256:
                    found.setdefault(record.key, (record, made))
        return found


def survey(
    files: Inventory, sliced: SlicedCatalogue, context: MediaContext, kept: KeptValues, making: Making
) -> Survey:
    """Measure every clip that the catalogue names, and make what its places ask for, as far as `making` says.

    Raises DerivationError, and OSError where no disk has room.
    """
    requests, whole = requests_of(files, sliced, context, kept, making)
    wanted = [_Asked([requests[key] for key in part.files.clips if key in requests]) for part in sliced.slices]
    work = _Work(context, kept, making, count=len({key.name for key in requests}))
    found: dict[int, SurveyedSlice] = {}
    waiting: list[int] = []
    for number, asked in enumerate(wanted):
        if known := work.known(asked):
            found[number] = known
        else:
            waiting.append(number)
    while waiting:
        batch, size = [], 0
        while waiting and size < _AT_ONCE:
            batch.append(waiting.pop(0))
            size += len(wanted[batch[-1]].requests)
        found |= zip(batch, work.done([wanted[number] for number in batch]), strict=True)
    slices = tuple(found[number] for number in range(len(wanted)))
    if context.audio:
        for one in (record for part in slices for record in part.records if record.sha256):
            file = files.clips[one.key.name]
            context.cache.learn(file.location, file.signature, one.sha256)
    return Survey(slices, (*files.faults, *_faults(sliced, slices)), work.complete and whole)


class _Asked:
    """What is asked of the clips of a slice."""

    def __init__(self, requests: Sequence[MediaRequest]) -> None:
        self.requests = requests
        self.sure = all(one.content for one in requests)
        """Whether all contents are known."""
        contents = [(one.name, one.channels, one.content, one.longest) for one in requests]
        self.contents = digest_of((tools(), contents))
        """Everything that the clips' facts depend on."""
        wanted = [(one.encode, one.keep_lossless, one.spectrogram_top_hz, one.thrift) for one in requests]
        self.inputs = digest_of((self.contents, wanted))
        """The same for what is made of them too."""


class _Work:
    """The work on slices: from what is kept, or from the clips."""

    def __init__(self, context: MediaContext, kept: KeptValues, making: Making, count: int) -> None:
        self._context, self._kept, self._making = context, kept, making
        self.complete = True
        self._count, self._done, self._seconds = count, 0, 0.0

    def known(self, asked: _Asked) -> SurveyedSlice | None:
        """The slice whose clips were asked the same before, if all that was made of them is still there."""
        if not asked.sure:
            return None
        records: tuple[ClipRecord, ...] | None = self._kept.found("clip records", asked.contents)
        made: tuple[MadeRecord, ...] | None = (
            self._kept.found("made", asked.inputs) if self._making != "nothing" else ()
        )
        if records is None or made is None:
            return None
        placed = tuple(
            one._replace(files=tuple(map(self._placed, one.files))) if one.files else one for one in made
        )
        if not all(file.path for one in placed for file in one.files):
            return None
        self._context.cache.used.update(one.entry for one in records)
        self._done += len({one.name for one in asked.requests})
        return self._slice(asked, records, placed)

    def done(self, several: Sequence[_Asked]) -> Iterator[SurveyedSlice]:
        """The slices whose clips have to be looked at."""
        requests = [one for asked in several for one in asked.requests]
        results = iter(self._derived(requests, sparing=self._making == "what is there"))
        for asked in several:
            yield self._looked_at(asked, list(islice(results, len(asked.requests))))

    def _placed(self, file: MadeFile) -> MadeFile:
        path = self._context.cache.blob(file.entry, sha256=file.sha256, size=file.size)
        return file._replace(path=str(path or ""))

    def _looked_at(self, asked: _Asked, results: Sequence[MediaResult]) -> SurveyedSlice:
        records = tuple(_clip_record(one, result) for one, result in zip(asked.requests, results, strict=True))
        made = tuple(map(self._made, results)) if self._making != "nothing" else ()
        clips = _played(asked.requests, results)
        complete = all(one.complete for one in results)
        self.complete = self.complete and complete
        sure = asked.sure and complete
        for one, record in zip(asked.requests, records, strict=True):
            sure = sure and one.content == (record.sha256 or one.content)
            sure = sure and not any(fault.code in OF_THE_PLACE for fault in record.faults)
        if not sure or any(one.failures or not all(file.entry for file in one.files) for one in made):
            facts = _facts(clips)
            return SurveyedSlice(
                records,
                made,
                LazyMapping(digest_of(tuple(facts.items())), lambda: facts),
                LazyMapping(digest_of(tuple(clips.items())), lambda: clips),
            )
        self._kept.keep("clip records", asked.contents, records)
        self._kept.keep("facts", asked.contents, _facts(clips))
        self._kept.keep("clips", asked.inputs, clips)
        if self._making != "nothing":
            self._kept.keep("made", asked.inputs, tuple(map(_without_paths, made)))
        return self._slice(asked, records, made)

    def _made(self, result: MediaResult) -> MadeRecord:
        files = []
        for one in (*result.clip.encodes, result.clip.spectrogram) if result.clip else ():
            if one:
                folder = "spectrograms" if one.top_hz else "audio"
                entry = self._context.cache.entry_of(Path(one.path))
                files.append(MadeFile(folder, one.sha256, one.size, one.suffix, entry, one.path))
        alone = bool(result.clip and result.clip.alone)
        return MadeRecord(tuple(files), tuple(result.failures.items()), alone)

    def _slice(
        self, asked: _Asked, records: tuple[ClipRecord, ...], made: tuple[MadeRecord, ...]
    ) -> SurveyedSlice:
        """A slice of which the clips are read when somebody looks at them."""
        value = self._kept.value

        def played() -> Mapping[ClipKey, PlayedClip]:
            return value("clips", asked.inputs, lambda: _played(asked.requests, self._derived(asked.requests)))

        def facts() -> Mapping[str, Facts]:
            return value("facts", asked.contents, lambda: _facts(played()))

        self._kept.name("clips", asked.inputs)
        self._kept.name("facts", asked.contents)
        return SurveyedSlice(
            records, made, LazyMapping(asked.contents, facts), LazyMapping(asked.inputs, played)
        )

    def _derived(self, asked: Sequence[MediaRequest], *, sparing: bool = False) -> Sequence[MediaResult]:
        """The results of requests, reported as a part of all."""
        done, seconds, report = self._done, self._seconds, self._context.on_done

        def on_done(here: int, _: int, more: float) -> None:
            self._done, self._seconds = done + here, seconds + more
            report(self._done, self._count, self._seconds)

        return derive(tuple(asked), replace(self._context, on_done=on_done), sparing=sparing)


def _without_paths(made: MadeRecord) -> MadeRecord:
    return made._replace(files=tuple(file._replace(path="") for file in made.files))


def _clip_record(asked: MediaRequest, result: MediaResult) -> ClipRecord:
    key, facts = ClipKey(asked.name, asked.channels), result.clip.facts if result.clip else None
    entry = probe_key(asked.content) if asked.content else ""
    if facts is None:
        return ClipRecord(key, "", 0, "", result.faults, entry)
    return ClipRecord(key, facts.sha256, facts.size, facts.suffix, result.faults, entry)


def _played(asked: Sequence[MediaRequest], results: Sequence[MediaResult]) -> Mapping[ClipKey, PlayedClip]:
    """The clips that could be read; where their files lie is nothing about them."""
    found = {}
    for one, result in zip(asked, results, strict=True):
        if clip := result.clip:
            encodes = tuple(replace(encode, path="") for encode in clip.encodes)
            drawn = replace(clip.spectrogram, path="") if clip.spectrogram else None
            found[ClipKey(one.name, one.channels)] = replace(clip, encodes=encodes, spectrogram=drawn)
    return found


def _facts(clips: Mapping[ClipKey, PlayedClip]) -> Mapping[str, Facts]:
    return {key.name: clip.facts for key, clip in clips.items()}


def _faults(sliced: SlicedCatalogue, slices: Sequence[SurveyedSlice]) -> Iterator[tuple[SourcePath, Fault]]:
    """The faults of files, each where it is first named, or where what could not be made is first played.

    A format that browsers do not play is no problem: the page offers a version that they do.
    """
    faults = {one.key: one.faults for part in slices for one in part.records}
    made = {one.key: what for part in slices for one, what in zip(part.records, part.made, strict=False)}
    if not any(faults.values()) and not any(one.failures for one in made.values()):
        return
    names: set[str] = set()
    keys: set[ClipKey] = set()
    for use in sliced.uses().clips:
        if use.key not in faults or use.key in keys:
            continue
        if use.name not in names:
            yield from ((use.origin, fault) for fault in faults[use.key] if fault.code != "not-web-playable")
        of_clip = made.get(use.key, MadeRecord((), ()))
        hint = _OTHERS if any(file.folder == "audio" for file in of_clip.files) else _ORIGINAL
        for form, reason in of_clip.failures:
            message = f"no {form} version of '{use.name}' could be made: {reason}"
            yield use.origin, Fault("not-encoded", message, hint)
        names.add(use.name)
        keys.add(use.key)
