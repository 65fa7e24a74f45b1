"""`build-site serve`: options, and the lines about each build."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click

from soundcase.cli.options import BuildFlags, build_flags, build_options, project_of, project_options, report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from soundcase.commands.serve.serve import Rebuild

PORT = 8000


@click.command("serve", short_help="Build, show the site, and build again after every save.")
@project_options
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("-p", "--port", type=click.IntRange(0, 65535), help=f"[default: {PORT}, or the next free one]")
@click.pass_context
@build_flags
def serve_command(
    flags: BuildFlags,
    context: click.Context,
    directory: Path | None,
    output: Path | None,
    host: str,
    port: int | None,
) -> None:
    """Build, show the site on this machine, and build again whenever something is saved."""
    from soundcase.commands.serve.serve import AddressError, address, is_private, listen, serve

    project = project_of(context, directory, output)
    try:
        listening = listen(host, PORT if port is None else port, only=bool(port))
    except AddressError as error:
        raise click.ClickException(str(error)) from error
    if not is_private(host):
        click.echo(f"Warning: everybody who can reach {host} can read this site.", err=True)
    if port is None and listening.getsockname()[1] != PORT:
        click.echo(f"Port {PORT} is taken: using {listening.getsockname()[1]}.", err=True)

    def on_built(one: Rebuild) -> None:
        report(one.built.problems, flags.style, project, one.built.checked.loaded.lines)
        click.echo(_line(one, project.root))

    try:
        with listening, build_options(flags) as options:
            click.echo(f"Serving {address(listening)} (stop with Ctrl-C)")
            serve(project, options, listening, on_built)
    except KeyboardInterrupt:
        click.echo("Stopped.")
        context.exit(0)  # here, so that the values of a large build are not given back one by one


def is_temporary(path: str) -> bool:
    """True for a path that editors write on their way to saving another file, or beside it."""
    name = os.path.basename(path)
    odd = name.startswith((".", "#")) or name.endswith(("~", ".tmp", ".swp", ".bak", ".part", "___"))
    return odd or name.isdecimal() or not os.path.exists(path)


def _line(one: Rebuild, root: Path) -> str:
    """A line about a build: its time, the file that was saved, the result, the seconds it took."""
    from soundcase.commands.summary import failure, summary

    came = failure(one.built.problems) if one.built.failed else f"Built: {summary(one.built)}"
    saved = sorted(os.path.relpath(path, root) for path in one.changed if not is_temporary(path))
    why = f"{saved[0]}{f' and {len(saved) - 1} more' if len(saved) > 1 else ''}: " if saved else ""
    return f"{datetime.now().astimezone():%H:%M:%S} {why}{came} ({one.seconds:.2f} s)"
