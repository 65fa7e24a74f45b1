"""The keys of a task: its prompt, its models, its examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, Tag

from soundcase.catalogue.schema.example import ExampleEntry, ExampleFields
from soundcase.catalogue.schema.scalars import (
    Address,
    Entry,
    Format,
    Hours,
    Id,
    Language,
    Line,
    PerModel,
    Text,
    Truth,
    shape,
)
from soundcase.catalogue.schema.scores import GivenResult, ScoreEntry, Trials

EncodeValue = Annotated[
    Annotated[Literal["auto", "original", "mp3", "opus", "aac", "flac", "wav"], Tag("<text>")]
    | Annotated[tuple[Format, ...], Tag("<list>"), Field(min_length=1)],
    shape("'auto', 'original', a format or a list of formats", text=str, list=list),
]


class MediaOptions(Entry):
    """Settings of what is derived from the clips."""

    encode: EncodeValue = "auto"
    """`auto` offers a version that plays everywhere where the original does not; `original` publishes the files
    as they are; a list names formats (a bare string is one): all are made, and each browser plays the first of
    them that it can."""
    keep_lossless: Truth = False
    """Never encode lossy: the artefacts of the clips are the result (codecs, enhancement). Only an archive
    under a limit (`--max-size`) may, last of all, and says so."""
    spectrogram: Truth = False
    """Make spectrograms, which readers can see in the place of waveforms."""
    downloads: Truth = False
    """Offer all clips, texts and files of a task in one archive (`.zip`), under names that say system and
    example. The site is about twice as large then."""
    base_url: Address | None = None
    """`build-site fetch` downloads clips without a `url` of their own from here, by their path."""
    max_hours: Hours = 4.0
    """The longest clip to take. A longer one is an error, told before it is decoded where its header
    is honest."""


class SelectionEntry(Entry):
    """The way in which the examples of a task were chosen."""

    of: Trials | None = None
    """How many examples the whole test set has."""
    how: Line | None = None
    """The way: random with which seed, the first n, by hand."""
    shown: Trials | None = None
    """How many of them the page shows; it counts them itself, and tells where this is another number."""


SelectionValue = Annotated[
    Annotated[Text, Tag("<text>")] | Annotated[SelectionEntry, Tag("<selection>")],
    shape("a text, or a mapping with 'of' and 'how'", text=str, selection=dict),
]


class TaskEntry(Entry):
    """One comparison: one prompt, one set of models, its examples."""

    id: Id | None = None
    """Its name in links; else the name of its file, else made from the title."""
    title: Line
    """Heading, also in the table of contents."""
    description: Text | None = None
    """Introduction under the heading (Markdown)."""
    output: Literal["text", "labels", "audio"] = "text"
    """What a bare string in `outputs` means: a text, a label, or a clip."""
    format: Literal["plain", "markdown"] = "plain"
    """How the texts and the reasoning of outputs and references are shown: `plain`, to the letter, with fenced
    and tabular lines in a fixed width; or `markdown`, as notes are, sanitised."""
    split_reasoning: Truth = False
    """Whether `<think>…</think>` in the texts and labels of outputs and references is their `reasoning`, also
    where one of the two tags is missing. Nothing else of them changes."""
    prompt: PerModel | None = None
    """The instruction in words: one for all models, or `{model id: text}`."""
    models: Annotated[tuple[Line, ...], Field(min_length=1)] | None = None
    """Which models are compared, in column order; all that the examples use where it is left out."""
    layout: Literal["cards", "rows", "table", "transposed"] | None = None
    """`cards` (the default for texts and labels), `rows` (an example per row, answers side by side below what
    was asked; the default where they are long), `table` (a row per example), or `transposed` (a row per model,
    a few examples beside each other). The default for audio is `table`, or `transposed` where a table would be
    wider than a laptop."""
    tags: Literal["chips", "columns"] = "chips"
    """How the examples' tags are shown: `chips` under the example's name, or `columns` of a table, one for each
    key in the order of first mention (rows, where the layout is `transposed`; `cards` always show chips)."""
    sync: Literal["position", "restart", "off"] = "position"
    """What happens on switching to another clip of the row: go on at the same position, from the beginning, or
    nothing."""
    label_match: Literal["exact", "audioset", "choice"] = "exact"
    """How labels are compared. `audioset`: case, `_` and the separators `, `, ` and ` and ` - ` do not
    count. `choice`: answers, be they labels or texts, are read as one of the example's `choices`: "(B) Violin",
    "B", "violin." and "The answer is B" say the same; what is not clear is undecided."""
    text_match: Literal["normalised", "exact"] = "normalised"
    """How texts are compared with their references, for measured scores and marked differences. `normalised`:
    case, width, punctuation and white space do not count (NFKC); `exact`: everything but white space does. By
    word, by character in scripts without blanks."""
    scores: Mapping[str, ScoreEntry] | None = None
    """The scores that outputs may carry, by name, and those that the build measures."""
    clusters: Line | None = None
    """What examples share that are not independent of each other: `group`, or the key of a tag, such as the
    speaker or the recording. Intervals are then over these; an example without one is by itself."""
    results: Mapping[str, Mapping[str, GivenResult]] | None = None
    """Figures of the whole test set, as a paper has them: score → model → `3.1`; `3.1 ± 0.2`; or
    `{value, ci, n, groups}`. The page shows them beside those of its own examples, marked as given by the
    authors. Beside the task's `scores`, `accuracy`, `precision`, `labels` (those that were found), `f1`,
    `macro-f1` and `mAP` are known, in per cent."""
    selection: SelectionValue | None = None
    """How the examples were chosen: random with which seed, the first n, by hand. `{of, how}` also says of how
    many they are."""
    language: Language | None = None
    """Language of the task's texts (BCP 47), where it differs from the page's and the script does not tell."""
    media: MediaOptions | None = None
    """What is derived from this task's clips, in place of the catalogue's `media`."""
    defaults: ExampleFields | None = None
    """Fields that all examples share unless they say otherwise; `outputs` and `tags` are merged key by key."""
    examples: tuple[ExampleEntry, ...] | None = None
    """The examples, in order."""
    examples_from: Line | None = None
    """A JSONL file beside the task file with one example per line, in place of `examples`."""


TaskItem = Annotated[
    Annotated[Line, Tag("<text>")] | Annotated[TaskEntry, Tag("<task>")],
    shape("the name of a task file, or a task", text=str, task=dict),
]
