"""From a name in the catalogue to a file inside the project, or a fault that says why not."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path, PurePosixPath

from soundcase.problems.codes import problem_of
from soundcase.problems.phrases import quoted
from soundcase.problems.problem import Fault, Place, Problem

_DRIVE = re.compile(r"^[A-Za-z]:")
_ADDRESS = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]+://|//|data:|file:)")
MAX_BYTES = 64 * 2**20
_KINDS = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
_LONGEST_NAME, _LONGEST_PATH = 255, 4000
"""Bytes; no file system takes more."""


def inside(folder: Path, name: str, *, root: Path) -> Path | Fault:
    """The file that `name` means in `folder`; it need not exist, but never lies outside of `root`."""
    pure = PurePosixPath(name)
    if _ADDRESS.match(name):
        hint = "download it into the project, and name the file"
        last = PurePosixPath(re.split("[?#]", name)[0]).name
        if folder.name == "audio" and last and name.startswith(("https://", "http://")):
            hint = f"write {{audio: {last}, url: …}} with the address as 'url'; 'build-site fetch' downloads it"
        return Fault("outside-project", f"{quoted(name)} is an address, not the name of a file", hint)
    if pure.is_absolute() or _DRIVE.match(name):
        return Fault("outside-project", f"'{name}' is an absolute path", "name the file relative to its folder")
    if ".." in pure.parts:
        return Fault("outside-project", f"'{name}' leads out of its folder", "copy the file into the project")
    if "\\" in name or "\0" in name:
        return Fault(
            "outside-project", f"'{name}' has a character that paths cannot have", "use '/' between folders"
        )
    path = folder / pure
    if (
        max(len(os.fsencode(part)) for part in ("", *pure.parts)) > _LONGEST_NAME
        or len(os.fsencode(path)) > _LONGEST_PATH
    ):
        message = f"{quoted(name)} is longer than the name of a file can be"
        return Fault("missing-file", message, "name a file here; words belong under 'text:'")
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(os.path.realpath(root)):
        return Fault("outside-project", f"'{name}' is a link that leaves the project", "copy the file itself")
    return path


def read_file(path: Path, shown: str) -> bytes | Problem:
    """The content of a regular file of bearable size; `shown` is how problems call the file."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = next((name for test, name in _KINDS if test(status.st_mode)), "a device")
            return problem_of("unreadable-file", f"'{shown}' is {kind}, not a file", Place(shown))
        if status.st_size > MAX_BYTES:
            size = f"{status.st_size / 2**20:.0f} MB; {MAX_BYTES // 2**20} MB are the limit"
            return problem_of("too-large", f"'{shown}' has {size}", Place(shown))
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        return problem_of("unreadable-file", f"'{shown}' cannot be read: {reason}", Place(shown))
