"""The meaning of each field of the records: guessed from names and contents, or as `--map` says.

Rule: a field has one role at most, and the whole mapping is shown to the user.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from soundcase.problems.phrases import nearest
from soundcase.values import dataclass
from soundcase_import.draft import DraftScore, ScoreText, worded
from soundcase_import.label_list import labels_in
from soundcase_import.names import SOUND_NAME
from soundcase_import.options import RefusedError, refused
from soundcase_import.pages.vocabulary import kinds
from soundcase_import.results.choices import right_answer
from soundcase_import.results.long_tables import long_roles, sums_up
from soundcase_import.results.records import TURNS, Record, Results, Value
from soundcase_import.results.score_columns import (
    ScoreColumn,
    is_companion,
    measure_fields,
    names_measures,
    score_columns,
    written,
)

_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "example_id", "sample_id", "utt_id", "uttid", "uid", "key", "index"),
    "audio": (
        "audio", "audio_path", "audio_file", "audio_filepath", "file_name", "filename", "wav", "wav_path",
        "path", "file", "audio_name", "clip", "audio.path", "wav_file", "sound", "recording", "audio_id",
    ),
    "prompt": ("prompt", "instruction", "question", "query", "user_prompt", "input_text",
        "doc.question", "doc.prompt", "doc.instruction", "chat.user",
    ),
    "output": (
        "model_output", "output", "response", "prediction", "predicted", "pred", "hypothesis", "hyp",
        "generated", "generated_text", "model_response", "model_answer",
        "filtered_resps", "resps", "answer_prediction", "pred_text", "completion", "model_prediction",
        "chat.assistant", "audio_llm_response",
    ),
    "reasoning": (
        "reasoning", "reasoning_content", "reasoning_text", "thinking", "thinking_content",
        "thinking_prediction", "thought",
        "thoughts", "think", "chain_of_thought", "cot", "rationale", "message.reasoning_content",
        "message.reasoning", "chat.assistant.reasoning",
    ),
    "labels": ("labels", "label", "classes", "class", "target_label", "ground_truth_label", "category"),
    "reference": (
        "reference", "ref", "transcript", "transcription", "ground_truth", "groundtruth", "gold", "gt",
        "target", "reference_text", "text", "sentence", "caption", "expected", "answer", "ref_text",
        "references", "captions", "transcripts", "answers", "answer_gt", "gt_answer", "gold_answer",
        "correct_answer", "expected_answer", "ground_truths",
    ),
    "choices": ("choices", "options", "candidates"),
    "model": ("model_name", "model", "system", "model_id"),
    "language": ("language", "lang"),
    "dataset": ("dataset_name", "dataset", "benchmark", "task_name", "subset"),
}  # fmt: skip
"""Roles with the names that fields of it have, the surest first; every list of turns is a `chat`."""
ROLES: Mapping[str, tuple[str, ...]] = {
    **_NAMES,
    **{
        name: () if any(name in names for names in _NAMES.values()) else (name,)
        for name in worded(str)
        if name not in _NAMES
    },
    **dict.fromkeys(("prompt_audio", "reference_audio", "output_audio", "tags", "higher", "lower"), ()),
}
"""Every role: those, and what else an example says in words, which fields are only called as itself; what is
never guessed has no names."""

_OUTPUT = "(?:outputs?|pred(?:iction|icted)?s?|responses?|hyp(?:othesis|otheses)?s?|answers?|generated)"
_PRETTY = re.compile(
    rf"^(?:{_OUTPUT}[_.:\- ]+(.+?)(?:\.(?:text|output|response|answer))?|(.+?)[_.:\- ]+{_OUTPUT})$",
    re.IGNORECASE,
)
_REASONING = r"(?:reasoning(?:_content)?|thinking|thoughts?)"
_THOUGHT = re.compile(rf"^(?:{_REASONING}[_.:\- ]+(.+)|(.+?)[_.:\- ]+{_REASONING})$", re.IGNORECASE)
"""A field of one system's reasoning, where a record holds several."""
_PROPERTY = re.compile(
    r"(?i)(?:^|[_.\- ])(?:speakers?|spk|gender|sex|age|accents?|dialect|locale|variant|region|country|split|"
    r"source|origin|domain|topic|genre|style|emotion|mood|difficulty|level|type|kind|format|license|url|path|"
    r"file|date|time|author|artist|album|title|name|phones?|phonemes?|ipa|norm\w*|raw|clean|keywords?|tags?|"
    r"topics?|summary|descriptions?|comments?|notes?|remarks?|hints?|evidence|scenes?|events?|entit(?:y|ies)|"
    r"instruments?|keys?|tempo|chords?|lyrics|annotat\w+|translation|phonetic|categories|meta(?:data)?)"
    r"(?:$|[_.\- ])"
)
"""What a field is called that says something of an example."""
_SORTS = frozenset((
    "task", "task_name", "category", "subcategory", "sub_category", "difficulty", "modality", "domain", "type",
    "question_type", "skill", "genre", "gender", "accent", "speaker", "speaker_id", "condition", "noise",
    "noise_type", "environment", "scene", "snr", "subset", "dataset", "dataset_name", "language", "emotion",
))  # fmt: skip
"""Fields that sort examples, which readers want to filter by."""
_MOST = 60
"""Kinds that a field sorts into at most."""
_LONGEST = 48


