"""Printed pages cut into parts of a few examples each, with what stands around these: what facets show.

Rule 1: nothing is drawn twice. The page contract (`data-task`, `data-example`, `data-layout`) and the names of
what leads examples in say what belongs to them; a page without these has no cuttings.
Rule 2: tags balance, as in all that templates print and in all prose that was cleaned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from html import unescape
from itertools import takewhile

from soundcase.values import dataclass

SIZE = 5
"""Examples of a cutting: so few that the first result comes at once."""
_TASK = re.compile(r'<([a-z][a-z0-9-]*)\b[^>]*\sdata-task="([^"]*)"[^>]*>')
_EXAMPLE = re.compile(r'<([a-z][a-z0-9-]*)\b[^>]*?\sdata-example="([^"]*)"[^>]*>')
_BLOCK = re.compile(r"<(comparison-table|table)\b[^>]*>")
"""Of a transposed task, whose columns are examples: what holds several of them."""
_TURNED = re.compile(r'\sdata-layout="transposed"')
_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)\b[^>]*>")
_NATIVE = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_LEADS = re.compile(r'<(?:(system-tabs|caption|colgroup|thead)\b|[a-z0-9]+ class="(group|shared|prompts)\b)')
"""What leads in the examples behind it."""
_SPANNING = re.compile(r"<(td)\b[^>]*\sdata-span=[^>]*>")
"""A cell of a row that is also for the rows below."""
_HEAD = re.compile(r'<[a-z0-9]+ class="task-head"')
"""What may hold some of that."""


@dataclass(frozen=True, slots=True)
class Cutting:
    """Consecutive examples of a task as they were printed."""

    ids: tuple[str, ...]
    html: str
    """The element of the task with these alone in it, or with those that stand in one table with them."""


@dataclass(frozen=True, slots=True)
class _Step:
    """What is printed on the way to an example: an element that holds it, or one that leads it in."""

    at: int
    html: str
    kind: str
    holds: str = ""
    """The name of an element that holds what follows."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """An example, or several that cannot be parted, and the way to it."""

    at: int
    ids: tuple[str, ...]
    html: str
    way: tuple[_Step, ...]


def cuttings(html: str) -> dict[str, tuple[Cutting, ...]]:
    """The cuttings of a page by task id."""
    lean = _NATIVE.sub("", html)
    return {unescape(task[2]): tuple(_cut(tuple(_units(lean, task)))) for task in _TASK.finditer(lean)}


def _cut(units: Sequence[_Unit]) -> Iterator[Cutting]:
    ids = tuple(dict.fromkeys(one for unit in units for one in unit.ids))
    for start in range(0, len(ids), SIZE):
        own = ids[start : start + SIZE]
        wanted = set(own)
        yield Cutting(
            tuple(map(unescape, own)), _printed([one for one in units if wanted.intersection(one.ids)])
        )


def _printed(units: Sequence[_Unit]) -> str:
    """Units one after another, each in what holds it; what two have in common is not closed between them."""
    parts: list[str] = []
    open_: Sequence[_Step] = ()
    there = {unit.at for unit in units}
    for unit in (replace(one, way=tuple(step for step in one.way if step.at not in there)) for one in units):
        common = len(
            tuple(takewhile(lambda pair: pair[0].at == pair[1].at, zip(open_, unit.way, strict=False)))
        )
        parts += _closed(open_[common:])
        parts += [step.html for step in unit.way[common:]]
        parts.append(unit.html)
        open_ = unit.way
    return "".join((*parts, *_closed(open_)))


def _closed(steps: Sequence[_Step]) -> Iterator[str]:
    return (f"</{step.holds}>" for step in reversed(steps) if step.holds)


def _units(html: str, task: re.Match[str]) -> Iterator[_Unit]:
    """The units of a task in their order."""
    way, at = [_Step(task.start(), task[0], "", task[1])], task.end()
    end = _end(html, task.start(), task[1])
    turned = _TURNED.search(task[0])
    for found in (_BLOCK if turned else _EXAMPLE).finditer(html, at, end):
        if found.start() < at:
            continue
        stop = _end(html, found.start(), found[1])
        inside = html[found.start() : stop]
        if ids := tuple(dict.fromkeys(one[2] for one in _EXAMPLE.finditer(inside))) if turned else (found[2],):
            _walk(html, at, found.start(), way)
            yield _Unit(found.start(), ids, inside, tuple(way))
            way += _spanning(inside, found.start())
            at = stop


def _spanning(row: str, at: int) -> Iterator[_Step]:
    """The cells of a row that the rows below have too, for where these stand without it."""
    cells = [row[cell.start() : _end(row, cell.start(), cell[1])] for cell in _SPANNING.finditer(row)]
    if cells and row.startswith("<tr"):
        yield _Step(at, f"<tr>{''.join(cells)}</tr>", "spanning")


def _walk(html: str, at: int, until: int, way: list[_Step]) -> None:
    """From one example to the next: what closes is left, what opens is entered, what leads in is kept."""
    while tag := _TAG.search(html, at, until):
        at = tag.end()
        if _HEAD.match(tag[0]):
            continue
        if tag[1]:
            _leave(way, tag[2])
            continue
        stop = _end(html, tag.start(), tag[2])
        if stop > until:
            way.append(_Step(tag.start(), tag[0], "", tag[2]))
            continue
        at = max(at, stop)
        if lead := _LEADS.match(tag[0]):
            _lead(way, _Step(tag.start(), html[tag.start() : stop], lead[1] or lead[2]))


def _leave(way: list[_Step], name: str) -> None:
    """The innermost element of this name is closed; what led in what it held alone is gone with it."""
    held = [place for place, step in enumerate(way) if step.holds == name]
    if len(held) and held[-1]:
        del way[held[-1] :]
        while way[-1].kind == "shared":
            way.pop()


def _lead(way: list[_Step], step: _Step) -> None:
    """A title takes the place of the one before it, with all that stood under that."""
    if step.kind == "group":
        while way[-1].kind in ("group", "shared"):
            way.pop()
    way.append(step)


@cache
def _tags(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){name}(?=[\s>/])[^>]*>")


def _end(html: str, start: int, name: str) -> int:
    """Where the element ends that begins here; behind its tag where it never closes."""
    depth = 0
    for tag in _tags(name).finditer(html, start):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return html.index(">", start) + 1
