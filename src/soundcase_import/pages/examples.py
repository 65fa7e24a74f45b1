"""A comparison as examples of the catalogue: each series' cells in the role that it plays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from soundcase.fields import placed
from soundcase.model import Prompt
from soundcase_import.draft import MEDIA, DraftExample, DraftMedia, Pieces, worded
from soundcase_import.pages.assets import PageAssets
from soundcase_import.pages.cells import PageCell, TextLine
from soundcase_import.pages.comparison import SeriesTable
from soundcase_import.pages.series import Series
from soundcase_import.pages.vocabulary import (
    is_bare,
    is_number,
    is_sentence,
    label_role,
    part_of,
    without_colon,
)

UNNAMED = "Output"
"""What a system is called that the page gives no name."""


@dataclass(slots=True)
class ExampleBuilder:
    """One example in the making."""

    media: dict[str, list[DraftMedia]] = field(default_factory=dict)
    """Role → pieces."""
    texts: dict[str, str] = field(default_factory=dict)
    """Field → text."""
    tags: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, list[DraftMedia]] = field(default_factory=dict)
    """System → pieces."""
    doubts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def say(self, name: str, text: str) -> None:
        """Set a field; a second text for it stands in a line of its own."""
        if text:
            old = self.texts.get(name)
            self.texts[name] = f"{old}\n{text}" if old and old != text else text

    def doubt(self, name: str, text: str) -> None:
        """Note what a person should look at."""
        if text and text not in self.doubts.get(name, ()):
            self.doubts[name] = (*self.doubts.get(name, ()), text)

    def made(self) -> DraftExample:
        """The example as the catalogue has it; systems by their names."""
        media = {role: tuple(pieces) for role, pieces in self.media.items() if pieces}
        if self.texts.get("source_text") and len(media.get("audio", ())) == 1:
            (heard,) = media["audio"]
            media["audio"] = (replace(heard, text=self.texts["source_text"]),)
        texts = worded(lambda name: self.texts.get(name, ""))
        pieces: Mapping[str, Any] = {
            name: (*media.get(name, ()), *_words(self.texts.get(name))) for name in MEDIA
        }
        return DraftExample(
            tags=self.tags,
            prompt=Prompt(self.texts.get("prompt")),
            labels=tuple(filter(None, [self.texts.get("labels", "")])),
            outputs={name: tuple(pieces) for name, pieces in self.outputs.items()},
            doubts=self.doubts,
            **texts,
            **pieces,
        )


def _words(text: str | None) -> Pieces:
    return (DraftMedia(text=text),) if text else ()


def examples_of(table: SeriesTable, assets: PageAssets, fallback: str) -> list[ExampleBuilder]:
    """The examples of a comparison whose series have their roles; `fallback` names a system without a name."""
    if table.systems:
        return [_by_systems(table, assets)]
    series = _named(table.series, fallback)
    found = [_row(table, series, at, assets) for at in range(table.count)]
    if table.parts:
        found = [_of_parts(found, table.titles)]
    for one in found:
        for shared in table.shared:
            _place(one, shared, shared.cells[0], assets, several=False)
    return [one for one in found if one.outputs or one.media]


def _named(series: Sequence[Series], fallback: str) -> list[Series]:
    """Outputs that share a heading get the name above it, with the heading as the name of the piece."""
    outputs = [one for one in series if one.role == "output"]
    headings = [one.heading for one in outputs]
    doubled = len(set(headings)) < len(headings) and len({one.group for one in outputs}) > 1
    parts = {} if doubled else _parts(headings)
    found = []
    for one in series:
        if one.role == "output" and one.heading in parts:
            system, part = parts[one.heading]
            first = next(other for name, other in parts.values() if name == system)
            told = f"are '{first}' and so on parts of one output of '{system or fallback}'?"
            one = replace(one, heading=system or fallback, group=part, doubt=one.doubt or told)
        elif one.role == "output" and doubled and one.group:
            one = replace(one, heading=one.group, group=one.heading)
        elif one.role == "output":
            bare = is_bare(one.heading) and len(outputs) == 1
            one = replace(one, heading=fallback if bare else without_colon(one.heading) or fallback, group="")
        found.append(one)
    return found


def _parts(headings: Sequence[str]) -> dict[str, tuple[str, str]]:
    """System and part of the headings that name several parts of one system's output."""
    found = {heading: part_of(heading) for heading in headings if part_of(heading)[1]}
    counts = Counter(system for system, _ in found.values())
    return {heading: named for heading, named in found.items() if counts[named[0]] > 1}


def _row(table: SeriesTable, series: Sequence[Series], at: int, assets: PageAssets) -> ExampleBuilder:
    found = ExampleBuilder()
    if at < len(table.titles):
        found.say("title", table.titles[at])
    for one in series:
        if at < len(one.cells):
            _place(found, one, one.cells[at], assets, several=_several(one, series))
            if one.doubt and one.role:
                found.doubt(_key(one.role), one.doubt)
    return found


def _several(one: Series, series: Sequence[Series]) -> bool:
    """Whether other series have the same role, so that pieces need names."""
    return len([other for other in series if other.role == one.role]) > 1


def _key(role: str) -> str:
    return {"output": "outputs", "source_text": "audio", "tag": "tags"}.get(role, role)


