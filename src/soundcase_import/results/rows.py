"""Records of several files as rows: one per clip, with what each model answered.

Rule 1: rows keep the order of the first file; a clip that only a later file has comes behind.
Rule 2: a file that asks several questions about one clip makes a row of each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from soundcase.problems.phrases import quoted
from soundcase_import.results.fields import RecordFields
from soundcase_import.results.records import Record, Results, Value
from soundcase_import.suffixes import SOUND_NAME

Read = tuple[Results, RecordFields]


@dataclass(slots=True)
class ResultRow:
    """One clip's record, and each model's answer to it."""

    key: str
    record: Record
    fields: RecordFields
    answers: dict[str, Value] = field(default_factory=dict)
    prompts: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def text(self, role: str) -> str:
        """What the record has for a role, as one text."""
        return self.fields.text(self.record, role)

    def several(self, role: str) -> tuple[str, ...]:
        """What the record has for a role, as a list."""
        return self.fields.several(self.record, role)

    def differs(self) -> bool:
        """Whether the models disagree, or one alone with what is right; case and punctuation do not count."""
        said = {_folded(answer) for answer in self.answers.values()}
        if len(self.answers) > 1:
            return len(said) > 1
        right = self.several("labels") or self.several("reference")
        return bool(right) and _folded(right) not in said


def rows_of(read: Sequence[Read]) -> list[ResultRow]:
    """All rows, with every file's answers in them."""
    rows: dict[str, ResultRow] = {}
    short = len(read) > 1 and all(map(_told_by_names, read))
    keyed = [list(_keyed(results, fields, short=short)) for results, fields in read]
    again = _said_again(read, keyed)
    for number, (results, fields) in enumerate(read):
        model = _model_of(number, read)
        for key, record in keyed[number]:
            row = rows.get(key)
            if row is None:
                row = rows[key] = ResultRow(key, record, fields)
            else:
                _compare(row, record, fields, results)
            _answer(row, record, fields, model, again)
    return list(rows.values())


def _said_again(read: Sequence[Read], keyed: Sequence[Sequence[tuple[str, Record]]]) -> frozenset[str]:
    """The models that several files have answers of to the same clips: they only have the same name."""
    seen: dict[tuple[str, str], int] = {}
    again = set()
    for number, ((_, fields), pairs) in enumerate(zip(read, keyed, strict=True)):
        for key, record in pairs if "model" in fields.of else ():
            model = fields.text(record, "model")
            if seen.setdefault((model, key), number) != number:
                again.add(model)
    return frozenset(again)


def _told_by_names(read: Read) -> bool:
    """Whether a file's clips can be told apart without their folders and suffixes."""
    results, fields = read
    names = {fields.text(record, "audio") for record in results.records}
    return "audio" in fields.of and len({_bare(name) for name in names}) == len(names)


def _bare(name: str) -> str:
    """A clip's name without folders and suffix."""
    return SOUND_NAME.sub("", re.split(r"[/\\\\]", name)[-1])


def _keyed(results: Results, fields: RecordFields, *, short: bool) -> Iterator[tuple[str, Record]]:
    """Each record with what tells it from the others: the clip, and the question where a clip has several."""
    role = "audio" if "audio" in fields.of else "id"
    names = [fields.text(record, role) for record in results.records]
    names = [_bare(name) for name in names] if short else names
    counts = Counter(
        (name, fields.text(record, "model")) for name, record in zip(names, results.records, strict=True)
    )
    repeated = {name for (name, _), count in counts.items() if count > 1 or not name}
    seen: Counter[str] = Counter()
    for number, (name, record) in enumerate(zip(names, results.records, strict=True), 1):
        key = name or f"record {number}"
        if name in repeated:
            key = f"{key}\n{fields.text(record, 'prompt')}"
            again = f"{key}\n{fields.text(record, 'model')}"
            seen[again] += 1
            key = key if seen[again] == 1 else f"{key}\n{seen[again]}"
        yield key, record


def _model_of(number: int, read: Sequence[Read]) -> str:
    """What a file's model is called where its records do not say: by what sets its name apart."""
    names = [results.name for results, _ in read]
    own = names[number]
    if len(set(names)) < len(names) or len(names) == 1:
        return own if names.count(own) == 1 else f"{own} {number + 1}"
    start = len(_common([name.lower() for name in names]))
    end = len(_common([name.lower()[start:][::-1] for name in names]))
    return own[start : len(own) - end].strip("_-. ") or own


def _common(names: Sequence[str]) -> str:
    """What all begin with, up to the last place where a word ends."""
    shortest = min(names, key=len)
    length = next(
        (at for at, letter in enumerate(shortest) if any(name[at] != letter for name in names)), len(shortest)
    )
    word = re.search(r".*[_\-. ]", shortest[:length])
    return word.group() if word else ""


def _answer(row: ResultRow, record: Record, fields: RecordFields, model: str, again: Container[str]) -> None:
    named = fields.text(record, "model")
    own = f"{named} ({model})" if named and named in again else named or model
    pairs = fields.outputs or {own: fields.of["output"]}
    for name, source in pairs.items():
        value = record.get(source)
        if value is None:
            continue
        if name in row.answers and row.answers[name] != value:
            text = f"{quoted(name)} has two answers to this clip; the first one stands here"
            row.doubts["outputs"] = (*row.doubts.get("outputs", ()), text)
        row.answers.setdefault(name, value)
        row.prompts.setdefault(name, fields.text(record, "prompt"))


def _compare(row: ResultRow, record: Record, fields: RecordFields, results: Results) -> None:
    """A doubt where a later file has another opinion of what is right."""
    for role in ("labels", "reference"):
        here, there = row.text(role), fields.text(record, role)
        if here and there and here != there:
            text = f"{results.path.name} has {quoted(there)} in its place"
            row.doubts[role] = (*row.doubts.get(role, ()), text)


def _folded(value: Value) -> tuple[str, ...]:
    words = (value,) if isinstance(value, str) else value
    return tuple(sorted(re.sub(r"[\W_]+", " ", word.lower()).strip() for word in words))


def shared(rows: Sequence[ResultRow], role: str) -> str:
    """The text that all rows have for a role; empty where they differ."""
    found = {row.text(role) for row in rows}
    return found.pop() if len(found) == 1 else ""


def prompts_of(rows: Sequence[ResultRow]) -> str | Mapping[str, str] | None:
    """The one prompt of all rows, or one per model; None where rows differ."""
    by_model: dict[str, set[str]] = {}
    for row in rows:
        for model, prompt in row.prompts.items():
            by_model.setdefault(model, set()).add(prompt)
    if any(len(found) > 1 for found in by_model.values()):
        return None
    single = {model: next(iter(found)) for model, found in by_model.items()}
    if len(set(single.values())) == 1:
        return next(iter(single.values()))
    return {model: prompt for model, prompt in single.items() if prompt}
