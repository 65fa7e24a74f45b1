"""The page's comparisons in order, each with the headings above it and the words before it.

Rule: players outside of tables (lists, cards, paragraphs) are one comparison until a table or a heading parts
them; the words that stand before each say what it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise, takewhile

from soundcase.values import dataclass
from soundcase_import.pages.blocks import (
    UNDER_ALL,
    Block,
    LoosePlayer,
    NumberedList,
    PageHeading,
    Prose,
    TableBlock,
    as_markdown,
)
from soundcase_import.pages.cells import PageCell, TextLine, labelled
from soundcase_import.pages.comparison import Series, SeriesTable
from soundcase_import.pages.dom import Player
from soundcase_import.pages.roles import with_roles
from soundcase_import.pages.tables import read
from soundcase_import.pages.vocabulary import (
    ROLES,
    are_sentences,
    is_bare,
    is_number,
    is_sentence,
    kinds,
    label_role,
    without_colon,
)

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
    def code(self) -> list[str]:
        """The blocks of code before it."""
        return [one.text for one in self.prose if isinstance(one, Prose) and one.code]

    @property
    def spoken(self) -> bool:
        """True where the words that are to be said stand before it."""
        return bool(self.code) or "text" in dict(self.fields())

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

    def has_one(self, role: str) -> bool:
        """True where just one line before it gives this field."""
        return len([text for name, text in self.fields() if name == role]) == 1

    def description(self) -> Iterator[str]:
        """The words before it that are not in its examples already, as Markdown."""
        single = self.size == 1 or all(self.has_one(role) for role, _ in self.fields())
        used = {text for _, text in self.fields() if single}
        for one in self.prose:
            if isinstance(one, NumberedList):
                yield "\n".join(f"{number}. {as_markdown(text)}" for number, text in enumerate(one.items, 1))
            elif not one.code and not any(one.text.endswith(text) for text in used):
                yield as_markdown(one.text)

    @property
    def size(self) -> int:
        """The number of its examples."""
        return 1 if self.table.systems or self.table.parts else self.table.count

    @property
    def system(self) -> str:
        """The name of a system that has no other: the heading where players stand alone under one."""
        made = [one.heading for one in self.table.series if one.role == "output"]
        alone = len(made) == 1 and is_bare(made[0]) and (len(self.table.series) == 1 or made[0] != "")
        name = self.path[-1].text if alone and len(self.path) > 1 else ""
        return name if not is_sentence(name) and not is_number(name) else ""

    def continues(self, one: Panel) -> bool:
        """True where it only continues the one before, as on pages that turn their tables' leaves."""
        same = self.table.signature == one.table.signature and any(self.table.signature)
        return same and not self.fresh and not self.prose and not self.table.shared

    def is_next(self, one: Panel) -> bool:
        """True where both are alike and hold one example each, under the same headings but for the last."""
        if self.table.signature != one.table.signature or max(self.size, one.size) > 1:
            return False
        return self.path[:-1] == one.path[:-1] if self.fresh else self.path == one.path


def panels_of(blocks: Sequence[Block]) -> list[Panel]:
    """All comparisons of a page; tables with the same headings get their roles together."""
    read_as = list(_captioned(_headed(blocks)))
    first = _PanelWalk(frozenset())
    first.run(read_as)
    again = frozenset(names for names, count in Counter(first.names).items() if count > 1)
    panels = _PanelWalk(again).run(read_as)
    alike: dict[tuple[str, ...], list[Panel]] = {}
    for panel in panels:
        alike.setdefault(panel.table.headings, []).append(panel)
    roles = {headings: _roles(group) for headings, group in alike.items()}
    return [replace(panel, table=panel.table.given(roles[panel.table.headings])) for panel in panels]


def _roles(group: Sequence[Panel]) -> list[Series]:
    """The series of alike tables, then what they share, with their roles."""
    first = group[0].table
    pooled = [
        replace(one, cells=tuple(cell for panel in group for cell in panel.table.series[at].cells))
        for at, one in enumerate(first.series)
    ]
    known = any(one.role for one in pooled)
    found = iter(
        with_roles(
            [one for one in pooled if not one.role] + list(first.shared),
            spoken=known or any(panel.spoken for panel in group),
            about=" ".join(one.text for panel in group for one in panel.path),
        )
    )
    return [one if one.role else next(found) for one in pooled] + list(found)


