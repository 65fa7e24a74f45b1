"""The catalogue as understood: defaults merged, short forms spelled out, every value typed.

Rule 1: values are frozen and built whole by `load`; nothing downstream fills or re-checks them.
Rule 2: each value that a problem may point at knows its `Spot`, where it was written.
Rule 3: order is the author's order, everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from soundcase.paper import Author as Author
from soundcase.paper import Link as Link
from soundcase.paper import ThemeSettings as ThemeSettings
from soundcase.scores import Scored

Layout = Literal["cards", "table", "transposed"]
Output = Literal["text", "labels", "audio"]
Channels = str | tuple[int, ...]
"""How the channels of a clip are heard: as its file says (empty), `ambisonics`, a layout's name such as
`5.1`, or one or two of them, counted from 1."""


class Role(StrEnum):
    """What a piece of an example is for; printed as `data-role` on the page."""

    AUDIO = "audio"
    PROMPT = "prompt"
    PROMPT_AUDIO = "prompt-audio"
    PROMPT_TEXT = "prompt-text"
    TEXT = "text"
    LABEL = "label"
    REFERENCE = "reference"
    CONTEXT = "context"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value was written: a file and the keys that lead to the value in it."""

    path: str
    keys: tuple[str | int, ...] = ()

    def at(self, *keys: str | int) -> Spot:
        """The spot of a value further down."""
        return Spot(self.path, self.keys + keys)


@dataclass(frozen=True, slots=True)
class ClipKey:
    """A clip as some places play it: they hear the same channels of the same file."""

    name: str
    """Relative to `data/audio/`, with `/`."""
    channels: Channels = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where a text departs from its reference; where `start` is `end`, words are missing there."""

    start: int
    end: int
    """Code points of the text, the second behind the last."""
    reference: str = ""
    """The words of the reference that belong there; empty where the text says too much."""


@dataclass(frozen=True, slots=True)
class Media:
    """One piece of media: words, labels, a clip, a picture, or several of these that belong together."""

    spot: Spot
    label: str = ""
    """What this piece is called where there are several (a stem, an iteration, a speaker)."""
    text: str | None = None
    labels: tuple[str, ...] | None = None
    audio: str | None = None
    """A clip, relative to `data/audio/`, with `/`."""
    channels: Channels = ""
    """How its channels are heard."""
    image: str | None = None
    """A picture, relative to `data/images/`."""
    alt: str = ""
    video: str | None = None
    """A video file, relative to `data/video/`."""
    scores: Mapping[str, Scored] = field(default_factory=dict)
    note: str = ""
    """Markdown."""
    url: str = ""
    """Where the clip can be downloaded."""
    sha256: str = ""
    language: str = ""
    """BCP 47 tag of `text`, where the author gave one."""
    differences: tuple[Difference, ...] | None = None
    """Where `text` departs from its reference; None where nothing was compared."""

    @property
    def clip(self) -> ClipKey | None:
        """The clip as it is played here; None where there is none."""
        return ClipKey(self.audio, self.channels) if self.audio else None


@dataclass(frozen=True, slots=True)
class Prompt:
    """An instruction in words: one for all models, or one per model."""

    shared: str | None = None
    per_model: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.shared is not None or bool(self.per_model)

    def of(self, model: str) -> str | None:
        """What this model was asked."""
        return self.per_model.get(model, self.shared)


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a dialogue."""

    spot: Spot
    speaker: str
    prompt: str | None
    text: str | None
    audio: tuple[Media, ...]
    reference: tuple[Media, ...]
    outputs: Mapping[str, tuple[Media, ...]]
    start: float | None
    """Seconds from the beginning of the example's audio."""


