"""What an example may say: media, turns, and the fields around them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, Tag

from soundcase.catalogue.schema.scalars import (
    Address,
    Channels,
    Entry,
    Id,
    Language,
    Line,
    OneOrMore,
    PerModel,
    Seconds,
    Sha256,
    Text,
    shape,
)
from soundcase.catalogue.schema.scores import GivenScore


class MediaEntry(Entry):
    """A piece of media: words, labels, a clip, a picture, or several of these that belong together."""

    label: Line | None = None
    """What it is called where there are several: a stem, an iteration, a speaker."""
    text: Text | None = None
    """Words: an answer, a transcript, a caption. Shown exactly as written."""
    labels: OneOrMore | None = None
    """One class or several; a bare string is one."""
    audio: Line | None = None
    """A clip, relative to `data/audio/`."""
    channels: Channels | None = None
    """How the clip's channels are heard: `ambisonics` (ACN, SN3D), a layout (`5.1`, `7.1`, `quad` …) where
    the file does not say it, or the number of one channel, or of two as left and right: `[1, 2]`."""
    image: Line | None = None
    """A picture (a spectrogram, a score), relative to `data/images/`."""
    alt: Line | None = None
    """What the picture shows, for readers who do not see it."""
    video: Line | None = None
    """A video, relative to `data/video/`: MP4 with H.264 and AAC, or WebM. It is heard like a clip: one at a
    time, from the same position."""
    scores: Mapping[str, GivenScore] | None = None
    """Numbers measured on this output, by the names that the task's `scores` declares: `4.21`; `4.21 ± 0.08`,
    with half the width of its 95 % interval; `{value, ci, n}`; or `n/a`."""
    note: Text | None = None
    """A remark under it (Markdown)."""
    language: Language | None = None
    """Language of `text` (BCP 47), where it differs from the page's and its script does not tell."""
    url: Address | None = None
    """Where the clip is downloaded from, by `build-site fetch`, to its place in `data/audio/`."""
    sha256: Sha256 | None = None
    """Digest that the downloaded clip must have."""


MediaItem = Annotated[
    Annotated[Text, Tag("<text>")] | Annotated[MediaEntry, Tag("<media>")],
    shape("a text or a mapping", text=str, media=dict),
]
MediaValue = Annotated[
    Annotated[Text, Tag("<text>")]
    | Annotated[MediaEntry, Tag("<media>")]
    | Annotated[tuple[MediaItem, ...], Tag("<list>"), Field(min_length=1)],
    shape("a text, a mapping or a list", text=str, media=dict, list=list),
]


class TurnEntry(Entry):
    """One turn of a dialogue."""

    speaker: Line
    """Who speaks, e.g. `User` or `Assistant`."""
    prompt: Line | None = None
    """What the models are asked in this turn."""
    text: Text | None = None
    """What is said in this turn, whoever says it."""
    audio: MediaValue | None = None
    """The turn's recording; a bare string is a clip."""
    reference: MediaValue | None = None
    """The right answer; a bare string means what the task's `output` says."""
    outputs: Mapping[str, MediaValue] | None = None
    """Model id → what it answered in this turn."""
    start: Seconds | None = None
    """Seconds from the beginning of the example's audio: the time beside the turn plays from there."""


class ExampleFields(Entry):
    """What an example may hold, and a task's `defaults` with it."""

    title: Line | None = None
    """A short heading in place of "Example 3"."""
    group: Line | None = None
    """Examples with the same group stand under one heading: an SNR, seen or unseen speakers."""
    tags: Mapping[str, Line] | None = None
    """Properties to show and to filter by, e.g. `{language: Telugu}`."""
    audio: MediaValue | None = None
    """What the models hear; a bare string is a clip, relative to `data/audio/`."""
    prompt: PerModel | None = None
    """The instruction, where it differs from the task's."""
    text: Text | None = None
    """What is to be said, sung or generated."""
    prompt_audio: MediaValue | None = None
    """Enrolment speech for cloning; a bare string is a clip."""
    prompt_text: Text | None = None
    """The transcript of `prompt_audio`."""
    labels: OneOrMore | None = None
    """The correct class or classes; a bare string is one."""
    reference: MediaValue | None = None
    """Ground truth that is not a class: a transcript, a clean recording. A bare string is a clip where the
    task's `output` is `audio`, else a text."""
    context: MediaValue | None = None
    """Further material the models got; a bare string is a text."""
    note: Text | None = None
    """A remark about the example (Markdown)."""
    language: Language | None = None
    """Language of the example's texts (BCP 47), where it differs from the page's and their script does not
    tell."""
    outputs: Mapping[str, MediaValue] | None = None
    """Model id → what it gave. A missing model is an empty cell. A bare string means what the task's `output`
    says."""
    turns: tuple[TurnEntry, ...] | None = None
    """The turns of a dialogue, in order."""


class ExampleEntry(ExampleFields):
    """One row of a comparison."""

    id: Id | None = None
    """Its name in links; its number where none is given."""
