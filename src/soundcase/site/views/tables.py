"""Examples as they are laid out: runs that share cells, rows and columns that line up.

Rule 1: what was given, then the systems, then what is right; tags before all where the task asks for columns.
Rule 2: a heading whose cells are all lists with the same labels has a column for each; of the systems, all or
none.
Rule 3: what a task's `defaults` gave to consecutive examples is drawn once for all of them; an example with a
value of its own breaks the run.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from soundcase import model
from soundcase.fields import fields_of
from soundcase.site.views.context import RenderContext
from soundcase.site.views.examples import (
    AFTER,
    BEFORE,
    SharedContext,
    captioned,
    example,
    row_levels,
    shared_cells,
    tag_text,
)
from soundcase.site.views.heads import groups_of, models_in, named, shared_keys
from soundcase.site.views.layout import (
    CellHeading,
    ExampleCell,
    ExampleRun,
    HeadingId,
    TableBody,
    TableRow,
)
from soundcase.site.views.scores import Scale
from soundcase.site.views.values import Text
from soundcase.values import dataclass

Labels = tuple[Text, ...]
_NUMBER = re.compile(r"[-+−]?\d[\d.,\u202f ]*(?:\s*[%\w°µ/]{0,6})?")
"""A number, maybe with a short unit."""


def headings(cells: Iterable[ExampleCell]) -> tuple[CellHeading, ...]:
    """The headings that these cells stand under, each once, in reading order."""
    found = {cell.heading.heading_id: cell.heading for cell in cells}
    return (
        *(found[whose] for one in BEFORE if (whose := ("before", one.role)) in found),
        *(heading for heading in found.values() if heading.place == "answer"),
        *(found[whose] for one in AFTER if (whose := ("after", one.role)) in found),
    )


def _common(cells: Iterable[ExampleCell]) -> Labels:
    """The labels that the pieces of all of these cells have, in lists alike; empty where they differ."""
    lists = []
    for pieces in (cell.pieces for cell in cells if cell.pieces):
        own = tuple(piece.label for piece in pieces if piece.label)
        each_its_own = len(own) == len({label.text for label in own}) == len(pieces) > 1
        lists.append(own if each_its_own else ())
    names = {tuple(label.text for label in labels) for labels in lists}
    return lists[0] if len(names) == 1 else ()


def sub_labels(cells: Sequence[ExampleCell]) -> Mapping[tuple[str, str], Labels]:
    """Headings whose cells have labels in common, and these labels."""
    answers = [cell for cell in cells if cell.heading.place == "answer"]
    common = _common(answers)
    found: dict[tuple[str, str], Labels] = (
        {cell.heading.heading_id: common for cell in answers} if common else {}
    )
    for heading in headings(cells):
        if heading.place != "answer" and (
            own := _common(c for c in cells if c.heading.heading_id == heading.heading_id)
        ):
            found[heading.heading_id] = own
    return found


def column_headings(
    found: Iterable[CellHeading], labels: Mapping[tuple[str, str], Labels]
) -> Iterator[CellHeading]:
    """A heading for each column: those with labels once for each label."""
    for heading in found:
        if heading.heading_id not in labels:
            yield heading
        for label in labels.get(heading.heading_id, ()):
            yield replace(heading, label=label, column=f"{heading.column} · {label.text}")


def parted(columns: Iterable[CellHeading]) -> tuple[CellHeading, ...]:
    """The same with the first of several columns of one heading marked, and the first after these."""
    found: list[CellHeading] = []
    for column in columns:
        before = found[-1] if found else None
        new = before is None or before.heading_id != column.heading_id
        several = column.label or (before and before.label)
        found.append(replace(column, starts=bool(new and several)))
    return tuple(found)


def aligned(cells: Iterable[ExampleCell], columns: Iterable[CellHeading]) -> tuple[ExampleCell, ...]:
    """One cell per column, with its part of the pieces; a bare one where the example says nothing."""
    found = {cell.heading.heading_id: cell for cell in cells}
    row = []
    for column in columns:
        cell = replace(found.get(column.heading_id, ExampleCell(column)), heading=column)
        if column.label is not None:
            own = (one for one in cell.pieces if one.label and one.label.text == column.label.text)
            cell = replace(cell, pieces=tuple(replace(piece, label=None) for piece in own))
        row.append(cell)
    return tuple(row)


def tag_headings(examples: Iterable[model.Example], site: RenderContext) -> tuple[CellHeading, ...]:
    """A heading for each key of the tags, in the order of first mention."""
    values: dict[str, list[str]] = {}
    for each in examples:
        for key, value in each.tags.items():
            values.setdefault(key, []).append(value)
    return tuple(
        replace(site.part("tag", key, key), number=all(_NUMBER.fullmatch(value) for value in given))
        for key, given in values.items()
    )


def tag_cells(
    example: model.Example, columns: Iterable[CellHeading], site: RenderContext
) -> tuple[ExampleCell, ...]:
    """The tags of an example, a hole where it lacks one."""
    return tuple(
        ExampleCell(column, tag=site.text(example.tags[column.key]))
        if column.key in example.tags
        else ExampleCell(column, empty=site.words.not_stated)
        for column in columns
    )


_MOST_ALIGNED_ROWS = 9
"""`cards.css` has a rule for each number of rows up to here."""
_ROOM_REM = 57.0
"""What a table has beside the contents in a window of 80 rem."""
_NAME_REM, _CLIP_REM, _WORDS_REM, _TAG_REM, _OTHER_REM = 8.25, 15.0, 13.0, 5.0, 7.0
"""Least widths of the columns, as in `tables.css`."""


@dataclass(frozen=True, slots=True)
class DrawnRun:
    """A run as it was drawn, before its cells line up with those of other runs."""

    run: ExampleRun
    models: tuple[model.Example, ...]


@dataclass(frozen=True, slots=True)
class TableGrid:
    """The columns that all examples of a task have in common."""

    columns: tuple[CellHeading, ...]
    tags: tuple[CellHeading, ...]
    labels: Mapping[tuple[str, str], Labels]
    keys: tuple[str, ...]
    """What the systems say of themselves in rows of the head."""

    @property
    def answer_labels(self) -> Labels:
        """The labels that the pieces of all outputs have."""
        return next((labels for (place, _), labels in self.labels.items() if place == "answer"), ())


def shared_parts(example: model.Example, task: model.Task) -> frozenset[HeadingId]:
    """The headings under which the example has what all examples of the task have unless they say otherwise."""
    fields = (
        (one.place, one.role)
        for one in fields_of(model.Example).values()
        if one.place and one.kind != "turns" and one.name in example.inherited
        if getattr(example, one.name) is not None
    )
    own, inherited = example.origin, []
    for key in (key for key in task.models if example.outputs.get(key)):
        origin = example.outputs[key][0].origin
        if origin.path != own.path or origin.keys[: len(own.keys)] != own.keys:
            inherited.append(("answer", key))
    return frozenset((*fields, *inherited))


def runs(
    examples: Sequence[model.Example], task: model.Task
) -> Iterator[tuple[frozenset[HeadingId], tuple[model.Example, ...]]]:
    """The examples cut into runs, each with the headings it shares.

    A single example shares nothing; those that share nothing with their neighbours stand in one run.
    """
    pairs = []
    for parts, members in groupby(examples, key=lambda example: shared_parts(example, task)):
        run = tuple(members)
        pairs.append((parts if len(run) > 1 else frozenset(), run))
    for parts, several in groupby(pairs, key=lambda pair: pair[0]):
        yield parts, tuple(example for _, run in several for example in run)


def drawn_runs(
    examples: Sequence[model.Example], task: model.Task, scale: Scale, site: RenderContext
) -> Iterator[DrawnRun]:
    """The examples in runs; what a run shares is drawn first, so that it has the plain name."""
    under_clips = captioned(examples)
    for parts, members in runs(examples, task):
        shared_context = SharedContext(scale, row_levels(members, site) if parts else None, parts, under_clips)
        common = shared_cells(members[0], task, site, shared_context) if parts else ()
        title = site.words.shared.of(len(members)) if common else ""
        shown = tuple(example(each, task, site, shared_context) for each in members)
        sizes = {len(each.cells) for each in shown}
        alike = len(sizes) == 1 and 0 < max(sizes) <= _MOST_ALIGNED_ROWS
        yield DrawnRun(ExampleRun(title, common, shown, sizes.pop() if alike else 0), members)


def crowded(runs: Sequence[ExampleRun], columns: Sequence[CellHeading], *, cards: bool) -> bool:
    """True if a table of these columns is wider than the text, or a card of theirs very long."""
    cells = [cell for run in runs for cell in (*run.shared, *(c for each in run.examples for c in each.cells))]
    if cards:
        return any(
            len(cell.pieces) > 1 and all(p.label and p.clip for p in cell.pieces) for cell in cells
        ) or any(len(each.cells) > _MOST_ALIGNED_ROWS for run in runs for each in run.examples)
    widths = dict.fromkeys((column.column_id for column in columns), _OTHER_REM)
    for cell in cells:
        column_id = cell.heading.column_id
        rems = (_CLIP_REM if one.clip else _WORDS_REM if one.text else _OTHER_REM for one in cell.pieces)
        widths[column_id] = max(widths.get(column_id, 0.0), max(rems, default=_TAG_REM))
    return _NAME_REM + sum(widths.values()) > _ROOM_REM


def grid(several: Sequence[DrawnRun], task: model.Task, site: RenderContext) -> TableGrid:
    """The columns that these runs need."""
    cells = [
        cell
        for drawn in several
        for cell in (*drawn.run.shared, *(cell for each in drawn.run.examples for cell in each.cells))
    ]
    labels = sub_labels(cells)
    found = headings(cells)
    split = any(place == "answer" for place, _ in labels)
    keys = () if split or task.layout != "table" else shared_keys(task.models, site)
    columns = parted(column_headings((named(heading, keys, site) for heading in found), labels))
    members = [each for drawn in several for each in drawn.models]
    tags = tag_headings(members, site) if task.tags == "columns" and task.layout != "cards" else ()
    return TableGrid((*tags, *columns), tags, labels, keys)


def aligned_run(drawn: DrawnRun, shape: TableGrid, site: RenderContext) -> ExampleRun:
    """The run with a cell for each column; what it shares spans its examples, in the first of them."""
    run, columns = drawn.run, shape.columns[len(shape.tags) :]
    common = {cell.heading.heading_id for cell in run.shared}
    spanning = {
        cell.heading.column_id: cell
        for cell in aligned(run.shared, (column for column in columns if column.heading_id in common))
    }
    words, count = site.words, len(run.examples)
    examples = []
    for index, (each, source) in enumerate(zip(run.examples, drawn.models, strict=True)):
        own = aligned(each.cells, (column for column in columns if column.heading_id not in common))
        found = {cell.heading.column_id: cell for cell in own}
        cells: list[ExampleCell] = list(tag_cells(source, shape.tags, site))
        for column in columns:
            if column.column_id in found:
                cells.append(found[column.column_id])
            elif index == 0:
                place = 1 + sum(cell.span == 1 for cell in cells)
                title = words.shared_by.of(count, column.column, count)
                cells.append(
                    replace(
                        spanning[column.column_id],
                        heading=replace(column, column=title),
                        span=count,
                        place=place,
                    )
                )
        in_columns = {tag_text(column.key, source.tags.get(column.key, "")) for column in shape.tags}
        chips = tuple(chip for chip in each.tags if chip.text not in in_columns)
        examples.append(replace(each, cells=tuple(cells), tags=chips))
    return replace(run, examples=tuple(examples))


def bodies(several: Sequence[ExampleRun], shape: TableGrid, site: RenderContext) -> tuple[TableBody, ...]:
    """The table turned: a row for each part and system, a cell for each example or run of examples."""
    found = []
    drawn = [(each, cell) for run in several for each in run.examples for cell in each.cells]
    for name, columns in groups_of(shape.columns):
        # The first row of a heading has its name, which spans the others.
        spans = Counter(column.heading_id for column in columns)
        rows = tuple(
            TableRow(
                heading=replace(column, group="" if name else column.group),
                rows=spans.pop(column.heading_id, 0),
                cells=tuple(pair for pair in drawn if pair[1].heading.column_id == column.column_id),
            )
            for column in columns
        )
        found.append(TableBody(site.maybe(name), models_in(columns) if name else "", rows))
    return tuple(found)
