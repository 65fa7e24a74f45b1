"""A project as values, for whoever looks into it from Python: what `check` and `stats` know of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from soundcase.build import check
from soundcase.commands.stats.leaderboard import Leaderboard, leaderboards
from soundcase.facts import Facts
from soundcase.model import Catalogue, Example, Media, Model, Task
from soundcase.notebook.building import OPTIONS
from soundcase.notebook.mistakes import ProblemError
from soundcase.problems.problem import Problem, any_error
from soundcase.project import Project
from soundcase.site.transcripts import compared
from soundcase.values import dataclass

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class OpenedProject:
    """A project that was read, measured and judged; nothing of it changes."""

    catalogue: Catalogue
    """All that it says; texts and labels are compared with their references."""
    facts: Mapping[str, Facts]
    """The truth about each clip by its name in `data/audio/`: `seconds`, `rate` (Hz), `sound.loudness` …"""
    problems: tuple[Problem, ...]
    """Its warnings."""

    def __repr__(self) -> str:
        examples = sum(len(task.examples) for task in self.catalogue.tasks())
        counts = f"{examples} examples, {len(self.models)} models, {len(self.problems)} warnings"
        return f"<{self.catalogue.title!r}: tasks {', '.join(self.tasks)}; {counts}>"

    @property
    def models(self) -> Mapping[str, Model]:
        """The systems that are compared, by id, in the order of the columns."""
        return self.catalogue.models

    @property
    def tasks(self) -> Mapping[str, Task]:
        """The tasks by id, in the order of the page; each has its `examples`."""
        return {task.id: task for task in self.catalogue.tasks()}

    @property
    def statistics(self) -> Mapping[str, Leaderboard]:
        """The sum of the examples of each task, with intervals, as `build-site stats` tells it; by task id."""
        return {one.task.id: one for one in leaderboards(self.catalogue)}

    def rows(self) -> Sequence[Row]:
        """A dict for each output, for a data frame: `task`, `example`, `group`, `model`, `text`, `labels`,
        `audio`, `seconds`, `verdict`, `tag:…` and `score:…`; what an output has not is left out."""
        return [
            row
            for task, example in self.catalogue.examples()
            for part in example.parts()
            for model, pieces in part.outputs.items()
            for piece in pieces
            for row in self._row(task, example, model, piece)
        ]

    def _row(self, task: Task, example: Example, model: str, piece: Media) -> Iterator[Row]:
        facts = self.facts.get(piece.audio or "")
        told: dict[str, object] = {
            "task": task.id, "example": example.id, "group": example.group, "model": model,
            "piece": piece.label, "text": piece.text, "labels": piece.labels, "audio": piece.audio,
            "seconds": facts.seconds if facts else None, "verdict": piece.verdict,
            **{f"tag:{key}": value for key, value in example.tags.items()},
            **{f"score:{key}": getattr(one, "value", None) for key, one in piece.scores.items()},
        }  # fmt: skip
        yield {key: value for key, value in told.items() if value not in (None, "")}


def open_project(folder: str | Path) -> OpenedProject:
    """A project as values: what `page.save` or a person wrote into `folder`.

    Raises ProblemError where `build-site check` finds errors, with the lines of its files.
    """
    root = Path(folder).resolve()
    checked = check(Project(root, root / "site"), OPTIONS)
    if any_error(checked.problems) or checked.loaded.catalogue is None or checked.survey is None:
        raise ProblemError(checked.problems, checked.loaded.lines)
    facts = {key.name: clip.facts for key, clip in checked.survey.clips.items()}
    return OpenedProject(compared(checked.loaded.catalogue), facts, checked.problems)
