"""The page's comparisons in order, each with the headings above it and the words before it.

Rule: players outside of tables (lists, cards, paragraphs) are one comparison until a table or a heading parts
them; the words that stand before each say what it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from types import MappingProxyType

from soundcase.values import dataclass
from soundcase_import.pages.around import Words, fields_in, spoken_in
from soundcase_import.pages.blocks import (
    Block,
    NumberedList,
    PageHeading,
    Prose,
    as_markdown,
)
from soundcase_import.pages.cells import PageCell, TextLine
from soundcase_import.pages.comparison import Series, SeriesTable
from soundcase_import.pages.dom import Player
from soundcase_import.pages.regions import NUMBER, Region, chosen_readings, regions_of
from soundcase_import.pages.roles import as_headed, with_roles
from soundcase_import.pages.vocabulary import (
    OURS,
    is_bare,
    is_number,
    is_sentence,
    is_setting,
    kinds,
    names_task,
)
from soundcase_import.pages.weighing import Weighed, speaks

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Panel:
    """A comparison where it stands on the page."""

    path: tuple[PageHeading, ...]
    """The headings above it, outermost first."""
    fresh: bool
    """Whether a heading stands between it and the comparison before."""
    prose: tuple[Words, ...]
    table: SeriesTable
    region: Region
    """The part of the page that it is."""
    weighed: Weighed
    """How else it could be read."""
    system: str = ""
    """The heading that names the one system of it."""
    guessed: bool = False
    """Whether no heading beside that one says more clearly that they name systems."""

    @property
    def code(self) -> list[str]:
        """The blocks of code before it."""
        return [one.text for one in self.prose if isinstance(one, Prose) and one.code]

    @property
    def spoken(self) -> bool:
        """True where the words that are to be said stand before it."""
        return spoken_in(self.prose)

    def fields(self) -> list[tuple[str, str]]:
        """Lines such as "Text: …" before it: field and text."""
        return fields_in(self.prose)

    def has_one(self, role: str) -> bool:
        """True where just one line before it gives this field."""
        return len([text for name, text in self.fields() if name == role]) == 1

    def description(self) -> Iterator[str]:
        """The words before it that are not in its examples already, as Markdown."""
        single = self.size == 1 or all(self.has_one(role) for role, _ in self.fields())
        used = {text for _, text in self.fields() if single}
        for one in self.prose:
            if isinstance(one, NumberedList):
                yield "\n".join(f"{number}. {as_markdown(text)}" for number, text in enumerate(one.items, 1))
            elif not one.code and not any(one.text.endswith(text) for text in used):
                yield as_markdown(one.text)

    @property
    def clips(self) -> list[Player]:
        """Its clips, as they stand in it."""
        series = (*self.table.series, *self.table.shared)
        return [clip for one in series for cell in one.cells for clip in cell.clips]

    @property
    def size(self) -> int:
        """The number of its examples."""
        return 1 if self.table.systems or self.table.parts else self.table.count

    def continues(self, one: Panel) -> bool:
        """True where it only continues the one before, as on pages that turn their tables' leaves."""
        same = self.table.signature == one.table.signature and any(self.table.signature)
        return same and not self.fresh and not self.prose and not self.table.shared

    def is_next(self, one: Panel) -> bool:
        """True where both are alike and hold one example each, under the same headings but for the last."""
        if self.table.signature != one.table.signature or max(self.size, one.size) > 1:
            return False
        if not self.fresh:
            return self.path == one.path
        return self.path[: -self.beyond(one)] == one.path[: -self.beyond(one)]

    def beyond(self, one: Panel) -> int:
        """The number of its headings that are of it alone: the last, and one above it that counts both."""
        pair = [panel.path[-2].text for panel in (self, one) if len(panel.path) > 1]
        return 2 if len(pair) == 2 and pair[0] != pair[1] and all(map(_COUNTED.fullmatch, pair)) else 1


_COUNTED = re.compile(r"[^\d.]+\d+\W*")
"""Headings that end with a number."""


