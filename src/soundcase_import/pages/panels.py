"""The page's comparisons in order, each with the headings above it and the words before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from soundcase_import.pages.blocks import (
    UNDER_ALL,
    Block,
    LoosePlayer,
    NumberedList,
    PageHeading,
    Prose,
    TableBlock,
)
from soundcase_import.pages.cells import PageCell, TextLine
from soundcase_import.pages.comparison import SeriesTable
from soundcase_import.pages.loose import CaptionedClip, answered, captions_below, compare, names_of
from soundcase_import.pages.series import Series, with_roles
from soundcase_import.pages.tables import read
from soundcase_import.pages.vocabulary import ROLES, is_sentence, kinds, label_role, without_colon

Words = Prose | NumberedList


@dataclass(frozen=True, slots=True)
class Panel:
    """A comparison where it stands on the page."""

    path: tuple[PageHeading, ...]
    """The headings above it, outermost first."""
    fresh: bool
    """Whether a heading stands between it and the comparison before."""
    prose: tuple[Words, ...]
    table: SeriesTable

    @property
    def told(self) -> bool:
        """Whether the words that are to be said stand before it."""
        return any(one.code for one in self.prose if isinstance(one, Prose)) or any(
            role == "text" for role, _ in self.fields()
        )

    def fields(self) -> list[tuple[str, str]]:
        """Lines such as "Text: …" before it: field and text."""
        found = []
        for one in self.prose:
            for line in one.lines if isinstance(one, Prose) else ():
                label, _, text = line.text.replace("：", ":", 1).partition(":")
                label, text = (line.label, line.text) if line.label else (label, text.strip())
                role = label_role(label) if len(label.split()) < 4 else ""
                if role in ("text", "prompt") and text:
                    found.append((role, text))
        return found


def panels_of(blocks: Sequence[Block]) -> list[Panel]:
    """All comparisons of a page, with their roles decided."""
    told = list(_captioned(_headed(blocks)))
    first = _PanelWalk(frozenset())
    first.run(told)
    again = frozenset(names for names, count in Counter(first.names).items() if count > 1)
    return _decided(_PanelWalk(again).run(told))


def _headed(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with bold paragraphs and summaries right above a table as its heading."""

    def heads(one: Block, two: Block) -> bool:
        strong = isinstance(one, Prose) and one.strong and not is_sentence(one.text)
        return strong and isinstance(two, TableBlock) and read(two.grid) is not None

    return [
        PageHeading(UNDER_ALL, without_colon(one.text)) if isinstance(one, Prose) and heads(one, two) else one
        for one, two in pairwise((*blocks, NumberedList(())))
    ]


