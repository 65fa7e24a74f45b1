"""Weights of readings: the same few measures of a comparison for every kind of table, list or card.

Rule 1: a measure says what comparisons are like, from 0 to 1, and knows no page; 0.5 where it cannot tell.
Rule 2: the reading with the largest sum is taken; one that is hardly better than the next is a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from soundcase.values import dataclass
from soundcase_import.names import local_path
from soundcase_import.pages.cells import PageCell
from soundcase_import.pages.comparison import BlockReading, Series, SeriesTable
from soundcase_import.pages.vocabulary import (
    OURS,
    ROLES,
    bare_name,
    describes,
    is_generic,
    is_measured,
    is_number,
    is_sentence,
    is_stem,
    kinds,
)

CLOSE = 0.35
"""Between two readings that are nearly as likely."""
GIVEN = ("audio", "prompt_audio", "text", "source_text", "prompt", "prompt_text", "context", "reference")
"""Roles that tell one example from another."""
_SPEAKING = ROLES | {"text", "instruction"}


@dataclass(frozen=True, slots=True)
class Weighed:
    """The readings of one block, the likeliest first."""

    readings: tuple[tuple[float, BlockReading], ...]
    asked: bool = False
    """Whether a person said which one is taken."""

    @property
    def best(self) -> BlockReading:
        """The likeliest."""
        return self.readings[0][1]

    @property
    def second(self) -> BlockReading | None:
        """The next one that says something else, where it is nearly as likely; None where it is not."""
        (first, best), *rest = self.readings
        others = (one for value, one in rest if first - value < CLOSE and said_by(one) != said_by(best))
        return None if self.asked else next(others, None)


def said_by(reading: BlockReading) -> frozenset[object]:
    """The content of a reading, in whatever order: the clips and words of each example under their headings."""
    table = reading.table
    rows = [
        frozenset(
            (one.heading, cell.whole, tuple(clip.src for clip in cell.clips))
            for one in table.series
            if not (cell := _cell(one, at)).empty
        )
        for at in range(table.count)
    ]
    whole = table.systems or table.parts
    return frozenset([*((tuple(rows),) if whole else rows), table.systems, table.answered])


def outputs_of(table: SeriesTable) -> list[Series]:
    """The series that hold what systems gave."""
    return [one for one in table.series if one.role == "output"]


def weight(table: SeriesTable, clips: Collection[str], known: Collection[str] = ()) -> float:
    """The likelihood of a reading with roles; `clips` are those of the block, `known` names of the page."""
    measured = sum(times * measure(table) for measure, times in MEASURES.items())
    return measured + 4 * (_placed(table, clips) - 1) + _repeated(table, known) + _answering(table)


def _placed(table: SeriesTable, clips: Collection[str]) -> float:
    """The share of the clips that are in some place."""
    found = {clip.src for one in (*table.series, *table.shared) for cell in one.cells for clip in cell.clips}
    return len(found & set(clips)) / len(clips) if clips else 1.0


def _repeated(table: SeriesTable, known: Collection[str]) -> float:
    """More for systems that other parts of the page name too."""
    names = [bare_name(one.heading) for one in outputs_of(table)]
    return 0.5 * sum(name in known for name in names) / len(names) if names and table.count == 1 else 0.0


def _answering(table: SeriesTable) -> float:
    """More where systems that answer are asked, corrected or compared; less where only tags are told."""
    if not table.answered:
        return 0.0
    made = outputs_of(table)
    roles = {one.role for one in table.series}
    heard = [one for one in table.series if one.role == "audio" and one.sounds]
    sentences = sum(map(is_sentence, (text for one in made for text in one.words)))
    signs = (
        "prompt" in roles
        or any(cell.labelled for one in table.series if one.role == "audio" for cell in one.cells),
        any(one.role in ("reference", "labels") and one.words for one in table.series),
        len(made) > 1,
        any(OURS.search(one.heading) for one in made),
        sentences * 2 > sum(len(one.words) for one in made),
        all(one.kinds and one.kinds <= {"audio", "id"} for one in heard) and any(map(_is_answerer, made)),
    )
    odd = sum(bool(one.heading) and ("output" in one.kinds or not one.kinds & _HEARD) for one in heard)
    odd += len(heard[1:])
    return 0.7 * sum(signs) - (1.2 if any(signs) else 3) - odd


def _is_answerer(one: Series) -> bool:
    """True where a heading is a name and nothing else."""
    return _is_name(one.heading) and not one.kinds


_HEARD = frozenset(["audio", "id", "degraded", "source", "instruction", "recording"])
"""Kinds of headings that speak of what was heard."""


def _once(table: SeriesTable) -> float:
    """The share of examples in which no clip stands twice."""
    rows = [[clip.src for one in table.series for clip in _cell(one, at).clips] for at in range(table.count)]
    if table.systems or table.parts:
        rows = [[src for row in rows for src in row]]
    fine = [len(row) == len(set(row)) for row in rows if row]
    return sum(fine) / len(fine) if fine else 1.0


def _cell(one: Series, at: int) -> PageCell:
    return one.cells[at] if at < len(one.cells) else PageCell()


def _named(table: SeriesTable) -> float:
    """The share of systems whose heading can be a name."""
    made = outputs_of(table)
    again = len({one.heading for one in made}) < len(made)
    names = [*table.systems] or [(again and one.group) or one.heading for one in made]
    if len(made) == 1 and (not any(names) or (is_generic(names[0]) and not table.answered)):
        return 0.5
    same = len(names) - len(set(names)) if not table.systems and not any(one.group for one in made) else 0
    if not names:
        return 0.5 if _is_material(table) else 0.0
    told = table.count > 1 or table.shared or any(speaks(one.heading) for one in table.series)
    return max(sum(map(_is_name, names)) - same, 0) / len(names) * (1 if told or table.systems else 0.6)


def _is_material(table: SeriesTable) -> bool:
    """True where only what systems got and what is right is shown, and all of it says so."""
    heard = [one for one in table.series if one.sounds]
    told = all(one.kinds & {"truth", "degraded", "source"} for one in heard)
    return told and {one.role for one in heard} == {"audio", "reference"}


def _is_name(text: str) -> bool:
    bare = bare_name(text)
    odd = (
        is_number(bare_name(text, always=True))
        or is_sentence(bare)
        or is_generic(bare)
        or is_measured(text)
        or is_measured(bare)
        or describes(bare)
        or _TAGGED.search(bare) is not None
    )
    odd = odd or is_stem(bare) or any(is_stem(word) and not kinds(word) for word in bare.split())
    return bool(bare) and not odd


_TAGGED = re.compile(r"^\[[^\]]+\] \w|\.(?:mp[34]|wav|mov|flac|midi?)$|^[A-Za-z]{0,4}\d+(?:[-_]\d+)+$")
"""What tags and names of files look like."""


def _headed(table: SeriesTable) -> float:
    """The share of the words that name roles which stand as headings, not as titles or tags."""
    heads = [one.heading for one in (*table.series, *table.shared)] + [*table.systems]
    telling = (one for one in table.series if one.role in ("title", "tag", "group", ""))
    cells = [cell.whole for one in telling for cell in one.cells if not _COUNTED.fullmatch(cell.whole)]
    asked = (cell.whole for one in table.series if one.role == "prompt" for cell in one.cells)
    cells += [text for text in asked if len(text.split()) < FEW]
    if any({"prompt", "audio"} <= kinds(text) and not is_sentence(text) for text in cells):
        return 0.0  # what all systems were given is the title of no example
    good = sum(map(speaks, heads))
    bad = sum(3 if OURS.search(text) else 1 for text in {*cells, *table.titles} if speaks(text))
    bad += sum("system" in one.kinds and not one.sounds and one.role != "" for one in table.series)
    bad += sum(
        speaks(line.whole if not cell.clips else line.text)
        for one in table.series
        for cell in (one.cells if one.sounds else ())
        for line in cell.lines
    )
    bad += sum(cell.whole == one.heading != "" for one in table.series for cell in one.cells if not cell.clips)
    return good / (good + bad) if good + bad else 0.5


_COUNTED = re.compile(r"[^\d_]+[\s-]\d+")
"""Titles that count: "Speaker-1"."""
FEW = 4
"""Words of what asks for something, at least."""


def speaks(text: str) -> bool:
    """True where a short text says what a clip or text is: an input, a reference, ours."""
    short = bool(text) and not is_sentence(text) and not describes(text)
    return short and bool(kinds(text) & _SPEAKING or OURS.search(text))


def _steady(table: SeriesTable) -> float:
    """How often the systems gave something to the examples; a little, how often these have the rest."""
    made = outputs_of(table) or list(table.series)
    return 0.75 * _filled(made, table.count) + 0.25 * _filled(table.series, table.count)


def _filled(series: Sequence[Series], count: int) -> float:
    """The share of cells that say something."""
    cells = [_cell(one, at) for one in series for at in range(count)]
    return sum(not cell.empty for cell in cells) / len(cells) if cells else 0.0


def _alike(table: SeriesTable) -> float:
    """The share of series whose cells are all clips or all words."""
    fine = [len({bool(cell.clips) for cell in one.cells if not cell.empty}) < 2 for one in table.series]
    return sum(fine) / len(fine) if fine else 0.0


def _single(table: SeriesTable) -> float:
    """The share of cells with one clip at most, or, as for stems, with as many as all results beside it."""
    heard = [one for one in table.series if one.sounds]
    marks: list[bool] = []
    for at in range(table.count):
        cells = [(one.role in _RESULTS, _cell(one, at)) for one in heard]
        counts = [len(cell.clips) for result, cell in cells if result and not cell.empty]
        several = counts[0] if len(counts) > 1 and len(set(counts)) == 1 and table.count > 1 else 1
        full = ((result, len(cell.clips)) for result, cell in cells if not cell.empty)
        marks += [count < 2 or (result and count == several) for result, count in full]
    return sum(marks) / len(marks) if marks else 0.5


_RESULTS = ("output", "reference")
"""Roles of what comes out, and of what should."""


def _told_apart(table: SeriesTable) -> float:
    """The share of the examples that differ in what the systems got."""
    if table.systems or table.parts or table.count < 2:
        numbered = any(is_number(bare_name(one.heading, always=True)) for one in table.series)
        parts = [is_part(one.heading) for one in table.series if one.sounds]
        whole = 0.75 if table.parts or sum(parts) * 2 > len(parts) else 0.0
        return (0.0 if numbered else whole) if table.systems or table.parts else 0.5
    got = [one for one in table.series if one.role in GIVEN]
    shared = [one for one in table.shared if one.role in GIVEN]
    if not got and not shared:
        return 0.5
    rows = [tuple(_cell(one, at) for one in got) for at in range(table.count)]
    seen = [tuple((cell.whole, tuple(clip.src for clip in cell.clips)) for cell in row) for row in rows]
    return (len(set(seen)) - 1) / (len(seen) - 1)


def is_part(heading: str) -> bool:
    """True where a heading can be that of a part of an output: a stem, a step, a kind of sound."""
    words = heading.lower().split()
    return any(is_stem(word) for word in words) or bool(kinds(heading)) or is_generic(heading)


def _worded(table: SeriesTable) -> float:
    """How well the words are placed: a sentence as a text, a short word as a title or tag."""
    marks = []
    for one in table.series:
        for text in one.words:
            long = is_sentence(text)
            good = one.role not in ("", "title", "tag", "group")
            marks.append(1.0 if good else 0.2 if long or not one.role else 0.7)
    marks += [0.2 if is_sentence(title) else 0.7 for title in table.titles if title]
    return sum(marks) / len(marks) if marks else 0.5


def _made(table: SeriesTable) -> float:
    """1 where systems gave something and it is said what went in or is right, 0 where nothing was given."""
    if not (table.systems or outputs_of(table)):
        return 0.6 if _is_material(table) else 0.0
    return 1.0 if any(one.role in GIVEN for one in (*table.series, *table.shared)) else 0.6


def words_in(path: str) -> list[str]:
    """The words and numbers in a clip's address, in order: what files are told apart by."""
    return re.findall(r"[^\W\d_]+|\d+", local_path(path).lower())


