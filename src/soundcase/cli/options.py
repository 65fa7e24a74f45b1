"""Shared parts of the commands: their options, the project these name, and the printing of problems."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

import click

from soundcase.project import Project
from soundcase.system import cores
from soundcase.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from soundcase.build import Options
    from soundcase.catalogue.load import Loaded
    from soundcase.problems.problem import Problem

P = ParamSpec("P")
Command = Callable[P, None]
DIRECTORY = click.Path(path_type=Path, exists=True, file_okay=False)
STYLES = click.Choice(["text", "json", "github"])


def project_options(command: Command[P]) -> Command[P]:
    """The options that name the project and its output, also taken before the command's name."""

    @click.option("-C", "--directory", type=DIRECTORY, help="The project's folder.  [default: .]")
    @click.option(
        "-o", "--output", type=click.Path(path_type=Path), help="Where the site goes.  [default: site/]"
    )
    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        command(*args, **kwargs)

    return wrapped


@dataclass(frozen=True, slots=True)
class GroupOptions:
    """The options that stand before the command's name."""

    directory: Path | None
    output: Path | None
    asked: bool = False
    """Whether it is known already that something changed."""


@dataclass(frozen=True, slots=True)
class BuildFlags:
    """The options of checking and building."""

    style: str = "text"
    strict: bool = False
    jobs: int | None = None
    dask: str = ""
    audio: str = ""

    @property
    def plain(self) -> bool:
        """True where they ask for nothing but a build."""
        return self == BuildFlags(jobs=self.jobs)


def build_flags(command: Callable[Concatenate[BuildFlags, P], None]) -> Command[P]:
    """The options of checking and building, given as `BuildFlags`."""

    @click.option(
        "--format", "style", type=STYLES, default="text", help="How problems are shown.  [default: text]"
    )
    @click.option("--strict", is_flag=True, help="Treat warnings as errors.")
    @click.option(
        "-j", "--jobs", type=click.IntRange(min=1), help="Clips in hand at once.  [default: the cores]"
    )
    @click.option("--dask", metavar="ADDRESS", default="", help="A Dask scheduler whose workers do the work.")
    @click.option("--audio", metavar="URL", default="", help="Where the clips are.  [default: data/audio/]")
    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        found = {name: kwargs.pop(name) for name in BuildFlags.__slots__ if name in kwargs}
        command(BuildFlags(**found), *args, **kwargs)  # type: ignore[arg-type]

    return wrapped


def project_of(context: click.Context, directory: Path | None, output: Path | None) -> Project:
    """The project that the options name, those behind the command's name first."""
    before = context.obj or GroupOptions(None, None)
    root = Path(os.path.realpath(directory or before.directory or "."))
    site = output or before.output
    return Project(root, Path(os.path.abspath(site)) if site else root / "site")


def loaded_of(context: click.Context, project: Project) -> Loaded:
    """The project's catalogue; where it has errors they are printed and the command ends."""
    from soundcase.catalogue.load import load
    from soundcase.problems.problem import any_error
    from soundcase.problems.report import in_order

    loaded = load(project)
    if loaded.catalogue is None or any_error(loaded.problems):
        report(in_order(loaded.problems), "text", project, loaded.lines)
        context.exit(1)
    return loaded


@contextmanager
def build_options(flags: BuildFlags) -> Iterator[Options]:
    """The options of a build: with a progress bar on a terminal, with a line now and then elsewhere."""
    from soundcase.audio.media.job import DerivationError
    from soundcase.audio.media.pool import WorkerOptions
    from soundcase.build import Options
    from soundcase.cli.progress import bar, lines

    progress = bar() if sys.stderr.isatty() else nullcontext(lines(partial(click.echo, err=True)))
    try:
        with progress as on_done:
            media = WorkerOptions(flags.jobs or cores(), flags.dask, flags.audio, on_done)
            yield Options(media, flags.strict, report_waiting)
    except DerivationError as error:
        raise click.ClickException(str(error)) from error


def report_waiting() -> None:
    """Print that another build is in the way."""
    click.echo("Another build of this project is running: waiting for it.", err=True)


def lines_of(path: str) -> Sequence[str]:
    """The lines of a text file, for excerpts; none of other files."""
    try:
        return Path(path).read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return []


def report(
    problems: Sequence[Problem],
    style: str,
    project: Project | None = None,
    lines: Callable[[str], Sequence[str]] = lines_of,
) -> None:
    """Print problems in the style that was asked for: text on standard error, anything else on standard output.

    Without a project, places are the paths by which files were named. `lines` gives a file's, for excerpts.
    """
    from soundcase.problems.report import as_github, as_json, as_text

    if style == "json":
        click.echo(as_json(problems))
    elif style == "github":
        prefix = os.path.relpath(project.root).replace(os.sep, "/") if project else "."
        click.echo(as_github(problems, "" if prefix == "." else f"{prefix}/"), nl=bool(problems))
    elif problems:
        colour = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
        click.echo(as_text(problems, lines, colour=colour) + "\n" * bool(project), err=True, color=True)
