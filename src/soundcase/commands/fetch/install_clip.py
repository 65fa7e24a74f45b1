"""From a downloaded file to a clip in its place, or why it may not take it.

Rule 1: a file goes into `data/audio/` only, also where folders in it are links.
Rule 2: a digest decides where there is one; else the file has to be whole audio.
Rule 3: nothing of what a server sent is repeated, since it may be somebody's secret.
"""

from __future__ import annotations

import os
import shutil
import stat
from errno import EXDEV
from pathlib import Path

from soundcase.audio.probe import probe_file
from soundcase.audio.probe.missing import FolderIndex
from soundcase.audio.probe.sniff import describe
from soundcase.audio.probe.source import open_source
from soundcase.catalogue.files import inside
from soundcase.catalogue.sources import ClipSource
from soundcase.commands.fetch.answer import LOOK
from soundcase.commands.fetch.partial import Partial, digest
from soundcase.commands.fetch.web import quoted, without_login
from soundcase.problems.problem import Fault
from soundcase.project import Project
from soundcase.system import replace_file

_LFS = "this is what Git LFS keeps in its place: on GitHub, media.githubusercontent.com has the file"
_CUT = "give its sha256 if the original ends there"
_HINTS = {"lfs-pointer": _LFS, "truncated": _CUT, "empty-audio": ""}


def target_of(project: Project, name: str, files: FolderIndex) -> Path | Fault:
    """The place of a clip, or of the one that is there under its name; never outside `data/audio/`."""
    path = inside(project.audio, files.same(name) or name, root=project.root)
    if isinstance(path, Fault):
        return path
    folder = os.path.realpath(path.parent)
    if not Path(folder).is_relative_to(os.path.realpath(project.audio)):
        return Fault("outside-project", f"'{name}' is in a link that leaves data/audio/", "use a real folder")
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return path
    except OSError as error:
        return unwritable(name, error)
    if stat.S_ISREG(mode) or (stat.S_ISLNK(mode) and not path.is_dir()):
        return path
    return Fault("fetch-unwritable", f"'{name}' is no file", "move it away, or name the clip otherwise")


def unwritable(name: str, error: OSError) -> Fault:
    """The fault for a clip that the operating system refuses to keep."""
    message = f"'{name}' cannot be written: {error.strerror or error}"
    return Fault(
        "fetch-unwritable", message, "what was there stays; run 'build-site fetch' again when this is fixed"
    )


def mismatch(source: ClipSource, partial: Partial) -> Fault | None:
    """The fault where the file is not the clip that was meant; None where it is. Raises OSError."""
    if not source.sha256:
        return _unfit(source, partial.path, also=("truncated",))
    found = digest(partial.path)
    if found == source.sha256:
        return None
    message = f"{quoted(source.url)} gives a file whose sha256 is {found}, not {source.sha256}"
    hint = "if the original was changed, listen to it and correct the digest"
    return _unfit(source, partial.path) or Fault("fetch-digest", message, hint)


def _unfit(source: ClipSource, path: Path, also: tuple[str, ...] = ()) -> Fault | None:
    """The fault of a file as audio; None where it has none, but for those whose codes are not in `also`."""
    name = without_login(source.url)
    probed = probe_file(path, name, longest=source.longest)
    faults = [one for one in probed.faults if probed.facts is None or one.code in also]
    if not faults:
        return None
    code, message = faults[0].code, faults[0].message
    if code == "not-audio":
        message = f"{quoted(name)} gives no audio but {_without_words(path)}"
    return Fault(code, message, faults[0].hint if code == "too-long" else _HINTS.get(code, LOOK))


def _without_words(path: Path) -> str:
    """The kind of a file, without a word of it."""
    opened = open_source(path, path.name)
    if isinstance(opened, Fault):
        return "what cannot be read"
    with opened:
        return describe(opened, excerpt=False)


def install(partial: Partial, target: Path) -> None:
    """Move a checked file into its place in one step. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with partial.path.open("r+b") as file:  # Windows syncs only what may be written
        os.fsync(file.fileno())
    try:
        replace_file(partial.path, target)
    except OSError as error:
        if error.errno != EXDEV:
            raise
        _carry(partial.path, target)
    partial.discard()


def _carry(path: Path, target: Path) -> None:
    """Move a file to another disk; a kill leaves a hidden file, which the next try writes anew."""
    half = target.with_name(f".{path.name}")
    try:
        shutil.copyfile(path, half)
        with half.open("r+b") as file:
            os.fsync(file.fileno())
        replace_file(half, target)
    finally:
        half.unlink(missing_ok=True)
