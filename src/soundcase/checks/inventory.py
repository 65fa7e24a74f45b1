"""The files that a catalogue names: found, and looked at without decoding a clip.

Rule 1: a file is judged at every place that names it when it is missing, and once, where it is first named,
    when something is wrong with its content.
Rule 2: a name and a file on disk are the same where only the composition of their letters differs (NFC, NFD).
Rule 3: what headers promise is never a fact; it shows errors before the dear work begins.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from soundcase.audio import films
from soundcase.audio.media.cache import key_of
from soundcase.audio.media.pool import MediaContext
from soundcase.audio.media.reading import is_url, joined, outage, remote_signature
from soundcase.audio.media.versions import tools
from soundcase.audio.pictures import picture_facts, unplayable, video_facts
from soundcase.audio.probe import FolderIndex, missing_fault
from soundcase.audio.probe.source import open_source, printable, quoted, unreadable
from soundcase.audio.probe.verdict import unusable
from soundcase.catalogue.files import inside
from soundcase.catalogue.sources import clip_sources
from soundcase.catalogue.uses import FileUse, Uses
from soundcase.checks.linking import Linked, LinkedFile, is_offered, linked
from soundcase.checks.rules.context import TextLink
from soundcase.checks.slices import SlicedCatalogue
from soundcase.facts import Picture, Video
from soundcase.kept import KeptValues
from soundcase.model import SourcePath
from soundcase.problems.problem import Fault
from soundcase.project import Project
from soundcase.publishing.file_signatures import below
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
    files: Mapping[str, LinkedFile]
    """Those to download."""
    linked: Linked
    """What Markdown links to and shows."""
    audio_files: tuple[str, ...]
    """All files of the clips' folder as the catalogue would name them, sorted."""
    faults: tuple[tuple[SourcePath, Fault], ...]


def take_inventory(
    project: Project,
    links: Iterable[TextLink],
    sliced: SlicedCatalogue,
    context: MediaContext,
    kept: KeptValues,
) -> Inventory:
    """Find every file that a catalogue names, and those that the `links` of its texts lead to."""
    search = _Search(project, sliced, context, kept)
    clips, listed = search.clips()
    written = linked(project, links, context.cache.digest)
    return Inventory(
        clips=clips,
        pictures=search.pictures(tuple(written.pictures.values())),
        linked=written,
        videos=search.videos(),
        files=search.files(),
        audio_files=listed,
        faults=tuple(search.faults),
    )


def firsts(uses: Sequence[FileUse]) -> Sequence[FileUse]:
    """The first use of each file."""
    return list({use.name: use for use in reversed(uses)}.values())[::-1]


class _FolderFiles:
    """The files of one folder that somebody names, and those that are not there."""

    def __init__(self, names: Iterable[str], index: FolderIndex, root: Path) -> None:
        self.index, folder = index, index.folder
        self.paths: dict[str, str] = {}
        self.lost: dict[str, Fault | None] = {}
        """Why a name means no file; None where none is there."""
        self._names = frozenset(names)
        within = Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(root))
        for name in dict.fromkeys(names):
            if within and self.index.signatures.get(name):  # a file of the folder, and no link
                self.paths[name] = f"{folder}/{name}"
                continue
            path = inside(folder, name, root=root)
            if isinstance(path, Fault):
                self.lost[name] = path
            elif on_disk := self.index.same(name):
                self.paths[name] = str(path if on_disk == name else folder / on_disk)
            else:
                self.lost[name] = None

    def digest(self, name: str, context: MediaContext) -> str:
        """The SHA-256 of a file; empty where only reading it will tell."""
        path = self.paths[name]
        known = context.cache.known(path, self.index.signatures.get(name, ""))
        return known or _digest(Path(path), context)

    def faults(self, uses: Sequence[FileUse]) -> Iterator[tuple[FileUse, Fault]]:
        """The faults of names that mean no file, at each of the places that name them."""
        owned: dict[tuple[str, str], set[str]] = {}
        for use in uses if self.lost else ():
            owned.setdefault(use.owner, set()).add(use.name)
        for use in uses if self.lost else ():
            if use.name in self.lost:
                others = self._names - owned[use.owner]
                yield use, self.lost[use.name] or missing_fault(self.index, use.name, others)

    def listed(self) -> tuple[str, ...]:
        """Every file of the folder, called as the catalogue calls it."""
        called = {self.index.same(name): name for name in self.paths}
        return tuple(sorted(called.get(name, name) for name in self.index.names))


def _with_sources(uses: Uses, found: _FolderFiles) -> Iterator[tuple[SourcePath, Fault]]:
    """The faults of missing files, with the advice for clips that can be downloaded.

    Where a file is there under a name that differs only in case, the name is to be mended.
    """
    known = {unicodedata.normalize("NFC", source.name) for source in clip_sources(uses.clips)[0]}
    for use, fault in found.faults([use.file for use in uses.clips]):
        lost = fault.code == "missing-file" and unicodedata.normalize("NFC", use.name) in known
        yield use.origin, replace(fault, hint=_FETCH) if lost and not found.index.lookalike(use.name) else fault


def _digest(path: Path, context: MediaContext) -> str:
    try:
        return context.cache.digest(path) if path.is_file() else ""
    except OSError:
        return ""