@dataclass(frozen=True, slots=True)
class RecordFields:
    """Role → field, and the fields that are each one model's output."""

    of: Mapping[str, str]
    outputs: Mapping[str, str]
    """Model name → field, where a record holds the outputs of several models."""
    unused: tuple[str, ...]
    thoughts: Mapping[str, str] = field(default_factory=dict)
    """The same for their reasoning."""
    scores: Mapping[str, str] = field(default_factory=dict)
    """Score of the output → field."""
    own_scores: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Model name → the same, where a record holds the outputs of several models."""
    measures: Mapping[str, DraftScore] = field(default_factory=dict)
    """How these scores are read."""

    @property
    def gives(self) -> bool:
        """True where records hold what a system gave: words, a clip, or numbers that were measured on it."""
        return bool(
            self.outputs or self.scores or self.own_scores or self.of.keys() & {"output", "output_audio"}
        )

    @property
    def tags(self) -> list[str]:
        """The fields of properties to show."""
        return [name for name in _split(self.of.get("tags", "")) if name]

    def reasoning(self, record: Record, model: str) -> str:
        """The record's reasoning of a model; empty where it has none."""
        value = record.get(self.thoughts.get(model, self.of.get("reasoning", "")), "")
        return value if isinstance(value, str) else "\n".join(value)

    def numbers(self, record: Record, model: str) -> dict[str, ScoreText]:
        """The record's scores of a model, each as a catalogue has it; without those that it has not."""
        fields = {**self.scores, **self.own_scores.get(model, {})}
        return {name: number for name, field in fields.items() if (number := written(field, record))}

    def text(self, record: Record, role: str) -> str:
        """The record's value for the role as one text; empty where it has none."""
        return self.value(record, self.of.get(role, ""))

    def value(self, record: Record, name: str) -> str:
        """A field of the record as one text; empty where it has none."""
        value = record.get(name, "")
        return value if isinstance(value, str) else ", ".join(value)

    def several(self, record: Record, role: str) -> tuple[str, ...]:
        """The record's value for the role as a list."""
        value = record.get(self.of.get(role, ""), ())
        return labels_in(value) if value else ()

    def shown(self) -> tuple[str, ...]:
        """The mapping for people, a line each."""
        lines = [f"{role} = {name}" for role, name in self.of.items() if not role == name == "id"]
        lines += [f"output of {model} = {name}" for model, name in self.outputs.items()]
        lines += [f"reasoning of {model} = {name}" for model, name in self.thoughts.items()]
        lines += [f"score {score} = {name}" for score, name in self.scores.items()]
        for model, scores in self.own_scores.items():
            lines += [f"score {score} of {model} = {name}" for score, name in scores.items()]
        return (*lines, *([f"not used: {', '.join(self.unused)}"] if self.unused else ()))


