"""The frame of a task: what all of its pages have in common, put together from what its slices contribute.

Rule 1: columns and legend of a task hold for all of its examples, on each of its pages.
Rule 2: frames are equal where the pages show the same of what they have in common, however the task is cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from soundcase.fields import placed
from soundcase.model import Example, Prompt, Score, Task
from soundcase.site.views.cells import field_heading
from soundcase.site.views.context import RenderContext
from soundcase.site.views.contribution import (
    CLIP_REM,
    OTHER_REM,
    TAG_REM,
    WORDS_REM,
    Contribution,
    HeadingUse,
    unlike,
    widest,
)
from soundcase.site.views.examples import prompts
from soundcase.site.views.formats import Format, common_format, common_original
from soundcase.site.views.heads import colgroups, heads, named, shared_keys
from soundcase.site.views.layout import ArchiveView, CellHeading, HeadingId, TaskView
from soundcase.site.views.results import ResultFrame
from soundcase.site.views.scores import Scale, measured, scale_of
from soundcase.site.views.shown_examples import AskedExamples
from soundcase.site.views.sounds import address, size
from soundcase.site.views.tables import Labels, TableGrid, column_headings, parted
from soundcase.site.views.task_files import HEAD, archive_url
from soundcase.site.views.values import NO_MARKUP, Label, ScoreView, Verdict
from soundcase.values import dataclass

_ROOM_REM, _LAPTOP_REM = 57.0, 74.0
"""What a table has in a window of 80 rem, beside the contents and without them."""
_NAME_REM = 8.25
_SMALL_REM: Mapping[float, float] = {CLIP_REM: 9.0, WORDS_REM: 11.0, OTHER_REM: 6.0, TAG_REM: 4.0}
"""Least widths of the columns of a table that needs more room than the text has, as in `tables.css`."""
_REFERENCE: HeadingId = ("after", "reference")
_PROMPT: HeadingId = ("before", "prompt")
_ONE_IN = 3
"""Of so many answers one has to be long for each example to have a row."""
_MOST_ABREAST = 6
"""So many systems stand beside each other in a row, under a head."""


@dataclass(frozen=True, slots=True)
class ExampleFrame:
    """The frame of a task's examples, the same on each of its pages."""

    task: Task
    """Without its examples."""
    grid: TableGrid
    scale: Scale
    format: Format
    """What all clips are."""
    groups: tuple[str, ...]
    """Titles, where there are several."""
    view: TaskView
    """What each page shows of the task; without its anchor, its description, its examples and results."""

    def results(self, asked: AskedExamples) -> ResultFrame:
        """The surroundings of the task's results; `asked` are all of its examples."""
        return ResultFrame(self.groups, self.grid, self.scale, asked)


def task_frame(task: Task, count: int, several: Sequence[Contribution], site: RenderContext) -> ExampleFrame:
    """The frame of a task of so many examples; of the task, all but these is read."""
    task = _asked_once(_arranged(task, several), count, several)
    uses = _merged(several, task.prompt)
    groups = dict.fromkeys(title for each in several for title in each.groups)
    task, grid = _fitted(task, uses, several, site)
    scale = scale_of(task.scores, _decimals(several), _counts(task, several), site.text)
    form = common_format(each.format for each in several)
    return ExampleFrame(
        task=task,
        grid=grid,
        scale=scale,
        format=form,
        groups=tuple(filter(None, groups)) if len(groups) > 1 else (),
        view=replace(
            _view(task, count, grid, scale, site),
            clips=" · ".join(form),
            originals=" · ".join(common_original(each.format for each in several)),
            best=site.words.best_of if _marks_best(several, scale) else "",
            archive=_archive(task, several, site),
            interval=site.words.interval if any(each.interval for each in several) else "",
            legend=_legend(several, task, site),
            dense=any(each.long for each in several) if task.in_cards else _width(grid, uses) > _ROOM_REM,
            level=5 if any(groups) else 4,
        ),
    )


def _arranged(task: Task, several: Sequence[Contribution]) -> Task:
    """The task with its examples in rows where many answers are long and its author left that open."""
    answers, lengthy = (
        sum(counts) for counts in ([one.answers for one in several], [one.lengthy for one in several])
    )
    fits = task.fitted and task.layout == "cards" and len(task.models) > 1
    if not fits or lengthy * _ONE_IN < max(answers, 1) or any(one.turns for one in several):
        return task
    return replace(task, layout="rows")


