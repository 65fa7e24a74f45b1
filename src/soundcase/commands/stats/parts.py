"""The parts of a task that have figures: the whole test set as authors give it, all examples, groups, tags.

Rule: over one example nothing is averaged; what is given is marked as on the page, where no interval overlaps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from soundcase.model import OUTPUT, Score, Task
from soundcase.scores import ScoreValue
from soundcase.site.figures import FEWEST
from soundcase.site.views.scores import Scale
from soundcase.statistics.observations import JUDGED, Place
from soundcase.statistics.standings import Estimate, Standings, Subset, SubsetStandings
from soundcase.values import dataclass

GIVEN = "Whole test set (given)"
"""The name of what authors give as results."""
_DIGITS, _WRITTEN = 12, 10
"""Digits of the ends of an interval, and of a number that somebody wrote."""


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


def told_parts(told: Standings) -> Iterator[Part]:
    """The parts of the examples that are several and are called something."""
    for subset, one in told.items():
        several = any(figure.examples >= FEWEST for figure in one.estimates.values())
        if several and (subset is None or subset[-1]):
            yield Part(subset, one)


def given_parts(task: Task) -> Iterator[Part]:
    """The figures that the authors give: of a whole test set, then of its groups."""
    found: dict[Subset, dict[Place, ScoreValue]] = {}
    for name, by_model in task.results.items():
        for model, result in by_model.items():
            groups: Mapping[Subset, ScoreValue] = {
                ("group", one): value for one, value in result.groups.items()
            }
            whole: Mapping[Subset, ScoreValue] = {None: result.value} if result.value else {}
            for subset, value in (*whole.items(), *groups.items()):
                found.setdefault(subset, {})[(model, OUTPUT), (name, "")] = value
    scale = _scale(task)
    for subset in sorted(found, key=bool):
        figures = {place: _estimate(value) for place, value in found[subset].items()}
        yield Part(subset, SubsetStandings(figures, {}, _best(found[subset], scale)), given=True)


def given_decimals(task: Task) -> Mapping[str, int]:
    """The most decimals that figures of each score, or their intervals, were given with."""
    found: dict[str, int] = {}
    for name, result in ((name, one) for name, models in task.results.items() for one in models.values()):
        for value in filter(None, (result.value, *result.groups.values())):
            for number in (f"{one:.{_WRITTEN}g}" for one in (value.value, value.ci or 0)):
                places = len(number.partition("e")[0].partition(".")[2])
                found[name] = max(found.get(name, 0), places)
    return found


def _scale(task: Task) -> Scale:
    declared = {score.name: replace(score, measure="") for score in task.scores}
    others = (Score(name, "higher", "%") for name in JUDGED if name not in declared)
    return Scale((*declared.values(), *others), given_decimals(task))


def _best(figures: Mapping[Place, ScoreValue], scale: Scale) -> frozenset[Place]:
    """The best figures, as the page marks them."""
    slots = dict.fromkeys(slot for _, slot in figures)
    leading = scale.leading({slot: [one for (_, of), one in figures.items() if of == slot] for slot in slots})
    return frozenset(
        (whose, slot)
        for (whose, slot), one in figures.items()
        if leading.get(slot) == scale.printed(slot[0], one.value)
    )


def _estimate(given: ScoreValue) -> Estimate:
    ends = [] if given.ci is None else [given.value - given.ci, given.value + given.ci]
    low, high = (float(f"{end:.{_DIGITS}g}") for end in ends) if ends else (None, None)
    return Estimate(given.value, given.value, given.n or 0, given.n or 0, low, high)
