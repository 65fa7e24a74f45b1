"""The place of a call in somebody's program: file and line, or cell of a notebook and line.

Rule: IPython and marimo are asked where they run, and never imported.
"""

from __future__ import annotations

import linecache
import os
import re
import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import Any

from soundcase.problems.problem import Place
from soundcase.values import dataclass

_PACKAGE = str(Path(__file__).parents[1]) + os.sep
_MARIMO = re.compile(r"__marimo__cell_(\w+?)_?(?:\.py)?$")


@dataclass(frozen=True, slots=True)
class Call:
    """One call."""

    place: Place
    """Its path is the file's as seen from the working folder, or `In [3]`."""
    lines: tuple[str, ...] = ()
    """The source of that file or cell."""
    cell: str = ""
    """The name that the notebook gives the cell that runs; empty where there is none."""
    run: int = 0
    """How many cells had run before."""
    row: int = 0
    """The row of a table that is meant, from 1; 0 where there is none."""


def calling() -> Call:
    """The call by which somebody's program came here."""
    frame = next((one for one in _frames() if not one.f_code.co_filename.startswith(_PACKAGE)), None)
    if frame is None:
        return Call(Place("<python>"))
    source = frame.f_code.co_filename
    shell = _shell()
    lines = tuple(line.rstrip("\r\n") for line in linecache.getlines(source, frame.f_globals))
    parent: Mapping[str, Any] = getattr(shell, "get_parent", dict)() or {}
    cell = str(parent.get("metadata", {}).get("cellId", ""))
    return Call(_place(frame, _shown(source, shell), lines), lines, cell, getattr(shell, "execution_count", 0))


def _frames() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe(2)  # noqa: SLF001 - documented, quicker than `inspect`
    while frame:
        yield frame
        frame = frame.f_back


def _shell() -> object:
    """The IPython that runs; None for none."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def _shown(source: str, shell: object) -> str:
    """The name of a source for people."""
    cells = getattr(getattr(shell, "compile", None), "_filename_map", {})
    if source in cells:
        return f"In [{cells[source]}]"
    if found := _MARIMO.search(source):
        return f"cell {found[1]}"
    path = Path(source)
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else source


def _place(frame: FrameType, path: str, lines: tuple[str, ...]) -> Place:
    """The place of the whole call, as far as it stands on its first line."""
    span = next(islice(frame.f_code.co_positions(), frame.f_lasti // 2, None), (None,) * 4)
    line, last, start, end = span
    if line is None or start is None or not 0 < line <= len(lines):
        return Place(path, frame.f_lineno)
    text = lines[line - 1].encode()
    first = len(text[:start].decode(errors="replace"))
    return Place(path, line, first + 1, len(text[: end if last == line else None].decode(errors="replace")) + 1)
