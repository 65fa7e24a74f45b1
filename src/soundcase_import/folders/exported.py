"""What `export` wrote, back as the project that it was: the catalogue lies beside the table, to the letter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from soundcase.catalogue.files import inside
from soundcase.catalogue.load import MAIN, load
from soundcase.catalogue.uses import uses_of
from soundcase.model import Catalogue, Example, Task
from soundcase.problems.problem import any_error
from soundcase.project import Project
from soundcase_import.draft import (
    Defect,
    Draft,
    DraftExample,
    DraftMedia,
    DraftModel,
    DraftSection,
    DraftTask,
)
from soundcase_import.options import RefusedError


def has_catalogue(folder: Path) -> bool:
    """Whether a catalogue lies in the folder."""
    return (folder / "examples" / MAIN).is_file()


def import_exported(folder: Path) -> Draft:
    """The project whose catalogue and clips lie in the folder; RefusedError where they cannot be read."""
    project = Project(folder, folder / "site")
    loaded = load(project)
    if loaded.catalogue is None or any_error(loaded.problems):
        raise RefusedError(*loaded.problems)
    wanted = {**{path: path for path in loaded.documents}, **dict(_named(project, loaded.catalogue))}
    files = {place: inside(folder, name, root=folder) for place, name in wanted.items()}
    found = {place: path for place, path in files.items() if isinstance(path, Path) and path.is_file()}
    missing = [name for place, name in wanted.items() if place not in found]
    return Draft(
        title=loaded.catalogue.title,
        models=tuple(DraftModel(one.id, one.name) for one in loaded.catalogue.models.values()),
        sections=tuple(
            DraftSection(one.title, tuple(map(_task, one.tasks))) for one in loaded.catalogue.sections
        ),
        files=found,
        defects=tuple(Defect("missing-file", f"no file '{name}'", name) for name in missing),
        shown=(f"catalogue = examples/{MAIN}, as it was exported",),
        ready=True,
    )


def _named(project: Project, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Files that the catalogue names: their place in a project, and their place in what was exported."""
    uses = uses_of(catalogue)
    yield from ((project.relative(project.audio / use.name), use.name) for use in uses.clips)
    pictures = (project.images / use.name for use in uses.pictures)
    videos = (project.video / use.name for use in uses.videos)
    for path in (*pictures, *videos):
        yield project.relative(path), project.relative(path)


def _task(task: Task) -> DraftTask:
    return DraftTask(task.id, task.title, task.output, tuple(map(_example, task.examples)), models=task.models)


def _example(example: Example) -> DraftExample:
    """What the report counts of an example: its clips and its models."""
    pieces = dict.fromkeys(example.outputs, ()) | {"": tuple[DraftMedia, ...]()}
    for _, model, piece in example.media():
        pieces[model] = (*pieces.get(model, ()), DraftMedia(audio=piece.audio or "", video=piece.video or ""))
    audio = pieces.pop("")
    return DraftExample(id=example.id, audio=audio, outputs=pieces)
