"""The scores of a comparison: those that outputs carry, those that the build measures, the figures of them all.

Rule 1: where a table has the error rates of single texts, and the build counts the same ones, it does so:
    the rate of a set is then all its errors over all its words, as every toolkit sums it up, and no mean.
Rule 2: figures of a whole test set, of which only some examples are shown, are made as the page makes those of
    its own, from the catalogue of all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from soundcase.catalogue.load import load
from soundcase.model import OUTPUT
from soundcase.project import Project
from soundcase.scores import ErrorRate
from soundcase.site.observed import observations, task_standings
from soundcase.site.transcripts import Match, character_errors, compared, comparison
from soundcase.statistics.observations import JUDGED
from soundcase_import.draft import Draft, DraftScore, DraftTask, Pieces
from soundcase_import.measures import measure_of, score_of
from soundcase_import.results.records import Results
from soundcase_import.to_yaml import files_of

_ENOUGH = 300
"""Answers that are looked at."""
_ALIKE = 0.98
_SLACK = 0.02
"""Per cent by which two rates differ that are one, beyond what their digits leave open."""
_DOUBT = "the mean of these rates is not the rate of all texts; 'measure: {0}' counts that"
_COUNTED: Mapping[str, Callable[[str, str, Match], ErrorRate]] = {
    "wer": lambda text, right, match: comparison(text, right, match).words,
    "cer": character_errors,
}


def counted(task: DraftTask, sources: Sequence[Results]) -> list[str]:
    """The lines for people about scores of their tables that the build counts in their place."""
    given = {name for one in sources for name in one.measures}
    told = any(one.measures for one in sources if not one.guessed)
    return [
        f"score {name} = counted from the texts, with the same rates"
        for name, score in task.scores.items()
        if score.measure and name in given and not told
    ]


def with_scores(task: DraftTask, sources: Sequence[Results]) -> DraftTask:
    """The task with its scores declared, and its texts compared as the sources' tools do."""
    declared = {name: score for one in sources for name, score in one.measures.items()}
    pieces = [piece for row in task.examples for pieces in row.outputs.values() for piece in pieces]
    carried = dict.fromkeys(name for piece in pieces for name in piece.scores)
    referenced = any(one.text for row in task.examples for one in row.reference)
    measured = {name: one for name, one in declared.items() if one.measure and referenced}
    given = {name: declared.get(name) or score_of(name) for name in carried}
    match = "exact" if measured and any(one.exact for one in sources) else ""
    clusters = next((one.clusters for one in sources if one.clusters), "")
    shared = len({row.tags.get(clusters) for row in task.examples}) if clusters else 0
    clusters = clusters if 1 < shared < len(task.examples) else ""
    task = replace(task, scores={**measured, **given}, text_match=match, clusters=clusters)
    if referenced:
        return _with_measured(task)
    texts = ((row, tuple(one for one in row.reference if one.text is None)) for row in task.examples)
    return replace(task, examples=tuple(replace(row, reference=clips) for row, clips in texts))  # no empty ones


def _with_measured(task: DraftTask) -> DraftTask:
    """The task in which the build counts what it can count."""
    for name, score in task.scores.items():
        known = measure_of(name)
        measure = known.name.lower() if known else ""
        if not score.measure and measure in _COUNTED:
            matches: tuple[Match, ...] = ("normalised", "exact")
            found = next((match for match in matches if _agree(task, name, measure, match)), None)
            if found and any(_rates(task, name, measure, found)):
                return _with_measured(_counted(task, name, measure, found))
            if any(_rates(task, name, measure, "exact")) and not score.doubts:
                doubtful = replace(score, doubts=(_DOUBT.format(measure),))
                task = replace(task, scores={**task.scores, name: doubtful})
    return task


def _agree(task: DraftTask, name: str, measure: str, match: Match) -> bool:
    """True where nearly all given rates are those that the build counts, as fractions or in per cent."""
    rates = list(islice(_rates(task, name, measure, match), _ENOUGH))
    right = {1: 0, 100: 0}
    for given, counted in rates:
        digits = given.partition(".")[2]
        left_open = 0.0 if "e" in given.lower() else 0.5 * 10.0 ** -len(digits)
        for scale in right:
            right[scale] += abs(float(given) * scale - counted) <= left_open * scale + _SLACK
    return max(right.values()) >= _ALIKE * len(rates)


def _rates(task: DraftTask, name: str, measure: str, match: Match) -> Iterator[tuple[str, float]]:
    """The rate that each text was given, with what the build counts against the nearest reference."""
    for row in task.examples:
        right = [one.text for one in row.reference if one.text]
        for piece in (piece for pieces in row.outputs.values() for piece in pieces):
            given = piece.scores.get(name)
            if right and piece.text is not None and isinstance(given, str) and given:
                counted = [_COUNTED[measure](piece.text, text, match).value for text in right]
                told = [rate for rate in counted if rate is not None]
                if told:
                    yield given.split(" ")[0], min(told)


def _counted(task: DraftTask, name: str, measure: str, match: Match) -> DraftTask:
    """The task without the numbers of a score, which the build counts."""

    def without(pieces: Pieces) -> Pieces:
        return tuple(
            replace(one, scores={key: value for key, value in one.scores.items() if key != name})
            for one in pieces
        )

    return replace(
        task,
        examples=tuple(row.with_pieces(without) for row in task.examples),
        scores={key: DraftScore(measure=measure) if key == name else one for key, one in task.scores.items()},
        text_match="exact" if match == "exact" else task.text_match,
    )


def figures_of(draft: Draft) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Score → model → its value and of how many (words, answers); nothing where there is no catalogue."""
    with TemporaryDirectory() as folder:
        for name, text in files_of(draft).items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        catalogue = load(Project(Path(folder), Path(folder, "site"))).catalogue
    if catalogue is None:
        return {}
    (task,) = compared(catalogue).tasks()
    standing = task_standings(observations(task.examples, task), task.scores, ())[None]
    found: dict[str, dict[str, dict[str, str]]] = {}
    for ((model, role), (name, _)), one in standing.estimates.items():
        if role == OUTPUT and model and name in (*(score.name for score in task.scores), *JUDGED):
            figure = {"value": f"{one.value:.4g}", "n": str(one.n)}
            found.setdefault(name, {})[model] = figure
    return found
