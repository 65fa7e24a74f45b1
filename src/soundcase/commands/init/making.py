"""A kind of project as a folder: its catalogue, its clips, and all that stands around them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from soundcase.commands import new_folder
from soundcase.commands.init.kinds import KINDS
from soundcase.commands.init.project_files import project_files
from soundcase.problems.problem import Problem
from soundcase.shipped import sample_projects, shipped_folder

TITLE = "Title of your page"
"""The title of each starter's catalogue, which the README repeats."""

_HINT = "choose a new folder, or an empty one; a '.git' alone may be in it"


def taken(target: Path) -> Problem | None:
    """The problem where no project can be made there; else None."""
    return new_folder.taken(target, "init-target", _HINT, beside=new_folder.REPOSITORY)


def make(kind: str, target: Path) -> Problem | None:
    """Make a project of a kind; a problem where that is not possible, and then nothing is there."""
    return taken(target) or new_folder.put(
        target, new_folder.filled(_texts(kind), _clips(kind)), last="examples"
    )


def _texts(kind: str) -> Mapping[str, str]:
    own = shipped_folder("starters", "README.md") / kind
    example = _text(own / "example.yaml")
    return {
        **project_files(TITLE, "new.md", task=KINDS[kind].task, example=example),
        **{f"examples/{path.name}": _text(path) for path in sorted((own / "examples").glob("*.yaml"))},
    }


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _clips(kind: str) -> Mapping[str, Path]:
    """Place in the project → the file that is copied."""
    samples = sample_projects()
    lent = {
        f"data/audio/{name}": samples[sample] / "data" / "audio" / clip
        for name, source in KINDS[kind].clips.items()
        for sample, _, clip in [source.partition("/")]
    }
    own = shipped_folder("starters", "README.md") / kind
    return lent | {
        path.relative_to(own).as_posix(): path for path in sorted((own / "data").rglob("*")) if path.is_file()
    }
