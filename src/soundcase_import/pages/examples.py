"""A comparison as examples of the catalogue: each series' cells in the role that it plays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from soundcase.fields import placed
from soundcase.model import Prompt
from soundcase_import.draft import MEDIA, DraftExample, DraftMedia, Pieces, worded
from soundcase_import.pages.assets import PageAssets
from soundcase_import.pages.cells import PageCell, TextLine
from soundcase_import.pages.comparison import Series, SeriesTable
from soundcase_import.pages.vocabulary import (
    OURS,
    are_sentences,
    is_bare,
    is_generic,
    is_given,
    is_number,
    is_sentence,
    kinds,
    label_role,
    only_made,
    part_of,
    system_in,
    without_colon,
)

ALT = "what does this picture show? write it into 'alt', here and where there are more"
"""What is asked of the first picture of a task."""
UNNAMED = "Output"
"""What a system is called that the page gives no name."""
_ANSWERS = re.compile(r"(?i) (?:responses?|repl(?:y|ies)|answers?)$")
"""What follows a system's name where it answers."""
_TOLD = re.compile(r"(?i)instruction|question|指令|问题")
"""What headings of clips say where words below these are what is to be done with them."""
_KEYS = {"output": "outputs", "source_text": "audio", "tag": "tags"}
"""Where the doubt about a role stands, if not at the role's own name."""


@dataclass(slots=True)
class ExampleBuilder:
    """One example in the making."""

    assets: PageAssets
    media: dict[str, list[DraftMedia]] = field(default_factory=dict)
    """Role → pieces."""
    texts: dict[str, str] = field(default_factory=dict)
    """Field → text."""
    tags: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, list[DraftMedia]] = field(default_factory=dict)
    """System → pieces."""
    doubts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def plays(self) -> bool:
        """True where a model's output is heard."""
        return any(piece.plays for pieces in self.outputs.values() for piece in pieces)

    def add_text(self, name: str, text: str) -> None:
        """Set a field; a second text for it stands in a line of its own."""
        if text:
            old = self.texts.get(name)
            self.texts[name] = f"{old}\n{text}" if old and old != text else text

    def doubt(self, name: str, text: str) -> None:
        """Note what a person should look at."""
        if text and text not in self.doubts.get(name, ()):
            self.doubts[name] = (*self.doubts.get(name, ()), text)

    def join(self, part: ExampleBuilder, label: str) -> None:
        """Take the pieces of a stem or speaker, which gives them its name."""
        for groups, given in ((self.outputs, part.outputs), (self.media, part.media)):
            for name, pieces in given.items():
                groups.setdefault(name, []).extend(replace(one, label=label) for one in pieces)

    def note(self, words: Sequence[str], *, spoken: bool) -> None:
        """Take what else stands before it: as its text where that may be `spoken` and nothing else went in."""
        if len(words) == 1 and spoken and self.plays and "text" not in self.texts and "audio" not in self.media:
            self.add_text("text", words[0])
            self.doubt("text", "are the words before the clips what is said in them?")
        else:
            self.add_text("note", "\n\n".join(words))

    def made(self) -> DraftExample:
        """The example as the catalogue has it; systems by their names."""
        media: dict[str, Any] = {}
        for name in MEDIA:
            words = [DraftMedia(text=self.texts[name])] if self.texts.get(name) else []
            media[name] = (*self.media.get(name, ()), *words)
        source, labels = self.texts.get("source_text"), self.texts.get("labels")
        if source and len(self.media.get("audio", ())) == 1:
            self.add_text("note", media["audio"][0].text or "")
            media["audio"] = (replace(media["audio"][0], text=source), *media["audio"][1:])
        return DraftExample(
            tags=self.tags,
            prompt=Prompt(self.texts.get("prompt")),
            labels=(labels,) if labels else None,
            outputs={name: tuple(pieces) for name, pieces in self.outputs.items()},
            doubts=self.doubts,
            **worded(lambda name: self.texts.get(name, "")),
            **media,
        )

    def place(self, series: Series, cell: PageCell, *, several: bool = False) -> None:
        """Put a cell where its series belongs; `several` says that others play the same role."""
        role, heading = series.role, without_colon(series.heading)
        if cell.empty or not role:
            return
        if role == "output":
            words = DraftMedia(text=cell.text, label=series.group)
            pieces = self.pieces(series, cell, series.group) if cell.clips else [words]
            self.outputs.setdefault(series.heading, []).extend(pieces)
        elif role == "prompt_audio" and not cell.clips and series.sounds:
            self.add_text("prompt", cell.whole)
        elif role in MEDIA and cell.clips:
            self.media.setdefault(role, []).extend(self.pieces(series, cell, heading if several else ""))
        elif role in MEDIA and cell.images and not cell.lines:
            names = [name for name in (self.assets.image(src) for src, _ in cell.images) if name]
            self.media.setdefault(role, []).extend(DraftMedia(image=name, doubts=(ALT,)) for name in names)
        elif role == "audio":  # others have a clip here
            self.add_text("text", cell.text)
            self.doubt("text", f"is this what went in under '{heading}', where others have a clip?")
        elif role == "tag":
            self.tags[heading[:100] or "Note"] = cell.whole
        else:
            self.add_text(role, without_colon(cell.whole) if role == "title" else cell.text)

    def pieces(self, series: Series, cell: PageCell, label: str) -> list[DraftMedia]:
        """The clips of a cell, with its picture, and with what it says besides placed where it belongs."""
        words = self._beside(series, cell)
        said = [one.whole for one in series.cells if one.clips and one.lines]
        if words and series.role in ("audio", "prompt_audio") and _TOLD.search(series.heading):
            self.add_text("prompt", words)
            words = ""
        if words and series.role == "prompt_audio" and are_sentences(said):
            self.add_text("prompt_text", words)
            words = ""
        apart = [part.text for part in cell.flow if isinstance(part, TextLine) and not part.label]
        each = apart if words and len(apart) == len(cell.clips) > 1 else []
        pictures = [name for name in (self.assets.image(src) for src, _ in cell.images) if name]
        found = []
        for number, clip in enumerate(cell.clips):
            piece = self.assets.clip(clip)
            image = pictures[min(number, len(pictures) - 1)] if pictures else ""
            name = label or (f"{number + 1}" if len(cell.clips) > 1 else "")
            doubts = (ALT,) if image else ()
            text = each[number] if each else words if number == 0 and words else None
            doubts = (*piece.doubts, *doubts)
            found.append(replace(piece, image=image, label=name, text=text, doubts=doubts))
        return found

    def _beside(self, series: Series, cell: PageCell) -> str:
        """The words beside a clip that are about it; others go to their fields, such as "Instruction: …"."""
        for line in cell.labelled:
            role = label_role(line.label)
            if role:
                self.add_text(role, line.text)
            else:
                self.outputs.setdefault(without_colon(line.label), []).append(DraftMedia(text=line.text))
        text = " ".join(line.text for line in cell.lines if not line.label)
        name = series.heading.lower()
        bare = text.lower().replace(name, "").strip() if name else text
        if is_number(bare or "-"):
            if series.role != "output":
                self.texts.setdefault("title", bare)
            return ""
        if not bare or bare in ("-", "–"):
            return ""
        if not series.heading and not is_sentence(text) and "title" not in self.texts:
            self.add_text("title", text)
            return ""
        return text


