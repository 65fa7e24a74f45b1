"""The pages of a site: the examples that stand on each, and their names.

Rule 1: every example stands on exactly one page, and a task's examples keep their order over its pages.
Rule 2: all pages are files beside `index.html`, so that an address relative to one holds on each of them.
Rule 3: a page's name comes from its own task or section alone, so that adding another leaves it as it is;
only one of two names that would clash gets a digest. Names are ASCII in lower case: the same on every file
system, in every archive and on every host.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

from soundcase.model import Catalogue, Example, Task
from soundcase.publishing.portable import DEVICES
from soundcase.values import dataclass

FIRST = "index.html"
_TAKEN = frozenset(("index", "404"))
_LONGEST = 60
_DIGITS = 6
"""Of a digest that tells names apart; more where that is not enough."""
_SURE = 12
"""Of one that tells apart what nobody compares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlicePlace:
    """The place of consecutive examples of a task that stand on one page."""

    number: int
    """Its place among the task's slices, from 1."""
    count: int
    """How many slices the task has."""
    start: int
    """Index of its first example in the task."""
    stop: int
    url: str
    """The page."""
    alone: bool
    """Whether its page shows nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSlice(SlicePlace):
    """Consecutive examples of a task that stand on one page."""

    task: Task

    @property
    def examples(self) -> Sequence[Example]:
        """The examples themselves."""
        return self.task.examples[self.start : self.stop]

    @property
    def place(self) -> SlicePlace:
        """The place alone."""
        return SlicePlace(
            number=self.number,
            count=self.count,
            start=self.start,
            stop=self.stop,
            url=self.url,
            alone=self.alone,
        )


@dataclass(frozen=True, slots=True)
class SectionSlice:
    """The part of one section that stands on one page."""

    section: int
    """Index in the catalogue."""
    slices: tuple[PageSlice, ...]


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page; an overview, which only leads to other pages, has no parts."""

    url: str
    parts: tuple[SectionSlice, ...]

    @property
    def slices(self) -> tuple[PageSlice, ...]:
        """Everything that it shows, in reading order."""
        return tuple(page_slice for part in self.parts for page_slice in part.slices)


@dataclass(frozen=True, slots=True)
class Paging:
    """Every page of a site that shows examples or leads to them."""

    pages: tuple[PageSpec, ...]
    """In reading order; `index.html` is the first."""
    slices: Mapping[str, tuple[PageSlice, ...]]
    """By task id, in order."""
    sections: tuple[str, ...]
    """For each section the page that introduces it."""

    @property
    def overview(self) -> bool:
        """True if the first page only leads to the others."""
        return not self.pages[0].parts


def paged(catalogue: Catalogue) -> Paging:
    """The pages that a catalogue asks for by `pages` and `per_page`."""
    slices = _cut(catalogue)
    pages: dict[str, dict[int, tuple[PageSlice, ...]]] = {FIRST: {}}
    for index, section in enumerate(catalogue.sections):
        if catalogue.pages == "one":
            pages[FIRST][index] = ()
        for page_slice in (page_slice for task in section.tasks for page_slice in slices[task.id]):
            parts = pages.setdefault(page_slice.url, {})
            parts[index] = (*parts.get(index, ()), page_slice)
    begins = {task: cut[0].url for task, cut in slices.items()}
    own = catalogue.pages == "section"
    return Paging(
        pages=tuple(
            PageSpec(url, tuple(SectionSlice(index, shown) for index, shown in parts.items()))
            for url, parts in pages.items()
        ),
        slices=slices,
        sections=tuple(
            begins[section.tasks[0].id] if own and section.tasks else FIRST for section in catalogue.sections
        ),
    )


def _cut(catalogue: Catalogue) -> dict[str, tuple[PageSlice, ...]]:
    """Task id → its examples in slices, each with the page that it stands on."""
    stems = _named(tuple(task.id for task in catalogue.tasks()), set(_TAKEN))
    mains = _mains(catalogue, stems)
    taken = {*_TAKEN, *(url.removesuffix(".html") for url in mains.values())}
    shared = Counter(mains.values())
    slices = {}
    for task in catalogue.tasks():
        main, stem, size = mains[task.id], stems[task.id], catalogue.per_page
        count = -(-len(task.examples) // size) or 1
        later = [_claimed(f"{stem}-{number}", f"{task.id} {number}", taken) for number in range(2, count + 1)]
        urls = [main, *(f"{name}.html" for name in later)]
        slices[task.id] = tuple(
            PageSlice(
                task=task,
                number=number,
                count=count,
                start=(number - 1) * size,
                stop=min(number * size, len(task.examples)),
                url=url,
                alone=url != main or (url != FIRST and shared[url] == 1),
            )
            for number, url in enumerate(urls, start=1)
        )
    return slices


def _mains(catalogue: Catalogue, stems: Mapping[str, str]) -> dict[str, str]:
    """Task id → the page on which the task begins."""
    if catalogue.pages == "task":
        return {task: f"{stem}.html" for task, stem in stems.items()}
    if catalogue.pages == "one":
        return dict.fromkeys(stems, FIRST)
    titles: dict[str, int] = {}
    keys = []
    for section in catalogue.sections:
        titles[section.title] = titles.get(section.title, 0) + 1
        # The second section of one title has a name of its own, whatever stands between the two.
        keys.append(section.title + "\n" * (titles[section.title] - 1))
    named = _named(tuple(keys), set(_TAKEN))
    return {
        task.id: f"{named[key]}.html"
        for key, section in zip(keys, catalogue.sections, strict=True)
        for task in section.tasks
    }


def _named(keys: tuple[str, ...], taken: set[str]) -> dict[str, str]:
    """A name for each key; those that already are what names look like come first, and so keep theirs."""
    slugs = {key: _slug(key) for key in keys}
    order = sorted(slugs, key=lambda key: slugs[key] != key)
    claimed = {key: _claimed(slugs[key], key, taken) for key in order}
    return {key: claimed[key] for key in keys}


def _claimed(wanted: str, key: str, taken: set[str]) -> str:
    """The name; with a digest of what it stands for where it is taken or no file may be called so."""
    name, digits = wanted, _DIGITS
    while name in taken or name.partition(".")[0] in DEVICES:
        name = f"{wanted.replace('.', '-')}-{_digest(key)[:digits]}"
        digits += 1
    taken.add(name)
    return name


def example_stem(anchor: str) -> str:
    """The name of the files of an example: its anchor, with a digest where that is no name for all systems."""
    name = _slug(anchor)
    if name == anchor and name.partition(".")[0] not in DEVICES:
        return name
    return f"{name.replace('.', '-')}-{_digest(anchor)[:_SURE]}"


def _slug(text: str) -> str:
    """The words of a text as they stand in an address; with a digest where letters had to be left out."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    name = re.sub(r"[^a-z0-9._-]+", "-", plain).strip("-._")[:_LONGEST].rstrip("-._")
    whole = len(plain) <= _LONGEST and all(c.isascii() for c in plain if c.isalnum())
    return name if name and whole else f"{name or 'page'}-{_digest(text)[:_DIGITS]}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
