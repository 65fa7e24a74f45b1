"""Scores of outputs: with how many decimals they are printed, which are the best of their row, their averages.

Rule 1: one score of a task has one number of decimals, the most that was given; rates have one, and averages at
least one. Numbers that are too large or small to be written out are written with their power of ten.
Rule 2: systems are compared with each other only, within one example, and piece by piece (stem with stem).
Rule 3: what looks equal is equally good; where the best one's interval overlaps another's, none is the best.
Rule 4: averages are over all examples of a task, however many of them one page shows; one example has none.
Rule 5: a task in several groups has averages by group too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import field, replace
from decimal import ROUND_HALF_UP, Context, Decimal

from soundcase import model
from soundcase.model import Media
from soundcase.scores import Scored, ScoreValue
from soundcase.site.averages import AverageScore
from soundcase.site.observed import slots
from soundcase.site.views.values import MeanData, ScoreView, Text
from soundcase.site.words import Words
from soundcase.statistics.observations import Column, Place, Slot
from soundcase.text.language import Run
from soundcase.values import dataclass

_RATE_DECIMALS = 1
"""Of an error rate in per cent, rounded as sclite prints it."""
_DIGITS = 15
"""That every number of a program keeps; with more places before the point it gets its power of ten."""
_SIGNIFICANT = 10
"""Digits of a given number that are shown at most: programs write more than anybody measured."""
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
    decimals: dict[str, int] = {}
    for name, value in (item for piece in media for item in piece.scores.items()):
        own = [_RATE_DECIMALS]
        if isinstance(value, ScoreValue):
            given = (f"{one:.{_SIGNIFICANT}g}" for one in (value.value, value.ci or 0))
            own = [len(one.partition("e")[0].partition(".")[2]) for one in given]
        decimals[name] = max(decimals.get(name, 0), *own)
    return decimals


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
    for score in (score for score in task.scores if score.measure):
        form = words.measured_wer if score.measure == "wer" else words.measured_cer
        match = words.script["diffExact" if task.text_match == "exact" else "diffNormalised"]
        ways = {"pooled": words.pooled, "mean": words.mean_of_rates}
        average = ways.get(score.average, "") if count > 1 else ""
        notes.append(" ".join(filter(None, (form.format(score.name, match), average))))
    return tuple(notes)


@dataclass(frozen=True, slots=True)
class ScoreAverages:
    """Averages over some examples, by whose, score and slot."""

    found: Mapping[Place, AverageScore]
    group: str = ""
    """Whose examples these are; empty for those of the whole task."""

    @property
    def count(self) -> int:
        """Over how many examples most of the averages are."""
        return max((average.examples for average in self.found.values()), default=0)

    def units(self, name: str) -> int | None:
        """Over how many words or characters most averages of a pooled score are; None of one that is not."""
        known = [one.units for (_, (other, _)), one in self.found.items() if other == name and one.units]
        return max(known, default=None)

    def amount(self, scale: Scale, words: Words) -> str:
        """Over how much most averages are: `n = 2 · 20 words`."""
        pooled = [(name, units) for name in scale.order(self.names()) if (units := self.units(name))]
        parts = dict.fromkeys(_length(name, units, scale, words) for name, units in pooled)
        return " · ".join((words.number_of.format(self.count), *parts))

    def names(self) -> tuple[str, ...]:
        """The scores that have averages, in the order of their first mention."""
        return tuple(dict.fromkeys(name for _, (name, _) in self.found))

    def best(self, scale: Scale) -> Mapping[Slot, str]:
        """The best averages among the systems, as they are printed."""
        given: dict[Slot, list[ScoreValue]] = {}
        for ((model_id, _), slot), average in self.found.items():
            if model_id:
                given.setdefault(slot, []).append(ScoreValue(average.value))
        return scale.leading(given, more=1)

    def shown(self, whose: Column, slot: str, scale: Scale, words: Words) -> tuple[ScoreView, ...]:
        """The averages of one system or part, best ones marked, with their numbers where these differ."""
        (model_id, part), best, scores = whose, self.best(scale), []
        for name in scale.order(self.names()):
            average = self.found.get((whose, (name, slot)))
            if not average:
                continue
            one = scale.shown(name, average.value, words, more=1)
            leads = bool(model_id) and best.get((name, slot)) == one.value
            value = f"{average.value:.{_DIGITS}g}"
            count = "" if average.examples == self.count else words.number_of.format(average.examples)
            if average.units is not None:
                known = average.units == self.units(name)
                count = "" if known else _length(name, average.units, scale, words)
            scores.append(
                replace(
                    one,
                    best=words.best if leads else "",
                    count=count,
                    mean=MeanData(
                        part, model_id, name, slot, self.group, value, str(average.n), *_ends(average)
                    ),
                )
            )
        return tuple(scores)


def _ends(average: AverageScore) -> tuple[str, ...]:
    """Both ends of the interval."""
    if average.half is None:
        return ()
    return tuple(f"{average.value + end:.{_DIGITS}g}" for end in (-average.half, average.half))


def _length(name: str, units: int, scale: Scale, words: Words) -> str:
    """The length of all references: `20 words`."""
    declared = scale.declared(name)
    if declared and declared.measure == "cer":
        return words.number_of_characters.of(units)
    return words.number_of_words.of(units)
