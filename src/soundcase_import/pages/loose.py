"""Players outside of tables (lists, cards, paragraphs) as a comparison, by the words that stand before each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from soundcase_import.pages.cells import PageCell, TextLine, labelled
from soundcase_import.pages.comparison import Series, SeriesTable
from soundcase_import.pages.dom import Player
from soundcase_import.pages.vocabulary import (
    ROLES,
    are_sentences,
    is_number,
    is_sentence,
    kinds,
    label_role,
    without_colon,
)


@dataclass(frozen=True, slots=True)
class CaptionedClip:
    """A clip with the lines of words since the one before it."""

    clip: Player
    words: tuple[str, ...] = ()


def answered(heard: Sequence[CaptionedClip], trailing: Sequence[str]) -> tuple[SeriesTable | None, int]:
    """Clips with what systems answered to each in lines below it, such as "Net: a dog"; lines used at the end.

    So it is where the lines below all clips have the same labels, one at least of a field and one of a system.
    """
    gaps = [*(one.words for one in heard[1:]), tuple(trailing)]
    lines = [[line for line in takewhile(bool, map(labelled, gap)) if line] for gap in gaps]
    labels = set.intersection(*({line.label for line in one} for one in lines))
    roles = {label_role(label) for label in labels}
    if not roles & {"prompt", "reference", "labels"} or "" not in roles:
        return None, 0
    starts = [(), *(gap[len(one) :] for gap, one in zip(gaps, lines, strict=True))]
    cells = tuple(
        PageCell(lines=(*map(TextLine, start), *said), clips=(one.clip,))
        for one, start, said in zip(heard, starts, lines, strict=False)
    )
    doubts = ("are the lines below the clips what the models answered?",)
    return SeriesTable((Series("", cells),), doubts=doubts), len(lines[-1])


def captions_below(heard: Sequence[CaptionedClip], trailing: Sequence[str]) -> list[CaptionedClip]:
    """The clips with the words that stand below each; nothing where words above them are theirs.

    They are below where the first clip has none above and the last has some below, or where only so they name
    roles and systems.
    """
    gaps = [*(one.words for one in heard[1:]), tuple(trailing[:1])]
    if len(heard) < 2 or not all(gaps) or _period(names_of(heard)):
        return []
    starts = [heard[0].words, *(gap[1:] for gap in gaps)]
    parts = zip(heard, starts, gaps, strict=False)
    shifted = [CaptionedClip(one.clip, (*start, gap[0])) for one, start, gap in parts]
    return shifted if not heard[0].words or _period(names_of(shifted)) else []


def names_of(heard: Sequence[CaptionedClip]) -> tuple[str, ...]:
    """The last words before each clip."""
    return tuple(without_colon(one.words[-1]) if one.words else "" for one in heard)


def compare(heard: Sequence[CaptionedClip], *, again: frozenset[tuple[str, ...]] = frozenset()) -> SeriesTable:
    """The comparison of some players under one heading; `again` are names that stand under several headings."""
    names = names_of(heard)
    known = names in again and len(set(names)) == len(names) > 1
    period = _period(names) or (len(names) if known and all(names) and not all(map(is_number, names)) else 0)
    if period:
        return _cards(heard, names[:period])
    row = _row_of_names(heard)
    if row:
        return _cards([CaptionedClip(one.clip) for one in heard], row)
    own = any(one.words for one in heard[1:])  # else the first clip's words belong to the heading above all
    said = [one.words[-1] if own and one.words else "" for one in heard]
    clips = Series("", tuple(PageCell(clips=(one.clip,)) for one in heard))
    return SeriesTable((_said(said), clips) if any(said) else (clips,))


def _said(texts: Sequence[str]) -> Series:
    """Words beside clips as a series: what is said in them, or what the examples are called."""
    cells = tuple(PageCell(lines=(TextLine(text),)) if text else PageCell() for text in texts)
    return Series("", cells, role="text" if are_sentences(texts) else "title")


def _row_of_names(heard: Sequence[CaptionedClip]) -> tuple[str, ...]:
    """The names that stand together before all clips, as heads of columns do that are no table to HTML."""
    words = tuple(map(without_colon, heard[0].words))
    if any(one.words for one in heard[1:]):
        return ()
    for count in range(len(words), 1, -1):
        names = words[-count:]
        plain = len(set(names)) == count and not any(map(is_sentence, names))
        if plain and len(heard) % count == 0 and any(kinds(name) & ROLES for name in names):
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


def _cards(heard: Sequence[CaptionedClip], names: Sequence[str]) -> SeriesTable:
    """Each run of names is one example; further words at its beginning say what it is about."""
    period = len(names)
    more = [one.words[:-1] for one in heard[::period]]
    longest = min(map(len, more[1:]), default=0)
    heads = [" ".join(words[-longest:]) if longest else "" for words in more]
    series = [
        Series(name, tuple(PageCell(clips=(one.clip,)) for one in heard[at::period]))
        for at, name in enumerate(names)
    ]
    if any(heads):
        series.insert(0, _said(heads))
    single = more == [()]
    doubts = ("is this one example? its clips were told apart by the words beside them",) if single else ()
    return SeriesTable(tuple(series), doubts=doubts)
