"""The files that a catalogue names: found, and looked at without decoding a clip.

Rule 1: a file is judged at every place that names it when it is missing, and once, where it is first named,
    when something is wrong with its content.
Rule 2: a name and a file on disk are the same where only the composition of their letters differs (NFC, NFD).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from soundcase.audio import films
from soundcase.audio.media.cache import key_of
from soundcase.audio.media.pool import MediaContext
from soundcase.audio.media.reading import is_url, joined, outage, remote_signature
from soundcase.audio.media.versions import tools
from soundcase.audio.pictures import picture_facts, unplayable, video_facts
from soundcase.audio.probe import FolderIndex, missing_fault
from soundcase.audio.probe.source import printable
from soundcase.catalogue.files import inside
from soundcase.catalogue.sources import clip_sources
from soundcase.catalogue.uses import FileUse, Uses
from soundcase.checks.linking import Linked, linked
from soundcase.checks.rules.context import SiteParts
from soundcase.facts import Picture, Video
from soundcase.model import SourcePath
from soundcase.problems.problem import Fault
from soundcase.project import Project
from soundcase.values import dataclass

_FETCH = "'build-site fetch' downloads it"
_NO_ANSWER = "Check the address, and that you may read there; then build again."


@dataclass(frozen=True, slots=True)
class ClipFile:
    """A clip as a file that was found, or is expected behind a URL."""

    location: str
    """A path or a URL."""
    content: str
    """SHA-256; empty where only reading it will tell."""
    signature: str
    """Of a clip behind a URL a text that changes when the clip does; empty where nobody can tell."""
    longest: float
    """Seconds that it may have: where one place allows more, it may be that long."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """A project's files by the names that the catalogue uses."""

    clips: Mapping[str, ClipFile]
    pictures: Mapping[str, tuple[Path, Picture]]
    videos: Mapping[str, tuple[Path, Video]]
    linked: Linked
    """What Markdown links to and shows."""
    audio_files: tuple[str, ...]
    """All files of the clips' folder as the catalogue would name them, sorted."""
    faults: tuple[tuple[SourcePath, Fault], ...]


def take_inventory(project: Project, parts: SiteParts, uses: Uses, context: MediaContext) -> Inventory:
    """Find every file that a catalogue names."""
    faults: list[tuple[SourcePath, Fault]] = []
    named = [use.file for use in uses.clips]
    listed: tuple[str, ...] = ()
    if context.audio:
        places = _elsewhere(named, context.audio, faults)
    else:
        found = _FolderFiles(named, project.audio, project.root)
        places = {name: str(path) for name, path in found.paths.items()}
        listed = found.listed()
        faults += _with_sources(uses, found)
    clips = _clip_files(uses, places, context)
    written = linked(project, parts.links, context.cache.digest)
    return Inventory(
        clips=clips,
        pictures=_pictures(project, (*uses.pictures, *written.pictures.values()), faults),
        linked=written,
        videos=_videos(project, uses.videos, faults, context),
        audio_files=listed,
        faults=tuple(faults),
    )


def _firsts(uses: Sequence[FileUse]) -> Sequence[FileUse]:
    """The first use of each file."""
    return list({use.name: use for use in reversed(uses)}.values())[::-1]


class _FolderFiles:
    """The files of one folder that some uses name, and what is wrong with the others."""

    def __init__(self, uses: Sequence[FileUse], folder: Path, root: Path) -> None:
        self.index = FolderIndex.of(folder)
        self.paths: dict[str, Path] = {}
        self.missing: list[tuple[FileUse, Fault]] = []
        self._uses, self._names = uses, frozenset(use.name for use in uses)
        self._taken: dict[tuple[str, str], frozenset[str]] = {}
        for use in uses:
            path = inside(folder, use.name, root=root)
            if isinstance(path, Fault):
                self.missing.append((use, path))
            elif on_disk := self.index.same(use.name):
                self.paths[use.name] = path if on_disk == use.name else folder / on_disk
            else:
                self.missing.append((use, missing_fault(self.index, use.name, self._others(use.owner))))

    def _others(self, owner: tuple[str, str]) -> frozenset[str]:
        """The names that somebody else uses and this one does not."""
        if owner not in self._taken:
            own = {use.name for use in self._uses if use.owner == owner}
            self._taken[owner] = frozenset(self._names - own)
        return self._taken[owner]

    def listed(self) -> tuple[str, ...]:
        """Every file of the folder, called as the catalogue calls it."""
        called = {self.index.same(name): name for name in self.paths}
        return tuple(sorted(called.get(name, name) for name in self.index.names))


