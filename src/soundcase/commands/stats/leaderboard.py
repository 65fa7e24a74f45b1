"""The leaderboard of a task as all forms print it: its figures in order, with the names of what they are of.

Rule 1: figures, intervals and marks of the best are those of the page; one example has none.
Rule 2: what the authors give of a whole test set comes first, and is never mixed with what the examples say.
Rule 3: names are authors' words without their readings; what soundcase calls itself is English.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from soundcase.model import OUTPUT, Catalogue, Model, Task
from soundcase.scores import GivenResult, ScoreValue
from soundcase.site.figures import FEWEST
from soundcase.site.observed import measures, observations
from soundcase.site.views.scores import decimals_of
from soundcase.site.words import ENGLISH, words_of
from soundcase.statistics.observations import ACCURACY, F1, LABELS, MACRO_F1, Column, Place, Slot
from soundcase.statistics.standings import (
    Estimate,
    Measure,
    Standings,
    Subset,
    SubsetStandings,
    standings,
)
from soundcase.text.readings import bare
from soundcase.values import dataclass

_TITLES = {ACCURACY: "Accuracy", LABELS: "Labels found", F1: "F1 (micro)", MACRO_F1: "F1 (macro)"}
"""Of measures that no task declares."""
_COUNTED = {"wer": "words", "cer": "characters"}
_LEAST_DECIMALS, _DIGITS = 1, 12
GIVEN = "Whole test set (given)"
"""The name of what authors give as results."""


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
    counts: str = ""
    """The things that `n` counts: words, characters, labels; empty for examples."""

    @property
    def arrow(self) -> str:
        """The direction that is better."""
        return "↑" if self.better == "higher" else "↓"

    def over(self, figure: Estimate) -> str:
        """The amount that a figure is over: answers, words, labels; of F1, which counts none, examples."""
        count = figure.examples if self.slot[0] in (F1, MACRO_F1) else figure.n
        return f"{count:.15g} {self.counts}".rstrip()


@dataclass(frozen=True, slots=True)
class Part:
    """Figures over the same examples."""

    subset: Subset
    told: SubsetStandings
    given: bool = False
    """Whether the authors gave them, of a whole test set."""

    @property
    def name(self) -> str:
        """The examples that they are over: `All examples`, `music`, `genre: rock`."""
        parts = (GIVEN if self.given else "", ": ".join(self.subset[1:]) if self.subset else "")
        return ", ".join(filter(None, parts)) or "All examples"


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
            parts = (*_given(task), *_told(standings(observed, asked, ours)))
            if parts:
                found.append(_leaderboard(task, asked, parts, catalogue))
    return tuple(found)


def _told(told: Standings) -> Iterator[Part]:
    """The parts of the examples that are several and are called something."""
    for subset, one in told.items():
        several = any(figure.examples >= FEWEST for figure in one.estimates.values())
        if several and (subset is None or subset[-1]):
            yield Part(subset, one)


def _given(task: Task) -> Iterator[Part]:
    """The figures that the authors give: of a whole test set, then of its groups."""
    found: dict[Subset, dict[Place, Estimate]] = {}
    for name, by_model in task.results.items():
        for model, result in by_model.items():
            place = (model, OUTPUT), (name, "")
            if result.value:
                found.setdefault(None, {})[place] = _estimate(result.value)
            for group, value in result.groups.items():
                found.setdefault(("group", group), {})[place] = _estimate(value)
    for subset in sorted(found, key=bool):
        yield Part(subset, SubsetStandings(found[subset], {}, frozenset()), given=True)


def _estimate(given: ScoreValue) -> Estimate:
    ends = [] if given.ci is None else [given.value - given.ci, given.value + given.ci]
    low, high = (float(f"{end:.{_DIGITS}g}") for end in ends) if ends else (None, None)
    return Estimate(given.value, given.value, given.n or 0, given.n or 0, low, high)


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
    given = {name: _decimals(by_model.values()) for name, by_model in task.results.items()}
    declared = {score.name: score for score in task.scores}
    for one in asked:
        score = declared.get(one.name)
        name = one.name if score else _TITLES.get(one.name, one.name)
        counts = _COUNTED.get(score.measure, "") if score else "labels" if one.name == LABELS else ""
        places = max(_LEAST_DECIMALS, decimals.get(one.name, 0), given.get(one.name, 0))
        for slot in (slot for slot in slots if slot[0] == one.name):
            title = ", ".join(filter(None, (bare(name), bare(slot[1]))))
            yield MeasureHead(
                slot, title, one.better, bare(one.unit), places, counts if one.average == "pooled" else ""
            )


def _decimals(results: Iterable[GivenResult]) -> int:
    """The most decimals of some given figures and of their intervals."""
    values = [value for one in results for value in (one.value, *one.groups.values()) if value]
    numbers = (f"{number:.10g}" for one in values for number in (one.value, one.ci or 0))
    return max((len(number.partition("e")[0].partition(".")[2]) for number in numbers), default=0)


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
