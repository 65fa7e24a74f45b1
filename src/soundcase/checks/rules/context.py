"""The parts of a catalogue that rules look at, and the findings that they say.

Rule 1: a part holds everything that the rules of its scope see, and no more: what was found in it stays true
until it changes.
Rule 2: parts are plain values; what is the same for all of them stands by itself, and is small.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import NamedTuple

from soundcase.catalogue.uses import FileUse
from soundcase.citation.entry import Citation
from soundcase.facts import Facts, Video
from soundcase.model import Catalogue, Channels, ClipKey, Example, SourcePath, Task
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class SiteFrame:
    """The part of a site that all rules may see."""

    models: tuple[str, ...]
    """Ids, as the catalogue lists them."""
    math: bool
    """Whether formulas are set as such."""
    odd_files: tuple[str, ...] = ()
    """Files of the clips' folder whose names do not look like those of clips, sorted."""


@dataclass(frozen=True, slots=True)
class TaskFrame:
    """The part of a task that rules of its examples may see."""

    origin: SourcePath
    output: str
    models: tuple[str, ...]
    """Ids of those that it compares."""
    scores: tuple[tuple[str, str], ...]
    """The names of its scores, each with how it is measured: empty where numbers are given."""
    markdown: bool = False
    """Whether its texts of outputs and references are Markdown."""
    label_match: str = "exact"


@dataclass(frozen=True, slots=True)
class Slice:
    """Consecutive examples of a task."""

    task: TaskFrame
    examples: Sequence[Example]


class ClipUse(NamedTuple):
    """A clip that some examples name, where it is first played so."""

    name: str
    channels: Channels
    role: str
    model: str
    row: int
    """Index of the example."""
    origin: SourcePath

    @property
    def key(self) -> ClipKey:
        """The clip as it is played."""
        return ClipKey(self.name, self.channels)


class TextLink(NamedTuple):
    """A link or a picture in Markdown that stays within the site or the project."""

    href: str
    picture: bool
    origin: SourcePath
    """The text."""
    words: str
    nth: int


@dataclass(frozen=True, slots=True)
class SliceSummary:
    """The part of some examples that rules about their task and site may see."""

    ids: tuple[str, ...]
    origins: tuple[SourcePath, ...]
    """For each example."""
    models: tuple[str, ...]
    """Those that gave something, sorted."""
    clips: tuple[ClipUse, ...]
    """In page order."""
    videos: tuple[str, ...]
    """In page order."""
    links: tuple[TextLink, ...]
    """In page order."""
    answered: bool
    """Whether any output has a text. Nobody looks where the task measures nothing."""
    measurable: bool
    """Whether any of these has a reference to hold it against."""
    kinds: tuple[str, ...]
    """What tells examples apart: the keys of their tags, and `group` where one has a group."""


@dataclass(frozen=True, slots=True)
class TaskParts:
    """A task in slices."""

    task: Task
    """Without its examples."""
    slices: tuple[tuple[Slice, SliceSummary], ...]

    @property
    def summaries(self) -> tuple[SliceSummary, ...]:
        """The summary of each slice."""
        return tuple(summary for _, summary in self.slices)


@dataclass(frozen=True, slots=True)
class SiteParts:
    """A catalogue in parts."""

    head: Catalogue
    """Without examples."""
    tasks: tuple[TaskParts, ...]
    links: tuple[TextLink, ...]
    """In page order."""
    pages: tuple[str, ...]
    """The addresses of the site's pages."""


