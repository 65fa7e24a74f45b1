"""The catalogue as understood: defaults merged, short forms spelled out, every value typed.

Rule 1: values are frozen and built whole by `load`; nothing downstream fills or re-checks them.
Rule 2: each value that a problem may point at knows its `origin`, where it was written.
Rule 3: order is the author's order, everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Generic, Literal, NamedTuple, TypeVar

from soundcase.attachment import Attachment
from soundcase.choice import Choice, LabelMatch, Verdict
from soundcase.difference import Difference
from soundcase.fields import declared, fields_of
from soundcase.head import Author as Author
from soundcase.head import AuthorWords as AuthorWords
from soundcase.head import Figure as Figure
from soundcase.head import Link as Link
from soundcase.head import Markdown as Markdown
from soundcase.scores import GivenResult as GivenResult
from soundcase.scores import Scored
from soundcase.settings import AnonymousSettings, MediaSettings, PublishSettings, ThemeSettings
from soundcase.source_path import SourcePath as SourcePath
from soundcase.values import dataclass

Layout = Literal["cards", "rows", "table", "transposed"]
Output = Literal["text", "labels", "audio"]
Channels = str | tuple[int, ...]
"""How the channels of a clip are heard: as its file says (empty), `ambisonics`, a layout's name such as
`5.1`, or one or two of them, counted from 1."""

OUTPUT = "output"
"""The role of what a model gave; the other roles are those of the fields of an example."""


class ClipKey(NamedTuple):
    """A clip as some places play it: they hear the same channels of the same file."""

    name: str
    """Relative to `data/audio/`, with `/`."""
    channels: Channels = ""


@dataclass(frozen=True, slots=True)
class Media:
    """One piece of media: words, labels, a clip, a picture, or several of these that belong together."""

    origin: SourcePath
    label: str = declared("line", "What it is called where there are several: a stem, an iteration, a speaker.")
    text: str | None = declared("exact", "Words: an answer, a transcript, a caption. Shown exactly as written.")
    reasoning: str | None = declared(
        "exact", "What was thought before the answer: folded on the page; never judged, compared or counted."
    )
    labels: tuple[str, ...] | None = declared("labels", "One class or several; a bare string is one.")
    label_scores: Mapping[str, float] = declared(
        "numbers",
        "How sure a system is of each label, answered or not: `{Speech: 0.93, Music: 0.2}`. The build makes of "
        "them the mean average precision (mAP).",
    )
    audio: str | None = declared("file", "A clip, relative to `data/audio/`.")
    channels: Channels = declared(
        "channels",
        "How the clip's channels are heard: `ambisonics` (ACN, SN3D), a layout (`5.1`, `7.1`, `quad` …) where "
        "the file does not say it, or the number of one channel, or of two as left and right: `[1, 2]`.",
    )
    image: str | None = declared("file", "A picture (a spectrogram, a score), relative to `data/images/`.")
    alt: str = declared("line", "What the picture shows, for readers who do not see it.")
    video: str | None = declared(
        "file",
        "A video, relative to `data/video/`: MP4 with H.264 and AAC, or WebM. It is heard like a clip: one at "
        "a time, from the same position.",
    )
    scores: Mapping[str, Scored] = declared(
        "scores",
        "Numbers measured on this output, by the names that the task's `scores` declares: `4.21`; "
        "`4.21 ± 0.08`, with half the width of its 95 % interval; `{value, ci, n}`; or `n/a`.",
    )
    note: str = declared("markdown", "A remark under it (Markdown).")
    url: str = declared(
        "url", "Where the clip is downloaded from, by `build-site fetch`, to its place in `data/audio/`."
    )
    sha256: str = declared("sha256", "Digest that the downloaded clip must have.")
    language: str = declared(
        "language",
        "Language of `text` (BCP 47), where it differs from the page's and its script does not tell.",
    )
    source: str = declared(
        "cited", "Where a clip comes from: a corpus and its split, a recording, or an address.", "origin"
    )
    license: str = declared(
        "cited",
        "Under which terms it may be used, where they differ from the page's: a name or an address.",
        "origin",
    )
    consent: str = declared(
        "consent",
        "Why those who are heard may be heard here: `given` (they agreed), `licensed` (the licence of the "
        "source says it), `synthetic` (no real person speaks), `not-needed` (nobody speaks), or a sentence.",
        "origin",
    )
    seed: str = declared("line", "The seed of this output, where it has one of its own.", "origin")
    differences: tuple[Difference, ...] | None = None
    """Where `text` departs from its reference; None where nothing was compared."""
    chosen: str = ""
    """The letter of the choice that the answer was read as; empty where it is not clear."""
    verdict: Verdict = ""
    """Its worth against the right labels; empty where there are none."""

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
        """The instruction for this model."""
        return self.per_model.get(model, self.shared)


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a dialogue."""

    origin: SourcePath
    speaker: str = declared("line", "Who speaks, e.g. `User` or `Assistant`.", required=True)
    prompt: str = declared("line", "What the models are asked in this turn.", "before")
    text: str | None = declared("text", "What is said in this turn, whoever says it.", "before")
    audio: tuple[Media, ...] = declared(
        "media", "The turn's recording; a bare string is a clip.", "before", bare="audio"
    )
    reference: tuple[Media, ...] = declared(
        "media",
        "The right answer; a bare string means what the task's `output` says.",
        "after",
        bare="reference",
    )
    outputs: Mapping[str, tuple[Media, ...]] = declared(
        "outputs", "Model id → what it answered in this turn.", bare="output"
    )
    start: float | None = declared(
        "seconds",
        "Seconds from the beginning of the example's audio: the time beside the turn plays from there.",
    )


