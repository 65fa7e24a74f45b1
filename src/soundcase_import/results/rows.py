"""Records of several files as rows (one per clip, with what each model answered), and which of them are shown.

Rule 1: rows keep the order of the first file; a clip that only a later file has comes behind.
Rule 2: a file that asks several questions about one clip makes a row of each.
Rule 3: the same seed chooses the same rows, whatever their order and the version of Python.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path, PurePosixPath

from soundcase.problems.phrases import nearest, quoted
from soundcase.text.reasoning import split
from soundcase.values import dataclass
from soundcase_import.draft import ScoreText
from soundcase_import.label_list import labels_in
from soundcase_import.names import SOUND_NAME
from soundcase_import.options import ImportOptions, refused
from soundcase_import.results.fields import RecordFields
from soundcase_import.results.records import Record, Results, Value
from soundcase_import.results.systems import systems_of

Read = tuple[Results, RecordFields]


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
        return words or len({_bare(one.audio) for one in (self, other) if one.audio}) > 1

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
        words, numbers = record.get(source), fields.numbers(record, name)
        if words is None and not audio and not numbers:
            continue
        thought = fields.reasoning(record, name)
        if isinstance(words, str):
            parts = split(words)
            words, thought = parts.answer, thought or parts.reasoning or ""
        yield name, Answer(words, thought, audio, numbers)


@dataclasses.dataclass(slots=True)
class ResultRow:
    """One clip with all that the sources say of it, and each system's answer to it."""

    key: str
    sources: list[tuple[Record, RecordFields]] = field(default_factory=list)
    """Its record in each source; what the first one lacks, the next one may have."""
    answers: dict[str, Answer] = field(default_factory=dict)
    prompts: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def text(self, role: str) -> str:
        """The value for a role, as one text."""
        return next((text for record, fields in self.sources if (text := fields.text(record, role))), "")

    def several(self, role: str) -> tuple[str, ...]:
        """The value for a role, as a list."""
        return next((found for record, fields in self.sources if (found := fields.several(record, role))), ())

    def silent(self) -> bool:
        """True where a source that counts errors says that nothing is said."""
        return any(
            record.get(fields.of.get("reference", "")) == ""
            and any(one.measure for one in fields.measures.values())
            for record, fields in self.sources
        )

    def tags(self) -> dict[str, str]:
        """The properties to show."""
        return {
            name: ", ".join(labels_in(record[name]))
            for record, fields in self.sources
            for name in fields.tags
            if record.get(name)
        }

    def prompt(self, model: str) -> str:
        """The prompt of a system: of its own source, else of another one."""
        return self.prompts.get(model) or self.text("prompt")

    def doubt(self, name: str, text: str) -> None:
        """Note what a person should look at."""
        self.doubts[name] = (*self.doubts.get(name, ()), text)

    def answer(self, model: str, answer: Answer, prompt: str) -> None:
        """Note what a system answered to which prompt; of two answers the first one stays."""
        before = self.answers.get(model, answer)
        if before.contradicts(answer):
            self.doubt("outputs", f"{quoted(model)} has two answers to this clip; the first one stands here")
        self.answers[model] = before.with_more(answer)
        self.prompts.setdefault(model, prompt)

    def differs(self) -> bool:
        """True where the systems disagree, or one alone with what is right, but for case and punctuation."""
        answers = {_folded(one.words) for one in self.answers.values() if one.words is not None}
        if len(self.answers) > 1:
            return len(answers) > 1
        right = self.several("labels") or self.several("reference")
        return bool(right) and _folded(right) not in answers


def _folded(value: Value) -> tuple[str, ...]:
    words = (value,) if isinstance(value, str) else value
    return tuple(sorted(re.sub(r"[\W_]+", " ", word.lower()).strip() for word in words))


def rows_of(read: Sequence[Read]) -> list[ResultRow]:
    """All rows that a source with outputs names, with what every source says of them."""
    rows: dict[str, ResultRow] = {}
    told = _told_by(read)
    clips = [{fields.text(record, role) for record in results.records} for results, fields, role in told]
    short = len(read) > 1 and all(role == "audio" or results.roles for results, _, role in told)
    short = short and all(len(set(map(_bare, names))) == len(names) for names in clips)  # folders say nothing
    keyed = [list(_keyed(*one, short=short)) for one in told]
    again, models = _same_named(read, keyed), systems_of(read)
    for (results, fields), pairs in zip(read, keyed, strict=True):
        for key, record in pairs:
            row = rows.setdefault(key, ResultRow(key))
            for role in ("labels", "reference"):
                here, there = row.text(role), fields.text(record, role)
                if here and there and here != there:
                    row.doubt(role, f"{results.path.name} has {quoted(there)} in its place")
            row.sources.append((record, fields))
    with_clips_first = sorted(zip(read, models, keyed, strict=True), key=lambda one: not one[0][0].clips)
    for (_, fields), model, pairs in with_clips_first:  # what leads to a clip's file counts, not what names it
        for key, record in pairs:
            named = fields.text(record, "model")
            own = f"{named} ({model})" if named and named in again else named or model
            for name, answer in answers_in(record, fields, own):
                rows[key].answer(name, answer, fields.text(record, "prompt"))
    _check_joined(read, keyed)
    return [row for row in rows.values() if any(fields.gives for _, fields in row.sources)]