@dataclass(frozen=True, slots=True)
class RuleContext:
    """A catalogue and what is known about its files."""

    parts: SiteParts
    facts: Sequence[Mapping[str, Facts]]
    """For each slice in page order its clips that could be read, by their name in the catalogue."""
    contents: Mapping[str, str]
    """SHA-256 of each clip that could be read, by name."""
    audio_files: tuple[str, ...]
    """What lies in the clips' folder, by name relative to it, sorted."""
    audio_folder: str
    """That folder, relative to the project."""
    catalogue_file: str
    """The catalogue's main file, relative to the project."""
    complete: bool
    """Whether everything the catalogue says could be understood."""
    pictures: tuple[FileUse, ...] = ()
    """Those that stand in Markdown, each where it is first shown."""
    links: frozenset[str] = frozenset()
    """Links and pictures in Markdown that lead to a file of the project, as written."""
    linked: frozenset[str] = frozenset()
    """Those files, relative to the project."""
    videos: Mapping[str, Video] = field(default_factory=dict)
    """Videos that could be read, by their name in the catalogue."""
    schemas: Mapping[str, str] = field(default_factory=dict)
    """The project's copies of the JSON Schema, by their place: the version that wrote each."""


class ClipFacts(NamedTuple):
    """The facts of a clip that rules see; units are those of `Facts` and `Sound`."""

    sha256: str
    kind: str
    rate: int
    channels: int
    layout: tuple[str, ...]
    seconds: float
    frames: int
    bit_rate: int | None
    loudness: float | None
    bandwidth: float | None
    channel_peaks: tuple[float, ...]

    @classmethod
    def of(cls, facts: Facts) -> ClipFacts:
        """The part of a clip's facts that rules see."""
        sound = facts.sound
        return cls(
            facts.sha256,
            facts.kind,
            facts.rate,
            facts.channels,
            facts.layout,
            facts.seconds,
            facts.frames,
            facts.bit_rate,
            sound.loudness if sound else None,
            sound.bandwidth if sound else None,
            sound.channel_peaks if sound else (),
        )


@dataclass(frozen=True, slots=True)
class SliceContext:
    """Consecutive examples without what is known of their files."""

    frame: SiteFrame
    slice: Slice
    sounding: tuple[str, ...]
    """The videos among theirs that have sound."""
    measurable: bool
    """Whether any output of the task has a text, and a reference to hold it against."""


@dataclass(frozen=True, slots=True)
class ClipsContext:
    """The clips of consecutive examples."""

    slice: Slice
    facts: Mapping[str, Facts]
    """Clips that could be read, by name."""
    films: Mapping[str, float]
    """Seconds of the videos of which the length is known, by name, in page order."""
    earlier: tuple[ClipKey, ...]
    """As which the slices before it play the same files, sorted."""


@dataclass(frozen=True, slots=True)
class TaskContext:
    """A task without its examples."""

    frame: SiteFrame
    complete: bool
    task: Task
    count: int
    """How many examples it has."""
    answered: bool
    """Whether any output has a text."""
    measurable: bool
    """Whether any output has a text, and a reference to hold it against."""
    kinds: tuple[str, ...]
    """What tells its examples apart."""


@dataclass(frozen=True, slots=True)
class HeadContext:
    """A catalogue without the examples of its tasks."""

    frame: SiteFrame
    catalogue: Catalogue
    citation: Citation


@dataclass(frozen=True, slots=True)
class SiteContext:
    """A catalogue of which the examples and the texts stand by their summaries."""

    complete: bool
    head: Catalogue
    """Without examples."""
    slices: tuple[tuple[SliceSummary, ...], ...]
    """For each task."""
    links: tuple[TextLink, ...]
    """In page order."""
    contents: Mapping[str, str]
    """SHA-256 of each clip that could be read, by its name in the catalogue."""
    pages: tuple[str, ...]
    """The addresses of the site's pages."""
    audio_files: tuple[str, ...]
    audio_folder: str
    known_links: frozenset[str]
    """Links and pictures that lead to a file of the project, as written."""
    linked: frozenset[str]
    """Those files, relative to the project."""
    schemas: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a rule says about one place of the catalogue, or about a file where `origin` is a text."""

    origin: SourcePath | str
    message: str
    hint: str = ""
    of_key: bool = False
    """Whether the culprit is the key, not its value."""
    also: SourcePath | None = None
    """A second place that belongs to it; its place is named at the end of the message."""
    words: str = ""
    """What of the text it is about, as written; the place is the words' own."""
    nth: int = 0
    """How often the same words stand before them."""


Found = tuple[str, Finding]
"""A code, and what a rule of that name says."""
