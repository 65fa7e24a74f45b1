"""The scores of the field by the names that tools give them: which direction is better, in what unit."""

from __future__ import annotations

import re
from collections.abc import Mapping

from soundcase_import.draft import DraftScore

_HIGHER, _LOWER = DraftScore("higher"), DraftScore("lower")
KNOWN: Mapping[str, DraftScore] = {
    **dict.fromkeys(("mos", "utmos", "pesq", "stoi", "visqol", "sdr", "sisdr", "sisnr", "cisdr"), _HIGHER),
    **dict.fromkeys(("mcd", "f0rmse", "wer", "cer", "fad"), _LOWER),
}
"""By the name in small letters, without anything between them."""


def score_of(name: str) -> DraftScore:
    """A score as a task declares it; one with an unknown direction has a doubt."""
    folded = re.sub(r"[\W_]+", "", name.lower())
    doubt = f"is a higher {name} better, or a lower one?"
    return KNOWN.get(folded) or DraftScore("higher", doubts=(doubt,))
