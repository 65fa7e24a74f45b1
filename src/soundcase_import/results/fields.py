"""Which field of the records means what: guessed from names and contents, or as `--map` says.

Rule: a field has one role at most, and the whole mapping is shown to the user.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from soundcase.problems.phrases import nearest
from soundcase_import.draft import worded
from soundcase_import.label_list import listed
from soundcase_import.options import refused
from soundcase_import.results.records import Record, Results
from soundcase_import.suffixes import SOUND_NAME

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


@dataclass(frozen=True, slots=True)
class RecordFields:
    """Role → field, and the fields that are each one model's output."""

    of: Mapping[str, str]
    outputs: Mapping[str, str]
    """Model name → field, where a record holds the outputs of several models."""
    unused: tuple[str, ...]

    def text(self, record: Record, role: str) -> str:
        """What the record has for the role, as one text; empty where it has nothing."""
        value = record.get(self.of.get(role, ""), "")
        return value if isinstance(value, str) else ", ".join(value)

    def several(self, record: Record, role: str) -> tuple[str, ...]:
        """What the record has for the role, as a list."""
        value = record.get(self.of.get(role, ""), ())
        return (listed(value) or ((value,) if value else ())) if isinstance(value, str) else value

    def shown(self) -> tuple[str, ...]:
        """The mapping for people, a line each."""
        lines = [f"{role} = {name}" for role, name in self.of.items()]
        lines += [f"output of {model} = {name}" for model, name in self.outputs.items()]
        return (*lines, *([f"not used: {', '.join(self.unused)}"] if self.unused else ()))


def fields_of(results: Results, mapping: Mapping[str, str]) -> RecordFields:
    """The fields of a file's records; RefusedError where none is the output."""
    names = tuple(dict.fromkeys(name for record in results.records[:1000] for name in record))
    found = _given(mapping, names, results.path)
    for role, name in _paired(names).items():
        found.setdefault(role, name)
    taken = set(found.values()) | {name for value in found.values() for name in _split(value)}
    clips = [name for name in clip_fields(results.records) if name not in taken]
    for role, known in ROLES.items():
        if role not in found:
            name = _match(known, names, taken if role in ("audio", "id") else taken | set(clips))
            if name:
                found[role] = name
                taken.add(name)
    if "audio" not in found:
        found |= {"audio": clips[0]} if clips else {}
    rest = [name for name in names if name not in {*found.values(), *taken, *clips}]
    outputs = {} if "output" in found else _outputs(rest, results.records, only_named=len(clips) > 1)
    if "output" not in found and not outputs:
        hint = f"name it with --map output=FIELD; the fields are {', '.join(names)}"
        raise refused("import-field", "no field looks like the output of a model", results.path, hint)
    if "output" not in found and len(outputs) == 1 and ("model" in found or "" in outputs):
        found["output"] = next(iter(outputs.values()))
        outputs = {}
    unused = tuple(name for name in rest if name not in outputs.values() and name not in found.values())
    return RecordFields(_answers(found), outputs, unused)


def _paired(names: Sequence[str]) -> dict[str, str]:
    """Output and labels where one field is called as another, but for a word that says it was predicted."""
    for name in names:
        found = re.match(
            r"(?:pred|predicted|hyp)[_ ](.+)$|(.+)[_ ](?:pred|predicted|hyp)$", name, re.IGNORECASE
        )
        base = (found.group(1) or found.group(2)) if found else ""
        if base in names and not any(base.lower() in known for known in ROLES.values()):
            return {"output": name, "labels": base}
    return {}


def clip_fields(records: Sequence[Record]) -> list[str]:
    """The fields whose values all name clips, as far as the first records tell."""
    some = records[:200]
    names = dict.fromkeys(name for record in some for name in record)
    values = {name: [one for record in some if (one := record.get(name, ""))] for name in names}
    return [
        name
        for name, found in values.items()
        if found and all(isinstance(one, str) and SOUND_NAME.search(one) for one in found)
    ]


def _given(mapping: Mapping[str, str], names: Sequence[str], path: Path) -> dict[str, str]:
    for role, value in mapping.items():
        if role not in ROLES:
            hint = nearest(role, ROLES) or f"the roles are {', '.join(ROLES)}"
            raise refused("import-field", f"there is no role '{role}'", path, hint)
        for name in _split(value) if role == "tags" else (value,):
            if name and name not in names:
                hint = nearest(name, names) or f"the fields are {', '.join(names)}"
                raise refused("import-field", f"no record has a field '{name}'", path, hint)
    return dict(mapping)


def _split(value: str) -> list[str]:
    return [name.strip() for name in value.split(",")]


def _match(known: Iterable[str], names: Sequence[str], taken: set[str]) -> str:
    folded = {re.sub(r"[\s-]+", "_", name.lower()): name for name in names if name not in taken}
    return next((folded[name] for name in known if name in folded), "")


def _outputs(rest: Sequence[str], records: Sequence[Record], *, only_named: bool) -> dict[str, str]:
    """Fields that each hold one model's output: named so, or all that hold words where none is named so."""
    named = {}
    for name in rest:
        found = _PRETTY.match(name)
        if found:
            named[found.group(1) or found.group(2)] = name
    if len(named) == 1 and re.fullmatch(f"{_OUTPUT}|text", next(iter(named)), re.IGNORECASE):
        return {"": next(iter(named.values()))}
    return named or {name: name for name in rest if not only_named and _wordy(name, records)}


def _wordy(name: str, records: Sequence[Record]) -> bool:
    values = [one for one in (record.get(name, "") for record in records[:200]) if one]
    letters = [one for one in values if isinstance(one, str) and re.search(r"[^\W\d_]", one)]
    return bool(values) and len(letters) > len(values) / 2


def _answers(found: dict[str, str]) -> dict[str, str]:
    """With choices, the answer is a label, not a reference."""
    if "choices" in found and "labels" not in found and "reference" in found:
        found["labels"] = found.pop("reference")
    return {role: found[role] for role in ROLES if found.get(role)}
