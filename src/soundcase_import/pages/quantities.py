"""Quantities beside the clips of a page ("SI-SDR: 12.3 dB") as scores of the outputs.

Rule: a number without a name stays a text, and is asked for once.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from soundcase_import.draft import DraftMedia, DraftTask, Pieces
from soundcase_import.measures import measure_of, score_of

_QUANTITY = re.compile(
    r"(?P<name>[^\W\d][\w ()/@+.-]{0,30}?)\s*(?:[:：=]|\s)\s*"
    r"(?P<value>[-+−]?\d+(?:\.\d+)?(?:\s*±\s*\d+(?:\.\d+)?)?)\s*(?P<unit>dB|%|Hz|ms)?\.?"
)
_NUMBER = re.compile(r"[-+−]?\d+(?:\.\d+)?\s*(?:dB|%)?")


def with_quantities(task: DraftTask) -> DraftTask:
    """The task with its quantities as scores, where most outputs have one of the same name."""
    pieces = [piece for row in task.examples for one in row.outputs.values() for piece in one if piece.plays]
    found = [match for piece in pieces if (match := _QUANTITY.fullmatch(piece.text or ""))]
    counted = Counter(match["name"].strip() for match in found)
    names = {
        name for name, count in counted.items() if 2 * count >= len(pieces) and (_known(name) or count > 2)
    }
    if not names:
        bare = [piece.text for piece in pieces if piece.text and _NUMBER.fullmatch(piece.text)]
        if 2 * len(bare) > len(pieces):
            text = f"numbers such as '{bare[0]}' stand beside the clips: which score are they?"
            return replace(task, doubts={**task.doubts, "output": (*task.doubts.get("output", ()), text)})
        return task
    rows = []
    for row in task.examples:
        outputs = {name: _scored(one, names) for name, one in row.outputs.items()}
        rows.append(replace(row, outputs=outputs))
    units = {match["name"].strip(): match["unit"] or "" for match in found}
    scores = {
        name: replace(one, unit=one.unit or units[name]) for name in sorted(names) if (one := score_of(name))
    }
    return replace(task, examples=tuple(rows), scores={**task.scores, **scores})


def _known(name: str) -> bool:
    return measure_of(name) is not None


def _scored(pieces: Pieces, names: set[str]) -> Pieces:
    return tuple(_with_score(piece, names) for piece in pieces)


def _with_score(piece: DraftMedia, names: set[str]) -> DraftMedia:
    found = _QUANTITY.fullmatch(piece.text or "")
    if not found or found["name"].strip() not in names:
        return piece
    value = found["value"].replace("−", "-").lstrip("+")
    return replace(piece, text=None, scores={found["name"].strip(): value})
