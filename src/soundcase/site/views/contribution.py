"""The contribution of some examples of a task to what all of its pages have in common.

Rule: it follows from these examples and their files alone, and it is small: nothing is drawn for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, zip_longest

from soundcase.fields import FieldKind
from soundcase.model import Example, Media, Prompt, Task
from soundcase.scores import ScoreValue
from soundcase.site.labels import judges_labels, labels_of
from soundcase.site.plan import FilesShown
from soundcase.site.views.cells import PlainCell, asked, captioned, plain_cells, runs, shared_cells_of
from soundcase.site.views.formats import SharedFormat, shared_format
from soundcase.site.views.layout import HeadingId
from soundcase.site.views.media import verdicts
from soundcase.site.views.said import is_lengthy
from soundcase.site.views.scores import best_marks, counts_of, decimals_of
from soundcase.site.views.task_files import packed_bytes, task_files
from soundcase.site.views.values import Verdict
from soundcase.site.words import Words
from soundcase.text.readings import bare
from soundcase.values import dataclass

Pieces = tuple[tuple[str, float], ...]
"""The label and the width of each piece in a cell."""
_NUMBER = re.compile(r"[-+−]?\d[\d.,\u202f ]*(?:\s*[%\w°µ/]{0,6})?")
"""A number, maybe with a short unit."""
_VERDICTS: tuple[Verdict, ...] = ("found", "added", "missed", "undecided")
CLIP_REM, WORDS_REM, TAG_REM, OTHER_REM = 15.0, 13.0, 5.0, 7.0
"""Least widths of the columns, as in `tables.css`."""
_OTHER_PIECES: Mapping[FieldKind, Pieces] = {
    "labels": (("", OTHER_REM),),
    "prompt": (),
    "markdown": (),
    "turns": (),
    "files": (("", OTHER_REM),),
}
"""The pieces of cells that hold no media; the others hold words."""
MOST_ALIGNED_ROWS = 9
"""`cards.css` has a rule for each number of rows up to here."""


@dataclass(frozen=True, slots=True)
class HeadingUse:
    """The use of a heading by the cells under it."""

    heading: HeadingId
    lists: tuple[tuple[str, ...], ...] = ()
    """Lists of labels of the pieces of a cell, empty for pieces that are no list; two that differ at most."""
    width: float = 0.0
    """Of the widest piece, in rem."""
    widths: tuple[float, ...] = ()
    """The same for each label of the first list."""
    shared: float = 0.0
    """Of the widest cell that several examples share; 0 where none do."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """The contribution of some examples of a task to the frame of all."""

    groups: tuple[str, ...]
    """Titles, in the order of first mention; empty for examples without a group."""
    headings: tuple[HeadingUse, ...]
    """In the order of first mention."""
    tags: tuple[tuple[str, bool], ...]
    """Keys in the order of first mention; whether all values are numbers."""
    verdicts: tuple[Verdict, ...]
    best: Mapping[str, tuple[int, ...]]
    """By score, with how many decimals one is marked as the best of its row."""
    interval: bool
    """Whether a score has one."""
    long: bool
    """Whether a card has more cells, or longer ones, than stand well beside others."""
    prompts: tuple[Prompt, ...]
    """The instructions of the examples, those of the task included; two that differ at most."""
    answers: int
    """How many outputs have words, but for those in turns."""
    lengthy: int
    """How many of these are more than a card shows, or come with reasoning."""
    turns: bool
    """Whether there are dialogues."""
    format: SharedFormat
    decimals: Mapping[str, int]
    """The most decimals of each score."""
    counts: Mapping[str, tuple[int | None, ...]]
    """The numbers of ratings that each score has, two at most."""
    packed: int
    """Bytes in the archive of the task; 0 where it offers none."""
    observed: bytes
    """The digest of its observations; empty where no figure is made of them."""


def contribution(
    examples: Sequence[Example], task: Task, plan: FilesShown, words: Words, observed: bytes
) -> Contribution:
    """The contribution of consecutive examples, their texts compared; the task's own are not read."""
    rows = tuple(_rows(examples, task))
    cells = [cell for row in rows for cell in (*row.shared, *row.own)]
    shown = cells if not task.in_cards else [cell for row in rows for cell in row.own]
    scored = [score for cell in shown for piece in _media(cell) for score in piece.scores.values()]
    media = [piece for example in examples for _, _, piece in example.media()]
    decimals = decimals_of(media)
    marked = ((row.example.outputs, {cell.model for cell in row.own}) for row in rows)
    worded = [piece for one in examples for several in one.outputs.values() for piece in several if piece.text]
    return Contribution(
        groups=tuple(dict.fromkeys(example.group for example in examples)),
        headings=_uses(rows),
        tags=tuple(_tags(examples)) if task.tags == "columns" and not task.in_cards else (),
        verdicts=_verdicts(rows, task),
        best=best_marks(task.scores, marked, decimals),
        interval=any(isinstance(score, ScoreValue) and score.ci is not None for score in scored),
        long=any(len(row.own) > MOST_ALIGNED_ROWS for row in rows) or any(map(_is_long, cells)),
        prompts=_prompts(examples, task),
        answers=len(worded),
        lengthy=sum(map(is_lengthy, worded)),
        turns=any(one.turns for one in examples),
        format=shared_format([plan.clips[key] for piece in media if (key := piece.clip)], words),
        decimals=decimals,
        counts=counts_of(media),
        packed=packed_bytes(task_files(examples, task, plan)) if task.media.downloads else 0,
        observed=observed,
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one example."""

    example: Example
    own: tuple[PlainCell, ...]
    shared: tuple[PlainCell, ...]
    """Those of its run, at the first of it, which stands for all."""


def _rows(examples: Sequence[Example], task: Task) -> Iterator[_Row]:
    """The examples in their order, each with the cells that are drawn for it."""
    for _, group in groupby(examples, key=lambda example: example.group):
        members = tuple(group)
        under_clips = captioned(members)
        for parts, run in runs(members, task):
            shared = shared_cells_of(run[0], task, parts, captioned=under_clips) if parts else ()
            for example in run:
                own = tuple(plain_cells(example, task, parts, captioned=under_clips))
                yield _Row(example, own, shared if example is run[0] else ())


def _media(cell: PlainCell) -> tuple[Media, ...]:
    """The pieces of media in a cell."""
    return cell.value if cell.part is None or cell.part.kind == "media" else ()


def _is_long(cell: PlainCell) -> bool:
    """True for several clips, each under its label."""
    media = _media(cell)
    return len(media) > 1 and cell.caption is None and all(one.label and one.audio for one in media)


def _pieces(cell: PlainCell) -> Pieces:
    if cell.part is not None and cell.part.kind != "media":
        return _OTHER_PIECES.get(cell.part.kind, (("", WORDS_REM),))
    found = (
        (one.label, CLIP_REM if one.audio else WORDS_REM if one.text is not None else OTHER_REM)
        for one in _media(cell)
    )
    return (*found, *(() if cell.caption is None else (("", WORDS_REM),)))


def _uses(rows: Iterable[_Row]) -> tuple[HeadingUse, ...]:
    """The headings that are used, with what their cells hold."""
    found: dict[HeadingId, dict[tuple[Pieces, bool], None]] = {}
    for row in rows:
        for cells, shared in ((row.shared, True), (row.own, False)):
            for cell in cells:
                found.setdefault(cell.heading_id, {})[_pieces(cell), shared] = None
    return tuple(_use(heading, cells) for heading, cells in found.items())


def _use(heading: HeadingId, cells: Iterable[tuple[Pieces, bool]]) -> HeadingUse:
    lists: list[tuple[str, ...]] = []
    widths: tuple[float, ...] = ()
    width = shared = 0.0
    for pieces, common in cells:
        named = tuple(label for label, _ in pieces if label)
        alone = len(named) == len(set(map(bare, named))) == len(pieces) > 1
        own = tuple(width for _, width in pieces)
        lists += [named if alone else ()] if pieces else []
        width, widths = max((width, *own)), widest(widths, own if alone else ())
        shared = max((shared, TAG_REM, *own)) if common else shared
    return HeadingUse(heading, unlike(lists), width, widths, shared)


def unlike(lists: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The lists of labels that differ, were it not for readings; two at most, since more say no more."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for each in lists:
        found.setdefault(tuple(map(bare, each)), each)
    return tuple(found.values())[:2]


def widest(*several: Sequence[float]) -> tuple[float, ...]:
    """The larger of the widths at each place."""
    return tuple(max(each) for each in zip_longest(*several, fillvalue=0.0))


def _tags(examples: Iterable[Example]) -> Iterator[tuple[str, bool]]:
    values: dict[str, list[str]] = {}
    for each in examples:
        for key, value in each.tags.items():
            values.setdefault(key, []).append(value)
    for key, given in values.items():
        yield key, all(_NUMBER.fullmatch(value) for value in given)


def _prompts(examples: Iterable[Example], task: Task) -> tuple[Prompt, ...]:
    found: list[Prompt] = []
    for one in (asked(example.prompt, task.prompt) for example in examples):
        if len(found) < 2 and one not in found:
            found.append(one)
    return tuple(found)


def _verdicts(rows: Iterable[_Row], task: Task) -> tuple[Verdict, ...]:
    """The verdicts on labels that the examples show, but for those in turns."""
    found: set[Verdict] = set()
    for row in rows if judges_labels(task) else ():
        truth = row.example.labels
        cells = row.own if task.in_cards else (*row.shared, *row.own)
        for piece in (piece for cell in cells if cell.part is None for piece in _media(cell)):
            answer = labels_of(piece, task)
            if truth is not None and answer is not None and len(found) < len(_VERDICTS):
                choices = row.example.choices
                given, missed = verdicts(answer, truth, match=task.label_match, choices=choices)
                missed = missed if piece.labels is not None else ()
                found.update(verdict for _, verdict in given)
                found.update({"missed"} if missed else ())
    return tuple(verdict for verdict in _VERDICTS if verdict in found)
