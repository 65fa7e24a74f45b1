"""Facets: by what the examples of a site are told apart, as columns that a script of the page searches.

Rule 1: they come as scripts, since pages on disk may read no files; each hands its content over by one event:
`facet-columns`, `facet-numbers`, `facet-examples`. No address has a digest, so that a page stays as it is.
Rule 2: a column holds each of its values once, and of each example the place of its own in signs of `_SIGNS`,
as many for each as the number of values takes; none where all have the same.
Rule 3: of a verdict column a value has a letter for each system, so that a few signs say all of an example.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from soundcase.model import OUTPUT, Example, Score, Task
from soundcase.site.cuttings import SIZE, Cutting
from soundcase.site.labels import judges_labels
from soundcase.site.transcripts import comparable
from soundcase.site.views.search import script
from soundcase.statistics.observations import JUDGED, Observations, Shares
from soundcase.text.readings import bare
from soundcase.values import dataclass

LIST = "facets.js"
"""Not in `assets/`, whose files never change."""
_SIGNS = "".join(chr(code) for code in range(0x23, 0x7F) if chr(code) not in "\\<")
_DIGITS = 6
"""Of a number, which is exact enough to sort by."""
_MOST = 500
"""Values of a tag that a reader can choose from."""

Column = tuple[list[Any], str]


@dataclass(frozen=True, slots=True)
class FacetTask:
    """A task as facets know it."""

    task: Task
    """Without its examples."""
    page: str
    """The address of its beginning."""
    systems: Mapping[str, str]
    """Names by model id."""
    parts: tuple[tuple[str, int], ...]
    """Of each page that it stands on: the folder of the scripts with its examples, and how many these are."""

    @property
    def long(self) -> bool:
        """True if it goes on over several pages: then its numbers are loaded by the column."""
        return len(self.parts) > 1


def is_judged(example: Example) -> bool:
    """True if there is what its outputs are judged by, or a score."""
    given = (example.labels is not None, comparable(example), any(one.scores for _, _, one in example.media()))
    return any(given)


def judges(task: Task) -> bool:
    """True if verdicts or scores of the task may be expected."""
    return judges_labels(task) or bool(task.scores)


def column(cells: Sequence[Any]) -> Column:
    """The values that differ, and the place of each cell's own among them."""
    values = {cell: place for place, cell in enumerate(dict.fromkeys(cells))}
    width = _width(len(values))
    signs = {cell: _signs(place, width) for cell, place in values.items()}
    return list(values), "".join(map(signs.__getitem__, cells)) if width else ""


def _width(values: int) -> int:
    width, reach = 0, 1
    while reach < values:
        width, reach = width + 1, reach * len(_SIGNS)
    return width


def _signs(place: int, width: int) -> str:
    base = len(_SIGNS)
    return "".join(_SIGNS[place // base**digit % base] for digit in reversed(range(width)))


def facet_columns(tasks: Iterable[tuple[FacetTask, Observations]], words: Mapping[str, str]) -> str:
    """The script of all columns; of long tasks those of numbers have their own."""
    told = [_task(one, observed) for one, observed in tasks]
    return script("facet-columns", {"words": words, "size": SIZE, "tasks": told})


def facet_numbers(task: FacetTask, observed: Observations) -> Mapping[str, str]:
    """The scripts of the columns of numbers of a long task, by address."""
    found = number_columns(observed, task.task).values()
    return {_url(task, place): script("facet-numbers", one) for place, one in enumerate(found)}


def facet_examples(page: str, cutting: Cutting) -> str:
    """The script of a few examples as their page shows them."""
    return script("facet-examples", (page, cutting.ids, cutting.html), escaped="\u2028\u2029")


def _task(one: FacetTask, observed: Observations) -> dict[str, Any]:
    task = one.task
    tags = {key: column(cells) for key, cells in observed.tags.items()}
    judged = [system for system in one.systems if system in observed.verdicts]
    letters = zip(*(observed.verdicts[key] for key in judged), strict=True)
    return {
        "id": task.id,
        "title": bare(task.title),
        "page": one.page,
        "parts": one.parts,
        "count": len(observed.ids),
        "systems": one.systems,
        "judged": judged,
        "verdicts": column(["".join(each) for each in letters]) if judged else None,
        "group": column(observed.groups) if any(observed.groups) else None,
        "tags": {key: told for key, told in tags.items() if 1 < len(told[0]) <= _MOST},
        "numbers": _numbers(one, observed),
    }


def _numbers(one: FacetTask, observed: Observations) -> list[tuple[str, str, bool, str, Column | str]]:
    """Each score of each system: name, unit, whether it is of errors, whose it is; its column or address."""
    scores = {score.name: score for score in one.task.scores}
    found = number_columns(observed, one.task)
    return [
        (*_told(scores.get(name), name), model, _url(one, place) if one.long else numbers)
        for place, ((name, model), numbers) in enumerate(found.items())
    ]


def _told(score: Score | None, name: str) -> tuple[str, str, bool]:
    return (bare(name), bare(score.unit), score.average == "pooled") if score else (bare(name), "", False)


def number_columns(observed: Observations, task: Task) -> Mapping[tuple[str, str], Column]:
    """By score and system, in the order of both: numbers, or pairs of errors and units; None for none.

    Those that say whether an answer is right are verdicts already.
    """
    pooled = {score.name: score.average == "pooled" for score in task.scores}
    verdicts = {score.name for score in task.scores if score.measure == "exact"}
    found = {
        (name, model): column([_number(cell, pooled=pooled.get(name, False)) for cell in cells])
        for ((model, role), (name, slot)), cells in observed.values.items()
        if role == OUTPUT and not slot and name not in verdicts and (name in pooled or name not in JUDGED)
    }
    names, systems = list(dict.fromkeys((*pooled, *(name for name, _ in found)))), list(task.models)
    order = sorted(found, key=lambda key: (names.index(key[0]), systems.index(key[1])))
    return {key: found[key] for key in order}


def _number(cell: Shares | None, *, pooled: bool) -> float | Shares | None:
    """A number as columns hold it; of errors also what they are shared by."""
    if cell is None or not cell[1]:
        return None
    return cell if pooled else float(f"{cell[0] / cell[1]:.{_DIGITS}g}")


def _url(task: FacetTask, place: int) -> str:
    return f"{task.parts[0][0]}/numbers-{place + 1}.js"
