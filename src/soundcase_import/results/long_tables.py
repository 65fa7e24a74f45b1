"""Long tables, with a line for each file and system or each of their measures or listeners, by answer.

Rule 1: `file, system, metric, value` becomes a column for each measure.
Rule 2: of several listeners the mean is kept, with half its 95 % interval (Student's t) and their number.
Rule 3: a clip that differs from system to system is what these made; one that does not is what they got.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import fsum, sqrt

from soundcase_import.measures import describes
from soundcase_import.names import SOUND_NAME
from soundcase_import.results.records import Record, Value
from soundcase_import.results.score_columns import number_in, numbers_of

_SYSTEMS = (
    "system", "model", "model_name", "system_name", "system_id", "model_id", "method", "codec", "vocoder",
    "algorithm", "approach", "architecture", "sys",
)  # fmt: skip
_METRICS = (
    "metric",
    "measure",
    "metric_name",
    "measure_name",
    "score_name",
    "criterion",
    "attribute",
    "aspect",
)
_VALUES = ("value", "score", "result", "metric_value", "rating", "mean")
_KEYS = (
    "id", "example_id", "sample_id", "utt_id", "uttid", "utterance_id", "utt", "utterance", "key", "sample",
    "sentence_id", "item", "item_id", "stimulus", "stimulus_id", "text_id", "prompt_id", "file_id", "segment",
    "segment_id", "clip_id", "example", "track", "track_id", "sentence", "file", "filename", "file_name",
    "name", "clip", "audio", "wav", "path", "index",
)  # fmt: skip
_LISTENERS = re.compile(
    r"(?:listener|rater|worker|subject|participant|annotator|evaluator|assessor|judge|user|voter|panelist)"
    r"(?:[_ ]?(?:id|name|no|nr|number))?"
)
_SESSIONS = re.compile(r"(?:timestamp|time|date|session|trial|hit|assignment|order)(?:[_ ]?(?:id|no|number))?")


def _folded(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip().lower())


def sums_up(records: Sequence[Record]) -> bool:
    """True for a table of final figures: a line of numbers for each system, and nothing else."""
    names = list(dict.fromkeys(name for record in records for name in record))
    system = _named(names, _SYSTEMS)
    numbers = [name for name in names if name != system and numbers_of(name, records)]
    systems = [record.get(system) for record in records]
    return bool(system and numbers) and len(set(systems)) == len(systems) and len(numbers) == len(names) - 1


def _named(names: Iterable[str], wanted: Sequence[str]) -> str:
    """The first of the wanted names that a column has; empty where none has."""
    by_name = {_folded(name): name for name in names}
    return next((by_name[one] for one in wanted if one in by_name), "")


def untangled(records: Sequence[Record]) -> tuple[Record, ...]:
    """The records with a line for each answer, without those that sum others up."""
    records = [record for record in records if not any(_sums_up(one) for one in list(record.values())[:2])]
    names = list(dict.fromkeys(name for record in records for name in record))
    metric, value = _named(names, _METRICS), _named(names, _VALUES)
    found: Sequence[Record] = records
    if metric and value and numbers_of(value, records):
        found = list(_spread(records, metric, value))
    return tuple(_averaged(_from_paths(found, names)))


def _from_paths(records: Sequence[Record], names: Sequence[str]) -> Sequence[Record]:
    """The records with their systems and examples, where these are in the paths of the only clips."""
    clips = [name for name in names if all(SOUND_NAME.search(str(record.get(name, ""))) for record in records)]
    if len(clips) != 1 or _named(names, _SYSTEMS) or not any(numbers_of(one, records) for one in names):
        return records
    parts = [SOUND_NAME.sub("", str(record[clips[0]])).replace("\\", "/").split("/")[-2:] for record in records]
    if any(len(one) < 2 for one in parts):
        return records
    folders, files = (Counter(one[at] for one in parts) for at in (0, 1))
    if len(folders) * len(files) != len(set(map(tuple, parts))) or min(len(folders), len(files)) < 2:
        return records
    of_system = 0 if len(folders) <= len(files) else 1
    return [
        {**record, "system": one[of_system], "example": one[1 - of_system]}
        for record, one in zip(records, parts, strict=True)
    ]


def _sums_up(value: Value) -> bool:
    return (
        isinstance(value, str)
        and re.fullmatch(r"(?i)mean|average|avg\.?|overall|total|std|median", value) is not None
    )


def _spread(records: Sequence[Record], metric: str, value: str) -> Iterator[Record]:
    """One record for those that differ in a measure and its value alone."""
    rows: dict[tuple[tuple[str, Value], ...], dict[str, Value]] = {}
    for record in records:
        own = {name: one for name, one in record.items() if name not in (metric, value)}
        row = rows.setdefault(tuple(sorted(own.items())), own)
        row[str(record.get(metric, value))] = record.get(value, "")
    yield from rows.values()


def _averaged(records: Sequence[Record]) -> Sequence[Record]:
    """One record for those that differ in who listened, when, and the numbers that these gave."""
    names = list(dict.fromkeys(name for record in records for name in record))
    listeners = [name for name in names if _LISTENERS.fullmatch(_folded(name))]
    if not listeners:
        return records
    aside = {*listeners, *(name for name in names if _SESSIONS.fullmatch(_folded(name)))}
    given = [name for name in names if name not in aside and not describes(name) and numbers_of(name, records)]
    rows: dict[tuple[tuple[str, Value], ...], list[Record]] = {}
    for record in records:
        own = tuple(sorted((name, one) for name, one in record.items() if name not in {*aside, *given}))
        rows.setdefault(own, []).append(record)
    if len(rows) == len(records) or not given:
        return records
    return [dict(own) | dict(_means(several, given)) for own, several in rows.items()]


def _means(records: Sequence[Record], fields: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The mean of each field, with half its interval and the number of its values as fields of their own."""
    for field in fields:
        values = [float(text.split(" ")[0]) for one in records if (text := number_in(one.get(field, "")))]
        if values:
            count = len(values)
            mean = fsum(values) / count
            yield field, f"{mean:.6g}"
            yield f"{field}_n", str(count)
            apart = fsum((one - mean) ** 2 for one in values)
            if count > 1:
                yield f"{field}_ci", f"{student(count - 1) * sqrt(apart / (count - 1) / count):.4g}"