def _asked_once(task: Task, count: int, several: Iterable[Contribution]) -> Task:
    """The task with the instruction that all of its examples have, which then stands above them."""
    asked = [one for each in several for one in each.prompts]
    same = count > 1 and all(one == asked[0] for one in asked)
    return replace(task, prompt=asked[0]) if same else task


def _decimals(several: Iterable[Contribution]) -> Mapping[str, int]:
    """The most decimals of each score."""
    found: dict[str, int] = {}
    for name, places in (item for each in several for item in each.decimals.items()):
        found[name] = max(found.get(name, 0), places)
    return found


def _counts(task: Task, several: Iterable[Contribution]) -> Mapping[str, int]:
    """The number of ratings of each declared score that has one everywhere."""
    found: dict[str, set[int | None]] = {score.name: set() for score in task.scores}
    for name, counts in (item for each in several for item in each.counts.items()):
        found.get(name, set()).update(counts)
    return {name: count for name, counts in found.items() if len(counts) == 1 and (count := next(iter(counts)))}


def _marks_best(several: Iterable[Contribution], scale: Scale) -> bool:
    """True if any score is marked as the best of its row, with as many decimals as are printed."""
    marked = (item for each in several for item in each.best.items())
    return any(scale.decimals[name] in places for name, places in marked)


def _merged(several: Sequence[Contribution], said: Prompt) -> Mapping[HeadingId, HeadingUse]:
    """What the cells under each heading hold, in all of a task; `said` is the instruction above them."""
    found: dict[HeadingId, HeadingUse] = {}
    once = all(one == said for each in several for one in each.prompts)
    for use in (use for each in several for use in each.headings):
        if once and use.heading == _PROMPT:
            continue
        before = found.get(use.heading, HeadingUse(use.heading))
        found[use.heading] = HeadingUse(
            heading=use.heading,
            lists=unlike((*before.lists, *use.lists)),
            width=max(before.width, use.width),
            widths=widest(before.widths, use.widths),
            shared=max(before.shared, use.shared),
        )
    return found


def _headings(
    uses: Mapping[HeadingId, HeadingUse], site: RenderContext, *, leading: bool
) -> tuple[CellHeading, ...]:
    """The headings that are used, in reading order; a recording to compare with `leading` them if asked."""
    before, after = (
        [
            site.part(place, heading[1], site.words.parts[part.name])
            for part in placed(Example, place)
            if (heading := field_heading(part)) in uses
        ]
        for place in ("before", "after")
    )
    first = [
        one for one in after if leading and one.heading_id == _REFERENCE and uses[_REFERENCE].width == CLIP_REM
    ]
    last = (one for one in after if one not in first)
    return (*first, *before, *(site.heading(key) for place, key in uses if place == "answer"), *last)


def _sub_labels(uses: Mapping[HeadingId, HeadingUse], site: RenderContext) -> Mapping[HeadingId, Labels]:
    """Headings whose cells are all lists with the same labels, and these; of the systems, all or none."""
    answers = [heading for heading in uses if heading[0] == "answer"]
    found: dict[HeadingId, Labels] = {}
    for headings in (answers, *([heading] for heading in uses if heading[0] != "answer")):
        lists = unlike(each for heading in headings for each in uses[heading].lists)
        if len(lists) == 1 and lists[0]:
            found.update(dict.fromkeys(headings, tuple(map(site.text, lists[0]))))
    return found


def _fitted(
    task: Task, uses: Mapping[HeadingId, HeadingUse], several: Sequence[Contribution], site: RenderContext
) -> tuple[Task, TableGrid]:
    """The task in the layout that fits a laptop, if its author left that open, and its columns.

    Where a table would not fit, what all are compared with stands beside the names of the examples.
    """
    grid = _grid(task, uses, several, site)
    small = {**_SMALL_REM, **({CLIP_REM: 12.0} if task.media.spectrogram else {})}
    if task.in_cards or _width(grid, uses, small) <= _LAPTOP_REM:
        return task, grid
    chosen = replace(task, layout="transposed") if task.fitted else task
    return chosen, _grid(chosen, uses, several, site, leading=True)


def _grid(
    task: Task,
    uses: Mapping[HeadingId, HeadingUse],
    several: Iterable[Contribution],
    site: RenderContext,
    *,
    leading: bool = False,
) -> TableGrid:
    """The columns that all examples of a task need."""
    labels = _sub_labels(uses, site)
    split = any(place == "answer" for place, _ in labels)
    keys = () if split or task.layout != "table" else shared_keys(task.models, site)
    headings = [named(one, keys, site) for one in _headings(uses, site, leading=leading)]
    if leading:
        headings = [replace(one, column=one.called) for one in headings]
    columns = parted(column_headings(headings, labels))
    numbers: dict[str, bool] = {}
    for key, number in (tag for each in several for tag in each.tags):
        numbers[key] = number and numbers.get(key, True)
    tags = tuple(replace(site.part("tag", key, key), number=number) for key, number in numbers.items())
    return TableGrid((*tags, *columns), tags, labels, keys)


