"""What the commands share: their options, the project these name, and how problems are told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol

import click

from soundcase.problems.problem import Problem
from soundcase.project import Project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from soundcase.build import Options

P = ParamSpec("P")
Command = Callable[P, None]
DIRECTORY = click.Path(path_type=Path, exists=True, file_okay=False)
STYLES = click.Choice(["text", "json", "github"])


class Lines(Protocol):
    """The source of a file, for excerpts."""

    def __call__(self, path: str) -> Sequence[str]:
        """Its lines; none where there is nothing to show."""


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
class Before:
    """What stood before the command's name."""

    directory: Path | None
    output: Path | None
    asked: bool = False
    """Whether it is known already that something changed."""


@dataclass(frozen=True, slots=True)
class Orders:
    """How to check or build, as the options say it."""

    style: str = "text"
    strict: bool = False
    jobs: int | None = None
    dask: str = ""
    audio: str = ""

    @property
    def plain(self) -> bool:
        """Whether they ask for nothing but a build."""
        return self == Orders(jobs=self.jobs)


def checking_options(command: Callable[Concatenate[Orders, P], None]) -> Command[P]:
    """The options of checking and building, given as `Orders`."""

    @click.option(
        "--format", "style", type=STYLES, default="text", help="How problems are told.  [default: text]"
    )
    @click.option("--strict", is_flag=True, help="Treat warnings as errors.")
    @click.option(
        "-j", "--jobs", type=click.IntRange(min=1), help="Clips in hand at once.  [default: the cores]"
    )
    @click.option("--dask", metavar="ADDRESS", default="", help="A Dask scheduler whose workers do the work.")
    @click.option("--audio", metavar="URL", default="", help="Where the clips are.  [default: data/audio/]")
    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        orders = Orders(**{name: kwargs.pop(name) for name in Orders.__slots__ if name in kwargs})  # type: ignore[arg-type]
        command(orders, *args, **kwargs)

    return wrapped


def project_of(context: click.Context, directory: Path | None, output: Path | None) -> Project:
    """The project that the options name, those behind the command's name first."""
    before = context.obj or Before(None, None)
    root = Path(os.path.realpath(directory or before.directory or "."))
    site = output or before.output
    return Project(root, Path(os.path.abspath(site)) if site else root / "site")


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def options_of(orders: Orders) -> Iterator[Options]:
    """The options of a build: with a progress bar on a terminal, with a line now and then elsewhere."""
    from soundcase.audio.media.job import DerivationError
    from soundcase.audio.media.progress import bar, lines
    from soundcase.audio.media.workshop import Work
    from soundcase.build import Options

    say = partial(click.echo, err=True)
    progress = bar() if sys.stderr.isatty() else nullcontext(lines(say))
    try:
        with progress as on_done:
            work = Work(orders.jobs or cores(), orders.dask, orders.audio, on_done)
            yield Options(work, orders.strict, say_waiting)
    except DerivationError as error:
        raise click.ClickException(str(error)) from error


def say_waiting() -> None:
    """Tell that another build is in the way."""
    click.echo("Another build of this project is running: waiting for it.", err=True)


def tell(problems: Sequence[Problem], lines: Lines, style: str, project: Project) -> None:
    """Tell problems in the style that was asked for: for people on standard error, else on standard output."""
    from soundcase.problems.report import as_github, as_json, as_text

    if style == "json":
        click.echo(as_json(problems))
    elif style == "github":
        prefix = os.path.relpath(project.root).replace(os.sep, "/")
        click.echo(as_github(problems, "" if prefix == "." else f"{prefix}/"), nl=bool(problems))
    elif problems:
        colour = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
        click.echo(as_text(problems, lines, colour=colour) + "\n", err=True, color=True)


def tell_plainly(problems: Sequence[Problem], style: str) -> None:
    """Tell problems of files that belong to no project yet, under the paths by which they were named."""
    from soundcase.problems.report import as_json, as_text

    if style == "json":
        click.echo(as_json(problems))
        return
    colour = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    click.echo(as_text(problems, _lines_at, colour=colour), err=True, color=True)


def _lines_at(path: str) -> list[str]:
    """The lines of a text file, for excerpts; none of other files."""
    try:
        return Path(path).read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return []


def shown(project: Project) -> str:
    """The output folder, as people see it from where they stand."""
    return os.path.relpath(project.output)
