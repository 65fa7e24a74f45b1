"""What the files of a catalogue are: each is found, opened and measured once.

Rule: a file is judged at every place that names it when it is missing, and once, where it is first named,
when something is wrong with its content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from soundcase.catalogue.files import inside
from soundcase.catalogue.sources import clip_sources
from soundcase.catalogue.uses import clip_uses, picture_uses, video_uses
from soundcase.facts import Facts, Picture, Video
from soundcase.media.derive import Derived, derive
from soundcase.media.job import Job, Wish
from soundcase.media.kept import Made, Shelf
from soundcase.media.reading import is_url, joined, outage, readable, stamp
from soundcase.media.versions import tools
from soundcase.media.workshop import Workshop
from soundcase.model import Catalogue, ClipKey, Spot
from soundcase.pictures import picture_facts, video_facts
from soundcase.probe import FolderIndex, missing_fault, rate_of
from soundcase.probe.source import printable
from soundcase.problems import Fault
from soundcase.project import Project
from soundcase.wishes import shown_as_spectrograms, wishes

Named = Iterable[tuple[str, Spot]]
_FETCH = "'build-site fetch' downloads it"
_NO_ANSWER = "Check the address, and that you may read there; then build again."
_ORIGINAL = "the page offers the original, which some browsers may not play"
_OTHERS = "the page offers the other versions"


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that is known about a project's files, by the names the catalogue uses."""

    clips: Mapping[str, Facts]
    pictures: Mapping[str, Picture]
    videos: Mapping[str, Video]
    encodes: Mapping[ClipKey, tuple[Made, ...]]
    """Of each clip that could be read, the versions to offer in its place, in the order of preference."""
    spectrograms: Mapping[ClipKey, tuple[int, Made]]
    """With the frequency (Hz) at the upper edge."""
    audio_files: tuple[str, ...]
    """All files of the clips' folder, relative to it, sorted."""
    faults: tuple[tuple[Spot, Fault], ...]


def survey(project: Project, catalogue: Catalogue, shop: Workshop, *, making: bool) -> Survey:
    """Measure every file that the catalogue names; if `making`, also make what it wishes for.

    Raises DerivationError, and OSError where no disk has room.
    """
    faults: list[tuple[Spot, Fault]] = []
    uses = [(use.name, use.spot) for use in clip_uses(catalogue)]
    index = FolderIndex.of(project.audio)
    if shop.audio:
        places = _elsewhere(uses, shop.audio, faults)
    else:
        found = _existing(uses, project.audio, project.root, index, faults)
        places = {name: str(path) for name, path in found}
        if faults:
            faults = list(_with_sources(catalogue, index, faults))
    stamps = {name: stamp(place) for name, place in places.items() if is_url(place)}
    contents = {name: _content(place, stamps.get(name, ""), shop) for name, place in places.items()}
    wanted = wishes(catalogue, _rates(catalogue, places, contents, shop)) if making else {}
    keys = dict.fromkeys(use.key for use in clip_uses(catalogue))
    asked = {name: tuple(wish for key, wish in wanted.items() if key.name == name) for name in places}
    jobs = [Job(name, place, contents[name], asked[name]) for name, place in places.items()]
    derived = derive(
        jobs, shop.cache, shop.executor, at_once=shop.at_once, apart=shop.apart, on_done=shop.on_done
    )
    for name, seen in stamps.items():
        facts = derived[name].probed.facts
        if seen and facts:
            shop.cache.learn(places[name], seen, facts.sha256)
    faults.extend(_first(uses, derived))
    return Survey(
        clips={name: one.probed.facts for name, one in derived.items() if one.probed.facts},
        pictures=_pictures(project, catalogue, faults),
        videos=_videos(project, catalogue, faults),
        encodes={key: _encodes(key, derived[key.name], wanted) for key in keys if key.name in derived},
        spectrograms=dict(_spectrograms(derived, wanted)),
        audio_files=() if shop.audio else tuple(sorted(index.names)),
        faults=tuple(faults),
    )


