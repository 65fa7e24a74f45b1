"""The leaderboard of a task as all forms print it: its figures in order, with the names of what they are of.

Rule 1: figures, intervals and marks of the best are those of the page; one example has none.
Rule 2: what the authors give of a whole test set comes first, and is never mixed with what the examples say.
Rule 3: names are authors' words without their readings; what soundcase calls itself is English.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from soundcase.commands.stats.parts import Part, given_decimals, given_parts, told_parts
from soundcase.model import Catalogue, Model, Task
from soundcase.site.observed import measures, observations
from soundcase.site.views.scores import decimals_of, number
from soundcase.site.words import ENGLISH, words_of
from soundcase.statistics.observations import ACCURACY, F1, LABELS, MACRO_F1, MAP, PRECISION, Column, Slot
from soundcase.statistics.standings import (
    Estimate,
    Measure,
    Standings,
    standings,
)
from soundcase.text.readings import bare
from soundcase.values import dataclass

_TITLES = {
    ACCURACY: "Accuracy", PRECISION: "Precision", LABELS: "Recall",
    F1: "F1 (micro)", MACRO_F1: "F1 (macro)", MAP: "mAP",
}  # fmt: skip
"""Of measures that no task declares, as papers call them."""
_UNCOUNTED = (F1, MACRO_F1, MAP)
_COUNTED = {"wer": "words", "cer": "characters"}
_LEAST_DECIMALS = 1


@dataclass(frozen=True, slots=True)
class MeasureHead:
    """The head over one measure."""

    slot: Slot
    title: str
    """With the piece that it is of: `SDR, vocals`."""
    better: str
    """`higher` or `lower`."""
    unit: str
    decimals: int
    given_decimals: int
    """Of figures that authors give, which are not rounded."""
    counts: str
    """The things that `n` counts: words, characters, labels; empty for examples."""

    @property
    def arrow(self) -> str:
        """The direction that is better."""
        return "↑" if self.better == "higher" else "↓"

    def printed(self, value: float, part: Part) -> str:
        """A number of this measure."""
        return number(value, self.given_decimals if part.given else self.decimals)

    def over(self, figure: Estimate) -> str:
        """The amount that a figure is over: answers, words, labels; examples where a measure counts none."""
        count = figure.examples if self.slot[0] in _UNCOUNTED else figure.n
        return f"{count:.15g} {self.counts}".rstrip()


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """The figures of a task."""

    task: Task
    names: Mapping[Column, str]
    """Of systems and parts, in the order of the page."""
    measures: tuple[MeasureHead, ...]
    parts: tuple[Part, ...]
    """Those of the whole test set, then all examples, groups and tags."""
    math: bool
    """Whether names and titles may hold formulas."""

    @property
    def title(self) -> str:
        """The task's title as plain text."""
        return bare(self.task.title)

    @property
    def marks(self) -> bool:
        """True if any figure is marked as the best."""
        return any(part.told.best for part in self.parts)

    @property
    def told(self) -> Standings:
        """The figures of the examples."""
        return {part.subset: part.told for part in self.parts if not part.given}


def leaderboards(catalogue: Catalogue, only: Collection[str] = ()) -> tuple[Leaderboard, ...]:
    """The leaderboards of the tasks (or `only` these) that have figures; the texts are compared."""
    ours = [model.id for model in catalogue.models.values() if model.ours]
    found = []
    for task in catalogue.tasks():
        if not only or task.id in only:
            observed = observations(task.examples, task)
            asked = measures(observed, task.scores)
            parts = (*given_parts(task), *told_parts(standings(observed, asked, ours)))
            if parts:
                found.append(_leaderboard(task, asked, parts, catalogue))
    return tuple(found)


def _leaderboard(
    task: Task, asked: Iterable[Measure], parts: tuple[Part, ...], catalogue: Catalogue
) -> Leaderboard:
    places = dict.fromkeys(place for part in parts for place in part.told.estimates)
    columns = dict.fromkeys(whose for whose, _ in places)
    known = {one.name: one for one in asked}
    others = [Measure(name, "higher", "%") for _, (name, _) in places if name not in known]
    measures_ = {one.name: one for one in (*known.values(), *others)}
    heads = tuple(_heads(task, measures_.values(), dict.fromkeys(slot for _, slot in places)))
    return Leaderboard(task, dict(_names(catalogue, columns)), heads, parts, catalogue.math)


def _heads(task: Task, asked: Iterable[Measure], slots: Collection[Slot]) -> Iterator[MeasureHead]:
    """The heads of what was measured, in the order of the task's measures."""
    decimals = decimals_of(piece for example in task.examples for _, _, piece in example.media())
    given, declared = given_decimals(task), {score.name: score for score in task.scores}
    for one in asked:
        score = declared.get(one.name)
        name = one.name if score else _TITLES.get(one.name, one.name)
        counts = _COUNTED.get(score.measure, "") if score and score.average == "pooled" else ""
        for slot in (slot for slot in slots if slot[0] == one.name):
            yield MeasureHead(
                slot,
                title=", ".join(filter(None, (bare(name), bare(slot[1])))),
                better=one.better,
                unit=bare(one.unit),
                decimals=max(_LEAST_DECIMALS, decimals.get(one.name, 0)),
                given_decimals=given.get(one.name, 0),
                counts="labels" if one.name in (LABELS, PRECISION) and not score else counts,
            )


def _names(catalogue: Catalogue, columns: Collection[Column]) -> Iterator[tuple[Column, str]]:
    """The names of systems, in the catalogue's order, then of parts."""
    models, parts = catalogue.models, words_of(ENGLISH).parts
    called = [model.name for model in models.values()]
    for whose in (whose for key in (*models, "") for whose in columns if whose[0] == key):
        model = models.get(whose[0])
        yield (
            whose,
            _name(model, alone=called.count(model.name) == 1) if model else parts.get(whose[1], whose[1]),
        )


def _name(model: Model, *, alone: bool) -> str:
    """A system's name; with its group where another is called the same."""
    ours = model.ours and "ours" not in model.name.casefold()
    beside = filter(None, ("" if alone else model.group, "ours" if ours else ""))
    return bare(" ".join((model.name, *(f"({one})" for one in beside))))