def panels_of(blocks: Sequence[Block], wanted: Mapping[str, str] = NOTHING) -> list[Panel]:
    """All comparisons of a page; tables with the same headings are read alike and get their roles together.

    `wanted` says how some blocks are to be read: what they are called → the name of a reading.
    """
    regions = regions_of(blocks)
    _check(regions, wanted)
    chosen = chosen_readings(regions, wanted)
    panels = _without_lone_pictures(_without_films(_transposed(list(_panels(regions, chosen)))))
    alike: dict[object, list[Panel]] = {}
    keys = [_key(panel.table) for panel in panels]
    for panel, key in zip(panels, keys, strict=True):
        alike.setdefault(key, []).append(panel)
    roles = {key: _roles(group) for key, group in alike.items()}
    given = [replace(one, table=one.table.given(roles[key])) for one, key in zip(panels, keys, strict=True)]
    given = [replace(one, table=_by_setting(one.table)) for one in given]
    over = [(one.path[:-1], _system_over(one)) for one in given]
    beside: dict[object, set[str]] = {}
    for above, name in over:
        beside.setdefault(above, set()).add(name)
    bare = {above: {NUMBER.sub("", name) for name in names} for above, names in beside.items()}
    fine = [len(bare[above]) > 1 and "" not in bare[above] for above, _ in over]
    return [
        replace(one, system=name, guessed=not any(map(OURS.search, beside[above]))) if told else one
        for one, (above, name), told in zip(given, over, fine, strict=True)
    ]


def _by_setting(table: SeriesTable) -> SeriesTable:
    """The table with an example for each setting, where its corner calls them so, or all are voices."""
    heard = [one for one in table.series if one.sounds]
    made = [one for one in table.series if one.role == "output"] or heard
    told = {"property"} <= kinds(table.about) <= {"property", "prompt"}
    plain = sum(is_setting(one.heading) for one in made) * 2 > len(made) > 1
    speak = ("prompt" in one.kinds or one.role == "prompt_audio" for one in heard)
    voices = len(made) > 1 and all(is_setting(one.heading) for one in heard) and all(speak)
    if not ((told and plain) or voices) or table.systems or table.parts:
        return table
    count = range(table.count)
    played = [(at, one) for at in count for one in made if at < len(one.cells) and not one.cells[at].empty]
    rest = [
        replace(one, cells=tuple(one.cells[at] if at < len(one.cells) else PageCell() for at, _ in played))
        for one in table.series
        if one not in made
    ]
    name = table.about.strip() or "Setting"
    settings = Series(name, tuple(PageCell((TextLine(one.heading),)) for _, one in played), role="tag")
    output = Series("", tuple(one.cells[at] for at, one in played), role=made[0].role)
    titles = tuple("".join(table.titles[at : at + 1]) for at, _ in played)
    return replace(table, series=(*rest, settings, output), titles=titles)


def _system_over(panel: Panel) -> str:
    """The last heading over a panel, where it can name the one system of it, which has no other name."""
    made = [one.heading for one in panel.table.series if one.role == "output"]
    alone = len(made) == 1 and is_bare(made[0]) and (len(panel.table.series) == 1 or made[0] != "")
    name = panel.path[-1].text if alone and len(panel.path) > 1 else ""
    no_name = is_sentence(name) or is_number(name) or names_task(name) or is_setting(name)
    told = kinds(name) and not OURS.search(name)
    return "" if no_name or told else name


def _key(table: SeriesTable) -> object:
    """What tables have in common whose series play the same roles; those without a name, that they sound."""
    every = (*table.series, *table.shared)
    return table.answered, len(table.series), *((one.heading or one.sounds) for one in every)


def _without_films(panels: Sequence[Panel]) -> list[Panel]:
    """The panels but for films about the work, where others hold sounds: alone, called so, or first."""
    heard = any(not clip.video for panel in panels for clip in panel.clips)
    lone = [panel for panel in panels if [clip.video for clip in panel.clips] == [True]]
    first = lone == list(panels[:1]) and all(len(panel.path) < 2 for panel in lone)  # right under the title
    return [panel for panel in panels if not (heard and (_is_film(panel) or (first and panel is lone[0])))]


def _is_film(panel: Panel) -> bool:
    filmed = bool(panel.clips) and all(clip.video for clip in panel.clips)
    series = panel.table.series
    called = [one.heading for one in series if one.sounds and one.heading] or [
        one.text for one in panel.path[-1:]
    ]
    bare = len(panel.clips) == 1 and len(panel.table.headings) == 1
    counted = panel.size > 1 or any(is_number(one.text) for one in panel.path[-1:])
    told = counted and any(one.words for one in series)
    return filmed and not told and (bare or all(map(_FILMS.search, called)))


_FILMS = re.compile(
    r"(?i)\b(?:demo videos?|video demos?|demo|introduct\w*|overview|teaser|trailer|tutorial|walkthrough)\b"
)
"""What films about a work are called."""


