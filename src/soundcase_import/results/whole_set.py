"""The figures of a whole test set, where only some of its examples are shown.

Rule: they are made as the page makes those of its own examples, from the catalogue of all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from soundcase.catalogue.load import load
from soundcase.model import OUTPUT
from soundcase.project import Project
from soundcase.site.observed import observations, task_standings
from soundcase.site.transcripts import compared
from soundcase.statistics.observations import JUDGED
from soundcase_import.draft import Draft
from soundcase_import.to_yaml import files_of


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
