"""Multiple choice in records: which field is the right answer, and which ones sort the questions.

Rule: with choices, the right answer is the field whose values are choices, or their letters or numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from soundcase_import.label_list import labels_in
from soundcase_import.results.records import Record, Value

_SORTS = frozenset((
    "task", "task_name", "category", "subcategory", "sub_category", "difficulty", "modality", "domain", "type",
    "question_type", "skill", "genre", "gender", "accent", "speaker", "speaker_id", "condition", "noise",
    "noise_type", "environment", "scene", "snr", "subset", "dataset", "dataset_name", "language", "emotion",
))  # fmt: skip
"""Fields that sort examples, which readers want to filter by."""
_MOST = 60
"""Kinds that a field sorts into at most."""
_LONGEST = 48


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()


def right_answer(
    found: Mapping[str, str], names: Sequence[str], known: Iterable[str], records: Sequence[Record]
) -> str:
    """The field with the right choice: one of `names` that is called as an answer, as `known`, and is one."""
    called = set(known)
    candidates = [name for name in names if re.sub(r"[\s-]+", "_", name.lower()) in called]
    shares = {name: _share(name, found["choices"], records) for name in candidates}
    best = max(shares, key=lambda name: shares[name], default="")
    return best if best and shares[best] >= 0.5 else ""


def _share(name: str, choices: str, records: Sequence[Record]) -> float:
    """The part of the records in which a field has a choice, its letter or its number."""
    given = [
        (record[name], labels_in(record[choices]))
        for record in records[:500]
        if record.get(name) and record.get(choices)
    ]
    hits = sum(_is_choice(value, options) for value, options in given)
    return hits / len(given) if given else 0.0


def _is_choice(value: Value, options: Sequence[str]) -> bool:
    text = value if isinstance(value, str) else " ".join(value)
    letter = re.fullmatch(r"\(?([A-Za-z])[).:]?(?:\s+.*)?", text.strip())
    place = ord(letter[1].upper()) - ord("A") if letter else len(options)
    return _folded(text) in map(_folded, options) or place < len(options)


def sorting_fields(names: Iterable[str], records: Sequence[Record]) -> list[str]:
    """The fields that sort the records, by their names and by how few values they have."""
    return [name for name in names if _folded(name).replace(" ", "_") in _SORTS and _sorts(name, records)]


def _sorts(name: str, records: Sequence[Record]) -> bool:
    values = {value for record in records if (value := record.get(name, ""))}
    brief = all(isinstance(value, str) and len(value) <= _LONGEST and "," not in name for value in values)
    return brief and 1 < len(values) <= _MOST and len(values) < max(len(records), 3)
