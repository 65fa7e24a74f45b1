"""Utterances with what is said in them: what all importers of transcripts have in common.

Rule: words are compared as they are written, as most tools do; sclite has its own way (`comparing.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from soundcase_import.draft import DraftScore
from soundcase_import.options import refused
from soundcase_import.results.records import Record, Results, text_of

WER: Mapping[str, DraftScore] = {"WER": DraftScore(measure="wer")}
CER: Mapping[str, DraftScore] = {"CER": DraftScore(measure="cer")}
_TRUTH = re.compile(
    r"(?i)(?:^|[._\- ])(?:refs?|references?|gt|(?:ground)?[_-]?truth|gold|targets?|manual)(?:$|[._\- ])"
)


def is_truth(path: Path) -> bool:
    """True where a file's name says that it holds what is right."""
    return _TRUTH.search(path.name) is not None


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file with their numbers, without those that are empty or comments."""
    for number, line in enumerate(text_of(path).split("\n"), 1):
        if line.strip() and not line.startswith(";;"):
            yield number, line.strip()


def by_name(path: Path, rows: Iterable[tuple[int, str, str]]) -> dict[str, str]:
    """Texts by names, from each line's number, name and text; RefusedError where a name is there twice."""
    texts: dict[str, str] = {}
    for number, name, text in rows:
        if name in texts:
            raise refused("import-record", f"the utterance '{name}' stands here again", path, line=number)
        texts[name] = text
    return texts


def utterances(path: Path, texts: Mapping[str, str], *, truth: bool, **more: object) -> Results:
    """Texts by the names of their utterances: what is right, or what a system recognised."""
    records: tuple[Record, ...] = tuple({"id": name, "text": text} for name, text in texts.items())
    role = "reference" if truth else "output"
    known = {"records": records, "roles": {"id": "id", role: "text"}, "measures": WER, "exact": True}
    return Results(path, **{**known, **more})  # type: ignore[arg-type]
