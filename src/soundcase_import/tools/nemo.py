"""NeMo's manifests: one JSON object a line, with the clip, what is said in it and what was recognised.

Rule 1: `pred_text` is what a system recognised; `pred_text_NAME` what the system of this name did.
Rule 2: errors are counted as NeMo does, over words as they are written, case and punctuation included.

Source: https://docs.nvidia.com/nemo-framework/user-guide/latest/nemotoolkit/asr/datasets.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from soundcase_import.draft import DraftScore
from soundcase_import.names import SOUND_NAME
from soundcase_import.results.importers import Importer
from soundcase_import.results.records import Results, first_object, head_of, read

_CLIP, _SAID, _LABEL = "audio_filepath", "pred_text", "pred_label"
_ROLES = {
    "text": "reference", "answer": "reference", "question": "prompt", "context": "prompt", "lang": "language",
    "target_lang": "language", "label": "labels",
}  # fmt: skip
"""The meaning of its other fields; of two with the same one the first counts."""
_TAGS = ("speaker", "gender", "age", "accent", "snr", "noise", "domain")


def _knows(source: Path) -> bool:
    record = first_object(head_of(source))
    return _CLIP in record


def _read(sources: Sequence[Path]) -> list[Results]:
    return [_meant(read(source)) for source in sources]


def _meant(results: Results) -> Results:
    """The records with the meaning of their fields."""
    names = dict.fromkeys(name for record in results.records for name in record)
    there = {role: name for name, role in reversed(_ROLES.items()) if name in names}
    tags = ",".join(name for name in _TAGS if name in names)
    clips = any(SOUND_NAME.search(str(record.get(_CLIP, ""))) for record in results.records)
    roles = {"audio" if clips else "id": _CLIP, **there} | ({"tags": tags} if tags else {})
    outputs = {name.removeprefix(f"{_SAID}_"): name for name in names if name.startswith(f"{_SAID}_")}
    roles |= {"output": _LABEL} if _LABEL in names else {}
    roles |= {"output": _SAID} if _SAID in names and not outputs else {}
    if outputs and _SAID in names:
        outputs[results.name] = _SAID
    rates = {"WER": DraftScore(measure="wer")} | ({"CER": DraftScore(measure="cer")} if "cer" in names else {})
    return replace(results, roles=roles, outputs=outputs, measures=rates, exact=True)


IMPORTER = Importer("NeMo manifests", _knows, _read)
