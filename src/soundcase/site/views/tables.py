"""Examples as they are laid out: runs that share cells, rows and columns that line up.

Rule 1: what was given, then the systems, then what is right; tags before all where the task asks for columns.
Rule 2: a heading whose cells are all lists with the same labels has a column for each; of the systems, all or
none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from soundcase import model
from soundcase.site.views.cells import captioned, runs
from soundcase.site.views.context import RenderContext
from soundcase.site.views.contribution import MOST_ALIGNED_ROWS
from soundcase.site.views.examples import SharedContext, example, row_levels, shared_cells, tag_text
from soundcase.site.views.heads import groups_of, models_in
from soundcase.site.views.layout import (
    CellHeading,
    ExampleCell,
    ExampleRun,
    TableBody,
    TableRow,
)
from soundcase.site.views.scores import Scale
from soundcase.site.views.values import Text
from soundcase.values import dataclass

Labels = tuple[Text, ...]


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


def drawn_runs(
    examples: Sequence[model.Example],
    anchors: Sequence[str],
    task: model.Task,
    scale: Scale,
    site: RenderContext,
) -> Iterator[DrawnRun]:
    """The examples in runs; what a run shares is drawn first, so that it has the plain name."""
    under_clips, called = captioned(examples), iter(anchors)
    for parts, members in runs(examples, task):
        shared_context = SharedContext(scale, row_levels(members, site) if parts else None, parts, under_clips)
        common = shared_cells(members[0], task, site, shared_context) if parts else ()
        title = site.words.shared.of(len(members)) if common else ""
        shown = tuple(example(each, next(called), task, site, shared_context) for each in members)
        sizes = {len(each.cells) for each in shown}
        alike = len(sizes) == 1 and 0 < max(sizes) <= MOST_ALIGNED_ROWS
        yield DrawnRun(ExampleRun(title, common, shown, sizes.pop() if alike else 0), members)


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
    """The table turned: a row for each part and system, a cell for each example or run of examples.

    What none of these examples has gets no row.
    """
    found = []
    examples = enumerate((each for run in several for each in run.examples), start=1)
    drawn = [(place, each, cell) for place, each in examples for cell in each.cells]
    filled = {cell.heading.column_id for _, _, cell in drawn if not cell.bare}
    for name, columns in groups_of(column for column in shape.columns if column.column_id in filled):
        # The first row of a heading has its name, which spans the others.
        spans = Counter(column.heading_id for column in columns)
        rows = tuple(
            TableRow(
                heading=replace(column, group="" if name else column.group),
                rows=spans.pop(column.heading_id, 0),
                cells=tuple(one for one in drawn if one[2].heading.column_id == column.column_id),
            )
            for column in columns
        )
        found.append(TableBody(site.maybe(name), models_in(columns) if name else "", rows))
    return tuple(found)
