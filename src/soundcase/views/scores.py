"""Scores of outputs: with how many decimals they are printed, which are the best of their row, averages.

Rule 1: one score of a task has one number of decimals, the most that was given; averages of whole numbers have
one.
Rule 2: systems are compared with each other only, within one example, and piece by piece (stem with stem).
Rule 3: what looks equal is equally good.
Rule 4: an average is that of the examples' own averages, over the examples that have the score.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from statistics import fmean

from soundcase import model
from soundcase.model import Media, Role
from soundcase.views.values import Score
from soundcase.words import Words

Slot = tuple[str, str]
"""A score's name, and which of several pieces it is for: its label or number, empty where there is one."""


def number(value: float, decimals: int | None = None) -> str:
    """A score as it is printed, with a real minus sign; in its shortest form if no decimals are asked for."""
    text = f"{value:.10g}"
    if decimals is not None and isfinite(value):
        text = f"{Decimal(text).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
        text = text if float(text) else text.lstrip("-")
    return text.replace("-", "−")


def slots(several: Sequence[Media]) -> tuple[str, ...]:
    """Which of several each piece is: its label or its number; a piece that is alone needs neither."""
    if len(several) == 1:
        return ("",)
    return tuple(piece.label or str(place) for place, piece in enumerate(several, start=1))


def _decimals(value: float) -> int:
    text = f"{value:.10g}"
    return len(text.partition(".")[2]) if "e" not in text else 10


@dataclass(frozen=True, slots=True)
class Scale:
    """How the scores of a task are printed, and which of one row are the best."""

    scores: tuple[model.Score, ...] = ()
    decimals: Mapping[str, int] = field(default_factory=dict)
    best: Mapping[Slot, str] = field(default_factory=dict)
    """The best score of the row as it is printed."""

    def row(self, outputs: Mapping[str, tuple[Media, ...]]) -> Scale:
        """The scale for one row: what the systems gave for one example, or in one turn."""
        given: dict[Slot, list[float]] = {}
        for pieces in outputs.values():
            for slot, piece in zip(slots(pieces), pieces, strict=True):
                for name, value in piece.scores.items():
                    given.setdefault((name, slot), []).append(value)
        return replace(self, best=self.leading(given))

    def leading(self, given: Mapping[Slot, Sequence[float]], more: int = 0) -> Mapping[Slot, str]:
        """The best of each slot as it is printed, where there is a choice; `more` decimals are for averages."""
        better = {score.name: max if score.better == "higher" else min for score in self.scores}
        found = {}
        for (name, slot), values in given.items():
            printed = {self.printed(name, value, more) for value in values}
            if name in better and len(values) > 1 and len(printed) > 1:
                found[name, slot] = self.printed(name, better[name](values), more)
        return found

    def printed(self, name: str, value: float, more: int = 0) -> str:
        """The number as the page shows it."""
        return number(value, max(self.decimals.get(name, 0), more))

    def shown(self, name: str, value: float | None, words: Words, more: int = 0) -> Score:
        """A score with its direction, where the task declares one; without a number, only the kind."""
        declared = next((score for score in self.scores if score.name == name), None)
        text = "" if value is None else self.printed(name, value, more)
        if declared is None:
            return Score(name, text, "", "", "")
        higher = declared.better == "higher"
        better = words.higher if higher else words.lower
        return Score(name, text, declared.unit, "↑" if higher else "↓", better)

    def piece(self, media: Media, slot: str, words: Words, *, compared: bool) -> tuple[Score, ...]:
        """The scores of a piece: those the task declares in its order, then the others."""
        given = media.scores
        found = []
        for name in self.order(given):
            shown = self.shown(name, given[name], words)
            best = compared and self.best.get((name, slot)) == shown.value
            found.append(replace(shown, best=words.best if best else ""))
        return tuple(found)

    def order(self, names: Iterable[str]) -> tuple[str, ...]:
        """Names of scores, those that the task declares first."""
        given = dict.fromkeys(names)
        declared = [score.name for score in self.scores if score.name in given]
        return (*declared, *(name for name in given if name not in declared))


def scale_of(task: model.Task) -> Scale:
    """The scale of a task's scores."""
    decimals: dict[str, int] = {}
    for each in task.examples:
        for _, _, piece in each.media():
            for name, value in piece.scores.items():
                decimals[name] = max(decimals.get(name, 0), _decimals(value))
    return Scale(task.scores, decimals)


Column = tuple[str, str]
"""Whose scores: the model's id or empty, and the role."""


def _scored(example: model.Example) -> Iterator[tuple[Column, str, Media]]:
    """Every piece of an example with whose it is and which of several."""
    parts = [
        (("", Role.AUDIO), example.audio),
        (("", Role.PROMPT_AUDIO), example.prompt_audio),
        (("", Role.REFERENCE), example.reference),
        (("", Role.CONTEXT), example.context),
    ]
    for given in (example.outputs, *(turn.outputs for turn in example.turns)):
        parts += [((key, Role.OUTPUT), pieces) for key, pieces in given.items()]
    for column, pieces in parts:
        for slot, piece in zip(slots(pieces), pieces, strict=True) if pieces else ():
            yield (column[0], str(column[1])), slot, piece


@dataclass(frozen=True, slots=True)
class Means:
    """Averages over some examples, by whose, score and slot; each with the number of examples behind it."""

    found: Mapping[tuple[Column, Slot], tuple[float, int]]

    @property
    def count(self) -> int:
        """Over how many examples most of the averages are."""
        return max((count for _, count in self.found.values()), default=0)

    def names(self) -> tuple[str, ...]:
        """The scores that have averages, in the order of their first mention."""
        return tuple(dict.fromkeys(name for _, (name, _) in self.found))

    def slots(self) -> tuple[str, ...]:
        """The pieces that have averages of their own."""
        return tuple(dict.fromkeys(slot for _, (_, slot) in self.found))

    def best(self, scale: Scale) -> Mapping[Slot, str]:
        """The best averages among the systems, as they are printed."""
        given: dict[Slot, list[float]] = {}
        for ((model_id, _), slot), (value, _) in self.found.items():
            if model_id:
                given.setdefault(slot, []).append(value)
        return scale.leading(given, more=1)

    def shown(self, whose: Column, slot: str, scale: Scale, words: Words) -> tuple[Score, ...]:
        """The averages of one system or part, best ones marked, with their numbers where these differ."""
        best, scores = self.best(scale), []
        for name in scale.order(self.names()):
            value, count = self.found.get((whose, (name, slot)), (0.0, 0))
            if not count:
                continue
            one = scale.shown(name, value, words, more=1)
            leads = bool(whose[0]) and best.get((name, slot)) == one.value
            told = "" if count == self.count else words.number_of.format(count)
            scores.append(replace(one, best=words.best if leads else "", count=told))
        return tuple(scores)


def means(examples: Iterable[model.Example], *, by_slot: bool) -> Means:
    """The averages over the examples; one for each slot, or one over all pieces of an output."""
    gathered: dict[tuple[Column, Slot], list[float]] = {}
    for example in examples:
        here: dict[tuple[Column, Slot], list[float]] = {}
        for whose, slot, piece in _scored(example):
            for name, value in piece.scores.items():
                here.setdefault((whose, (name, slot if by_slot else "")), []).append(value)
        for key, values in here.items():
            gathered.setdefault(key, []).append(fmean(values))
    return Means({key: (fmean(values), len(values)) for key, values in gathered.items()})
