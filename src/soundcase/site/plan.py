"""The plan of a site: its files and their addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from soundcase.facts import Picture, PlayedClip, Video
from soundcase.model import ClipKey, Example
from soundcase.publishing.portable import DEVICES
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class PlannedPicture:
    """A picture and the address it gets."""

    source: str
    """Relative to `data/images/`."""
    url: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class PlannedVideo:
    """A video and the address it gets."""

    source: str
    """Relative to `data/video/`."""
    url: str
    facts: Video
    poster: str = ""
    """The address of its picture; empty where there is none."""


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file to download, and the address it gets."""

    source: str
    """Relative to the project."""
    url: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FilesShown:
    """The published files that some examples show, by what the catalogue calls them."""

    clips: Mapping[ClipKey, PlayedClip]
    urls: Mapping[str, str]
    """By SHA-256 the addresses of clips, and of what was made of them, relative to the site's root."""
    pictures: Mapping[str, PlannedPicture]
    videos: Mapping[str, PlannedVideo]
    attachments: Mapping[str, PlannedFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan(FilesShown):
    """Every published file by what the catalogue calls it."""

    files: Mapping[str, PlannedFile] = field(default_factory=dict)
    """By the links in Markdown that mean them, as written."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """By address the clips that files were made of, relative to `data/audio/`."""
    shown: Mapping[str, str] = field(default_factory=dict)
    """Pictures in Markdown, as written → their name in `pictures`."""


_ODD = re.compile(r"[^A-Za-z0-9_-]+")


def attached_to(
    examples: Iterable[Example], attachments: Mapping[str, PlannedFile]
) -> Mapping[str, PlannedFile]:
    """The files that these examples offer."""
    return {one.file: attachments[one.file] for example in examples for one in example.files}


def shown_by(examples: Sequence[Example], plan: FilesShown) -> FilesShown:
    """The part of a plan that these examples show."""
    media = [piece for example in examples for _, _, piece in example.media()]
    clips = {key: plan.clips[key] for piece in media if (key := piece.clip)}
    contents = (one.sha256 for clip in clips.values() for one in clip.published)
    return FilesShown(
        clips=clips,
        urls={sha256: plan.urls[sha256] for sha256 in contents},
        pictures={piece.image: plan.pictures[piece.image] for piece in media if piece.image},
        videos={piece.video: plan.videos[piece.video] for piece in media if piece.video},
        attachments=attached_to(examples, plan.attachments),
    )


def content_url(folder: str, source: str, *, sha256: str, suffix: str) -> str:
    """An address that changes when the content does, readable, ASCII, safe on any file system.

    None begins with `_`, which Jekyll leaves out, or is called as a device of Windows.
    """
    name = source.rpartition("/")[2]
    dot = name.rfind(".")
    plain = name[:dot] if 0 < dot < len(name) - 1 else name
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    stem = _ODD.sub("-", plain).strip("-").lstrip("_-")[:60] or folder
    if stem.lower() in DEVICES:
        stem = f"{folder}-{stem}"
    return f"{folder}/{stem}.{sha256[:10]}{suffix}"
