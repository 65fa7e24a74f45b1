"""Headings as what they are: of a part of the page, of a table, of one clip, or of words about a clip.

Rule: what stands below a heading of words, deeper headings and lists too, is one text, such as a long answer;
unless most of such texts have a label in common, as where systems answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, pairwise, takewhile

from soundcase_import.pages.blocks import (
    UNDER_ALL,
    Block,
    LoosePlayer,
    NumberedList,
    PageHeading,
    Prose,
    TableBlock,
)
from soundcase_import.pages.cells import TextLine
from soundcase_import.pages.cellwise import plays
from soundcase_import.pages.comparison import with_field
from soundcase_import.pages.vocabulary import ROLES, is_number, is_sentence, kinds, label_role, without_colon
from soundcase_import.pages.weighing import speaks


def comparable(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a page, with headings that name a table, and without those that only name one clip."""
    return list(_captioned(list(_told_whole(_labelling(_headed(blocks))))))


def _headed(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with bold paragraphs and summaries right above a table as its heading."""
    found: list[Block] = []
    for one, two in pairwise((*blocks, NumberedList(()))):
        heads = isinstance(one, Prose) and one.strong and not is_sentence(one.text)
        if isinstance(one, Prose) and heads and isinstance(two, TableBlock) and any(map(plays, two.grid.rows)):
            found.append(PageHeading(UNDER_ALL, without_colon(one.text)))
        else:
            found.append(one)
    return found


def _captioned(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with headings that only name the one player below them as words before it: cards do that."""
    counted = Counter((one.level, one.text) for one in blocks if isinstance(one, PageHeading))
    at = 0
    over = ""
    while at < len(blocks):
        run = _cards(blocks, at)
        heads = [one for one in run if isinstance(one, PageHeading)]  # Prose may stand between them
        apart = all(counted[one.level, one.text] > 1 for one in heads)
        apart = apart or len(set(heads)) < len(heads) or any(kinds(one.text) & ROLES for one in heads)
        if apart and (len(heads) > 1 or (heads and is_number(over))):
            for one in run:
                yield Prose(one.text, (TextLine(one.text),)) if isinstance(one, PageHeading) else one
            at += len(run)
        else:
            one = blocks[at]
            over = one.text if isinstance(one, PageHeading) else over
            yield one
            at += 1


class _LabelWalk:
    """Makes words that stand out of headings of mere words about the player above them."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        heads = {at: one for at, one in enumerate(blocks) if isinstance(one, PageHeading)}
        self.counted = Counter((one.level, one.text) for one in heads.values())
        self.below = {at: _below(blocks, at) for at in heads}
        words = (
            at for at, under in self.below.items() if under and all(isinstance(one, Prose) for one in under)
        )
        self.worded = {(heads[at].level, heads[at].text) for at in words}
        self.found: list[Block] = []
        self.inside = 0.0
        """The level of the heading whose words these are; 0 for no such words."""
        self.often = 0
        """How often that heading stands there."""

    def take(self, at: int, one: Block) -> None:
        """Take a block."""
        if isinstance(one, PageHeading):
            self.heading(at, one)
        elif isinstance(one, NumberedList) and self.inside:
            lines = tuple(TextLine(f"{number}. {text}") for number, text in enumerate(one.items, 1))
            self.found.append(Prose(" ".join(line.text for line in lines), lines))
        else:
            self.inside = 0.0 if isinstance(one, LoosePlayer) else self.inside
            self.found.append(one)

    def heading(self, at: int, one: PageHeading) -> None:
        """Take a heading: as the label of words, as a part of such words, or as what it is."""
        inner = one.level > self.inside > 0 and not any(isinstance(two, LoosePlayer) for two in self.below[at])
        rare = inner and 2 * self.counted[one.level, one.text] < self.often
        label, *text = (not rare and self.label(at, one)) or ("",)
        if label:
            self.found.append(Prose(label, (TextLine(label),), strong=True, heads=True))
            self.found += [Prose(words, (TextLine(words),)) for words in text]
            self.inside, self.often = one.level, self.counted[one.level, one.text]
        elif inner:
            self.found.append(Prose(one.text, (TextLine(one.text),)))
        else:
            self.found.append(one)
            self.inside = 0.0

    def label(self, at: int, one: PageHeading) -> tuple[str, ...]:
        """The label that a heading is, and the text that it has behind a colon; nothing where it is none."""
        field = with_field(TextLine(one.text))
        told = field.label != "" and label_role(field.label) != "title" and self.is_deeper(one)
        again = self.counted[one.level, one.text] > 1 or speaks(one.text)
        first = isinstance(next(iter(self.below[at]), None), Prose)
        above = takewhile(partial(_stays_below, one.level + told), reversed(self.found))
        fine = told or (first and again and (one.level, one.text) in self.worded and not is_number(one.text))
        if not fine or not any(isinstance(other, LoosePlayer) for other in above):
            return ()
        return (field.label, field.text) if told else (one.text,)

    def is_deeper(self, one: PageHeading) -> bool:
        """True where a heading stands deeper than the last one that is still a heading."""
        over = next((other for other in reversed(self.found) if isinstance(other, PageHeading)), None)
        return over is None or over.level < one.level


def _labelling(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with headings of mere words about the player above them as words that stand out."""
    walk = _LabelWalk(blocks)
    for at, one in enumerate(blocks):
        walk.take(at, one)
    return walk.found


def _told_whole(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with all words below a heading of words as one text."""
    told: list[tuple[Block, str, list[Prose]]] = []
    for one in blocks:
        name = told[-1][1] if told else ""
        if name and isinstance(one, Prose) and not (one.heads or one.code):
            told[-1][2].append(one)
        else:
            told.append((one, one.text if isinstance(one, Prose) and one.heads else "", []))
    begun: dict[str, list[set[str]]] = {}
    for _, name, words in told:
        begun.setdefault(name, []).append({line.label for one in words for line in one.lines} - {""})
    whole = {name for name, texts in begun.items() if len(texts) > 1 and not _have_in_common(texts)}
    for head, name, words in told:
        if words and name in whole:
            lines = tuple(TextLine(line.whole) for one in words for line in one.lines)
            yield replace(words[0], text=" ".join(line.text for line in lines), lines=lines, label=name)
        else:
            yield from (head, *words)


def _have_in_common(labels: Sequence[set[str]]) -> bool:
    """True where half of some texts have the same label."""
    again = Counter(label for each in labels for label in each)
    return 2 * max(again.values(), default=0) >= len(labels)


def _below(blocks: Sequence[Block], at: int) -> list[Block]:
    """What stands between a heading and the next."""
    return list(takewhile(lambda other: not isinstance(other, PageHeading), islice(blocks, at + 1, None)))


def _stays_below(level: float, block: Block) -> bool:
    return not (isinstance(block, PageHeading) and block.level < level)


def _cards(blocks: Sequence[Block], start: int) -> Sequence[Block]:
    """The longest run of headings of one level that are followed by one player each."""
    end = at = start
    while at + 1 < len(blocks):
        head, clip = blocks[at : at + 2]
        alike = isinstance(head, PageHeading) and head.level == getattr(blocks[start], "level", 0)
        more = at + 2 < len(blocks) and isinstance(blocks[at + 2], LoosePlayer)
        if alike and isinstance(clip, LoosePlayer) and not more:
            end = at = at + 2
        elif isinstance(head, Prose) and start < at:  # what the next ones have in common
            at += 1
        else:
            break
    return blocks[start:end]
