"""The height of an example, about: the room that is kept for it while it is far from the screen.

Rule 1: heights are in `rem`, of a card among three abreast, and rough: a reader sees them in the length
of the scroll bar only, and the browser lays out the fewer examples the better they are.
Rule 2: they come in few steps, since style sheets hold them; each is half as much again as the one before.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from statistics import median

from soundcase.site.views.layout import ExampleCell, ExampleView
from soundcase.site.views.values import PieceView, Text

STEPS = (12, 18, 27, 40, 60, 90)
"""The heights that `far.css` knows."""
MANY = 48
"""More examples than these on a page are laid out one by one."""
_ACROSS = 34
"""Narrow characters in a line of a card."""
_LINE = 1.5
_FRAME = 4.5
"""Padding and title of a card."""
_HEADING = 3.0
"""The name over a cell, and the gap before it."""
_TAGS = 1.75
_ROW = 2.2
"""A line of labels, of scores or of marks, and the gap before it."""
_CLIP, _SPECTROGRAM = 3.0, 7.5
_PICTURE = 14.0


def tall(examples: Sequence[ExampleView], abreast: int = 1) -> int:
    """The step nearest to what most of these take, so many cells abreast; 0 where there are none."""
    if not examples:
        return 0
    usual = median(
        _FRAME + (_TAGS if example.tags else 0) + sum(map(_cell, example.cells)) / abreast
        for example in examples
    )
    return min(STEPS, key=lambda step: abs(math.log(step / usual)))


def _cell(cell: ExampleCell) -> float:
    turns = sum(_cell(part) for turn in cell.turns for part in (*turn.said, *turn.answers))
    prompts = sum(_HEADING + _text(prompt.text) for prompt in cell.prompts)
    return _HEADING + turns + prompts + sum(_piece(piece) for piece in cell.pieces)


def _piece(piece: PieceView) -> float:
    rows = (piece.labels is not None) + bool(piece.missed) + len(piece.scores) + (piece.label is not None)
    height = rows * _ROW + (_text(piece.text) if piece.text else 0)
    if piece.clip:
        height += _CLIP + (_SPECTROGRAM if piece.clip.spectrogram else 0)
    return height + _PICTURE * ((piece.picture is not None) + (piece.video is not None))


def _text(text: Text) -> float:
    """Its lines; characters of East Asian scripts are twice as wide."""
    count = 0
    for line in text.text.split("\n"):
        wide = 0 if line.isascii() else sum(unicodedata.east_asian_width(char) in "WF" for char in line)
        count += math.ceil((len(line) + wide) / _ACROSS) or 1
    return _LINE * count
