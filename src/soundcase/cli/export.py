"""`build-site export`: the clips and a table of them."""

from __future__ import annotations

from pathlib import Path

import click

from soundcase.cli.options import DIRECTORY, loaded_of, project_of, report


@click.command("export", short_help="Write the clips and a table of them as an AudioFolder.")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("-C", "--directory", type=DIRECTORY, help="The project's folder.  [default: .]")
@click.pass_context
def export_command(context: click.Context, target: Path, directory: Path | None) -> None:
    """Write the project's clips, with a table of everything that is said about them, to a new folder TARGET.

    The folder is an AudioFolder as Hugging Face's `datasets` reads it: clips and a `metadata.jsonl`. The
    catalogue lies in it too, so that `build-site import TARGET` makes the same project again.
    """
    from soundcase.commands.export import export
    from soundcase.problems.phrases import number_of

    project = project_of(context, directory, None)
    count, problems = export(project, loaded_of(context, project), target)
    if problems:
        report(problems, "text")
        context.exit(1)
    click.echo(f"Exported {number_of(count, 'example')} to {target}")