def _width(
    grid: TableGrid, uses: Mapping[HeadingId, HeadingUse], small: Mapping[float, float] = MappingProxyType({})
) -> float:
    """The least width of a table of these columns, in rem; `small` has other widths of columns."""
    width = _NAME_REM + small.get(TAG_REM, OTHER_REM) * len(grid.tags)
    for column in grid.columns[len(grid.tags) :]:
        use, label = uses[column.heading_id], column.label
        place = grid.labels[column.heading_id].index(label) if label else 0
        own = use.widths[place : place + 1] if label else (use.width,)
        widest_piece = max((OTHER_REM, *own))
        width += small.get(widest_piece, widest_piece)
    return width + sum(uses[heading].shared for heading in grid.labels)


def _archive(task: Task, several: Iterable[Contribution], site: RenderContext) -> ArchiveView | None:
    """The archive of all clips and texts, where the task offers one."""
    held = sum(each.packed for each in several)
    if not task.media.downloads or not held:
        return None
    href = address(archive_url(task.id))
    return ArchiveView(href, site.words.download_all.format(size(held + len(HEAD))))


def _legend(several: Iterable[Contribution], task: Task, site: RenderContext) -> tuple[Label, ...]:
    """The legend of the marks beside labels: those that occur in this task."""
    shown = {verdict for each in several for verdict in each.verdicts}
    words, choice = site.words, task.label_match == "choice"
    explained: tuple[tuple[Verdict, str], ...] = (
        ("found", words.right_choice if choice else words.found_by),
        ("added", words.other_choice if choice else words.added_by),
        ("missed", words.missed_by),
        ("undecided", words.undecided_by),
    )
    return tuple(Label(site.word(text), verdict, "") for verdict, text in explained if verdict in shown)


def caption(task: Task, title: str, site: RenderContext) -> str:
    """The caption of a table of a task, or of a group of its examples."""
    words = site.words
    form = words.caption_transposed if task.layout == "transposed" else words.caption
    return form.format(f"{task.title}, {title}" if title else task.title)


def _kind(declared: Score, scale: Scale, site: RenderContext) -> ScoreView:
    """A score with what all of its numbers have in common."""
    count = scale.counts.get(declared.name)
    shown = scale.shown(declared.name, None, site.words)
    return replace(shown, count=site.words.number_of.format(count)) if count else shown


def _abreast(task: Task, grid: TableGrid) -> tuple[CellHeading, ...]:
    """The systems in the head over rows."""
    systems = {one.key: replace(one, label=None) for one in grid.columns if one.place == "answer"}
    shown = task.layout == "rows" and len(systems) <= _MOST_ABREAST
    return tuple(systems.values()) if shown else ()


def _part_of(task: Task, count: int, site: RenderContext) -> str:
    """Of how many examples these are some: `12 of 2,620 shown`."""
    whole = task.selection.of
    return site.words.shown_of.format(f"{count:,}", f"{whole:,}") if whole else ""


def _view(task: Task, count: int, grid: TableGrid, scale: Scale, site: RenderContext) -> TaskView:
    """What a task says of itself, and the head of its table."""
    in_rows = task.layout == "table"
    return TaskView(
        id=task.id,
        anchor="",
        title=site.text(task.title),
        description=NO_MARKUP,
        selection=site.maybe(task.selection.how),
        part_of=_part_of(task, count, site),
        clips="",
        originals="",
        prompts=prompts(task.prompt, task.models, site, task.language),
        scores=tuple(_kind(declared, scale, site) for declared in task.scores),
        best="",
        interval="",
        measured=tuple(map(site.text, measured(task, count, site.words))),
        legend=(),
        layout=task.layout,
        sync=task.sync,
        text_match="" if task.text_match == "normalised" else task.text_match,
        count=site.words.examples.of(count),
        caption=caption(task, "", site),
        headings=grid.columns,
        abreast=_abreast(task, grid),
        heads=heads(grid.columns, grid.keys, site) if in_rows else (),
        colgroups=colgroups(grid.columns) if in_rows else (),
        labelled=any(column.label for column in grid.columns),
        dense=False,
        groups=(),
        results=(),
        level=4,
    )
