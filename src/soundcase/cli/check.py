"""`build-site check`: every problem of a project, without a site; or of a site that is finished."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path

import click

from soundcase.cli.archive import byte_count
from soundcase.cli.options import (
    BuildFlags,
    build_flags,
    build_options,
    project_of,
    project_options,
    report,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from soundcase.publishing.manifest import PublishedFile

_EVERY = 200
"""Files between two lines of progress."""
_JOBS = 4


@click.command("check")
@project_options
@click.option("--site", metavar="URL|DIR", default="", help="Check a finished site in place of the project.")
@click.option(
    "--max-download",
    "budget",
    metavar="SIZE",
    default="100MB",
    show_default=True,
    callback=byte_count,
    help="With --site: most to read for digests.",
)
@click.pass_context
@build_flags
def check_command(
    flags: BuildFlags,
    context: click.Context,
    directory: Path | None,
    output: Path | None,
    site: str,
    budget: int,
) -> None:
    """Find every problem, without making the site.

    With --site the site at an address, or in a folder, is looked through: every file against the list that its
    build wrote, every link and anchor, and how the host serves them. No other host is asked. With -C or -o it
    is also compared with the site that was built there.
    """
    if site:
        named = directory or output or (context.obj and (context.obj.directory or context.obj.output))
        _check_site(
            flags, context, site, budget, project_of(context, directory, output).output if named else None
        )
        return
    from soundcase.build import check
    from soundcase.problems.phrases import number_of
    from soundcase.problems.report import counted

    project = project_of(context, directory, output)
    with build_options(flags) as options:
        checked = check(project, options)
    report(checked.problems, flags.style, project, checked.loaded.lines)
    if flags.style == "text":
        catalogue = checked.loaded.catalogue
        examples = sum(len(task.examples) for task in catalogue.tasks()) if catalogue else 0
        click.echo(f"Checked {number_of(examples, 'example')}: {counted(checked.problems)}")
    context.exit(0 if checked.site else 1)


def _check_site(flags: BuildFlags, context: click.Context, site: str, budget: int, built: Path | None) -> None:
    from soundcase.commands.crawl.crawl import crawl, is_address
    from soundcase.commands.crawl.visit import VisitOptions
    from soundcase.problems.problem import any_error

    if flags.dask or flags.audio:
        raise click.UsageError("--dask and --audio are for checking a project, not a site")
    if not is_address(site) and not Path(site).is_dir():
        raise click.UsageError(f"'{site}' is neither an address with https:// or http:// nor a folder")
    progress = _bar() if sys.stderr.isatty() else nullcontext(_lines(partial(click.echo, err=True)))
    try:
        with progress as on_progress:
            options = VisitOptions(flags.jobs or _JOBS, budget, built=_files_of(built), on_progress=on_progress)
            crawled = crawl(site, options, strict=flags.strict)
    except ValueError as error:
        raise click.UsageError(f"'{site}' is no address: {error}") from error
    report(crawled.problems, flags.style)
    if flags.style == "text":
        click.echo("\n" * bool(crawled.problems), err=True, nl=False)
        click.echo(crawled.summary)
    context.exit(1 if any_error(crawled.problems) else 0)


def _files_of(built: Path | None) -> Mapping[str, PublishedFile] | None:
    """The files of the build in a folder, where one is named."""
    from soundcase.publishing.manifest import read_holdings

    if built is None:
        return None
    holdings = read_holdings(built)
    if not holdings.legible:
        raise click.UsageError(f"there is no site in '{built}' to compare with")
    return holdings.files


def _lines(say: Callable[[str], None]) -> Callable[[int, int], None]:
    def on_progress(done: int, count: int) -> None:
        if done % _EVERY == 0:
            say(f"{done} of {count} files")

    return on_progress


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal behind standard error."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("Asking"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("files", total=None)

        def on_progress(done: int, count: int) -> None:
            progress.update(task, completed=done, total=count)

        yield on_progress
