"""`build-site probe`: the facts of audio files."""

from __future__ import annotations

from pathlib import Path

import click

from soundcase.system import cores


@click.command("probe")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(readable=False))
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Files read at once.  [default: the cores]")
@click.pass_context
def probe_command(context: click.Context, files: tuple[str, ...], style: str, jobs: int | None) -> None:
    """Tell the facts of audio files, and what is wrong with them."""
    from soundcase.audio.probe import probe_files
    from soundcase.commands.probe_report import as_json, as_text
    from soundcase.problems.codes import CODES

    probed = list(probe_files({name: Path(name) for name in files}, jobs or cores()).values())
    click.echo(as_json(probed) if style == "json" else as_text(probed))
    failed = any(CODES[fault.code].severity == "error" for one in probed for fault in one.faults)
    context.exit(1 if failed else 0)
