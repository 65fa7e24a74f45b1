"""The plan of a site's files: their addresses, and where each comes from.

Rule: the same content under two names gets one address, that of the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePosixPath

from soundcase.audio.media.reading import is_url, readable
from soundcase.checks.inventory import Inventory
from soundcase.checks.linking import LinkedFile
from soundcase.facts import Artifact, Facts, Picture, PlayedClip, Video
from soundcase.model import ClipKey
from soundcase.publishing.placement import Copy, Payload
from soundcase.site.plan import Plan, PlannedFile, PlannedPicture, PlannedVideo, content_url


def plan_files(files: Inventory, clips: Mapping[ClipKey, PlayedClip]) -> tuple[Plan, Mapping[str, Payload]]:
    """The plan, and every file that it names by its address."""
    addresses = _Addresses()
    urls: dict[str, str] = {}
    for clip in clips.values():
        location = files.clips[clip.source].location
        original = _copy(location, clip.facts)
        if is_url(location):  # it comes only when it has to be written
            original = replace(original, source=Path(clip.source), fetch=partial(readable, location))
        urls[clip.facts.sha256] = addresses.give("audio", clip.source, clip.facts.suffix, original)
        for made in clip.encodes:
            urls[made.sha256] = addresses.give("audio", clip.source, made.suffix, _copy(made.path, made))
        if drawn := clip.spectrogram:
            url = addresses.give("spectrograms", clip.source, drawn.suffix, _copy(drawn.path, drawn))
            urls[drawn.sha256] = url
    pictures = {
        name: PlannedPicture(name, addresses.give("images", name, one.suffix, _copy(path, one)), one)
        for name, (path, one) in files.pictures.items()
    }
    linked = {link: _linked(one, addresses) for link, one in files.linked.files.items()}
    videos = {}
    for name, (path, film) in files.videos.items():
        url = addresses.give("video", name, film.suffix, _copy(path, film))
        poster = addresses.give("posters", name, ".webp", film.poster) if film.poster else ""
        videos[name] = PlannedVideo(name, url, film, poster)
    plan = Plan(
        clips=clips,
        urls=urls,
        pictures=pictures,
        files=linked,
        shown={link: use.name for link, use in files.linked.pictures.items() if use.name in pictures},
        videos=videos,
    )
    return plan, addresses.payloads


class _Addresses:
    """The addresses given so far, by folder and content."""

    def __init__(self) -> None:
        self.payloads: dict[str, Payload] = {}
        self._given: dict[tuple[str, str], str] = {}

    def give(self, folder: str, name: str, suffix: str, payload: Payload) -> str:
        """The address of a content; the first name that it is asked for decides."""
        digest = sha256(payload).hexdigest() if isinstance(payload, bytes) else payload.sha256
        address = content_url(folder, name, sha256=digest, suffix=suffix)
        address = self._given.setdefault((folder, digest), address)
        self.payloads.setdefault(address, payload)
        return address


def _copy(path: str | Path, one: Artifact | Facts | LinkedFile | Picture | Video) -> Copy:
    return Copy(Path(path), one.sha256, one.size)


def _linked(linked: LinkedFile, addresses: _Addresses) -> PlannedFile:
    path = PurePosixPath(linked.name)
    folder = path.parts[1] if path.parts[1] in ("audio", "video") else "files"
    url = addresses.give(folder, linked.name, path.suffix.lower(), _copy(linked.path, linked))
    return PlannedFile(linked.name, url, linked.size, linked.sha256)
