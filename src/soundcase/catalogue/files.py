"""From a name in the catalogue to a file inside the project, or a fault that says why not."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath

from soundcase.problems import Fault

_DRIVE = re.compile(r"^[A-Za-z]:")


def inside(folder: Path, name: str, *, root: Path) -> Path | Fault:
    """The file that `name` means in `folder`; it need not exist, but never lies outside of `root`."""
    pure = PurePosixPath(name)
    if pure.is_absolute() or _DRIVE.match(name):
        return Fault("outside-project", f"'{name}' is an absolute path", "name the file relative to its folder")
    if ".." in pure.parts:
        return Fault("outside-project", f"'{name}' leads out of its folder", "copy the file into the project")
    if "\\" in name or "\0" in name:
        return Fault(
            "outside-project", f"'{name}' has a character that paths cannot have", "use '/' between folders"
        )
    path = folder / pure
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(os.path.realpath(root)):
        return Fault("outside-project", f"'{name}' is a link that leaves the project", "copy the file itself")
    return path