def fields_of(results: Results, mapping: Mapping[str, str], *, alone: bool = True) -> RecordFields:
    """The fields of a file's records; RefusedError where none is the output, and the file stands alone."""
    records = results.records
    names = tuple(dict.fromkeys(name for record in records[:1000] for name in record))
    if results.roles:
        return _declared(results, {role: name for role, name in mapping.items() if name in names}, names)
    given = dict(check_mapping(mapping, names, results.path))
    directions = {one: better for better in ("higher", "lower") for one in _split(given.pop(better, "")) if one}
    measured = measure_fields(names, records)
    known = {name for role, several in _NAMES.items() if role != "model" for name in several}
    guessed = [  # whatever a field says that is called by its role, it is no column that names measures
        name for name in names if name not in measured and (name in known or not names_measures(name, records))
    ]
    clips = clip_fields(records)
    long = {} if {"model", "id"} & given.keys() else long_roles(guessed, records, clips)
    found = _called({**_paired(guessed), **long, **given}, guessed, clips)
    rest = [name for name in names if name not in {*_fields_in(found), *clips}]
    thinking = {} if "output" in found else _thoughts(rest)
    rest = [name for name in rest if name not in thinking.values()]
    outputs = _systems(found, [name for name in rest if name not in measured], records, clips)
    scores = score_columns(rest, records, outputs, directions)
    numbers = scores and "model" in found and found.keys() & {"id", "audio"}
    if alone and not (outputs or numbers or found.keys() & {"output", "output_audio"}):
        raise _without_outputs(results, names)
    if "labels" not in mapping:
        _right_answers(found, guessed, records)
    thoughts = {model: thinking[model.lower()] for model in outputs if model.lower() in thinking}
    used = {*outputs.values(), *_fields_in(found), *thoughts.values(), *clips, *(one.field for one in scores)}
    unused = [name for name in names if name not in used and not is_companion(name, names)]
    tags = [] if "tags" in found else _sorting(unused, records)
    found |= {"tags": ", ".join(tags)} if tags else {}
    of = {role: found[role] for role in ROLES if found.get(role)}
    unused = [name for name in unused if name not in tags]
    return RecordFields(of, outputs, tuple(unused), thoughts, *fields_of_models(scores))


def _without_outputs(results: Results, names: Sequence[str]) -> RefusedError:
    """The error for records in which nothing looks like an output."""
    if sums_up(results.records):
        hint = "final figures of a whole test set stand in a task's 'results', beside its examples"
        message = "there is one line for each system, and no example"
        return refused("import-field", message, results.path, hint)
    hint = f"name it with --map output=FIELD, or several: output=A,B; the fields are {', '.join(names)}"
    return refused("import-field", "no field looks like the output of a model", results.path, hint)


def _fields_in(found: Mapping[str, str]) -> set[str]:
    """The fields that have a role."""
    return {name for value in found.values() for name in (value, *_split(value))}


def _called(found: dict[str, str], names: Sequence[str], clips: Sequence[str]) -> dict[str, str]:
    """The roles with those that fields have by their names, and the first of the clips for what was heard."""
    taken = _fields_in(found)
    free_clips = [name for name in clips if name not in taken]
    for role in (one for one in ROLES if one not in found):
        free = taken if role in ("audio", "id") else taken | set(free_clips)
        folded = {_folded(name): name for name in names if name not in free}
        known = next((folded[name] for name in ROLES[role] if name in folded), "")
        if known:
            found[role] = known
            taken.add(known)
    if "audio" not in found and free_clips:
        found["audio"] = free_clips[0]
    return found


