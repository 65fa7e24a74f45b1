"""The meaning of each field of the records: guessed from names and contents, or as `--map` says.

Rule: a field has one role at most, and the whole mapping is shown to the user.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from soundcase.problems.phrases import nearest
from soundcase_import.draft import worded
from soundcase_import.measures import measure_of
from soundcase_import.options import RefusedError, refused
from soundcase_import.pages.vocabulary import kinds
from soundcase_import.results.choices import right_answer
from soundcase_import.results.clip_columns import END, clip_columns, clip_fields, heading_of
from soundcase_import.results.long_tables import long_roles, sums_up
from soundcase_import.results.records import CLIP_ROLES, TURNS, Record, Results, Value, names_in
from soundcase_import.results.score_columns import ScoreColumn, is_companion, numbers_of, score_columns

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
NO_MODELS = "nothing here is of a model: add outputs, or import the folders of the models' clips with this list"
ROLES: Mapping[str, tuple[str, ...]] = {
    **_NAMES,
    **{
        name: () if any(name in names for names in _NAMES.values()) else (name,)
        for name in worded(str)
        if name not in _NAMES
    },
    **dict.fromkeys((*CLIP_ROLES[1:], "output_audio", "tags", "higher", "lower"), ()),
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


def understood(
    results: Results, mapping: Mapping[str, str], *, alone: bool = True, bare: bool = False
) -> Results:
    """A source with the meaning of its fields; RefusedError where none is the output, and it stands alone.

    `bare`: its records are examples even without an output, if they have clips.
    """
    records = results.records
    names = tuple(dict.fromkeys(name for record in records[:1000] for name in record))
    if results.roles:
        return _declared(results, {role: name for role, name in mapping.items() if name in names}, names)
    given = dict(check_mapping(mapping, names, results.path))
    source = _guessed(results, given, names, alone=alone)
    bare = bare and "audio" in source.roles
    numbers = source.gives and "model" in source.roles and source.roles.keys() & {"id", "audio"}
    if alone and not (source.speaks or numbers or bare):
        raise _without_outputs(results, names)
    return source if source.gives or not bare else _spoken(replace(source, doubts=(*source.doubts, NO_MODELS)))


def _guessed(results: Results, given: dict[str, str], names: Sequence[str], *, alone: bool) -> Results:
    """A source with the meaning of its fields, some of which are given.

    Columns of clips are of systems where their names say so; else only where nothing else can be.
    """
    records = results.records
    directions = {one: better for better in ("higher", "lower") for one in names_in(given.pop(better, ""))}
    measured = {name for name in names if measure_of(name) and numbers_of(name, records)}
    guessed = [name for name in names if name not in measured and _may_mean(name, records)]
    clips = clip_fields(records)
    long = {} if {"model", "id"} & given.keys() else long_roles(guessed, records, clips)
    found = _called({**_paired(guessed), **long, **given}, guessed, clips)
    rest = [name for name in names if name not in {*_fields_in(found), *clips}]
    thinking = {} if "output" in found else _thoughts(rest)
    rest = [name for name in rest if name not in thinking.values()]
    outputs = _systems(found, [name for name in rest if name not in measured], records, clips)
    called = [name for name in clips if name.endswith(END)]
    silent = alone and not outputs and "output" not in found
    several = silent and (len(clips) > 1 or any("output" in kinds(name) for name in clips))
    sounding = [] if given or "model" in found else called if len(called) > 1 else clips if several else []
    heard = clip_columns({name: heading_of(name) for name in sounding}, records, spoken="reference" in found)
    owners = heard.owners if len(sounding) > 1 else {"": next(iter(heard.owners.values()), "")}
    scores = score_columns(rest, records, [*outputs, *filter(None, owners)], directions)
    if "labels" not in given:
        _right_answers(found, guessed, records)
    if sounding:
        found = {**{role: name for role, name in found.items() if role not in CLIP_ROLES}, **heard.roles}
    source = replace(
        with_numbers(results, scores, owners),
        roles={role: found[role] for role in ROLES if found.get(role)},
        outputs=outputs,
        voices=heard.voices,
        thoughts={model: thinking[model.lower()] for model in outputs if model.lower() in thinking},
        doubts=(*results.doubts, *heard.doubts),
        guessed=True,
    )
    source = _with_rest(source, names, {*clips, *(one.field for one in scores)})
    return _spoken(source) if sounding else source


def _spoken(source: Results) -> Results:
    """A source whose right answers are what systems are to say."""
    roles = dict(source.roles)
    if "reference" in roles:
        roles.setdefault("text", roles.pop("reference"))
    return replace(source, roles=roles)


def _may_mean(name: str, records: Sequence[Record]) -> bool:
    """True for a field that may have a role: it is called as one, or says something else than what measured."""
    known = any(name in names for role, names in _NAMES.items() if role != "model")
    given = {str(record.get(name, "")) for record in records} - {""}
    return known or not given or not all(map(measure_of, given))  # `NISQAv2` under `model` is no system


def _with_rest(source: Results, names: Sequence[str], used: Collection[str]) -> Results:
    """A source with the fields that have no meaning: some are tags."""
    taken = {*used, *_fields_in(source.roles), *source.outputs.values(), *source.thoughts.values()}
    unused = [name for name in names if name not in taken and not is_companion(name, names)]
    tags = [] if "tags" in source.roles else _sorting(unused, source.records)
    roles = {**source.roles, **({"tags": ", ".join(tags)} if tags else {})}
    return replace(source, roles=roles, unused=tuple(name for name in unused if name not in tags))


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
    return {name for value in found.values() for name in (value, *names_in(value))}


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
    asked = names_in(found["output"]) if "," in found.get("output", "") else []
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


def with_numbers(
    results: Results, columns: Sequence[ScoreColumn], owners: Mapping[str, str] | None = None
) -> Results:
    """A source with columns of numbers as its scores, and how they are read.

    `owners`: the system or the role of a clip that a column speaks of by another name.
    """
    own: dict[str, dict[str, str]] = {"": {}}
    for one in columns:
        own.setdefault((owners or {}).get(one.model, one.model), {})[one.name] = one.field
    measures = {one.name: one.score for one in columns}
    return replace(results, scores=own.pop(""), own_scores=own, measures=measures)


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
    """The fields that sort the records: those called as tags, or by their names and their few values."""
    sorts = {name for name in names if re.sub(r"[\W_]+", "_", name.lower()) in _SORTS and _sorts(name, records)}
    return [name for name in names if name in sorts or name.startswith("tag_")]


def _sorts(name: str, records: Sequence[Record]) -> bool:
    values = {value for record in records if (value := record.get(name, ""))}
    brief = all(isinstance(value, str) and len(value) <= _LONGEST and "," not in name for value in values)
    return brief and 1 < len(values) <= _MOST and len(values) < max(len(records), 3)


def _declared(results: Results, mapping: Mapping[str, str], names: Sequence[str]) -> Results:
    """The meaning that the format gives to fields, where any record has them; as asked, where it is asked."""
    filled = {name for record in results.records for name in record}
    roles: dict[str, str] = {}
    for role, value in results.roles.items():
        there = [name for name in ([value] if value in filled else names_in(value)) if name in filled]
        roles |= {role: ", ".join(there)} if there else {}
    roles |= mapping
    fields = (results.outputs, results.voices, results.scores)
    used = _fields_in(roles).union(*(one.values() for one in fields))
    return replace(results, roles=roles, unused=tuple(name for name in names if name not in used))


def as_spoken(source: Results) -> Results:
    """Recordings where systems speak: their texts are to be said, their clips the true ones."""
    roles = {"reference_audio" if role == "audio" else role: name for role, name in source.roles.items()}
    return _spoken(replace(source, roles=roles))


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


def _values(name: str, records: Sequence[Record]) -> list[Value]:
    """The first records' values that are not empty."""
    return [one for record in records[:200] if (one := record.get(name, ""))]


def check_mapping(mapping: Mapping[str, str], names: Sequence[str], path: Path) -> Mapping[str, str]:
    """The mapping that was asked for; RefusedError where it names a role or a field that is not there."""
    for role, value in mapping.items():
        if role not in ROLES:
            hint = nearest(role, ROLES) or f"the roles are {', '.join(ROLES)}"
            raise refused("import-field", f"there is no role '{role}'", path, hint)
        for name in names_in(value) if role in ("tags", "output", "higher", "lower") else (value,):
            if name not in names:
                hint = nearest(name, names) or f"the fields are {', '.join(names)}"
                raise refused("import-field", f"no record has a field '{name}'", path, hint)
    return mapping


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