P = TypeVar("P")
"""A piece of media."""


@dataclass(frozen=True, slots=True)
class ExampleValues(Generic[P]):
    """The table of an example's fields: what the models got, what they gave, and what is right."""

    id: str = ""
    """Its name in links."""
    number: int = 0
    """Its place in the task, from 1."""
    title: str = declared("line", 'A short heading in place of "Example 3".')
    group: str = declared(
        "line", "Examples with the same group stand under one heading: an SNR, seen or unseen speakers."
    )
    tags: Mapping[str, str] = declared(
        "tags", "Properties to show and to filter by, e.g. `{language: Telugu}`."
    )
    audio: tuple[P, ...] = declared(
        "media",
        "What the models hear; a bare string is a clip, relative to `data/audio/`.",
        "before",
        bare="audio",
    )
    prompt: Prompt = declared(
        "prompt", "The instruction, where it differs from the task's.", "before", default=Prompt()
    )
    choices: tuple[Choice, ...] = declared(
        "choices",
        "Answers to choose from: a list (A, B, C …), or a mapping such as `{1: Violin, 2: Cello}`. The task's "
        "`label_match: choice` reads what systems answered as one of them.",
        "before",
    )
    text: str | None = declared("text", "What is to be said, sung or generated.", "before")
    prompt_audio: tuple[P, ...] = declared(
        "media", "Enrolment speech for cloning; a bare string is a clip.", "before", bare="audio"
    )
    prompt_text: str | None = declared("text", "The transcript of `prompt_audio`.", "before")
    labels: tuple[str, ...] | None = declared(
        "labels", "The correct class or classes; a bare string is one.", "after"
    )
    reference: tuple[P, ...] = declared(
        "media",
        "Ground truth that is not a class: a transcript, a clean recording. A bare string is a clip where the "
        "task's `output` is `audio`, else a text.",
        "after",
        bare="reference",
    )
    context: tuple[P, ...] = declared(
        "media", "Further material the models got; a bare string is a text.", "before", rank=-1
    )
    note: str = declared("markdown", "A remark about the example (Markdown).", "after", rank=1)
    files: tuple[Attachment, ...] = declared(
        "files",
        "Files to download, relative to `data/files/`: MIDI, MusicXML, RTTM, PDF. One name, or a list of "
        "names and of `{file, label}`.",
        "after",
        rank=2,
    )
    language: str = declared(
        "language",
        "Language of the example's texts (BCP 47), where it differs from the page's and their script does not "
        "tell.",
    )
    seed: str = declared("line", "The seed with which the outputs were made.", "origin")
    outputs: Mapping[str, tuple[P, ...]] = declared(
        "outputs",
        "Model id → what it gave. A missing model is an empty cell. A bare string means what the task's "
        "`output` says.",
        bare="output",
    )
    turns: tuple[Turn, ...] = declared("turns", "The turns of a dialogue, in order.", "before", rank=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example(ExampleValues[Media]):
    """One row of a comparison."""

    origin: SourcePath
    inherited: tuple[str, ...] = ()
    """Fields that came from the task's `defaults`."""

    def parts(self) -> tuple[Example | Turn, ...]:
        """The example itself and its turns: all that outputs may belong to."""
        return (self, *self.turns)

    def answering(self) -> frozenset[str]:
        """The models that gave something, here or in a turn."""
        return frozenset(self.outputs).union(*(turn.outputs for turn in self.turns))

    def media(self) -> Iterator[tuple[str, str, Media]]:
        """Every piece of media with its role and, for outputs, its model id (else empty)."""
        for part in self.parts():
            for one in fields_of(type(part)).values():
                if one.kind == "media":
                    yield from ((one.role, "", piece) for piece in getattr(part, one.name))
            for model, pieces in part.outputs.items():
                yield from ((OUTPUT, model, piece) for piece in pieces)


@dataclass(frozen=True, slots=True)
class Score:
    """A score that a task declares."""

    name: AuthorWords
    better: Literal["higher", "lower"]
    unit: AuthorWords = ""
    measure: Literal["", "wer", "cer", "exact"] = ""
    """What the build computes from an output's text and its reference; empty where the numbers are given."""
    average: Literal["pooled", "mean", "none"] = "mean"
    """How it is averaged over examples; only what is measured can be pooled."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The way in which the examples of a task were chosen."""

    how: AuthorWords = ""
    of: int | None = None
    """How many examples the whole set has."""
    shown: int | None = None
    """How many the author believes to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One comparison: one prompt, one set of models, its examples."""

    origin: SourcePath
    id: str
    title: AuthorWords
    description: Markdown = ""
    output: Output
    prompt: Prompt
    models: tuple[str, ...]
    """Ids, in column order."""
    layout: Layout
    fitted: bool = False
    """The author left the layout open: a table that does not fit a laptop is transposed."""
    tags: Literal["chips", "columns"]
    """How the tags of the examples are shown; cards always have chips."""
    sync: Literal["position", "restart", "off"]
    label_match: LabelMatch
    text_match: Literal["normalised", "exact"]
    format: Literal["plain", "markdown"] = "plain"
    """How the texts of outputs and references are shown, and their reasoning."""
    split_reasoning: bool = False
    """Whether these texts had their reasoning in `<think>…</think>`."""
    scores: tuple[Score, ...]
    clusters: str = ""
    """What examples have in common that are not independent: `group` or the key of a tag; empty for nothing."""
    results: Mapping[str, Mapping[str, GivenResult]] = field(default_factory=dict)
    """Figures of the whole test set, by score and model."""
    selection: Selection = Selection()
    language: str = ""
    media: MediaSettings
    examples: Sequence[Example]

    @property
    def in_cards(self) -> bool:
        """True if each example has a card, or a row of its own that is one."""
        return self.layout in ("cards", "rows")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with tasks under it."""

    origin: SourcePath
    title: AuthorWords
    description: Markdown
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A system that is compared."""

    origin: SourcePath
    id: str
    name: AuthorWords
    url: str = ""
    description: Markdown = ""
    group: AuthorWords = ""
    meta: Mapping[str, AuthorWords] = field(default_factory=dict)
    ours: bool = False
    checkpoint: str = ""
    """A name or an address."""
    settings: Mapping[str, AuthorWords] = field(default_factory=dict)
    date: str = ""
    """A year, a month or a day (ISO 8601)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The whole page, as its authors wrote it."""

    title: AuthorWords
    subtitle: AuthorWords = ""
    language: str
    description: Markdown = ""
    notice: Markdown = ""
    authors: tuple[Author, ...]
    abstract: Markdown = ""
    links: tuple[Link, ...]
    logos: tuple[Figure, ...] = ()
    hero: str = ""
    """The id of an example, or `task--example`; empty for none."""
    figures: tuple[Figure, ...]
    citation: str = ""
    license: Markdown = ""
    url: str = ""
    models: Mapping[str, Model]
    """By id, in column order."""
    sections: tuple[Section, ...]
    pages: Literal["one", "section", "task"]
    per_page: int
    embed: bool | None = None
    """Whether each example has a page for frames; None where that follows from address and size of the site."""
    leaderboard: bool | None = None
    """Whether the site has a table of all figures; None where that follows from the tasks."""
    theme: ThemeSettings
    media: MediaSettings
    publish: PublishSettings = PublishSettings()
    anonymous: AnonymousSettings = AnonymousSettings()
    math: bool = False
    """Whether formulas are set as such."""

    @property
    def pictures(self) -> tuple[Figure, ...]:
        """Every picture of the head, in page order."""
        return (*self.logos, *self.figures)

    def tasks(self) -> Iterator[Task]:
        """Every task, in page order."""
        for section in self.sections:
            yield from section.tasks

    def examples(self) -> Iterator[tuple[Task, Example]]:
        """Every example with its task, in page order."""
        return ((task, example) for task in self.tasks() for example in task.examples)