def _without_lone_pictures(panels: Sequence[Panel]) -> list[Panel]:
    """The panels; a picture above the clips of one alone is not what was given, but a figure."""
    counts = Counter(panel.table.headings for panel in panels)
    found: list[Panel] = []
    for panel in panels:
        lone = panel.table.count == 1 and counts[panel.table.headings] == 1 and panel.region.items
        kept = tuple(one for one in panel.table.series if one.sounds or one.words)
        found.append(replace(panel, table=replace(panel.table, series=kept)) if lone else panel)
    return found


class UnknownReadingError(Exception):
    """A wish for a part or for a reading that the page does not have; and what it has."""


def _check(regions: Sequence[Region], wanted: Mapping[str, str]) -> None:
    """Raise UnknownReadingError where a wish cannot be met."""
    names = {region.name: [one.name for one in region.readings] for region in regions}
    for name, reading in wanted.items():
        if name not in names:
            raise UnknownReadingError(f"the page has no '{name}'", f"its parts are {', '.join(names)}")
        if reading not in names[name]:
            there = "; ".join(names[name])
            raise UnknownReadingError(f"'{name}' cannot be read as '{reading}'", f"it can be read as: {there}")


def _panels(regions: Sequence[Region], chosen: Sequence[Weighed]) -> Iterator[Panel]:
    """The regions as they are read; words below one that are not its own stand before the next."""
    waiting: Sequence[str] = ()
    for at, (region, weighed) in enumerate(zip(regions, chosen, strict=True)):
        best = weighed.best
        last = at + 1 == len(regions) or regions[at + 1].fresh
        said = (*best.before, *best.table.notes, *(best.after if last else ()))
        prose = [*map(_prose, waiting), *region.prose, *map(_prose, said)]
        waiting = () if last else best.after
        yield Panel(region.path, region.fresh, tuple(prose), best.table, region, weighed)


def _prose(text: str) -> Prose:
    return Prose(text, (TextLine(text),))


def _transposed(panels: Sequence[Panel]) -> list[Panel]:
    """The panels, with runs of those that hold the clips of the system in their heading as one."""
    found: list[Panel] = []
    for _, group in groupby(panels, key=_column_of):
        run = list(group)
        names = [panel.path[-1].text for panel in run if panel.path]
        named = len(set(names)) == len(run) > 1 and any(map(speaks, names)) and not any(map(is_number, names))
        found += [_as_columns(run, names)] if named and _column_of(run[0]) else run
    return found


def _column_of(panel: Panel) -> object:
    """What panels have in common whose clips are columns of one comparison; None for other panels."""
    series = panel.table.series
    plain = len(series) == 1 and series[0].sounds and is_bare(series[0].heading) and not panel.table.shared
    one = plain and panel.table.count > 1 and panel.fresh and not panel.table.systems
    return (panel.path[:-1], panel.path[-1].level, panel.table.count) if one and panel.path else None


def _as_columns(run: Sequence[Panel], names: Sequence[str]) -> Panel:
    """One panel with a series for each of some others."""
    first = run[0]
    series = (replace(panel.table.series[0], heading=name) for panel, name in zip(run, names, strict=True))
    doubt = f"{len(run)} headings became the names of systems: is each row one example?"
    table = SeriesTable(tuple(series), doubts=(doubt,))
    blocks = tuple(block for panel in run for block in panel.region.blocks)
    region = replace(first.region, blocks=blocks, path=first.path[:-1])
    prose = tuple(one for panel in run for one in panel.prose)
    return replace(first, path=first.path[:-1], prose=prose, table=table, region=region)


def _roles(group: Sequence[Panel]) -> list[Series]:
    """The series of alike tables, then what they share, with their roles."""
    first = group[0].table
    pooled = [
        replace(one, cells=tuple(cell for panel in group for cell in panel.table.series[at].cells))
        for at, one in enumerate(first.series)
    ]
    known = any(one.role == "text" for one in pooled)
    over = (one.text for panel in group[1:] for one in panel.path)
    found = iter(
        with_roles(
            [one for one in pooled if not one.role] + list(first.shared),
            spoken=known or any(panel.spoken for panel in group),
            answered=first.answered,
            about=group[0].region.about(first.about, *over),
        )
    )
    series = [one if one.role else next(found) for one in pooled] + list(found)
    return as_headed(series, group[0].path[-1].text if group[0].path else "")
