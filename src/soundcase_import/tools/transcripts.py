"""Utterances with what is said in them: what all importers of transcripts have in common.

Rule: words are compared as they are written, as most tools do; sclite has its own way (`caseless.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from soundcase_import.draft import DraftScore
from soundcase_import.results.records import Record, Results

WER: Mapping[str, DraftScore] = {"WER": DraftScore(measure="wer")}
CER: Mapping[str, DraftScore] = {"CER": DraftScore(measure="cer")}
_TRUTH = re.compile(
    r"(?i)(?:^|[._\- ])(?:refs?|references?|gt|(?:ground)?[_-]?truth|gold|targets?|manual)(?:$|[._\- ])"
)


def is_truth(path: Path) -> bool:
    """True where a file's name says that it holds what is right."""
    return _TRUTH.search(path.name) is not None


def utterances(path: Path, texts: Mapping[str, str], *, truth: bool, **more: object) -> Results:
    """Texts by the names of their utterances: what is right, or what a system recognised."""
    records: tuple[Record, ...] = tuple({"id": name, "text": text} for name, text in texts.items())
    role = "reference" if truth else "output"
    return Results(path, records, {"id": "id", role: "text"}, measures=WER, exact=True, **more)  # type: ignore[arg-type]
