"""A draft as a folder: whole or not at all, and nothing that is there is overwritten."""

from __future__ import annotations

from pathlib import Path

from soundcase.commands import new_folder
from soundcase.commands.init.project_files import project_files
from soundcase.problems.problem import Problem
from soundcase_import.draft import Draft
from soundcase_import.to_yaml import files_of

_HINT = "choose another folder with -o; importing never overwrites"


def taken(target: Path) -> Problem | None:
    """Why nothing can be put there."""
    return new_folder.taken(target, "import-target", _HINT, beside=new_folder.REPOSITORY)


def write_project(draft: Draft, target: Path) -> Problem | None:
    """Make the project at the target; a problem where that is not possible, and then nothing is there."""
    task = next((task.id for task in draft.tasks()), "catalogue")
    texts = {**project_files(draft.title, "imported.md", task=task), **({} if draft.ready else files_of(draft))}
    fill = new_folder.filled(texts, draft.files, folders=("data/audio",))
    return taken(target) or new_folder.put(target, fill, last="examples")