def _check_joined(read: Sequence[Read], keyed: Sequence[Sequence[tuple[str, Record]]]) -> None:
    """RefusedError where what is right and what systems gave have no name in common."""
    given = {key for (_, fields), pairs in zip(read, keyed, strict=True) if fields.gives for key, _ in pairs}
    for (results, fields), pairs in zip(read, keyed, strict=True):
        if pairs and given and not fields.gives and not any(key in given for key, _ in pairs):
            example = f"'{pairs[0][0]}' here, {quoted(min(given))} there"
            message = f"nothing in '{results.path}' is named as the outputs are: {example}"
            raise refused("import-record", message, results.path, "give the files of the same test set")


def _told_by(read: Sequence[Read]) -> list[tuple[Results, RecordFields, str]]:
    """Each source with the role whose value tells its records apart: the id of its format, else the clip."""
    return [(*one, "id" if _has_ids(*one) or "audio" not in one[1].of else "audio") for one in read]


def _has_ids(results: Results, fields: RecordFields) -> bool:
    """True where the format knows ids and the records have some."""
    return "id" in results.roles and "id" in fields.of


def _bare(name: str) -> str:
    """A clip's name without folders and suffix."""
    return SOUND_NAME.sub("", re.split(r"[/\\\\]", name)[-1])


def _keyed(results: Results, fields: RecordFields, role: str, *, short: bool) -> Iterator[tuple[str, Record]]:
    """Each record with what tells it from the others: the clip, and the question where a clip has several."""
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


def _same_named(read: Sequence[Read], keyed: Sequence[Sequence[tuple[str, Record]]]) -> frozenset[str]:
    """The models that several files have answers of to the same clips: they only have the same name."""
    seen: dict[tuple[str, str], int] = {}
    again = set()
    for number, ((_, fields), pairs) in enumerate(zip(read, keyed, strict=True)):
        for key, record in pairs if "model" in fields.of else ():
            model = fields.text(record, "model")
            if seen.setdefault((model, key), number) != number:
                again.add(model)
    return frozenset(again)


def shared(rows: Sequence[ResultRow], role: str) -> str:
    """The text that all rows have for a role; empty where they differ."""
    found = {row.text(role) for row in rows}
    return found.pop() if len(found) == 1 else ""


def prompts_of(rows: Sequence[ResultRow]) -> str | Mapping[str, str] | None:
    """The one prompt of all rows, or one per model; None where rows differ."""
    by_model: dict[str, set[str]] = {}
    for row in rows:
        for model in row.answers:
            by_model.setdefault(model, set()).add(row.prompt(model))
    if any(len(found) > 1 for found in by_model.values()):
        return None
    single = {model: next(iter(found)) for model, found in by_model.items()}
    if len(set(single.values())) == 1:
        return next(iter(single.values()))
    return {model: prompt for model, prompt in single.items() if prompt}


def chosen(rows: Sequence[ResultRow], options: ImportOptions) -> tuple[list[ResultRow], str]:
    """The rows to show, in their order, and the sentence that says how they were chosen."""
    total = f"{len(rows):,}"
    kept = list(rows)
    of = total
    if options.ids:
        kept = _named(kept, options.ids)
        of = f"{total}, chosen by hand"
    if options.only_differing:
        kept = [row for row in kept if row.differs()]
        several = any(len(row.answers) > 1 for row in kept)
        what = "in which the models disagree" if several else "in which the model is not right to the letter"
        of = f"{len(kept):,} {what} (of {of})"
        if not kept:
            hint = "leave --only-differing out"
            raise refused("import-nothing", "no answers differ", options.sources[0], hint)
    if options.sample is not None and options.sample < len(kept):
        seeds = [f"{options.seed}\n{row.key}".encode("utf-8", "replace") for row in kept]
        ranks = [hashlib.sha256(one).digest() for one in seeds]
        best = sorted(sorted(range(len(kept)), key=ranks.__getitem__)[: options.sample])
        return [kept[at] for at in best], f"{len(best):,} of {of}, random, seed {options.seed}"
    if options.only_differing:
        return kept, f"All {of}"
    return kept, f"{len(kept):,} of {of}" if options.ids else f"All {total} of the results"


def _named(rows: Sequence[ResultRow], path: Path) -> list[ResultRow]:
    """The rows that a file names, a line each, by id, clip, or the clip's name without folder and suffix."""
    try:
        wanted = [line.strip() for line in path.read_text("utf-8-sig").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise refused("import-source", f"'{path}' cannot be read: {error}", path) from error
    known: dict[str, int] = {}
    for at, row in enumerate(rows):
        audio = PurePosixPath(row.text("audio").replace("\\", "/"))
        for name in (row.text("id"), row.text("audio"), audio.name, audio.stem):
            known.setdefault(name, at)
    for number, name in enumerate(wanted, 1):
        if name not in known:
            message = f"no record has the id or clip '{name}'"
            raise refused("import-record", message, path, nearest(name, known), line=number)
    if not wanted:
        raise refused("import-nothing", f"'{path}' names nothing", path)
    return [rows[at] for at in sorted({known[name] for name in wanted})]
