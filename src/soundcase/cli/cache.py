"""`build-site cache`: measured and encoded clips that are kept.

Rule: cleaning waits for a running build of the same project, which may be about to publish what is removed.
"""

from __future__ import annotations

from pathlib import Path

import click

from soundcase.cli.options import DIRECTORY, project_of, report_waiting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from soundcase.audio.media.cache import CacheSize


@click.command("cache", short_help="Show or empty what is kept of measured and encoded clips.")
@click.option("-C", "--directory", type=DIRECTORY, help="The project's folder.  [default: .]")
@click.option("--prune", is_flag=True, help="Remove what the last build did not use.")
@click.option("--clear", is_flag=True, help="Remove everything.")
@click.pass_context
def cache_command(context: click.Context, directory: Path | None, prune: bool, clear: bool) -> None:
    """Show what is kept of derived media: where, how many entries, how much."""
    from soundcase.audio.media.cache import media_cache
    from soundcase.publishing.lock import build_lock, lock_path

    if prune and clear:
        raise click.UsageError("--prune and --clear exclude each other")
    root = project_of(context, directory, None).root
    cache = media_cache(root)
    if not prune and not clear:
        click.echo(f"{cache.folder}: {_in_words(cache.contents())}")
        return
    try:
        with build_lock(lock_path(root), report_waiting):
            removed = _in_words(cache.clear() if clear else cache.prune())
            kept = "" if clear else f", kept {_in_words(cache.contents())}"
            click.echo(f"{cache.folder}: removed {removed}{kept}")
    except OSError as error:
        raise click.ClickException(f"the cache cannot be changed: {error}") from error


def _in_words(size: CacheSize) -> str:
    return f"{size.entries} {'entry' if size.entries == 1 else 'entries'}, {size.size / 1e6:.1f} MB"