def _place(found: ExampleBuilder, series: Series, cell: PageCell, assets: PageAssets, *, several: bool) -> None:
    """Put a cell where its series belongs."""
    if cell.empty or not series.role:
        return
    if series.role == "output":
        pieces = _output(found, series, cell, assets)
        if pieces:
            found.outputs.setdefault(series.heading, []).extend(pieces)
    elif series.role in MEDIA and cell.clips:
        label = without_colon(series.heading) if several else ""
        found.media.setdefault(series.role, []).extend(_heard(found, series, cell, assets, label))
    elif series.role == "tag":
        if cell.whole:
            found.tags[without_colon(series.heading)[:100] or "Note"] = cell.whole
    elif series.role == "title":
        found.say("title", without_colon(cell.whole))
    else:
        found.say(series.role, cell.whole)


def _output(found: ExampleBuilder, series: Series, cell: PageCell, assets: PageAssets) -> list[DraftMedia]:
    if cell.clips:
        return _heard(found, series, cell, assets, series.group)
    return [DraftMedia(text=cell.whole, label=series.group)]


def _heard(
    found: ExampleBuilder, series: Series, cell: PageCell, assets: PageAssets, label: str
) -> list[DraftMedia]:
    """The clips of a cell, with its picture, and with what it says besides placed where it belongs."""
    said = _beside(found, series, cell)
    pictures = [name for name in (assets.image(src) for src, _ in cell.images) if name]
    pieces = []
    for number, clip in enumerate(cell.clips):
        piece = assets.clip(clip)
        image = pictures[min(number, len(pictures) - 1)] if pictures else ""
        name = label or (f"{number + 1}" if len(cell.clips) > 1 else "")
        doubts = (f"what does the picture of '{piece.audio}' show? write it into 'alt'",) if image else ()
        text = said if number == 0 and said else None
        doubts = (*piece.doubts, *doubts)
        pieces.append(replace(piece, image=image, label=name, text=text, doubts=doubts))
    return pieces


def _beside(found: ExampleBuilder, series: Series, cell: PageCell) -> str:
    """The words beside a clip that are about it; others go to their fields."""
    rest = []
    for line in cell.lines:
        if line.label:
            _labelled(found, line)
        else:
            rest.append(line.text)
    text = " ".join(rest)
    name = series.heading.lower()
    bare = text.lower().replace(name, "").strip() if name else text
    if is_number(bare or "-"):
        if series.role != "output":
            found.texts.setdefault("title", bare)
        return ""
    if not bare or bare in ("-", "–"):
        return ""
    if not series.heading and not is_sentence(text) and "title" not in found.texts:
        found.say("title", text)
        return ""
    return text


def _labelled(found: ExampleBuilder, line: TextLine) -> None:
    """A line such as "Instruction: …" beside a clip."""
    role = label_role(line.label)
    if role:
        found.say(role, line.text)
    else:
        found.outputs.setdefault(without_colon(line.label), []).append(DraftMedia(text=line.text))


def _by_systems(table: SeriesTable, assets: PageAssets) -> ExampleBuilder:
    """One example: each row is a system, each column a piece of what it has."""
    found = ExampleBuilder()
    for one in table.shared:
        _place(found, one, one.cells[0], assets, several=False)
    for one in table.series:
        role = "prompt_text" if one.kinds & {"prompt", "source", "reference"} else "text"
        for text in one.texts:
            found.say(role, text)
    for at, system in enumerate(table.systems):
        pieces: list[DraftMedia] = []
        for one in table.series:
            cell = one.cells[at]
            if not cell.empty:
                label = without_colon(one.heading)
                pieces += _heard(found, one, cell, assets, label) or [DraftMedia(text=cell.whole, label=label)]
        if pieces:
            found.outputs[system] = pieces
    found.doubt("outputs", "is each row a system, and each column a part of what it has?")
    return found


def _of_parts(rows: Sequence[ExampleBuilder], titles: Sequence[str]) -> ExampleBuilder:
    """One example from rows that are its stems or speakers."""
    found = ExampleBuilder()
    for row, title in zip(rows, titles, strict=False):
        for system, pieces in row.outputs.items():
            found.outputs.setdefault(system, []).extend(replace(one, label=title) for one in pieces)
        for role, pieces in row.media.items():
            found.media.setdefault(role, []).extend(replace(one, label=title) for one in pieces)
    return found


def shared_fields(examples: Sequence[DraftExample]) -> tuple[DraftExample | None, tuple[DraftExample, ...]]:
    """What all examples have alike, and the examples without it."""
    names = [one.name for one in placed(DraftExample, "before") if _alike(examples, one.name)]
    if not names:
        return None, tuple(examples)
    values: Mapping[str, object] = {name: getattr(examples[0], name) for name in names}
    doubts = {name: told for name, told in examples[0].doubts.items() if name in names}
    defaults = replace(DraftExample(), **values, doubts=doubts)  # type: ignore[arg-type]
    blank: Mapping[str, object] = {name: getattr(DraftExample(), name) for name in names}
    rest = tuple(
        replace(one, **blank, doubts={key: told for key, told in one.doubts.items() if key not in names})  # type: ignore[arg-type]
        for one in examples
    )
    bare = any(row == DraftExample(doubts=row.doubts) for row in rest)
    return (None, tuple(examples)) if bare else (defaults, rest)


def _alike(examples: Sequence[DraftExample], name: str) -> bool:
    first = getattr(examples[0], name)
    return len(examples) > 1 and bool(first) and all(getattr(one, name) == first for one in examples)


def once(examples: Sequence[DraftExample]) -> Iterator[DraftExample]:
    """The examples with each doubt only where it is met first: the same question is asked once a task."""
    asked: set[tuple[str, str]] = set()
    for one in examples:
        kept: dict[str, tuple[str, ...]] = {}
        for name, texts in one.doubts.items():
            new = tuple(text for text in texts if (name, text) not in asked)
            asked |= {(name, text) for text in texts}
            if new:
                kept[name] = new
        yield replace(one, doubts=kept)