def _folded(name: str) -> str:
    """A field's name as the tables here have it."""
    turns, _, rest = name.partition(".")
    return re.sub(r"[\s-]+", "_", (f"chat.{rest}" if rest and turns in TURNS else name).lower())


def _systems(
    found: dict[str, str], rest: Sequence[str], records: Sequence[Record], clips: Sequence[str]
) -> dict[str, str]:
    """The outputs of several systems, where records hold them; that of the only one becomes a role."""
    asked = _split(found["output"]) if "," in found.get("output", "") else []
    if asked:
        del found["output"]
        return {name: name for name in asked}
    if "output" in found:
        return {}
    right = [found[role] for role in ("labels", "reference") if role in found]
    free_clips = [name for name in clips if name not in _fields_in(found) or name == found.get("audio")]
    outputs = _outputs(rest, records, right, only_named=len(free_clips) > 1)
    if len(outputs) == 1 and ("model" in found or "" in outputs):
        found["output"] = next(iter(outputs.values()))
        return {}
    return outputs


def fields_of_models(
    columns: Sequence[ScoreColumn],
) -> tuple[Mapping[str, str], Mapping[str, Mapping[str, str]], Mapping[str, DraftScore]]:
    """The fields of scores, those of each model, and how all these scores are read."""
    models = dict.fromkeys(one.model for one in columns)
    by_model = {model: {one.name: one.field for one in columns if one.model == model} for model in models}
    return by_model.pop("", {}), by_model, {one.name: one.score for one in columns}


def _right_answers(found: dict[str, str], names: Sequence[str], records: Sequence[Record]) -> None:
    """Take the field with the right choice for the labels, and what only sorts the examples for none."""
    if "choices" not in found:
        if "reference" in found and found.get("labels", "").lower() == "category":
            del found["labels"]
        return
    free = {*names} - {*found.values()} | {found.get("labels"), found.get("reference")}
    called = {*ROLES["labels"], *ROLES["reference"]}
    candidates = [name for name in names if name in free and _folded(name) in called]
    right = right_answer(candidates, found["choices"], records) or found.get("reference", "")
    if right:
        found["labels"] = right
        if found.get("reference") == right:
            del found["reference"]


def _sorting(names: Iterable[str], records: Sequence[Record]) -> list[str]:
    """The fields that sort the records, by their names and by how few values they have."""
    return [name for name in names if re.sub(r"[\W_]+", "_", name.lower()) in _SORTS and _sorts(name, records)]


def _sorts(name: str, records: Sequence[Record]) -> bool:
    values = {value for record in records if (value := record.get(name, ""))}
    brief = all(isinstance(value, str) and len(value) <= _LONGEST and "," not in name for value in values)
    return brief and 1 < len(values) <= _MOST and len(values) < max(len(records), 3)


def _declared(results: Results, mapping: Mapping[str, str], names: Sequence[str]) -> RecordFields:
    """The fields as the format says what they mean, where any record has them; as asked, where it is asked."""
    filled = {name for record in results.records for name in record}
    given = {role: [name for name in _split(value) if name in filled] for role, value in results.roles.items()}
    of = {**{role: ", ".join(several) for role, several in given.items() if several}, **mapping}
    used = {*_fields_in(of), *results.outputs.values(), *results.scores.values()}
    unused = tuple(name for name in names if name not in used)
    return RecordFields(of, results.outputs, unused, scores=results.scores, measures=results.measures)


def as_spoken(fields: RecordFields) -> RecordFields:
    """The fields of recordings where systems speak: their texts are to be said, their clips the true ones."""
    spoken = {"audio": "reference_audio", "reference": "text"}
    return replace(fields, of={spoken.get(role, role): name for role, name in fields.of.items()})


def _thoughts(names: Iterable[str]) -> dict[str, str]:
    """The fields that each hold the reasoning of one model, by its name in lower case."""
    matches = {name: found for name in names if (found := _THOUGHT.match(name))}
    return {(found.group(1) or found.group(2)).lower(): name for name, found in matches.items()}


