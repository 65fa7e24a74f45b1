"""The columns of a table (or the rows of a transposed one): which there are, and the cells that stand in them.

Rule 1: what was given, then the systems, then what is right; tags before all where the task asks for columns.
Rule 2: a heading whose cells are all lists with the same labels has a column for each; of the systems, all or
none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from soundcase import model
from soundcase.site.views.context import RenderContext
from soundcase.site.views.examples import AFTER, BEFORE
from soundcase.site.views.layout import CellHeading, ExampleCell
from soundcase.site.views.values import Text

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


def _labels_of(cell: ExampleCell) -> Labels:
    """The labels of a list whose pieces all have one of their own; empty for everything else."""
    found = tuple(piece.label for piece in cell.pieces if piece.label)
    names = {label.text for label in found}
    return found if len(found) == len(names) == len(cell.pieces) > 1 else ()


def _common(cells: Iterable[ExampleCell]) -> Labels:
    """The labels that all of these cells have; empty where they differ."""
    lists = [_labels_of(cell) for cell in cells if cell.pieces]
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


def _column_cell(cell: ExampleCell, column: CellHeading) -> ExampleCell:
    """The part of a cell that stands in a column."""
    if column.label is None:
        return replace(cell, heading=column)
    own = tuple(
        replace(piece, label=None)
        for piece in cell.pieces
        if piece.label and piece.label.text == column.label.text
    )
    return replace(cell, heading=column, pieces=own)


def aligned(cells: Iterable[ExampleCell], columns: Iterable[CellHeading]) -> tuple[ExampleCell, ...]:
    """One cell per column, a bare one where the example says nothing."""
    found = {cell.heading.heading_id: cell for cell in cells}
    return tuple(
        _column_cell(found[column.heading_id], column) if column.heading_id in found else ExampleCell(column)
        for column in columns
    )


def tag_headings(examples: Iterable[model.Example], site: RenderContext) -> tuple[CellHeading, ...]:
    """A heading for each key of the tags, in the order of first mention."""
    values: dict[str, list[str]] = {}
    for example in examples:
        for key, value in example.tags.items():
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
