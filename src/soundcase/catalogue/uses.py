"""The uses of files in a catalogue: every clip, picture and video with its place on the page."""

from __future__ import annotations

from typing import NamedTuple

from soundcase.model import Catalogue, ClipKey, Example, Media, SourcePath, Task
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class Use:
    """A clip as it appears in one place."""

    task: Task
    example: Example
    role: str
    model: str
    """The model whose output it is; empty for other roles."""
    media: Media
    name: str
    """The file, relative to its folder."""
    origin: SourcePath

    @property
    def key(self) -> ClipKey:
        """The clip as it is played in this place."""
        return ClipKey(self.name, self.media.channels)

    @property
    def file(self) -> FileUse:
        """The clip as a file."""
        return FileUse(self.name, self.origin, (self.role, self.model))


class FileUse(NamedTuple):
    """A file as it is named in one place."""

    name: str
    """Relative to the folder of its kind."""
    origin: SourcePath
    owner: tuple[str, str]
    """The role, and the model where it is an output."""
    alt: str = ""
    """What a picture shows, in words."""


@dataclass(frozen=True, slots=True)
class Uses:
    """Every file that a catalogue names, at all of its places, in page order."""

    clips: tuple[Use, ...]
    pictures: tuple[FileUse, ...]
    videos: tuple[FileUse, ...]
    files: tuple[FileUse, ...] = ()
    """Those to download."""


def uses_of(catalogue: Catalogue) -> Uses:
    """The uses of files in a catalogue; figures come before tasks."""
    clips: list[Use] = []
    pictures = [
        FileUse(figure.image, figure.origin.at("image"), ("figure", ""), figure.alt)
        for figure in catalogue.pictures
    ]
    videos: list[FileUse] = []
    files: list[FileUse] = []
    for task, example in catalogue.examples():
        own = (task.origin.at("defaults") if "files" in example.inherited else example.origin).at("files")
        files += (FileUse(one.file, own.at(number), ("files", "")) for number, one in enumerate(example.files))
        for role, model, media in example.media():
            owner = role, model
            if media.audio is not None:
                clips.append(Use(task, example, role, model, media, media.audio, media.origin.at("audio")))
            if media.image is not None:
                pictures.append(FileUse(media.image, media.origin.at("image"), owner, media.alt))
            if media.video is not None:
                videos.append(FileUse(media.video, media.origin.at("video"), owner))
    return Uses(tuple(clips), tuple(pictures), tuple(videos), tuple(files))
