"""Every text of a catalogue with the place where it was written, and how the page shows it.

Rule: a field of text that `model` gets has to be named here, or in `SILENT` (a test).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from soundcase.model import Catalogue, Prompt, Spot, Task

Kind = Literal["markdown", "words", "exact"]
"""Markdown; authors' words, with formulas and readings; or what is shown and compared to the letter."""

MARKDOWN: Mapping[str, str] = {
    "Catalogue": "description notice abstract license",
    "Section": "description",
    "Task": "description",
    "Model": "description",
    "Figure": "caption",
    "Example": "note",
    "Media": "note",
}
WORDS: Mapping[str, str] = {
    "Catalogue": "title subtitle",
    "Section": "title",
    "Task": "title prompt selection",
    "Model": "name group meta",
    "Author": "name affiliations",
    "Link": "label",
    "Example": "title group tags prompt text prompt_text",
    "Turn": "speaker prompt text",
    "Media": "label alt",
    "Figure": "alt",
}
EXACT: Mapping[str, str] = {"Example": "labels", "Media": "text labels", "Score": "name unit"}
_TABLES: tuple[tuple[Kind, Mapping[str, str]], ...] = (
    ("markdown", MARKDOWN),
    ("words", WORDS),
    ("exact", EXACT),
)
_KINDS: Mapping[tuple[str, str], Kind] = {
    (owner, name): kind for kind, table in _TABLES for owner, names in table.items() for name in names.split()
}
"""Class and field → kind."""
SILENT: Mapping[str, str] = {
    "Catalogue": "language citation url pages",
    "Task": "id output layout tags sync label_match text_match language models",
    "Model": "id url",
    "Author": "url orcid",
    "Link": "url",
    "Score": "better measure",
    "Figure": "image url",
    "Example": "id language inherited",
    "Media": "audio image video url sha256 language channels",
}
"""What is no text for readers, or has rules of its own."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it was written."""

    spot: Spot
    text: str
    kind: Kind
    field: str


def texts(catalogue: Catalogue) -> Iterator[Written]:
    """Every text, in the order of the page; what examples share is written once."""
    main = main_spot(catalogue)
    seen: set[Spot] = set()
    for one in _in(catalogue, main, main):
        if one.spot not in seen:
            seen.add(one.spot)
            yield one


def main_spot(catalogue: Catalogue) -> Spot:
    """Where the keys of the catalogue itself stand."""
    spots = (*(one.spot for one in catalogue.sections), *(one.spot for one in catalogue.models.values()))
    return Spot(spots[0].path) if spots else Spot("")


def markdown_texts(catalogue: Catalogue) -> Iterator[Written]:
    """The texts that are Markdown."""
    return (one for one in texts(catalogue) if one.kind == "markdown")


def _in(value: object, spot: Spot, task: Spot) -> Iterator[Written]:
    """The texts of a value and of all that it holds; `task` is where the defaults of its examples stand."""
    assert dataclasses.is_dataclass(value)
    own: Spot = getattr(value, "spot", spot)
    task = own if isinstance(value, Task) else task
    inherited: frozenset[str] = getattr(value, "inherited", frozenset())
    for field in dataclasses.fields(value):
        given = getattr(value, field.name)
        at = task.at("defaults", field.name) if field.name in inherited else own.at(field.name)
        kind = _KINDS.get((type(value).__name__, field.name))
        for where, one in _values(given, at):
            if isinstance(one, str):
                if kind and one:
                    yield Written(where, one, kind, field.name)
            elif dataclasses.is_dataclass(one) and not isinstance(one, type):
                yield from _in(one, where, task)


def _values(given: object, at: Spot) -> Iterator[tuple[Spot, object]]:
    """What a field holds, one by one."""
    if isinstance(given, Prompt):
        if given.shared is not None:
            yield at, given.shared
        given = given.per_model
    if isinstance(given, Mapping):
        for key, one in given.items():
            yield from _values(one, at.at(key))
    elif isinstance(given, tuple):
        for number, one in enumerate(given):
            yield from _values(one, at.at(number))
    elif not isinstance(given, Spot):
        yield at, given