def examples_of(table: SeriesTable, assets: PageAssets, fallback: str) -> list[ExampleBuilder]:
    """The examples of a comparison whose series have their roles; `fallback` names a system without a name."""
    if table.systems:
        return [_by_systems(table, assets)]
    series = _named(_by_column(table.series), fallback)
    roles = Counter(one.role for one in series)
    spoken = are_sentences(table.titles) and "text" not in roles if table.titles else False
    titled = "title" if not spoken else "prompt" if table.answered else "text"
    found = []
    for at in range(table.count):
        row = ExampleBuilder(assets)
        row.add_text(titled, table.titles[at] if at < len(table.titles) else "")
        for one in series:
            if at < len(one.cells):
                row.place(one, one.cells[at], several=roles[one.role] > 1)
                row.doubt(_KEYS.get(one.role, one.role), one.doubt if one.role else "")
        found.append(row)
    if table.parts:
        whole = ExampleBuilder(assets)
        for row, title in zip(found, table.titles, strict=False):
            whole.join(row, title)
        found = [whole]
    for row in found:
        for shared in table.shared:
            row.place(shared, shared.cells[0])
            row.doubt(_KEYS.get(shared.role, shared.role), shared.doubt)
    if not table.answered and not any("audio" in row.media or "text" in row.texts for row in found):
        _say(found)
    return [one for one in found if one.outputs or one.media]


def _say(rows: Sequence[ExampleBuilder]) -> None:
    """Make the text of sentences that all outputs of an example have, where nothing else went in."""
    made = [[piece for pieces in row.outputs.values() for piece in pieces] for row in rows]
    said = [{one.text for one in pieces if one.plays} for pieces in made]
    if not all(len(texts) == 1 for texts in said) or not are_sentences(
        [min(map(str, texts)) for texts in said]
    ):
        return
    for row, texts in zip(rows, said, strict=True):
        row.add_text("text", texts.pop() or "")
        row.outputs = {
            name: [replace(one, text=None) if one.plays else one for one in pieces]
            for name, pieces in row.outputs.items()
        }


def _by_column(series: Sequence[Series]) -> list[Series]:
    """The series, with the one output called as the column for systems says it in every row."""
    made = [one for one in series if one.role == "output" and one.sounds]
    telling = [one for one in series if one.role in ("tag", "title") and "system" in one.kinds]
    names = {text for one in telling for text in one.words}
    if len(made) != 1 or len(telling) != 1 or len(names) != 1 or not _is_nobodys(made[0].heading):
        return list(series)
    named = replace(made[0], heading=min(names))
    return [named if one is made[0] else one for one in series if one is not telling[0]]


