"""The account of a page: all its texts and players are in the draft, left out with a reason, or doubtful.

Rule: a text is placed where all its letters and digits stand in one of the draft's texts, in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace

from soundcase.values import dataclass
from soundcase_import.draft import Draft, DraftExample, DraftTask
from soundcase_import.pages.blocks import Block, LoosePlayer, NumberedList, PageHeading, Prose, TableBlock
from soundcase_import.pages.cells import EMPTY, TextLine, labelled
from soundcase_import.pages.comparison import SeriesTable
from soundcase_import.pages.dom import Player
from soundcase_import.pages.vocabulary import is_number, label_role
from soundcase_import.pages.weighing import speaks

_NAVIGATION = re.compile(
    r"(?:(?:back|go|return|up|jump) to .{0,20}|top|home|menu|next|prev(?:ious)?|(?:show|read|see|load) "
    r"(?:more|all|less)|hide|play|pause|stop|listen|download|click here|samples?|audio|links?|(?:table of )?"
    r"contents?|paper|code|github|arxiv|pdf|demo|bibtex|wav|mp3|flac|ogg|播放|下载|返回)\W*",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"©|copyright|all rights reserved|licen[cs]e|powered by|template|nerfies|adapted from|borrowed from|"
    r"source code of this|built with|webpage|website",
    re.IGNORECASE,
)
SHOWN = 3
"""Texts that are quoted of those without a place."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """The texts, clips and pictures of a part of the page that are in no field."""

    texts: tuple[str, ...] = ()
    clips: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()

    def doubts(self, place: str) -> Iterator[str]:
        """The questions to a person."""
        for kind, found in (("text", self.texts), ("clip", self.clips), ("picture", self.pictures)):
            if found:
                count = f"{len(found)} {kind}s of {place} are" if len(found) > 1 else f"1 {kind} of {place} is"
                quoted = ", ".join(f"'{_brief(text)}'" for text in found[:SHOWN])
                yield f"{count} in no field: {quoted}"


def _brief(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def unplaced(blocks: Iterable[Block], known: Haystack) -> tuple[str, ...]:
    """The texts of some blocks that may be part of a comparison and are in no field."""
    texts = dict.fromkeys(_texts(blocks))
    return tuple(text for text in texts if not known.holds(text) and not reason_for(text))


def placed(tasks: Iterable[DraftTask], tables: Iterable[SeriesTable]) -> Haystack:
    """The words of the tasks and of the headings of their tables."""
    return Haystack([*_strings(tasks), *_headings(tables)])


def left_out(blocks: Sequence[Block], draft: Draft, doubtful: Unplaced) -> tuple[str, ...]:
    """A line for all that is in no field, and one for each reason of texts away from the examples."""
    strings = [draft.title, draft.abstract, draft.citation, *(one.label for one in draft.links)]
    strings += [text for one in draft.sections for text in (one.title, *_strings(one.tasks))]
    known = Haystack(strings)
    counted: dict[str, list[str]] = {}
    away = [text for text in dict.fromkeys(_texts(blocks)) if not known.holds(text)]
    for text in away:
        counted.setdefault(reason_for(text) or "prose away from the examples", []).append(text)
    whole = replace(doubtful, texts=(*doubtful.texts, *away))
    return tuple(whole.doubts("this page")) + tuple(
        f"{len(found)} {'texts' if len(found) > 1 else 'text'}, {reason}: '{_brief(found[0])}'"
        for reason, found in counted.items()
    )


def reason_for(text: str) -> str:
    """The reason for which a text is no part of a comparison; empty where it may be one."""
    if EMPTY.match(text) or not re.search(r"[^\W\d_]", text):
        return "numbers and marks"
    if _NAVIGATION.fullmatch(text.strip()) or is_number(text):
        return "navigation"
    if _CREDIT.search(text):
        return "credits"
    brief = len(text.split()) < 4 and (speaks(text) or text.rstrip().endswith((":", "：")))
    return "headings and labels" if brief else ""


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Prose):
            yield from (line.whole for line in block.lines or (TextLine(block.text),))
        elif isinstance(block, NumberedList):
            yield from block.items
        elif isinstance(block, TableBlock):
            cells = dict.fromkeys(cell for row in block.grid.rows for cell in row)
            yield from (line.whole for cell in cells for line in cell.lines)
        elif isinstance(block, PageHeading):
            yield block.text


def players_in(blocks: Iterable[Block]) -> Iterator[Player]:
    """All clips of some blocks."""
    for block in blocks:
        if isinstance(block, LoosePlayer):
            yield block.clip
        elif isinstance(block, TableBlock):
            yield from (clip for row in block.grid.rows for cell in row for clip in cell.clips)


class Haystack:
    """Texts in which others are looked for, by their letters and digits alone."""

    def __init__(self, texts: Iterable[str]) -> None:
        known = list(texts)
        self.text = "\n".join(map(squeezed, known))
        lines = [line for text in known for line in text.split("\n")]
        self.brief = {squeezed(part) for line in lines for part in (line, *re.split(r"[()（），,:;|/]", line))}
        """Whole lines, and the words of short ones: where a word or two may be found by more than chance."""
        self.brief |= {
            squeezed(" ".join(words[at : at + count]))
            for words in (line.split() for line in lines)
            for count in (1, 2)
            for at in range(len(words) if len(words) < BRIEF else 0)
        }

    def holds(self, text: str) -> bool:
        """True where a text is in one of them, or what stands behind its label or its number."""
        found = labelled(text)
        bare = re.sub(r"^\W*\d{1,3}[.):]\s*", "", text)
        if any(map(self._has, (text, bare, found.text if found and label_role(found.label) else text))):
            return True
        parts = [part for part in re.split(r"[()（）:：]|(?<=[.!?])\s", bare) if squeezed(part)]
        return len(parts) > 1 and all(self._has(part) or reason_for(part) for part in parts)

    def _has(self, text: str) -> bool:
        needle = squeezed(text)
        return needle in self.brief or (needle in self.text and (len(text.split()) > 2 or len(needle) > LONG))


BRIEF = 5
"""Words in a line from which on a word of it says nothing."""
LONG = 14
"""Letters of a text that is not found somewhere by chance."""


def squeezed(text: str) -> str:
    """The letters and digits of a text, small."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _headings(tables: Iterable[SeriesTable]) -> Iterator[str]:
    for table in tables:
        yield from (text for one in (*table.series, *table.shared) for text in (one.heading, one.group))
        yield from (*table.titles, *table.systems, table.about, *table.notes)


def _strings(tasks: Iterable[DraftTask]) -> Iterator[str]:
    """Every text of some tasks."""
    for task in tasks:
        yield from (task.title, task.description, task.prompt.shared or "", *task.prompt.per_model.values())
        yield from task.scores
        for row in task.rows():
            yield from _said(row)


def _said(row: DraftExample) -> Iterator[str]:
    for one in fields(DraftExample):
        value = getattr(row, one.name)
        if isinstance(value, str):
            yield value
    yield from (row.prompt.shared or "", *row.prompt.per_model.values(), *row.outputs, *(row.labels or ()))
    yield from (text for pair in row.tags.items() for text in pair)
    for piece in row.pieces():
        yield from (piece.text or "", piece.label, piece.reasoning or "", *piece.labels)
        yield from (f"{name} {value}" for name, value in piece.scores.items())
