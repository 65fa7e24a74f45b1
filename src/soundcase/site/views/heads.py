"""The head of a table: systems under the names of their groups, their facts, labels of columns.

Rule 1: what most of three or more systems say of themselves gets a row, its key as the row's heading; the rest
stands in small print under the name.
Rule 2: every column has its name in the head; what has nothing above or below spans these rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from soundcase.site.views.context import RenderContext
from soundcase.site.views.layout import CellHeading, CellPlace, HeadCell
from soundcase.site.views.values import spoken_group

_FEWEST_SYSTEMS = 3

Unit = tuple[CellHeading, ...]
"""The columns of one system or part."""


def shared_keys(models: Sequence[str], site: RenderContext) -> tuple[str, ...]:
    """The keys that most of the systems have, in the order of first mention."""
    if len(models) < _FEWEST_SYSTEMS:
        return ()
    facts = [found.meta for found in map(site.model, models) if found]
    keys = dict.fromkeys(key for meta in facts for key in meta)
    return tuple(key for key in keys if 2 * sum(key in meta for meta in facts) > len(models))


def named(column: CellHeading, keys: Sequence[str], site: RenderContext) -> CellHeading:
    """A system's heading with all that its column must say for itself, without what has a row in the head."""
    found = site.model(column.key)
    if column.place != "answer" or not found:
        return column
    facts = []
    for key, value in found.meta.items():
        bare_number = value.replace(".", "", 1).isdecimal()
        facts.append(f"{key}: {value}" if bare_number else value)
    parts = (spoken_group(found.group, found.name), found.name, column.ours, *facts)
    return replace(column, meta=site.small_print(found, hidden=keys), column=" · ".join(filter(None, parts)))


def _units(columns: Iterable[CellHeading]) -> list[Unit]:
    return [tuple(unit) for _, unit in groupby(columns, key=lambda column: column.heading_id)]


def _clusters(units: Iterable[Unit]) -> list[tuple[str, list[Unit]]]:
    """Units that stand under one name of a group; units without one each alone."""
    clusters: list[tuple[str, list[Unit]]] = []
    for unit in units:
        name = unit[0].group if unit[0].place == "answer" else ""
        if name and clusters and clusters[-1][0] == name:
            clusters[-1][1].append(unit)
        else:
            clusters.append((name, [unit]))
    return clusters


def groups_of(columns: Iterable[CellHeading]) -> list[tuple[str, tuple[CellHeading, ...]]]:
    """Neighbours of one group together, under its name; parts and systems without a group without a name."""
    found: list[tuple[str, tuple[CellHeading, ...]]] = []
    for name, units in _clusters(_units(columns)):
        members = tuple(column for unit in units for column in unit)
        side: CellPlace = "answer" if members[0].place == "answer" else members[0].place
        if found and not name and not found[-1][0] and found[-1][1][-1].place == side:
            found[-1] = ("", found[-1][1] + members)
        else:
            found.append((name, members))
    return found


def models_in(columns: Iterable[CellHeading]) -> str:
    """The ids of the systems that these columns belong to, with blanks between."""
    return " ".join(dict.fromkeys(column.key for column in columns if column.place == "answer"))


def colgroups(columns: Sequence[CellHeading]) -> tuple[int, ...]:
    """The widths of the groups of columns, the column of the examples' names first; empty without groups."""
    clusters = groups_of(columns)
    if not any(name for name, _ in clusters):
        return ()
    return (1, *(len(members) for _, members in clusters))


def heads(
    columns: Sequence[CellHeading], keys: Sequence[str], site: RenderContext
) -> tuple[tuple[HeadCell, ...], ...]:
    """The rows of a table's head: groups, names, labels, and a row for each of the keys."""
    units = _units(columns)
    clusters = _clusters(units)
    grouped = any(name for name, _ in clusters)
    labelled = any(column.label for column in columns)
    above = int(grouped) + 1 + int(labelled)
    first: list[HeadCell] = [HeadCell("example", site.word(site.words.example), rows=above)]
    second: list[HeadCell] = []
    third: list[HeadCell] = []
    for name, members in clusters:
        row = second if name else first
        if name:
            within = tuple(column for unit in members for column in unit)
            first.append(
                HeadCell("group", site.text(name), "colgroup", columns=len(within), models=models_in(within))
            )
        for unit in members:
            system, split = unit[0].place == "answer", unit[0].label is not None
            below = 0 if system else len(keys)
            rows = above - int(bool(name)) - int(split) + (0 if split else below)
            over = replace(unit[0], group="", label=None)
            row.append(
                HeadCell("model" if system else "part", over.text, columns=len(unit), rows=rows, heading=over)
            )
            third += (HeadCell("label", one.label, heading=one, rows=1 + below) for one in unit if one.label)
    lines = [first, second if grouped else [], third, *(_facts(key, units, site) for key in keys)]
    return tuple(tuple(line) for line in lines if line)


def _facts(key: str, units: Iterable[Unit], site: RenderContext) -> list[HeadCell]:
    """The facts of the systems under one key."""
    row = [HeadCell("key", site.text(key), "row")]
    for unit in units:
        if unit[0].place != "answer":
            continue
        found = site.model(unit[0].key)
        value = found.meta.get(key) if found else None
        empty = "" if value else site.words.not_stated
        row.append(
            HeadCell(
                "meta", site.maybe(value), columns=len(unit), heading=replace(unit[0], label=None), empty=empty
            )
        )
    return row