def _agreeing(table: SeriesTable) -> float:
    """How far the clips' addresses say what the series and the examples say."""
    series = [[cell.clips for cell in one.cells if cell.clips] for one in table.series if one.sounds]
    rows = [[_cell(one, at).clips for one in table.series if _cell(one, at).clips] for at in range(table.count)]
    found = [one for one in (_shares(series), _shares(rows)) if one is not None]
    return sum(found) / len(found) if found else 0.5


def _shares(groups: Sequence[Sequence[Sequence[object]]]) -> float | None:
    """The share of groups whose clips have a word in their addresses that no other group's clips have."""
    words = [
        [set(words_in(str(getattr(clip, "src", "")))) for clips in group for clip in clips] for group in groups
    ]
    words = [group for group in words if group]
    if len(words) < 2 or all(len(group) < 2 for group in words):
        return None
    common = [set.intersection(*group) for group in words]
    every = [set().union(*group) for group in words]
    own = [one - set().union(*(every[:at] + every[at + 1 :])) for at, one in enumerate(common)]
    return sum(map(bool, own)) / len(own)


MEASURES: Mapping[Callable[[SeriesTable], float], float] = {
    _once: 2.5,
    _named: 2,
    _headed: 2,
    _steady: 2.5,
    _alike: 1,
    _single: 1,
    _told_apart: 1.5,
    _worded: 1,
    _made: 1,
    _agreeing: 1,
}
"""What comparisons are like, with how much each counts."""