def _is_nobodys(heading: str) -> bool:
    """True where a heading of clips does not say who made them."""
    return is_bare(heading) or is_generic(heading) or only_made(heading)


def _named(series: Sequence[Series], fallback: str) -> list[Series]:
    """Outputs that share a heading get the name above it, with the heading as the name of the piece."""
    outputs = [one for one in series if one.role == "output"]
    headings = [one.heading for one in outputs]
    doubled = len(set(headings)) < len(headings) and len({one.group for one in outputs}) > 1
    crossed = len(set(headings)) * len({one.group for one in outputs}) == len(headings)
    ours = any(map(OURS.search, headings)) and not any(OURS.search(one.group) for one in outputs)
    parts = {heading: part_of(heading) for heading in headings if part_of(heading)[1] and not doubled}
    counts = Counter(system for system, _ in parts.values())
    found = []
    for one in series:
        system, part = parts.get(one.heading, ("", ""))
        if one.role == "output" and part and counts[system] > 1:
            first = next(other for name, other in parts.values() if name == system)
            doubt = f"are '{first}' and so on parts of one output of '{system or fallback}'?"
            one = replace(one, heading=system or fallback, group=part, doubt=one.doubt or doubt)
        elif one.role == "output" and doubled and one.group and crossed and ours:  # groups are settings
            one = replace(one, heading=without_colon(one.heading))
        elif one.role == "output" and doubled and one.group and crossed:
            one = replace(one, heading=one.group, group=one.heading)
        elif one.role == "output" and doubled and one.group:
            one = replace(one, heading=f"{one.group} {one.heading}", group="")
        elif one.role == "output":
            bare = is_bare(one.heading) or (not one.sounds and _is_nobody(one))
            name = without_colon(one.heading)
            answers = not one.sounds or _ANSWERS.search(name)
            name = system_in(one.heading) or name if answers else name
            one = replace(one, heading=fallback if bare and len(outputs) == 1 else name or fallback, group="")
        found.append(one)
    return found


def _is_nobody(one: Series) -> bool:
    """True where a heading does not say who answered."""
    return is_given(one.heading) or ("system" in one.kinds and not OURS.search(one.heading))


def _by_systems(table: SeriesTable, assets: PageAssets) -> ExampleBuilder:
    """One example: each row is a system, or what is right, each column a piece of what it has."""
    found = ExampleBuilder(assets)
    for one in table.shared:
        found.place(one, one.cells[0])
    for one in table.series:
        role = "prompt_text" if one.kinds & {"prompt", "source", "reference"} else "text"
        for text in one.texts:
            found.add_text(role, text)
    for at, system in enumerate(table.systems):
        pieces: list[DraftMedia] = []
        for one in table.series:
            cell = one.cells[at]
            if not cell.empty:
                label = without_colon(one.heading)
                pieces += found.pieces(one, cell, label) or [DraftMedia(text=cell.whole, label=label)]
        if pieces and "truth" in kinds(system):
            found.media.setdefault("reference", []).extend(pieces)
        elif pieces:
            found.outputs[system] = pieces
    found.doubt("outputs", "is each row a system, and each column a part of what it has?")
    return found


def shared_fields(examples: Sequence[DraftExample]) -> tuple[DraftExample | None, tuple[DraftExample, ...]]:
    """The fields that all examples have alike, and the examples without them."""
    blank = DraftExample()
    values: Mapping[str, object] = {
        one.name: first
        for one in placed(DraftExample, "before")
        if (first := getattr(examples[0], one.name))
        and all(getattr(other, one.name) == first for other in examples)
    }
    if not values or len(examples) < 2:
        return None, tuple(examples)
    empty = {name: getattr(blank, name) for name in values}
    doubts = {name: texts for name, texts in examples[0].doubts.items() if name in values}
    rest = tuple(
        replace(one, **empty, doubts={key: texts for key, texts in one.doubts.items() if key not in values})
        for one in examples
    )
    if any(row == replace(blank, doubts=row.doubts) for row in rest):
        return None, tuple(examples)
    return replace(blank, **values, doubts=doubts), rest  # type: ignore[arg-type]


def once(examples: Sequence[DraftExample]) -> Iterator[DraftExample]:
    """The examples with each doubt only where it is met first: the same question is asked once a task."""
    asked: set[tuple[str, str]] = set()

    def pieces(found: Pieces) -> Pieces:
        return tuple(replace(piece, doubts=tuple(fresh(piece.doubts))) for piece in found)

    def fresh(texts: Sequence[str]) -> Iterator[str]:
        for text in texts:
            if ("", text) not in asked:
                asked.add(("", text))
                yield text

    for one in (row.with_pieces(pieces) for row in examples):
        kept: dict[str, tuple[str, ...]] = {}
        for name, texts in one.doubts.items():
            new = tuple(text for text in texts if (name, text) not in asked)
            asked |= {(name, text) for text in texts}
            if new:
                kept[name] = new
        yield replace(one, doubts=kept)