def _headed(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with bold paragraphs and summaries right above a table as its heading."""
    found: list[Block] = []
    for one, two in pairwise((*blocks, NumberedList(()))):
        heads = isinstance(one, Prose) and one.strong and not is_sentence(one.text)
        if isinstance(one, Prose) and heads and isinstance(two, TableBlock) and read(two.grid):
            found.append(PageHeading(UNDER_ALL, without_colon(one.text)))
        else:
            found.append(one)
    return found


def _captioned(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with headings that only name the one player below them as words before it: cards do that."""
    at = 0
    while at < len(blocks):
        run = _cards(blocks, at)
        names = [one.text for one in run if isinstance(one, PageHeading)]  # Prose may stand between them
        apart = len(set(names)) < len(names) or any(kinds(name) & ROLES for name in names)
        if len(names) > 1 and apart:
            for one in run:
                yield Prose(one.text, (TextLine(one.text),)) if isinstance(one, PageHeading) else one
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


def _lines(prose: Sequence[Words]) -> list[str]:
    """The lines of some paragraphs."""
    return [
        line.whole for one in prose if isinstance(one, Prose) for line in one.lines or (TextLine(one.text),)
    ]


@dataclass(frozen=True, slots=True)
class CaptionedClip:
    """A clip with the lines of words since the one before it."""

    clip: Player
    words: tuple[str, ...] = ()


class _PanelWalk:
    """Walks the blocks; players that no table or heading parts become one comparison."""

    def __init__(self, again: frozenset[tuple[str, ...]]) -> None:
        self.again = again
        """What the players under several headings are called alike: so they are systems."""
        self.names: list[tuple[str, ...]] = []
        self.path: list[PageHeading] = []
        self.prose: list[Words] = []
        self.fresh = True
        self.players: list[CaptionedClip] = []
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
                self.before = self.before if self.players else list(self.prose)
                words = (*_lines(self.prose), *filter(None, [block.name]))
                self.players.append(CaptionedClip(block.clip, words))
                self.prose = []
            else:
                self.prose.append(block)
        self._close()
        return self.panels

    def _shared(self) -> list[Series]:
        """The players right above a table that only show what went into it; all others are closed."""
        names = _names_of(self.players)
        if not all(kinds(name) & ROLES - {"output"} and not is_sentence(name) for name in names):
            self._close()
        cells = [PageCell(clips=(one.clip,)) for one in self.players]
        if cells:
            kept = [
                one for one in self.before if not isinstance(one, Prose) or without_colon(one.text) not in names
            ]
            self.players, self.prose = [], [*kept, *self.prose]
        return [Series(name, (cell,)) for name, cell in zip(names, cells, strict=False)]

    def _close(self) -> None:
        if not self.players:
            return
        rest, self.prose = self.prose, self.before
        trailing = _lines(rest)
        table, count = _answered(self.players, trailing)
        if not table:
            below = _captions_below(self.players, trailing)
            self.names.append(_names_of(below or self.players))
            table, count = _compare(below or self.players, self.again), bool(below)
        self.prose = [one for one in self.prose if isinstance(one, NumberedList) or not table.says(one.text)]
        self._add(table)
        ends = accumulate(len(_lines([one])) for one in rest)  # lines up to `count` belong to what is above
        self.players, self.prose = [], [one for one, end in zip(rest, ends, strict=True) if end > count]

    def _add(self, table: SeriesTable) -> None:
        self.panels.append(Panel(tuple(self.path), self.fresh, tuple(self.prose), table))
        self.prose, self.fresh = [], False


def _answered(players: Sequence[CaptionedClip], trailing: Sequence[str]) -> tuple[SeriesTable | None, int]:
    """Clips with what systems answered to each in lines below it, such as "Net: a dog"; lines used at the end.

    So it is where the lines below all clips have the same labels, one at least of a field and one of a system.
    """
    gaps = [*(one.words for one in players[1:]), tuple(trailing)]
    lines = [[line for line in takewhile(bool, map(labelled, gap)) if line] for gap in gaps]
    labels = set.intersection(*({line.label for line in one} for one in lines))
    roles = {label_role(label) for label in labels}
    if not roles & {"prompt", "reference", "labels"} or "" not in roles:
        return None, 0
    starts = [(), *(gap[len(one) :] for gap, one in zip(gaps, lines, strict=True))]
    cells = tuple(
        PageCell(lines=(*map(TextLine, start), *texts), clips=(one.clip,))
        for one, start, texts in zip(players, starts, lines, strict=False)
    )
    doubts = ("are the lines below the clips what the models answered?",)
    return SeriesTable((Series("", cells),), doubts=doubts), len(lines[-1])


def _captions_below(players: Sequence[CaptionedClip], trailing: Sequence[str]) -> list[CaptionedClip]:
    """The clips with the words that stand below each; nothing where words above them are theirs.

    They are below where the first clip has none above and the last has some below, or where only so they name
    roles and systems.
    """
    gaps = [*(one.words for one in players[1:]), tuple(trailing[:1])]
    if len(players) < 2 or not all(gaps) or _period(_names_of(players)):
        return []
    starts = [players[0].words, *(gap[1:] for gap in gaps)]
    parts = zip(players, starts, gaps, strict=False)
    shifted = [CaptionedClip(one.clip, (*start, gap[0])) for one, start, gap in parts]
    return shifted if not players[0].words or _period(_names_of(shifted)) else []


def _names_of(players: Sequence[CaptionedClip]) -> tuple[str, ...]:
    """The last words before each clip."""
    return tuple(without_colon(one.words[-1]) if one.words else "" for one in players)


def _compare(players: Sequence[CaptionedClip], again: frozenset[tuple[str, ...]]) -> SeriesTable:
    """The comparison of some players under one heading; `again` are names that stand under several headings."""
    names = _names_of(players)
    known = names in again and len(set(names)) == len(names) > 1
    period = _period(names) or (len(names) if known and all(names) and not all(map(is_number, names)) else 0)
    if period:
        return _runs(players, names[:period])
    row = _row_of_names(players)
    if row:
        return _runs([CaptionedClip(one.clip) for one in players], row)
    own = any(one.words for one in players[1:])  # else the first clip's words belong to the heading above all
    texts = [one.words[-1] if own and one.words else "" for one in players]
    clips = Series("", tuple(PageCell(clips=(one.clip,)) for one in players))
    return SeriesTable((_words_series(texts), clips) if any(texts) else (clips,))


def _words_series(texts: Sequence[str]) -> Series:
    """Words beside clips as a series: what is said in them, or what the examples are called."""
    cells = tuple(PageCell(lines=(TextLine(text),)) if text else PageCell() for text in texts)
    return Series("", cells, role="text" if are_sentences(texts) else "title")


def _row_of_names(players: Sequence[CaptionedClip]) -> tuple[str, ...]:
    """The names that stand together before all clips, as heads of columns do that are no table to HTML."""
    words = tuple(map(without_colon, players[0].words))
    if any(one.words for one in players[1:]):
        return ()
    for count in range(len(words), 1, -1):
        names = words[-count:]
        plain = len(set(names)) == count and not any(map(is_sentence, names))
        if plain and len(players) % count == 0 and any(kinds(name) & ROLES for name in names):
            return names
    return ()


def _period(names: Sequence[str]) -> int:
    """After how many clips the names begin again; 0 where they name no roles or systems."""
    count = len(names)
    for period in range(2, count + 1):
        first = names[:period]
        plain = all(first) and len(set(first)) == period and not any(map(is_sentence, first))
        if plain and count % period == 0 and all(names[at] == first[at % period] for at in range(count)):
            named = any(kinds(name) & ROLES for name in first)
            numbers = all(map(is_number, first))
            return period if not numbers and (named or period < count) else 0
    return 0


def _runs(players: Sequence[CaptionedClip], names: Sequence[str]) -> SeriesTable:
    """Each run of names is one example; further words at its beginning say what it is about."""
    period = len(names)
    more = [one.words[:-1] for one in players[::period]]
    longest = min(map(len, more[1:]), default=0)
    heads = [" ".join(words[-longest:]) if longest else "" for words in more]
    series = [
        Series(name, tuple(PageCell(clips=(one.clip,)) for one in players[at::period]))
        for at, name in enumerate(names)
    ]
    if any(heads):
        series.insert(0, _words_series(heads))
    single = more == [()]
    doubts = ("is this one example? its clips were told apart by the words beside them",) if single else ()
    return SeriesTable(tuple(series), doubts=doubts)
