"""Comparing a model's labels with the right ones, as sets, in their authors' order: verdicts on its answers.

Rule 1: nothing is guessed; two labels are equal or not, by a rule that the catalogue names. Where answers are
read as one of several choices, one that is not clear is undecided: neither right nor wrong.
Rule 2: labels come out as they were written, never as they were compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from soundcase.choice import Choice, LabelMatch, Verdict
from soundcase.model import Example, Media, Task
from soundcase.statistics.observations import Ranked, Shares
from soundcase.values import dataclass

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
    undecided: tuple[str, ...] = ()
    """What the model wrote where it is not clear which choice it means."""
    chosen: tuple[str, ...] = ()
    """The letters of the choices that it means."""

    @property
    def verdict(self) -> Verdict:
        """The worth of the answer."""
        if self.found:
            return "partly" if self.added or self.missed or self.undecided else "right"
        if self.undecided and not self.added:
            return "undecided"
        return "wrong" if self.added or self.missed else "right"


def _audioset(label: str) -> str:
    """The class behind its spellings: `Splash, splatter`, `Splash and splatter`, `Splash_-_splatter`."""
    spaced = unicodedata.normalize("NFKC", label).casefold().replace("_", " ")
    return _SEPARATOR.sub("|", " ".join(spaced.split()))


def compare(
    answer: Sequence[str], truth: Sequence[str], *, match: LabelMatch, choices: Sequence[Choice] = ()
) -> LabelComparison:
    """Compare an answer with the truth: the labels that are right, that are wrong, and that are missing."""
    right, given = _folded(answer, truth, match, choices)
    chosen = tuple(dict.fromkeys(filter(None, given))) if match == "choice" else ()
    return LabelComparison(
        found=tuple(label for label, own in zip(answer, given, strict=True) if own in right),
        added=tuple(label for label, own in zip(answer, given, strict=True) if own and own not in right),
        missed=tuple(label for label, own in zip(truth, right, strict=True) if own not in given),
        undecided=tuple(label for label, own in zip(answer, given, strict=True) if own is None),
        chosen=chosen,
    )


Folded = list[str | None]
"""Labels as they are compared; None where that is not clear."""


def _folded(
    answer: Sequence[str], truth: Sequence[str], match: LabelMatch, choices: Sequence[Choice]
) -> tuple[Folded, Folded]:
    """The right labels and those of the answer as they are compared."""
    if match == "choice":
        from soundcase.statistics.choices import read

        meant = [read(label, choices) for label in answer]
        return [right_key(label, choices) or label for label in truth], [
            one.key if one else None for one in meant
        ]
    fold: Callable[[str], str] = _audioset if match == "audioset" else str
    return list(map(fold, truth)), list(map(fold, answer))


def shares_by_label(
    answers: Iterable[Sequence[str]], truth: Sequence[str], *, match: LabelMatch
) -> Mapping[str, Shares]:
    """The shares of answers in the F1 of each label, theirs and the right ones."""
    found: dict[str, Shares] = {}
    for answer in answers:
        right, given = (set(filter(None, labels)) for labels in _folded(answer, truth, match, ()))
        for label in sorted(right | given):
            over, under = found.get(label, (0, 0))
            found[label] = (over + 2, under + 2) if label in right & given else (over, under + 1)
    return found


def ranked(scores: Mapping[str, float], truth: Sequence[str], *, match: LabelMatch) -> Ranked:
    """The scores of labels, with whether each is right."""
    right, given = _folded(tuple(scores), truth, match, ())
    last: dict[str, tuple[float | None, bool]] = {label: (None, True) for label in right if label}
    known = zip(given, scores.values(), strict=True)
    return last | {label: (score, label in right) for label, score in known if label}


def right_key(label: str, choices: Sequence[Choice]) -> str | None:
    """The letter of the choice that is called right, by its letter or its text; None where it is not one."""
    keys = {one.key for one in choices if label in (one.key, one.text)}
    return keys.pop() if len(keys) == 1 else None


def judges_labels(task: Task) -> bool:
    """True if answers are compared with right labels: those in labels, and all that are read as a choice."""
    return task.output == "labels" or task.label_match == "choice"


def labels_of(piece: Media, task: Task) -> tuple[str, ...] | None:
    """The labels of an answer; a text is one where it is read as a choice."""
    if piece.labels is None and piece.text is not None and task.label_match == "choice":
        return (piece.text,)
    return piece.labels


def with_verdict(piece: Media, example: Example, task: Task) -> Media:
    """The piece with its verdict, and the letters of what was chosen."""
    answer = labels_of(piece, task) if judges_labels(task) else None
    if answer is None or example.labels is None:
        return piece
    compared = compare(answer, example.labels, match=task.label_match, choices=example.choices)
    return replace(piece, verdict=compared.verdict, chosen=", ".join(compared.chosen))


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
    undecided: int = 0
    """Answers of which it is not clear what they say."""
    single: bool = True
    """Whether each example has one right label and each answer one label: then both shares say the same."""

    def __add__(self, other: LabelTally) -> LabelTally:
        return LabelTally(
            self.answers + other.answers,
            self.right + other.right,
            self.wanted + other.wanted,
            self.found + other.found,
            self.given + other.given,
            self.undecided + other.undecided,
            self.single and other.single,
        )


def tally(
    answer: Sequence[str], truth: Sequence[str], *, match: LabelMatch, choices: Sequence[Choice] = ()
) -> LabelTally:
    """The tally of one answer."""
    verdict = compare(answer, truth, match=match, choices=choices).verdict
    right, given = (set(labels) for labels in _folded(answer, truth, match, choices))
    return LabelTally(
        1,
        int(verdict == "right"),
        len(right),
        len(right & given),
        len(given),
        int(verdict == "undecided"),
        single=len(answer) == 1 == len(right),
    )
