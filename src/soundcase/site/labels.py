"""Comparing a model's labels with the right ones, as sets, in their authors' order.

Rule 1: nothing is scored or guessed; two labels are equal or not, by a rule that the catalogue names.
Rule 2: labels come out as they were written, never as they were compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from soundcase.values import dataclass

Match = Literal["exact", "audioset"]
_SEPARATOR = re.compile(r"\s*,\s+(?:and\s+)?|\s+and\s+|\s+-\s+")


@dataclass(frozen=True, slots=True)
class LabelComparison:
    """The labels that an answer has in common with the truth, and those it has not."""

    found: tuple[str, ...]
    """Labels of the answer that are right, as the model wrote them."""
    added: tuple[str, ...]
    """Labels of the answer that the truth does not have."""
    missed: tuple[str, ...]
    """Labels of the truth that the answer does not have, as the truth writes them."""


def _audioset(label: str) -> str:
    """The class behind its spellings: `Splash, splatter`, `Splash and splatter`, `Splash_-_splatter`."""
    spaced = unicodedata.normalize("NFKC", label).casefold().replace("_", " ")
    return _SEPARATOR.sub("|", " ".join(spaced.split()))


_FOLDS: Mapping[Match, Callable[[str], str]] = {"exact": str, "audioset": _audioset}


def compare(answer: Sequence[str], truth: Sequence[str], *, match: Match) -> LabelComparison:
    """Compare an answer with the truth: the labels that are right, that are wrong, and that are missing."""
    fold = _FOLDS[match]
    right = {fold(label) for label in truth}
    given = {fold(label) for label in answer}
    return LabelComparison(
        found=tuple(label for label in answer if fold(label) in right),
        added=tuple(label for label in answer if fold(label) not in right),
        missed=tuple(label for label in truth if fold(label) not in given),
    )


@dataclass(frozen=True, slots=True)
class LabelTally:
    """The answers in labels of one system to some examples, against the right ones."""

    answers: int = 0
    right: int = 0
    """Answers with all of the right labels and no other."""
    wanted: int = 0
    """Right labels of these examples."""
    found: int = 0
    """Of these, how many the answers have."""
    given: int = 0
    """Labels of the answers."""
    single: bool = True
    """Whether each example has one right label and each answer one label: then both shares say the same."""

    def __add__(self, other: LabelTally) -> LabelTally:
        return LabelTally(
            self.answers + other.answers,
            self.right + other.right,
            self.wanted + other.wanted,
            self.found + other.found,
            self.given + other.given,
            self.single and other.single,
        )


def tally(answer: Sequence[str], truth: Sequence[str], *, match: Match) -> LabelTally:
    """The tally of one answer."""
    compared = compare(answer, truth, match=match)
    wanted = len({_FOLDS[match](label) for label in truth})
    found = wanted - len({_FOLDS[match](label) for label in compared.missed})
    given = len({_FOLDS[match](label) for label in answer})
    right = int(not compared.added and not compared.missed)
    return LabelTally(1, right, wanted, found, given, single=len(answer) == 1 == wanted)
