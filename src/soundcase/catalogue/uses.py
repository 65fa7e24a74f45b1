"""Where the catalogue uses files: every clip, picture and video with its place on the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from soundcase.model import Catalogue, ClipKey, Example, Media, Spot, Task


@dataclass(frozen=True, slots=True)
class Use:
    """One clip as it appears in one place."""

    task: Task
    example: Example
    role: str
    model: str
    """The model whose output it is; empty for other roles."""
    media: Media
    name: str
    """The file, relative to its folder."""
    spot: Spot

    @property
    def key(self) -> ClipKey:
        """The clip as it is played in this place."""
        return ClipKey(self.name, self.media.channels)


class FileUse(NamedTuple):
    """A file as it is named in one place."""

    name: str
    """Relative to the folder of its kind."""
    spot: Spot
    owner: tuple[str, str]
    """The role, and the model where it is an output."""


def clip_uses(catalogue: Catalogue) -> Iterator[Use]:
    """Every clip, in page order."""
    for task in catalogue.tasks():
        for example in task.examples:
            yield from example_clips(task, example)


def example_clips(task: Task, example: Example) -> Iterator[Use]:
    """The clips of one example."""
    for role, model, media in example.media():
        if media.audio is not None:
            yield Use(task, example, role, model, media, media.audio, media.spot.at("audio"))


def picture_uses(catalogue: Catalogue) -> Iterator[tuple[str, str, Spot]]:
    """Every picture: its name, its alternative text, and where it is named."""
    for figure in catalogue.figures:
        yield figure.image, figure.alt, figure.spot.at("image")
    for media in _all_media(catalogue):
        if media.image is not None:
            yield media.image, media.alt, media.spot.at("image")


def video_uses(catalogue: Catalogue) -> Iterator[tuple[str, Spot]]:
    """Every video: its name, and where it is named."""
    for use in file_uses(catalogue, "video"):
        yield use.name, use.spot


def file_uses(catalogue: Catalogue, what: Literal["audio", "image", "video"]) -> Iterator[FileUse]:
    """Every file of one kind, in page order."""
    if what == "image":
        for figure in catalogue.figures:
            yield FileUse(figure.image, figure.spot.at("image"), ("figure", ""))
    for task in catalogue.tasks():
        for example in task.examples:
            for role, model, media in example.media():
                name: str | None = getattr(media, what)
                if name is not None:
                    yield FileUse(name, media.spot.at(what), (role, model))


def _all_media(catalogue: Catalogue) -> Iterator[Media]:
    for task in catalogue.tasks():
        for example in task.examples:
            for _, _, media in example.media():
                yield media
