"""The inputs of each page of a site, and what its tasks' pages have in common.

Rule 1: a page follows from its inputs alone; what they hold of the examples is read when the page is made.
Rule 2: of a task's examples only their number, ids and groups are asked for all at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from functools import cache, partial
from itertools import chain
from typing import TypeVar
from urllib.parse import quote

from soundcase.citation.known import cited
from soundcase.kept import KeptValues, digest_of
from soundcase.model import Catalogue, Example, Section, Task
from soundcase.site.anchors import SiteAnchors, examples_called, site_anchors
from soundcase.site.facets import LIST as FACETS
from soundcase.site.facets import is_judged, judges
from soundcase.site.known import Known
from soundcase.site.observed import observations, task_standings
from soundcase.site.paging import FIRST, PageSlice, PageSpec, Paging, paged
from soundcase.site.plan import Plan, shown_by
from soundcase.site.transcripts import comparable, compared_examples
from soundcase.site.views.context import SiteHead, context_of
from soundcase.site.views.contribution import Contribution, contribution
from soundcase.site.views.hero import HeroInputs
from soundcase.site.views.leaderboard import BoardInputs, has_leaderboard
from soundcase.site.views.navigation import (
    PageOutline,
    SiteOutline,
    addresses,
    outline_of,
)
from soundcase.site.views.page import PageInputs, ShownSlice, head_of
from soundcase.site.views.result_values import Summary
from soundcase.site.views.search import LIST
from soundcase.site.views.shown_examples import AskedExamples
from soundcase.site.views.sounds import address
from soundcase.site.views.task_frame import ExampleFrame, task_frame
from soundcase.site.views.task_results import task_results
from soundcase.site.views.tasks import SliceContent, SliceFrame
from soundcase.statistics.observations import Observations, joined
from soundcase.statistics.standings import Standings, counted
from soundcase.values import dataclass

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class ExampleNames:
    """The names of all examples of a task."""

    ids: tuple[str, ...]
    groups: tuple[str, ...]
    judged: bool = False
    """Whether one has what outputs are judged by, or a score."""
    tagged: bool = False

    def __add__(self, other: ExampleNames) -> ExampleNames:
        return ExampleNames(
            self.ids + other.ids,
            self.groups + other.groups,
            self.judged or other.judged,
            self.tagged or other.tagged,
        )


def names_of(examples: Sequence[Example]) -> ExampleNames:
    """The names of these examples."""
    return ExampleNames(
        tuple(one.id for one in examples),
        tuple(one.group for one in examples),
        any(map(is_judged, examples)),
        any(one.tags for one in examples),
    )


@dataclass(frozen=True, slots=True)
class Listing:
    """The examples of a site without their content."""

    names: Mapping[str, ExampleNames]
    """By task id."""
    digest: Callable[[PageSlice], bytes]
    """The digest of the examples of a slice and of all files that they show."""


def listing_of(catalogue: Catalogue, plan: Plan) -> Listing:
    """The listing of a catalogue, from its examples themselves."""

    digests: dict[tuple[str, int], bytes] = {}

    def digest(page_slice: PageSlice) -> bytes:
        key = page_slice.task.id, page_slice.number
        if key not in digests:
            digests[key] = digest_of((page_slice.examples, shown_by(page_slice.examples, plan)))
        return digests[key]

    return Listing({task.id: names_of(task.examples) for task in catalogue.tasks()}, digest)


@dataclass(frozen=True, slots=True)
class SiteSource:
    """A site before its pages are made."""

    catalogue: Catalogue
    plan: Plan
    paging: Paging
    listing: Listing
    anchors: SiteAnchors
    head: Known[SiteHead]
    outline: Known[SiteOutline]
    kept: KeptValues
    _frames: dict[str, Known[ExampleFrame]] = field(default_factory=dict)
    _contributions: dict[str, tuple[Contribution, ...]] = field(default_factory=dict)
    _standings: dict[tuple[str, bool], Known[Standings]] = field(default_factory=dict)

    def page(self, spec: PageSpec) -> PageInputs:
        """The inputs of a page."""
        tasks = {task.id: task for section in self.outline.value.sections for task in section.tasks}
        sections = self.catalogue.sections
        parts = tuple(
            (part.section, tuple((tasks[one.task.id], one.place) for one in part.slices)) for part in spec.parts
        )
        leads = self.paging.overview and spec is self.paging.pages[0]
        return PageInputs(
            head=self.head,
            page=PageOutline(spec.url, parts, self.outline),
            sections=tuple(_bare_section(sections[part.section]) for part in spec.parts),
            slices=tuple(tuple(map(self._shown, part.slices)) for part in spec.parts),
            overview=tuple((_bare_section(one), tuple(map(bare_task, one.tasks))) for one in sections if leads),
            hero=self._hero() if spec.url == FIRST else None,
            board=self._board() if spec.url == FIRST else (),
        )

    @property
    def addresses(self) -> Mapping[tuple[str, str], str]:
        """Page and anchor of every example, by the ids of its task and its own."""
        return addresses(self.paging, self.anchors, {key: one.ids for key, one in self.listing.names.items()})

    def frame(self, task: Task) -> Known[ExampleFrame]:
        """The frame that the pages of a task have in common."""
        if task.id not in self._frames:
            site = context_of(self.head.value)
            made = task_frame(bare_task(task), len(task.examples), self.contributions(task), site)
            self._frames[task.id] = known(made)
        return self._frames[task.id]

    def contributions(self, task: Task) -> tuple[Contribution, ...]:
        """The contribution of each slice of a task."""
        if task.id not in self._contributions:
            several = tuple(map(self._contribution, self.paging.slices[task.id]))
            self._contributions[task.id] = several
        return self._contributions[task.id]

    def standings(self, task: Task, *, by_slot: bool = False) -> Known[Standings]:
        """The figures of all examples of a task: of all pieces of an output, or of each of several."""
        if (task.id, by_slot) not in self._standings:
            ours = tuple(key for key in task.models if (one := self.catalogue.models.get(key)) and one.ours)
            digests = tuple(one.observed for one in self.contributions(task))
            inputs = digest_of((digests, task.scores, ours, by_slot))

            @cache
            def observed() -> Observations:
                slices = zip(self.paging.slices[task.id], digests, strict=True)
                return counted(joined(self.observed(one) for one, digest in slices if digest))

            def about() -> bytes:
                return digest_of((observed(), task.scores, ours, by_slot))

            def make() -> Standings:
                return task_standings(observed(), task.scores, ours, by_slot=by_slot)

            # An edited answer that was wrong and is wrong still changes observations, but no figure.
            key = self.kept.value("figures", inputs, about) if any(digests) else inputs
            value = Known(key, cache(partial(self.kept.value, "standings", key, make)))
            self.kept.name("standings", key)
            self._standings[task.id, by_slot] = value
        return self._standings[task.id, by_slot]

    def observed(self, page_slice: PageSlice) -> Observations:
        """The observations of a slice."""
        return self._observed(page_slice, lambda: self.content(page_slice))

    def _observed(self, page_slice: PageSlice, content: Callable[[], SliceContent]) -> Observations:
        task = bare_task(page_slice.task)

        def make() -> Observations:
            return observations(content().examples, task)

        return self.kept.value("observations", (self.listing.digest(page_slice), task), make)

    def content(self, page_slice: PageSlice) -> SliceContent:
        """The examples of a slice with their texts compared, and their files."""
        given, task = page_slice.examples, bare_task(page_slice.task)
        if any(one.labels is not None or comparable(one) for one in given):
            inputs = self.listing.digest(page_slice), task
            given = self.kept.value("compared", inputs, partial(compared_examples, given, task))
        return SliceContent(given, shown_by(given, self.plan))

    def wave(self) -> tuple[float, ...]:
        """The waveform of the example under the title, else of the first on the first page of a task."""
        hero = self._hero()
        several = (self._content(slices[0]) for slices in self.paging.slices.values() if slices)
        for one in chain([hero.content] if hero else [], several if self.plan.clips else ()):
            if bars := self.kept.value("wave", one.digest, partial(first_wave, one)):
                return bars
        return ()

    def _content(self, page_slice: PageSlice) -> Known[SliceContent]:
        """The content of a slice, by its digest."""
        digest = digest_of((self.listing.digest(page_slice), bare_task(page_slice.task)))
        return Known(digest, partial(self.content, page_slice))

    def _contribution(self, page_slice: PageSlice) -> Contribution:
        task, words = bare_task(page_slice.task), self.head.value.words
        inputs = self.listing.digest(page_slice), task

        def make() -> Contribution:
            content = self.content(page_slice)
            observed = self._observed(page_slice, lambda: content)
            digest = digest_of(observed) if observed.values or observed.verdicts else b""
            return contribution(content.examples, task, content.plan, words, digest)

        self.kept.name("observations", inputs)
        return self.kept.value("contribution", (*inputs, words.language), make)

    def _results(self, task: Task) -> Known[tuple[Summary, ...]]:
        """What a task's results are on its first page."""
        frame = self.frame(task)
        standings = self.standings(task, by_slot=bool(frame.value.grid.answer_labels))

        asked = AskedExamples(task.id, f"#{quote(self.anchors.tasks[task.id])}")

        def make() -> tuple[Summary, ...]:
            return task_results(frame.value, standings.value, asked, context_of(self.head.value))

        return Known(digest_of((frame.digest, standings.digest, asked)), make)

    def _board(self) -> tuple[BoardInputs, ...]:
        """All tasks, where the site has a leaderboard."""
        tasks = self.catalogue.tasks() if has_leaderboard(self.catalogue) else ()
        return tuple(BoardInputs(self.frame(one), self.standings(one)) for one in tasks)

    def _hero(self) -> HeroInputs | None:
        """The example that the catalogue wants under the title."""
        ids = {key: one.ids for key, one in self.listing.names.items()}
        named = examples_called(self.catalogue.hero, ids) if self.catalogue.hero else ()
        if len(named) != 1:
            return None
        (task, place) = named[0]
        page_slice = next(one for one in self.paging.slices[task] if one.start <= place < one.stop)

        def make() -> SliceContent:
            content = self.content(page_slice)
            example = content.examples[place - page_slice.start]
            return SliceContent((example,), shown_by((example,), self.plan))

        digest = digest_of((self.listing.digest(page_slice), bare_task(page_slice.task), place))
        anchor = quote(self.anchors.examples[task][place])
        href = f"#{anchor}" if page_slice.url == FIRST else f"{address(page_slice.url)}#{anchor}"
        return HeroInputs(self.frame(page_slice.task), Known(digest, make), href)

    def _shown(self, page_slice: PageSlice) -> ShownSlice:
        task, start, stop = page_slice.task, page_slice.start, page_slice.stop
        groups = self.listing.names[task.id].groups
        frame = SliceFrame(
            task=self.frame(task),
            place=page_slice.place,
            anchors=self.anchors.examples[task.id][start:stop],
            continued=0 < start < stop and groups[start - 1] == groups[start],
            results=self._results(task) if page_slice.number == 1 else None,
        )
        return ShownSlice(frame, self._content(page_slice))


