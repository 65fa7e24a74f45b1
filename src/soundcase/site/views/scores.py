"""Scores of outputs: with how many decimals they are printed, which are the best of their row.

Rule 1: one score of a task has one number of decimals, the most that was given; rates have one, and averages at
least one. Numbers that are too large or small to be written out are written with their power of ten.
Rule 2: systems are compared with each other only, within one example, and piece by piece (stem with stem).
Rule 3: what looks equal is equally good; where the best one's interval overlaps another's, none is the best.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import field, replace
from decimal import ROUND_HALF_UP, Context, Decimal

from soundcase import model
from soundcase.model import Media
from soundcase.scores import Scored, ScoreValue
from soundcase.site.observed import slots
from soundcase.site.views.values import ScoreView, Text
from soundcase.site.words import Words
from soundcase.statistics.observations import Slot
from soundcase.text.language import Run
from soundcase.values import dataclass

_RATE_DECIMALS = 1
"""Of an error rate in per cent, rounded as sclite prints it."""
_DIGITS = 15
"""That every number of a program keeps; with more places before the point it gets its power of ten."""
_WRITTEN, _SIGNIFICANT = 7, 4
"""Digits that people write at most; of numbers with more, which programs print, that many are shown."""
_EXACT = Context(prec=4 * _DIGITS)
Outputs = Mapping[str, tuple[Media, ...]]
"""By system."""


def number(value: float, decimals: int | None = None) -> str:
    """A score as it is printed, with a real minus sign; in its shortest form if no decimals are asked for."""
    text, _, power = f"{value + 0.0:.{_DIGITS}g}".partition("e")
    if decimals is not None and not power:
        text = f"{Decimal(text).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT):f}"
        text = text if float(text) else text.lstrip("-")
    elif decimals is not None:
        text, _, power = f"{value:.{decimals}e}".partition("e")
    return (f"{text}e{int(power)}" if power else text).replace("-", "−")


def _compared(value: Scored) -> ScoreValue | None:
    """The number of a score that is compared; None of a rate that has no value."""
    if isinstance(value, ScoreValue):
        return value
    return None if value.value is None else ScoreValue(value.value)


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale of a task's scores: how they are printed, and which of one row are the best."""

    scores: tuple[model.Score, ...] = ()
    decimals: Mapping[str, int] = field(default_factory=dict)
    best: Mapping[Slot, str] = field(default_factory=dict)
    """The best score of the row as it is printed."""
    texts: Mapping[str, Text] = field(default_factory=dict)
    """Names and units as they are shown."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """The number of ratings that all have, of the scores that have one; it is said once."""

    def row(self, outputs: Outputs) -> Scale:
        """The scale for one row: what the systems gave for one example, or in one turn."""
        given = {slot: [one for _, one in values] for slot, values in _by_slot(outputs).items()}
        return replace(self, best=self.leading(given)) if given or self.best else self

    def leading(self, given: Mapping[Slot, Sequence[ScoreValue]], more: int = 0) -> Mapping[Slot, str]:
        """The best of each slot as it is printed, where there is a choice; `more` decimals are for averages."""
        better = {score.name: score.better for score in self.scores}
        found = {}
        for (name, slot), values in given.items():
            leader = _leader(values, better.get(name, ""))
            if leader and len({self.printed(name, one.value, more) for one in values}) > 1:
                found[name, slot] = self.printed(name, leader.value, more)
        return found

    def declared(self, name: str) -> model.Score | None:
        """The task's declaration of a score."""
        return next((score for score in self.scores if score.name == name), None)

    def printed(self, name: str, value: float, more: int = 0) -> str:
        """The number as the page shows it."""
        declared = self.declared(name)
        if declared and declared.measure:
            value = round(value, _RATE_DECIMALS)
        return number(value, max(self.decimals.get(name, 0), more))

    def shown(self, name: str, value: float | None, words: Words, more: int = 0) -> ScoreView:
        """A score with its direction, where the task declares one; without a number, only the kind."""
        declared = self.declared(name)
        text = "" if value is None else self.printed(name, value, more)
        shown = self.texts.get(name) or Text(name, (Run(name),))
        if declared is None:
            return ScoreView(shown, text, None, "", "")
        higher = declared.better == "higher"
        better = words.higher if higher else words.lower
        unit = self.texts[declared.unit] if declared.unit else None
        return ScoreView(shown, text, unit, "↑" if higher else "↓", better)

    def piece(self, media: Media, slot: str, words: Words, *, compared: bool) -> tuple[ScoreView, ...]:
        """The scores of a piece: those the task declares in its order, then the others."""
        given = {name: known for name, value in media.scores.items() if (known := _compared(value))}
        found = []
        for name in self.order(given):
            value = given[name]
            shown = self.shown(name, value.value, words)
            best = compared and self.best.get((name, slot)) == shown.value
            found.append(
                replace(
                    shown,
                    best=words.best if best else "",
                    interval="" if value.ci is None else self.printed(name, value.ci),
                    count="" if value.n in (None, self.counts.get(name)) else words.number_of.format(value.n),
                )
            )
        return tuple(found)

    def order(self, names: Iterable[str]) -> tuple[str, ...]:
        """Names of scores, those that the task declares first."""
        given = dict.fromkeys(names)
        declared = [score.name for score in self.scores if score.name in given]
        return (*declared, *(name for name in given if name not in declared))