def _captioned(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with headings that only name the one player below them as words before it: cards do that."""
    at = 0
    while at < len(blocks):
        run = _cards(blocks, at)
        names = [one.text for one in run if isinstance(one, PageHeading)]  # Prose may stand between them
        told = len(set(names)) < len(names) or any(kinds(name) & ROLES for name in names)
        if len(names) > 1 and told:
            yield from (
                Prose(one.text, (TextLine(one.text),)) if isinstance(one, PageHeading) else one for one in run
            )
            at += len(run)
        else:
            yield blocks[at]
            at += 1


def _cards(blocks: Sequence[Block], start: int) -> Sequence[Block]:
    """The longest run of headings of one level that are followed by one player each."""
    end = at = start
    while at + 1 < len(blocks):
        head, clip = blocks[at : at + 2]
        alike = isinstance(head, PageHeading) and head.level == getattr(blocks[start], "level", 0)
        if alike and isinstance(clip, LoosePlayer) and not isinstance((*blocks, None)[at + 2], LoosePlayer):
            end = at = at + 2
        elif isinstance(head, Prose) and start < at:  # what the next ones have in common
            at += 1
        else:
            break
    return blocks[start:end]


def words_of(prose: Sequence[Words]) -> list[str]:
    """The lines of some paragraphs."""
    return [
        f"{line.label}: {line.text}" if line.label else line.text
        for one in prose
        if isinstance(one, Prose)
        for line in one.lines or (TextLine(one.text),)
    ]


def _without(prose: Sequence[Words], count: int) -> list[Words]:
    """The paragraphs that are left when the first lines belong to what stands above them."""
    ends = accumulate(len(words_of([one])) for one in prose)
    return [one for one, end in zip(prose, ends, strict=True) if end > count]


class _PanelWalk:
    """Walks the blocks; players that no table or heading parts become one comparison."""

    def __init__(self, again: frozenset[tuple[str, ...]]) -> None:
        self.again = again
        """What the players under several headings are called alike: so they are systems."""
        self.names: list[tuple[str, ...]] = []
        self.path: list[PageHeading] = []
        self.prose: list[Words] = []
        self.fresh = True
        self.heard: list[CaptionedClip] = []
        self.before: list[Words] = []
        self.panels: list[Panel] = []

    def run(self, blocks: Sequence[Block]) -> list[Panel]:
        """The panels, their roles still open."""
        for block in blocks:
            if isinstance(block, PageHeading):
                self._close()
                self.path = [one for one in self.path if one.level < block.level] + [block]
                self.prose, self.fresh = [], True
            elif isinstance(block, TableBlock):
                table = read(block.grid)
                if table:
                    self._add(replace(table, shared=(*self._shared(), *table.shared)))
            elif isinstance(block, LoosePlayer):
                self._hear(block)
            else:
                self.prose.append(block)
        self._close()
        return self.panels

    def _hear(self, block: LoosePlayer) -> None:
        lines = words_of(self.prose)
        if not self.heard:
            self.before = list(self.prose)
        self.heard.append(CaptionedClip(block.clip, (*lines, *filter(None, [block.name]))))
        self.prose = []

    def _shared(self) -> list[Series]:
        """The players right above a table that only show what went into it; all others are closed."""
        names = names_of(self.heard)
        if not all(kinds(name) & ROLES - {"output"} and not is_sentence(name) for name in names):
            self._close()
            return []
        shared = [
            Series(name, (PageCell(clips=(one.clip,)),)) for name, one in zip(names, self.heard, strict=True)
        ]
        if shared:
            kept = (
                one for one in self.before if not (isinstance(one, Prose) and without_colon(one.text) in names)
            )
            self.heard, self.prose = [], [*kept, *self.prose]
        return shared

    def _close(self) -> None:
        if self.heard:
            rest, self.prose = self.prose, self.before
            trailing = words_of(rest)
            table, count = answered(self.heard, trailing)
            if not table:
                below = captions_below(self.heard, trailing)
                self.names.append(names_of(below or self.heard))
                table, count = compare(below or self.heard, again=self.again), bool(below)
            self.prose = [one for one in self.prose if not (isinstance(one, Prose) and table.says(one.text))]
            self._add(table)
            self.heard, self.prose = [], _without(rest, count)

    def _add(self, table: SeriesTable) -> None:
        self.panels.append(Panel(tuple(self.path), self.fresh, tuple(self.prose), table))
        self.prose, self.fresh = [], False


def _decided(panels: Sequence[Panel]) -> list[Panel]:
    """The panels with roles; tables with the same headings are decided together, from all their cells."""
    alike: dict[tuple[str, ...], list[Panel]] = {}
    for panel in panels:
        alike.setdefault(_headings(panel.table), []).append(panel)
    roles = {headings: _roles(group) for headings, group in alike.items()}
    return [replace(panel, table=_given(panel.table, roles[_headings(panel.table)])) for panel in panels]


def _headings(table: SeriesTable) -> tuple[str, ...]:
    return table.signature + tuple(one.heading for one in table.shared)


def _roles(group: Sequence[Panel]) -> list[Series]:
    first = group[0].table
    pooled = [
        replace(one, cells=tuple(cell for panel in group for cell in panel.table.series[at].cells))
        for at, one in enumerate(first.series)
    ]
    known = [one for one in pooled if one.role]
    every = with_roles(
        [one for one in pooled if not one.role] + list(first.shared),
        told=any(panel.told for panel in group) or bool(known),
        about=" ".join(one.text for panel in group for one in panel.path),
    )
    found = iter(every)
    return [one if one.role else next(found) for one in pooled] + list(found)


def _given(table: SeriesTable, roles: Sequence[Series]) -> SeriesTable:
    count = len(table.series)
    series = tuple(one.given(role.role, role.doubt) for one, role in zip(table.series, roles, strict=False))
    shared = tuple(
        one.given(role.role, role.doubt) for one, role in zip(table.shared, roles[count:], strict=True)
    )
    return replace(table, series=series, shared=shared)
