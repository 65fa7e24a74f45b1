"""Answers of AIR-Bench's chat benchmark, with two ratings of a judge in one text ("8 6").

Rule: the first rating is that of the reference and the second that of the answer; in files whose name says
`cir`, which were asked the other way round, it is the reverse. What is not two numbers is no rating, as in the
tool's own sums.

Source: `score_chat.py` and `cal_score.py` of AIR-Bench (Yang et al. 2024, arXiv:2402.07729).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from soundcase_import.results.importers import Importer
from soundcase_import.results.records import Record, Results, head_of, is_results, read

_RATINGS = ("gpt-score", "gen")
NAME = "GPT score"
"""The score of the answer."""


def knows(path: Path) -> bool:
    """True for answers with the ratings of the judge."""
    head = head_of(path) if path.is_file() and is_results(path) else ""
    return '"answer_gt"' in head and any(re.search(rf'"{name}": *"', head) for name in _RATINGS)


def read_ratings(paths: Sequence[Path]) -> tuple[Results, ...]:
    """The records of each file, with the rating of the answer as a field of its own."""
    return tuple(map(_results, paths))


def _results(path: Path) -> Results:
    results = read(path)
    turned = "cir" in path.name.lower()
    return replace(results, records=tuple(_rated(record, turned=turned) for record in results.records))


def _rated(record: Record, *, turned: bool) -> Record:
    fields = {name: value for name, value in record.items() if name not in _RATINGS}
    given = next((str(record[name]) for name in _RATINGS if name in record), "")
    pair = re.fullmatch(r"\s*(\d+) (\d+)\s*", given)
    return {**fields, NAME: pair[1] if turned else pair[2]} if pair else fields


IMPORTER = Importer("AIR-Bench's chat answers with the judge's ratings", knows, read_ratings)