def offers_facets(catalogue: Catalogue, listing: Listing, *, several: bool) -> bool:
    """True if verdicts or scores tell the examples apart, or, over several pages, groups or tags."""
    told = ((task, listing.names[task.id]) for task in catalogue.tasks())
    return any(
        (names.judged and judges(task)) or (several and (names.tagged or any(names.groups)))
        for task, names in told
    )


def known(value: Value) -> Known[Value]:
    """A value that is there already."""
    return Known(digest_of(value), lambda: value)


def first_wave(content: Known[SliceContent]) -> tuple[float, ...]:
    """The waveform of the first clip of some examples; empty where none has one."""
    shown = content.value
    media = (piece for example in shown.examples for _, _, piece in example.media())
    clips = (shown.plan.clips.get(piece.clip) for piece in media if piece.clip)
    return next((clip.sound.bars for clip in clips if clip and clip.sound and clip.sound.bars), ())


def bare_task(task: Task) -> Task:
    """A task without its examples."""
    return replace(task, examples=())


def _bare_section(section: Section) -> Section:
    return replace(section, tasks=())


def site_source(
    catalogue: Catalogue,
    plan: Plan,
    version: str,
    kept: KeptValues,
    listing: Listing | None = None,
) -> SiteSource:
    """The source of a site."""
    paging, listing = paged(catalogue), listing or listing_of(catalogue, plan)
    ids = {key: one.ids for key, one in listing.names.items()}
    anchors = site_anchors(
        ((section.title, [task.id for task in section.tasks]) for section in catalogue.sections),
        ids,
    )
    several = len(paging.pages) > 1
    facets = FACETS if offers_facets(catalogue, listing, several=several) else ""
    citation = cited(catalogue.citation, kept)
    head = head_of(catalogue, plan, LIST if several else "", version, facets=facets, citation=citation)
    return SiteSource(
        catalogue=catalogue,
        plan=plan,
        paging=paging,
        listing=listing,
        anchors=anchors,
        head=known(head),
        outline=known(outline_of(catalogue, paging, anchors)),
        kept=kept,
    )