def _encodes(key: ClipKey, derived: Derived, wanted: Mapping[ClipKey, Wish]) -> tuple[Made, ...]:
    return derived.encodes.get(wanted[key], ()) if key in wanted else ()


def _spectrograms(
    derived: Mapping[str, Derived], wanted: Mapping[ClipKey, Wish]
) -> Iterator[tuple[ClipKey, tuple[int, Made]]]:
    for key, wish in wanted.items():
        made = derived[key.name].spectrograms.get(wish) if key.name in derived else None
        if made and wish.spectrogram_top_hz:
            yield key, (wish.spectrogram_top_hz, made)


def _rates(
    catalogue: Catalogue, places: Mapping[str, str], contents: Mapping[str, str], shop: Workshop
) -> Mapping[str, int]:
    """Hz of the clips shown as spectrograms; a clip behind a URL is fetched for it once."""
    rates: dict[str, int] = {}
    for name in sorted(shown_as_spectrograms(catalogue) & places.keys()):
        shelf = Shelf(shop.cache, contents[name], tools()) if is_url(places[name]) and contents[name] else None
        rate = shelf.rate() if shelf else None
        if rate is None:
            rate = _rate(places[name])
            if shelf and rate:
                shelf.keep_rate(rate)
        if rate:
            rates[name] = rate
    return rates


def _rate(place: str) -> int | None:
    """None also where there is nothing to be read, which deriving tells at its place."""
    try:
        with readable(place) as path:
            return rate_of(path)
    except OSError:
        return None


def _content(place: str, seen: str, shop: Workshop) -> str:
    """The digest of a clip's content; empty where only reading it will tell. `seen` is the stamp of a URL."""
    if is_url(place):
        return shop.cache.known(place, seen) if seen else ""
    try:
        return shop.cache.digest(Path(place)) if Path(place).is_file() else ""
    except OSError:
        return ""


def _elsewhere(named: Named, audio: str, faults: list[tuple[Spot, Fault]]) -> Mapping[str, str]:
    """The places of clips in another folder or behind a URL; none, and one fault, where no storage answers."""
    spots = dict(named)
    places = {name: joined(audio, name) for name in spots}
    why = outage(list(places.values())) if is_url(audio) else ""
    if not why:
        return places
    message = f"no clip can be read from '{audio.partition(':')[0]}' ({printable(why)})"
    faults.append((_spot_of(next(iter(spots)), named), Fault("unreadable-file", message, _NO_ANSWER)))
    return {}


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


def _with_sources(
    catalogue: Catalogue, index: FolderIndex, missing: Iterable[tuple[Spot, Fault]]
) -> Iterator[tuple[Spot, Fault]]:
    """What is missing, with what to do about clips that can be downloaded.

    Where a file is there under a name that differs only in case, the name is to be mended.
    """
    spots = {use.spot: use.name for use in clip_uses(catalogue)}
    known = {source.name for source in clip_sources(catalogue)[0]}
    for spot, fault in missing:
        name = spots[spot]
        fetchable = fault.code == "missing-file" and name in known and not index.lookalike(name)
        yield spot, replace(fault, hint=_FETCH) if fetchable else fault


def _first(named: Named, derived: Mapping[str, Derived]) -> Iterator[tuple[Spot, Fault]]:
    """What is wrong with each file, where it is first named.

    A format that browsers do not play is no problem: the page offers a version that they do.
    """
    told: set[str] = set()
    for name, spot in named:
        if name in derived and name not in told:
            told.add(name)
            for fault in derived[name].probed.faults:
                if fault.code != "not-web-playable":
                    yield spot, fault
            yield from ((spot, fault) for fault in _not_made(name, derived[name]))


def _not_made(name: str, derived: Derived) -> Iterator[Fault]:
    hint = _OTHERS if any(derived.encodes.values()) else _ORIGINAL
    for failures in derived.failures.values():
        for form, why in failures.items():
            yield Fault("not-encoded", f"no {form} version of '{name}' could be made: {why}", hint)


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
