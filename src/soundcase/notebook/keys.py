"""The keys that the interface takes beside its own parameters: those of the catalogue, for whoever completes or
checks a program.

Rule: what a key means and may hold is said by the catalogue's schema, which every page is held against;
    `tests/test_notebook.py` compares the names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

Entry = Mapping[str, object]


class PageKeys(TypedDict, total=False):
    """Keys of a page: those of `examples/catalogue.yaml`."""

    subtitle: str
    language: str
    description: str
    notice: str
    authors: Sequence[str | Entry]
    abstract: str
    links: Sequence[Entry]
    logos: Sequence[Entry]
    hero: str
    figures: Sequence[Entry]
    citation: str
    license: str
    url: str
    pages: Literal["one", "section", "task"]
    per_page: int
    leaderboard: bool
    theme: Entry
    media: Entry
    publish: Entry
    anonymous: Entry
    embed: bool
    math: bool
    rules: Mapping[str, object]


class TaskKeys(TypedDict, total=False):
    """Keys of a task: those of a task file."""

    id: str
    description: str
    output: Literal["text", "labels", "audio"]
    format: Literal["plain", "markdown"]
    split_reasoning: bool
    prompt: str | Mapping[str, str]
    models: Sequence[str]
    layout: Literal["cards", "rows", "table", "transposed"]
    tags: Literal["chips", "columns"]
    sync: Literal["position", "restart", "off"]
    label_match: Literal["exact", "audioset", "choice"]
    text_match: Literal["normalised", "exact"]
    scores: Mapping[str, Entry]
    clusters: str
    results: Mapping[str, Mapping[str, object]]
    selection: str | Entry
    language: str
    media: Entry
    defaults: Entry


class ExampleKeys(TypedDict, total=False):
    """Keys of an example. Media are texts, clips or mappings, or lists of these: see `PageTask.add`."""

    id: object
    title: str | None
    group: object
    tags: Entry | None
    audio: object
    prompt: str | Mapping[str, str] | None
    choices: Sequence[str] | Mapping[str, str] | None
    text: str | None
    prompt_audio: object
    prompt_text: str | None
    labels: object
    reference: object
    context: object
    note: str | None
    language: str | None
    outputs: Entry | None
    turns: Sequence[Entry]
    seed: object
    files: object
