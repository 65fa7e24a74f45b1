"""The scripts that facets load: columns of all examples, and the examples themselves as their pages show them.

Rule: an example stands in a script with the few beside it on its page; what has not changed is not written. So
an edit of one writes one anew, and where its verdicts, scores, tags or group are others, the columns too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from urllib.parse import quote

from soundcase.model import Task
from soundcase.publishing.placement import Payload
from soundcase.site.cuttings import cuttings
from soundcase.site.facets import LIST, FacetTask, facet_columns, facet_examples, facet_numbers
from soundcase.site.kept_files import kept_files
from soundcase.site.pages import SiteSource, bare_task
from soundcase.site.paging import PageSlice
from soundcase.site.shards import shown_slices
from soundcase.site.views.context import context_of
from soundcase.statistics.observations import Observations, joined
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page that was printed."""

    url: str
    digest: bytes
    """Of all that it follows from."""
    text: Callable[[], str]


Folders = Mapping[tuple[str, str], str]
"""By page and task the folder of the scripts with examples."""


def facet_scripts(source: SiteSource, pages: Iterable[KeptPage]) -> dict[str, Payload]:
    """Every script that facets load, by address; none where nothing tells the examples apart."""
    if not source.head.value.facets:
        return {}
    folders = {
        (spec.url, one.task.id): _folder(one, several)
        for spec, several in shown_slices(source)
        for one in several
    }
    return {**_columns(source, folders), **dict(_examples(source, folders, pages))}


def _folder(one: PageSlice, beside: Sequence[PageSlice]) -> str:
    """The folder of a slice: the name of its page and, where it is not alone there, its place."""
    name = one.url.removesuffix(".html")
    return f"facets/{name}" if one.alone else f"facets/{name}/{beside.index(one) + 1}"


def _examples(source: SiteSource, folders: Folders, pages: Iterable[KeptPage]) -> Iterator[tuple[str, Payload]]:
    """The examples of all pages, some in each script."""

    @lru_cache(maxsize=2)  # those of a page are written one after another
    def cut(page: KeptPage) -> Mapping[str, bytes]:
        return {
            f"{folders[page.url, task]}/{number}.js": facet_examples(page.url, one).encode()
            for task, several in cuttings(page.text()).items()
            for number, one in enumerate(several, start=1)
        }

    by_page: dict[str, list[str]] = {}
    for (url, _), folder in folders.items():
        by_page.setdefault(url, []).append(folder)
    for page in pages:
        if own := by_page.get(page.url):
            yield from kept_files("cuttings", (page.digest, own), partial(cut, page), source.kept)


def _columns(source: SiteSource, folders: Folders) -> dict[str, Payload]:
    """The list of all tasks with their columns, and the columns of numbers of long tasks."""
    words = source.head.value.words
    tasks = [task for task in source.catalogue.tasks() if task.examples]
    told = [_task(task, folders, source) for task in tasks]
    observed = {task.id: cache(partial(_observed, task, source)) for task in tasks}
    inputs = [(one, _digests(task, source)) for one, task in zip(told, tasks, strict=True)]

    @cache
    def columns() -> Mapping[str, bytes]:
        return {LIST: facet_columns(((one, observed[one.task.id]()) for one in told), words.facets).encode()}

    scripts = dict(kept_files("facets", (inputs, words.language), columns, source.kept))
    for key in (one for one in inputs if one[0].long):
        numbers = cache(partial(_numbers, key[0], observed[key[0].task.id]))
        scripts |= kept_files("facet numbers", key, numbers, source.kept)
    return scripts


def _task(task: Task, folders: Folders, source: SiteSource) -> FacetTask:
    site = context_of(source.head.value)
    slices = source.paging.slices[task.id]
    return FacetTask(
        task=bare_task(task),
        page=f"{slices[0].url}#{quote(source.anchors.tasks[task.id])}",
        systems={model: site.heading(model).plain for model in task.models},
        parts=tuple((folders[one.url, task.id], one.stop - one.start) for one in slices),
    )


def _observed(task: Task, source: SiteSource) -> Observations:
    return joined(map(source.observed, source.paging.slices[task.id]))


def _digests(task: Task, source: SiteSource) -> list[bytes]:
    """The digests of all that the columns of a task follow from."""
    slices = zip(source.paging.slices[task.id], source.contributions(task), strict=True)
    return [made.observed or source.listing.digest(one) for one, made in slices]


def _numbers(task: FacetTask, observed: Callable[[], Observations]) -> Mapping[str, bytes]:
    return {url: script.encode() for url, script in facet_numbers(task, observed()).items()}
