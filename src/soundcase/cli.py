"""The command line: the only place that prints or exits.

Exit status: 0 done, 1 problems, 2 wrong usage. A bug shows its traceback; a user's mistake never does.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol

import click

from soundcase import __version__
from soundcase.codes import CODES
from soundcase.phrases import nearest
from soundcase.problems import Problem
from soundcase.project import Project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from soundcase.build import Options

P = ParamSpec("P")
Command = Callable[P, None]
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
DIRECTORY = click.Path(path_type=Path, exists=True, file_okay=False)
OUTPUT = click.Path(path_type=Path)
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


@click.group(invoke_without_command=True, context_settings=CONTEXT)
@project_options
@click.version_option(__version__, "-V", "--version", prog_name="build-site", message="%(prog)s %(version)s")
@click.pass_context
def commands(context: click.Context, directory: Path | None, output: Path | None) -> None:
    """Make a static demo site from a YAML catalogue of audio examples.

    Without a command: build the project in this folder.
    """
    context.obj = Before(directory, output, asked=context.obj is True)
    if context.invoked_subcommand is None:
        context.invoke(build_command)


@commands.command("build")
@project_options
@click.option("--force", is_flag=True, help="Build even if nothing changed since the last time.")
@click.pass_context
@checking_options
def build_command(
    orders: Orders, context: click.Context, directory: Path | None, output: Path | None, force: bool = False
) -> None:
    """Check, render and publish the site (the default command)."""
    from soundcase.build import build
    from soundcase.publishing import stamp
    from soundcase.summary import failure, remembered, summary

    project = _project(context, directory, output)
    if orders.plain and not force and not (context.obj and context.obj.asked):
        told = stamp.unchanged(str(project.root), str(project.output))
        if told is not None:
            click.echo(f"Nothing changed: {told}")
            return
    with _options(orders) as options:
        built = build(project, options, remembered)
    _tell(built.problems, built.checked.lines, orders.style, project)
    if orders.style == "text":
        click.echo(failure(built.problems) if built.failed else f"Built {_shown(project)}: {summary(built)}")
    context.exit(1 if built.failed else 0)


@commands.command("check")
@project_options
@click.pass_context
@checking_options
def check_command(orders: Orders, context: click.Context, directory: Path | None, output: Path | None) -> None:
    """Find every problem, without making the site."""
    from soundcase.build import check
    from soundcase.report import counted

    project = _project(context, directory, output)
    with _options(orders) as options:
        checked = check(project, options)
    _tell(checked.problems, checked.lines, orders.style, project)
    if orders.style == "text":
        catalogue = checked.loaded.catalogue
        examples = sum(len(task.examples) for task in catalogue.tasks()) if catalogue else 0
        click.echo(f"Checked {examples} examples: {counted(checked.problems)}")
    context.exit(0 if checked.site else 1)


@commands.command("probe")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Files read at once.  [default: the cores]")
@click.pass_context
def probe_command(context: click.Context, files: tuple[str, ...], style: str, jobs: int | None) -> None:
    """Tell the facts of audio files, and what is wrong with them."""
    from soundcase.probe import survey
    from soundcase.probe_report import as_json, as_text

    probed = list(survey({name: Path(name) for name in files}, jobs or _cores()).values())
    click.echo(as_json(probed) if style == "json" else as_text(probed))
    errors = [fault for one in probed for fault in one.faults if CODES[fault.code].severity == "error"]
    context.exit(1 if errors else 0)


@commands.command("schema")
@click.argument("root", type=click.Choice(["catalogue", "task"]), default="catalogue")
def schema_command(root: str) -> None:
    """Print the JSON Schema of catalogue.yaml, or of a task file."""
    from soundcase.catalogue.schema.documents import json_schema

    click.echo(json.dumps(json_schema(root), indent=2, ensure_ascii=False))


@commands.command("explain")
@click.argument("code", required=False)
def explain_command(code: str | None) -> None:
    """Explain a problem code; without one, list all of them."""
    if code is None:
        width = max(map(len, CODES))
        for known in CODES.values():
            click.echo(f"{known.name:{width}}  {known.severity:7}  {known.title}")
        return
    found = CODES.get(code)
    if found is None:
        raise click.BadParameter(f"no problem has the code '{code}'; {nearest(code, CODES)}".rstrip("; "))
    click.echo(f"{found.name} ({found.severity}): {found.title}\n\n{click.wrap_text(found.explanation, 90)}")
    if found.adjustable:
        click.echo(f"\nSeverity can be set in catalogue.yaml:\n\n    rules:\n      {found.name}: off")


@commands.command("cache")
@click.option("-C", "--directory", type=DIRECTORY, help="The project's folder.  [default: .]")
@click.option("--prune", is_flag=True, help="Remove what the last build did not use.")
@click.option("--clear", is_flag=True, help="Remove everything.")
@click.pass_context
def cache_command(context: click.Context, directory: Path | None, prune: bool, clear: bool) -> None:
    """Show what is kept of derived media: where, how many entries, how much."""
    from soundcase.media.upkeep import cleared, pruned, shown

    if prune and clear:
        raise click.UsageError("--prune and --clear exclude each other")
    root = _project(context, directory, None).root
    try:
        click.echo((cleared if clear else pruned if prune else shown)(root, _say_waiting))
    except OSError as error:
        raise click.ClickException(f"the cache cannot be changed: {error}") from error


def main(*, asked: bool = False) -> int:
    """Run the command line with the arguments of the process; exits.

    `asked` says that it was already asked whether anything changed, and that something did.
    """
    commands(prog_name="build-site", obj=asked)
    return 0


def _project(context: click.Context, directory: Path | None, output: Path | None) -> Project:
    """The project that the options name, those behind the command's name first."""
    before = context.obj or Before(None, None)
    root = Path(os.path.realpath(directory or before.directory or "."))
    site = output or before.output
    return Project(root, Path(os.path.abspath(site)) if site else root / "site")


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _options(orders: Orders) -> Iterator[Options]:
    """The options of a build: with a progress bar on a terminal, with a line now and then elsewhere."""
    from soundcase.build import Options
    from soundcase.media.job import DerivationError
    from soundcase.media.progress import bar, lines
    from soundcase.media.workshop import Work

    say = partial(click.echo, err=True)
    progress = bar() if sys.stderr.isatty() else nullcontext(lines(say))
    try:
        with progress as on_done:
            work = Work(orders.jobs or _cores(), orders.dask, orders.audio, on_done)
            yield Options(work, orders.strict, _say_waiting)
    except DerivationError as error:
        raise click.ClickException(str(error)) from error


def _say_waiting() -> None:
    click.echo("Another build of this project is running: waiting for it.", err=True)


def _tell(problems: Sequence[Problem], lines: Lines, style: str, project: Project) -> None:
    from soundcase.report import as_github, as_json, as_text

    if style == "json":
        click.echo(as_json(problems))
    elif style == "github":
        prefix = os.path.relpath(project.root).replace(os.sep, "/")
        click.echo(as_github(problems, "" if prefix == "." else f"{prefix}/"), nl=bool(problems))
    elif problems:
        colour = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
        click.echo(as_text(problems, lines, colour=colour) + "\n", err=True, color=True)


def _shown(project: Project) -> str:
    return os.path.relpath(project.output)
