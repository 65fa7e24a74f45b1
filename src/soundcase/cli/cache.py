"""`build-site cache`: measured and encoded clips, and other values, that are kept.

Rule: cleaning waits for a running build of the same project, which may be about to publish what is removed.
"""

from __future__ import annotations

from pathlib import Path

import click

from soundcase.cli.options import DIRECTORY, project_of, report_waiting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from soundcase.audio.media.cache import CacheSize


@click.command("cache", short_help="Show or empty what is kept of measured and encoded clips.")
@click.option("-C", "--directory", type=DIRECTORY, help="The project's folder.  [default: .]")
@click.option("--prune", is_flag=True, help="Remove what the last build did not use.")
@click.option("--clear", is_flag=True, help="Remove everything.")
@click.pass_context
def cache_command(context: click.Context, directory: Path | None, prune: bool, clear: bool) -> None:
    """Show what is kept of derived media: where, how many entries, how much."""
    from soundcase.audio.media.cache import media_cache
    from soundcase.kept import values_in
    from soundcase.publishing.lock import build_lock, lock_path

    if prune and clear:
        raise click.UsageError("--prune and --clear exclude each other")
    root = project_of(context, directory, None).root
    cache, values = media_cache(root), values_in(root)
    if not prune and not clear:
        click.echo(f"{cache.folder.parent}: {_in_words(cache.contents(), values.sizes())}")
        return
    try:
        with build_lock(lock_path(root), report_waiting):
            gone = values.sizes() if clear else ()  # what the last build did not use of them it removed itself
            removed = _in_words(cache.clear() if clear else cache.prune(), gone)
            if clear:
                values.clear()
            kept = "" if clear else f", kept {_in_words(cache.contents(), values.sizes())}"
            click.echo(f"{cache.folder.parent}: removed {removed}{kept}")
    except OSError as error:
        raise click.ClickException(f"the cache cannot be changed: {error}") from error


def _in_words(media: CacheSize, values: Sequence[int]) -> str:
    entries = media.entries + len(values)
    return f"{entries} {'entry' if entries == 1 else 'entries'}, {(media.size + sum(values)) / 1e6:.1f} MB"
