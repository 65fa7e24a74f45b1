"""The result of an importer: a catalogue in the making, with its doubts, its defects and the files it needs.

Rule: values are built whole and never change; a text in a draft is exactly what the catalogue will hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from soundcase.fields import fields_of
from soundcase.model import ExampleValues, Link, Prompt
from soundcase.values import dataclass

Notes = Mapping[str, tuple[str, ...]]
"""Doubts by the key they stand at."""

ScoreText = str | Mapping[str, str]
"""A number as it was written, or its `value`, `ci` and `n`."""


@dataclass(frozen=True, slots=True)
class DraftMedia:
    """One piece of media, as `model.Media` has it."""

    audio: str = ""
    text: str | None = None
    reasoning: str | None = None
    labels: tuple[str, ...] = ()
    label: str = ""
    image: str = ""
    video: str = ""
    url: str = ""
    source: str = ""
    license: str = ""
    consent: str = ""
    seed: str = ""
    scores: Mapping[str, ScoreText] = field(default_factory=dict)
    """Numbers as they were written, by the names that the task's `scores` declares."""
    doubts: tuple[str, ...] = ()

    @property
    def plays(self) -> str:
        """The clip or video that it plays; empty where it plays nothing."""
        return self.audio or self.video


Pieces = tuple[DraftMedia, ...]


@dataclass(frozen=True, slots=True)
class DraftExample(ExampleValues[DraftMedia]):
    """One row of a comparison; also what a task's examples share."""

    doubts: Notes = field(default_factory=dict)

    def pieces(self) -> Iterator[DraftMedia]:
        """Every piece of media in it."""
        for name in MEDIA:
            yield from getattr(self, name)
        for pieces in self.outputs.values():
            yield from pieces

    def with_pieces(self, change: Callable[[Pieces], Pieces]) -> DraftExample:
        """The same example with each of its media values changed; outputs of which nothing is left are gone."""
        values: Mapping[str, Any] = {name: change(getattr(self, name)) for name in MEDIA}
        outputs = {model: changed for model, pieces in self.outputs.items() if (changed := change(pieces))}
        return replace(self, outputs=outputs, **values)


MEDIA = tuple(one.name for one in fields_of(DraftExample).values() if one.kind == "media")
"""The fields of an example that hold pieces of media, but for its outputs."""


def worded(text_of: Callable[[str], str]) -> Mapping[str, Any]:
    """The fields of an example that hold words; `text_of` gives the text of each, or an empty one."""
    return {
        one.name: text_of(one.name) or (None if one.kind == "text" else "")
        for one in fields_of(DraftExample).values()
        if one.kind in ("line", "text", "markdown")
    }


@dataclass(frozen=True, slots=True)
class DraftModel:
    """A system that is compared."""

    id: str
    name: str = ""
    ours: bool = False
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftScore:
    """A score that a task declares, as `model.Score` has it."""

    better: str = ""
    """`higher` or `lower`; empty where the build measures it, which says it too."""
    unit: str = ""
    measure: str = ""
    """`wer` or `cer` where the build computes it."""
    average: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftTask:
    """One comparison, which gets a file of its own."""

    id: str
    title: str
    output: str
    """`text`, `labels` or `audio`."""
    examples: tuple[DraftExample, ...]
    description: str = ""
    prompt: Prompt = field(default_factory=Prompt)
    models: tuple[str, ...] = ()
    layout: str = ""
    selection: str = ""
    language: str = ""
    label_match: str = ""
    """`choice` where answers are read as one of several choices."""
    text_match: str = ""
    """`exact` where case and punctuation count."""
    scores: Mapping[str, DraftScore] = field(default_factory=dict)
    results: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    """Figures of the whole test set: score → model → `value` and `n`."""
    clusters: str = ""
    """`group` or the tag that examples share which are not independent."""
    defaults: DraftExample | None = None
    doubts: Notes = field(default_factory=dict)

    def rows(self) -> Iterator[DraftExample]:
        """The shared fields, where there are any, then the examples."""
        if self.defaults:
            yield self.defaults
        yield from self.examples


@dataclass(frozen=True, slots=True)
class DraftSection:
    """A heading with tasks under it."""

    title: str
    tasks: tuple[DraftTask, ...]


@dataclass(frozen=True, slots=True)
class Defect:
    """A fault of the source itself, which the import cannot fix."""

    kind: str
    """A stable name: `missing-file`, `wrong-mime`, `same-content`, `empty-cell` …"""
    message: str
    place: str = ""
    """Where in the source, as a reader finds it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole project in the making."""

    title: str
    models: tuple[DraftModel, ...]
    sections: tuple[DraftSection, ...]
    language: str = ""
    notice: str = ""
    abstract: str = ""
    links: tuple[Link, ...] = ()
    citation: str = ""
    rules: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Problem code → severity and reason."""
    doubts: Notes = field(default_factory=dict)
    defects: tuple[Defect, ...] = ()
    files: Mapping[str, Path | bytes] = field(default_factory=dict)
    """What is copied: the name in the project, relative to it, → the file that has it, or its content."""
    ready: bool = False
    """The catalogue's files are among `files`: nothing of it is to be written."""
    left_out: tuple[str, ...] = ()
    """What of the source is in no field on purpose, a line for each reason."""
    shown: tuple[str, ...] = ()
    """What the importer decided that a person should see: the field mapping, the folders' pattern."""

    def tasks(self) -> Iterator[DraftTask]:
        """All tasks in order."""
        for section in self.sections:
            yield from section.tasks

    def clips(self) -> list[str]:
        """The clip or video of every place, as often as it is shown."""
        pieces = (piece for task in self.tasks() for row in task.rows() for piece in row.pieces())
        return [piece.plays for piece in pieces if piece.plays]

    def absent(self) -> list[str]:
        """The clips and videos whose files were not there to copy, each once."""
        copied = {name.split("/", 2)[-1] for name in self.files}
        return [name for name in dict.fromkeys(self.clips()) if name not in copied]

    def all_doubts(self) -> list[tuple[str, str]]:
        """Every doubt with the file it stands in."""
        notes = [
            ("catalogue", tuple(self.doubts.values())),
            *(("catalogue", (one.doubts,)) for one in self.models),
        ]
        for task in self.tasks():
            declared = (one.doubts for one in task.scores.values())
            notes.append((task.id, (*task.doubts.values(), *declared)))
            for row in task.rows():
                pieces = (piece.doubts for piece in row.pieces())
                notes.append((task.id, (*row.doubts.values(), *pieces)))
        return [(f"{name}.yaml", text) for name, several in notes for texts in several for text in texts]