def student(freedom: int) -> float:
    """The 97.5 % quantile of Student's t (Abramowitz and Stegun 26.7.5; of few degrees, from its table)."""
    few = {1: 12.706, 2: 4.303, 3: 3.182}
    return few.get(freedom) or 1.95996 + 2.37225 / freedom + 2.8225 / freedom**2 + 2.5558 / freedom**3


def long_roles(names: Sequence[str], records: Sequence[Record], clips: Sequence[str]) -> Mapping[str, str]:
    """The roles of a long table's columns; none where the records are no such table.

    `clips` are the columns whose values name clips.
    """
    system = _named([name for name in names if name not in clips], _SYSTEMS)
    if not system or not all(record.get(system) for record in records):
        return {}
    key = _key(names, records, system)
    if not key:
        return {}
    of_system = [name for name in clips if name != key and _differs(name, key, records)]
    shared = [name for name in clips if name not in of_system and (name != key or not of_system)]
    roles = {"model": system, "id": key, "output_audio": next(iter(of_system), "")}
    roles["audio"] = next((name for name in shared if not _ours_named(name)), "")
    if roles["audio"] == key:
        del roles["id"]
    return {role: name for role, name in roles.items() if name}


def _ours_named(name: str) -> bool:
    return re.search(r"(?i)ref|clean|target|ground|truth|gt", name) is not None


def _key(names: Sequence[str], records: Sequence[Record], system: str) -> str:
    """The column that tells examples apart: each system has a value once, and the systems share them."""
    by_name = {_folded(name): name for name in names if name != system}
    for wanted in _KEYS:
        name = by_name.get(wanted, "")
        pairs = Counter((str(record.get(name, "")), str(record[system])) for record in records)
        values = {value for value, _ in pairs}
        systems = {one for _, one in pairs}
        if name and max(pairs.values()) == 1 and (len(systems) == 1 or len(values) < len(pairs)):
            return name
    return ""


def _differs(name: str, key: str, records: Sequence[Record]) -> bool:
    """True where a column has another value in some records of the same example, or each has its own."""
    ordered = sorted(records, key=lambda record: str(record.get(key, "")))
    groups = [
        [one.get(name, "") for one in several]
        for _, several in groupby(ordered, key=lambda record: str(record.get(key, "")))
    ]
    if all(len(several) == 1 for several in groups):
        return not re.search(r"(?i)input|noisy|mix|source|prompt|ref|clean|target|gt", name)
    return any(len(set(several)) > 1 for several in groups)
