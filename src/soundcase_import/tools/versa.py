"""VERSA's scores: an object a line with the name of a clip and what was measured on it.

Rule 1: lines are JSON, or Python as older versions print it; what is not finite is no number.
Rule 2: recognised words (`whisper_hyp_text`) stand beside the clip, and error rates are computed of them, which
    gives the counts that VERSA writes (`whisper_wer_delete` …). They are compared to the letter: VERSA cleans
    both texts before it counts.

Source: https://github.com/wavlab-speech/versa/blob/main/docs/supported_metrics.md
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from soundcase_import.draft import DraftScore
from soundcase_import.names import SOUND_NAME
from soundcase_import.options import refused
from soundcase_import.results.importers import Importer
from soundcase_import.results.records import Record, Results, first_object, head_of, plain, read
from soundcase_import.results.score_columns import numbers_of
from soundcase_import.tools.transcripts import lines_of

_COUNT = re.compile(r"(.+)_([wc]er)_(?:delete|insert|replace|equal)")
_HEARD = re.compile(r"(.+)_hyp_text")
_PART = re.compile(r"(?i)[._-](?:cpu|gpu|part|job|\d+)(?=[._-])|^\d+[._-](?=\D)")
"""The part of a run that a file has, in its name."""
_NO_NUMBER = re.compile(r"(?<=[:\[,] )-?(?:inf|nan)\b")
_NOT_FINITE = re.compile(r"(?i)-?(?:inf(?:inity)?|nan)")


def _files(source: Path) -> list[Path]:
    """The files with scores in a source: itself, or those that a run left in its folder."""
    if not source.is_dir():
        return [source] if _is_scores(source) else []
    inside = (path for place in (source, source / "result") for path in sorted(place.glob("*.txt")))
    return [path for path in inside if _is_scores(path)]


def _is_scores(path: Path) -> bool:
    head = head_of(path)
    record = first_object(head) or _printed(head.partition("\n")[0])
    numbers = any(isinstance(value, float | int) and not isinstance(value, bool) for value in record.values())
    return isinstance(record.get("key"), str) and numbers and "audio_filepath" not in record


def _printed(line: str) -> Mapping[str, object]:
    """The object in a line of Python; empty where there is none."""
    try:
        found = ast.literal_eval(_NO_NUMBER.sub("None", line.strip()))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _read(sources: Sequence[Path]) -> list[Results]:
    runs: dict[Path, dict[str, Record]] = {}
    for path in (path for source in sources for path in _files(source) or [source]):
        records = runs.setdefault(_run(path), {})
        for number, record in _records(path):
            key = record.get("key")
            if not isinstance(key, str):
                raise refused("import-record", "this is no object with a 'key'", path, line=number)
            records[key] = {**records.get(key, {}), **record}
    return [_meant(run, tuple(records.values())) for run, records in runs.items()]


def _run(path: Path) -> Path:
    """The file that a run would have written, had it not been done in parts."""
    name = _PART.sub("", path.name)
    whole = re.fullmatch(r"(?:utt_)?results?\.\w+", name)
    folder = path.parent.parent if whole and path.parent.name == "result" else path.parent
    return folder / ("result.txt" if whole else name)


def _records(path: Path) -> list[tuple[int, Record]]:
    """The records of a file with the numbers of their lines, without what is not finite."""
    if first_object(head_of(path)):
        found = list(enumerate(read(path).records, 1))
    else:
        found = [(number, plain(_printed(line))) for number, line in lines_of(path)]
    return [
        (number, {key: one for key, one in record.items() if not _NOT_FINITE.fullmatch(str(one))})
        for number, record in found
    ]


def _meant(source: Path, records: Sequence[Record]) -> Results:
    """The records with the meaning of their fields."""
    names = dict.fromkeys(name for record in records for name in record)
    counts = [found for name in names if (found := _COUNT.fullmatch(name))]
    every = [found for name in names if (found := _HEARD.fullmatch(name))]
    counted = {found[1] for found in counts}
    heard = next((one for one in every if one[1] in counted), next(iter(every), None))
    roles = {"id": "key"}
    if any(SOUND_NAME.search(str(record["key"])) for record in records):
        roles["output_audio"] = "key"
    measures = {}
    if heard and "ref_text" in names:
        roles |= {"output": heard[0], "reference": "ref_text"}
        rates = sorted({found[2] for found in counts if found[1] == heard[1]}, reverse=True)
        measures = {rate.upper(): DraftScore(measure=rate) for rate in rates}
    free = [name for name in names if name not in roles.values() and not _COUNT.fullmatch(name)]
    scores = {name: name for name in free if numbers_of(name, records)}
    return Results(source, tuple(records), roles, scores=scores, measures=measures, exact=True, annotates=True)


IMPORTER = Importer("VERSA's scores", lambda source: bool(_files(source)), _read)
