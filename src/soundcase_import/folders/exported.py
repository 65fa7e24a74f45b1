"""A project that `export` wrote: its catalogue and its clips come back to the letter."""

from __future__ import annotations

from pathlib import Path

from soundcase.catalogue.files import inside
from soundcase.catalogue.load import load
from soundcase.catalogue.uses import uses_of
from soundcase.model import Example
from soundcase.problems.problem import any_error
from soundcase.project import Project
from soundcase_import.draft import Defect, Draft, DraftExample, DraftMedia, DraftModel, DraftSection, DraftTask
from soundcase_import.options import RefusedError


def exported_project(folder: Path) -> Draft:
    """The project whose catalogue and clips lie in the folder; RefusedError where they cannot be read."""
    project = Project(folder, folder / "site")
    loaded = load(project)
    catalogue = loaded.catalogue
    if catalogue is None or any_error(loaded.problems):
        raise RefusedError(*loaded.problems)
    uses = uses_of(catalogue)
    pictures = [project.images / use.name for use in uses.pictures]
    videos = [project.video / use.name for use in uses.videos]
    others = [project.files / use.name for use in uses.files]
    shown = map(project.relative, (*pictures, *videos, *others))
    wanted = {path: path for path in (*loaded.documents, *shown)}
    wanted |= {project.relative(project.audio / use.name): use.name for use in uses.clips}
    files = {place: inside(folder, name, root=folder) for place, name in wanted.items()}
    found = {place: path for place, path in files.items() if isinstance(path, Path) and path.is_file()}
    missing = [name for place, name in wanted.items() if place not in found]
    sections = (
        DraftSection(
            section.title,
            tuple(
                DraftTask(one.id, one.title, one.output, tuple(map(_exported, one.examples)), models=one.models)
                for one in section.tasks
            ),
        )
        for section in catalogue.sections
    )
    return Draft(
        title=catalogue.title,
        models=tuple(DraftModel(one.id, one.name) for one in catalogue.models.values()),
        sections=tuple(sections),
        files=found,
        defects=tuple(Defect("missing-file", f"no file '{name}'", name) for name in missing),
        shown=(f"catalogue = {project.relative(project.main)}, as it was exported",),
        ready=True,
    )


def _exported(example: Example) -> DraftExample:
    """The parts of an example that the report counts: its clips and its models."""
    pieces = dict.fromkeys(example.outputs, ()) | {"": tuple[DraftMedia, ...]()}
    for _, model, piece in example.media():
        pieces[model] = (*pieces.get(model, ()), DraftMedia(audio=piece.audio or "", video=piece.video or ""))
    audio = pieces.pop("")
    return DraftExample(id=example.id, audio=audio, outputs=pieces)
