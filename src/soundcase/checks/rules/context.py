"""The context that rules look at, and the findings that they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from soundcase.catalogue.uses import FileUse, Use, Uses
from soundcase.facts import Facts, Video
from soundcase.model import Catalogue, SourcePath


@dataclass(frozen=True, slots=True)
class RuleContext:
    """A catalogue and what is known about its files."""

    catalogue: Catalogue
    uses: Uses
    """The files that it names."""
    facts: Mapping[str, Facts]
    """Clips that could be read, by their name in the catalogue."""
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


def rows(context: RuleContext) -> Iterator[list[tuple[Use, Facts]]]:
    """For each example its clips that could be read."""
    for _, uses in groupby(context.uses.clips, key=lambda use: id(use.example)):
        if clips := [(use, context.facts[use.name]) for use in uses if use.name in context.facts]:
            yield clips
