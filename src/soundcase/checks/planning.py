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
from soundcase.checks.slices import SlicedCatalogue
from soundcase.checks.survey import ClipRecord, MadeFile, Survey
from soundcase.facts import Picture, Video
from soundcase.kept import KeptValues, digest_of
from soundcase.publishing.placement import Copy, Made, Payload
from soundcase.publishing.publish import Site
from soundcase.site.pages import ExampleNames, Listing, names_of
from soundcase.site.paging import FIRST, paged
from soundcase.site.plan import Plan, PlannedFile, PlannedPicture, PlannedVideo, content_url
from soundcase.site.views.task_files import archive_url


def plan_files(files: Inventory, survey: Survey) -> tuple[Plan, Mapping[str, Payload]]:
    """The plan, and every file that it names by its address."""
    addresses = _Addresses()
    urls: dict[str, str] = {}
    sources: dict[str, str] = {}
    for key, (clip, made) in survey.played().items():
        location = files.clips[key.name].location
        original = _copy(location, clip)
        if is_url(location):  # it comes only when it has to be written
            original = replace(original, source=key.name, fetch=partial(readable, location))
        if not made.alone:
            urls[clip.sha256] = addresses.give("audio", key.name, clip.suffix, original)
        for one in made.files:
            urls[one.sha256] = addresses.give(one.folder, key.name, one.suffix, _copy(one.path, one))
        published = (*(() if made.alone else (clip.sha256,)), *(file.sha256 for file in made.files))
        sources |= {urls[one]: key.name for one in published}
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
        clips=survey.clips,
        urls=urls,
        pictures=pictures,
        files=linked,
        shown={link: use.name for link, use in files.linked.pictures.items() if use.name in pictures},
        videos=videos,
        attachments={name: _linked(one, addresses) for name, one in files.files.items()},
        sources=sources,
    )
    return plan, addresses.payloads


def site_listing(slices: SlicedCatalogue, survey: Survey, plan: Plan, kept: KeptValues) -> Listing:
    """The examples of a site by their names, and by digests of all that their pages show of them."""
    names: dict[str, ExampleNames] = {task.id: ExampleNames((), ()) for task in slices.catalogue.tasks()}
    digests: dict[tuple[str, int], bytes] = {}
    for one, clips in zip(slices.slices, survey.slices, strict=True):
        task, before = one.task.id, names[one.task.id]
        found = kept.value("names", one.examples, partial(names_of, one.examples))
        shown = (
            one.examples,
            clips.clips,
            [plan.urls.get(record.sha256) for record in clips.records],
            [plan.urls[file.sha256] for made in clips.made for file in made.files],
            [plan.pictures.get(name) for name in one.files.pictures],
            [plan.videos.get(name) for name in one.files.videos],
            [plan.attachments.get(name) for name in one.files.files],
        )
        digests[task, len(before.ids)] = digest_of(shown)
        names[task] = before + found
    return Listing(names, lambda page_slice: digests.get((page_slice.task.id, page_slice.start), b""))


_FRAME_BYTES = 8000
"""Of a page without examples, about."""


def expected_site(slices: SlicedCatalogue, plan: Plan, assets: Mapping[str, Payload]) -> Site:
    """A site that is not made: its pages have about the sizes that they would have."""
    pages = dict.fromkeys((spec.url for spec in paged(slices.catalogue).pages), _FRAME_BYTES)
    shown: dict[str, list[str]] = {url: [] for url in pages}
    starts: dict[str, int] = {}
    where = {
        (one.task.id, one.start): one.url
        for several in paged(slices.catalogue).slices.values()
        for one in several
    }
    for one in slices.slices:
        start = starts.get(one.task.id, 0)
        starts[one.task.id] = start + len(one.examples)
        url = where[one.task.id, start]
        pages[url] += one.files.bytes
        pictures = (plan.pictures[name].url for name in one.files.pictures if name in plan.pictures)
        posters = (plan.videos[name].poster for name in one.files.videos if name in plan.videos)
        shown[url] += [*pictures, *posters]
    shown[FIRST] += [
        plan.pictures[one.image].url for one in slices.catalogue.pictures if one.image in plan.pictures
    ]
    if len(pages) == 1:  # what Markdown shows may stand on any of several
        shown[FIRST] += [plan.pictures[name].url for name in plan.shown.values()]
    return Site(
        assets=assets,
        pages={url: Made("", size, bytes) for url, size in pages.items()},
        shown={url: tuple(urls) for url, urls in shown.items()},
    )


def expected_archives(slices: SlicedCatalogue, survey: Survey) -> Mapping[str, Payload]:
    """The archives that tasks offer, not made, about as heavy as their clips."""
    sizes: dict[str, int] = {}
    for one, clips in zip(slices.slices, survey.slices, strict=True):
        if one.task.media.downloads:
            url = archive_url(one.task.id)
            sizes[url] = sizes.get(url, 0) + sum(record.size for record in clips.records)
    return {url: Made("", size, bytes) for url, size in sizes.items()}


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


def _copy(path: str | Path, one: ClipRecord | MadeFile | LinkedFile | Picture | Video) -> Copy:
    return Copy(path, one.sha256, one.size)


def _linked(linked: LinkedFile, addresses: _Addresses) -> PlannedFile:
    path = PurePosixPath(linked.name)
    folder = path.parts[1] if path.parts[1] in ("audio", "video") else "files"
    url = addresses.give(folder, linked.name, path.suffix.lower(), _copy(linked.path, linked))
    return PlannedFile(linked.name, url, linked.size, linked.sha256)
