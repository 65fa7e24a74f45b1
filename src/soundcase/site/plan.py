"""Which files the site will have, and under which addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from soundcase.facts import Facts, Picture, Sound, Video
from soundcase.model import ClipKey

_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]", re.IGNORECASE)
"""What some systems refuse as the name of a file, whatever follows a dot."""


@dataclass(frozen=True, slots=True)
class PlannedEncode:
    """A version of a clip, offered in place of the original."""

    url: str
    mime: str
    format: str
    """For people, e.g. `MP3`."""
    size: int
    """Bytes."""
    sha256: str
    gain: float = 0.0
    """dB by which it is louder than the clip: 0, or less where the clip goes beyond full scale."""
    sound: Sound | None = None
    """What is heard in it."""


@dataclass(frozen=True, slots=True)
class PlannedSpectrogram:
    """The picture of a clip's spectrum over time."""

    url: str
    width: int
    """Pixels."""
    height: int
    top_hz: int
    """The frequency at its upper edge, the same for all clips of a row."""
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PlannedClip:
    """A clip and the address it gets."""

    source: str
    """Relative to `data/audio/`."""
    url: str
    """Relative to the site's root, percent-encoding not needed."""
    facts: Facts
    encodes: tuple[PlannedEncode, ...] = ()
    """What the page plays: the first that a browser can. The original is then a download beside it, and it is
    what the page plays where there are none."""
    spectrogram: PlannedSpectrogram | None = None
    mix: str = ""
    """What is heard of its channels in the encodes, as `signal.downmix` names it; empty for all as they are."""

    @property
    def sound(self) -> Sound | None:
        """What is heard when the page plays it; None where nobody listened."""
        return self.encodes[0].sound if self.encodes else self.facts.sound


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
    """A file that Markdown links to, and the address it gets."""

    source: str
    """Relative to the project."""
    url: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Every published file by what the catalogue calls it."""

    clips: Mapping[ClipKey, PlannedClip]
    pictures: Mapping[str, PlannedPicture]
    videos: Mapping[str, PlannedVideo]
    files: Mapping[str, PlannedFile] = field(default_factory=dict)
    """By the links in Markdown that mean them, as written."""
    shown: Mapping[str, str] = field(default_factory=dict)
    """Pictures in Markdown, as written → their name in `pictures`."""


def content_url(folder: str, source: str, *, sha256: str, suffix: str) -> str:
    """An address that changes when the content does, readable, ASCII, safe on any file system.

    None begins with `_`, which Jekyll leaves out, or is called as a device of Windows.
    """
    plain = unicodedata.normalize("NFKD", PurePosixPath(source).stem).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", plain).strip("-").lstrip("_-")[:60] or folder
    if _DEVICE.fullmatch(stem):
        stem = f"{folder}-{stem}"
    return f"{folder}/{stem}.{sha256[:10]}{suffix}"
