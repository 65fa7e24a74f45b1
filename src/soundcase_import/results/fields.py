"""The meaning of each field of the records: guessed from names and contents, or as `--map` says.

Rule: a field has one role at most, and the whole mapping is shown to the user.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from pathlib import Path

from soundcase.problems.phrases import nearest
from soundcase.values import dataclass
from soundcase_import.draft import worded
from soundcase_import.label_list import labels_in
from soundcase_import.names import SOUND_NAME
from soundcase_import.options import refused
from soundcase_import.results.records import Record, Results, Value

_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "example_id", "sample_id", "utt_id", "uttid", "uid", "key", "index"),
    "audio": (
        "audio", "audio_path", "audio_file", "audio_filepath", "file_name", "filename", "wav", "wav_path",
        "path", "file", "audio_name", "clip", "audio.path", "wav_file", "sound", "recording", "audio_id",
    ),
    "prompt": ("prompt", "instruction", "question", "query", "user_prompt", "input_text",
        "messages.user", "conversations.user", "conversation.user", "dialogue.user", "dialog.user", "chat.user",
    ),
    "output": (
        "model_output", "output", "response", "prediction", "predicted", "pred", "hypothesis", "hyp",
        "generated", "generated_text", "model_response", "model_answer",
        "pred_text", "completion", "model_prediction", "messages.assistant", "conversations.assistant",
        "conversation.assistant", "dialogue.assistant", "dialog.assistant", "chat.assistant",
    ),
    "reasoning": (
        "reasoning", "reasoning_content", "reasoning_text", "thinking", "thinking_content", "thought",
        "thoughts", "think", "chain_of_thought", "cot", "rationale", "message.reasoning_content",
        "message.reasoning", "messages.assistant.reasoning", "conversations.assistant.reasoning",
        "conversation.assistant.reasoning", "dialogue.assistant.reasoning", "dialog.assistant.reasoning",
        "chat.assistant.reasoning",
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
"""Roles with the names that fields of it have, the surest first."""
ROLES: Mapping[str, tuple[str, ...]] = {
    **_NAMES,
    **{
        name: () if any(name in names for names in _NAMES.values()) else (name,)
        for name in worded(str)
        if name not in _NAMES
    },
    "tags": (),
}
"""Every role: those, and what else an example says in words, which fields are only called as itself."""

_OUTPUT = "(?:outputs?|pred(?:iction|icted)?s?|responses?|hyp(?:othesis|otheses)?s?|answers?|generated)"
_PRETTY = re.compile(
    rf"^(?:{_OUTPUT}[_.:\- ]+(.+?)(?:\.(?:text|output|response|answer))?|(.+?)[_.:\- ]+{_OUTPUT})$",
    re.IGNORECASE,
)
_REASONING = r"(?:reasoning(?:_content)?|thinking|thoughts?)"
_THOUGHT = re.compile(rf"^(?:{_REASONING}[_.:\- ]+(.+)|(.+?)[_.:\- ]+{_REASONING})$", re.IGNORECASE)
"""A field of one system's reasoning, where a record holds several."""


@dataclass(frozen=True, slots=True)
class RecordFields:
    """Role → field, and the fields that are each one model's output."""

    of: Mapping[str, str]
    outputs: Mapping[str, str]
    """Model name → field, where a record holds the outputs of several models."""
    unused: tuple[str, ...]
    thoughts: Mapping[str, str] = field(default_factory=dict)
    """The same for their reasoning."""

    def reasoning(self, record: Record, model: str) -> str:
        """The record's reasoning of a model; empty where it has none."""
        value = record.get(self.thoughts.get(model, self.of.get("reasoning", "")), "")
        return value if isinstance(value, str) else "\n".join(value)

    def text(self, record: Record, role: str) -> str:
        """The record's value for the role as one text; empty where it has none."""
        value = record.get(self.of.get(role, ""), "")
        return value if isinstance(value, str) else ", ".join(value)

    def several(self, record: Record, role: str) -> tuple[str, ...]:
        """The record's value for the role as a list."""
        value = record.get(self.of.get(role, ""), ())
        return labels_in(value) if value else ()

    def shown(self) -> tuple[str, ...]:
        """The mapping for people, a line each."""
        lines = [f"{role} = {name}" for role, name in self.of.items()]
        lines += [f"output of {model} = {name}" for model, name in self.outputs.items()]
        lines += [f"reasoning of {model} = {name}" for model, name in self.thoughts.items()]
        return (*lines, *([f"not used: {', '.join(self.unused)}"] if self.unused else ()))


