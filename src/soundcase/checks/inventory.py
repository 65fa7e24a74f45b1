"""The files that a catalogue names: found, and looked at without decoding a clip.

Rule 1: a file is judged at every place that names it when it is missing, and once, where it is first named,
    when something is wrong with its content.
Rule 2: a name and a file on disk are the same where only the composition of their letters differs (NFC, NFD).
Rule 3: what headers promise is never a fact; it shows errors before the dear work begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from soundcase.audio import films
from soundcase.audio.media.cache import key_of
from soundcase.audio.media.kept import Shelf
from soundcase.audio.media.reading import is_url, joined, outage, stamp
from soundcase.audio.media.versions import tools
from soundcase.audio.media.workshop import Workshop
from soundcase.audio.pictures import picture_facts, unplayable, video_facts
from soundcase.audio.probe import FolderIndex, header_facts, missing_fault
from soundcase.audio.probe.source import printable
from soundcase.catalogue.files import inside
from soundcase.catalogue.sources import clip_sources
from soundcase.catalogue.uses import FileUse, file_uses
from soundcase.checks.linking import Linked, linked
from soundcase.checks.wishes import longest_seconds
from soundcase.facts import Facts, Picture, Video
from soundcase.model import Catalogue, Spot
from soundcase.problems.problem import Fault
from soundcase.project import Project

_FETCH = "'build-site fetch' downloads it"
_NO_ANSWER = "Check the address, and that you may read there; then build again."


@dataclass(frozen=True, slots=True)
class Inventory:
    """A project's files by the names that the catalogue uses."""

    clips: Mapping[str, str]
    """Where each clip lies: a path or a URL."""
    contents: Mapping[str, str]
    """SHA-256 of each clip; empty where only reading it will tell."""
    stamps: Mapping[str, str]
    """Of each clip behind a URL: a text that changes when the clip does."""
    promised: Mapping[str, Facts]
    """What is known of the clips before they are decoded; none unless it was asked for."""
    pictures: Mapping[str, tuple[Path, Picture]]
    videos: Mapping[str, tuple[Path, Video]]
    linked: Linked
    """What Markdown links to and shows."""
    audio_files: tuple[str, ...]
    """All files of the clips' folder as the catalogue would name them, sorted."""
    faults: tuple[tuple[Spot, Fault], ...]
    early: tuple[tuple[Spot, Fault], ...]
    """What headers show; decoding will tell it again, and better."""


def take(project: Project, catalogue: Catalogue, shop: Workshop, *, headers: bool) -> Inventory:
    """Find every file that the catalogue names; if `headers`, also look into those of new clips."""
    faults: list[tuple[Spot, Fault]] = []
    uses = list(file_uses(catalogue, "audio"))
    files: tuple[str, ...] = ()
    if shop.audio:
        clips = _elsewhere(uses, shop.audio, faults)
    else:
        found = _Found(uses, project.audio, project.root)
        clips = {name: str(path) for name, path in found.paths.items()}
        files = found.listed()
        faults += _with_sources(catalogue, found)
    stamps = {name: stamp(place) for name, place in clips.items() if is_url(place)}
    contents = {name: _content(place, stamps.get(name, ""), shop) for name, place in clips.items()}
    written = linked(project, catalogue, shop.cache.digest)
    promised, early = _promised(catalogue, clips, contents, shop) if headers else ({}, {})
    return Inventory(
        clips=clips,
        contents=contents,
        stamps=stamps,
        promised=promised,
        pictures=_pictures(project, catalogue, written, faults),
        linked=written,
        videos=_videos(project, catalogue, faults, shop),
        audio_files=files,
        faults=tuple(faults),
        early=tuple((use.spot, fault) for use in _firsts(uses) for fault in early.get(use.name, ())),
    )


def _firsts(uses: Sequence[FileUse]) -> Sequence[FileUse]:
    """The first use of each file."""
    return list({use.name: use for use in reversed(uses)}.values())[::-1]


class _Found:
    """The files of one folder that some uses name, and what is wrong with the others."""

    def __init__(self, uses: Sequence[FileUse], folder: Path, root: Path) -> None:
        self.index = FolderIndex.of(folder)
        self.paths: dict[str, Path] = {}
        self.missing: list[tuple[FileUse, Fault]] = []
        self._uses = uses
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
            self._taken[owner] = frozenset(self._owned - own)
        return self._taken[owner]

    @cached_property
    def _owned(self) -> frozenset[str]:
        return frozenset(use.name for use in self._uses)

    def listed(self) -> tuple[str, ...]:
        """Every file of the folder, called as the catalogue calls it."""
        called = {self.index.same(name): name for name in self.paths}
        return tuple(sorted(called.get(name, name) for name in self.index.names))


