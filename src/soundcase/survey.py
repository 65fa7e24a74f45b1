"""What the files of a catalogue are: each is found, opened and measured once.

Rule: a file is judged at every place that names it when it is missing, and once, where it is first named,
when something is wrong with its content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from soundcase.catalogue.files import inside
from soundcase.catalogue.uses import clip_uses, picture_uses, video_uses
from soundcase.facts import Facts, Picture, Video
from soundcase.model import Catalogue, Spot
from soundcase.pictures import picture_facts, video_facts
from soundcase.probe import FolderIndex, Probed, missing_fault
from soundcase.probe import survey as probe_all
from soundcase.problems import Fault
from soundcase.project import Project

Named = Iterable[tuple[str, Spot]]


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that is known about a project's files, by the names the catalogue uses."""

    clips: Mapping[str, Facts]
    pictures: Mapping[str, Picture]
    videos: Mapping[str, Video]
    audio_files: tuple[str, ...]
    """All files of the clips' folder, relative to it, sorted."""
    faults: tuple[tuple[Spot, Fault], ...]


def survey(project: Project, catalogue: Catalogue, *, jobs: int) -> Survey:
    """Probe every file that the catalogue names, on `jobs` threads."""
    faults: list[tuple[Spot, Fault]] = []
    uses = [(use.name, use.spot) for use in clip_uses(catalogue)]
    index = FolderIndex.of(project.audio)
    found = dict(_existing(uses, project.audio, project.root, index, faults))
    probed = probe_all(found, jobs)
    faults.extend(_first(uses, probed))
    pictures = _pictures(project, catalogue, faults)
    videos = _videos(project, catalogue, faults)
    clips = {name: one.facts for name, one in probed.items() if one.facts}
    return Survey(clips, pictures, videos, tuple(sorted(index.names)), tuple(faults))


def _existing(
    named: Named, folder: Path, root: Path, index: FolderIndex, faults: list[tuple[Spot, Fault]]
) -> Iterator[tuple[str, Path]]:
    """The files that exist, by name; what is missing or leads elsewhere goes to `faults`."""
    for name, spot in named:
        path = inside(folder, name, root=root)
        if isinstance(path, Fault):
            faults.append((spot, path))
        elif name not in index.names:
            faults.append((spot, missing_fault(index, name)))
        else:
            yield name, path


def _first(named: Named, probed: Mapping[str, Probed]) -> Iterator[tuple[Spot, Fault]]:
    """What is wrong with each file, where it is first named."""
    told: set[str] = set()
    for name, spot in named:
        if name in probed and name not in told:
            told.add(name)
            for fault in probed[name].faults:
                yield spot, fault


def _pictures(
    project: Project, catalogue: Catalogue, faults: list[tuple[Spot, Fault]]
) -> Mapping[str, Picture]:
    pictures: dict[str, Picture] = {}
    named = [(name, spot) for name, _, spot in picture_uses(catalogue)]
    for name, path in _existing(named, project.images, project.root, FolderIndex.of(project.images), faults):
        if name not in pictures:
            picture, wrong = picture_facts(path)
            faults.extend((_spot_of(name, named), fault) for fault in wrong)
            if picture:
                pictures[name] = picture
    return pictures


def _videos(project: Project, catalogue: Catalogue, faults: list[tuple[Spot, Fault]]) -> Mapping[str, Video]:
    videos: dict[str, Video] = {}
    named = list(video_uses(catalogue))
    for name, path in _existing(named, project.video, project.root, FolderIndex.of(project.video), faults):
        if name not in videos:
            found = video_facts(path)
            if isinstance(found, Fault):
                faults.append((_spot_of(name, named), found))
            else:
                videos[name] = Video(*found)
    return videos


def _spot_of(name: str, named: Named) -> Spot:
    return next(spot for other, spot in named if other == name)
