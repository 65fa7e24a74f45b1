"""NeMo's manifests: one JSON object a line, with the clip, what is said in it and what was recognised.

Rule 1: `pred_text` is what a system recognised; `pred_text_NAME` what the system of this name did.
Rule 2: errors are counted as NeMo does, over words as they are written, case and punctuation included.

Source: https://docs.nvidia.com/nemo-framework/user-guide/latest/nemotoolkit/asr/datasets.html
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from soundcase_import.names import SOUND_NAME
from soundcase_import.results.importers import Importer
from soundcase_import.results.records import Results, first_object, head_of, read
from soundcase_import.tools.transcripts import CER, WER

_CLIP, _SAID = "audio_filepath", "pred_text"
_ROLES = {
    "text": "reference", "answer": "reference", "question": "prompt", "context": "prompt", "lang": "language",
    "target_lang": "language", "label": "labels", _SAID: "output", "pred_label": "output",
}  # fmt: skip
"""The meaning of its other fields; of two with the same one the first counts."""
_TAGS = "speaker, gender, age, accent, snr, noise, domain"


def _results(source: Path) -> Results:
    """A manifest with the meaning of its fields."""
    results = read(source)
    names = dict.fromkeys(name for record in results.records for name in record)
    clips = any(SOUND_NAME.search(str(record.get(_CLIP, ""))) for record in results.records)
    roles = {role: name for name, role in reversed(_ROLES.items()) if name in names}
    outputs = {name.removeprefix(f"{_SAID}_"): name for name in names if name.startswith(f"{_SAID}_")}
    if outputs and roles.get("output") == _SAID:
        outputs[results.name] = roles.pop("output")
    return replace(
        results,
        roles={"audio" if clips else "id": _CLIP, **roles, "tags": _TAGS},
        outputs=outputs,
        measures={**WER, **(CER if "cer" in names else {})},
        exact=True,
    )


IMPORTER = Importer(
    "NeMo manifests",
    lambda source: _CLIP in first_object(head_of(source)),
    lambda sources: map(_results, sources),
)
