"""Averages of scores as rows of a table, or as a small table of their own.

Rule 1: averages are over all examples of a task, however many of them one page shows; one example has none.
Rule 2: a task in several groups has averages by group too.
Rule 3: what no column holds (the answers of dialogues) has its averages in the table of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from soundcase import model
from soundcase.site.averages import Column, Slot, by_group
from soundcase.site.views.context import RenderContext
from soundcase.site.views.layout import AverageRow, CellHeading, ExampleCell, HeadCell, Summary, SummaryBody
from soundcase.site.views.scores import Scale, ScoreAverages, means
from soundcase.site.views.values import PieceView, ScoreView, Text

Examples = Sequence[model.Example]


def _whose(heading: CellHeading) -> Column:
    return (heading.key, "output") if heading.place == "answer" else ("", heading.key)


def average(
    examples: Examples, columns: Sequence[CellHeading], scale: Scale, site: RenderContext, *, title: str = ""
) -> AverageRow | None:
    """The averages under each column; None where there are none."""
    fine = means(examples, scale, by_slot=True, group=title)
    coarse = means(examples, scale, by_slot=False, group=title)
    if coarse.count < 2 or not _fit(coarse, columns):
        return None
    cells = []
    for column in columns:
        source, slot = (fine, column.label.text) if column.label else (coarse, "")
        scores = () if column.place == "tag" else source.shown(_whose(column), slot, scale, site.words)
        cells.append(ExampleCell(column, (PieceView(scores=scores),) if scores else ()))
    said = site.words.average_of.format(title) if title else site.words.average
    return AverageRow(said, coarse.said(scale, site.words), tuple(cells))


def _fit(found: ScoreAverages, columns: Sequence[CellHeading]) -> bool:
    """True if each average has a column to stand under."""
    return {whose for whose, _ in found.found} <= {_whose(column) for column in columns}


def summary(
    examples: Examples,
    columns: Sequence[CellHeading],
    labels: Sequence[Text],
    scale: Scale,
    site: RenderContext,
) -> Summary | None:
    """The averages by system and score; for each label where the systems' pieces share theirs."""
    over = means(examples, scale, by_slot=bool(labels))
    if over.count < 2:
        return None
    names = scale.order(over.names())
    slots = [label.text for label in labels] or [""]
    scored = dict.fromkeys(whose for whose, _ in over.found)
    named = {_whose(column): replace(column, label=None) for column in columns if _whose(column) in scored}
    named |= {whose: site.heading(whose[0]) for whose in scored if whose[0] and whose not in named}
    rows = tuple(named.values())
    cells = [(name, slot) for name in names for slot in slots]
    groups = by_group(examples)
    several = groups if len(groups) > 1 else {}
    made = [
        (site.maybe(title), means(members, scale, by_slot=bool(labels), group=title))
        for title, members in several.items()
    ]
    made.append((site.word(site.words.all_examples) if several else None, over))
    return Summary(
        title=site.words.averages,
        heads=_heads(names, labels, scale, site),
        bodies=tuple(replace(_body(found, rows, cells, scale, site), title=title) for title, found in made),
        empty=site.words.not_scored,
    )


def _heads(
    names: Sequence[str], labels: Sequence[Text], scale: Scale, site: RenderContext
) -> tuple[tuple[HeadCell, ...], ...]:
    rows = 2 if labels else 1
    corner = HeadCell("example", site.word(site.words.system), rows=rows)
    over = tuple(
        HeadCell(
            "score",
            site.text(name),
            "colgroup" if labels else "col",
            columns=len(labels) or 1,
            score=scale.shown(name, None, site.words),
        )
        for name in names
    )
    below = tuple(HeadCell("label", label) for _ in names for label in labels)
    return ((corner, *over), below) if labels else ((corner, *over),)


def _body(
    found: ScoreAverages,
    rows: Sequence[CellHeading],
    columns: Sequence[Slot],
    scale: Scale,
    site: RenderContext,
) -> SummaryBody:
    def one(heading: CellHeading, name: str, slot: str) -> ScoreView | None:
        scores = found.shown(_whose(heading), slot, scale, site.words)
        return next((score for score in scores if score.mean and score.mean.score == name), None)

    return SummaryBody(
        title=None,
        count=found.said(scale, site.words),
        rows=tuple((heading, tuple(one(heading, *column) for column in columns)) for heading in rows),
    )
