"""The description of a site as a dataset, as a file of it: of each slice the records are kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from urllib.parse import quote

from soundcase.kept import digest_of
from soundcase.publishing.placement import Payload
from soundcase.site.croissant import Described, croissant_json, described, file_object
from soundcase.site.kept_files import kept_files
from soundcase.site.pages import SiteSource, bare_task
from soundcase.site.paging import PageSlice
from soundcase.site.shards import shown_slices
from soundcase.site.views.found import canonical

_JSON = "application/json"


def dataset_file(source: SiteSource, data: Mapping[str, Payload]) -> dict[str, Payload]:
    """By address the description; none where there is to be none. `data` are those with all else."""
    head, name = source.head.value.catalogue, source.head.value.dataset
    if not name:
        return {}
    known = {
        url: (len(one), sha256(one).hexdigest()) if isinstance(one, bytes) else (one.size, one.sha256)
        for url, one in data.items()
    }
    slices = [one for _, several in shown_slices(source) for one in several]
    keys = [_key(one, source) for one in slices]

    @cache
    def make() -> Mapping[str, bytes]:
        files = (file_object(url, size, _JSON, digest, head) for url, (size, digest) in known.items())
        several = [_described(one, key, source) for one, key in zip(slices, keys, strict=True)]
        found = source.head.value.citation.entries
        return {name: croissant_json(head, files, several, found[0].date if found else None).encode()}

    for key in keys:
        source.kept.name("described", key)
    return dict(kept_files("croissant", (source.head, known, keys), make, source.kept))


def _pages(one: PageSlice, source: SiteSource) -> tuple[str, ...]:
    anchors = source.anchors.examples[one.task.id][one.start : one.stop]
    page = canonical(source.catalogue, one.url)
    return tuple(f"{page}#{quote(anchor)}" for anchor in anchors)


def _key(one: PageSlice, source: SiteSource) -> bytes:
    site = source.head.value.catalogue.url
    return digest_of((source.listing.digest(one), bare_task(one.task), _pages(one, source), site))


def _described(one: PageSlice, key: bytes, source: SiteSource) -> Described:
    def make() -> Described:
        content = source.content(one)
        head, pages = source.head.value.catalogue, _pages(one, source)
        return described(head, bare_task(one.task), content.examples, content.plan, pages)

    return source.kept.value("described", key, make)