def _elsewhere(uses: Sequence[FileUse], audio: str, faults: list[tuple[SourcePath, Fault]]) -> dict[str, str]:
    """The places of clips in another folder or behind a URL; none, and one fault, where no storage answers."""
    places = {use.name: joined(audio, use.name) for use in uses}
    why = outage(list(places.values())) if is_url(audio) else ""
    if not why:
        return places
    message = f"no clip can be read from '{audio.partition(':')[0]}' ({printable(why)})"
    faults.append((uses[0].origin, Fault("unreadable-file", message, _NO_ANSWER)))
    return {}


def _with_sources(uses: Uses, found: _FolderFiles) -> Iterator[tuple[SourcePath, Fault]]:
    """The faults of missing files, with the advice for clips that can be downloaded.

    Where a file is there under a name that differs only in case, the name is to be mended.
    """
    sources = clip_sources(uses.clips)[0] if found.missing else ()
    known = {unicodedata.normalize("NFC", source.name) for source in sources}
    for use, fault in found.missing:
        lost = fault.code == "missing-file" and unicodedata.normalize("NFC", use.name) in known
        yield use.origin, replace(fault, hint=_FETCH) if lost and not found.index.lookalike(use.name) else fault


def _clip_files(uses: Uses, places: Mapping[str, str], context: MediaContext) -> Mapping[str, ClipFile]:
    longest: dict[str, float] = {}
    for use in uses.clips:
        longest[use.name] = max(longest.get(use.name, 0.0), use.task.media.max_hours * 3600)
    files = {}
    for name, place in places.items():
        if is_url(place):
            signature = remote_signature(place)
            content = context.cache.known(place, signature)
        else:
            signature, content = "", _digest(Path(place), context)
        files[name] = ClipFile(place, content, signature, longest[name])
    return files


def _digest(path: Path, context: MediaContext) -> str:
    try:
        return context.cache.digest(path) if path.is_file() else ""
    except OSError:
        return ""


def _pictures(
    project: Project, uses: Sequence[FileUse], faults: list[tuple[SourcePath, Fault]]
) -> Mapping[str, tuple[Path, Picture]]:
    found = _FolderFiles(uses, project.images, project.root)
    faults.extend((use.origin, fault) for use, fault in found.missing)
    pictures: dict[str, tuple[Path, Picture]] = {}
    for use in _firsts([use for use in uses if use.name in found.paths]):
        picture, wrong = picture_facts(found.paths[use.name], Path(use.name).name)
        faults.extend((use.origin, fault) for fault in wrong)
        if picture:
            pictures[use.name] = found.paths[use.name], picture
    return pictures


def _videos(
    project: Project, uses: Sequence[FileUse], faults: list[tuple[SourcePath, Fault]], context: MediaContext
) -> Mapping[str, tuple[Path, Video]]:
    found = _FolderFiles(uses, project.video, project.root)
    faults.extend((use.origin, fault) for use, fault in found.missing)
    videos: dict[str, tuple[Path, Video]] = {}
    for use in _firsts([use for use in uses if use.name in found.paths]):
        video = _video(found.paths[use.name], Path(use.name).name, context)
        if isinstance(video, Fault):
            faults.append((use.origin, video))
        else:
            videos[use.name] = found.paths[use.name], video
    return videos


def _video(path: Path, name: str, context: MediaContext) -> Video | Fault:
    """The facts of a video; what decoding tells is kept by content."""
    found = video_facts(path, name)
    if isinstance(found, Fault):
        return found
    key = key_of(found.sha256, films.RECIPE, tools())
    film = films.parsed(context.cache.record(key))
    if film is None:
        film = films.watch(path)
        context.cache.keep_record(key, films.dumped(film))
    if film.refused:
        return unplayable(name, film.refused)
    return Video(*found, film.seconds, film.width, film.height, film.sounding, film.poster, film.loudness)
