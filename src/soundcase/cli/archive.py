"""`build-site build --zip`: one archive, and what was chosen to keep its limit."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from soundcase.cli.anonymity import in_a_line, write_report
from soundcase.cli.options import BuildFlags, build_options, report
from soundcase.project import Project
from soundcase.settings import Edition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from soundcase.checks.fitting import TaskWeight

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmg]?)(i?)b?", re.IGNORECASE)
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3}


def byte_count(context: click.Context, option: click.Parameter, value: str | None) -> int | None:
    """The bytes that a text such as `100MB`, `1.5 GB` or `20MiB` says; a megabyte has 1,000,000."""
    if value is None:
        return None
    found = _SIZE.fullmatch(value.strip())
    size = int(float(found[1]) * (1024 if found[3] else 1000) ** _POWERS[found[2].lower()]) if found else 0
    if not size:
        raise click.BadParameter(f"'{value}' is no size such as 100MB", context, option)
    return size


def archive(
    flags: BuildFlags,
    project: Project,
    context: click.Context,
    target: Path,
    most: int | None,
    edition: Edition,
    told: Path | None,
) -> NoReturn:
    """Make the archive of an edition, tell what became of it, and end; `told` gets the report on anonymity."""
    from soundcase.commands.archive import build_archive, megabytes
    from soundcase.problems.report import counted

    place = Path(os.path.abspath(target))
    with build_options(flags) as options:
        made = build_archive(project, options, edition, place, most)
    report(made.problems, flags.style, project, made.checked.loaded.lines)
    if flags.style == "text":
        if made.weights:
            click.echo(_table(made.weights))
        done = f"Wrote {os.path.relpath(place)}: {made.files} files, {megabytes(made.size)}"
        failed = f"Not written: {counted(made.problems)}."
        click.echo(failed if made.failed else done)
        if edition.anonymous and not made.failed:
            click.echo(in_a_line(made.checked))
    if told:
        write_report(told, made.checked)
    context.exit(1 if made.failed else 0)


def _table(weights: Sequence[TaskWeight]) -> str:
    """What the clips of each task became."""
    from soundcase.commands.archive import megabytes
    from soundcase.problems.phrases import harmless
    from soundcase.text.extent import width_of

    rows = [("Task", "Clips", "Before", "After", "Played")]
    for one in weights:
        how = ", ".join(one.how) + (" (lossy, against keep_lossless)" if one.lossy else "")
        rows.append((harmless(one.title), str(one.clips), megabytes(one.before), megabytes(one.after), how))
    widths = [max(width_of(row[column]) for row in rows) for column in range(4)]
    lines = []
    for name, *numbers, how in rows:
        cells = [cell.rjust(width) for cell, width in zip(numbers, widths[1:], strict=True)]
        lines.append("  ".join((name + " " * (widths[0] - width_of(name)), *cells, how)))
    return "\n".join(lines)
