"""A task as a view: its prompts, its legend, and its examples in one of three layouts."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from soundcase import model
from soundcase.markdown import to_html
from soundcase.views.examples import aligned, example, headings, prompts
from soundcase.views.layout import Example, Group, Heading, Row, Task
from soundcase.views.media import label, score
from soundcase.views.scene import Scene
from soundcase.views.values import Label, Verdict

_MOST_ALIGNED_ROWS = 9
"""`cards.css` has a rule for each number of rows up to here."""


def _legend(task: model.Task, groups: tuple[Group, ...], scene: Scene) -> tuple[Label, ...]:
    """What the marks beside labels mean: those that occur in this task."""
    shown = {
        found.verdict
        for group in groups
        for drawn in group.examples
        for cell in drawn.cells
        for piece in cell.pieces
        for found in (*(piece.labels or ()), *piece.missed)
    }
    words = scene.words
    explained: tuple[tuple[Verdict, str], ...] = (
        ("found", words.found_by),
        ("added", words.added_by),
        ("missed", words.missed_by),
    )
    if task.output != "labels":
        return ()
    return tuple(
        replace(label(text, verdict, scene), word="") for verdict, text in explained if verdict in shown
    )


def _caption(task: model.Task, title: str, scene: Scene) -> str:
    words = scene.words
    form = words.caption_transposed if task.layout == "transposed" else words.caption
    return form.format(f"{task.title}, {title}" if title else task.title)


def _rows(examples: tuple[Example, ...], columns: tuple[Heading, ...]) -> tuple[Row, ...]:
    """The table turned: a row for each part and system, a cell for each example."""
    return tuple(
        Row(column, tuple((drawn, drawn.cells[index]) for drawn in examples))
        for index, column in enumerate(columns)
    )


def _groups(task: model.Task, scene: Scene) -> tuple[tuple[Heading, ...], tuple[Group, ...]]:
    """Consecutive examples of equal group together, and the columns they share."""
    drawn = [(each.group, example(each, task, scene)) for each in task.examples]
    columns = headings(tuple(shown for _, shown in drawn))
    if task.layout != "cards":
        drawn = [(title, replace(shown, cells=aligned(shown.cells, columns))) for title, shown in drawn]
    groups = []
    for title, members in groupby(drawn, key=lambda pair: pair[0]):
        shown = tuple(member for _, member in members)
        groups.append(
            Group(
                title=scene.maybe(title),
                anchor=scene.anchor(f"{task.id}--group-{title}") if title else "",
                examples=shown,
                rows=_rows(shown, columns) if task.layout == "transposed" else (),
                caption=_caption(task, title, scene),
            )
        )
    return columns, tuple(groups)


def _rows_abreast(groups: tuple[Group, ...]) -> int:
    sizes = {len(shown.cells) for group in groups for shown in group.examples}
    return sizes.pop() if len(sizes) == 1 and max(sizes) <= _MOST_ALIGNED_ROWS else 0


def _count(number: int, scene: Scene) -> str:
    word = scene.words.one_example if number == 1 else scene.words.examples
    return f"{number} {word}"


def task(drawn: model.Task, scene: Scene) -> Task:
    """A task with all of its examples."""
    anchor = scene.anchor(drawn.id)
    columns, groups = _groups(drawn, scene)
    return Task(
        id=drawn.id,
        anchor=anchor,
        title=scene.text(drawn.title),
        description=to_html(drawn.description, scene.language),
        selection=scene.maybe(drawn.selection),
        prompts=prompts(drawn.prompt, drawn.models, scene, drawn.language),
        scores=tuple(score(declared, None, scene) for declared in drawn.scores),
        legend=_legend(drawn, groups, scene),
        layout=drawn.layout,
        sync=drawn.sync,
        count=_count(len(drawn.examples), scene),
        caption=_caption(drawn, "", scene),
        headings=columns,
        groups=groups,
        level=5 if any(group.title for group in groups) else 4,
        rows=_rows_abreast(groups),
    )
