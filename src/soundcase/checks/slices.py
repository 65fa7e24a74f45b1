"""A catalogue in slices: consecutive examples of a task that stand on one page, and the files that they name.

Rule: a slice's examples are read only by what has to be done anew for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Literal

from soundcase.catalogue.examples import examples_between
from soundcase.catalogue.texts import example_texts
from soundcase.catalogue.uses import Uses, uses_of
from soundcase.kept import KeptValues
from soundcase.model import Catalogue, ClipKey, Example, SourcePath, Task
from soundcase.values import dataclass

_EXAMPLE_BYTES, _PIECE_BYTES, _CLIP_BYTES = 400, 250, 1800
"""Of the markup around each, as measured on pages of all layouts: right within a quarter."""


@dataclass(frozen=True, slots=True)
class NamedFiles:
    """The files that a part of a catalogue names, each once, in page order."""

    clips: tuple[ClipKey, ...] = ()
    pictures: tuple[str, ...] = ()
    videos: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    bytes: int = 0
    """What the examples take on a page, about."""


@dataclass(frozen=True, slots=True)
class CatalogueSlice:
    """Consecutive examples of a task."""

    task: Task
    examples: Sequence[Example]
    """At least one."""
    files: NamedFiles


@dataclass(frozen=True, slots=True)
class SlicedCatalogue:
    """A catalogue with the files that it names."""

    catalogue: Catalogue
    slices: tuple[CatalogueSlice, ...]
    """In page order."""

    def clips(self) -> Iterator[tuple[Task, ClipKey]]:
        """Every clip as it is played, in page order, with the task that plays it; some more than once."""
        return ((one.task, key) for one in self.slices for key in one.files.clips)

    def names(self, kind: Literal["pictures", "videos", "files"]) -> tuple[str, ...]:
        """Every picture, video or file to download that is named, in page order."""
        figures = (figure.image for figure in self.catalogue.pictures if kind == "pictures")
        named = (name for part in self.slices for name in getattr(part.files, kind))
        return tuple(dict.fromkeys((*figures, *named)))

    def uses(self) -> Uses:
        """Every use of a file at all of its places; this reads all examples."""
        return uses_of(self.catalogue)


def sliced(catalogue: Catalogue, kept: KeptValues) -> SlicedCatalogue:
    """The slices of a catalogue, cut where its pages are."""
    size = catalogue.per_page
    parts = [
        (task, examples_between(task.examples, start, start + size))
        for task in catalogue.tasks()
        for start in range(0, len(task.examples), size)
    ]
    return SlicedCatalogue(
        catalogue,
        tuple(
            CatalogueSlice(task, part, kept.value("files", part, partial(_named, part))) for task, part in parts
        ),
    )


def _named(examples: Sequence[Example]) -> NamedFiles:
    media = [piece for example in examples for _, _, piece in example.media()]
    words = sum(len(text.text.encode()) for text in example_texts(SourcePath(""), examples))
    sounding = sum(piece.audio is not None or piece.video is not None for piece in media)
    return NamedFiles(
        clips=tuple(dict.fromkeys(piece.clip for piece in media if piece.clip)),
        pictures=tuple(dict.fromkeys(piece.image for piece in media if piece.image is not None)),
        videos=tuple(dict.fromkeys(piece.video for piece in media if piece.video is not None)),
        files=tuple(dict.fromkeys(one.file for example in examples for one in example.files)),
        bytes=words + _EXAMPLE_BYTES * len(examples) + _PIECE_BYTES * len(media) + _CLIP_BYTES * sounding,
    )
