"""A draft as a folder: whole or not at all, and nothing that is there is overwritten."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from soundcase import placing
from soundcase.catalogue.schema.documents import schema_files
from soundcase.importers.draft import Draft
from soundcase.importers.spelling import files_of
from soundcase.problems import Problem
from soundcase.project import IGNORED

_HINT = "choose another folder with -o; importing never overwrites"


def taken(target: Path) -> Problem | None:
    """Why nothing can be put there."""
    return placing.taken(target, "import-target", _HINT, beside=placing.REPOSITORY)


def place(draft: Draft, target: Path) -> Problem | None:
    """Make the project at the target; a problem where that is not possible, and then nothing is there."""
    return taken(target) or placing.put(target, partial(_fill, draft), last="examples")


def _fill(draft: Draft, folder: Path) -> None:
    for name, text in _texts(draft).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    (folder / "data" / "audio").mkdir(parents=True)
    for name, source in draft.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, path)


def _texts(draft: Draft) -> Mapping[str, str]:
    return {".gitignore": IGNORED, **files_of(draft), **schema_files()}