def _elsewhere(uses: Sequence[FileUse], audio: str, faults: list[tuple[Spot, Fault]]) -> dict[str, str]:
    """The places of clips in another folder or behind a URL; none, and one fault, where no storage answers."""
    places = {use.name: joined(audio, use.name) for use in uses}
    why = outage(list(places.values())) if is_url(audio) else ""
    if not why:
        return places
    message = f"no clip can be read from '{audio.partition(':')[0]}' ({printable(why)})"
    faults.append((uses[0].spot, Fault("unreadable-file", message, _NO_ANSWER)))
    return {}


def _with_sources(catalogue: Catalogue, found: _Found) -> Iterator[tuple[Spot, Fault]]:
    """What is missing, with what to do about clips that can be downloaded.

    Where a file is there under a name that differs only in case, the name is to be mended.
    """
    known = {source.name for source in clip_sources(catalogue)[0]} if found.missing else set()
    for use, fault in found.missing:
        lost = fault.code == "missing-file" and use.name in known
        yield use.spot, replace(fault, hint=_FETCH) if lost and not found.index.lookalike(use.name) else fault


def _content(place: str, seen: str, shop: Workshop) -> str:
    """The digest of a clip's content; empty where only reading it will tell. `seen` is the stamp of a URL."""
    if is_url(place):
        return shop.cache.known(place, seen) if seen else ""
    try:
        return shop.cache.digest(Path(place)) if Path(place).is_file() else ""
    except OSError:
        return ""


def _promised(
    catalogue: Catalogue, clips: Mapping[str, str], contents: Mapping[str, str], shop: Workshop
) -> tuple[dict[str, Facts], dict[str, tuple[Fault, ...]]]:
    """What is known of clips without decoding any; nothing where all of them were measured before."""
    shelves = {name: Shelf(shop.cache, contents[name], tools()) for name in clips if contents[name]}
    if all(shelf.is_probed() for shelf in shelves.values()):
        return {}, {}
    facts: dict[str, Facts] = {}
    faults: dict[str, tuple[Fault, ...]] = {}
    limits = longest_seconds(catalogue)
    for name, shelf in shelves.items():
        probed = shelf.probed()
        if probed is None and not is_url(clips[name]):
            probed = header_facts(Path(clips[name]), name, contents[name], longest=limits[name])
        if probed is not None:
            faults[name] = probed.faults
            facts |= {name: probed.facts} if probed.facts else {}
    return facts, faults


def _pictures(
    project: Project, catalogue: Catalogue, written: Linked, faults: list[tuple[Spot, Fault]]
) -> Mapping[str, tuple[Path, Picture]]:
    uses = [*file_uses(catalogue, "image"), *written.pictures.values()]
    found = _Found(uses, project.images, project.root)
    faults.extend((use.spot, fault) for use, fault in found.missing)
    pictures: dict[str, tuple[Path, Picture]] = {}
    for use in _firsts([use for use in uses if use.name in found.paths]):
        picture, wrong = picture_facts(found.paths[use.name], Path(use.name).name)
        faults.extend((use.spot, fault) for fault in wrong)
        if picture:
            pictures[use.name] = found.paths[use.name], picture
    return pictures


def _videos(
    project: Project, catalogue: Catalogue, faults: list[tuple[Spot, Fault]], shop: Workshop
) -> Mapping[str, tuple[Path, Video]]:
    uses = list(file_uses(catalogue, "video"))
    found = _Found(uses, project.video, project.root)
    faults.extend((use.spot, fault) for use, fault in found.missing)
    videos: dict[str, tuple[Path, Video]] = {}
    for use in _firsts([use for use in uses if use.name in found.paths]):
        video = _video(found.paths[use.name], Path(use.name).name, shop)
        if isinstance(video, Fault):
            faults.append((use.spot, video))
        else:
            videos[use.name] = found.paths[use.name], video
    return videos


def _video(path: Path, name: str, shop: Workshop) -> Video | Fault:
    """The facts of a video; what decoding tells is kept by content."""
    found = video_facts(path, name)
    if isinstance(found, Fault):
        return found
    key = key_of(found.sha256, films.RECIPE, tools())
    film = films.parsed(shop.cache.record(key))
    if film is None:
        film = films.watch(path)
        shop.cache.keep_record(key, films.dumped(film))
    if film.refused:
        return unplayable(name, film.refused)
    return Video(*found, film.seconds, film.width, film.height, film.sounding, film.poster)