class _Search:
    """The search for the files of a catalogue, and what is wrong with them."""

    def __init__(
        self, project: Project, sliced: SlicedCatalogue, context: MediaContext, kept: KeptValues
    ) -> None:
        self._project, self._sliced, self._context, self._kept = project, sliced, context, kept
        self.faults: list[tuple[SourcePath, Fault]] = []

    def _files(self, names: Iterable[str], folder: Path) -> _FolderFiles:
        """Files of a folder, which is walked where it was not just observed."""
        seen = self._context.seen
        files = None if seen is None else below(seen, self._project.relative(folder))
        index = FolderIndex.of(folder) if files is None else FolderIndex(folder, files)
        return _FolderFiles(names, index, self._project.root)

    def clips(self) -> tuple[Mapping[str, ClipFile], tuple[str, ...]]:
        """The clips, and all files of their folder."""
        longest: dict[str, float] = {}
        for task, key in self._sliced.clips():
            longest[key.name] = max(longest.get(key.name, 0.0), task.media.max_hours * 3600)
        if self._context.audio:
            return self._elsewhere(longest, self._context.audio), ()
        found = self._files(longest, self._project.audio)
        clips = {
            name: ClipFile(path, found.digest(name, self._context), "", longest[name])
            for name, path in found.paths.items()
        }
        if found.lost:
            self.faults += _with_sources(self._sliced.uses(), found)
        return clips, found.listed()

    def _elsewhere(self, longest: Mapping[str, float], folder: str) -> Mapping[str, ClipFile]:
        """The clips in another folder or behind a URL; none, and one fault, where no storage answers."""
        places = {name: joined(folder, name) for name in longest}
        why = outage(list(places.values())) if is_url(folder) else ""
        if why:
            message = f"no clip can be read from '{folder.partition(':')[0]}' ({printable(why)})"
            first = self._sliced.uses().clips[0]
            self.faults.append((first.origin, Fault("unreadable-file", message, _NO_ANSWER)))
            return {}
        files = {}
        for name, place in places.items():
            signature = remote_signature(place) if is_url(place) else ""
            content = self._context.cache.known(place, signature)
            if not is_url(place):
                content = _digest(Path(place), self._context)
            files[name] = ClipFile(place, content, signature, longest[name])
        return files

    def pictures(self, written: Sequence[FileUse]) -> Mapping[str, tuple[Path, Picture]]:
        """The pictures, those that Markdown shows included."""
        names = (*self._sliced.names("pictures"), *(use.name for use in written))
        found = self._files(names, self._project.images)
        pictures: dict[str, tuple[Path, Picture]] = {}
        wrong: dict[str, tuple[Fault, ...]] = {}
        for name, path in found.paths.items():
            inputs = Path(name).name, found.digest(name, self._context)
            make = partial(picture_facts, Path(path), inputs[0])
            picture, wrong[name] = self._kept.value("picture", inputs, make) if inputs[1] else make()
            if picture:
                pictures[name] = Path(path), picture
        if found.lost or any(wrong.values()):
            uses = (*self._sliced.uses().pictures, *written)
            self.faults += ((use.origin, fault) for use, fault in found.faults(uses))
            self.faults += ((use.origin, fault) for use in firsts(uses) for fault in wrong.get(use.name, ()))
        return pictures

    def videos(self) -> Mapping[str, tuple[Path, Video]]:
        """The videos."""
        found = self._files(self._sliced.names("videos"), self._project.video)
        videos: dict[str, tuple[Path, Video]] = {}
        wrong: dict[str, Fault] = {}
        for name, path in found.paths.items():
            inputs = Path(name).name, found.digest(name, self._context), tools()
            make = partial(_video, Path(path), inputs[0], self._context)
            video = self._kept.value("video", inputs, make) if inputs[1] else make()
            if isinstance(video, Fault):
                wrong[name] = video
            else:
                videos[name] = Path(path), video
        if found.lost or wrong:
            uses = self._sliced.uses().videos
            self.faults += ((use.origin, fault) for use, fault in found.faults(uses))
            self.faults += ((use.origin, wrong[use.name]) for use in firsts(uses) if use.name in wrong)
        return videos

    def files(self) -> Mapping[str, LinkedFile]:
        """The files to download."""
        found = self._files(self._sliced.names("files"), self._project.files)
        files: dict[str, LinkedFile] = {}
        wrong: dict[str, Fault] = {}
        for name, path in found.paths.items():
            digest = found.digest(name, self._context)
            make = partial(_attachment, Path(path), name)
            size = self._kept.value("attachment", (name, digest), make) if digest else make()
            if isinstance(size, Fault):
                wrong[name] = size
            else:
                files[name] = LinkedFile(Path(path), f"data/files/{name}", size, digest)
        if found.lost or wrong:
            uses = self._sliced.uses().files
            self.faults += ((use.origin, fault) for use, fault in found.faults(uses))
            self.faults += ((use.origin, wrong[use.name]) for use in firsts(uses) if use.name in wrong)
        return files


def _attachment(path: Path, name: str) -> int | Fault:
    """The bytes of a file to download, or why it is none."""
    if not is_offered(name):
        text = f"{quoted(name)} is of a kind that is not offered for download"
        return Fault(
            "not-a-download",
            text,
            "Browsers run pages and scripts: pack it as .zip (MusicXML: call it .musicxml).",
        )
    try:
        source = open_source(path, name)
        if isinstance(source, Fault):
            return source
        with source:
            return unusable(source, name, "empty-file", "Export or copy it again.") or source.size
    except OSError as error:
        return unreadable(error, name)


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