def fields_of(results: Results, mapping: Mapping[str, str]) -> RecordFields:
    """The fields of a file's records; RefusedError where none is the output."""
    names = tuple(dict.fromkeys(name for record in results.records[:1000] for name in record))
    found = {**_paired(names), **_given(mapping, names, results.path)}
    taken = set(found.values()) | {name for value in found.values() for name in _split(value)}
    clips = [name for name in clip_fields(results.records) if name not in taken]
    for role in (one for one in ROLES if one not in found):
        free = taken if role in ("audio", "id") else taken | set(clips)
        folded = {re.sub(r"[\s-]+", "_", name.lower()): name for name in names if name not in free}
        known = next((folded[name] for name in ROLES[role] if name in folded), "")
        if known:
            found[role] = known
            taken.add(known)
    if "audio" not in found and clips:
        found["audio"] = clips[0]
    rest = [name for name in names if name not in {*found.values(), *taken, *clips}]
    thinking = {} if "output" in found else _thoughts(rest)
    rest = [name for name in rest if name not in thinking.values()]
    outputs = {} if "output" in found else _outputs(rest, results.records, only_named=len(clips) > 1)
    if "output" not in found and not outputs:
        hint = f"name it with --map output=FIELD; the fields are {', '.join(names)}"
        raise refused("import-field", "no field looks like the output of a model", results.path, hint)
    if "output" not in found and len(outputs) == 1 and ("model" in found or "" in outputs):
        found["output"] = next(iter(outputs.values()))
        outputs = {}
    if "choices" in found and "labels" not in found and "reference" in found:
        found["labels"] = found.pop("reference")  # with choices, the answer is a label
    thoughts = {model: thinking[model.lower()] for model in outputs if model.lower() in thinking}
    of = {role: found[role] for role in ROLES if found.get(role)}
    used = {*outputs.values(), *found.values(), *thoughts.values()}
    unused = tuple(name for name in (*rest, *thinking.values()) if name not in used)
    return RecordFields(of, outputs, unused, thoughts)


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
    return [
        name
        for name, found in values.items()
        if found and all(isinstance(one, str) and SOUND_NAME.search(one) for one in found)
    ]


def _values(name: str, records: Sequence[Record]) -> list[Value]:
    """The first records' values that are not empty."""
    return [one for record in records[:200] if (one := record.get(name, ""))]


def _given(mapping: Mapping[str, str], names: Sequence[str], path: Path) -> Mapping[str, str]:
    """The mapping that was asked for, checked."""
    for role, value in mapping.items():
        if role not in ROLES:
            hint = nearest(role, ROLES) or f"the roles are {', '.join(ROLES)}"
            raise refused("import-field", f"there is no role '{role}'", path, hint)
        for name in _split(value) if role == "tags" else (value,):
            if name and name not in names:
                hint = nearest(name, names) or f"the fields are {', '.join(names)}"
                raise refused("import-field", f"no record has a field '{name}'", path, hint)
    return mapping


def _split(value: str) -> list[str]:
    return [name.strip() for name in value.split(",")]


def _outputs(rest: Sequence[str], records: Sequence[Record], *, only_named: bool) -> dict[str, str]:
    """Fields that each hold one model's output: named so, or all that hold words where none is named so."""
    matches = {name: found for name in rest if (found := _PRETTY.match(name))}
    named = {found.group(1) or found.group(2): name for name, found in matches.items()}
    if len(named) == 1 and re.fullmatch(f"{_OUTPUT}|text", next(iter(named)), re.IGNORECASE):
        return {"": next(iter(named.values()))}
    wordy = {}
    for name in rest:
        values = _values(name, records)
        letters = [one for one in values if isinstance(one, str) and re.search(r"[^\W\d_]", one)]
        if len(letters) * 2 > len(values) and not only_named:
            wordy[name] = name
    return named or wordy
