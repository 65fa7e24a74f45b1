"""A draft as a folder: whole or not at all.

Rule 1: everything is written to a hidden folder beside the target, which then takes its name in one step. A
    kill before that leaves at most the hidden folder, which the next import into the same place removes.
Rule 2: nothing that is there is ever overwritten: the target is new, or an empty folder.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from soundcase.catalogue.schema.documents import ROOTS, json_schema
from soundcase.codes import CODES
from soundcase.importers.draft import Draft
from soundcase.importers.spelling import files_of
from soundcase.problems import Place, Problem

_IGNORED = "/site/\n/.soundcase/\n"


def taken(target: Path) -> Problem | None:
    """Why nothing can be put there."""
    hint = "choose another folder with -o; importing never overwrites"
    if not target.exists() and not target.is_symlink():
        return None
    if target.is_symlink() or not target.is_dir():
        return _problem("import-target", f"'{target}' is there already", target, hint)
    if any(target.iterdir()):
        return _problem("import-target", f"the folder '{target}' holds other files", target, hint)
    return None


def place(draft: Draft, target: Path) -> Problem | None:
    """Make the project at the target; a problem where that is not possible, and then nothing is there."""
    problem = taken(target)
    if problem:
        return problem
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with hidden(target) as folder:
            _fill(folder, draft)
            folder.rename(target)
    except OSError as error:
        reason = error.strerror or str(error)
        return _problem("cannot-write", f"'{target}' cannot be written: {reason}", target)
    return None


def _problem(code: str, message: str, target: Path, hint: str = "") -> Problem:
    return Problem(code, CODES[code].severity, message, Place(str(target)), hint)


@contextmanager
def hidden(target: Path) -> Iterator[Path]:
    """A folder that is gone afterwards unless it was renamed; held by a lock for as long as we live."""
    prefix = f".{target.name}.soundcase-"
    _sweep(target.parent, prefix)
    folder = target.parent / f"{prefix}{os.getpid()}.part"
    folder.mkdir()
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems lock no folders
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield folder
    finally:
        os.close(descriptor)
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path, prefix: str) -> None:
    """Remove what imports left that were killed."""
    for path in parent.iterdir():
        if path.name.startswith(prefix) and path.name.endswith(".part") and path.is_dir() and _abandoned(path):
            shutil.rmtree(path, ignore_errors=True)


def _abandoned(folder: Path) -> bool:
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def _fill(folder: Path, draft: Draft) -> None:
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
    return {".gitignore": _IGNORED, **files_of(draft), **schemas()}


@cache
def schemas() -> Mapping[str, str]:
    """The JSON Schemas that editors complete and check by, at the places where the YAML names them."""
    return {
        f"docs/schema/{root}.json": json.dumps(json_schema(root), indent=2, ensure_ascii=False) + "\n"
        for root in ROOTS
    }
