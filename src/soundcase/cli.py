"""The command line: the only place that prints or exits.

Exit status: 0 done, 1 problems, 2 wrong usage. A bug shows its traceback; a user's mistake never does.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec, Protocol

import click

from soundcase import __version__
from soundcase.codes import CODES
from soundcase.phrases import nearest
from soundcase.problems import Problem
from soundcase.project import Project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from soundcase.build import Built, Options

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


def checking_options(command: Command[P]) -> Command[P]:
    """The options of checking."""

    @click.option(
        "--format", "style", type=STYLES, default="text", show_default=True, help="How problems are told."
    )
    @click.option("--strict", is_flag=True, help="Treat warnings as errors.")
    @click.option("-j", "--jobs", type=click.IntRange(min=1), help="Files read at once.  [default: the cores]")
    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        command(*args, **kwargs)

    return wrapped


@click.group(invoke_without_command=True, context_settings=CONTEXT)
@project_options
@click.version_option(__version__, "-V", "--version", prog_name="build-site", message="%(prog)s %(version)s")
@click.pass_context
def commands(context: click.Context, directory: Path | None, output: Path | None) -> None:
    """Make a static demo site from a YAML catalogue of audio examples.

    Without a command: build the project in this folder.
    """
    context.obj = (directory, output)
    if context.invoked_subcommand is None:
        context.invoke(build_command, style="text")


@commands.command("build")
@project_options
@checking_options
@click.option("--force", is_flag=True, help="Build even if nothing changed since the last time.")
@click.pass_context
def build_command(
    context: click.Context,
    directory: Path | None,
    output: Path | None,
    style: str,
    strict: bool = False,
    jobs: int | None = None,
    force: bool = False,
) -> None:
    """Check, render and publish the site (the default command)."""
    from soundcase.build import build
    from soundcase.publishing import stamp

    project = _project(context, directory, output)
    if not (force or strict or style != "text"):
        summary = stamp.unchanged(str(project.root), str(project.output))
        if summary is not None:
            click.echo(f"Nothing changed: {summary}")
            return
    with _options(jobs, strict=strict) as options:
        built = build(project, options, _remembered)
    _tell(built.problems, built.checked.lines, style, project)
    if style == "text":
        click.echo(_failure(built.problems) if built.failed else f"Built {_shown(project)}: {_summary(built)}")
    context.exit(1 if built.failed else 0)


@commands.command("check")
@project_options
@checking_options
@click.pass_context
def check_command(
    context: click.Context,
    directory: Path | None,
    output: Path | None,
    style: str,
    strict: bool,
    jobs: int | None,
) -> None:
    """Find every problem, without writing anything."""
    from soundcase.build import check
    from soundcase.report import counted

    project = _project(context, directory, output)
    with _options(jobs, strict=strict) as options:
        checked = check(project, options)
    _tell(checked.problems, checked.lines, style, project)
    if style == "text":
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


def main() -> int:
    """Run the command line with the arguments of the process; exits."""
    commands(prog_name="build-site")
    return 0


def _project(context: click.Context, directory: Path | None, output: Path | None) -> Project:
    """The project that the options name, those behind the command's name first."""
    before = context.obj or (None, None)
    root = Path(os.path.realpath(directory or before[0] or "."))
    site = output or before[1]
    return Project(root, Path(os.path.abspath(site)) if site else root / "site")


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _options(jobs: int | None, *, strict: bool) -> Iterator[Options]:
    """The options of a build, with a progress bar on a terminal."""
    from soundcase.build import Options

    if not sys.stderr.isatty():
        yield Options(jobs or _cores(), strict, _say_waiting)
        return
    from rich.console import Console

    with Console(stderr=True).status("Reading the catalogue and its clips …"):
        yield Options(jobs or _cores(), strict, _say_waiting)


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


def _summary(built: Built) -> str:
    """What was published, in a line."""
    published, site = built.published, built.checked.site
    assert published is not None
    assert site is not None
    found = built.checked.survey
    pages = [url for url in site.pages if url.endswith(".html")]
    clips = len(found.clips) if found else 0
    size = sum(
        len(one) if isinstance(one, bytes) else one.size
        for one in (*site.assets.values(), *site.pages.values())
    )
    done = (
        f"{len(published.written)} files written, {len(published.kept)} kept, {len(published.pruned)} removed"
    )
    return f"{len(pages)} pages, {clips} clips, {size / 1e6:.1f} MB; {done}"


def _remembered(built: Built) -> str:
    """What a build that finds nothing changed says: what stands there, and the warnings it has."""
    from soundcase.report import as_text, counted

    told = _summary(built).partition(";")[0]
    if not built.problems:
        return told
    return f"{told}; {counted(built.problems)}\n\n{as_text(built.problems, built.checked.lines, colour=False)}"


def _failure(problems: Sequence[Problem]) -> str:
    from soundcase.report import counted

    return f"Not built: {counted(problems)}. What stood in the output folder still stands."


def _shown(project: Project) -> str:
    return os.path.relpath(project.output)