def _paired(names: Sequence[str]) -> dict[str, str]:
    """Output and labels where one field is called as another, but for a word that says it was predicted."""
    for name in names:
        found = re.match(r"(?i)(?:pred|predicted|hyp)[_ ](.+)$|(.+)[_ ](?:pred|predicted|hyp)$", name)
        base = (found.group(1) or found.group(2)) if found else ""
        if base in names and not any(base.lower() in known for known in ROLES.values()):
            return {"output": name, "labels": base}
    return {}


def clip_fields(records: Sequence[Record]) -> list[str]:
    """The fields whose values all name clips, as far as the first records tell."""
    names = dict.fromkeys(name for record in records[:200] for name in record)
    values = {name: _values(name, records) for name in names}
    return [name for name, found in values.items() if found and all(map(_names_clip, found))]


def _names_clip(value: Value) -> bool:
    return isinstance(value, str) and SOUND_NAME.sub("", value).strip("/\\. ") not in ("", value.strip("/\\. "))


def _values(name: str, records: Sequence[Record]) -> list[Value]:
    """The first records' values that are not empty."""
    return [one for record in records[:200] if (one := record.get(name, ""))]


def check_mapping(mapping: Mapping[str, str], names: Sequence[str], path: Path) -> Mapping[str, str]:
    """The mapping that was asked for; RefusedError where it names a role or a field that is not there."""
    for role, value in mapping.items():
        if role not in ROLES:
            hint = nearest(role, ROLES) or f"the roles are {', '.join(ROLES)}"
            raise refused("import-field", f"there is no role '{role}'", path, hint)
        for name in _split(value) if role in ("tags", "output", "higher", "lower") else (value,):
            if name and name not in names:
                hint = nearest(name, names) or f"the fields are {', '.join(names)}"
                raise refused("import-field", f"no record has a field '{name}'", path, hint)
    return mapping


def _split(value: str) -> list[str]:
    return [name.strip() for name in value.split(",")]


def _outputs(
    rest: Sequence[str], records: Sequence[Record], right: Sequence[str], *, only_named: bool
) -> dict[str, str]:
    """Fields that each hold one model's output: named so, or else all that say what right answers say."""
    matches = {name: found for name in rest if (found := _PRETTY.match(name))}
    named = {found.group(1) or found.group(2): name for name, found in matches.items()}
    if len(named) == 1 and re.fullmatch(f"{_OUTPUT}|text", next(iter(named)), re.IGNORECASE):
        return {"": next(iter(named.values()))}
    if named or only_named:
        return named
    return {name: name for name in rest if _may_answer(name, records, right)}


def _may_answer(name: str, records: Sequence[Record], right: Sequence[str]) -> bool:
    """True where a field could be called as a system, and its words are of the kind that is right."""
    values = _values(name, records)
    letters = [one for one in values if isinstance(one, str) and re.search(r"[^\W\d_]", one)]
    if len(letters) * 2 <= len(values) or kinds(name) - {"output", "system"} or _PROPERTY.search(name):
        return False
    pairs = [
        (_words(record[name]), _words(record[field]))
        for field in right
        for record in records[:200]
        if record.get(name) and record.get(field)
    ]
    parts = sum(here < there for here, there in pairs)
    if parts * 5 > len(pairs) * 4 and sum(len(there) for _, there in pairs) > 4 * len(pairs):
        return False  # words of the right answer that somebody picked out
    every = frozenset[str]().union(*(there for _, there in pairs))
    alike = sum(bool(here & there) or here <= every for here, there in pairs)
    return alike * 5 >= len(pairs) > 0


def _words(value: Value) -> frozenset[str]:
    text = value if isinstance(value, str) else " ".join(value)
    return frozenset(re.findall(r"\w+", text.lower()))
