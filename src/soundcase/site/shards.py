"""The files beside the pages: data, and what a search finds, in shards of one page.

Rule: a shard follows from the examples of its page, and is kept until they change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from hashlib import sha256
from urllib.parse import quote

from soundcase.kept import digest_of
from soundcase.publishing.placement import Made, Payload
from soundcase.site.export import (
    WHOLE,
    catalogue_json,
    index_json,
    shard_json,
    shard_url,
    slice_json,
)
from soundcase.site.pages import SiteSource, bare_task
from soundcase.site.paging import PageSlice, PageSpec
from soundcase.site.transcripts import compared
from soundcase.site.views.search import LIST, Span, search_examples, search_pages, search_url, span


def data_files(source: SiteSource) -> dict[str, Payload]:
    """By address `catalogue.json`, and where there are several pages the data of each."""
    catalogue, version = source.catalogue, source.head.value.version
    told = {task.id: source.standings(task).value for task in catalogue.tasks()}
    if len(source.paging.pages) == 1:
        return {WHOLE: catalogue_json(compared(catalogue), source.plan, version, source.addresses, told)}
    shards = {shard_url(spec.url): _shard(slices, source) for spec, slices in shown_slices(source)}
    return {WHOLE: index_json(catalogue, source.paging, source.plan, version, told), **shards}


def search_scripts(source: SiteSource) -> dict[str, Payload]:
    """By address the list of pages and the script of each; none where everything stands on one page."""
    if len(source.paging.pages) == 1:
        return {}
    spans: dict[str, list[Span]] = {}
    scripts: dict[str, Payload] = {}
    words = source.head.value.words
    for spec, slices in shown_slices(source):
        told = [(one, source.anchors.tasks[one.task.id], _anchors(one, source)) for one in slices]
        inputs = [(source.listing.digest(one), one.task.title, anchors) for one, *anchors in told]
        spans[spec.url] = [span(one, anchors) for one, _, anchors in told]
        make = partial(search_examples, told, words)
        scripts[search_url(spec.url)] = _kept("search", (inputs, words.language), make, source)
    return {LIST: search_pages(spans).encode(), **scripts}


def shown_slices(source: SiteSource) -> list[tuple[PageSpec, list[PageSlice]]]:
    """The pages with examples, and the slices of each that have some."""
    shown = ((spec, [one for one in spec.slices if one.start < one.stop]) for spec in source.paging.pages)
    return [(spec, slices) for spec, slices in shown if slices]


def _anchors(one: PageSlice, source: SiteSource) -> tuple[str, ...]:
    return source.anchors.examples[one.task.id][one.start : one.stop]


def _kept(kind: str, inputs: object, make: Callable[[], str], source: SiteSource) -> Made:
    """A file that follows from these inputs: its text is made or read only where nobody knows its digest."""
    key = digest_of(inputs)
    text = partial(source.kept.value, kind, key, make)

    def about() -> tuple[str, int]:
        content = text().encode()
        return sha256(content).hexdigest(), len(content)

    source.kept.name(kind, key)
    return Made(*source.kept.value(f"{kind} record", key, about), lambda: text().encode())


def _shard(slices: Sequence[PageSlice], source: SiteSource) -> Made:
    version = source.head.value.version
    told = [(one, tuple(f"{one.url}#{quote(anchor)}" for anchor in _anchors(one, source))) for one in slices]

    def make() -> str:
        return shard_json((_data(one, pages, source) for one, pages in told), version)

    inputs = [(source.listing.digest(one), bare_task(one.task), one.start, pages) for one, pages in told]
    return _kept("data", (inputs, version), make, source)


def _data(one: PageSlice, pages: tuple[str, ...], source: SiteSource) -> str:
    content = source.content(one)
    return slice_json(one, content.examples, content.plan, pages)
