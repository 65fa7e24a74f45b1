"""A table whose cells name clips as a draft: a column is a system or a role, by its name.

Rule: a column of numbers that is called as a column of clips is its scores, and all are where it is alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from soundcase.attachment import Attachment
from soundcase.choice import lettered
from soundcase.fields import placed
from soundcase.model import Media, Prompt
from soundcase.provenance import is_said_well
from soundcase.values import dataclass
from soundcase_import.draft import (
    Defect,
    Draft,
    DraftExample,
    DraftMedia,
    DraftModel,
    DraftSection,
    DraftTask,
    worded,
)
from soundcase_import.label_list import labels_in
from soundcase_import.names import clip_name, model_id, task_ids, unique
from soundcase_import.pages.comparison import Series
from soundcase_import.results.records import Record
from soundcase_import.results.score_columns import ScoreColumn, score_columns, written

END = "file_name"
"""The end of a name of a column of clips."""
_NO_MODELS = (
    "nothing here is of a model: add outputs, or import the folders of the models' clips with this list"
)


@dataclass(frozen=True, slots=True)
class ClipRow:
    """One example: what is said of it, and the clips in each column."""

    words: Record
    clips: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ClipTable:
    """Examples with the roles of their columns."""

    folder: Path
    rows: Sequence[ClipRow]
    roles: Mapping[str, Series]
    """Column of clips → what it is."""
    names: Mapping[str, str]
    """A clip as a row names it → its name in the project."""
    source: str
    """The table or the layout, for people."""


Scores = Mapping[str, Sequence[ScoreColumn]]
"""Column of clips → the columns of numbers that were measured on them."""


def draft_of(
    table: ClipTable, files: Mapping[str, Path | bytes], defects: Sequence[Defect], text: str = "text"
) -> Draft:
    """The draft of a table: one task, which is called as its folder. `text` is the field with what is said."""
    roles = table.roles
    systems = [name for name, one in roles.items() if one.role == "output"]
    ids = dict(zip(systems, unique(model_id(roles[name].heading) for name in systems), strict=True))
    scores = _scores(table)
    rows = (_example(row, table, ids, scores, text) for row in table.rows)
    examples = tuple(row for row in rows if row != DraftExample())
    doubts = [one.doubt for one in roles.values() if one.doubt]
    if len(examples) == 1 and len(roles) == len(systems) > 1:
        doubts.append("is this one example of several systems, or one system with several examples?")
    title = table.folder.resolve().name
    task = DraftTask(
        id=task_ids([title])[0],
        title=title,
        output="audio",
        examples=examples,
        models=tuple(ids.values()),
        scores={one.name: one.score for several in scores.values() for one in several},
        doubts={"examples": tuple(doubts or (() if systems else (_NO_MODELS,)))},
    )
    return Draft(
        title=title,
        models=tuple(DraftModel(ids[name], roles[name].heading) for name in systems),
        sections=(DraftSection("Clips", (task,)),),
        doubts={"title": ("what is the page called?",)},
        files=files,
        defects=tuple(defects),
        shown=(table.source, *_told(roles, scores)),
    )


def _scores(table: ClipTable) -> Scores:
    """The columns of numbers that belong to each column of clips."""
    records = [row.words for row in table.rows]
    known = {*table.roles, *worded(str)}
    names = [name for name in dict.fromkeys(name for one in records for name in one) if name not in known]
    if len(table.roles) == 1:
        return dict.fromkeys(table.roles, score_columns(names, records))
    headings = {one.heading: name for name, one in table.roles.items()}
    found: dict[str, list[ScoreColumn]] = {}
    for one in score_columns(names, records, headings):
        found.setdefault(headings[one.model], []).append(one)
    return found


def _told(roles: Mapping[str, Series], scores: Scores) -> Iterator[str]:
    yield from (f"{name} = {one.role}" for name, one in roles.items())
    for column, several in scores.items():
        yield from (f"score {one.name} of {roles[column].heading} = {one.field}" for one in several)


def _example(row: ClipRow, table: ClipTable, ids: Mapping[str, str], scores: Scores, text: str) -> DraftExample:
    record = row.words
    texts = {name: value if isinstance(value, str) else ", ".join(value) for name, value in record.items()}
    choices, offered = record.get("choices", ()), record.get("files", ())
    media: dict[str, Any] = {}
    outputs: dict[str, tuple[DraftMedia, ...]] = {}
    for column, clips in row.clips.items():
        numbers = {each.name: written(each.field, record) for each in scores.get(column, ())}
        numbers = {name: number for name, number in numbers.items() if number}
        about = _origin(column, texts)
        given = tuple(DraftMedia(audio=table.names[clip], **about, scores=numbers) for clip in clips)
        pieces, key = (outputs, ids[column]) if column in ids else (media, table.roles[column].role)
        pieces[key] = (*pieces.get(key, ()), *given)
    return DraftExample(
        **worded(lambda name: texts.get(text if name == "text" else name, "")),
        **media,
        tags={name[4:]: value for name, value in texts.items() if name.startswith("tag_")},
        prompt=Prompt(texts.get("prompt") or None),
        labels=labels_in(record["labels"]) if "labels" in record else None,
        choices=() if isinstance(choices, str) else lettered(choices),
        files=tuple(Attachment(clip_name(one)) for one in labels_in(offered)),
        language=texts.get("language", ""),
        outputs=outputs,
    )


def _origin(column: str, texts: Mapping[str, str]) -> Mapping[str, Any]:
    """What is said of where the clip of a column comes from, in columns called as that one."""
    before = column.removesuffix(END) or "input_"
    said = ((one, texts.get(f"{before}{one.name}", "")) for one in placed(Media, "origin"))
    return {one.name: text for one, text in said if is_said_well(one.kind, text)}
