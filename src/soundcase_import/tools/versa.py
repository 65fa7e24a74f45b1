"""VERSA's scores: an object a line with the name of a clip and what was measured on it.

Rule 1: lines are JSON, or Python as older versions print it; what is not finite is no number.
Rule 2: recognised words (`whisper_hyp_text`) stand beside the clip, and error rates are computed of them, which
    gives the counts that VERSA writes (`whisper_wer_delete` …). They are compared to the letter: VERSA cleans
    both texts before it counts.

Source: https://github.com/wavlab-speech/versa/blob/main/docs/supported_metrics.md
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from pathlib import Path

from soundcase_import.draft import DraftScore
from soundcase_import.names import SOUND_NAME
from soundcase_import.options import refused
from soundcase_import.results.importers import Importer
from soundcase_import.results.records import Record, Results, head_of, text_of

_COUNT = re.compile(r"(.+)_([wc]er)_(?:delete|insert|replace|equal)")
_HEARD = re.compile(r"(.+)_hyp_text")
_PART = re.compile(r"(?i)[._-](?:cpu|gpu|part|job|\d+)(?=[._-])|^\d+[._-](?=\D)")
"""The part of a run that a file has, in its name."""
_NO_NUMBER = re.compile(r"(?<=[:\[,] )-?(?:inf|nan)\b")


def _knows(source: Path) -> bool:
    return bool(_files(source))


def _files(source: Path) -> list[Path]:
    """The files with scores in a source: itself, or those that a run left in its folder."""
    if not source.is_dir():
        return [source] if _is_scores(source) else []
    inside = (path for place in (source, source / "result") for path in sorted(place.glob("*.txt")))
    return [path for path in inside if _is_scores(path)]


def _is_scores(path: Path) -> bool:
    record = next(_objects(head_of(path)), {})
    if not isinstance(record.get("key"), str):
        return False
    return any(_is_number(value) for value in record.values()) and "audio_filepath" not in record


def _objects(text: str) -> Iterator[Mapping[str, object]]:
    """The objects of a text, a line each or in a list; an empty one for a line that is none."""
    if not text.lstrip().startswith("["):
        yield from (_object(line) for line in text.split("\n") if line.strip())
        return
    rest, decoder = text.lstrip()[1:].lstrip(), json.JSONDecoder()
    while rest[:1] not in ("]", ""):
        try:
            found, end = decoder.raw_decode(rest)
        except (ValueError, RecursionError):
            found, end = {}, len(rest)
        yield found if isinstance(found, dict) else {}
        rest = rest[end:].lstrip().removeprefix(",").lstrip()


def _object(line: str) -> Mapping[str, object]:
    """The object in a line; empty where there is none."""
    for decode in (json.loads, lambda text: ast.literal_eval(_NO_NUMBER.sub("None", text))):
        try:
            found = decode(line.strip())
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
        return found if isinstance(found, dict) else {}
    return {}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _read(sources: Sequence[Path]) -> list[Results]:
    runs: dict[Path, dict[str, Record]] = {}
    for path in (path for source in sources for path in _files(source) or [source]):
        records = runs.setdefault(_run(path), {})
        for record in _records(path):
            key = str(record["key"])
            records[key] = {**records.get(key, {}), **record}
    return [_meant(run, tuple(records.values())) for run, records in runs.items()]


def _run(path: Path) -> Path:
    """The file that a run would have written, had it not been done in parts."""
    name = _PART.sub("", path.name)
    whole = re.fullmatch(r"(?:utt_)?results?\.\w+", name)
    folder = path.parent.parent if whole and path.parent.name == "result" else path.parent
    return folder / ("result.txt" if whole else name)


def _records(source: Path) -> Iterator[Record]:
    for number, record in enumerate(_objects(text_of(source)), 1):
        if not isinstance(record.get("key"), str):
            raise refused("import-record", "this is no object with a 'key'", source, line=number)
        kept = {name: value for name, value in record.items() if not _is_number(value) or _finite(value)}
        yield {name: str(value) for name, value in kept.items() if value is not None}


def _finite(value: object) -> bool:
    return isinstance(value, int | float) and isfinite(value)


def _meant(source: Path, records: Sequence[Record]) -> Results:
    """The records with the meaning of their fields."""
    names = dict.fromkeys(name for record in records for name in record)
    counts = {found[1] for name in names if (found := _COUNT.fullmatch(name))}
    every = [found for name in names if (found := _HEARD.fullmatch(name))]
    heard = next((one for one in every if one[1] in counts), next(iter(every), None))
    roles = {"id": "key"}
    if any(SOUND_NAME.search(str(record["key"])) for record in records):
        roles["output_audio"] = "key"
    measures = {}
    if heard and "ref_text" in names:
        roles |= {"output": heard[0], "reference": "ref_text"}
        counted = {found[2] for name in names if (found := _COUNT.fullmatch(name)) and found[1] == heard[1]}
        measures = {kind.upper(): DraftScore(measure=kind) for kind in sorted(counted, reverse=True)}
    numbers = [name for name in names if name not in roles.values() and not _COUNT.fullmatch(name)]
    scores = {name: name for name in numbers if all(_reads(record.get(name, "0")) for record in records)}
    return Results(source, tuple(records), roles, scores=scores, measures=measures, exact=True, annotates=True)


def _reads(value: object) -> bool:
    try:
        return isfinite(float(str(value)))
    except ValueError:
        return False


IMPORTER = Importer("VERSA's scores", _knows, _read)
