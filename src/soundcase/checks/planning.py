"""From what is known of a project's files to the addresses they get on the site.

Rule: the same content under two names gets one address, that of the first.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePosixPath

from soundcase.audio.media.kept import Made
from soundcase.audio.signal.downmix import settled
from soundcase.checks.inventory import Inventory
from soundcase.checks.linking import LinkedFile
from soundcase.checks.survey import Survey
from soundcase.facts import Video
from soundcase.model import ClipKey
from soundcase.site.plan import (
    Plan,
    PlannedClip,
    PlannedEncode,
    PlannedFile,
    PlannedPicture,
    PlannedSpectrogram,
    PlannedVideo,
    content_url,
)


def draw(files: Inventory, found: Survey) -> Plan:
    """Where every file goes."""
    addresses = _Addresses({})
    return Plan(
        clips={key: _clip(key, found, addresses) for key in found.encodes if key.name in found.clips},
        pictures={
            name: PlannedPicture(name, addresses.of("images", name, one.sha256, one.suffix), one)
            for name, (_, one) in files.pictures.items()
        },
        files={link: _file(one, addresses) for link, one in files.linked.files.items()},
        shown={link: use.name for link, use in files.linked.pictures.items() if use.name in files.pictures},
        videos={name: _video(name, one, addresses) for name, (_, one) in files.videos.items()},
    )


class _Addresses:
    """The addresses given so far, by folder and content."""

    def __init__(self, given: dict[tuple[str, str], str]) -> None:
        self._given = given

    def of(self, folder: str, name: str, sha256: str, suffix: str) -> str:
        """The address of a content; the first name it is asked for decides."""
        address = content_url(folder, name, sha256=sha256, suffix=suffix)
        return self._given.setdefault((folder, sha256), address)


def _file(linked: LinkedFile, addresses: _Addresses) -> PlannedFile:
    path = PurePosixPath(linked.name)
    folder = path.parts[1] if path.parts[1] in ("audio", "video") else "files"
    url = addresses.of(folder, linked.name, linked.sha256, path.suffix.lower())
    return PlannedFile(linked.name, url, linked.size, linked.sha256)


def _clip(key: ClipKey, found: Survey, addresses: _Addresses) -> PlannedClip:
    name, facts, spectrogram = key.name, found.clips[key.name], found.spectrograms.get(key)
    url = addresses.of("audio", name, facts.sha256, facts.suffix)
    return PlannedClip(
        source=name,
        url=url,
        facts=facts,
        encodes=tuple(_encode(name, made, addresses) for made in found.encodes[key]),
        spectrogram=_spectrogram(name, *spectrogram, addresses) if spectrogram else None,
        mix=settled(key.channels, facts.channels, facts.layout),
    )


def _video(name: str, facts: Video, addresses: _Addresses) -> PlannedVideo:
    url = addresses.of("video", name, facts.sha256, facts.suffix)
    poster = addresses.of("posters", name, sha256(facts.poster).hexdigest(), ".webp") if facts.poster else ""
    return PlannedVideo(name, url, facts, poster)


def _encode(name: str, made: Made, addresses: _Addresses) -> PlannedEncode:
    url = addresses.of("audio", name, made.sha256, made.suffix)
    return PlannedEncode(url, made.mime, made.format, made.size, made.sha256, made.gain, made.sound)


def _spectrogram(name: str, top_hz: int, made: Made, addresses: _Addresses) -> PlannedSpectrogram:
    url = addresses.of("spectrograms", name, made.sha256, made.suffix)
    return PlannedSpectrogram(url, made.width, made.height, top_hz, made.size, made.sha256)
