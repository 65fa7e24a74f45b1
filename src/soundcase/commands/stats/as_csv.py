"""A leaderboard as CSV: a line for each figure, so that any program turns it as it likes.

Rule: numbers are not rounded, and a column has one meaning in all lines.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from soundcase.commands.stats.leaderboard import Leaderboard
from soundcase.commands.stats.rows import averages_of, results
from soundcase.model import OUTPUT
from soundcase.site.figures import Row

COLUMNS = (
    "task", "group", "tag", "tag_value", "model", "part", "name", "score", "piece", "better", "unit", "value",
    "low", "high", "n", "errors", "examples", "undecided", "missing", "best", "given",
)  # fmt: skip


def as_csv(several: Sequence[Leaderboard]) -> str:
    """The leaderboards with one heading."""
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(line for board in several for line in _lines(board))
    return file.getvalue()


def _lines(board: Leaderboard) -> Iterator[Row]:
    heads = {head.slot: head for head in board.measures}
    for given, row in (*((1, row) for row in results(board)), *((0, row) for row in averages_of(board))):
        head = heads[str(row["score"]), str(row.get("piece", ""))]
        name = board.names[str(row.get("model", "")), str(row.get("part", OUTPUT))]
        tag = row.pop("tag", None)
        parts = dict(zip(("tag", "tag_value"), *tag.items(), strict=True)) if isinstance(tag, dict) else {}
        about: Row = {"task": board.task.id, "name": name, "better": head.better, "unit": head.unit}
        yield {**about, **row, **parts, "best": int("best" in row), "given": given}
