"""A kind of project as a folder: its catalogue, its clips, and all that stands around them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from soundcase.commands import new_folder
from soundcase.commands.init.kinds import KINDS
from soundcase.commands.init.project_files import project_files
from soundcase.problems.problem import Problem
from soundcase.settings import HostName
from soundcase.shipped import sample_projects, shipped_folder

TITLE = "Title of your page"
"""The title of each starter's catalogue, which the README repeats."""

_PUBLISH = re.compile(r"^#publish: .*$", re.MULTILINE)
_HINT = "choose a new folder, or an empty one; a '.git' alone may be in it"


def taken(target: Path) -> Problem | None:
    """The problem where no project can be made there; else None."""
    return new_folder.taken(target, "init-target", _HINT, beside=new_folder.REPOSITORY)


def make(kind: str, target: Path, host: HostName | None = None) -> Problem | None:
    """Make a project of a kind, for a host; a problem where that is not possible, and then nothing is there."""
    own = shipped_folder("starters", "README.md") / kind
    example = (own / "example.yaml").read_text("utf-8")
    texts = {
        **project_files(TITLE, "new.md", host or "pages", task=KINDS[kind].task, example=example),
        **{
            f"examples/{path.name}": _for_host(path.read_text("utf-8"), host)
            for path in sorted((own / "examples").glob("*.yaml"))
        },
    }
    return taken(target) or new_folder.put(target, new_folder.filled(texts, _clips(kind, own)), last="examples")


def _for_host(text: str, host: HostName | None) -> str:
    """A file of a catalogue that names its host, where one was chosen."""
    return _PUBLISH.sub(f"publish: {{host: {host}}}", text) if host else text


def _clips(kind: str, own: Path) -> Mapping[str, Path]:
    """Place in the project → the file that is copied: lent by a sample project, or the kind's `own`."""
    samples = sample_projects()
    lent = {
        f"data/audio/{name}": samples[sample] / "data" / "audio" / clip
        for name, source in KINDS[kind].clips.items()
        for sample, _, clip in [source.partition("/")]
    }
    return lent | {
        path.relative_to(own).as_posix(): path for path in sorted((own / "data").rglob("*")) if path.is_file()
    }
