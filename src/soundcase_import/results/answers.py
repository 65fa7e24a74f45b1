"""The answer of one system to one example, as its records have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import PurePosixPath

from soundcase.text.reasoning import split
from soundcase.values import dataclass
from soundcase_import.draft import ScoreText
from soundcase_import.names import SOUND_NAME
from soundcase_import.results.fields import RecordFields
from soundcase_import.results.records import Record, Value


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: words, a clip, and the numbers that were measured on it."""

    words: Value | None = None
    """A text or labels."""
    reasoning: str = ""
    audio: str = ""
    scores: Mapping[str, ScoreText] = field(default_factory=dict)

    def contradicts(self, other: Answer) -> bool:
        """True where the other one says something else in the same place."""
        words = self.words is not None and other.words is not None and self.words != other.words
        clips = {SOUND_NAME.sub("", PurePosixPath(one.audio).name) for one in (self, other) if one.audio}
        return words or len(clips) > 1

    def with_more(self, other: Answer) -> Answer:
        """This answer, with what only the other one has."""
        return Answer(
            other.words if self.words is None else self.words,
            self.reasoning or other.reasoning,
            self.audio or other.audio,
            {**other.scores, **self.scores},
        )


def answers_in(record: Record, fields: RecordFields, model: str) -> Iterator[tuple[str, Answer]]:
    """The answers that a record holds, by the names of their systems; `model` where it names none."""
    audio = fields.text(record, "output_audio")
    own = {model: fields.of.get("output", "")}
    for name, source in (fields.outputs or dict.fromkeys(fields.own_scores, "") or own).items():
        given, numbers = record.get(source), fields.numbers(record, name)
        if given is None and not audio and not numbers:
            continue
        words, thought = _split(given)
        yield name, Answer(words, fields.reasoning(record, name) or thought, audio, numbers)


def _split(value: Value | None) -> tuple[Value | None, str]:
    """An answer and the reasoning in its tags, if it has any."""
    if not isinstance(value, str):
        return value, ""
    found = split(value)
    return found.answer, found.reasoning or ""
