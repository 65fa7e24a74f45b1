"""Leaderboards as JSON: of each task what its figures are called, and the figures."""

from __future__ import annotations

import json
from collections.abc import Sequence

from soundcase.commands.stats.leaderboard import Leaderboard, MeasureHead
from soundcase.commands.stats.rows import averages_of, results
from soundcase.site.figures import Row, differences


def as_json(several: Sequence[Leaderboard]) -> str:
    """One object; what has no value is left out."""
    return f"{json.dumps({'tasks': [_board(one) for one in several]}, ensure_ascii=False, indent=1)}\n"


def _board(board: Leaderboard) -> Row:
    return {
        "id": board.task.id,
        "title": board.title,
        "examples": len(board.task.examples),
        "models": {model: name for (model, _), name in board.names.items() if model},
        "scores": [_head(head) for head in board.measures],
        "results": [*results(board)],
        "averages": [*averages_of(board)],
        "differences": [*differences(board.told)],
    }


def _head(head: MeasureHead) -> Row:
    score, piece = head.slot
    told = {"score": score, "piece": piece, "title": head.title, "better": head.better, "unit": head.unit}
    return {name: text for name, text in told.items() if text}