@dataclass(frozen=True, slots=True)
class Example:
    """One row of a comparison: what the models got, what they gave, and what is right."""

    spot: Spot
    id: str
    number: int
    """Its place in the task, from 1."""
    title: str
    group: str
    tags: Mapping[str, str]
    audio: tuple[Media, ...]
    prompt: Prompt
    text: str | None
    prompt_audio: tuple[Media, ...]
    prompt_text: str | None
    labels: tuple[str, ...] | None
    reference: tuple[Media, ...]
    context: tuple[Media, ...]
    note: str
    """Markdown."""
    language: str
    outputs: Mapping[str, tuple[Media, ...]]
    """Model id → what it gave; a model that is missing here is an empty cell."""
    turns: tuple[Turn, ...]
    inherited: frozenset[str] = frozenset()
    """Fields that came from the task's `defaults`."""

    def media(self) -> Iterator[tuple[Role, str, Media]]:
        """Every piece of media with its role and, for outputs, its model id (else empty)."""
        for role, pieces in (
            (Role.AUDIO, self.audio),
            (Role.PROMPT_AUDIO, self.prompt_audio),
            (Role.REFERENCE, self.reference),
            (Role.CONTEXT, self.context),
        ):
            for piece in pieces:
                yield role, "", piece
        for model, pieces in self.outputs.items():
            for piece in pieces:
                yield Role.OUTPUT, model, piece
        for turn in self.turns:
            for role, pieces in ((Role.AUDIO, turn.audio), (Role.REFERENCE, turn.reference)):
                for piece in pieces:
                    yield role, "", piece
            for model, pieces in turn.outputs.items():
                for piece in pieces:
                    yield Role.OUTPUT, model, piece


@dataclass(frozen=True, slots=True)
class Score:
    """How a number given with an output is read."""

    name: str
    better: Literal["higher", "lower"]
    unit: str = ""
    measure: Literal["", "wer", "cer"] = ""
    """What the build computes from an output's text and its reference; empty where the numbers are given."""
    average: Literal["pooled", "mean", "none"] = "mean"
    """How it is averaged over examples; only what is measured can be pooled."""


@dataclass(frozen=True, slots=True)
class MediaSettings:
    """What is derived from the clips."""

    encode: str | tuple[str, ...] = "auto"
    keep_lossless: bool = False
    spectrogram: bool = False
    base_url: str = ""
    """Clips without a `url` are downloaded from here, by their path."""
    max_hours: float = 4.0
    """A clip may be that long."""


@dataclass(frozen=True, slots=True)
class Task:
    """One comparison: one prompt, one set of models, its examples."""

    spot: Spot
    id: str
    title: str
    description: str
    """Markdown."""
    output: Output
    prompt: Prompt
    models: tuple[str, ...]
    """Ids, in column order."""
    layout: Layout
    tags: Literal["chips", "columns"]
    """How the tags of the examples are shown; cards always have chips."""
    sync: Literal["position", "restart", "off"]
    label_match: Literal["exact", "audioset"]
    text_match: Literal["normalised", "exact"]
    scores: tuple[Score, ...]
    selection: str
    language: str
    media: MediaSettings
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with tasks under it."""

    spot: Spot
    title: str
    description: str
    """Markdown."""
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A system that is compared."""

    spot: Spot
    id: str
    name: str
    url: str = ""
    description: str = ""
    """Markdown."""
    group: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption."""

    spot: Spot
    image: str
    """Relative to `data/images/`."""
    alt: str
    caption: str = ""
    """Markdown."""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole page, as its authors wrote it."""

    title: str
    subtitle: str
    language: str
    description: str
    """Markdown."""
    notice: str
    """Markdown."""
    authors: tuple[Author, ...]
    abstract: str
    """Markdown."""
    links: tuple[Link, ...]
    figures: tuple[Figure, ...]
    citation: str
    license: str
    """Markdown."""
    url: str
    models: Mapping[str, Model]
    """By id, in column order."""
    sections: tuple[Section, ...]
    pages: Literal["one", "section", "task"]
    per_page: int
    theme: ThemeSettings
    media: MediaSettings
    math: bool = False
    """Whether formulas are set as such."""

    def tasks(self) -> Iterator[Task]:
        """Every task, in page order."""
        for section in self.sections:
            yield from section.tasks
