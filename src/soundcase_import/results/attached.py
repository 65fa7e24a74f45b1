"""Tables of numbers about outputs that lie elsewhere: in other sources, or in a folder for each system.

Rule 1: a source with numbers and no outputs speaks of the system that its name says; a column with a system's
    name in its own speaks of that one.
Rule 2: the clip of a system and an example in a long table is `SYSTEM/EXAMPLE.wav`, where most of these exist.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from soundcase_import.names import SOUND_NAME, SOUND_SUFFIXES
from soundcase_import.results.fields import RecordFields, fields_of_models
from soundcase_import.results.records import Record, Results
from soundcase_import.results.score_columns import score_columns
from soundcase_import.results.systems import systems_of

Read = tuple[Results, RecordFields]
_CLIP = "clip of the system"
"""The field that the clips which are found get."""


def attached(read: Sequence[Read], folders: Sequence[Path]) -> list[Read]:
    """The sources, those with numbers alone with the systems and the clips that these are about."""
    known = [name for name in dict.fromkeys(systems_of([one for one in read if _has_outputs(one[1])])) if name]
    return [
        one if _has_outputs(one[1]) else _of_systems(*one, known) if known else _with_clips(*one, folders)
        for one in read
    ]


def _has_outputs(fields: RecordFields) -> bool:
    return bool(fields.outputs or fields.of.keys() & {"output", "output_audio"})


def _of_systems(results: Results, fields: RecordFields, known: Sequence[str]) -> Read:
    """A source whose numbers are about known systems."""
    if "model" in fields.of or not fields.scores or results.roles:
        return results, fields
    key = fields.of.get("id") or fields.of.get("audio", "")
    results = replace(results, roles={"id": key})
    others = {role: name for role, name in fields.of.items() if role != "audio"}
    fields = replace(fields, of={**others, "id": key})  # the clips that it names are those of the system
    columns = score_columns([*fields.scores.values(), *fields.unused], results.records, known)
    if columns:
        scores, own, measures = fields_of_models(columns)
        return results, replace(fields, scores=scores, own_scores=own, measures=measures)
    return replace(results, annotates=True), fields


def _with_clips(results: Results, fields: RecordFields, folders: Sequence[Path]) -> Read:
    """A long table with the clips of its systems, where they lie in a folder for each."""
    if "model" not in fields.of or not fields.of.keys() & {"id", "audio"}:
        return results, fields
    found: dict[str, Path] = {}
    records: list[Record] = []
    for record in results.records:
        names = _clips(record, fields)
        place = next((folder / name for folder in folders for name in names if (folder / name).is_file()), None)
        name = next((name for name in names if place and str(place).endswith(name)), "")
        records.append({**record, _CLIP: name} if name else record)
        found |= {name: place} if place else {}
    if len(found) * 2 < len(records):
        return results, fields
    of: Mapping[str, str] = {**fields.of, "output_audio": _CLIP}
    same = {role if role != "audio" or "id" in of else "id": name for role, name in of.items()}
    return replace(results, records=tuple(records), clips={**results.clips, **found}), replace(fields, of=same)


def _clips(record: Record, fields: RecordFields) -> list[str]:
    """The names that the clip of a record may have."""
    name, system = fields.text(record, "id") or fields.text(record, "audio"), fields.text(record, "model")
    endings = [""] if SOUND_NAME.search(name) else sorted(SOUND_SUFFIXES)
    return [f"{system}/{name}{ending}" for ending in endings] if name and system else []
