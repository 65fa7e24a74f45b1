"""From entries as written to the catalogue as understood: short forms spelled out, defaults merged.

Rule 1: an entry that was refused stands as `PRUNED` and is left out; numbers of later examples stay.
Rule 2: what a bare string means follows from its key and the task's `output`, from nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any, Protocol

from soundcase.attachment import Attachment
from soundcase.catalogue.parsed import TaskHead
from soundcase.catalogue.schema import PRUNED
from soundcase.choice import lettered
from soundcase.fields import Bare, Field, FieldKind, fields_of
from soundcase.model import Channels, Example, Media, Prompt, SourcePath, Task, Turn
from soundcase.scores import ScoreValue
from soundcase.text.reasoning import split
from soundcase.values import dataclass


class Written(Protocol):
    """An entry: the keys that were written in it, and their values as attributes of these names."""

    @property
    def model_fields_set(self) -> Set[str]:
        """The keys, as pydantic calls them."""


Value = str | Written | tuple[str | Written, ...]
OneOrMore = str | tuple[str, ...] | None


def task_examples(
    head: TaskHead, entries: Sequence[Written], rows: SourcePath, start: int = 0
) -> tuple[Example, ...]:
    """Examples of a task, which stand at `rows`, the first of them behind `start` others."""
    return tuple(
        _example(one, rows.at(number - 1), number, head)
        for number, one in enumerate(entries, start + 1)
        if getattr(one, "id", None) != PRUNED
    )


def prompt_of(value: str | Mapping[str, str] | None) -> Prompt:
    """One instruction for all models, or one for each."""
    if value is None or isinstance(value, str):
        return Prompt(shared=value)
    return Prompt(per_model=value)


def several(value: OneOrMore) -> tuple[str, ...] | None:
    """A bare string as a tuple of one."""
    return (value,) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class _Source:
    """A field that was written, where, and in which task."""

    field: Field
    origin: SourcePath
    task: Task

    def at(self, *keys: str | int) -> _Source:
        """The same for a part of it."""
        return _Source(self.field, self.origin.at(*keys), self.task)


def values_of(entry: Written, values: type, origin: SourcePath, task: Task) -> Mapping[str, Any]:
    """The values that were written under the fields that a class declares; for the others it has defaults."""
    fields = fields_of(values)
    found: dict[str, Any] = {}
    for name in (name for name in fields if name in entry.model_fields_set):
        written, resolved = getattr(entry, name), _RESOLVED.get(fields[name].kind)
        found[name] = resolved(written, _Source(fields[name], origin.at(name), task)) if resolved else written
    return found


def _media(value: Value, source: _Source) -> tuple[Media, ...]:
    """A media value as pieces."""
    if isinstance(value, tuple):
        return tuple(piece for index, item in enumerate(value) for piece in _media(item, source.at(index)))
    if isinstance(value, str):
        bare = source.field.bare_in(source.task.output)
        given: Mapping[str, Any] = {bare: (value,) if bare == "labels" else value}
    else:
        given = values_of(value, Media, source.origin, source.task)
    media = Media(source.origin, **given)
    return (_split(media) if source.task.split_reasoning and source.field.bare in _ANSWERS else media,)


_ANSWERS: Collection[Bare] = ("output", "reference")
"""What fields hold in which there is reasoning to split off."""


def _split(media: Media) -> Media:
    """The same with the reasoning in its text and labels by itself, unless it says its reasoning."""
    if media.reasoning is not None:
        return media
    text = None if media.text is None else split(media.text)
    named = [split(one) for one in media.labels or ()]
    thought = [one.reasoning for one in (*filter(None, (text,)), *named) if one.reasoning is not None]
    labels = None if media.labels is None else tuple(one.answer for one in named if one.answer)
    answer, found = None if text is None else text.answer, "".join(thought) if thought else None
    return replace(media, text=answer, labels=labels, reasoning=found)


def _turns(value: tuple[Written, ...], source: _Source) -> tuple[Turn, ...]:
    origins = [source.origin.at(index) for index in range(len(value))]
    turns = (
        Turn(origin, **values_of(entry, Turn, origin, source.task))
        for entry, origin in zip(value, origins, strict=True)
    )
    return tuple(turn for turn in turns if turn.speaker != PRUNED)


def _channels(value: str | tuple[str, ...], _: _Source) -> Channels:
    """A bare number as a list of one."""
    if isinstance(value, str) and not value.isdigit():
        return value
    return tuple(int(one) for one in ((value,) if isinstance(value, str) else value))


def _attachments(value: Value, _: _Source) -> tuple[Attachment, ...]:
    given: Any = value if isinstance(value, tuple) else (value,)
    found = (
        Attachment(one) if isinstance(one, str) else Attachment(one.file, one.label or "") for one in given
    )
    return tuple(one for one in found if one.file != PRUNED)


def scores_of(value: Mapping[str, Any]) -> Mapping[str, ScoreValue]:
    """Scores by their names, without empty ones."""
    return {
        name: one if isinstance(one, ScoreValue) else ScoreValue(one.value, one.ci, one.n)
        for name, one in value.items()
        if one is not None
    }


_RESOLVED: Mapping[FieldKind, Callable[[Any, _Source], object]] = {
    "labels": lambda value, _: several(value),
    "prompt": lambda value, _: prompt_of(value),
    "media": _media,
    "outputs": lambda value, source: {model: _media(one, source.at(model)) for model, one in value.items()},
    "turns": _turns,
    "channels": _channels,
    "scores": lambda value, _: scores_of(value),
    "choices": lambda value, _: lettered(value),
    "files": _attachments,
}
"""How a value of each kind is spelled out; the others are as they are written."""


def _example(entry: Written, origin: SourcePath, number: int, head: TaskHead) -> Example:
    """An example from what it says itself and what its task's `defaults` say; mappings are merged."""
    own, shared = values_of(entry, Example, origin, head.task), head.shared
    merged = {
        name: {**value, **own.get(name, {})} if isinstance(value, dict) else own.get(name, value)
        for name, value in shared.items()
    }
    inherited = tuple(name for name in shared if name not in own)
    about = {"id": getattr(entry, "id", None) or str(number), "number": number, "inherited": inherited}
    return Example(origin=origin, **{**own, **merged, **about})
