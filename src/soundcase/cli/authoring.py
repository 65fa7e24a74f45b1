"""The commands for whoever writes a catalogue."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click

from soundcase.cli.options import Orders, checking_options, options_of, project_of, project_options, tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from soundcase.commands.serve import Told

PORT = 8000


@click.command("serve", short_help="Build, show the site, and build again after every save.")
@project_options
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("-p", "--port", type=click.IntRange(0, 65535), help=f"[default: {PORT}, or the next free one]")
@click.pass_context
@checking_options
def serve_command(
    orders: Orders,
    context: click.Context,
    directory: Path | None,
    output: Path | None,
    host: str,
    port: int | None,
) -> None:
    """Build, show the site on this machine, and build again whenever something is saved."""
    from soundcase.commands.serve import serve
    from soundcase.commands.serve.port import AddressError, address, is_private, listen

    project = project_of(context, directory, output)
    try:
        listening = listen(host, PORT if port is None else port, only=bool(port))
    except AddressError as error:
        raise click.ClickException(str(error)) from error
    if not is_private(host):
        click.echo(f"Warning: everybody who can reach {host} can read this site.", err=True)
    if port is None and listening.getsockname()[1] != PORT:
        click.echo(f"Port {PORT} is taken: using {listening.getsockname()[1]}.", err=True)

    def told(news: Told) -> None:
        tell(news.built.problems, news.built.checked.loaded.lines, orders.style, project)
        click.echo(_news(news, project.root))

    with listening, options_of(orders) as options:
        click.echo(f"Serving {address(listening)} (stop with Ctrl-C)")
        serve(project, options, listening, told)
    click.echo("Stopped.")


def is_temporary(path: str) -> bool:
    """Whether a path is what editors write on their way to saving another file, or beside it."""
    name = os.path.basename(path)
    odd = name.startswith((".", "#")) or name.endswith(("~", ".tmp", ".swp", ".bak", ".part", "___"))
    return odd or name.isdecimal() or not os.path.exists(path)


def _news(news: Told, root: Path) -> str:
    """A line about a build: when, why, what came of it, how long it took."""
    from soundcase.commands.summary import failure, summary

    came = failure(news.built.problems) if news.built.failed else f"Built: {summary(news.built)}"
    saved = sorted(os.path.relpath(path, root) for path in news.changed if not is_temporary(path))
    why = f"{saved[0]}{f' and {len(saved) - 1} more' if len(saved) > 1 else ''}: " if saved else ""
    return f"{datetime.now().astimezone():%H:%M:%S} {why}{came} ({news.seconds:.2f} s)"
