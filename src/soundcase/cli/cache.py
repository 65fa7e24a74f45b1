"""`build-site cache`: measured and encoded clips that are kept."""

from __future__ import annotations

from pathlib import Path

import click

from soundcase.cli.options import DIRECTORY, project_of, report_waiting


@click.command("cache", short_help="Show or empty what is kept of measured and encoded clips.")
@click.option("-C", "--directory", type=DIRECTORY, help="The project's folder.  [default: .]")
@click.option("--prune", is_flag=True, help="Remove what the last build did not use.")
@click.option("--clear", is_flag=True, help="Remove everything.")
@click.pass_context
def cache_command(context: click.Context, directory: Path | None, prune: bool, clear: bool) -> None:
    """Show what is kept of derived media: where, how many entries, how much."""
    from soundcase.commands.cache import cleared, pruned, shown

    if prune and clear:
        raise click.UsageError("--prune and --clear exclude each other")
    root = project_of(context, directory, None).root
    try:
        click.echo((cleared if clear else pruned if prune else shown)(root, report_waiting))
    except OSError as error:
        raise click.ClickException(f"the cache cannot be changed: {error}") from error
