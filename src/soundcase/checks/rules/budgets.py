"""Rules about the weight of a finished site: what hosts refuse, and what readers wait for.

Rule: these see addresses and sizes alone; they run when there is a site.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from soundcase.checks.rules.context import Finding
from soundcase.checks.rules.hosts import HOST_LIMITS, MB, HostLimits
from soundcase.model import SourcePath
from soundcase.settings import HostName
from soundcase.values import dataclass

LARGE_BYTES = 25 * MB
WARNED_BYTES = 50 * MB
PAGE_BYTES = MB
CULPRITS = 3


@dataclass(frozen=True, slots=True)
class Weights:
    """A site in bytes."""

    files: Mapping[str, int]
    """Address → bytes of every published file."""
    sources: Mapping[str, str]
    """Address → the file of the project that it was made of, where there is one."""
    pages: Mapping[str, frozenset[str]]
    """Address of a page → what it loads before anybody presses play, itself included."""
    catalogue: str
    """The catalogue's main file: where the site as a whole is judged."""
    picture: Callable[[str], SourcePath | None] = lambda _: None
    """Address → where the catalogue first names the picture."""
    host: HostName | None = None
    """Who publishes it, where the catalogue says so; else GitHub's limits count."""

    @property
    def limits(self) -> HostLimits:
        """The limits of the host."""
        return HOST_LIMITS[self.host or "pages"]


def large_file(weights: Weights) -> Iterator[Finding]:
    """Files that GitHub takes only by Git, or only with a warning."""
    if weights.host in (None, "pages"):
        yield from _over(weights, LARGE_BYTES, WARNED_BYTES, "GitHub's web page takes no file over 25 MB")
        yield from _over(weights, WARNED_BYTES, weights.limits.file, "GitHub warns of files over 50 MB")


def too_large_file(weights: Weights) -> Iterator[Finding]:
    """Files that the host refuses."""
    if most := weights.limits.file:
        name = weights.limits.name.removesuffix(" Pages")
        yield from _over(weights, most, None, f"{name} refuses files over {most / MB:.0f} MB")


def too_many_files(weights: Weights) -> Iterator[Finding]:
    """More files than the host takes, in all or in one folder."""
    limits, count = weights.limits, len(weights.files)
    hint = f"show fewer examples, or choose another host: {limits.source}"
    if limits.files and count > limits.files:
        message = f"the site has {count:,} files; {limits.name} takes {limits.files:,}"
        yield Finding(weights.catalogue, message, hint)
    folders = Counter(url.rpartition("/")[0] for url in weights.files) if limits.folder else Counter[str]()
    for folder, files in sorted(folders.items()):
        if limits.folder and files > limits.folder:
            message = f"the folder '{folder or '.'}' has {files:,} files; {limits.name} takes {limits.folder:,}"
            yield Finding(weights.catalogue, message, hint)


def page_weight(weights: Weights) -> Iterator[Finding]:
    """Too much to load before the first clip; of several such pages the heaviest is named."""
    sizes = {page: sum(weights.files[url] for url in loaded) for page, loaded in weights.pages.items()}
    heavy = sorted((page for page, size in sizes.items() if size > PAGE_BYTES), key=lambda page: -sizes[page])
    if heavy:
        page = heavy[0]
        who = "the page" if len(sizes) == 1 else f"the page '{page}'"
        more = f", and {len(heavy) - 1} more are over the budget" if len(heavy) > 2 else ""
        others = ", and 1 more page is over the budget" if len(heavy) == 2 else more
        largest = _largest({url: weights.files[url] for url in weights.pages[page]})
        message = f"{who} loads {_megabytes(sizes[page])} before play{others}: {largest}"
        hint = "make pictures smaller, or show fewer examples on a page ('per_page', 'pages: task')"
        heaviest = max(weights.pages[page], key=lambda url: (weights.files[url], url))
        yield Finding(weights.picture(heaviest) or weights.catalogue, message, hint)


def site_size(weights: Weights) -> Iterator[Finding]:
    """More than the host publishes."""
    size, most = sum(weights.files.values()), weights.limits.site
    if most and size > most:
        message = f"the site has {_megabytes(size)}: {_largest(weights.files)}"
        yield Finding(weights.catalogue, message, "encode clips (media.encode), or publish fewer")


BUDGETS: tuple[Callable[[Weights], Iterator[Finding]], ...] = (
    large_file,
    too_large_file,
    too_many_files,
    page_weight,
    site_size,
)


def over_budget(weights: Weights) -> Iterator[tuple[str, Finding]]:
    """Everything that is too heavy, each with the code of its rule."""
    for rule in BUDGETS:
        for finding in rule(weights):
            yield rule.__name__.replace("_", "-"), finding


def _over(weights: Weights, least: int, most: int | None, why: str) -> Iterator[Finding]:
    for url, size in sorted(weights.files.items()):
        if size > least and (most is None or size <= most):
            source = weights.sources.get(url, url)
            yield Finding(source, f"'{source}' has {_megabytes(size)}", f"{why}; encode it, or cut it")


def _largest(files: Mapping[str, int]) -> str:
    heaviest = sorted(files.items(), key=lambda one: (-one[1], one[0]))[:CULPRITS]
    return ", ".join(f"{url} {_megabytes(size)}" for url, size in heaviest)


def _megabytes(size: int) -> str:
    return f"{size / MB:.1f} MB"
