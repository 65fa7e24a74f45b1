"""`build-site fetch`: options, and what is printed."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import click

from soundcase.cli.archive import byte_count
from soundcase.cli.options import DIRECTORY, STYLES, project_of, report


@click.command("fetch", short_help="Download the clips that have an address.")
@click.option("-C", "--directory", type=DIRECTORY, help="The project's folder.  [default: .]")
@click.option("--replace", is_flag=True, help="Also download clips that are there and differ.")
@click.option(
    "--max-size", "largest", default="1GB", show_default=True, callback=byte_count, help="Largest clip to take."
)
@click.option(
    "-j", "--jobs", type=click.IntRange(1, 64), default=8, show_default=True, help="Downloads at once."
)
@click.option("--allow-private", is_flag=True, help="Also ask servers that only this network reaches.")
@click.option("--format", "style", type=STYLES, default="text", help="How problems are shown.  [default: text]")
@click.pass_context
def fetch_command(
    context: click.Context,
    directory: Path | None,
    replace: bool,
    largest: int,
    jobs: int,
    allow_private: bool,
    style: str,
) -> None:
    """Download the clips that have a `url` (or lie under `media.base_url`) into data/audio/.

    A clip takes its place when it is whole and its sha256 is right. What is there already stays, unless
    --replace asks for what the address holds. Broken off, the next run goes on where this one stopped.
    """
    from soundcase.commands.fetch.fetch import FetchOptions, fetch
    from soundcase.commands.fetch.progress import bars, lines

    project = project_of(context, directory, None)
    options = FetchOptions(replace, jobs, largest, private=allow_private)
    progress = bars() if sys.stderr.isatty() else nullcontext(lines(partial(click.echo, err=True)))
    on_wait = partial(click.echo, "Another fetch of this project is running: waiting for it.", err=True)
    try:
        with progress as on_progress:
            fetched = fetch(project, options, on_progress, on_wait)
    except KeyboardInterrupt:
        click.echo("Stopped. What has come is kept: run 'build-site fetch' again to go on.", err=True)
        context.exit(1)
    report(fetched.problems, style, project, fetched.loaded.lines)
    if style == "text":
        click.echo(fetched.summary())
    context.exit(1 if fetched.failed else 0)