def decimals_of(media: Iterable[Media]) -> dict[str, int]:
    """The most decimals of each score that these pieces have."""
    return most_decimals(item for piece in media for item in piece.scores.items())


def most_decimals(scores: Iterable[tuple[str, Scored]]) -> dict[str, int]:
    """The most decimals of each score, by its name."""
    decimals: dict[str, int] = {}
    for name, value in scores:
        own = [_RATE_DECIMALS]
        if isinstance(value, ScoreValue):
            own = [_places(one) for one in (value.value, value.ci or 0)]
        decimals[name] = max(decimals.get(name, 0), *own)
    return decimals


def _places(value: float) -> int:
    """The decimals of a given number: those that were written, or that mean something of a program's."""
    text = f"{value:.{_WRITTEN}g}"
    shown = text if float(text) == value else f"{value:.{_SIGNIFICANT}g}"
    return len(shown.partition("e")[0].partition(".")[2])


def counts_of(media: Iterable[Media]) -> dict[str, tuple[int | None, ...]]:
    """The numbers of ratings that each score of these pieces has; two at most, since more say no more."""
    counts: dict[str, dict[int | None, None]] = {}
    for name, value in (item for piece in media for item in piece.scores.items()):
        counts.setdefault(name, {})[value.n if isinstance(value, ScoreValue) else None] = None
    return {name: tuple(found)[:2] for name, found in counts.items()}


def best_marks(
    scores: Sequence[model.Score], rows: Iterable[tuple[Outputs, Collection[str]]], least: Mapping[str, int]
) -> Mapping[str, tuple[int, ...]]:
    """With how many decimals a best one is marked in any of these rows, by score; no less than `least`.

    Each row is what the systems gave, and those whose answers stand there.
    """
    asked = {score.name: set(range(least.get(score.name, 0), _DIGITS + 1)) for score in scores}
    better = {score.name: score.better for score in scores}
    found: dict[str, set[int]] = {name: set() for name in asked}
    for outputs, drawn in rows:
        for (name, _), given in _by_slot(outputs).items():
            leader = _leader([one for _, one in given], better[name]) if asked.get(name) else None
            for places in tuple(asked[name]) if leader else ():
                scale = Scale(tuple(scores), {name: places})
                printed = [(key, scale.printed(name, one.value)) for key, one in given]
                best = scale.printed(name, leader.value) if leader else ""
                if len({text for _, text in printed}) > 1 and any(
                    key in drawn and text == best for key, text in printed
                ):
                    asked[name].discard(places)
                    found[name].add(places)
    return {name: tuple(sorted(places)) for name, places in found.items() if places}


def _leader(values: Sequence[ScoreValue], better: str) -> ScoreValue | None:
    """The best of several, if no interval of another overlaps its own; None where none is to be."""
    if not better or len({one.value for one in values}) < 2:
        return None
    best = (max if better == "higher" else min)(values, key=lambda one: one.value)
    return None if any(best.overlaps(other) for other in values if other is not best) else best


def _by_slot(outputs: Outputs) -> Mapping[Slot, Sequence[tuple[str, ScoreValue]]]:
    """The numbers that the systems have, each with its system, by score and piece."""
    given: dict[Slot, list[tuple[str, ScoreValue]]] = {}
    for key, pieces in outputs.items():
        for slot, piece in zip(slots(pieces), pieces, strict=True):
            for name, value in piece.scores.items():
                if known := _compared(value):
                    given.setdefault((name, slot), []).append((key, known))
    return given


def scale_of(
    scores: Sequence[model.Score],
    decimals: Mapping[str, int],
    counts: Mapping[str, int],
    text: Callable[[str], Text],
) -> Scale:
    """The scale of a task's scores; `text` makes names and units into what is shown."""
    units = (score.unit for score in scores if score.unit)
    named = dict.fromkeys((*(score.name for score in scores), *decimals, *units))
    return Scale(tuple(scores), decimals, texts={one: text(one) for one in named}, counts=counts)


def measured(task: model.Task, count: int, words: Words) -> tuple[str, ...]:
    """The note about each score that the build measures: how it is found, and how averaged over examples."""
    notes = []
    forms = {"wer": words.measured_wer, "cer": words.measured_cer, "exact": words.measured_exact}
    for score in (score for score in task.scores if score.measure):
        form = forms[score.measure]
        match = words.script["diffExact" if task.text_match == "exact" else "diffNormalised"]
        ways = {"pooled": words.pooled, "mean": words.mean_of_rates}
        average = ways.get(score.average, "") if count > 1 and score.measure != "exact" else ""
        notes.append(" ".join(filter(None, (form.format(score.name, match), average))))
    return tuple(notes)
