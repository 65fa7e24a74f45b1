"""A kind of project as a folder: its catalogue, its clips, and all that stands around them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template

from soundcase import __version__, placing
from soundcase.catalogue.schema.documents import schema_files
from soundcase.problems import Problem
from soundcase.project import IGNORED
from soundcase.scaffold.kinds import KINDS
from soundcase.shipped import sample_projects, shipped_folder

_HINT = "choose a new folder, or an empty one; a '.git' alone may be in it"


def taken(target: Path) -> Problem | None:
    """Why no project can be made there."""
    return placing.taken(target, "init-target", _HINT, beside=placing.REPOSITORY)


def make(kind: str, target: Path) -> Problem | None:
    """Make a project of a kind; a problem where that is not possible, and then nothing is there."""
    return taken(target) or placing.put(target, placing.filled(_texts(kind), _clips(kind)), last="examples")


def _texts(kind: str) -> Mapping[str, str]:
    starters = shipped_folder("starters", "README.md")
    own, common = starters / kind, starters / "common"
    values = {"version": __version__, "task": KINDS[kind].task, "example": _text(own / "example.yaml")}
    return {
        ".gitignore": IGNORED,
        ".github/workflows/pages.yml": _text(common / "pages.yml"),
        "README.md": Template(_text(common / "README.md")).substitute(values),
        "requirements.txt": Template(_text(common / "requirements.txt")).substitute(values),
        **schema_files(),
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
